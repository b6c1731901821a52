import pytest

from csecrefs.manuscript import markdown
from csecrefs.manuscript.sites import Manuscript, Site

MODES = {"narrative": "@", "": "", "suppress-author": "-"}


def read(text: str, **how: bool) -> Manuscript:
    return markdown.read(text.encode(), **how)


def cited(text: str) -> str:
    """Return the groups in short: keys by blanks, groups by bars, modes before keys."""
    return " | ".join(
        " ".join(MODES[cite.mode] + cite.id for cite in site.cites)
        for site in read(text).sites
        if site.kind == "citation"
    )


def only(text: str) -> Site:
    (site,) = read(text).sites
    return site


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("[@a; see -@b] and @c", "a -b | @c"),
        ("@a [p. 3; @b] and @c [@d]", "@a b | @c d"),
        ("mail me@example.org, (a)@x, \\@y, `@z`, $@m$", "@x"),
        ("$5 and $6 for [@a]", "a"),
        ("[@a](url) ![see [@b]](pic.png) [@c]{.x}", "@a | b | @c"),
        ("[@a][@b] [link @c][ref]", "@a | b | @c"),
        # the semicolon of a character reference, and attributes that only code has
        ("[@a &amp; x; @b &#38; y]", "a b"),
        ("[@a]{=html} and `[@no]`{=html}", "a"),
        # a group inside a suffix is one of its own
        ("[@a, see [@b; @c]; @d]", "a d | b c"),
        ("[@a [p. 3] @b [p. 4]]", "a | @b"),
        ("@a-.\n\n(@no) example\n", "@a"),
        # a point is part of the word before it, an ellipsis is none
        ("a.@no (x).@no ...@a 3.@no x.-@b a.[@c]", "@a | @b | c"),
        # a key inside emphasis that begins before it belongs to a prefix
        ("[*see @a*] [*see* @b] [see *@c* and @d; @e]", "@a | b | d e | @c"),
        # a dash suppresses nobody, nor does an escaped hyphen
        (
            "so --@a and ---@b, ----@c; [see --@d] [\\-@e] \\--@f a-@g",
            "@a | @b | -c | d | e | -f | @g",
        ),
        # one key right after another
        ("@a@b and @c-@d", "@a | @b | @c | -d"),
        # a span without attributes is a span, an image without an address is none
        ("[@a]{} ![@b]{.wide}", "@a | b"),
        # later paragraphs of definitions, and code inside them
        ("T\n: D\n\n    [@a]\n\n        [@no]\n\nU\n\n~   E\n\n    @b\n", "a | @b"),
        ("| a |\n|---|\n| @a |\n\n: Cap\n\n    @no\n", "@a"),
        # what ends a block: code or a list may follow at once
        ("# H\n    @no\n\n::: x\n- a\n\n    @a\n:::\n", "@a"),
        ("```\nx\n```\n    @no\n\nx\n---\n    @no\n[@a]", "a"),
        # a page at the start of a line, and an initial, are no items of a list
        ("- x [@a,\n  p. 3] [@b,\n  B. Low]\n", "a | b"),
        ("- [ ] x\n\n    @a\n", "@a"),
        # quotations inside items
        ("1. x\n\n    > ```\n    > @no\n    > ```\n    > @a\n\n    @b", "@a | @b"),
        ('- > ::: {.x title="@no"}\n  > @a\n  > :::\n', "@a"),
        # the caption of a simple table is printed above it, too
        ("  A     B\n  ----  ---\n  @b    x\n\n  : Cap [@a]\n", "a | @b"),
        (
            "> A     B\n> ----  ---\n> @b    x\n>\n> : Cap [@a]\n>\n> [@c]\n",
            "a | @b | c",
        ),
        # in a note's paragraph no list begins without a blank line before it
        ("x[^n]\n\n[^n]: y\n\n    z\n    (@a) and [@b,\n    1. x]\n", "@a | b"),
        # labels of numbered examples
        ("(@ex) Tides.\n\nAs (@ex) and @a show [@ex].", "@a | ex"),
        # a caption is printed above its table
        ("| a |\n|---|\n| [@b] |\n\n: Cap [@a]\n\n[@c]\n", "a | b | c"),
        ("| a |\n|---|\n| [@a] |\n\nText.\n\n: Def [@b]\n", "a | b"),
        # MyST's comments are lines; pandoc has none
        ("{cite:p}`a`\n\n% [@no]\n% @no\n[@b]", "a | b"),
        ("x\n\n% [@a]\n", "a"),
        # Obsidian's comments, in a paragraph and around some
        ("a %%[@no]%% [@a]", "a"),
        ("%%\n[@no]\n\n@no\n%%\n\n[@a]", "a"),
        ("50%%@a of 60%% [@b] %% @c", "@a | b | @c"),
        (
            "[x](http://e.org/@no \"@no\") <http://e.org/@no> <b title='@no'>@a</b>",
            "@a",
        ),
        ("<!-- [@no]\n\n[@no] --> [@a]", "a"),
        ("text <!-- [@no] --> [@a]", "a"),
        ("```\n@no\n```\n@a\n\n~~~ {.x}\n@no\n~~~", "@a"),
        ("```\n@a, never closed", "@a"),
        ("text\n\n    @no code\n\n@a", "@a"),
        ("- item\n\n    @a is its paragraph\n\n        @no code", "@a"),
        ("1. one @a\n2. two\n   @b\n\n> quoted [@c;\n> @d]", "@a | @b | c d"),
        ("| a | b |\n|---|:--|\n| [@a | @b] |\n| `|@no` | @c |", "@a | @b | @c"),
        ("# On @a\n\nTitle [@b]\n===\n\nTerm\n: [@c]", "@a | b | c"),
        ("[@a\n\n@b]", "@a | @b"),
        ("\\cite{@no}[@a] \\begin{x}\n@no\n\\end{x}", "a"),
        ("\\begin{x}\n\n@no\n\n\\end{x}\n\n@a", "@a"),
        ("(@ex) An example\n\n(@a) says", ""),
        ("{{< embed @no >}} `{=html}@no`{=html} [@{a b}] @{a;b}", "@a;b"),
        (
            "[@{https://e.org/a?b=c}] [@doi:10.1/x_(y)] [@a:] @b.",
            "https://e.org/a?b=c | doi:10.1/x_ | a | @b",
        ),
        ("[p]: http://e.org/@no\n\n[@a]: said\n", "a"),
        ("<script>\n@no\n\n@no</script>\n\n@a", "@a"),
    ],
)
def test_cites_are_where_pandoc_finds_them(text: str, groups: str) -> None:
    assert cited(text) == groups


