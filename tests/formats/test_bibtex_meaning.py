"""What people's .bib files mean: accents in names, lists of names, addresses, dates,
macros of journals.
"""

from __future__ import annotations

from typing import Any

import pytest

from csecrefs.errors import Diagnostic
from csecrefs.formats import bibtex
from csecrefs.model import Reference


def one(fields: str) -> tuple[Reference, list[Diagnostic]]:
    year = "" if "year" in fields or "date" in fields else "year={2001}, "
    references, diagnostics = bibtex.read(f"@article{{k, {year}{fields}}}")
    return references[0], diagnostics


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (r"Nu\~nez, A. and Ana Pe\~na", ["Nuñez, A.", "Peña, Ana"]),
        (r"Pe\~{n}a, \'{A}lvaro", ["Peña, Álvaro"]),
        (r"Fran\c cois Ch\^ atelet", ["Châtelet, François"]),
        (r"S\o ren K. and Lech \L ukasiewicz", ["K., Søren", "Łukasiewicz, Lech"]),
        (r"T\'\i mea Nagy and \v Simek, J.", ["Nagy, Tímea", "Šimek, J."]),
        (r"Bj{\o}rn {\AA}s and J.\ R. Roe", ["Ås, Bjørn", "Roe, J. R."]),
        (r"Vole, A. and", ["Vole, A."]),
        (r"and Vole, A.", ["Vole, A."]),
        (r"Ann Vole; Carl Roe", ["Vole, Ann", "Roe, Carl"]),
        (r"Vole, A., Roe, C., Poe, D.", ["Vole, A.", "Roe, C.", "Poe, D."]),
        (r"A. Vole, C. Roe, D. Poe", ["Vole, A.", "Roe, C.", "Poe, D."]),
    ],
)
def test_names(source: str, names: list[str]) -> None:
    reference, _ = one(f"author={{{source}}}")
    assert [
        f"{each.family}, {each.given}" for each in reference.names("author")
    ] == names


@pytest.mark.parametrize(
    "source", ["Vole, A. and", "and Vole, A.", "Ann Vole; Carl Roe", "A, B, C, D, E"]
)
def test_doubtful_names_are_reported_with_their_line(source: str) -> None:
    _, diagnostics = one(f"author={{{source}}}")
    assert [(each.code, each.line) for each in diagnostics] == [("doubtful-names", 1)]


@pytest.mark.parametrize(
    "source",
    [
        "King, Jr., Martin Luther",
        "van der Berg, Jan and {Vole, Roe; and Sons}",
        "M&uuml;ller, Jo and Vole, Ann",
        "{Ministry of A, B, C and D}",
    ],
)
def test_names_in_order_are_not_reported(source: str) -> None:
    assert not one(f"author={{{source}}}")[1]


def test_the_suffix_between_two_commas_stays() -> None:
    (name,) = one("author={King, Jr., Martin Luther}")[0].names("author")
    assert (name.family, name.suffix, name.given) == ("King", "Jr.", "Martin Luther")


@pytest.mark.parametrize(
    ("field", "journal"),
    [
        (r"journal={\apj}", "Astrophysical Journal"),
        (r"journal={\aap}", "Astronomy and Astrophysics"),
        (
            r"journal={\mnras Letters}",
            "Monthly Notices of the Royal Astronomical Society Letters",
        ),
        (r"journal={\jfoo Suppl.}", "jfoo Suppl."),
        (r"journal={J. {\'E}tudes}", "J. Études"),
    ],
)
def test_macros_of_journals(field: str, journal: str) -> None:
    assert one(field)[0].text("container-title") == journal


def test_an_unknown_command_is_reported_and_keeps_its_text() -> None:
    reference, diagnostics = one(r"title={On \foo{this} and \emph{that}}")
    assert reference["title"] == 'On <span class="nocase">this</span> and <i>that</i>'
    assert [each.code for each in diagnostics] == ["unknown-command"]


@pytest.mark.parametrize(
    ("field", "url"),
    [
        ("url={http://a.example/1 http://b.example/2}", "http://a.example/1"),
        ("url={http://a.example/1; http://b.example/2}", "http://a.example/1"),
        ("url={http://a.example/Volume 9/2.pdf}", "http://a.example/Volume%209/2.pdf"),
        ("url={http://a.example/long\n      path/x}", "http://a.example/longpath/x"),
        (r"url={\url{http://a.example/b_c}}", "http://a.example/b_c"),
        (r"url={\href{http://a.example/b_c}{text}}", "http://a.example/b_c"),
        (r"url={http://a.example/b\_c\%20d{\~{}}e}", "http://a.example/b_c%20d~e"),
        (r"url={<http://a.example/>}", "http://a.example/"),
        (r"howpublished={\href{https://a.example/x_y}{text}}", "https://a.example/x_y"),
        (r"howpublished={\url{https://a.example/x}.}", "https://a.example/x"),
        (r"howpublished={See https://a.example/x.}", "https://a.example/x"),
    ],
)
def test_addresses(field: str, url: str) -> None:
    assert one(field)[0].text("URL") == url


