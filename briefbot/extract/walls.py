"""Texts that stand in place of an article: paywalls, consent, checks for robots, no scripts."""

from __future__ import annotations

import re

from briefbot.models import Quality

_STUB = 1000
"""A smaller text may be a teaser (a whole article has 1,500 and more)."""
_NOTICE = 4000
"""The longest consent form in the place of an article that we saw has 3,000 letters."""
_SHARE = 0.4
"""Of a notice's letters so many stand in sentences that only a notice has: the rest says which
vendors, buttons and support numbers there are. An article about such notices quotes a few."""

_PAYWALL = re.compile(
    r"(?i)\b(?:subscribe (?:now )?to (?:continue|keep|read|unlock)|to (?:continue|keep) reading"
    r"|already a (?:subscriber|member)|for (?:paid |paying )?(?:subscribers|members) only"
    r"|to (?:read|view|see) the (?:full|whole|entire|rest of (?:this|the)) (?:article|story|post),?"
    r" (?:please )?(?:subscribe|register|sign|log|become)"
    r"|subscriber[- ]exclusive|this (?:article|story|post|content) is (?:reserved )?(?:only )?"
    r"for (?:our )?(?:paid |paying )?(?:subscribers|members)"
    r"|unlock (?:this|the full) (?:article|story)|sign in to (?:continue|read)"
    r"|you(?:'|’)?ve (?:reached|read) (?:your|all your|the) (?:limit|last|free|monthly)"
    r"|(?:free )?articles? (?:remaining|left) this month"
    r"|réservée? (?:à nos |aux |à nos lecteurs )abonnés|(?:cet|l['’]) ?article est réservé"
    r"|il vous reste .{1,12}% (?:de cet article|à lire|de cet)|déjà abonnée?\b"
    r"|(?:nur|exklusiv) für abonnent(?:en|innen)|weiterlesen mit|jetzt (?:gratis )?weiterlesen"
    r"|sie haben bereits ein (?:digital)?abo|mit .{1,20}\+ weiterlesen|testen sie .{1,30} um den"
    r"|contenido exclusivo para|(?:exclusivo|solo) para suscriptores|ya (?:eres|soy) suscriptor"
    r"|suscr[ií]bete para (?:seguir|leer|continuar)"
    r"|(?:contenuto|articolo) riservato (?:agli|ai) abbonati|sei già abbonato"
    r"|abbonati per (?:leggere|continuare)"
    r"|(?:exclusivo|só) para assinantes|conteúdo exclusivo|já é assinante|assine para (?:ler|conti)"
    r"|alleen voor abonnees|exclusief voor abonnees|al abonnee\b|word abonnee om"
    r"|tylko dla (?:prenumeratorów|subskrybentów)|wykup dostęp|masz już prenumeratę"
    r"|(?:för|til|for) (?:dig som är )?prenumeranter|kun for abonnent(?:er)?|läs vidare med"
    r"|только для подписчиков|оформите подписку|abonelere özel)"
    r"|訂閱.{0,8}閱讀全文|會員專屬|訂戶專享|登入.{0,6}閱讀全文|订阅.{0,8}阅读全文|会员专享"
    r"|登录.{0,6}阅读全文|有料会員|会員限定|続きを読むには|残り\s?\d{2,6}\s?文字|구독자 전용"
)
_CONSENT = re.compile(
    r"(?i)(?:accept|allow|reject|decline|refuse|manage) all(?: (?:optional|additional))? cookies"
    r"|we (?:and (?:our|up to|\d).{0,40}?partners?,? )?(?:may )?(?:use|store|set) "
    r"(?:and/or access )?(?:optional |necessary |essential )?"
    r"(?:cookies|information on (?:a|your) device)"
    r"|(?:store|access) (?:and/or access |and access |or access )?information on (?:a|your) device"
    r"|(?:manage|change|withdraw|review) your (?:privacy |cookie |consent )?"
    r"(?:choices|preferences|settings|consent) at any time"
    r"|before you continue to |your privacy is important to us|we value your privacy"
    r"|by clicking .{1,30}(?:you (?:agree|accept|consent)|accept)"
    r"|(?:click|select|tap) .{0,3}(?:accept all|i agree|reject all|manage (?:settings|options))"
    r"|you can (?:change|withdraw) your (?:choices?|consent|mind)"
    r"|(?:alle|allen) (?:cookies|optionalen cookies) (?:akzeptieren|zulassen|annehmen|zustimmen)"
    r"|wir (?:und unsere .{0,40}?partner )?(?:verwenden|nutzen|setzen) .{0,30}cookies"
    r"|mit werbung (?:und (?:cookies|tracking) )?(?:weiterlesen|weiter(?:lesen|surfen)?|nutzen)"
    r"|informationen auf (?:einem|ihrem) (?:end)?gerät|weiter mit (?:werbung|tracking)"
    r"|(?:pur|werbefrei)[- ]abo|ihre (?:einwilligung|zustimmung) .{0,40}(?:widerrufen|jederzeit)"
    r"|(?:accepter|refuser) (?:tous les cookies|et (?:continuer|fermer))|continuer sans accepter"
    r"|(?:nous|notre site|et nos .{0,20}partenaires,?) (?:et nos .{0,30}?partenaires,? )?"
    r"(?:utilisons|utilise|stockons|déposons) .{0,30}(?:cookies|informations)"
    r"|(?:aceptar|rechazar) (?:todas? (?:las )?)?(?:cookies|y (?:continuar|cerrar))"
    r"|(?:nosotros|utilizamos|usamos) .{0,40}cookies|aceptar todo"
    r"|accetta(?:re)? tutti i cookie|(?:utilizziamo|usiamo) .{0,30}cookie|rifiuta tutto"
    r"|aceitar todos os cookies|(?:utilizamos|usamos) cookies"
    r"|alle cookies (?:accepteren|toestaan|weigeren)|wij (?:en .{0,30})?gebruiken .{0,20}cookies"
    r"|(?:akceptuj|zaakceptuj) wszystkie|używamy (?:plików )?cookies|zgadzam się na"
    r"|(?:acceptera|godkänn|tillåt) alla (?:cookies|kakor)|vi (?:använder|bruger|bruker) .{0,20}"
    r"(?:cookies|kakor|informasjonskapsler)|godta alle|tillad alle|přijmout vše|tüm çerezleri"
    r"|(?:мы используем|принять все) (?:файлы )?(?:cookie|куки)"
    r"|(?:接受|同意)(?:所有|全部)\s?cookie|我們使用\s?cookie|我们使用\s?cookie"
    r"|(?:すべて|全て)の?\s?cookie\s?を(?:受け入れ|許可)|当(?:サイト|社).{0,12}cookie.{0,12}使用"
)
_CAPTCHA = re.compile(
    r"(?i)(?:verify|verifying|confirm|prove|make sure|making sure|checking)(?: that| if)? "
    r"you(?:'|’)?(?:re| are) (?:a |not a )?(?:human|robot|bot|real)"
    r"|checking (?:if |your |the )?(?:the )?(?:site connection|browser|connection|that you)"
    r"|unusual (?:traffic|activity) (?:from|on) your|automated (?:requests|access|traffic) from"
    r"|are you (?:a robot|human|not a robot)|i(?:'|’)?m not a robot|you have been blocked"
    r"|why (?:have i been blocked|do i have to complete a captcha)"
    r"|(?:complete|solve|enter|pass) (?:the|this|a) (?:captcha|security check|challenge|puzzle)"
    r"|(?:press|slide|click) (?:and|&) hold|slide (?:right )?to (?:complete|verify|secure)"
    r"|ddos protection by|performance (?:&|and) security by|cloudflare ray id|ray id:"
    r"|this (?:process is automatic|website is using a security service|request was blocked)"
    r"|needs to review the security of your connection|security service to protect"
    r"|your browser will redirect to your|please (?:allow|wait) (?:up to )?\d+ seconds"
    r"|access (?:denied|to this page has been denied)|you don(?:'|’)t have permission to access"
    r"|pardon our interruption|something about your browser made us think"
    r"|incident id\b|support id is|reference #[0-9a-f.]{8,}|protected by anubis"
    r"|(?:sind sie|bist du) ein (?:mensch|roboter)|(?:dass|ob) sie (?:ein mensch|kein roboter) sind"
    r"|zugriff (?:verweigert|wurde blockiert)|ungewöhnliche(?:r|n)? (?:datenverkehr|aktivität)"
    r"|(?:vérifi(?:er|ons|ez) que vous (?:êtes|n['’]êtes)|êtes-vous un (?:humain|robot))"
    r"|accès (?:refusé|temporairement restreint)|trafic inhabituel"
    r"|(?:verifi(?:ca|car|que|camos) que (?:eres|es|no eres)|no soy un robot|eres un robot)"
    r"|acceso denegado|tráfico inusual|non sono un robot|accesso negato|não sou um robô"
    r"|ik ben geen robot|toegang geweigerd|nie jestem robotem|odmowa dostępu|я не робот"
    r"|подтвердите, что|請證明您?不是機器人|我不是機器人|進行人機驗證|验证您是(?:否是)?真人"
    r"|人机(?:身份)?验证|安全验证|访问验证|私はロボットではありません|ロボットではないこと"
)
_SCRIPTS = re.compile(
    r"(?i)(?:enable|turn on|activate|allow|switch on) (?:your )?(?:java ?script|js|cookies)\b"
    r"|java ?script (?:is|seems to be|appears to be|has been|must be|and cookies)"
    r" ?(?:currently )?(?:disabled|required|not (?:enabled|available|supported)|enabled)"
    r"|(?:requires?|needs?|without|support) java ?script"
    r"|your browser (?:is (?:not supported|out of date|outdated)|does ?n(?:o|'|’)t support)"
    r"|(?:aktivieren|erlauben|schalten) sie (?:bitte )?java ?script|java ?script (?:ist|muss|wird)"
    r"|(?:activer|activez) (?:le )?java ?script|java ?script est désactivé"
    r"|(?:activa|active|activar|habilita|habilite|habilitar) (?:el )?java ?script"
    r"|(?:abilita|attiva)(?:re)? java ?script|(?:ative|habilite) o java ?script"
    r"|(?:schakel|zet) java ?script (?:in|aan)|(?:włącz|włączyć) (?:obsługę )?java ?script"
    r"|aktivera java ?script|включите java ?script"
    r"|(?:啟用|启用|開啟|开启|打开)\s?java ?script|java ?script\s?を有効"
)
_KINDS = ((_CAPTCHA, Quality.CAPTCHA), (_SCRIPTS, Quality.SCRIPTED), (_CONSENT, Quality.CONSENT))
_LONG_NOTICE = re.compile(r"(?i)cookie|consent|partner|zustimm|einwillig|kakor|capsler|куки|çerez")
"""Only forms of consent are long, and looking at every article for all of it takes 2 ms."""
_QUOTED = re.compile(
    r"“[^“”\n]{1,300}”|\"[^\"\n]{1,300}\"|[„»][^“«\n]{1,300}[“«]|«[^»\n]{1,300}»|「[^」\n]{1,300}」"
)
"""An article quotes a notice; a notice speaks for itself."""
_SENTENCE = re.compile(r"[^\n.!?。！？]{1,1000}[.!?。！？]*")


