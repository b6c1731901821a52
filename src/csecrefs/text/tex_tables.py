"""Tables of LaTeX commands: accents, symbols, and the letters of super- and subscripts.

Sources: the LaTeX2e kernel and textcomp (The Comprehensive LaTeX Symbol List), unicode-math's names.
"""

from __future__ import annotations

from typing import Final


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(
        zip(
            words[::2],
            words[1::2],
            strict=True,
        )
    )


ACCENTS: Final[dict[str, str]] = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "U": "\u030e", "G": "\u030f", "h": "\u0309", "f": "\u0311",
    "t": "\u0361", "textcommabelow": "\u0326", "ocirc": "\u030a", "polhk": "\u0328", "soft": "\u030c",
    "udot": "\u0323", "uarc": "\u0311", "cftil": "\u0303", "dudot": "\u0324", "bud": "\u030b",
    "textogonekcentered": "\u0328", "textsubring": "\u0325", "newtie": "\u0311",
}  # fmt: skip
"""Accent commands of text and the combining character each sets over or under a
letter.
"""

MATH_ACCENTS: Final[dict[str, str]] = {
    "acute": "\u0301", "bar": "\u0304", "breve": "\u0306", "check": "\u030c", "ddot": "\u0308",
    "dddot": "\u20db", "dot": "\u0307", "grave": "\u0300", "hat": "\u0302", "mathring": "\u030a",
    "tilde": "\u0303", "vec": "\u20d7", "overline": "\u0305", "underline": "\u0332", "widehat": "\u0302",
    "widetilde": "\u0303", "not": "\u0338", "underbar": "\u0332",
}  # fmt: skip
"""Accent commands of mathematics."""

# The letters of the encodings T2A, T2B and X2 (cyrillic.pdf of the LaTeX kernel).
_CYRILLIC: Final = _pairs(
    """
    A А B Б V В G Г D Д E Е YO Ё ZH Ж Z З I И ISHRT Й K К L Л M М N Н O О P П R Р S С T Т U У F Ф H Х
    C Ц CH Ч SH Ш SHCH Щ HRDSN Ъ ERY Ы SFTSN Ь EREV Э YU Ю YA Я II І YI Ї IE Є GUP Ґ USHRT Ў DJE Ђ
    TSHE Ћ JE Ј LJE Љ NJE Њ DZHE Џ DZE Ѕ YAT Ѣ FITA Ѳ IZH Ѵ
    """
)

CYRILLIC: Final = {f"CYR{name}": letter for name, letter in _CYRILLIC.items()} | {
    f"cyr{name.lower()}": letter.lower() for name, letter in _CYRILLIC.items()
}
"""The commands of Cyrillic letters; they are read only, since all programs take UTF-8."""