def test_other_addresses_are_kept_and_reported() -> None:
    reference, diagnostics = one("doi={10.1000/a 10.1000/b}")
    assert reference.text("DOI") == "10.1000/a"
    assert reference.extra["biblatex"]["other-doi"] == "10.1000/b"
    assert [each.code for each in diagnostics] == ["several-addresses"]


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        (r"year={[2021] \copyright 2021}", [[2021]]),
        ("year={30-Mar-2020}", [[2020, 3, 30]]),
        ("year={Jan./1992}", [[1992, 1]]),
        ("year={2016/09/22 17:12:01}", [[2016, 9, 22]]),
        ("year={(1998)}", [[1998]]),
        ("year={2009 [Online]}", [[2009]]),
        ("year={50 BCE}", [[-50]]),
        ("year={2001}, month={Sep--Oct}", [[2001, 9], [2001, 10]]),
        ('year={2001}, month="23{--}27 " # may', [[2001, 5, 23], [2001, 5, 27]]),
        ("year={2001}, month={2--7 June}", [[2001, 6, 2], [2001, 6, 7]]),
        ('year={2001}, month="October 25-28"', [[2001, 10, 25], [2001, 10, 28]]),
        ("year={2001}, month={mayo}", [[2001, 5]]),
        ("year={2001}, month={1st Quarter}", [[2001]]),
        ("year={2001}, month=mar # {~15}", [[2001, 3, 15]]),
    ],
)
def test_dates(fields: str, date: Any) -> None:
    issued = one(fields)[0].to_csl()["issued"]
    assert issued == {"date-parts": date}


def test_the_year_of_the_first_edition_and_a_month_that_is_none_are_kept() -> None:
    first, _ = one("year={1998 [1897]}")
    assert first.to_csl()["original-date"] == {"date-parts": [[1897]]}
    second, diagnostics = one("year={2001}, month={1st Quarter}")
    assert second.extra["biblatex"]["month"] == "1st Quarter"
    assert [each.code for each in diagnostics] == ["bad-date"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\texorpdfstring{$\alpha$}{alpha} rays", "α rays"),
        (r"\SI{5}{\meter} of rope", "5 m of rope"),
        (r"\qty{20}{\micro\metre\per\second\squared}", "20 µm/s²"),
        (r"\num{1.5e3} steps at \ang{45}", "1.5 × 10³ steps at 45°"),
        (r"\SIrange{1}{2}{km/h}", "1–2 km/h"),
        (r"Zden{\v e}k {\ocirc{u}}", "Zdeněk ů"),
        (r"The \ion{H}{1} line at 5\arcsec", "The H I line at 5″"),
        (
            r"\ion{Fe}{xiv} in \apj{} and \aap",
            "Fe XIV in Astrophysical Journal and Astronomy and Astrophysics",
        ),
        (r"\ch{H2O} and \cf{CO2}", "H2O and CO2"),
        (r"$x \in X$ in $n \log n$ and $\Lambda$CDM", "x ∈ X in n log n and ΛCDM"),
        (r"\SIlist{1;2;3}{\metre}, \numlist{4;5}", "1, 2 and 3 m, 4 and 5"),
        (r"\qty{3.5}{\mu m}", "3.5 µm"),
        (
            r"\nth{5} and \nth{11}, 1\ier",
            "5th and 11th, 1er",
        ),
        (r"\CYRP\cyrr\cyri\cyrv\cyre\cyrt", "Привет"),
    ],
)
def test_commands_of_packages(source: str, text: str) -> None:
    reference, diagnostics = one(f"title={{{source}}}")
    assert (reference.title, diagnostics) == (text, [])


