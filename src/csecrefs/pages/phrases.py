"""The words in which pages say, in some thirty languages, that something is missing,
shut, parked or guarded.

Patterns only, all for lower-case text; signs says where on a page they count.
"""

from __future__ import annotations

from typing import Final

from csecrefs.patterns import regex

_NOUNS: Final = {
    "en": r"page|document|article|file|url|resource|content|item|object|record|publication|paper|address|link"
    r"|site|website|blog|shop|store|profile|user|account|video|bucket|app|repository|project|post|entry|topic",
    "de": r"seite|dokument|artikel|datei|adresse|url|inhalt|beitrag|ressource|eintrag",
    "fr": r"page|document|article|fichier|adresse|url|contenu|ressource|publication",
    "es": r"página|pagina|documento|artículo|articulo|archivo|dirección|url|contenido|recurso|registro",
    "it": r"pagina|documento|articolo|file|indirizzo|url|contenuto|risorsa",
    "pt": r"página|pagina|documento|artigo|arquivo|ficheiro|endereço|url|conteúdo|recurso",
    "nl": r"pagina|document|artikel|bestand|adres|url|inhoud|bron",
    "pl": r"strona|strony|dokument|dokumentu|artykuł|artykułu|plik|pliku|adres|zasób|zasobu",
    "ru": r"страница|страницы|страницу|документ|документа|статья|статьи|файл|файла|адрес|материал|запись",
    "uk": r"сторінка|сторінки|сторінку|документ|статтю|файл",
    "sv": r"sidan|sida|dokumentet|artikeln|filen|adressen|innehållet",
    "da": r"siden|side|dokumentet|artiklen|artikkelen|filen|adressen|indholdet|innholdet",
    "fi": r"sivua|sivu|asiakirjaa|tiedostoa|artikkelia",
    "tr": r"sayfa|sayfası|belge|makale|dosya|adres|içerik|kaynak",
    "cs": r"stránka|stránku|stránky|dokument|článek|soubor|adresa|obsah",
    "hu": r"oldal|dokumentum|cikk|fájl",
    "ro": r"pagina|documentul|articolul|fișierul|fişierul",
    "el": r"σελίδα|έγγραφο|άρθρο|αρχείο",
    "he": r"דף|הדף|עמוד|העמוד|מסמך|קובץ",
    "ar": r"الصفحة|صفحة|المستند|الملف",
    "vi": r"trang|bài viết|tài liệu",
    "id": r"halaman|dokumen|artikel|berkas",
    "sk": r"stránka|stránku|stránky|dokument|článok|súbor|adresa",
    "bg": r"страницата|страница|документът|документ|файлът|статията",
    "sr": r"stranica|stranicu|strana|dokument|datoteka|članak|страница|страна",
    "sl": r"strani|stran|dokumenta|dokument|datoteke|datoteka|članka",
    "lt": r"puslapis|puslapio|dokumentas|failas|straipsnis",
    "lv": r"lapa|dokuments|fails|raksts",
    "et": r"lehekülge|lehekülg|lehte|leht|dokumenti|faili",
    "fa": r"صفحه|سند|فایل|مقاله",
    "ca": r"pàgina|document|article|fitxer|adreça",
    "eu": r"orrialdea|orria|orri|dokumentua|fitxategia",
    "gl": r"páxina|documento|artigo|ficheiro|enderezo",
    "is": r"síðan|síða|skjalið|skráin|greinin",
}

