r"""Characters for LaTeX: what pdfLaTeX does not know by itself, as commands.

pdfLaTeX knows the characters of OT1 and TS1 without any package; XeLaTeX and LuaLaTeX
know all. Greek and signs become `\ensuremath`, letters with accents their accents. A
script that needs a package of its own stays as it is for those who load it, and has
plain letters for the others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Final

from csecrefs.patterns import regex
from csecrefs.text.tex_tables import ACCENTS, SUBSCRIPTS, SUPERSCRIPTS

# Characters that an empty preamble prints: measured with TeX Live 2022.
_PLAIN: Final = frozenset(
    "¡¢£¤¥¦§¨©ª¬\u00ad®¯°±²³´µ¶·¸¹º¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖ×ØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõö÷"
    "øùúûüýÿĀāĂăĆćĈĉĊċČčĎďĒēĔĕĖėĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭİıĲĳĴĵĶķĹĺĻļĽľŁłŃńŅņŇňŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝ"
    "ŞşŠšŢţŤťŨũŪūŬŭŮůŰűŴŵŶŷŸŹźŻżŽžƒǍǎǏǐǑǒǓǔǢǣǦǧǨǩǰǴǵȘșȚțȲȳȷˆˇ˘˙˜˝ḂḃḍḞḟḠḡḥḰḱḷṃṅṇṛṣṭẎẏẐẑẞỲỳ"
    "\u200c\u2010\u2011‒–—―‖‘’“”†‡•…‰‱※‽⁄₡₤₦₩₫€₱℃№℗℞℠™℧℮←↑→↓␢␣◦◯♪⟨⟩ﬀﬁﬂﬃﬄﬅﬆ"
)

# Characters that are commands of mathematics in the kernel.
_MATH: Final = dict(
    pair.split(":")
    for pair in """
    ⋯:cdots ⋮:vdots ⋱:ddots ⋅:cdot ∙:bullet ′:prime ℵ:aleph α:alpha β:beta γ:gamma
    δ:delta ϵ:epsilon ε:varepsilon ζ:zeta η:eta θ:theta ϑ:vartheta ι:iota κ:kappa
    λ:lambda μ:mu ν:nu ξ:xi π:pi ϖ:varpi ρ:rho ϱ:varrho σ:sigma ς:varsigma τ:tau
    υ:upsilon ϕ:phi φ:varphi χ:chi ψ:psi ω:omega Γ:Gamma Δ:Delta Θ:Theta Λ:Lambda Ξ:Xi
    Π:Pi Σ:Sigma Υ:Upsilon Φ:Phi Ψ:Psi Ω:Omega \u2126:Omega ∓:mp ∗:ast ⋆:star ∘:circ
    ⊕:oplus ⊖:ominus ⊗:otimes ⊘:oslash ⊙:odot ∧:wedge ∨:vee ∩:cap ∪:cup ⊎:uplus ⊓:sqcap
    ⊔:sqcup ∖:setminus ≀:wr ⨿:amalg ⋄:diamond △:triangle ▽:bigtriangledown
    ◁:triangleleft ▷:triangleright ⋈:bowtie ≤:le ≥:ge ⩽:le ⩾:ge ≠:ne ≪:ll ≫:gg ≈:approx
    ∼:sim ≃:simeq ≅:cong ≡:equiv ∝:propto ≐:doteq ≍:asymp ≺:prec ≻:succ ⪯:preceq
    ⪰:succeq ⊨:models ⊢:vdash ⊣:dashv ⊥:perp ⊤:top ∣:mid ∥:parallel ∈:in ∉:notin ∋:ni
    ⊂:subset ⊆:subseteq ⊃:supset ⊇:supseteq ⊑:sqsubseteq ⊒:sqsupseteq ∅:emptyset
    ∀:forall ∃:exists ∞:infty ∂:partial ∇:nabla ∆:Delta ∑:sum ∏:prod ∐:coprod ∫:int
    ∮:oint √:surd ∠:angle ⋂:bigcap ⋃:bigcup ⋁:bigvee ⋀:bigwedge ⨁:bigoplus ⨂:bigotimes
    ⨀:bigodot ⨄:biguplus ↔:leftrightarrow ↕:updownarrow ⇐:Leftarrow ⇒:Rightarrow
    ⟹:Longrightarrow ⇔:Leftrightarrow ⟺:Longleftrightarrow ⇑:Uparrow ⇓:Downarrow
    ↦:mapsto ⟼:longmapsto ⟶:longrightarrow ⟵:longleftarrow ⟷:longleftrightarrow
    ⟸:Longleftarrow ↪:hookrightarrow ↩:hookleftarrow ↗:nearrow ↘:searrow ↙:swarrow
    ↖:nwarrow ⇌:rightleftharpoons ↼:leftharpoonup ⇀:rightharpoonup ⌊:lfloor ⌋:rfloor
    ⌈:lceil ⌉:rceil ℏ:hbar ħ:hbar ℓ:ell ℘:wp ℜ:Re ℑ:Im ♮:natural ♭:flat ♯:sharp
    ♣:clubsuit ♢:diamondsuit ♡:heartsuit ♠:spadesuit
    """.split()
)


def _set_in(command: str, scripts: dict[str, str]) -> dict[str, str]:
    """Return characters above or below the line as what they are made of."""
    minus = {"\u2212": r"\ensuremath{-}"}
    return {
        script: f"\\{command}{{{minus.get(text, text)}}}"
        for script, text in scripts.items()
    }


# Characters that are put together from others.
_MADE: Final = {
    "\u2212": r"\ensuremath{-}",
    "≲": r"\ensuremath{\stackrel{<}{\sim}}",
    "≳": r"\ensuremath{\stackrel{>}{\sim}}",
    "″": r"\ensuremath{''}",
    "‴": r"\ensuremath{'''}",
    "\u2009": r"\,",
    "\u200a": r"\,",
    "\u202f": r"\,",
    "\u2007": r"\enspace{}",
    "\u2002": r"\enspace{}",
    "\u2003": r"\quad{}",
    "∶": ":",
    "∕": "/",
    "⟦": "{[}{[}",
    "⟧": "{]}{]}",
    **_set_in("textsuperscript", SUPERSCRIPTS),
    **_set_in("textsubscript", SUBSCRIPTS),
}

# Characters that only T1 has; the kernel can set a single one in it.
_T1: Final = {
    "«": "guillemotleft", "»": "guillemotright", "Ð": "DH", "ð": "dh", "Þ": "TH", "þ": "th",
    "Đ": "DJ", "đ": "dj", "Ŋ": "NG", "ŋ": "ng", "‚": "quotesinglbase", "„": "quotedblbase",
    "‹": "guilsinglleft", "›": "guilsinglright", "˛": "k{}",
}  # fmt: skip

# A mark that OT1 has no command for.
_OGONEK: Final = "\u0328"
_ACCENTS: Final = {
    combining: command
    for command, combining in reversed(ACCENTS.items())
    if command in ("`", "'", "^", "~", '"', "=", ".", "u", "v", "H", "r", "c", "d", "b")
}
# Accents of mathematics, for Greek letters.
_MATH_ACCENTS: Final = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "hat", "\u0303": "tilde",
    "\u0304": "bar", "\u0306": "breve", "\u0307": "dot", "\u0308": "ddot",
    "\u030c": "check", "\u0342": "tilde",
}  # fmt: skip
_ALPHABETS: Final = {
    # Without amssymb there is no blackboard bold; bold is what it stands for.
    "DOUBLE-STRUCK": r"\csname math\ifdefined\mathbb bb\else bf\fi\endcsname",
    "SANS-SERIF": r"\mathsf",
    "MONOSPACE": r"\mathtt",
    "BOLD": r"\mathbf",
    "ITALIC": "",
}
# What pdfLaTeX stops at in an empty preamble.
_UNKNOWN: Final = regex(f"[^\\x00-\\x7f\u00a0{''.join(_PLAIN)}]+")
_PRIVATE: Final = frozenset({"Co", "Cs"})


def with_commands(text: str) -> str:
    r"""Return escaped text with commands for what pdfLaTeX does not know.

    >>> with_commands("2 μm of ℝ")
    '2 \\ensuremath{\\mu}m of \\ensuremath{\\csname math\\ifdefined\\mathbb bb\\else bf\\fi\\endcsname{R}}'
    """
    if text.isascii():
        return text
    # A letter and its accent may be two characters.
    composed = unicodedata.normalize("NFC", text)
    return _UNKNOWN.sub(
        lambda match: "".join(_pieces(match[0])),
        composed,
    )


def _pieces(run: str) -> Iterator[str]:
    """Yield a run of characters as commands; those without one in stretches."""
    for known, stretch in groupby(
        run,
        key=lambda each: command(each) is not None,
    ):
        if known:
            yield "".join(command(each) or "" for each in stretch)
        else:
            yield _guarded("".join(stretch))


@cache
def command(character: str) -> str | None:
    """Return the commands for a character, None if LaTeX has none."""
    if character in _PLAIN or character.isascii():
        return character
    if character in _MATH:
        return f"\\ensuremath{{\\{_MATH[character]}}}"
    if character in _MADE:
        return _MADE[character]
    if character in _T1:
        return _in_t1(character, f"\\{_T1[character]}")
    category = unicodedata.category(character)
    if category in _PRIVATE:
        return character
    if category == "Zs":
        return " "
    return _greek_like(character) or _letter(character) or _compatible(character)


def _in_t1(character: str, written: str) -> str:
    r"""Return a character in the encoding T1, which `\Umathchar` says is not needed."""
    return (
        f"\\ifdefined\\Umathchar {character}\\else"
        f"\\UseTextSymbol{{T1}}{{{written}}}\\fi{{}}"
    )


def _greek_like(character: str) -> str | None:
    """Return a Greek letter with the look of a Latin one, or None."""
    name = unicodedata.name(character, "")
    if not name.startswith("GREEK"):
        return None
    latin = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True))
    if character in latin:
        return latin[character]
    base, *marks = list(unicodedata.normalize("NFD", character))
    if not marks or (base not in _MATH and base not in latin):
        return None
    if base in _MATH:
        written = f"\\{_MATH[base]}"
    else:
        written = f"\\mathrm{{{latin[base]}}}"
    for mark in marks:
        accent = _MATH_ACCENTS.get(mark)
        # Breathings and the iota below have no command.
        if accent:
            written = f"\\{accent}{{{written}}}"
    return f"\\ensuremath{{{written}}}"


def _letter(character: str) -> str | None:
    """Return a letter with the commands for its accents, None without one for all."""
    base, *marks = list(unicodedata.normalize("NFD", character))
    if not marks or not base.isascii():
        return None
    if marks == [_OGONEK]:
        return _in_t1(character, f"\\k{{{base}}}")
    written = base
    for mark in marks:
        accent = _ACCENTS.get(mark)
        if accent is None:
            return None
        written = f"\\{accent}{{{written}}}"
    return written


def _compatible(character: str) -> str | None:
    """Return what a letter of a mathematical alphabet or a Roman number stands for."""
    kind, _, _ = unicodedata.decomposition(character).partition(" ")
    plain = unicodedata.normalize("NFKC", character)
    if kind == "<font>":
        letter = plain
        if plain in _MATH:
            letter = f"\\{_MATH[plain]}"
        name = unicodedata.name(character)
        alphabets = (each for word, each in _ALPHABETS.items() if word in name)
        alphabet = next(alphabets, "\\mathrm")
        inner = letter
        if alphabet:
            inner = f"{alphabet}{{{letter}}}"
        if letter.isascii():
            return f"\\ensuremath{{{inner}}}"
        return None
    if kind in ("<compat>", "<fraction>", "<super>", "<sub>", "<circle>"):
        known = all(
            each in _PLAIN or (each.isalnum() and each.isascii()) for each in plain
        )
        if known:
            return plain
        return None
    return None


def _guarded(stretch: str) -> str:
    """Return characters for those engines and preambles that know them.

    pdfLaTeX has a command of its own for each character that it can set.
    """
    plain = "".join(_ascii(each) for each in stretch)
    first = f"u8:\\detokenize{{{stretch[0]}}}"
    return (
        f"\\ifdefined\\Umathchar {stretch}\\else\\ifcsname {first}\\endcsname "
        f"{stretch}\\else {plain}\\fi\\fi{{}}"
    )


def _ascii(character: str) -> str:
    """Return the letter below the marks of a character, else a question mark.

    Joiners and marks of direction, which print nothing, are nothing.
    """
    if unicodedata.category(character) in ("Cf", "Mn"):
        return ""
    base = unicodedata.normalize("NFKD", character)[0]
    if base.isascii() and base.isalnum():
        return base
    if character.isspace():
        return " "
    return "?"
