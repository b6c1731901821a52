"""Texts take the place of citations, and every other byte stays."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import attrs
import pytest

from csecrefs.manuscript import docx, odt
from csecrefs.manuscript.keys import as_keys
from csecrefs.manuscript.matching import matched
from csecrefs.manuscript.render import render_sites
from csecrefs.manuscript.sites import Manuscript
from csecrefs.model import Reference
from tests.manuscript.office.documents import (
    LOW,
    MAY,
    W,
    field,
    item,
    mark,
    part,
    relations,
    run,
    word,
    writer,
    zotero,
)

LIBRARY = {
    key: Reference.from_csl({**record, "id": key})
    for key, record in (("low", LOW), ("may", MAY))
}
MAIN = "word/document.xml"


def rendered(
    content: bytes, style: str = "apa", live: str = "", module: Any = docx
) -> bytes:
    manuscript = matched(module.read(content, path="x"), LIBRARY)
    texts = render_sites(manuscript, LIBRARY, style=style)
    known = {**LIBRARY, **{each.id: each for each in manuscript.references}}
    options = {"live": live}
    texts = attrs.evolve(texts, options=options, references=known, style=style)
    out: bytes = module.splice(manuscript, texts)
    return out


def body(document: bytes) -> str:
    return part(document, MAIN).partition("<w:body>")[2].partition("<w:sectPr/>")[0]


def texts(document: bytes, name: str = MAIN) -> list[str]:
    """The text of each paragraph of a Word part."""
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", part(document, name), re.S)
    return [
        "".join(re.findall(r"<w:t[ >][^<]*|<w:t>[^<]*", each))
        .replace('<w:t xml:space="preserve">', "")
        .replace("&amp;", "&")
        for each in paragraphs
    ]


def members(document: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_markers_over_runs_leave_the_rest() -> None:
    before = run("A & b [se", "<w:i/>") + run("e @low", "<w:b/>") + run(", p. 8], c.")
    out = rendered(word(before))
    assert body(out).startswith(
        f"<w:p>{run('A & b ', '<w:i/>')}{run('(see Low, 2001, p. 8)', '<w:i/>')}"
        f"{run(', c.')}</w:p><w:p><w:pPr>"
    )
    assert texts(out)[1] == "Low, A. (2001). Tides. Quay."
    assert '<w:i/></w:rPr><w:t xml:space="preserve">Tides' in body(out)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("[@low] and [@may]", "(Low, 2001) and (May, 1999)"),
        ("@low [p. 8; @may]", "Low (2001, p. 8; May, 1999)"),
        ("[@low][@may]", "(Low, 2001)(May, 1999)"),
        ("{low}; {May, 1999, p. 3}; {none}", "(Low, 2001); (May, 1999, p. 3); {none}"),
        ("[@low, not @may, here]", "(Low, 2001, not May (1999), here)"),
        ("[@unknown] [@may]", "[@unknown] (May, 1999)"),
        ("{{low}}", "(Low, 2001)"),
    ],
)
def test_typed(typed: str, text: str) -> None:
    assert texts(rendered(word(typed)))[0] == text
    odt_out = part(
        rendered(writer(f"<text:p>{typed}</text:p>"), module=odt), "content.xml"
    )
    assert (
        re.sub(r"<[^>]+>", "", re.findall(r"<text:p>.*?</text:p>", odt_out)[0]) == text
    )


def test_fields_become_text_and_keep_what_is_not_theirs() -> None:
    paragraph = (
        run("So ")
        + '<w:bookmarkStart w:id="3" w:name="b"/>'
        + field(zotero(item(LOW)))
        + '<w:bookmarkEnd w:id="3"/>'
        + '<w:fldSimple w:instr=" CITATION may "><w:r><w:t>x</w:t></w:r></w:fldSimple>'
        + run(".")
    )
    out = rendered(word(paragraph))
    assert body(out).startswith(
        f'<w:p>{run("So ")}<w:bookmarkStart w:id="3" w:name="b"/>'
        f'{run("(Low, 2001)")}<w:bookmarkEnd w:id="3"/>{run("(May, 1999)")}{run(".")}</w:p>'
    )
    assert "instrText" not in body(out)


def test_the_list_takes_the_place_of_the_old_one() -> None:
    code = ' ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY '
    whole = field(code, "Old 1")
    start, end = whole.split(run("Old 1"))
    out = rendered(
        word(
            "[@low; @may]",
            f"<w:p>{start}{run('Old 1')}</w:p>",
            "<w:p>Old 2</w:p>",
            f"<w:p>{end}</w:p>",
            "After",
        )
    )
    assert [each[:4] for each in texts(out)] == ["(Low", "Low,", "May,", "Afte"]
    assert "fldChar" not in body(out)
    beside = rendered(word("[@low]", run("Before ") + whole + run(" after"), "End"))
    assert [each[:8] for each in texts(beside)] == [
        "(Low, 20",
        "Before  ",
        "Low, A. ",
        "End",
    ]
    typed = rendered(word("[@low]", "{Bibliography}", "End"))
    assert [each[:4] for each in texts(typed)] == ["(Low", "Low,", "End"]


def test_other_members_keep_their_bytes() -> None:
    picture = bytes(range(256)) * 9
    source = word("[@low]", parts={"word/media/image1.png": picture})
    out = rendered(source)
    changed = {
        name
        for name, content in members(source).items()
        if members(out)[name] != content
    }
    assert changed == {MAIN}
    nothing = word("no citation")
    manuscript = docx.read(nothing, path="x")
    empty = attrs.evolve(render_sites(manuscript, {}), entries=None)
    assert docx.splice(manuscript, empty) == nothing


def test_notes_of_styles_of_notes() -> None:
    reference = '<w:r><w:footnoteReference w:id="4"/></w:r>'
    source = word(
        run("So [@low]. ") + reference,
        run("See @may, too."),
        footnotes={4: "Compare [@may]."},
    )
    out = rendered(source, "chicago-notes-bibliography")
    assert texts(out)[:2] == ["So. ", "See May, too."]
    notes = texts(out, "word/footnotes.xml")
    assert notes[0].startswith("Compare Bo May, Currents, 1999")
    assert notes[1].strip().startswith("Ann Low, Tides (Quay, 2001)")
    assert [
        int(n) for n in re.findall(r'footnoteReference w:id="(\d)"', body(out))
    ] == [5, 4, 6]
    bare = rendered(word("So [@low]."), "chicago-notes-bibliography")
    assert "footnotes+xml" in part(bare, "[Content_Types].xml")
    assert "footnotes.xml" in part(bare, "word/_rels/document.xml.rels")
    assert docx.read(bare).diagnostics == ()


def codes(document: bytes) -> list[dict[str, Any]]:
    found = re.findall(r"<w:instrText[^>]*>([^<]*)", part(document, MAIN))
    return [json.loads(each[each.find("{") : each.rfind("}") + 1]) for each in found]


def test_live_fields_of_zotero_and_back_to_keys() -> None:
    source = word("[see @low, p. 8; -@may] and @low.", properties={"Other": "stays"})
    live = rendered(source, live="zotero")
    first, second, bibliography = codes(live)
    assert first["properties"]["plainCitation"] == "(see Low, 2001, p. 8; 1999)"
    items = first["citationItems"]
    assert (items[0]["prefix"], items[0]["locator"]) == ("see ", "8")
    assert items[1]["suppress-author"] is True
    assert items[0]["itemData"]["title"] == "Tides"
    assert bibliography == {"uncited": [], "omitted": [], "custom": []}
    assert second["citationItems"][0]["suppress-author"] is True
    assert 'and </w:t></w:r><w:r><w:t xml:space="preserve">Low </w:t>' in body(live)
    custom = part(live, "docProps/custom.xml")
    assert "Other" in custom
    values = re.findall(r'name="ZOTERO_PREF_\d".*?lpwstr[^>]*>([^<]*)', custom)
    assert all(len(html.unescape(each)) <= 255 for each in values)
    again = docx.read(live, path="x")
    assert again.metadata.style == "http://www.zotero.org/styles/apa"
    assert again.keys == ("low", "may")
    assert docx.read(rendered(live, live="zotero")).keys == ("low", "may")
    keys = docx.splice(again, as_keys(again))
    assert texts(keys)[0] == "[see @low, p. 8; -@may] and Low [-@low]."
    assert texts(keys)[1] == "{Bibliography}"


def test_live_marks_of_writer() -> None:
    source = writer("<text:p>So [see @low, p. 8].</text:p>", properties={"Other": "x"})
    live = rendered(source, live="zotero", module=odt)
    content = part(live, "content.xml")
    assert "<text:section text:name=' ZOTERO_BIBL" in content
    again = odt.read(live, path="x")
    assert again.sites[0].source == "(see Low, 2001, p. 8)"
    assert again.metadata.style == "http://www.zotero.org/styles/apa"
    assert 'meta:name="Other"' in part(live, "meta.xml")
    keys = part(odt.splice(again, as_keys(again)), "content.xml")
    assert "<text:p>So [see @low, p. 8].</text:p>" in keys
    assert "reference-mark" not in keys
    assert ">{Bibliography}</text:p></office:text>" in keys


def test_writer_marks_notes_and_styles() -> None:
    code = f"ZOTERO_ITEM {zotero(item(LOW))[24:]} RND1"
    bib = "<text:bibliography-mark text:identifier='may'>[may]</text:bibliography-mark>"
    source = writer(
        f"<text:p>So {mark(code)}{bib}, <text:span text:style-name='B'>[@lo</text:span>w]"
        "</text:p><text:bibliography text:name='L'><text:p>old</text:p></text:bibliography>"
    )
    out = part(rendered(source, module=odt), "content.xml")
    assert (
        "<text:p>So (Low, 2001)(May, 1999), "
        "<text:span text:style-name='B'>(Low, 2001)</text:span></text:p>" in out
    )
    assert "old" not in out and "text:bibliography" not in out
    assert 'style:parent-style-name="Bibliography_20_1"' in out
    notes = part(
        rendered(source, "chicago-notes-bibliography", module=odt), "content.xml"
    )
    assert "<text:p>So<text:note " in notes


def test_tracked_changes_and_text_boxes() -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>{0}</w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p>{0}</w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    deleted = "<w:del><w:r><w:delText>[@low]</w:delText></w:r></w:del>"
    inserted = f"<w:ins>{run('[@lo')}</w:ins>{run('w]')}"
    out = body(
        rendered(word(box.format(run("[@may]")), f"<w:p>{deleted}{inserted}</w:p>"))
    )
    assert out.count("(May, 1999)") == 2
    assert deleted in out
    assert f"<w:ins>{run('(Low, 2001)')}</w:ins></w:p>" in out


def test_prefixes_of_namespaces_are_those_of_the_part() -> None:
    source = word("[@low]")
    renamed = part(source, MAIN).replace("w:", "q:").replace("xmlns:w", "xmlns:q")
    out = rendered(word(parts={MAIN: renamed}))
    assert f'xmlns:w="{W}"' in part(out, MAIN)
    assert docx.read(out).diagnostics == ()


def test_broken_documents_come_back_as_they_were() -> None:
    for content in (b"", b"PK\x03\x04 no more"):
        for module in (docx, odt):
            manuscript: Manuscript = module.read(content, path="x")
            assert rendered(content, module=module) == manuscript.content


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_output_opens_in_libreoffice(tmp_path: Path) -> None:
    text = "[see @low, p. 8] and @may."
    names = []
    for live in ("", "zotero"):
        for suffix, content, module in (
            ("docx", word(text), docx),
            ("odt", writer(f"<text:p>{text}</text:p>"), odt),
        ):
            names.append(f"x{live}{suffix}.{suffix}")
            out = rendered(content, live=live, module=module)
            (tmp_path / names[-1]).write_bytes(out)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text", *names]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    for name in names:
        found = (tmp_path / name).with_suffix(".txt").read_text("utf-8-sig")
        assert "(see Low, 2001, p. 8) and May (1999)." in found
        assert "Low, A. (2001). Tides. Quay." in found


def test_preferences_and_order_of_zotero_stay() -> None:
    before = (
        '<data data-version="3"><session id="abc"/><style id="http://x/y" locale="fr-FR"/>'
        '<prefs><pref name="automaticJournalAbbreviations" value="true"/></prefs></data>'
    )
    source = word(
        field(zotero(item(MAY), item(LOW), unsorted=True)),
        properties={"ZOTERO_PREF_1": before},
    )
    live = rendered(source, live="zotero")
    kept = html.unescape(part(live, "docProps/custom.xml"))
    assert "automaticJournalAbbreviations" in kept
    assert 'id="http://www.zotero.org/styles/apa"' in kept
    (citation, *_) = codes(live)
    assert citation["properties"]["unsorted"] is True
    assert citation["citationItems"][0]["uris"] == [
        "http://zotero.org/users/0/items/K18"
    ]


@pytest.mark.parametrize(
    ("arranged", "expected"),
    [(True, "(May, 1999; Low, 2001)"), (False, "(Low, 2001; May, 1999)")],
)
def test_cites_that_the_writer_arranged_are_not_sorted(
    arranged: bool, expected: str
) -> None:
    source = word(field(zotero(item(MAY), item(LOW), unsorted=arranged)))
    assert expected in part(rendered(source, style="apa"), "word/document.xml")


def test_the_note_of_a_text_box_is_there_once() -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>{0}</w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p>{0}</w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    mark = run("See") + '<w:r><w:footnoteReference w:id="4"/></w:r>'
    source = word(box.format(mark), run("[@may]"), footnotes={4: "On [@low]."})
    sites = docx.read(source).sites
    assert [(site.note, site.notes_before) for site in sites] == [(1, 1), (0, 1)]
    notes = part(rendered(source), "word/footnotes.xml")
    assert notes.count("(Low, 2001)") == 1


def test_word_fields_that_writer_saved() -> None:
    space = "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"
    code = quoteattr(zotero(item(LOW)).strip())
    start = (
        f'<field:fieldmark-start xmlns:field="{space}" text:name="x"><field:param'
        f' field:name="vnd.oasis.opendocument.field.code" field:value={code}/>'
        "</field:fieldmark-start>"
    )
    end = f'<field:fieldmark-end xmlns:field="{space}"/>'
    word_code = "<text:bibliography-mark text:identifier='CITATION may \\l 1033 '>x"
    source = writer(
        f"<text:p>So {start}(x){end}, {word_code}</text:bibliography-mark></text:p>"
    )
    out = part(rendered(source, module=odt), "content.xml")
    assert "<text:p>So (Low, 2001), (May, 1999)</text:p>" in out


def test_fields_of_headers_and_comments_are_no_notes() -> None:
    header = f'<w:hdr xmlns:w="{W}"><w:p>{field(zotero(item(LOW)))}</w:p></w:hdr>'
    comment = f'<w:comments xmlns:w="{W}"><w:comment w:id="1"><w:p>{run("@low")}</w:p></w:comment></w:comments>'
    source = word(
        "[@may]",
        parts={
            "word/header1.xml": header,
            "word/comments.xml": comment,
            "word/_rels/document.xml.rels": relations(
                {"header1.xml": "header", "comments.xml": "comments"}
            ),
        },
    )
    out = rendered(source, "chicago-notes-bibliography")
    assert "Ann Low, Tides" in texts(out, "word/header1.xml")[0]
    assert part(out, "word/comments.xml") == comment
