"""What writers type before and after a cite, and marks that meet at a quotation.

The table of marks is what citeproc-js prints; pandoc leaves ! and ? outside.
"""

from __future__ import annotations

import pytest

from csecrefs.csl import Cite
from tests.csl.small import cited, within, work

QUOTED = '<text variable="title" quotes="true"/>'
AMERICAN = '<locale><style-options punctuation-in-quote="true"/></locale>'
BRITISH = AMERICAN.replace("true", "false")
IBID = (
    '<choose><if position="ibid"><text term="ibid"/></if>'
    '<else><text variable="title"/></else></choose>'
)


@pytest.mark.parametrize(
    ("title", "suffix", "american", "british"),
    [
        ("Red hills", ". And more", "“Red hills.” And more", "“Red hills”. And more"),
        ("Red hills", ", and more", "“Red hills,” and more", "“Red hills”, and more"),
        ("Red hills?", ". On it", "“Red hills?” On it", None),
        ("Red hills?", ", and", "“Red hills?,” and", None),
        ("Red hills", "; and", "“Red hills”; and", "“Red hills”; and"),
        ("Red hills", "and so", "“Red hills” and so", "“Red hills” and so"),
        ("Red hills", "(x)", "“Red hills” (x)", "“Red hills” (x)"),
    ],
)
def test_a_suffix_is_reconciled_as_an_affix_of_the_style(
    title: str, suffix: str, american: str, british: str | None
) -> None:
    works = [work("a", title=title)]
    cites = [Cite("a", suffix=suffix)]
    assert cited(QUOTED, works, [cites], locale=AMERICAN) == [american]
    if british is not None:
        assert cited(QUOTED, works, [cites], locale=BRITISH) == [british]


@pytest.mark.parametrize(
    ("suffix", "printed"),
    [
        (". On which see below", "Ibid. On which see below"),
        (", 12", "Ibid., 12"),
        ("and more", "Ibid. and more"),
    ],
)
def test_a_suffix_after_ibid(suffix: str, printed: str) -> None:
    works = [work("a", title="A")]
    notes = [["a"], [Cite("a", suffix=suffix)]]
    assert cited(IBID, works, notes, kind="note")[1] == printed


@pytest.mark.parametrize(
    ("prefix", "printed"),
    [
        ("Cf.", "Cf. ibid."),
        ("E.g.", "E.g. ibid."),
        ("Vgl.", "Vgl. ibid."),
        ("See e.g.", "See e.g. ibid."),
        ("Siehe z.B.", "Siehe z.B. ibid."),
        ("See", "See ibid."),
        ("He says no.", "He says no. Ibid."),
        ("Really?", "Really? Ibid."),
        ("", "Ibid."),
    ],
)
def test_an_abbreviation_before_a_cite_ends_no_sentence(
    prefix: str, printed: str
) -> None:
    works = [work("a", title="A")]
    notes = [["a"], [Cite("a", prefix=prefix)]]
    assert cited(IBID, works, notes, kind="note")[1] == printed


# For each mark that follows the quotation, what stands before and after its end once a
# second mark (.,:;!?) follows: a mark is dropped where the other says it already.
MOVED = {
    ".": (".”", ".,”", ".”:", ".”;", ".!”", ".?”"),
    ",": (",.”", ",”", ",”:", ",”;", ",!”", ",?”"),
    ":": ("”:", "”:,", "”:", "”:;", "!”", "?”"),
    ";": ("”;", "”;,", "”;", "”;", "!”", "?”"),
    "!": ("!”", "!,”", "!”", "!”;", "!”", "!?”"),
    "?": ("?”", "?,”", "?”", "?”;", "?!”", "?”"),
}


@pytest.mark.parametrize("first", MOVED)
def test_marks_that_move_into_a_quotation_keep_their_order(first: str) -> None:
    for second, end in zip(".,:;!?", MOVED[first], strict=True):
        layout = (
            f'<text variable="title" quotes="true" suffix="{first}"/>'
            f'<text variable="note" prefix="{second} "/>'
        )
        made = within(layout, work(title="w", note="x"), locale=AMERICAN)
        assert made == f"“w{end} x"


@pytest.mark.parametrize("mark", ["!", "?"])
def test_a_writers_own_mark_stays_outside_a_quotation(mark: str) -> None:
    works = [work("a", title="Red hills")]
    cites = [Cite("a", suffix=mark)]
    sentence = f'<group suffix=".">{QUOTED}</group>'
    assert cited(QUOTED, works, [cites], locale=AMERICAN) == [f"“Red hills”{mark}"]
    assert cited(sentence, works, ["a"], locale=AMERICAN) == ["“Red hills.”"]
