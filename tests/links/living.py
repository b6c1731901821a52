"""A hundred and fifty pages that are alive, or of which nobody can tell: walls, notices,
scripted fragments, works with odd titles, private addresses.

None may be called dead. Each is served by a site of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.links.site import Reply, article, moved, ok, page, prose

TITLE = "Blossom dates of the river orchards"


class Living(NamedTuple):
    """A page: its name, the path asked for, the routes, and what the reference says."""

    name: str
    path: str
    routes: dict[str, Reply]
    titles: tuple[str, ...] = (TITLE,)


NOTES = {
    "en": [
        "This content is not available in your region.",
        "This page is unavailable in your country for legal reasons.",
        "The page is temporarily unavailable. Please try again later.",
        "The site is down for maintenance; the page is not available right now.",
        "This document is available to members only.",
        "Guests may not view this page. Please log in to continue.",
        "Sorry, this article is currently unavailable. We will be back soon.",
    ],
    "de": [
        "Diese Seite ist in Ihrem Land nicht verfügbar.",
        "Der Inhalt ist aus rechtlichen Gründen nicht verfügbar.",
        "Die Seite ist vorübergehend nicht verfügbar.",
        "Der Artikel ist derzeit nicht verfügbar, bitte später erneut versuchen.",
        "Diese Seite ist für Gäste nicht verfügbar.",
    ],
    "fr": [
        "Cette page n'est pas disponible dans votre pays.",
        "Le document est temporairement indisponible.",
        "Ce contenu n'est pas disponible pour le moment.",
        "Contenu réservé aux abonnés.",
    ],
    "es": [
        "Este contenido no está disponible en su país.",
        "La página no está disponible temporalmente.",
        "El documento no está disponible en este momento; inténtelo más tarde.",
    ],
    "it": [
        "Questo contenuto non è disponibile nel tuo paese.",
        "La pagina non è al momento disponibile.",
        "Il documento non è disponibile: sito in manutenzione.",
    ],
    "pt": [
        "Este conteúdo não está disponível no seu país.",
        "A página não está disponível temporariamente.",
    ],
    "nl": [
        "Deze pagina is niet beschikbaar in uw land.",
        "De pagina is tijdelijk niet beschikbaar.",
    ],
    "pl": [
        "Strona niedostępna w Twoim kraju.",
        "Dokument jest tymczasowo niedostępny.",
    ],
    "ru": [
        "Страница недоступна в вашей стране.",
        "Документ временно недоступен. Попробуйте позже.",
    ],
    "uk": ["Сторінка недоступна у вашій країні.", "Документ тимчасово недоступний."],
    "sv": ["Sidan är inte tillgänglig i ditt land.", "Sidan är tillfälligt otillgänglig."],
    "da": ["Siden er ikke tilgængelig i dit land.", "Siden er midlertidigt utilgængelig."],
    "fi": ["Sivua ei ole saatavilla maassasi.", "Sivua ei ole tilapäisesti saatavilla."],
    "tr": ["Bu sayfa ülkenizde kullanılamıyor.", "Sayfa geçici olarak kullanılamıyor."],
    "cs": ["Stránka není ve vaší zemi dostupná.", "Stránka je dočasně nedostupná."],
    "hu": ["Az oldal az Ön országában nem elérhető.", "Az oldal átmenetileg nem elérhető."],
    "ro": ["Pagina nu este disponibilă în țara dvs.", "Pagina este temporar indisponibilă."],
    "el": ["Η σελίδα δεν είναι διαθέσιμη στη χώρα σας.", "Η σελίδα δεν είναι προσωρινά διαθέσιμη."],
    "he": ["הדף אינו זמין במדינה שלך", "הדף אינו זמין כרגע"],
    "ar": ["الصفحة غير متاحة في بلدك", "الصفحة غير متاحة حاليا"],
    "vi": ["Trang không khả dụng ở quốc gia của bạn", "Trang tạm thời không khả dụng"],
    "id": ["Halaman tidak tersedia di negara anda", "Halaman sementara tidak tersedia"],
    "zh": ["该页面在您所在的国家不可用", "页面暂时不可用，请稍后再试"],
    "ja": ["このページはお住まいの地域では利用できません", "このページは現在ご利用いただけません"],
    "ko": ["해당 국가에서는 이용할 수 없습니다", "페이지를 일시적으로 사용할 수 없습니다"],
}  # fmt: skip

WALLS = {
    "consent": "We value your privacy. Accept all cookies or manage preferences.",
    "consent-de": "Bevor Sie fortfahren: Cookies akzeptieren oder Einstellungen ändern.",
    "age": "Please verify your age. You must be 18 or older to enter this site.",
    "age-de": "Altersprüfung: Sind Sie mindestens 18 Jahre alt?",
    "geo": "We are sorry: this service is not offered in your country.",
    "waiting-room": "You are now in line. Your place in the queue is 1042.",
    "browser": "Your browser is not supported. Please update your browser.",
    "scripts": "You need to enable JavaScript to run this app.",
    "splash": "Welcome. Choose your language to go on: English, Deutsch, Français.",
    "survey": "Before you continue, tell us in two minutes what you think of us.",
    "app": "Everything is better in the app. Get the app, or go on to the site.",
    "kiosk": prose(),
}

ODD_TITLES = (
    "Access Denied", "CAPTCHA", "Just a Moment", "Attention Required", "Page Not Found",
    "404", "Forbidden", "Security Check", "Are You a Robot?", "One Moment, Please",
    "Not Found", "Gone", "Log In", "Sign In", "This Domain Is for Sale",
    "Service Unavailable", "Under Maintenance", "Account Suspended", "Please Wait",
    "The Page You Are Looking for Does Not Exist", "Human Verification", "Dead Link",
)  # fmt: skip

FRAGMENTS = (
    ("issuecomment-120394", "<script src=/a.js></script>"),
    ("discussion_r33", "<script src=/a.js></script>"),
    ("docs/section-2", ""),
    ("!/results/3", ""),
    ("user-content-install", "<script>toc()</script><a id=install></a>"),
    ("install", "<a id=user-content-install></a>"),
    ("abstract", '<script>var toc=[{"id":"abstract"}]</script>'),
    ("chapter-3", '<script type="application/json">{"toc":["chapter-3"]}</script>'),
    ("L10-L20", ""),
    ("page=3", ""),
    ("cite_note-4", "<script src=/wiki.js></script>"),
    (":~:text=orchards", ""),
    ("tab-2", "<script>tabs()</script>"),
    ("top", ""),
    ("sec%3A2", "<script>late()</script>"),
)


def _everywhere(text: str, title: str = "Welcome") -> dict[str, Reply]:
    return {"*": ok(page(title, f"<p>{text}</p>"))}


def pages() -> Iterator[Living]:
    """Every page of the list."""
    yield from _notes()
    yield from _walls()
    for number, title in enumerate(ODD_TITLES):
        body = article(title, seed=number)
        yield Living(f"title-{number}", "/work", {"/work": body}, (title,))
    for number, (fragment, more) in enumerate(FRAGMENTS):
        body = ok(page(TITLE, f"<h1>{TITLE}</h1><p>{prose()}</p>{more}"))
        yield Living(f"fragment-{number}", f"/work#{fragment}", {"/work": body})
    yield from _elsewhere()


def _notes() -> Iterator[Living]:
    """Notices that say why a page is not shown, on the page alone and everywhere."""
    for language, notes in NOTES.items():
        for number, note in enumerate(notes):
            name = f"note-{language}-{number}"
            body = ok(page("Notice", f"<p>{note}</p>"))
            yield Living(name, "/work", {"/work": body, "/": article("Home", 5)})
        yield Living(f"note-{language}-title", "/work", _everywhere("", notes[-1]))


def _walls() -> Iterator[Living]:
    """Pages that are shown at every address."""
    for name, text in WALLS.items():
        yield Living(f"wall-{name}", "/papers/1999/apples.html", _everywhere(text))
        sent = {"*": moved(302, "/gate"), "/gate": ok(page("Gate", f"<p>{text}</p>"))}
        yield Living(f"sent-{name}", "/papers/apples", sent)
        untitled = _everywhere(text)
        yield Living(f"untitled-{name}", "/papers/apples", untitled, ())


def _elsewhere() -> Iterator[Living]:
    """Links that end at a start page, a folder, a search, or a notice."""
    home = article("Institute of Pomology", 4)
    for code in (301, 302, 307, 308):
        routes: dict[str, Reply] = {"/a/b/c": moved(code, "/"), "/": home}
        yield Living(f"home-{code}", "/a/b/c", routes)
        routes = {"/a/b/c": moved(code, "/a/"), "/a/": home}
        yield Living(f"folder-{code}", "/a/b/c", routes)
        routes = {"/a/b/c": moved(code, "/search?q=apples"), "/search": home}
        yield Living(f"search-{code}", "/a/b/c", routes)
    for number, note in enumerate(
        (
            "Our website has moved. Please update your bookmarks.",
            "No records found.",
            "Your search did not match any documents.",
            "This service has been retired.",
            "Fatal error: Uncaught Error: call to undefined function in /x.php on line 3",
            "Unsere Datenbank wurde eingestellt.",
            "Aucun résultat pour votre recherche.",
        )
    ):
        body = ok(page("Catalogue", f"<p>{note}</p>"))
        yield Living(f"notice-{number}", "/work", {"/work": body, "/": home})
