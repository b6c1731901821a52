"""What a page says about itself: that it is missing, that it wants a login or a proof of being human, that
nobody but an advertiser is at home.

Phrases are a second signal only: they count in the title and the headings, where they make up the whole of a
segment, or as a sentence on a page with little else. An article *about* missing pages is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from csecrefs.links.page import Page

_NOUNS: Final = {
    "en": r"page|document|article|file|url|resource|content|item|object|record|publication|paper|address|link"
    r"|site",
    "de": r"seite|dokument|artikel|datei|adresse|url|inhalt|beitrag|ressource|eintrag",
    "fr": r"page|document|article|fichier|adresse|url|contenu|ressource|publication",
    "es": r"página|pagina|documento|artículo|articulo|archivo|dirección|url|contenido|recurso|registro",
    "it": r"pagina|documento|articolo|file|indirizzo|url|contenuto|risorsa",
    "pt": r"página|pagina|documento|artigo|arquivo|ficheiro|endereço|url|conteúdo|recurso",
    "nl": r"pagina|document|artikel|bestand|adres|url|inhoud|bron",
    "pl": r"strona|strony|dokument|dokumentu|artykuł|artykułu|plik|pliku|adres|zasób|zasobu",
    "ru": r"страница|страницы|страницу|документ|документа|статья|статьи|файл|файла|адрес|материал|запись",
    "sv": r"sidan|sida|dokumentet|artikeln|filen|adressen|innehållet",
    "tr": r"sayfa|sayfası|belge|makale|dosya|adres|içerik|kaynak",
    "cs": r"stránka|stránku|stránky|dokument|článek|soubor|adresa|obsah",
}

_MISSING: Final = {
    "en": r"not found|(?:could|can) ?not be (?:found|located|displayed)|(?:couldn|can)['’]t be found|missing"
    r"|does(?: not|n['’]t) exist|no longer (?:exists?|(?:be )?available|active|here)"
    r"|(?:is|are|was) not available"
    r"|(?:isn|wasn)['’]t (?:available|found|here)|(?:has|have) been (?:removed|deleted)|unavailable",
    "de": r"(?:wurde |konnte )?(?:leider )?nicht (?:gefunden|mehr verfügbar|verfügbar|vorhanden|auffindbar)"
    r"|existiert (?:leider )?nicht(?: mehr)?|gibt es (?:leider )?nicht(?: mehr)?|ist nicht mehr (?:da|online)"
    r"|(?:wurde|ist) (?:gelöscht|entfernt)",
    "fr": r"introuvable|non trouvée?|pas (?:été )?trouvée?|n['’](?:existe|est) (?:pas|plus)(?: disponible)?"
    r"|inexistante?|supprimée?|a été supprimée?",
    "es": r"no (?:se ha |ha sido |fue |se pudo |se puede )?(?:encontrad[oa]|encontrar|encuentra|encontró)"
    r"|no existe|ya no (?:existe|está disponible)|no está disponible|inexistente",
    "it": r"non (?:è stata |è stato |è )?(?:trovat[oa]|disponibile)|non esiste(?: più)?|inesistente",
    "pt": r"não (?:foi )?(?:encontrad[oa]|localizad[oa])|não existe(?: mais)?|inexistente|não está disponível"
    r"|já não existe|indisponível",
    "nl": r"niet (?:worden )?(?:gevonden|beschikbaar)|bestaat niet(?: meer)?|niet meer beschikbaar",
    "pl": r"nie (?:została? |został )?(?:znaleziono|znaleziona|znaleziony|istnieje|odnaleziono)",
    "ru": r"не (?:найден[аоы]?|существует)|удален[аоы]?|удалён|отсутствует",
    "sv": r"(?:hittades|hittas) (?:inte|ej)|kunde inte hittas|finns inte(?: längre)?|saknas",
    "tr": r"bulunamadı|mevcut değil|bulunmamaktadır",
    "cs": r"(?:nebyla |nebyl )?(?:nenalezena?|nalezena|nalezen)|neexistuje",
}

_REVERSED: Final = {
    "en": r"(?:(?:could|can|did|do) ?not|(?:could|did|do)n['’]t|can['’]t|unable to)(?: seem to)?"
    r" (?:find|locate) (?:the |that |this |your )?(?:requested )?(?:{nouns})|no such (?:{nouns})",
    "de": r"(?:nicht gefunden|keine solche|unbekannte)[:, ]+(?:{nouns})",
    "fr": r"(?:impossible de trouver|aucune?) (?:la |le |cette )?(?:{nouns}) (?:trouvée?|correspondante?)?",
    "es": r"no (?:se )?(?:encontramos|hemos encontrado|pudimos encontrar|se encontró|encontrado)"
    r" (?:la |el )?(?:{nouns})",
    "it": r"(?:impossibile trovare|nessuna?) (?:la |il |l['’])?(?:{nouns})",
    "pt": r"não (?:foi possível encontrar|encontramos|conseguimos encontrar) (?:a |o |esta )?(?:{nouns})",
    "nl": r"(?:kan|kunnen) (?:de |deze |het )?(?:{nouns}) niet vinden",
    "pl": r"nie (?:znaleziono|odnaleziono|istnieje)(?: \w+)? (?:{nouns})",
    "ru": r"(?:такой|запрошенн\w+) (?:{nouns}) (?:нет|не)",
    "sv": r"(?:kan|kunde) inte hitta (?:{nouns})",
    "tr": r"aradığınız (?:{nouns})",
    "cs": r"(?:nepodařilo se najít) (?:{nouns})",
}

_UNSPACED: Final = (
    r"(?:页面|网页|页|文件|文章|内容|頁面|網頁|找不到|无法找到|沒有找到|未找到|不存在|已删除|已被删除)"
    r".{0,20}?(?:未找到|找不到|不存在|无法找到|沒有找到|已删除|已被删除|页面|网页|頁面|網頁)"
    r"|(?:ページ|ファイル|記事|文書|URL).{0,20}?(?:見つかりません|存在しません|ありません|見つかりませんでした|削除されました)"
    r"|お探しのページ|指定されたページ"
    r"|(?:페이지|문서|파일).{0,15}?(?:찾을 수 없|존재하지 않|없습니다)"
    r"|(?:الصفحة|صفحة).{0,25}?غير موجودة?"
)

_GENERIC: Final = re.compile(
    r"not found|nicht gefunden|introuvable|no encontrad[oa]|non trovat[oa]|não encontrad[oa]"
)
_NOISE: Final = re.compile(
    r"\b(?:\d{1,3}|https?|status|code|error|errore|erro|erreur|fehler|ошибка|błąd|fout|fel|hata|chyba|oops|whoops"
    r"|ups|uh[- ]oh|sorry|leider|hoppla|désolée?|lo sentimos|perdón|ой)\b|[^\w\s'’]|错误|エラー"
)
_SEGMENTS: Final = re.compile(r"\s+[|–—·•«»\-]\s+|\s*\|\s*")


def _statement(language: str) -> str:
    nouns, missing = _NOUNS[language], _MISSING[language]
    reverse = _REVERSED[language].format(nouns=nouns)
    return rf"\b(?:{nouns})\b[^.!?\n]{{0,70}}?(?:{missing})|{reverse}"


_STATEMENTS: Final = re.compile(
    "|".join(f"(?:{_statement(language)})" for language in _NOUNS) + f"|{_UNSPACED}"
)


def says_missing(page: Page) -> str:
    """The words with which a page says that there is no such page; empty if it does not."""
    for title in (page.title, *page.headings):
        for segment in _SEGMENTS.split(title):
            if _is_missing_notice(segment):
                return segment
    # a page with little else may say it anywhere; one whose title is a mere exclamation, at its beginning
    is_bare = len(page.words) <= 120
    if is_bare or not _NOISE.sub(" ", page.title.lower()).strip():
        found = _STATEMENTS.search(page.text.lower() if is_bare else " ".join(page.words[:60]).lower())
        return found[0] if found else ""
    return ""


def _is_missing_notice(segment: str) -> bool:
    """Whether a title's segment says that something is missing, and nothing else.

    A subtitle after the statement ("Page not found: a history") makes a work's title of it.
    """
    parts = [" ".join(_NOISE.sub(" ", part).split()) for part in segment.lower().split(":")]
    parts = [part for part in parts if part]
    if not parts:
        return bool(re.search(r"\b4(?:04|10)\b", segment))
    if _GENERIC.fullmatch(parts[-1]):
        return True
    found = _STATEMENTS.search(parts[-1])
    return bool(found) and len(parts[-1].split()) - len(found[0].split()) <= 5 if found else False


_SUSPENDED: Final = re.compile(
    r"\b(?:account|site|website|domain|hosting|page)\b.{0,20}\b(?:has been |is |was |wurde )?"
    r"(?:suspended|deactivated|disabled by|gesperrt)\b|\bcuenta suspendida\b|\bcompte suspendu\b"
    r"|\baccount sospeso\b|\bconta suspensa\b|\bsite is not published\b"
    r"|\bthis site has been archived or suspended\b"
)
_PLACEHOLDER: Final = re.compile(
    r"apache2? (?:ubuntu |debian )?default page|welcome to nginx|iis windows server|test page for the"
    r"|default web ?site page|default plesk page|^it works!?$|placeholder page"
    r"|welcome to (?:centos|caddy|openresty)"
)


def says_suspended(page: Page) -> bool:
    """Whether the host says that the site was switched off, or shows a server's own start page."""
    titles = " \n ".join((page.title, *page.headings)).lower()
    return bool(_SUSPENDED.search(titles) or _PLACEHOLDER.search(page.title.lower())) or (
        len(page.words) <= 120 and bool(_SUSPENDED.search(page.text.lower()))
    )


