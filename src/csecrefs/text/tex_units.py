r"""Quantities of the siunitx package (`\SI{5}{\meter}`) as text ("5 m").

Source: siunitx manual, section 3 (units, prefixes and powers).
"""

from __future__ import annotations

from typing import Final

from csecrefs.patterns import regex

# Prefixes and units of siunitx, and their symbols.
_PREFIXES: Final = dict(
    pair.split(":")
    for pair in """quecto:q ronto:r yocto:y zepto:z atto:a femto:f pico:p nano:n micro:µ mu:µ milli:m
    centi:c deci:d deca:da deka:da hecto:h kilo:k mega:M giga:G tera:T peta:P exa:E zetta:Z yotta:Y
    kibi:Ki mebi:Mi gibi:Gi tebi:Ti""".split()
)
_UNITS: Final = dict(
    pair.split(":")
    for pair in """meter:m metre:m second:s kilogram:kg gram:g ampere:A kelvin:K mole:mol candela:cd
    hertz:Hz newton:N pascal:Pa joule:J watt:W coulomb:C volt:V farad:F ohm:Ω siemens:S weber:Wb
    tesla:T henry:H lumen:lm lux:lx becquerel:Bq gray:Gy sievert:Sv katal:kat radian:rad steradian:sr
    celsius:°C degreeCelsius:°C degree:° arcminute:′ arcsecond:″ percent:% minute:min hour:h day:d
    liter:L litre:L tonne:t hectare:ha electronvolt:eV dalton:Da bel:B decibel:dB neper:Np bar:bar
    astronomicalunit:au parsec:pc lightyear:ly bit:bit byte:B angstrom:Å barn:b knot:kn
    m:m s:s kg:kg g:g mg:mg ug:µg A:A K:K mol:mol km:km cm:cm mm:mm um:µm nm:nm pm:pm Hz:Hz kHz:kHz
    MHz:MHz GHz:GHz THz:THz N:N kN:kN Pa:Pa kPa:kPa MPa:MPa GPa:GPa J:J kJ:kJ W:W mW:mW kW:kW MW:MW
    V:V mV:mV kV:kV eV:eV keV:keV MeV:MeV GeV:GeV TeV:TeV L:L mL:mL ml:ml l:l ms:ms us:µs ns:ns ps:ps
    fs:fs mA:mA uA:µA kWh:kWh dB:dB""".split()
)
# Powers by their commands; those of `_BEFORE` stand before the unit.
_POWERS: Final = {
    "squared": "2",
    "cubed": "3",
    "square": "2",
    "cubic": "3",
}
_BEFORE: Final = frozenset({"square", "cubic"})
_RAISED: Final = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
# A command with or without an argument, or a symbol: "\tothe{3}", "m".
_TOKEN: Final = regex(r"\\([A-Za-z]+)\s*(?:\{([^{}]*)\})?|([^\\\s]+)")
# A number with an exponent: "1.5e-3".
_EXPONENT: Final = regex(r"([-+]?[\d.,\s]*)[eEdD]([-+]?\d+)")

NAMES: Final = frozenset(
    """SI qty num si unit ang SIrange qtyrange numrange numlist SIlist qtylist numproduct
    qtyproduct""".split()
)
"""Commands of siunitx that this module reads."""


def is_unit(command: str) -> bool:
    """True if a command is one of siunitx's: a quantity, a unit, a prefix, a power."""
    return (
        command == "per"
        or command in NAMES
        or any(command in table for table in (_UNITS, _PREFIXES, _POWERS))
    )


def arguments(command: str) -> int:
    """The number of arguments of a command in `NAMES`."""
    if command in ("SIrange", "qtyrange"):
        return 3
    if command in ("SI", "qty", "numrange", "SIlist", "qtylist", "qtyproduct"):
        return 2
    return 1


def quantity(command: str, *parts: str) -> str:
    r"""Return the text of one command with its arguments.

    >>> quantity("SI", "5", r"\meter\per\second\squared")
    '5 m/s²'
    """
    if command in ("si", "unit"):
        return unit(parts[0])
    if command == "num":
        return number(parts[0])
    if command == "ang":
        return parts[0].split(";")[0] + "°"
    if command == "numrange":
        return f"{number(parts[0])}–{number(parts[1])}"
    if command in ("SIrange", "qtyrange"):
        return _with_unit(f"{number(parts[0])}–{number(parts[1])}", parts[2])
    if command in ("numlist", "SIlist", "qtylist"):
        return _with_unit(_listed(parts[0]), "".join(parts[1:]))
    if command in ("numproduct", "qtyproduct"):
        factors = (number(part) for part in parts[0].split("x"))
        return _with_unit(" × ".join(factors), "".join(parts[1:]))
    return _with_unit(number(parts[0]), parts[1])


def _listed(source: str) -> str:
    """Return the numbers of a list, which semicolons part: "1, 2 and 3"."""
    *first, last = [number(part) for part in source.split(";")]
    if first:
        return f"{', '.join(first)} and {last}"
    return last


def _with_unit(amount: str, source: str) -> str:
    text = unit(source)
    close = text[:1] in ("°", "′", "″") and not text.startswith("°C")
    if close:
        return f"{amount}{text}"
    return f"{amount} {text}".strip()


def number(source: str) -> str:
    """A number as siunitx prints it: `1e3` with a power of ten."""
    text = source.replace("\\pm", "±").replace("+-", "±").strip()
    if match := _EXPONENT.fullmatch(text):
        power = "10" + match[2].lstrip("+").translate(_RAISED)
        if match[1].strip():
            return f"{match[1].strip()} × {power}"
        return power
    return text


def unit(source: str) -> str:
    r"""A unit in siunitx's macros or plain letters: `\kilo\meter\per\hour`, `km/h`."""
    out: list[str] = []
    power = prefix = ""
    below = False
    for match in _TOKEN.finditer(source):
        name, argument, plain = match.groups()
        if plain:
            symbol = plain.replace(".", " ").replace("^", "").replace("~", " ")
            out.append(prefix + symbol)
            prefix = ""
        elif name == "per":
            below = True
        elif name in _BEFORE:
            power = _POWERS[name]
        elif name in _POWERS or name in ("tothe", "raiseto"):
            raised = _POWERS.get(name) or (argument or "")
            if out:
                out[-1] += raised.translate(_RAISED)
        elif name in _PREFIXES:
            prefix = _PREFIXES[name]
        else:
            symbol = prefix + _UNITS.get(name, name) + power.translate(_RAISED)
            out.append("/" + symbol if below else symbol)
            power = prefix = ""
            below = False
    return " ".join(out).replace(" /", "/")
