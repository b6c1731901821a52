"""The names of months, for readers of dates: a small module, since most dates are digits
and need no more of the reader of written dates than this.
"""

from __future__ import annotations

from typing import Final

_MONTH_NAMES: Final = (
    """january jan january januar januari janvier janv enero ene gennaio gen janeiro januári jänner jän gener
    stycznia styczeń января январь янв ledna leden ianuarie ocak""",
    """february feb febr februar februari février fevrier févr fév febrero febbraio fevereiro fev febrer
    lutego luty февраля февраль фев února únor februarie şubat""",
    """march mar maerz märz mär mars marzo março marco maart mrt mrz marts març marca marzec марта март
    března březen martie mart""",
    "april apr avril avr abril abr aprile kwietnia kwiecień апреля апрель апр dubna duben aprilie nisan",
    "may mai mayo maggio mag maio mei maj maig maja мая май května květen mayıs",
    """june jun juni juin junio giugno giu junho juny czerwca czerwiec июня июнь июн červen iunie
    haziran""",
    """july jul juli juillet juil julio luglio lug julho juliol lipca lipiec июля июль июл července
    červenec iulie temmuz""",
    """august aug août aout agosto ago augustus augusti agost sierpnia sierpień августа август авг srpna
    srpen ağustos""",
    """september sep sept septembre septiembre settembre set setembro setembre września wrzesień сентября
    сентябрь сен září septembrie eylül""",
    """october oct oktober okt octobre octubre ottobre ott outubro out października październik октября
    октябрь окт října říjen octombrie ekim""",
    "november nov novembre noviembre novembro listopada ноября ноябрь ноя listopadu noiembrie kasım",
    """december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember desembre
    grudnia grudzień декабря декабрь дек prosince prosinec decembrie aralık""",
)
MONTHS: Final = {
    name: number
    for number, names in enumerate(_MONTH_NAMES, 1)
    for name in names.split()
}
"""Month names and abbreviations of some fifteen languages, in lower case, to their
numbers.
"""