_MISSING: Final = {
    "en": r"not (?:be )?found|(?:could|can) ?not be (?:found|located|displayed)|(?:couldn|can)['’]t be found"
    r"|missing|does(?: not|n['’]t) exist|no longer (?:exists?|(?:be )?available|active|here)"
    r"|(?:is |are |was |currently )?not available"
    r"|(?:isn|wasn)['’]t (?:available|found|here)|(?:has|have) been (?:removed|deleted)|unavailable"
    r"|(?:has |have )?(?:been )?(?:moved|removed) or (?:been )?(?:deleted|removed)",
    "de": r"(?:wurde |konnte )?(?:leider )?nicht (?:gefunden|mehr verfügbar|verfügbar|vorhanden|auffindbar)"
    r"|existiert (?:leider )?nicht(?: mehr)?|gibt es (?:leider )?nicht(?: mehr)?|ist nicht mehr (?:da|online)"
    r"|(?:wurde|ist) (?:gelöscht|entfernt)",
    "fr": r"introuvable|non trouvée?|pas (?:été )?trouvée?|n['’]existe (?:pas|plus)"
    r"|n['’]est (?:pas|plus) (?:disponible|accessible|en ligne|là|présente?)"
    r"|inexistante?|supprimée?|a été supprimée?|non disponible",
    "es": r"no (?:se ha |ha sido |fue |se pudo |se puede )?(?:encontrad[oa]|encontrar|encuentra|encontró)"
    r"|no existe|ya no (?:existe|está disponible)|no (?:está )?disponible|inexistente|eliminad[oa]",
    "it": r"non (?:è stata |è stato |è )?(?:trovat[oa]|disponibile)|non esiste(?: più)?|inesistente",
    "pt": r"não (?:foi )?(?:encontrad[oa]|localizad[oa])|não existe(?: mais)?|inexistente"
    r"|não (?:está )?disponível|já não existe|indisponível",
    "nl": r"niet (?:worden )?(?:gevonden|beschikbaar)|bestaat niet(?: meer)?|niet meer beschikbaar",
    "pl": r"nie (?:została? |został )?(?:znaleziono|znaleziona|znaleziony|istnieje|odnaleziono)",
    "ru": r"не (?:найден[аоы]?|существует)|удален[аоы]?|удалён|отсутствует|недоступ(?:на|ен)",
    "uk": r"не (?:знайдено|знайдена|існує)|видалено",
    "sv": r"(?:hittades|hittas) (?:inte|ej)|kunde inte hittas|finns inte(?: längre)?|saknas",
    "da": r"(?:blev|ble) ikke (?:fundet|funnet)|ikke (?:fundet|funnet)|(?:findes|finnes|eksisterer) ikke",
    "fi": r"ei (?:löydy|löytynyt|ole olemassa)",
    "tr": r"bulunamadı|mevcut değil|bulunmamaktadır",
    "cs": r"(?:nebyla |nebyl )?(?:nenalezena?|nalezena|nalezen)|neexistuje",
    "hu": r"nem található|nem létezik",
    "ro": r"nu (?:a fost găsită?|a fost gasita?|există|este disponibilă?)",
    "el": r"δεν (?:βρέθηκε|υπάρχει)",
    "he": r"לא (?:נמצא|קיים)",
    "ar": r"غير موجودة?",
    "vi": r"không (?:tồn tại|tìm thấy)",
    "id": r"tidak (?:ditemukan|tersedia)",
    "sk": r"(?:sa |nebola |nebol )?(?:nenašla|nenašiel|nenájdená|nájdená)|neexistuje",
    "bg": r"не (?:е|беше|бе) намерена?|не съществува|не може да бъде намерен",
    "sr": r"nije (?:pronađena?|nađena?)|ne postoji|није пронађена?|не постоји",
    "sl": r"(?:ni|nismo|niso) (?:mogoče najti|bila najdena|bil najden|najdena?)|ne obstaja",
    "lt": r"nerasta[s]?|neegzistuoja|nebuvo rasta",
    "lv": r"nav atrasta?s?|neeksistē",
    "et": r"ei (?:leitud|leidu|eksisteeri|ole olemas)",
    "fa": r"یافت نشد|پیدا نشد|وجود ندارد",
    "ca": r"no (?:existeix|s['’]ha (?:pogut )?trobat?|s['’]ha trobat|trobada)|ja no existeix",
    "eu": r"ez da (?:aurkitu|existitzen)|ez dago",
    "gl": r"non (?:existe|se atopou|atopada|se puido atopar)",
    "is": r"fannst ekki|er ekki (?:lengur )?til",
}

