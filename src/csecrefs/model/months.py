"""The names of months, for readers of dates: a small module, since most dates are digits
and need no more of the reader of written dates than this.
"""

from __future__ import annotations

from typing import Final

SHORT_ENGLISH: Final = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
"""The months as English abbreviates them, January first."""
_MONTH_NAMES: Final = (
    """january jan january januar januari janvier janv enero ene gennaio gen janeiro januári jänner
    jän gener stycznia styczeń января январь янв ledna leden ianuarie ocak tammikuu tammikuuta
    január jaanuar janvāris janvārī sausio sausis januára siječanj siječnja јануар януари січень
    січня ιανουάριος ιανουαρίου xaneiro urtarrila janúar يناير ינואר ianuarii""",
    """february feb febr februar februari février fevrier févr fév febrero febbraio fevereiro fev
    febrer lutego luty февраля февраль фев února únor februarie şubat helmikuu helmikuuta február
    veebruar februāris februārī vasario vasaris februára veljača veljače фебруар февруари лютий
    лютого февр φεβρουάριος φεβρουαρίου febreiro otsaila febrúar فبراير פברואר februarii""",
    """march mar maerz märz mär mars marzo março marco maart mrt mrz marts març marca marzec марта
    март března březen martie mart maaliskuu maaliskuuta március márc märts martā kovo kovas marec
    ožujak ožujka березень березня мар μάρτιος μαρτίου martxoa maret مارس מרץ martii""",
    """april apr avril avr abril abr aprile kwietnia kwiecień апреля апрель апр dubna duben aprilie
    nisan huhtikuu huhtikuuta április ápr aprill aprīlis aprīlī balandžio balandis apríl apríla
    travanj travnja април квітень квітня απρίλιος απριλίου apirila أبريل אפריל aprilis""",
    """may mai mayo maggio mag maio mei maj maig maja мая май května květen mayıs toukokuu toukokuuta
    május máj maijs maijā gegužės gegužė mája svibanj svibnja мај травень травня μάιος μαΐου
    maiatza maí مايو מאי maii""",
    """june jun juni juin junio giugno giu junho juny czerwca czerwiec июня июнь июн červen iunie
    haziran kesäkuu kesäkuuta június jún juuni jūnijs jūnijā birželio birželis června júna lipanj
    lipnja junij јун юни червень червня ιούνιος ιουνίου xuño ekaina júní يونيو יוני iunii""",
    """july jul juli juillet juil julio luglio lug julho juliol lipca lipiec июля июль июл července
    červenec iulie temmuz heinäkuu heinäkuuta július júl juuli jūlijs jūlijā liepos liepa júla
    srpanj srpnja julij јул юли липень липня ιούλιος ιουλίου xullo uztaila júlí يوليو יולי iulii""",
    """august aug août aout agosto ago augustus augusti agost sierpnia sierpień августа август авг
    srpna srpen ağustos elokuu elokuuta augusztus augusts augustā rugpjūčio rugpjūtis augusta
    kolovoz kolovoza avgust серпень серпня αύγουστος αυγούστου abuztua agustus ágúst أغسطس אוגוסט""",
    """september sep sept septembre septiembre settembre set setembro setembre września wrzesień
    сентября сентябрь сен září septembrie eylül syyskuu syyskuuta szeptember szept septembris
    septembrī rugsėjo rugsėjis septembra rujan rujna septembar септембар септември вересень вересня
    сент σεπτέμβριος σεπτεμβρίου iraila سبتمبر ספטמבר""",
    """october oct oktober okt octobre octubre ottobre ott outubro out października październik
    октября октябрь окт října říjen octombrie ekim lokakuu lokakuuta október oktoober oktobris
    oktobrī spalio spalis októbra oktobar октобар октомври жовтень жовтня οκτώβριος οκτωβρίου urria
    أكتوبر אוקטובר octobris""",
    """november nov novembre noviembre novembro listopada ноября ноябрь ноя listopadu noiembrie kasım
    marraskuu marraskuuta novembris novembrī lapkričio lapkritis listopad novembra studeni
    studenoga novembar новембар ноември листопад листопада нояб νοέμβριος νοεμβρίου azaroa nóvember
    نوفمبر נובמבר""",
    """december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember
    desembre grudnia grudzień декабря декабрь дек prosince prosinec decembrie aralık joulukuu
    joulukuuta detsember decembris decembrī gruodžio gruodis decembra prosinac prosinca decembar
    децембар декември грудень грудня δεκέμβριος δεκεμβρίου decembro abendua ديسمبر דצמבר""",
)
MONTHS: Final = {
    name: number
    for number, names in enumerate(_MONTH_NAMES, 1)
    for name in names.split()
}
"""Month names and abbreviations of some thirty languages, in lower case, to their
numbers.
"""