_PARKED: Final = re.compile(
    r"^(?:www\.)?[\w-]+(?:\.[\w-]+)+ is for sale\b|\b(?:this|the) (?:website|web address) is for sale\b|"
    r"\bdomain (?:name )?(?:is |may be |might be |could be )?(?:for sale|available for (?:sale|purchase))\b"
    r"|\b(?:buy|purchase|acquire|get) this domain\b|\bmake an offer (?:on|for) this domain\b"
    r"|\bdomain (?:is |has |has been )?(?:parked|expired)\b|\bparked (?:domain|free|page)\b"
    r"|\bdomain steht zum verkauf\b|\bdiese domain (?:kaufen|ist (?:zu verkaufen|geparkt))\b"
    r"|\bdomaine? (?:est )?à vendre\b|\bdominio (?:está )?en venta\b|\bdominio in vendita\b"
    r"|\bdomínio (?:está )?à venda\b|\bdomein(?:naam)? (?:is )?te koop\b|\bdomena (?:jest )?na sprzedaż\b"
    r"|\bдомен (?:продается|продаётся|припаркован)|域名(?:出售|待售|转让)|このドメイン(?:は|を)"
    r"|\bsponsored listings\b.{0,80}\brelated (?:searches|links)\b"
    r"|\bthis web ?page (?:is|was) (?:parked|generated by the domain owner)"
)
_PARKERS: Final = tuple(
    "sedoparking parkingcrew bodis.com above.com/parking parklogic hugedomains afternic dan.com/"
    " skenzo sedo.com undeveloped.com uniregistry domainmarket parking-lander namebright cashparking"
    " voodoo.com smartname img1.wsimg.com/parking".split()
)


