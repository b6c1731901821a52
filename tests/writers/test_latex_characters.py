"""Characters in LaTeX: commands for what pdfLaTeX does not know, checked by it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from csecrefs.writers import latex
from csecrefs.writers.latex_characters import command, with_commands


@pytest.mark.parametrize(
    ("character", "written"),
    [
        ("é", "é"),
        ("–", "–"),
        ("μ", r"\ensuremath{\mu}"),
        ("Α", "A"),
        ("ά", r"\ensuremath{\acute{\alpha}}"),
        ("≤", r"\ensuremath{\le}"),
        ("−", r"\ensuremath{-}"),
        ("⁴", r"\textsuperscript{4}"),
        ("₂", r"\textsubscript{2}"),
        ("ạ", r"\d{a}"),
        ("Ⅳ", "IV"),
        ("𝑥", r"\ensuremath{x}"),
        ("𝐱", r"\ensuremath{\mathbf{x}}"),
        ("\u2009", r"\,"),
        ("\u200b", None),
        ("ę", r"\ifdefined\Umathchar ę\else\UseTextSymbol{T1}{\k{e}}\fi{}"),
        ("Ж", None),
        ("中", None),
        ("\U000f0000", "\U000f0000"),
    ],
)
def test_commands_of_characters(character: str, written: str | None) -> None:
    assert command(character) == written


def test_blackboard_letters_need_no_package() -> None:
    found = with_commands("in ℝ")
    assert found.startswith(r"in \ensuremath{\csname math\ifdefined\mathbb bb")


def test_other_scripts_have_letters_for_who_lacks_them() -> None:
    assert with_commands("К. Ж") == (
        r"\ifdefined\Umathchar К\else\ifcsname u8:\detokenize{К}\endcsname К"
        r"\else ?\fi\fi{}. "
        r"\ifdefined\Umathchar Ж\else\ifcsname u8:\detokenize{Ж}\endcsname Ж"
        r"\else ?\fi\fi{}"
    )


def test_letters_in_two_characters_are_one() -> None:
    assert with_commands("e\u0301") == "é"


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_it_compiles_without_a_preamble(tmp_path: Path) -> None:
    text = "é ł ę « » ð Ж 中 μ Ω ά ≤ ≲ ∞ ℝ ℂ 𝑥 𝐱 ⁻¹ ₂ ạ ệ Ⅳ ½ ① − × → ⟨a⟩ ✓ \u202f \u2003 ﬁ 😀 ə"
    source = tmp_path / "x.tex"
    body = "\\section{A}\n\n".join(latex.inlines((each,)) for each in text.split(" "))
    source.write_text(
        f"\\documentclass{{article}}\\begin{{document}}{body}\\end{{document}}", "utf-8"
    )
    subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", source.name],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    log = source.with_suffix(".log").read_text("utf-8", "replace")
    assert not re.findall(r"^!.*", log, re.MULTILINE)
    assert "Missing character" not in log