SYMBOLS: Final[dict[str, str]] = _pairs(
    """
    ss ß SS ẞ ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł i ı j ȷ aa å AA Å dh ð DH Ð dj đ DJ Đ th þ TH Þ ng ŋ NG Ŋ
    cprime ʹ cdprime ʺ dbar đ Dbar Đ lasp ʽ rasp ʼ
    ij ĳ IJ Ĳ lj ǉ nj ǌ imath ı jmath ȷ textcrh ħ Textcrh Ħ
    # # $ $ % % & & _ _ { { } } textbackslash \\ backslash \\ textdollar $ textpercent % lbrace { rbrace }
    textasciitilde ~ textasciicircum ^ textunderscore _ textbar | textless < textgreater > textbraceleft {
    textbraceright } textquotesingle ' textquotedbl " textasciigrave `
    textasteriskcentered * textvisiblespace ␣
    lq ‘ rq ’ textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” quotesinglbase ‚
    quotedblbase „ glqq „ grqq “ glq ‚ grq ‘ guillemotleft « guillemotright » guilsinglleft ‹
    guilsinglright › flqq « frqq » flq ‹ frq › guillemetleft « guillemetright » og « fg »
    textendash – textemdash — textthreequartersemdash — texttwelveudash — hyphen - slash / textellipsis …
    dots … ldots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ dotso … textperiodcentered · cdotp · cdot ⋅
    textbullet • bullet ∙ textexclamdown ¡ textquestiondown ¿ textinterrobang ‽
    pounds £ textsterling £ texteuro € euro € EUR € textyen ¥ yen ¥ textcent ¢ textcurrency ¤ textflorin ƒ
    textdegree ° degree ° degrees ° textcelsius ℃ celsius ℃ textmu µ micro µ textohm Ω ohm Ω textordfeminine ª
    textordmasculine º textnumero № textpertenthousand ‱ textperthousand ‰ textregistered ® circledR ®
    copyright © textcopyright © texttrademark ™ trademark ™ textservicemark ℠ textcircledP ℗
    S § textsection § P ¶ textparagraph ¶ textpilcrow ¶ dag † ddag ‡ textdagger † textdaggerdbl ‡ dagger †
    ddagger ‡ textbrokenbar ¦ textlnot ¬ textpm ± textonehalf ½ textonequarter ¼ textthreequarters ¾
    textonesuperior ¹ texttwosuperior ² textthreesuperior ³ texttimes × textdiv ÷ textminus −
    textfractionsolidus ⁄ textdblhyphen ⹀ textleftarrow ← textrightarrow → textuparrow ↑ textdownarrow ↓
    textasciimacron ¯ textasciidieresis ¨ textasciiacute ´ textacutedbl ˝ textasciicaron ˇ textasciibreve ˘
    textschwa ə textesh ʃ textgamma ɣ textepsilon ɛ textglotstop ʔ textbaht ฿ textwon ₩ textnaira ₦
    textdong ₫ textpeso ₱ textlira ₤ textcolonmonetary ₡ textmusicalnote ♪ textreferencemark ※ textestimated ℮
    textrecipe ℞ textopenbullet ◦ textbigcircle ◯ textmho ℧ textinvertedapostrophe ‘ prime ′ dprime ″
    backprime ‵
    textprime ′ textdoublevertline ‖ aleph ℵ beth ℶ gimel ℷ daleth ℸ
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
    varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
    upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω digamma ϝ Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ
    Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ
    Chi Χ Psi Ψ Omega Ω varGamma 𝛤 varDelta 𝛥
    textalpha α textbeta β textdelta δ textlambda λ textpi π textsigma σ texttau τ textphi φ textomega ω
    textOmega Ω textDelta Δ textzeta ζ texteta η texttheta θ textkappa κ textnu ν textxi ξ textrho ρ textchi χ
    textpsi ψ upalpha α upbeta β upgamma γ updelta δ upepsilon ε upmu μ uppi π upsigma σ uplambda λ upomega ω
    textGamma Γ textTheta Θ textLambda Λ textXi Ξ textPi Π textSigma Σ textPhi Φ textPsi Ψ textiota ι
    pm ± mp ∓ times × div ÷ ast ∗ star ⋆ circ ∘ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ wedge ∧ vee ∨
    land ∧ lor ∨ lnot ¬ neg ¬ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ setminus ∖ smallsetminus ∖ wr ≀ amalg ⨿
    bigcirc ◯ diamond ⋄ triangle △ bigtriangleup △ bigtriangledown ▽ triangleleft ◁ triangleright ▷ square □
    Box □ Diamond ◇ blacksquare ■ lozenge ◊ bigstar ★ checkmark ✓ maltese ✠ ltimes ⋉ rtimes ⋊ bowtie ⋈
    le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ ll ≪ gg ≫ lt < gt > approx ≈ sim ∼ simeq ≃
    cong ≅ equiv ≡ propto ∝ varpropto ∝ doteq ≐ asymp ≍ prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳
    lessgtr ≶ approxeq ≊ models ⊨ vdash ⊢ dashv ⊣ vDash ⊨ perp ⊥ bot ⊥ top ⊤ mid ∣ nmid ∤ parallel ∥
    nparallel ∦ in ∈ notin ∉ ni ∋ owns ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ sqsubset ⊏
    sqsubseteq ⊑ sqsupset ⊐ sqsupseteq ⊒ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ therefore ∴
    because ∵ infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ surd √ angle ∠
    measuredangle ∡ bigcap ⋂ bigcup ⋃ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄
    leftarrow ← gets ← rightarrow → to → uparrow ↑ downarrow ↓ leftrightarrow ↔ updownarrow ↕ Leftarrow ⇐
    Rightarrow ⇒ implies ⟹ Leftrightarrow ⇔ iff ⟺ Uparrow ⇑ Downarrow ⇓ mapsto ↦ longmapsto ⟼ longrightarrow ⟶
    longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺
    hookrightarrow ↪ hookleftarrow ↩ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ rightleftharpoons ⇌
    leftharpoonup ↼ rightharpoonup ⇀ rightsquigarrow ⇝ leadsto ⇝ twoheadrightarrow ↠ rightrightarrows ⇉
    langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ vert | Vert ‖ lvert | rvert | lVert ‖ rVert ‖
    lbrack [ rbrack ]
    hbar ℏ hslash ℏ ell ℓ wp ℘ Re ℜ Im ℑ complement ∁ eth ð Finv Ⅎ Bbbk 𝕜 natural ♮ flat ♭ sharp ♯
    clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ male ♂ female ♀ mars ♂ venus ♀ sun ☉ Sun ☉
    cyrchar ѐ textnormal_ _ colon : semicolon ; arcsec ″ arcmin ′ arcdeg ° degr ° fdg °.
    farcm ′. farcs ″. earth ⊕ boxtimes ⊠ boxplus ⊞ boxdot ⊡ blacktriangle ▲
    triangleq ≜ coloneqq ≔ eqqcolon ≕ lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵ Join ⋈ mho ℧ preccurlyeq ≼ succcurlyeq ≽
    """.replace(" cyrchar ѐ textnormal_ _", "")
)
"""Commands (without the backslash) that stand for one character."""