_FOR_SALE: Final = re.compile(
    r"\bthis domain(?: name)? (?:is|may be|might be|could be) (?:for sale|available|parked)\b"
    r"|\b(?:buy|purchase|acquire) this domain\b|\bthis domain(?: name)? has expired\b"
)
_PARKED_WORDS: Final = tuple("domain domein domena domin domín домен 域名 ドメイン sponsored parked".split())
"""One of these is in every phrase of the above: looking for them first is ten times as fast."""


def is_parked(page: Page, url: str) -> bool:
    """Whether nothing is here but an offer to sell the domain, or adverts put up in its name."""
    host = urlsplit(url).hostname or ""
    titles = " \n ".join((page.title, *page.headings)).lower()
    if any(host == name or host.endswith("." + name) for name in ("hugedomains.com", "sedo.com", "dan.com")):
        return True
    if page.source_has(*_PARKERS) or _PARKED.search(titles):
        return True
    text = " ".join(page.words[:250]).lower()
    found = any(word in text for word in _PARKED_WORDS) and _PARKED.search(text)
    return bool(found) and (
        len(page.words) <= 250
        or host.removeprefix("www.") in titles
        or bool(_FOR_SALE.search(" ".join(page.words[:80]).lower()))
    )


_CHALLENGE: Final = re.compile(
    r"^(?:just a moment|attention required|please wait|one moment,? please|checking your browser|ddos-guard"
    r"|access (?:to this page has been )?denied|access blocked|pardon our interruption|security check"
    r"|(?:are you|prove you(?:['’]re| are)|confirm you(?:['’]re| are)|verify (?:that )?you(?:['’]re| are))"
    r"(?: not)? (?:a )?(?:robot|human)|human verification|bot verification|robot check|captcha"
    r"|client challenge|vérification|verifying (?:you|your browser)|verification required"
    r"|request (?:rejected|blocked|unsuccessful)"
    r"|radware|you have been blocked|sorry, you have been blocked|making sure you['’]re not a bot"
    r"|ein(?:en)? moment,? bitte|sicherheitsüberprüfung|un momento|un instant|один момент|セキュリティ)"
)
_CHALLENGE_TEXT: Final = re.compile(
    r"enable javascript and cookies to continue|verify(?:ing)? (?:that )?you are (?:a )?human|unusual traffic"
    r"|i['’]?m not a robot|complete the (?:captcha|security check)|solve (?:the|this) captcha"
    r"|incapsula incident|checking if the site connection is secure|automated (?:access|queries|requests)"
    r"|you are (?:not )?a robot"
    r"|type the characters you see|your (?:ip|request) (?:address )?(?:has been|was) blocked|are you a robot"
)
_CHALLENGE_SOURCES: Final = tuple(
    "challenges.cloudflare.com /cdn-cgi/challenge-platform cf-turnstile px-captcha captcha-"
    " delivery.com anubis awswaf _incapsula_resource hcaptcha.com h-captcha g-recaptcha recaptcha/api"
    " geo.captcha ddos-guard challenge-form cf-wrapper perfdrive.com".split()
)


