"""Styles that render for ever: calls that multiply, conditions, long texts and tags."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from csecrefs.csl import Citation, Cite, Processor, parse_style
from csecrefs.document.formatter import load
from csecrefs.errors import NotFoundError, StyleError
from csecrefs.styles import locales
from csecrefs.styles.validate import validate_style
from tests.csl.small import TITLE, load_locale, render, style, work

Run = Callable[..., tuple[int, str, str]]
SOON = 8.0
"""Seconds of processor time in which every attack here must have failed."""


def macros(body: str, count: int = 26) -> str:
    """Return macros m0 to m`count`, each on a line, of which each but the first is
    `body` with {0} as the one before.
    """
    lines = [f'<macro name="m0">{TITLE}</macro>']
    for number in range(1, count + 1):
        inside = body.replace("{0}", f'<text macro="m{number - 1}"/>')
        lines.append(f'<macro name="m{number}">{inside}</macro>')
    return "\n" + "\n".join(lines)


BODIES = {
    "calls": "{0}{0}",
    "groups": '<group delimiter=" "><group>{0}</group><group>{0}</group></group>',
    "wide group": "<group>" + "{0}" * 40 + "</group>",
    "conditions": '<choose><if type="book">{0}{0}</if><else>{0}</else></choose>',
    "nested conditions": '<choose><if type="book"><choose><if variable="gone"/><else>{0}{0}'
    "</else></choose></if></choose>",
    "substitute": '<names variable="author"><substitute><group>{0}{0}</group></substitute></names>',
    "empty": '<group>{0}<text variable="note"/></group>{0}',
}
LAST = '<text macro="m26"/>'
PLACES: dict[str, dict[str, str]] = {
    "citation": {"cites": LAST},
    "bibliography": {"layout": LAST},
    "sort key": {"sort": '<key macro="m26"/>'},
    "sort key of cites": {"cite_sort": '<key macro="m26"/>'},
    "group": {"layout": f"<group>{LAST}{LAST}</group>"},
}


@pytest.fixture
def soon() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SOON


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("place", PLACES)
def test_macros_that_multiply(body: str, place: str) -> None:
    """The error has the line of the macro that is too much."""
    xml = style(macros=macros(BODIES[body]), **PLACES[place])
    with pytest.raises(StyleError, match="renders more than 50,000 elements") as raised:
        render(xml, [work(title="T")], [Citation((Cite("a"),))])
    line = raised.value.line
    assert line is not None
    name = xml.splitlines()[line - 1].split('"')[1]
    assert repr(name) in str(raised.value)


@pytest.mark.usefixtures("soon")
def test_layouts_that_call_dear_macros_often() -> None:
    """Each macro is cheap enough by itself."""
    calls = '<text macro="m14"/>' * 4
    for parts in ({"cites": calls}, {"layout": calls}):
        with pytest.raises(StyleError, match="renders more than") as raised:
            render(style(macros=macros("{0}{0}", 14), **parts), [])
        assert raised.value.line == 16
    keys = '<key macro="m14"/>' * 4
    with pytest.raises(StyleError, match="the bibliography renders more than"):
        render(style(macros=macros("{0}{0}", 14), sort=keys), [])


@pytest.mark.usefixtures("soon")
def test_long_texts_that_are_printed_often() -> None:
    """A text of a style has 2,000 characters at most, wherever it stands."""
    long = "x" * 3000
    layouts = [
        f'<text value="{long}"/>',
        f'<text variable="title" prefix="{long}"/>',
        f'<group delimiter="{long}">{TITLE}{TITLE}</group>',
    ]
    for layout in layouts:
        with pytest.raises(StyleError, match="attribute of more than"):
            parse_style(style(layout))
    for term in (long, f"<single>{long}</single><multiple>x</multiple>"):
        locale = f'<locale><terms><term name="and">{term}</term></terms></locale>'
        with pytest.raises(StyleError, match="a term has more than"):
            parse_style(style(locale=locale))


@pytest.mark.usefixtures("soon")
def test_conditions_and_names_of_works_that_look_alike() -> None:
    """What tells works apart is tried some hundred times, not for ever."""
    tests = '<choose><if disambiguate="true"><text value="."/></if></choose>' * 2000
    lists = '<names variable="author"><name form="short"/></names>' * 1000
    ask = 'disambiguate-add-names="true" disambiguate-add-givenname="true"'
    authors = "; ".join(f"Doe{n}, Jane" for n in range(40))
    alike = [work(key, title="T", author=authors) for key in "ab"]
    cites = [Citation((Cite("a"), Cite("b")))]
    for layout in (TITLE + tests, lists):
        made = render(style(cites=layout, citation=ask), alike, cites)
        assert made.citations


@pytest.fixture
def address() -> Iterator[str]:
    """A server of the style whose macros multiply."""
    body = style(macros=macros("{0}{0}"), cites=LAST, layout=LAST).encode()

    class Served(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Served)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/bomb.csl"
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("soon")
def test_by_file_and_by_address(tmp_path: Path, address: str, invoke: Run) -> None:
    """One line of error with the place, from the command line as from Python."""
    file = tmp_path / "bomb.csl"
    file.write_text(style(macros=macros("{0}{0}"), cites=LAST, layout=LAST))
    source = tmp_path / "refs.json"
    source.write_text('[{"id": "a", "type": "book", "title": "T"}]')
    for asked in (str(file), address):
        with pytest.raises(StyleError, match="the macro 'm15' renders") as raised:
            load(asked)
        assert str(raised.value).startswith(f"{asked}:17: ")
        for verb in (["format", str(source)], ["cite", "a", "--library", str(source)]):
            code, _, err = invoke(*verb, "--style", asked)
            assert code == 2
            assert f"{asked}:17: the macro 'm15' renders" in err


@pytest.mark.usefixtures("soon")
def test_validation_reports_it() -> None:
    """`styles validate` finds what rendering would refuse."""
    xml = style(macros=macros("{0}{0}"), cites=LAST, layout=LAST).replace(
        "</info>", "<updated>2024-01-01T00:00:00Z</updated></info>"
    )
    found = [each for each in validate_style(xml) if each.code == "costly-style"]
    assert [each.line for each in found] == [17]


@pytest.mark.usefixtures("soon")
def test_language_tags_without_end() -> None:
    """A tag that nobody speaks is none, in a style and from a user."""
    endless = "ro" + "-a" * 200_000
    assert not locales.is_tag(endless)
    assert locales.chain(endless) == ("en-US",)
    with pytest.raises(NotFoundError, match="no locale named 'ro-a-a"):
        locales.find(endless)
    reference = work(title="Éa", language=endless)
    made = render(style(), [reference], locale=endless)
    assert made.entries
    assert locales.is_tag("zh-Hant-TW-x-private-use-tag")


def test_no_shipped_style_is_stopped() -> None:
    """The styles that cost most, in the citation and in the bibliography, stay far below
    the budget.
    """
    from csecrefs.csl import budget
    from csecrefs.csl.locale import speak
    from csecrefs.csl.macros import check_macros
    from csecrefs.styles import places

    for name in ("chicago-notes-bibliography-classic", "apa", "ieee"):
        path = places.independent_styles() / f"{name}.csl"
        if not path.is_file():
            pytest.skip(f"no style {name} is installed")
        parsed = parse_style(path.read_bytes())
        costs = budget._Costs(speak(parsed, load_locale))
        for macro in check_macros(parsed):
            costs.of_macro[macro] = costs.of_all(parsed.macros[macro])
        for area in filter(None, (parsed.citation, parsed.bibliography)):
            assert costs.of_area(area) < budget.BUDGET / 5
        Processor(parsed, load_locale)