_REVERSED: Final = {
    "en": r"(?:(?:could|can|did|do) ?not|(?:could|did|do)n['’]t|can['’]t|unable to)(?: seem to)?"
    r" (?:find|locate) (?:the |that |this |your )?(?:requested )?(?:{nouns})|no such (?:{nouns})"
    r"|(?:(?:could|can) ?not|(?:could|can|did)n?['’]t) (?:find|locate) (?:what|anything)\b"
    r"|(?:followed|clicked)(?: on)? an? (?:broken|dead|old|outdated|bad|expired) link"
    r"|invalid (?:item|record|document|page|article|object|publication)[ -]?(?:id|identifier|number|handle)\b"
    r"|no (?:{nouns}) here|there (?:is|are)(?: no|n['’]t an?y?) (?:[\w-]{{1,63}} ){{0,2}}(?:{nouns}) here",
    "de": r"(?:nicht gefunden|keine solche|unbekannte)[:, ]+(?:{nouns})",
    "fr": r"n['’](?:avons|a) pas (?:pu )?(?:trouvée?|trouver) (?:la |le |cette |votre )?(?:{nouns})"
    r"|(?:impossible de trouver|aucune?) (?:la |le |cette )?(?:{nouns}) (?:trouvée?|correspondante?)?",
    "es": r"no (?:hemos podido|podemos|pudimos|logramos|ha sido posible) encontrar (?:la |el )?(?:{nouns})"
    r"|no (?:se )?(?:encontramos|hemos encontrado|pudimos encontrar|se encontró|encontrado)"
    r" (?:la |el )?(?:{nouns})",
    "it": r"(?:impossibile trovare|nessuna?) (?:la |il |l['’])?(?:{nouns})",
    "pt": r"não (?:foi possível encontrar|encontramos|conseguimos encontrar) (?:a |o |esta )?(?:{nouns})",
    "nl": r"(?:kan|kunnen) (?:de |deze |het )?(?:{nouns}) niet vinden",
    "pl": r"nie (?:znaleziono|odnaleziono|istnieje)(?: \w+)? (?:{nouns})",
    "ru": r"(?:такой|запрошенн\w+) (?:{nouns}) (?:нет|не)",
    "uk": r"такої (?:{nouns}) (?:немає|не)",
    "sv": r"(?:kan|kunde) inte hitta (?:{nouns})",
    "da": r"(?:kan|kunne) (?:desværre |dessverre )?ikke (?:finde|finne) (?:den |denne )?(?:{nouns})"
    r"|fant (?:dessverre )?ikke (?:{nouns})",
    "tr": r"aradığınız (?:{nouns})",
    "cs": r"(?:nepodařilo se najít) (?:{nouns})",
    "ar": r"لم يتم العثور على (?:{nouns})",
    "vi": r"không tìm thấy (?:{nouns})",
    "sk": r"(?:nepodarilo sa nájsť|nenašli sme) (?:{nouns})",
    "sl": r"(?:{nouns}) nismo našli|ni mogoče najti (?:{nouns})",
    "eu": r"ez da (?:{nouns}) aurkitu",
    "gl": r"non (?:se atopou|atopamos|foi posible atopar) (?:a |o )?(?:{nouns})",
    "ca": r"no (?:hem trobat|s['’]ha trobat|trobem) (?:la |el )?(?:{nouns})",
}

_UNSPACED: Final = (
    r"(?:页面|网页|页|文件|文章|内容|頁面|網頁|找不到|无法找到|沒有找到|未找到|不存在|已删除|已被删除)"
    r".{0,20}?(?:未找到|找不到|不存在|无法找到|沒有找到|已删除|已被删除|页面|网页|頁面|網頁)"
    r"|(?:ページ|ファイル|記事|文書|url).{0,20}?(?:見つかりません|存在し(?:ません|ない)|ありません|見つかりませんでした|削除されました)"
    r"|お探しのページ|指定されたページ"
    r"|(?:페이지|문서|파일).{0,15}?(?:찾을 수 없|존재하지 않|없습니다)"
    r"|존재하지 않는.{0,5}?(?:페이지|문서|파일)"
    r"|ไม่พบ(?:หน้า|ไฟล์|เอกสาร)|(?:पृष्ठ|पेज).{0,10}?(?:नहीं मिला|मौजूद नहीं)"
)


def _statement(language: str) -> str:
    nouns, missing = _NOUNS[language], _MISSING[language]
    straight = rf"\b(?:{nouns})\b[^.!?\n]{{0,70}}?(?:{missing})"
    reverse = _REVERSED.get(language, "").format(nouns=nouns)
    if reverse:
        return f"{straight}|{reverse}"
    return straight


# "The page you asked for could not be found", in every language at once.
MISSING: Final = regex(
    "|".join(f"(?:{_statement(language)})" for language in _NOUNS) + f"|{_UNSPACED}"
)
"""A statement that some page, document or the like is not there."""

