"""Headings of reference lists, in the languages of papers."""

from __future__ import annotations

import re
from typing import Final

from csecrefs.patterns import regex

_HEADINGS: Final = """
    references|reference list|references and notes|references cited|literature|
    literature cited|cited literature|
    works cited|bibliography|selected bibliography|sources|notes and references|list of references|
    literatur|literaturverzeichnis|quellen|quellenverzeichnis|literaturangaben|bibliographie|quellen- und
    literaturverzeichnis|références|références bibliographiques|ouvrages cités|sources et bibliographie|
    referencias|referencias bibliográficas|bibliografía|obras citadas|riferimenti bibliografici|bibliografia|
    riferimenti|opere citate|referências|referências bibliográficas|bibliografie|referințe|referinţe|
    referințe bibliografice|literatura|literatura citată|piśmiennictwo|wykaz literatury|
    použitá literatura|seznam
    literatury|referenser|litteraturförteckning|litteratur|litteraturliste|referanser|referencer|
    kirjallisuus|lähteet|irodalom|irodalomjegyzék|felhasznált irodalom|kaynakça|kaynaklar|список литературы|
    литература|библиография|источники|список використаних джерел|література|литературни източници|
    βιβλιογραφία|参考文献|參考文獻|引用文献|参考资料|참고문헌|المراجع|literatuur|literatuurlijst|bronnen|viri|
    viri in literatura|literatūra|kasutatud kirjandus|bibliyografya|bibliográfia|zoznam literatúry
"""
_NAMES: Final = frozenset(
    re.sub(r"\s+", " ", name).strip() for name in _HEADINGS.split("|")
)
# The marks around a heading and its number: "## ", "==", "7. ", "IV) ".
_DECORATION: Final = regex(
    r"^[#=*_\s]+|[=*_#:.\s]+$|^(?:\d+|[ivxlc]+)[.)]?\s+", re.IGNORECASE
)
# Letters set apart, as some typesetters print headings: "S O U R C E S".
_SPACED: Final = regex(r"^(?:\w ){4,}\w$")


def is_heading(line: str) -> bool:
    """Return True if a line is the heading of a reference list.

    >>> is_heading("## 7. Literaturverzeichnis"), is_heading("R E F E R E N C E S")
    (True, True)
    """
    if len(line) > 60:
        return False
    text = line.strip()
    for _ in range(3):
        text = _DECORATION.sub("", text)
    if _SPACED.match(text):
        text = text.replace(" ", "")
    return text.lower() in _NAMES