def is_challenge(headers: Mapping[str, str], page: Page | None) -> bool:
    """Whether this is a gatekeeper's page: a challenge, a CAPTCHA, a block of automated readers."""
    if "cf-mitigated" in headers or headers.get("x-amzn-waf-action") or "x-datadome" in headers:
        return True
    if page is None:
        return False
    if (
        any(_CHALLENGE.match(title.lower()) for title in (page.title, *page.headings))
        and len(page.words) <= 600
    ):
        return True
    if len(page.words) > 150:
        return False
    return bool(_CHALLENGE_TEXT.search(page.text.lower())) or (
        len(page.words) <= 80 and page.source_has(*_CHALLENGE_SOURCES)
    )


_LOGIN_PATH: Final = re.compile(
    r"(?:^|[/._-])(?:log[-_]?in|sign[-_]?in|logon|signon|sso|auth|oauth2?|authorize|authenticate|saml2?|idp|cas|wayf"
    r"|shibboleth|adfs|session/new|account/begin|anmelden|connexion|acceso|accesso|inloggen)(?:$|[/._?-])"
)
_LOGIN_HOSTS: Final = (
    "login.",
    "accounts.",
    "auth.",
    "sso.",
    "idp.",
    "signin.",
    "id.",
    "shibboleth.",
    "wayf.",
)
_LOGIN_TITLE: Final = re.compile(
    r"^(?:please )?(?:log ?in|sign ?in|login required|log ?on|member login|subscriber login"
    r"|authentication required"
    r"|anmelden|anmeldung|einloggen|connexion|se connecter|identification|iniciar sesión|acceder"
    r"|inicio de sesión"
    r"|accedi|accesso|login|entrar|iniciar sessão|inloggen|aanmelden|zaloguj|logowanie|вход|войти|авторизация"
    r"|登录|登錄|ログイン|로그인|logga in|giriş|přihlášení)(?:$|\b)"
)


def is_login(page: Page, url: str, redirected: bool) -> bool:
    """Whether the page asks for a login instead of showing what was linked to."""
    titled = any(
        _LOGIN_TITLE.match(segment.strip().lower()) and len(segment.split()) <= 5
        for title in (page.title, *page.headings[:1])
        for segment in _SEGMENTS.split(title)
    )
    if page.has_password and titled:
        return True
    parts = urlsplit(url)
    at_login = _LOGIN_PATH.search(parts.path.lower()) or (parts.hostname or "").startswith(_LOGIN_HOSTS)
    return redirected and bool(at_login) and (page.has_password or titled or page.is_shell)