# A title such as "Not found" or "This record was deleted".
MISSING_NOTICE: Final = regex(
    r"not found|nothing found|nicht gefunden|introuvable|non trouvée?|no encontrad[oa]|non trovat[oa]"
    r"|não encontrad[oa]|niet gevonden|nie znaleziono|не найден[оа]?|не знайдено|ikke fundet|ikke funnet"
    r"|ei löytynyt|nenalezeno|bulunamadı|見つかりません|未找到"
    r"|(?:dead|broken|bad|invalid) (?:link|url|address)"
    rf"|(?:the |this |that |your )?(?:{_NOUNS['en']})"
    r"(?: (?:is|has|was|been|moved|or|permanently|now))* (?:deleted|removed|gone)"
)
"""A whole title that says, that something is not there."""

PAGE_ALONE: Final = frozenset(
    {
        "page",
        "seite",
        "página",
        "pagina",
        "strona",
        "страница",
        "页面",
        "頁面",
        "ページ",
    }
)
"""Words that may be beside the number 404 and says no more than it."""

# "Oops!", "Error", "Status code": what is left then is the notice.
NOISE: Final = regex(
    r"\b(?:\d{1,3}|https?|status|code|error|errore|erro|erreur|fehler|ошибка|помилка|błąd|fout|fel|hata|chyba|hiba"
    r"|oops|whoops|ups|uh[- ]oh|sorry|leider|hoppla|désolée?|lo sentimos|perdón|ой)\b|[^\w\s'’]|_|错误|エラー"
)
"""Words around a notice that say nothing."""

# "This account has been suspended", "NoSuchBucket".
SUSPENDED: Final = regex(
    r"\b(?:account|site|website|domain|hosting|page|blog)"
    r"(?: (?:name|has|been|is|was|temporarily|currently|permanently|now))*"
    r" (?:suspended|deactivated|disabled|terminated|discontinued|closed|shut down)\b"
    r"|\bservice(?: (?:has|been|is|was|temporarily|currently))* (?:suspended|deactivated)\b"
    r"|\bsuspended (?:account|site|website|domain|page)\b"
    r"|\b(?:hosting|account|website)(?: account| plan)? (?:has |is )?expired\b"
    r"|\b(?:web)?(?:seite|site|konto|account)(?: (?:wurde|ist|vorübergehend|derzeit))*"
    r" (?:gesperrt|deaktiviert|abgeschaltet)\b"
    r"|\bcuenta suspendida\b|\bsitio suspendido\b|\bcompte suspendu\b|\bsite suspendu\b"
    r"|\baccount sospeso\b|\bsito sospeso\b|\bconta suspensa\b|\bsite suspenso\b|\baccount opgeschort\b"
    r"|\bkonto zawieszone\b|\bаккаунт заблокирован\b|\bсайт (?:заблокирован|отключен)\b|帐户已暂停|账户已暂停"
    r"|\bsite is not published\b|\bthis site has been archived or suspended\b|\bno such app\b"
    r"|\bnosuchbucket\b"
)
"""The words of a host in place of a site that it switched off, or never had."""

# "Apache2 Ubuntu Default Page: It works", "Welcome to nginx!".
PLACEHOLDER: Final = regex(
    r"apache2? (?:ubuntu |debian )?default page|welcome to nginx|iis windows(?: server)?\b|test page for the"
    r"|(?:default|web server['’]s default) (?:web ?site |web ?)?page|default plesk page|^it works!?$"
    r"|placeholder page|welcome to (?:centos|caddy|openresty|tengine)|domain default page"
)
"""The page of a server where nobody has put anything."""

