"""Walls: pages that a site shows in place of what was asked for, for a reason.

A page that is "not available in your country", "temporarily unavailable" or "for
members only" is there; who reads it is not let through, or not now. So a reason turns
what would read like a missing page into one that cannot be judged. Patterns are for
lower-case text, in the languages of `phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from csecrefs.pages.page import Page
from csecrefs.patterns import regex

# "Not available in your country", "Aus rechtlichen Gründen". One line or two a
# language.
_COUNTRY: Final = regex(
    r"(?:in|from|for|to) your (?:country|region|location|area|territory|jurisdiction)"
    r"|your (?:country|region|location|area)\b.{0,40}\b(?:not|un|isn)"
    r"|(?:european economic area|gdpr)\b|for legal reasons|due to legal|geo-?(?:block|restrict)"
    r"|(?:ihr|dein)e[mr] (?:land|region)|aus rechtlichen gründen|rechtlichen? gründen"
    r"|(?:votre|ton) (?:pays|région|territoire)|raisons (?:juridiques|légales)"
    r"|(?:su|tu) (?:país|región|ubicación|territorio)|(?:razones|motivos) legales"
    r"|(?:suo|tuo) paese|(?:sua|tua) (?:area|regione|zona)|motivi legali"
    r"|(?:seu|teu) país|(?:sua|tua) região|(?:motivos|razões) legais"
    r"|(?:uw|je|jouw) (?:land|regio)|juridische redenen"
    r"|(?:twoim|państwa|twojego) (?:kraju|regionie|regionu)|z przyczyn prawnych"
    r"|ваш(?:ей|его|ем) (?:стран|регион)\w*|по юридическим|вашій країні|вашому регіоні"
    r"|(?:ditt|dit|deres) land|(?:din|dit) (?:region|område)|juridiska skäl|juridiske årsager"
    r"|maassasi|alueellasi|ülkenizde|bölgenizde|vaš(?:í zemi|em regionu)"
    r"|országá(?:ban|ból)|országodban|régiójá(?:ban|ból)|(?:țara|regiunea) (?:dvs"
    r"|dumneavoastră|ta|dumneavoastra)"
    r"|(?:χώρα|περιοχή) σας|במדינה שלך|במדינתך|באזור שלך|בארצך|בלדך|بلدك|منطقتك|بلدكم"
    r"|your (?:current |geographic(?:al)? )?location|geograph(?:ic|ical) (?:location|restriction)"
    r"|outside (?:of )?the (?:u\.?s|u\.?k|united|european|eu\b)"
    r"|only available (?:to|for|in) (?:\w+ ){0,3}(?:viewers|residents|users|the u)"
    r"|(?:rights|copyright|licen[cs](?:e|ing)|territorial) (?:restrictions?|reasons)"
    r"|localisation géographique|votre localisation|droits de diffusion"
    r"|derechos de (?:emisión|autor|difusión)|(?:sua|tua) (?:localização|área)"
    r"|(?:tuo|suo) territorio|motivi di diritti|(?:uw|je|jouw) (?:huidige )?locatie"
    r"|(?:twojej|państwa) lokalizacji|utanför sverige|endast (?:tillgänglig\w*|visas) i"
    r"|(?:kun|bare) (?:tilgjengelig|tilgængelig|ses|vises) i|(?:ses|vises) i (?:norge|danmark)"
    r"|bulundu(?:ğunuz|ğun) (?:ülke|bölge|konum)|vaší (?:lokalitě|oblasti)"
    r"|(?:quốc gia|khu vực) của bạn|(?:negara|wilayah) anda"
    r"|您(?:所在)?的?(?:国家|地区|國家|地區)|你所在的?(?:国家|地区|國家|地區)"
    r"|お(?:住まい|使い)の(?:国|地域)|お客様の(?:国|地域)|(?:귀하의|해당|거주) ?(?:국가|지역)"
)
"""A reason of place or law."""

# "Temporarily unavailable", "Réessayez ultérieurement".
_FOR_NOW: Final = regex(
    r"temporar(?:y|ily)|try (?:it )?again|(?:back|available) (?:again )?(?:soon|shortly|later)"
    r"|maintenance|under repair|being (?:updated|upgraded|repaired)|technical (?:difficult"
    r"|problem|issue)"
    r"|at (?:the|this) moment|right now|for the moment|overloaded|too (?:busy|many)"
    r"|vorübergehend|zurzeit|zur zeit|derzeit|momentan|augenblicklich|später (?:erneut|noch"
    r"|wieder)|wartung"
    r"|temporairement|momentanément|pour le moment|actuellement|réessaye|ultérieurement|maintenance"
    r"|temporalmente|por el momento|en este momento|actualmente|más tarde|mas tarde"
    r"|mantenimiento|inténtelo"
    r"|temporaneamente|momentaneamente|al momento|attualmente|riprova|più tardi|manutenzione"
    r"|temporariamente|no momento|atualmente|tente (?:novamente|de novo)|mais tarde|manutenção"
    r"|tijdelijk|momenteel|op dit moment|later opnieuw|probeer het|onderhoud"
    r"|tymczasowo|chwilowo|obecnie|spróbuj|później|przerwa techniczna|konserwacj|prace techniczne"
    r"|временно|сейчас|попробуйте|позже|позднее|техническ\w+ (?:работ|обслуж|причин)|обслуживани"
    r"|тимчасово|зараз|спробуйте|пізніше|технічн\w+ робот|обслуговуван"
    r"|tillfälligt|för närvarande|just nu|försök igen|underhåll"
    r"|midlertidigt?|for (?:øjeblikket|øyeblikket)|i øjeblikket|prøv igjen|prøv igen"
    r"|vedligehold|vedlikehold"
    r"|tilapäisesti|väliaikaisesti|tällä hetkellä|yritä uudelleen|myöhemmin|huolto"
    r"|geçici(?: olarak)?|şu anda|tekrar deneyin|daha sonra|bakım"
    r"|dočasně|momentálně|nyní|zkuste|později|údržb"
    r"|átmenetileg|ideiglenesen|jelenleg|próbálja|később|karbantart"
    r"|temporar|momentan|în prezent|încercați|mai târziu|mentenanță|întreținere"
    r"|προσωρινά|αυτή τη στιγμή|δοκιμάστε|αργότερα|συντήρηση"
    r"|זמנית|כרגע|נסו שוב|נסה שוב|מאוחר יותר|תחזוקה"
    r"|مؤقت|حاليا|حالياً|حاول مرة|لاحق|صيانة"
    r"|tạm thời|hiện tại|thử lại|bảo trì|sementara|saat ini|coba lagi|nanti|pemeliharaan"
    r"|暂时|暫時|目前|稍后|稍後|维护|維護|一時的|現在|後ほど"
    r"|しばらく|メンテナンス|일시적|현재|나중에|잠시 후|점검"
)
"""A reason that passes."""

# "For members only", "Nur für Abonnenten".
_MEMBERS: Final = regex(
    r"\bguests?\b|members? only|(?:for|to|only) (?:our |the )?(?:members|subscribers"
    r"|registered|patrons|staff|students)"
    r"|registered users|subscribers|not (?:logged|signed) in|(?:log|sign) ?in to"
    r"|logged[- ]in|permission|without (?:an? )?(?:account|subscription|license)"
    r"|campus (?:network|only)|institutional access|subscription"
    r"|gäste|mitglieder|angemeldete|abonnent|eingeloggt|registrierte|berechtigung|nicht angemeldet"
    r"|invités|visiteurs|membres|abonnés|inscrits|connectés?|connecter|autorisation"
    r"|invitados|miembros|suscriptores|registrados|permiso|iniciar sesión"
    r"|ospiti|utenti registrati|iscritti|abbonati|membri|permesso|accedere"
    r"|visitantes|membros|assinantes|registrados|cadastrados|permissão"
    r"|gasten|leden|abonnees|ingelogd|geregistreerde|toestemming"
    r"|gości|zalogowan|członk|subskrybent|zarejestrowan|uprawnie"
    r"|гост(?:ям|ей|ей)|зарегистрирован|авторизован|подписчик|участник|права доступа"
    r"|зареєстрован|гостей|авторизован"
    r"|gäster|medlemmar|inloggad|prenumerant|gæster|medlemmer|gjester|abonnent|logget ind"
    r"|logget inn"
    r"|vierai|jäsen|kirjautu|tilaaj|misafir|ziyaretçi|üyeler|üye (?:girişi|olan)|giriş yap|abone"
    r"|host(?:é|y|ům)|přihlášen|členy|členům|předplatitel|vendég|bejelentkez|tagok|előfizető"
    r"|vizitatori|oaspeți|membri|abonați|autentifica|επισκέπτες|μέλη|συνδεδεμέν|συνδρομητ"
    r"|אורחים|חברים|מנויים|רשומים|מחוברים|زوار|الأعضاء|المسجلين|المشتركين|تسجيل الدخول"
    r"|khách|thành viên|đăng nhập|tamu|anggota|pelanggan|masuk untuk"
    r"|游客|遊客|访客|會員|会员|登录|登入|ゲスト|会員|ログイン|손님|회원|로그인"
)
"""A reason of who reads."""

# "Your browser is not supported", "You are now in line", "Verify your age".
_READER: Final = regex(
    r"browser (?:is |version )?(?:not|no longer|isn['’]t) supported|(?:unsupported|outdated"
    r"|old|obsolete) (?:web )?browser"
    r"|(?:update|upgrade) (?:your|to a (?:modern|newer)) (?:web )?browser"
    r"|your browser (?:is|does|version)"
    r"|(?:requires?|enable|need|turn on|activate) (?:to (?:enable|run) )?javascript"
    r"|javascript (?:is )?(?:required|disabled|must)"
    r"|browser wird nicht (?:mehr )?unterstützt|veralteter browser|navigateur (?:n['’]est"
    r"|non|obsolète)|navegador (?:no|não)"
    r"|browser (?:non|niet|jest|nie)|javascript (?:aktivieren|activer|activar)|(?:activez"
    r"|active|habilite|attiva|schakel) javascript"
    r"|ваш браузер|浏览器|瀏覽器|ブラウザ|브라우저"
    r"|waiting room|you are (?:now )?(?:in (?:the )?(?:line|queue)|number)|place in (?:line"
    r"|the queue)|(?:in|the) queue\b.{0,60}\b(?:wait|turn|redirect)"
    r"|warteraum|warteschlange|virtuelle[rn]? wartezimmer|file d['’]attente"
    r"|salle d['’]attente|sala de espera|cola virtual|lista d['’]attesa|sala d['’]attesa"
    r"|wachtrij|wachtruimte|poczekalni|очередь|排队|待合室|대기열"
    r"|(?:verify|confirm|enter) your (?:age|date of birth)|age (?:verification|gate|check"
    r"|restricted)|(?:over|at least|older than) (?:18|21)"
    r"|(?:18|21) (?:years (?:of age|old|or)|or (?:older|over)|\+)"
    r"|adults? only"
    r"|altersprüfung|altersverifikation|volljährig|mindestens 18|vérification de l['’]âge"
    r"|(?:plus|moins) de 18 ans|majeur|mayor(?:es)? de (?:edad|18)|maggiorenne"
    r"|verifica dell['’]età|maior(?:es)? de (?:idade|18)|leeftijd|pełnoletni|wiek|возраст"
    r"|исполнилось 18|年龄|年齢|성인"
    r"|we (?:value|respect|care about) your privacy|before you (?:continue|proceed|enter)"
    r"|(?:accept|manage|reject) (?:all )?(?:cookies|consent)|cookie (?:consent|settings"
    r"|preferences|policy)|(?:your|give|asks? for your) consent|uses? cookies"
    r"|(?:cookies|alle) akzeptieren|datenschutz-?einstellungen|einwilligung|zustimm"
    r"|bevor sie (?:fortfahren|zu)|accepter (?:les cookies|et continuer)|votre consentement"
    r"|avant (?:de continuer|d['’]accéder)|aceptar (?:las )?cookies|su consentimiento"
    r"|antes de continuar|accetta (?:i )?cookie|consenso|prima di continuare"
    r"|aceitar (?:os )?cookies|consentimento|cookies accepteren|toestemming"
    r"|voordat je verdergaat|akceptuj|zgod[ayę]|согласи|файлы cookie|接受.{0,6}cookie|同意|クッキー"
    r"|쿠키"
)
"""A reason of how it is read: consent, age, browser, queue."""

# "Something went wrong", "Back soon".
_FOR_NOW_BARE: Final = regex(
    r"(?:heavy|high) (?:traffic|demand|volume)|right back|be back|hang tight|come back"
    r"|upgrading|(?:few|some) (?:minutes|moments|hours)|went wrong|(?:reload|refresh) (?:the|this)"
    r"|slow down|until (?:tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|exceeded (?:your|the) (?:\w+ ){0,2}(?:limit|quota)|planned outage"
    r"|in kürze|hohen andrang|bald wieder|gerade nicht"
    r"|revenons|de retour|en cours de (?:mise à jour|construction)|bientôt"
    r"|en breve|volve(?:mos|remos)|disculpe las|em breve|voltamos|voltaremos"
    r"|in aggiornamento|a breve|torneremo|even (?:geduld|niet)|zo terug|spoedig"
    r"|prace (?:konserwacyjne|serwisowe)|wkrótce|odstávk|za chvíli|brzy"
    r"|strax|snart|päivitetään|palaamme|pian|hamarosan|în lucru|revenim|în curând"
    r"|σύντομα|υπό κατασκευή|yakında|kısa süre|скоро|незабаром"
    r"|升级|ただいま|混雑|アクセスが集中"
)
"""A reason that passes, in words that count on a page with little else."""

# "You do not have access", "Exclusivo para suscriptores".
_MEMBERS_BARE: Final = regex(
    r"(?:not|n['’]t) have (?:\w+ ){0,2}(?:access|rights)|not authori[sz]ed|not entitled"
    r"|(?:need|request|ask for|purchase|buy|get) (?:full )?access|purchase (?:it|this|the)"
    r"|(?:through|via) your (?:institution|library)|(?:on|off)[- ]campus|your ip address"
    r"|(?:is|are) private\b|this (?:wiki|group|page|site|account|video) is (?:private|restricted)"
    r"|subscribe to (?:read|continue|view)"
    r"|zugriffsrechte|nicht berechtigt|exklusiv für|abonnieren|réservée? (?:à|aux)|inscrit"
    r"|exclusivo para|suscríb|assine|riservat[oaie]|alleen voor|abonneer"
    r"|tylko dla|prenumerat|авториз(?:оваться|уйтесь)|войдите|подписк|endast för|kun for"
    r"|nur für|solo para|somente para|apenas para|solo per|jen pro|pouze pro|csak a"
)
"""A reason of who reads, likewise."""

# "JavaScript", "cookies", "18 ans", "robot".
_READER_BARE: Final = regex(
    r"(?:this|your|ihr|dein|dieser|votre|su|tu|il tuo|il suo|seu|uw|je|jouw) "
    r"(?:web ?)?(?:browser|navigateur|navegador)\b|\bjavascript\b|przeglądark|prohlížeč"
    r"|\bad ?block(?:er|ing)?\b|werbeblocker|bloqueu?(?:r|dor) de (?:pub|anun)"
    r"|\b(?:vpn|wi-?fi)\b|content filter|blocked by (?:your|the|an?) (?:admin|network|organi)"
    r"|\brobots?\b|\broboter\b|робот|ロボット|captcha|安全验证"
    r"|no,? thanks|continue to (?:the )?(?:web ?)?site|skip (?:this|the)? ?ad\b"
    r"|(?:choose|select) (?:your|a) (?:language|region|country|location)"
    r"|choisissez (?:votre|une) (?:langue|pays|région)|wählen sie (?:ihre sprache|ihr land)"
    r"|seleccion[ae] (?:su|tu|un) (?:idioma|país|región)"
    r"|(?:estimated|waiting) (?:wait|time)|wait time|wartezeit|weitergeleitet|wachttijd"
    r"|wachtenden|(?:temps|tiempo|tempo) d(?:e |['’])(?:attente|espera|attesa)"
    r"|dans la file|(?:en|na) (?:la )?fila|fila virtual|in coda|kolejce"
    r"|legal (?:\w+ )?age|your birth(?:day|date)|âge légal|edad legal|alt genug"
    r"|(?<!\d)(?:16|18|19|20|21) ?(?:\+|years?\b|jahre|ans\b|años|anos\b|anni|jaar|lat\b|лет|років|år\b"
    r"|vuotta|let\b|éves|ani\b|ετών|yaş|歳|岁|세)|(?:über|over|över|yli) (?:16|18|20|21)\b"
    r"|\bcookies?\b|cookie-uri|куки|çerez|eväst|\bkakor|informasjonskapsler|sütik?\b"
    r"|sütiket|ciasteczk|עוגיות|ملفات تعريف"
    r"|(?:accept|reject|allow|agree)(?: to)? (?:all|and)\b|i (?:agree|accept)\b|not consent"
    r"|store and/or access|(?:our|trusted|und unsere|et nos|nuestros|nossos|e i nostri|onze"
    r"|nasi) (?:\w+ )?(?:partners?|partenaires|socios|parceiros|partnerzy)\b"
    r"|personali[sz]ed (?:ads|advertising|content)|privacy is important|your privacy"
    r"|(?:accept|agree to) the (?:terms|conditions|disclaimer)|terms (?:and conditions )?to"
    r"|alles? (?:akzeptieren|ablehnen)|privatsphäre|mit werbung|werbefrei|tracking"
    r"|continuer sans|tout (?:accepter|refuser)|(?:aceptar|rechazar|aceitar|rejeitar) tod"
    r"|(?:accetta|rifiuta) tutt|(?:su|tu|sua) privaci(?:dad|dade)|(?:alles|alle) (?:accepteren"
    r"|weigeren)|prywatność|godkänn|samtykke|godta alle|hyväksy|souhlas|přijmout|elfogad"
    r"|συμφωνώ|αποδοχή|απόρρητ|kabul et|принять все|许可する|許可する|プライバシー|隐私|개인정보"
)
"""A reason of how it is read, likewise: single words, such as "cookies"."""

# "Fatal error: ... on line 3", "ORA-12541", "java.lang.NullPointerException".
_FAULT: Final = regex(
    r"\b(?:fatal error|parse error|uncaught (?:error|exception))\b.{0,200}\b(?:line|php"
    r"|stack trace|thrown)"
    r"|\bwarning: (?:mysql|include|require|main|fopen|session)\w*\b.{0,120}\bon line\b"
    r"|traceback \(most recent call last\)|\bora-\d{5}\b|\bsqlstate\b"
    r"|\b(?:java|javax|org)\.[\w.]{1,60}(?:exception|error)\b"
    r"|server error in ['’]/|unhandled exception|(?:database|db) (?:connection )?error"
    r"|error establishing a database"
    r"|you have an error in your sql syntax|internal error occurred|application error"
    r"|nullreferenceexception"
    r"|\b(?:notice|deprecated|strict standards): .{0,160}\bon line \d"
    r"|\bole db provider\b|\bodbc \w+ manager\b|error ['’]8[0-9a-f]{7}['’]"
    r"|can['’]t connect to (?:local )?\w*sql|too many connections|unable to read resource"
    r"|xml parsing error|unexpected error|^\W*internal server error\W*$|type exception report"
    r"|(?:connection|query) (?:failed|refused|timed out)|undefined (?:variable|index|offset)"
    r"|error while executing|segmentation fault|out of memory|no space left on device"
)
"""The words of programs that fail."""

# "Our website has moved", "Neue Adresse".
_ELSEWHERE: Final = regex(
    r"\b(?:web ?)?(?:site|page|journal|blog|library|repository|content|we) (?:has|have|is"
    r"|are)(?: now| recently| been)*(?: permanently)? (?:moved|relocated|migrated|moving)"
    r"|(?:new|changed (?:our|its)) (?:web ?)?(?:address|home|location|site|url) (?:is|at|:)"
    r"|(?:find us|please visit us|update your bookmarks)"
    r"|(?:ist|sind|wurde) umgezogen|neue (?:adresse|webseite|website)|(?:a|avons) déménagé"
    r"|nouvelle adresse|nouveau site"
    r"|se ha (?:mudado|trasladado)|nueva (?:dirección|web)|si è trasferit|nuovo (?:sito"
    r"|indirizzo)|mudou-se|novo (?:site|endereço)|mudámos"
    r"|is verhuisd|nieuw(?:e)? (?:adres|website)|został[ao]? przeniesion|nowy adres"
    r"|переехал|новый адрес|har flyttat|er flyttet|taşındı|přestěhoval|已搬迁|已遷移|移転しました|이전"
    r"|no longer (?:maintained|updated|in use)|(?:please )?update your (?:links|bookmarks)"
    r"|new (?:address|location) on our|迁移至|新网址|新網址|新しい(?:アドレス|url)"
    r"|muutettu|siirtynyt|elköltöz|új cím|s-a mutat|adresă nouă|μεταφέρθηκε|νέα διεύθυνση"
)
"""A notice that the site is elsewhere, without a way there."""

# "No records found", "Keine Treffer".
_NOTHING_FOUND: Final = regex(
    r"\bno (?:records?|results?|matches|items?|hits|entries|documents?) (?:were |was "
    r"|have been )?(?:found|match|returned|to display)|\b(?:0|zero) (?:results|records|hits"
    r"|items)\b|your search (?:did not|returned no|for)|no matching (?:records|results)"
    r"|nothing matched"
    r"|keine (?:treffer|ergebnisse|datensätze|einträge)|aucun(?:e)? (?:résultat|notice"
    r"|enregistrement|document)|(?:sin|ningún) (?:resultados?|registros?)|no se (?:encontr"
    r"|han encontr)\w+ (?:resultados|registros)|nessun (?:risultato|record|documento)"
    r"|nenhum (?:resultado|registro|registo|documento)|geen (?:resultaten|records|treffers)"
    r"|brak (?:wyników|rekordów)|nie znaleziono (?:wyników|rekordów)|ничего не найдено"
    r"|нет результатов|результатов не найдено|inga (?:träffar|resultat|poster)"
    r"|ingen (?:resultater|treff|poster)|ei (?:tuottanut |löytynyt )?(?:haku)?tuloksia|sonuç bulunamadı"
    r"|žádné (?:výsledky|záznamy)|nincs találat|niciun rezultat|没有(?:找到|结果|记录)|無結果"
    r"|該当(?:する)?.{0,8}(?:ありません|見つかりません)|検索結果(?:は)?0|결과가 없습니다|검색 결과가 없"
)
"""The words of a catalogue for a search that finds nothing."""

# "This service has been discontinued", "Dienst eingestellt".
_RETIRED: Final = regex(
    r"\b(?:service|tool|portal|database|archive|platform|application|app|catalogue|catalog"
    r"|repository|system|programme|program|project|server|product|api)\b"
    r"(?: (?:has|have|was|is|been|now|being|permanently|officially|will|be))* (?:retired"
    r"|decommissioned|discontinued|sunset|sunsetted|shut down|switched off|terminated"
    r"|closed|ended|offline)\b"
    r"|(?:dienst|portal|datenbank|angebot|server)\b.{0,40}\b(?:eingestellt|abgeschaltet"
    r"|außer betrieb)|service (?:a été )?(?:arrêté|fermé|supprimé)"
    r"|servicio (?:ha sido )?(?:retirado|descontinuado|cerrado)"
    r"|servizio (?:è stato )?(?:dismesso|chiuso|interrotto)"
    r"|serviço (?:foi )?(?:descontinuado|encerrado)|dienst is (?:beëindigd|gestopt)"
    r"|usługa została (?:wyłączona|zakończona)|сервис (?:закрыт|отключен|больше не)"
    r"|服务已(?:停止|关闭|下线)|サービス(?:は|を)?.{0,30}終了"
    r"|said goodbye to|no longer (?:supported|offered|operated|in operation|being operated)"
    r"|(?:page|service|site) (?:was|has been) discontinued on"
    r"|service (?:est|a été|n['’]est plus) (?:fermé|arrêté|actif|assuré)"
    r"|servicio (?:ya no|está cerrado)|dienst (?:is|wordt) (?:stopgezet|opgeheven)"
    r"|serwis (?:został )?(?:zamknięty|wyłączony)|(?:tjänsten|tjenesten) (?:har|er) (?:lagts ned"
    r"|nedlagt|lukket|avviklet|stängts)|palvelu (?:on )?(?:lopetettu|suljettu)"
    r"|služba byla (?:ukončena|zrušena)|hizmet (?:sona erdi|kapatıldı)|szolgáltatás megszűnt"
    r"|serviciul (?:a fost )?(?:închis|întrerupt)|服务已?停止|サービス終了"
)
"""A notice that what made the page exist is switched off."""

# "Available", "displayed", "verfügbar".
_WEAK: Final = regex(
    r"available|displayed|shown|closed|disabled|accessible|verfügbar|erreichbar|angezeigt"
    r"|zugänglich|gesperrt|abgeschaltet"
    r"|disponible|accessible|affich|fermé|accesible|cerrad|disponibile|accessibile"
    r"|disponível|acessível"
    r"|beschikbaar|bereikbaar|dostępn|доступн|недоступ|tillgänglig|tilgængelig|tilgjengelig"
    r"|saatavilla|käytettävissä"
    r"|kullanılam|mevcut değil|erişilem|dostupn|nedostupn|elérhető|disponibil|διαθέσιμ|זמינ"
    r"|זמין|متاح|متوفر"
    r"|khả dụng|không có sẵn|tersedia|不可用|无法(?:访问|显示)|無法"
    r"|利用できません|表示できません|사용할 수 없|이용할 수 없"
)
"""A statement that something cannot be had, which need not mean that it is not there."""

_Reason = tuple[str, re.Pattern[str], str]

_REASONS: Final[tuple[_Reason, ...]] = (
    ("legal-block", _COUNTRY, "the page is not shown in every country"),
    ("server-error", _FOR_NOW, "the page is not available for the moment"),
    ("auth-required", _MEMBERS, "the page is for members or subscribers"),
    ("blocked", _READER, "the site asks something of the reader first"),
)
"""Reasons for which a page is not shown, the most telling first."""

_BARE_REASONS: Final[tuple[_Reason, ...]] = (
    ("server-error", _FOR_NOW_BARE, _REASONS[1][2]),
    ("auth-required", _MEMBERS_BARE, _REASONS[2][2]),
    ("blocked", _READER_BARE, _REASONS[3][2]),
)
"""The same, on a page with little else; in a title they may be of a work's."""

