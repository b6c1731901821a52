import pytest

import csecrefs as cr


def bibliography(authors: str, style: str) -> str:
    entry = f"@article{{a, author={{{authors}}}, title={{T}}, year=2020}}"
    lib = cr.Library.parse(entry)
    return f"{lib.cite('a', style=style)} | {lib.bibliography(style=style)}"


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-author-date", "vancouver"])
@pytest.mark.parametrize(
    "authors", ["Doe, Jane and others", "Doe, J. and Roe, R. and others"]
)
def test_others_print_as_the_et_al_term(style: str, authors: str) -> None:
    text = bibliography(authors, style)
    assert "others" not in text
    assert "et al" in text


def test_one_author_and_others() -> None:
    text = bibliography("Doe, Jane and others", "apa")
    assert text == "(Doe et al., 2020) | Doe, J. et al. (2020). T."


def test_a_list_that_is_cut_names_no_last_author() -> None:
    many = " and ".join(f"N{chr(97 + n)}, A." for n in range(25)) + " and others"
    text = bibliography(many, "apa")
    assert "…" not in text
    assert text.endswith("Ns, A., et al. (2020). T.")


def test_a_work_by_others_alone_is_theirs() -> None:
    assert "others" in bibliography("{others}", "apa")


@pytest.mark.parametrize(
    "authors",
    [
        "Doe, J. and et al.",
        "Doe, J. and {et al}",
        "Doe, J. et al.",
        "Doe, J. and others and et~al.",
    ],
)
def test_et_al_in_a_list_is_nobody(authors: str) -> None:
    text = bibliography(authors, "apa")
    assert text == "(Doe et al., 2020) | Doe, J. et al. (2020). T."


def test_others_before_a_name_are_the_end_of_the_list() -> None:
    entry = "@book{a, author={Doe, J. and others and Roe, R.}, title={T}, year=2020}"
    lib = cr.Library.parse(entry)
    names = lib["a"].fields["author"]
    assert [str(name) for name in names] == ["J. Doe", "R. Roe", "others"]
    assert any("and others" in str(problem) for problem in lib.diagnostics)