_DOMAIN: Final = (
    r"(?:domain(?: ?names?)?|website|web address|nom de domaine|domaine|dominio|domínio|domein(?:naam)?"
    r"|domena|domeniu|домен(?:ное имя)?|domän(?:en)?|domæne|doména|alan adı|tên miền"
    r"|[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[a-z]{2,24})"
)
_SALE: Final = (
    r"(?:for sale|available for (?:sale|purchase)|(?:zum|zu|steht zum|steht zu) verkauf(?:en)?|à vendre"
    r"|(?:en|a la) venta|in vendita|à venda|te koop|na sprzedaż|de vânzare|продается|продаётся|на продажу"
    r"|till salu|til salg|na prodej|satılık(?:tır)?|eladó|(?:đang )?(?:được )?rao bán"
    r"|at auction|(?:offering|offers?) it for sale)"
)
_THIS: Final = (
    r"(?:this|diese|ce|cette|este|questo|dit|deze|ten|ta|этот|denne|bu) (?:[\w-]{1,63} (?:de )?)?"
    rf"{_DOMAIN}"
)
_BEING: Final = (
    r"(?: (?:name|is|may|might|could|be|now|currently|est|ist|está|esta|es|este|è|e|é|er|är|je|jest|имя"
    r"|выставлен))*"
)
# "orchard.example is for sale", "Related searches ... Sponsored listings".
PARKED: Final = regex(
    rf"\b{_DOMAIN}{_BEING} {_SALE}\b"
    r"|\b(?:buy|purchase|acquire|get|own|lease|inquire about|interested in|bid (?:on|for)"
    r"|make an offer (?:on|for)) this (?:premium )?domain\b"
    r"|\bdomain (?:name )?(?:is |has |has been )?(?:parked|expired)\b|\bparked (?:domain|free|page)\b"
    r"|\bdomain parking\b|^parking page$|\bfuture home of something\b"
    r"|\bthis domain (?:name )?(?:is|was|has been) (?:recently |just |newly )?(?:registered|reserved)\b"
    r"|\bdiese domain (?:kaufen|ist (?:zu verkaufen|geparkt|reserviert|registriert))\b"
    r"|[\w-]{1,63}\.[a-z]{2,24} (?:has|was) (?:just |recently |newly )+(?:been )?registered\b"
    r"|\bdomain (?:name )?(?:has )?just been registered\b|\bcongratulations on your new domain\b"
    r"|\b(?:expired on|pending renewal or deletion)\b.{0,60}\b(?:renewal|deletion)\b"
    r"|\bdomain is at auction\b|\bhier entsteht eine neue (?:internetpräsenz|web\w+|homepage)"
    r"|\bvotre domaine a (?:bien )?été créé\b|срок регистрации домена|доступен для регистрации"
    r"|도메인.{0,10}판매|판매.{0,6}도메인|(?:النطاق|الدومين).{0,20}للبيع|โดเมน.{0,12}ขาย"
    r"|\bдомен припаркован|域名.{0,8}?(?:出售|待售|转让)|このドメイン(?:は|を)"
    r"|\bsponsored listings\b.{0,80}\brelated (?:searches|links)\b"
    r"|\brelated (?:searches|links)\b.{0,80}\bsponsored (?:listings|links)\b"
    r"|\bthis web ?page (?:is|was) (?:parked|generated by the domain owner)"
)
"""An offer to sell a domain, or adverts put up in its name."""

# "This domain may be for sale": stricter, for pages with more text.
FOR_SALE: Final = regex(
    rf"\b{_THIS}{_BEING} (?:{_SALE}|available|parked|expired)"
    r"|\bthis domain(?: name)? (?:may|might|could) be (?:for sale|available)\b"
    r"|\b(?:buy|purchase|acquire|get|inquire about|interested in) this domain\b"
    r"|\bowner of (?:this|the) domain\b.{0,40}\bsale\b"
    r"|\bthis domain (?:name )?(?:is|was|has been) (?:recently |just )?(?:registered|reserved)\b"
    r"|\bthis web ?page (?:is|was) parked\b|\brelated searches\b.{0,80}\bsponsored listings\b"
)
"""The same, of the very domain the page is on."""

PARKING_HINTS: Final = tuple(
    "domain домен 域名 ドメイン parked parking sponsored sale purchase something verkauf vendre venta vendita"
    " venda koop sprzeda vânzare прода salu salg prodej satılık eladó miền domaine entsteht registered"
    " expired 도메인 نطاق الدومين โดเมน".split()
)
"""One of these is in every phrase of PARKED: looking for them first is ten times as
fast.
"""

PARKERS: Final = tuple(
    "sedoparking parkingcrew bodis.com above.com/parking parklogic hugedomains afternic dan.com/"
    " skenzo sedo.com undeveloped.com uniregistry domainmarket parking-lander namebright cashparking"
    " voodoo.com smartname img1.wsimg.com/parking adsense/domains parkingpage".split()
)
"""Hosts that parked pages load their adverts from."""