def test_notes_are_read_at_their_marks() -> None:
    text = "A[^2] b[^1] @c ^[see @d].\n\n[^1]: [@one]\n\n    and [@two]\n\n[^2]: @three\n\n[^9]: @no\n"
    sites = read(text).sites
    order = [(site.cites[0].id, site.note, site.notes_before) for site in sites]
    assert order == [
        ("three", 1, 0),
        ("one", 2, 1),
        ("two", 2, 1),
        ("c", 0, 2),
        ("d", 3, 2),
    ]


def test_affixes_and_locators() -> None:
    (cite, other) = only("[*see* @a, pp. 3--5 and **on**; e.g. @b [x] \\@ $y$]").cites
    assert (cite.prefix, cite.label, cite.locator) == ("<i>see</i>", "page", "3–5")
    assert cite.suffix == " and <b>on</b>"
    assert other.prefix == "e.g."
    assert other.suffix.startswith(" [x] @ ")


def test_locators_in_the_language_of_the_metadata() -> None:
    site = only("---\nlang: de\n---\n\n[@a, S. 3]")
    assert (site.cites[0].label, site.cites[0].locator) == ("page", "3")


def test_locators_as_pandoc_has_them_on_demand() -> None:
    ours = only("[@a, ch. 2]").cites[0]
    theirs = read("[@a, ch. 2]", pandoc_locators=True).sites[0].cites[0]
    assert (ours.label, ours.locator, ours.suffix) == ("chapter", "2", "")
    assert (theirs.locator, theirs.suffix) == ("", ", ch. 2")


def test_a_late_comma_ends_a_locator_for_pandoc_only() -> None:
    (cite,) = read("[@a , p. 3]").sites[0].cites
    assert (cite.locator, cite.suffix) == ("3", "")
    (cite,) = read("[@a , p. 3]", pandoc_locators=True).sites[0].cites
    assert (cite.locator, cite.suffix) == ("", " , p. 3")


def test_a_comma_between_keys_nests_the_second() -> None:
    first, second = read("[@a, @b]").sites
    assert [cite.id for cite in first.cites] == ["a"]
    assert second.nested
    assert second.cites[0].id == "b"


def test_metadata() -> None:
    text = (
        "---\nbibliography: [a.bib, b.bib]\ncsl: ieee\nlang: ro\n"
        "title: On @t\nnocite: |\n  @x, @*\nlink-citations: true\n"
        "references:\n- id: inl\n  type: book\n  title: Inline\n---\n\n[@a]\n\n"
        "::: {#refs}\n:::\n"
    )
    found = read(text)
    metadata = found.metadata
    assert metadata.bibliography == ("a.bib", "b.bib")
    assert (metadata.style, metadata.language) == ("ieee", "ro")
    assert metadata.nocite == ("x", "*")
    assert metadata.options["link-citations"] is True
    assert [each.id for each in found.references] == ["inl"]
    assert [site.kind for site in found.sites] == ["nocite", "citation", "bibliography"]


def test_metadata_that_is_no_yaml_is_told_with_its_line() -> None:
    found = read("---\ntitle: [a\n---\n\n[@a]")
    assert [each.code for each in found.diagnostics] == ["bad-metadata"]
    assert found.diagnostics[0].line in (2, 3)
    assert found.sites[0].cites[0].id == "a"


def test_sites_have_their_places() -> None:
    site = only("\n\nsee [@a].\n")
    assert (site.line, site.column, site.source) == (3, 5, "[@a]")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20000 + "@a",
        "`a ``b " * 9000,
        "$1 " * 30000,
        "<a b='" * 20000,
        "\\a{" * 20000,
        "](" * 30000,
    ],
)
def test_long_runs_of_openers_take_no_long_time(text: str) -> None:
    import time

    start = time.monotonic()
    read(text)
    assert time.monotonic() - start < 5
