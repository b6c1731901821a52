"""Words that say what stands beside them in a reference, in the languages of lists.

They are closed classes (months, abbreviations of volume and page, role words), not
lists of names, journals or publishers: those taken from training records did harm.
"""

from __future__ import annotations

from typing import Final

MONTHS: Final = frozenset(
    """
    jan feb mar apr may jun jul aug sep sept oct nov dec january february march april
    june july august september october november december januar februar märz mai juni
    juli oktober dezember okt dez janvier février mars avril juin juillet août septembre
    octobre novembre décembre enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio
    settembre ottobre dicembre ianuarie februarie martie aprilie iunie iulie septembrie
    octombrie noiembrie decembrie janeiro fevereiro março maio junho julho setembro
    outubro novembro dezembro maart mei augustus januari februari stycznia lutego marca
    kwietnia maja czerwca lipca sierpnia września października listopada grudnia ledna
    února března dubna května června července srpna září října listopadu prosince
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    spring summer autumn fall winter
    """.split()
)
EDITORS: Final = frozenset(
    """
    ed eds edited editor editors edn hrsg hg hgg herausgegeben herausgeber dir dirs éd
    éds coord coords red ред cura comp comps compiled ur szerk editado editoři éditeurs
    szerkesztette redaktion
    """.split()
)
TRANSLATORS: Final = frozenset(
    """
    trans translated transl translator translators übers übersetzt trad traduit traducido
    tradotto tradução перевод przeł přel ford
    """.split()
)
LOCATORS: Final = frozenset(
    """
    vol vols volume volumes no nos nr n núm num number bd bde band issue iss heft h pp p
    s ss pages page pag seite seiten tome tomo tom t jg jahrgang ch chap chapter kap art
    с т вып № str č г roč zv sv strana fasc cilt sayı nº n° árg
    """.split()
)
PUBLISHERS: Final = frozenset(
    """
    press verlag publisher publishers publishing publications publication university univ
    universität universitätsverlag université università universidad universidade editions
    éditions editorial edizioni ediciones edições editura editore books sons springer
    wiley elsevier routledge wydawnictwo издательство изд nakladatelství kiadó uitgeverij
    förlag forlag inc ltd co gmbh corporation company institute college academic
    presses house academy verlagsgesellschaft printing publ
    """.split()
)
JOURNALS: Final = frozenset(
    """
    journal j review proceedings proc transactions annals ann zeitschrift revue rev lett
    letters conference conf symposium symp bulletin bull archiv archives arch revista
    rivista quarterly q magazine acta international int workshop lecture notes advances
    adv studies research res annual annales jahrbuch časopis журнал вестник труды sci
    science sciences phys physical chem math med biol eng ieee acm news newspaper times
    reports record series jahrestagung tagung actes colloque atti convegno l law commun
    """.split()
)
KINDS: Final = frozenset(
    """
    thesis dissertation diss phd ph master masters bachelor report arxiv preprint patent
    unpublished forthcoming working paper discussion technical tech doctoral habilitation
    thèse tesis tesi teză rapport informe submitted manuscript poster presentation dataset
    software version masterarbeit bachelorarbeit habilitationsschrift dissertação tese
    """.split()
)
ONLINE: Final = frozenset(
    """
    accessed retrieved available url doi online abgerufen consulté acesso consultado
    accesat disponible disponibil disponibile disponível доступа обращения last viewed
    visited http https verfügbar zugriff letzter stand geraadpleegd dostęp bezocht
    hämtad from at cited
    """.split()
)
IDENTIFIERS: Final = frozenset("isbn issn pmid pmcid arxiv celex ecli eli".split())
OTHERS: Final = frozenset("et al others andere ua coll ff sqq passim ibid".split())
CONJUNCTIONS: Final = frozenset("and und et y e i și şi og och en ve a и & ja".split())
PARTICLES: Final = frozenset(
    "van von der den de del della di da do dos du la le ter ten zu af al el ibn bin".split()
)
SMALL: Final = frozenset(
    """
    the a an of for on to with by from as at is are be its into their between an
    der die das des dem zur zum im am über für mit le la les des du aux sur dans pour par
    el los las del en para por con il lo gli della dei nel sul per o os as da do em um
    het een van voor în din la de pe cu
    """.split()
)
LAWS: Final = frozenset(
    """
    v vs act regulation directive treaty convention protocol resolution law code court
    judgment case supreme commission council parliament verordnung richtlinie gesetz
    urteil bgh bverfg bgbl abl loi décret règlement directiva ley reglamento united
    nations union legge lege hotărâre закон
    """.split()
)

CLASSES: Final = (
    ("MON", MONTHS),
    ("ED", EDITORS),
    ("TRA", TRANSLATORS),
    ("LOC", LOCATORS),
    ("PUB", PUBLISHERS),
    ("JNL", JOURNALS),
    ("GEN", KINDS),
    ("ONL", ONLINE),
    ("IDW", IDENTIFIERS),
    ("ETAL", OTHERS),
    ("AND", CONJUNCTIONS),
    ("PART", PARTICLES),
    ("SMALL", SMALL),
    ("LAW", LAWS),
)
"""Name of each class as the features spell it, and its words."""