# "Just a moment...", "Verify you are human".
CHALLENGE: Final = regex(
    r"(?:just a moment|attention required|please wait|one moment,? please|one more step|before you continue"
    r"|checking your browser|browser check|ddos[- ]guard|ddos protection"
    r"|access (?:to this page has been )?(?:denied|blocked)|request (?:rejected|blocked|unsuccessful)"
    r"|pardon our interruption|security (?:check|verification|challenge)|validate user|bots? not allowed"
    r"|(?:(?:i am|i['’]m|are you|you are|prove|confirm|verify|please|that|making sure|you['’]re) )+"
    r"(?:not )?(?:an? )?(?:robot|human|bot)\b|not a (?:ro)?bot\b"
    r"|(?:robot|human) or (?:an? )?(?:human|robot)\b"
    r"|(?:verifying|verify|validating) (?:you|your browser|that you)|verification required"
    r"|(?:human|bot|robot) (?:verification|check|challenge)(?: screen)?|client challenge"
    r"|vercel security checkpoint|radware|unusual traffic"
    r"|(?:please )?(?:enable|turn on) (?:javascript|cookies)|cookies? (?:required|disabled|absent)"
    r"|(?:sorry,? )?you have been blocked|vérification|sicherheits(?:überprüfung|abfrage|prüfung)"
    r"|zugriff verweigert|accès refusé|acceso denegado|accesso negato|acesso negado|toegang geweigerd"
    r"|odmowa dostępu|доступ (?:запрещ|огранич)|ein(?:en)? moment,? bitte|un momento|un instant|un moment"
    r"|один момент|セキュリティ|アクセスが(?:拒否|制限)|请稍候|安全验证|人机验证|访问被拒绝|访问验证|잠시만)"
)
"""The beginning of the title of a gatekeeper's page."""

# "reCAPTCHA", "Site Security: CAPTCHA".
CAPTCHA: Final = regex(r"\b(?:re|h)?captcha\b")
"""A title that holds this is a gatekeeper's, if it is short."""

# "Enable JavaScript and cookies to continue".
CHALLENGE_TEXT: Final = regex(
    r"enable javascript and cookies to continue|verify(?:ing)? (?:that )?you are (?:a )?human|unusual traffic"
    r"|i['’]?m not a robot|complete the (?:captcha|security check)|solve (?:the|this) captcha"
    r"|incapsula incident|checking if the site connection is secure|automated (?:access|queries|requests)"
    r"|you are (?:not )?a robot"
    r"|type the characters you see|your (?:ip|request) (?:address )?(?:has been|was) blocked|are you a robot"
)
"""The words of such a page."""

CHALLENGE_SOURCES: Final = tuple(
    "challenges.cloudflare.com /cdn-cgi/challenge-platform cf-turnstile px-captcha captcha-"
    " delivery.com anubis awswaf _incapsula_resource hcaptcha.com h-captcha g-recaptcha recaptcha/api"
    " geo.captcha ddos-guard challenge-form cf-wrapper perfdrive.com".split()
)
"""Addresses that such a page loads, and names of its parts."""

# "Sign in to Orchard Library", "Anmeldung".
LOGIN_TITLE: Final = regex(
    r"(?:please )?(?:log ?in|sign ?in|login required|log ?on|member login|subscriber login"
    r"|authentication required"
    r"|anmelden|anmeldung|einloggen|connexion|se connecter|identification|iniciar sesión|acceder"
    r"|inicio de sesión"
    r"|accedi|accesso|login|entrar|iniciar sessão|inloggen|aanmelden|zaloguj|logowanie|вход|войти|авторизация"
    r"|登录|登錄|ログイン|로그인|logga in|giriş|přihlášení)(?:$|\b)"
)
"""The beginning of the title of a login page."""

# "Institutional access", beside a field for a password.
LOGIN_WORDS: Final = regex(
    r"\blog ?[io]n\b|\bsign[- ]?in\b|\bsingle sign[- ]on\b|\bauthentication\b|\banmeld|\bconnexion\b"
    r"|\baccess\b|\bmembers only\b|\bsubscri"
)
"""Words in the title of a page with a password field, if a login is all the page is
for.
"""

STATUS: Final = {
    "bad request": 400,
    "unauthorized": 401,
    "authorization required": 401,
    "payment required": 402,
    "forbidden": 403,
    "request timeout": 408,
    "too many requests": 429,
    "unavailable for legal reasons": 451,
    "internal server error": 500,
    "server error": 500,
    "server error in application": 500,
    "runtime error": 500,
    "database error": 500,
    "establishing a database connection": 500,
    "not implemented": 501,
    "bad gateway": 502,
    "service unavailable": 503,
    "service temporarily unavailable": 503,
    "temporarily unavailable": 503,
    "site under maintenance": 503,
    "under maintenance": 503,
    "down for maintenance": 503,
    "scheduled maintenance": 503,
    "maintenance mode": 503,
    "gateway timeout": 504,
    "gateway time out": 504,
    "bandwidth limit exceeded": 509,
    "resource limit is reached": 508,
}
"""The titles of servers' error pages, and the status that goes with it."""