_OF_THE_PAGE: Final = (*_REASONS[:3], *_BARE_REASONS[:2])
"""The reasons that speak of the page, not of how it is read."""

_NOTICES: Final = (
    ("server-error", _FAULT, "the program behind the page failed"),
    ("content-changed", _ELSEWHERE, "the page says that the site has moved"),
    ("content-changed", _NOTHING_FOUND, "the page is an empty result of a search"),
    ("content-changed", _RETIRED, "the page says that the service is retired"),
)
"""Other notices in place of a work."""

_BARE: Final = 160
"""A page of no more words has little else on it than a notice."""

# A sentence with its end, the marks of Chinese and Japanese among them.
_SENTENCE: Final = regex(r"[^.!?。！？\n]{1,400}[.!?。！？]?")
_OPENING: Final = 40
"""The words of a longer page that may be a notice on top of a frame."""


def reason_in(
    text: str, reasons: Sequence[_Reason] = _REASONS
) -> tuple[str, str] | None:
    """Return the code and the meaning of the reason that a text gives for not showing a
    page, or None.

    >>> reason_in("this page is not available in your country")[0]
    'legal-block'
    """
    for code, pattern, meaning in reasons:
        if pattern.search(text):
            return code, meaning
    return None


def wall(page: Page, bare: int = _BARE) -> tuple[str, str] | None:
    """Return the code and the meaning of the wall that a page is, or None.

    Asked for pages that do not show the work; an article about walls does. `bare` is
    the number of words up to which the whole of a page is taken for a notice.
    """
    is_bare = len(page.words) <= bare
    if is_bare:
        words = page.words
    else:
        words = page.words[:_OPENING]
    text = " ".join(words).lower()
    heads = [segment for segment in page.segments if len(segment.split()) <= 12]
    parts, reasons = heads, _REASONS
    if is_bare:
        parts, reasons = [*heads, text], (*_REASONS, *_BARE_REASONS)
    for part in parts:
        if found := reason_in(part, reasons):
            return found
    for code, pattern, meaning in _NOTICES:
        if pattern.search(text) or any(map(pattern.search, heads)):
            return code, meaning
    return None


def reason_around(text: str, start: int, end: int) -> bool:
    """True if a statement that something is unavailable has a reason: in its sentence,
    or in one of the two after it.

    Only what is "unavailable" can be so for a reason. What "does not exist" or "was
    removed" is missing, whatever the page adds ("or is temporarily unavailable").
    """
    if not _WEAK.search(text[start:end]):
        return False
    begin = max(text.rfind(mark, 0, start) for mark in ".!?。！？\n") + 1
    rest = text[end : end + 400]
    ends = [end, *(end + match.end() for match in _SENTENCE.finditer(rest))][:4]
    if reason_in(text[begin : ends[-1]], _OF_THE_PAGE) is not None:
        return True
    # A notice of cookies stands below any page: it is a reason in the sentence only.
    return reason_in(text[begin : ends[min(1, len(ends) - 1)]]) is not None