WORDS: Final[dict[str, str]] = {
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2ε", "BibTeX": "BibTeX", "XeTeX": "XeTeX",
    "XeLaTeX": "XeLaTeX", "LuaTeX": "LuaTeX", "LuaLaTeX": "LuaLaTeX", "pdfTeX": "pdfTeX",
    "pdfLaTeX": "pdfLaTeX", "ConTeXt": "ConTeXt", "BibLaTeX": "BibLaTeX", "biblatex": "biblatex",
    "MF": "METAFONT", "MP": "METAPOST", "AmS": "AMS", "KOMAScript": "KOMA-Script",
    "log": "log", "ln": "ln", "exp": "exp", "sin": "sin", "cos": "cos", "tan": "tan", "cot": "cot",
    "sec": "sec", "csc": "csc", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "arcsin": "arcsin",
    "arccos": "arccos", "arctan": "arctan", "min": "min", "max": "max", "sup": "sup", "inf": "inf",
    "lim": "lim", "limsup": "lim sup", "liminf": "lim inf", "det": "det", "dim": "dim", "ker": "ker",
    "deg": "deg", "gcd": "gcd", "hom": "hom", "arg": "arg", "Pr": "Pr", "mod": "mod", "bmod": "mod",
    " ": " ", "\n": " ", "\r": " ", "\t": " ", "/": "", "-": "\u00ad", "@": "", ",": "\u202f", ";": " ",
    ":": " ", "!": "", ">": " ", "thinspace": "\u2009", "enspace": "\u2002", "quad": "\u2003",
    "qquad": "\u2003\u2003", "enskip": "\u2002", "space": " ", "nobreakspace": "\u00a0", "textnbsp": "\u00a0",
    "newline": " ", "linebreak": " ", "par": " ", "\\": " ", "addspace": " ", "addcomma": ",",
    "addcolon": ":", "adddot": ".", "adddotspace": ". ", "addnbspace": "\u00a0", "isodash": "-",
    "bibrangedash": "–", "textcompwordmark": "\u200c", "textquestiondown": "¿", "&": "&",
    "ier": "<sup>er</sup>", "iere": "<sup>re</sup>", "ieme": "<sup>e</sup>", "no": "n°", "No": "N°",
    "micron": "µm", "hyp": "-", "textfiveoldstyle": "5", "slash": "/", "bslash": "\\",
}  # fmt: skip
"""Commands that stand for a word, a space or nothing."""

SUPERSCRIPTS: Final = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ",
        "0123456789+−=()ni",
        strict=True,
    )
)
"""Superscript characters and what they are superscripts of."""

SUBSCRIPTS: Final = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ", "0123456789+−=()aeoxhklmnpst", strict=True)
)
"""Subscript characters and what they are subscripts of."""