@pytest.mark.parametrize(
    ("fields", "url", "kept"),
    [
        (
            r"note={See \href{https://a.example/x_y}{here}}",
            "",
            "https://a.example/x_y",
        ),
        (
            r"url={https://a.example/1},howpublished={\href{https://b.example/2}{site}}",
            "https://a.example/1",
            "https://b.example/2",
        ),
        (
            r"addendum={\href{https://a.example/a\_b}{a}, \href{https://a.example/c}{c}}",
            "",
            "https://a.example/a_b https://a.example/c",
        ),
        (r"howpublished={\href{https://b.example/2}{site}}", "https://b.example/2", ""),
        (r"note={See https://a.example/x}", "", ""),
    ],
)
def test_addresses_of_links_are_kept(fields: str, url: str, kept: str) -> None:
    (reference,), _ = bibtex.read(f"@misc{{a,title={{T}},{fields}}}")
    assert reference.text("URL") == url
    custom = reference.extra.get("biblatex", {})
    assert custom.get("other-url", "") == kept


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://a.example/$\\sim$roe", "https://a.example/~roe"),
        ("https://a.example/{$\\sim$}roe", "https://a.example/~roe"),
        ("URL: https://a.example/x", "https://a.example/x"),
        ("Available at: https://a.example/x", "https://a.example/x"),
        ("http://a.example/1,http://b.example/2", "http://a.example/1"),
        ("http://a.example/1,2;3", "http://a.example/1,2;3"),
        ("http://a.example/1\n  http://b.example/2", "http://a.example/1"),
        ("http://a.example/1\n    /2", "http://a.example/1/2"),
        (r"\url{http://a.example/1} \url{http://b.example/2}", "http://a.example/1"),
        (r"http://a.example/x\textunderscore y", "http://a.example/x_y"),
        (r"http://a.example/x\slash y\-z", "http://a.example/x/yz"),
        (
            "https://web.archive.example/web/2001/http://a.example/x",
            "https://web.archive.example/web/2001/http://a.example/x",
        ),
    ],
)
def test_addresses_as_people_write_them(source: str, expected: str) -> None:
    found, _ = one(f"url={{{source}}}")
    assert found.text("URL") == expected


def test_the_day_of_a_visit_after_an_address_is_that() -> None:
    found, _ = one("url={https://a.example/x (accessed 12 May 2001)}")
    assert found.text("URL") == "https://a.example/x"
    assert str(found.date("accessed")) == "2001-05-12"


@pytest.mark.parametrize("less", ["$<$", "{\\textless}", "\\textless{}"])
def test_angle_brackets_of_old_dois(less: str) -> None:
    more = less.replace("<", ">").replace("less", "greater")
    found, _ = one(f"doi={{10.1002/(SICI)1(1999)50:9{less}1::A{more}3.0.CO;2-A}}")
    assert found.text("DOI") == "10.1002/(SICI)1(1999)50:9<1::A>3.0.CO;2-A"


def test_a_macro_that_nobody_knows_keeps_its_name() -> None:
    found, diagnostics = one("journal={\\jfoo{} Letters}")
    assert found.text("container-title") == "jfoo Letters"
    assert "unknown-command" in [each.code for each in diagnostics]


def test_chemistry_and_line_breaks_are_no_unknown_commands() -> None:
    found, diagnostics = one("note={\\ce{SO4^{2-} -> H2O} a\\\\I}")
    wanted = "SO<sub>4</sub><sup>2-</sup> → H<sub>2</sub>O a I"
    assert found.text("note") == wanted
    assert "unknown-command" not in [each.code for each in diagnostics]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\resizebox{1cm}{!}{Wide} and \raisebox{1ex}{high}", "Wide and high"),
        (r"\begin{CJK}{UTF8}{gbsn}中文\end{CJK} \verb|x_y|", "中文 x_y"),
        (r"\begin{math}x^2\end{math} y", "x<sup>2</sup> y"),
        (r"\textsubring{r}", "r̥"),
    ],
)
def test_measures_and_environments_leave_their_text(source: str, text: str) -> None:
    found, _ = one(f"note={{{source}}}")
    assert found.text("note") == text


def test_a_letter_of_mathematics_is_no_macro_of_a_journal() -> None:
    found, _ = one("title={Voles in $\\nat$ and \\nat{x}}")
    assert found.title == "Voles in and x"


def test_the_day_of_a_visit_among_words() -> None:
    found, _ = one("url={https://a.example/x}, urldate={[last checked 03/25/2010]}")
    assert str(found.date("accessed")) == "2010-03-25"


def test_the_address_of_a_linked_title_is_that_of_the_entry() -> None:
    linked = "title={\\href{https://a.example/x\\_y}{A title}}"
    found, _ = one(linked)
    both, _ = one(f"{linked}, url={{https://b.example/}}")
    assert (found.title, found.text("URL")) == ("A title", "https://a.example/x_y")
    assert both.text("URL") == "https://b.example/"
    assert both.extra["biblatex"]["other-url"] == "https://a.example/x_y"