_SAID = {
    Quality.CONSENT: "the page asks for consent before it shows anything",
    Quality.CAPTCHA: "the page wants to see that no robot reads it (captcha)",
    Quality.SCRIPTED: "scripts make the page in the browser, so nothing is there to read",
    Quality.LIVE: "the page is a live blog and has no one text",
    Quality.VIDEO: "the link leads to a video or a recording",
    Quality.PHOTOS: "the link leads to pictures",
    Quality.PDF: "the link leads to a PDF or another document that is not read",
}


def said(quality: Quality) -> str:
    """Return what stands in the place of an article, in words; empty when an article does."""
    return _SAID.get(quality, "")


def notice(text: str) -> Quality | None:
    """Return what the text is when it speaks to the reader or the browser and tells no news."""
    size = _size(text)
    if size >= _NOTICE or (size >= _STUB and not _LONG_NOTICE.search(text)):
        return None
    sentences = [found[0] for found in _SENTENCE.finditer(_QUOTED.sub("“”", text))]
    said = [(sentence, kind) for sentence in sentences if (kind := _kind(sentence))]
    if not said or sum(len(sentence) for sentence, _ in said) < _SHARE * len(text):
        return None
    weights = {kind: 0 for _, kind in said}
    for sentence, kind in said:
        weights[kind] += len(sentence)
    return max(weights, key=weights.__getitem__)


def _kind(sentence: str) -> Quality | None:
    return next((kind for pattern, kind in _KINDS if pattern.search(sentence)), None)


def is_stub(text: str) -> bool:
    """Tell whether a text is so short that it may be a teaser."""
    return _size(text) < _STUB


def asks_for_money(text: str) -> bool:
    """Tell whether a short text sends its reader to a subscription; a long one may quote that."""
    return is_stub(text) and _PAYWALL.search(text) is not None


def _size(text: str) -> int:
    """Return the length in letters; a Chinese, Japanese or Korean one says as much as two."""
    return len(text) + sum(character > "\u2e80" for character in text[:_NOTICE])
