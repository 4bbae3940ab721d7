"""Which sentences of a page tell nothing of its story: bylines, captions, prompts, headings."""

from __future__ import annotations

import re

from briefbot.text.words import fold

_SHORTEST, _LONGEST = 4, 60
"""Words of a sentence that may stand in a summary."""
_CAPITALS = 0.8
"""Share of words with a capital past which they make a heading or a list of names."""
_HEAD = 400
"""Characters that the rules look at."""

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]\S*")
_NO_STOPS = frozenset(("th", "lo", "km", "my"))
"""Languages that end a sentence with a space or a sign of their own, or with nothing."""
_END = re.compile(r"[.!?…。！？．｡।॥։؟۔።][\"'”’»)\]」』）】》〉*]*$")
_DATELINE = re.compile(
    r"[-*] (?=\S)"  # the rest of `MADRID.- `, or of a list that lost its lines
    r"|By (?:[A-Z][\w.'’-]{1,20} ){1,3}?[A-Z][\w.'’-]{1,20}:\s{1,2}"
    r"|Updated?:? [^:]{0,40}?\d{1,2}[:.]\d\d(?: ?(?:Uhr|[ap]\.?m\.?|[A-Z]{2,4}))?\s?[:–—]\s{1,2}"
    r"|(?:[^\W\d_][\w .,'’/&-]{0,48})?(?:"
    r"\([A-Z][\w. &'’/-]{1,28}\)\s{0,2}(?:--|[—–-])\s{0,2}"
    r"|\((?:CNN|AP|AFP|Reuters|REUTERS|dpa|ANSA|EFE|Xinhua|Kyodo)\)\s{0,2})"
    r"|[A-Z][A-Z .'’-]{2,30}(?:, [A-Z][\w. ]{2,20}| via [A-Z]{2,12})?\s{1,2}(?:--|[—–])\s{1,2}"
)

_BEGINS = r"""
\W{0,2}(?:photo|photograph|image|picture|video|graphic)s? (?:credits?|by|via|courtesy)\b
\W{0,2}(?:photo|image|picture|caption|credit|video|graphic|source|foto|bild|quelle|crédit)s?\s?[:：/©]
\W{0,2}(?:imagen|fotografía|imagem|immagine|beeld|фото|写真|画像|图|圖|图片|圖片|图源|사진)\s?[:：/©]
(?:an? )?(?:file|undated|handout) (?:photo|image|picture)\b
(?:pictured|in this|this) .{0,40}\b(?:photo|photograph|image|picture|screenshot|frame grab)\b
(?:auf|in) (?:dem|diesem) (?:foto|bild)\b|sur (?:la|cette) photo\b|en la (?:foto|imagen)\b
(?:fotostrecke|bildergalerie|bilderstrecke|(?:photo|picture) ?gallery|slideshow)\b
(?:read|see|find out|learn) (?:more|also|next|the full|our)\b
(?:also read|more on this|more from|related|recommended|don't miss|most read)\b.{0,30}:
(?:watch|listen|live updates|in pictures|what to read next)\b.{0,30}:
see\b.{0,80}\bfor (?:more|further|full) (?:information|details)\b
for (?:more|further|full) (?:information|details)\b.{0,60}\b(?:visit|see|click|contact|call)\b
to (?:view|read|access|watch|continue)\b.{0,60}\b(?:please|subscribe|sign in|log in|register)\b
related (?:posts?|articles?|stories|videos|content|topics|links)\b
(?:\S+ ){1,4}has (?:more|the story|the details|this report|the latest)(?: from [^.]{0,30})?\.$
(?:click|tap|scroll down|swipe)\b.{0,60}\b(?:here|for|to|through)\b
mehr (?:dazu|infos|informationen)\b.{0,60}\bhier\b
mehr zum thema|lesen sie (?:auch|hier|mehr)|lesetipp|lire aussi|à lire|lea también|lee también
leer más|leggi anche|leia (?:também|mais)|lees (?:ook|meer)|читайте также
続きを読む|関連記事|あわせて読みたい|相关阅读|延伸閱讀|延伸阅读|更多新聞|관련 ?기사
(?:share|tweet|e-?mail|print)\b.{0,40}\b(?:facebook|twitter|whatsapp|telegram|linkedin|friends?)\b
(?:share|tweet|e-?mail|print) this (?:article|story|page|post)\b
(?:follow|like|join) us\b
(?:share this|teilen mit|teilen sie dies(?: mit)?|partager|compart(?:e|ir)|gefällt mir)\s?:
log ?in (?:or|oder|to (?:continue|read|comment|view|your))\b
sign in (?:or|to (?:continue|read|comment|view|your))\b|registrieren sie sich\b
please (?:wait|enable|log in|sign in|check your|try again)\b
bitte (?:warten|aktivieren|löschen)\b|(?:die merkliste|(?:der|ihr|dein) warenkorb) ist\b
your (?:shopping )?(?:cart|basket|wish ?list) is\b
welcome (?:back )?to (?:.{0,60}\b(?:newsletter|edition|podcast)\b|(?:\S+ ?){1,3}\.$)
(?:submit|send)(?: us)? (?:a|your) (?:letter|comment|question|tip|story|photo)s?\b
terms (?:and conditions )?apply\b
what do you think\b|have your say\b|let us know\b|tell us\b|(?:got|do you have) a (?:tip|story)\b
(?:first |last )?(?:published|updated|posted|modified)\b.{0,12}(?:\d|:)
(?:veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato)\b.{0,6}\d
(?:aggiornato|atualizado|опубликовано|обновлено|更新|發布|发布)\b.{0,6}\d
stand des artikels\b|artikel (?:vom|aktualisiert)\b|article (?:mis à jour|publié|modifié)\b
\d{1,3}[- ]min(?:ute)?s?\.? read\b
this is a (?:developing|breaking) (?:news )?story|more to follow|check back|stay with us
this (?:story|article|post|piece|report) (?:has been|was|is being|will be) (?:updated|corrected)
this (?:story|article|post|piece|report) (?:(?:was )?(?:first|originally)) (?:appeared|published)
(?:at least )?some (?:content|information) in this (?:article|page|section)\b
(?:this|the following) (?:article|page|post|story) (?:contains|may contain|needs|is about)\b
(?:dieser|der) (?:artikel|beitrag|text) enthält\b
(?:correction|clarification|editor['’]?s? note|disclaimer|disclosure)\b
(?:the )?(?:opinions|views) expressed\b
(?:advertisement|sponsored|promoted|story continues|article continues|skip to|loading)\b
©|\(c\) |copyright\b
we(?: and our partners)? use (?:cookies|your data)|(?:this|our) (?:web)?site uses cookies
by (?:continuing to|clicking|signing up|subscribing)\b|accept all cookies
manage (?:your )?(?:cookie|privacy|preferences|choices)
wir verwenden cookies|diese (?:web)?seite verwendet cookies|nous utilisons des cookies
utilizamos cookies|usamos cookies|utilizziamo (?:i )?cookie|wij gebruiken cookies
\W{0,2}(?:additional )?(?:reporting|writing|editing|compiled|interview(?:ed)?|translated) by\b
das (?:gespräch|interview) führten?\b|die fragen stellten?\b|propos recueillis par\b
"""
"""How a sentence begins, in small letters, that tells nothing: one expression a line."""

_HOLDS = {
    "newsletter": r"\b(?:sign up|subscribe|register)\b.{0,80}\bnewsletters?\b"
    r"|\bnewsletters?\b.{0,60}\b(?:sign up|subscribe|abonnieren|anmelden|your inbox)\b"
    r"|\b(?:reply to|forward(?:ed)?) this newsletter\b",
    "sign up": r"\bsign up\b.{0,80}\b(?:updates|alerts|inbox|briefing|podcast)\b",
    "subscribe": r"\bsubscribe\b.{0,80}\b(?:updates|alerts|inbox|briefing|podcast|support our)\b",
    "register": r"\bregister\b.{0,80}\b(?:updates|alerts|inbox|briefing|podcast)\b",
    "abon": r"\b(?:abonnieren sie|abonnez-vous)\b",
    "inscr": r"\b(?:inscrivez-vous|inscreva-se)\b",
    "iscriviti": r"\biscriviti\b",
    "suscr": r"\b(?:suscríbete|suscríbase)\b",
    "to your": r"\b(?:delivered|straight|sent|directly) to your (?:inbox|email|phone)\b",
    "hit reply": r"\bhit reply\b",
    "rights reserved": r"\ball rights reserved\b",
    "vorbehalten": r"\balle rechte vorbehalten\b",
    "réservés": r"\btous droits réservés\b",
    "published": r"\bmay not be (?:re)?published\b",
    "reproduced": r"\bmay not be reproduced\b",
    "forwarded": r"\bthis (?:e-?mail|newsletter) forwarded to you\b",
    "weiter": r"(?:\.\.\.|…) weiter(?:\.\.\.|…)",
    "javascript": r"\b(?:enable|activate|turn on) javascript\b",
    "browser": r"\b(?:outdated|unsupported|old|veralteten) browser\b|\byour browser (?:is|does)\b",
    "cookies": r"\b(?:clear|delete|accept|allow|manage) (?:your )?cookies\b"
    r"|\b(?:deine|ihre) cookies\b",
    "block": r"\b(?:your|deinen?|ihren?) (?:ad ?-?block|werbeblock)",
    "affiliate": r"\baffiliate[- ]?links?\b",
    "advertisers": r"\badvertisers do not influence\b",
    "compensation": r"\bwe (?:may|might|could) (?:receive|earn|get) (?:\S+ ){0,2}compensation\b",
    "commission": r"\b(?:earn|receive|get) (?:an? )?(?:\S+ ){0,2}commissions? (?:on|from|when|if)\b"
    r"|\bwe (?:may|might|could) (?:receive|earn|get) (?:\S+ ){0,3}commission\b",
    "this page": r"\b(?:on|of|visit|see|to) this page\b",
    "our ": r"\bour (?:privacy|cookie|advertising|editorial) policy\b|\bour terms of\b",
    "products": r"\b(?:we|our (?:editors|team)) (?:independently )?"
    r"(?:recommend|review|select|research|test).{0,40}\bproducts\b",
    "our journalism": r"\b(?:subscription|donate|donation|member)\b.{0,60}\bour journalism\b",
    "contribut": r"\bcontribut(?:ed|ing) to this (?:report|story|article|piece)\b",
    "follow": r"\bfollow (?:him|her|them|me|us) (?:on|at|@)",
    "reach": r"\breach (?:him|her|them|me|us|the (?:author|reporter)) (?:at|on|by|via)\b",
    "contact": r"\bcontact (?:him|her|them|me|us|the (?:author|reporter)) (?:at|on|by|via)\b",
    "mail": r"\be-?mail (?:him|her|them|me|us|the (?:author|reporter)) (?:at|on|by|via)\b"
    r"|\b(?:reply to|forward(?:ed)?) this e-?mail\b",
    "cover": r"\bis an? (?:\S+ ){0,6}(?:reporter|correspondent|journalist|columnist) "
    r"(?:covering|who covers)\b",
    "is a": r"\bis an? (?:\S+ ){0,6}(?:editor|contributor|writer|reporter) "
    r"(?:at|for|with|based in)\b",
    "comments": r"\bview comments\b",
    "caption": r"\b(?:hide|toggle) caption\b",
    "getty": r"\bgetty images\b",
    "shutterstock": r"\bshutterstock\b",
    "(": r"\((?:ap|file|courtesy|handout) (?:photo|image)"
    r"|\((?:photo|image|foto|bild)s?\s?(?:by|via|credit|courtesy|von|:|/)",
    "hier": r"\b(?:lesen sie|lest ihr|liest du|erfahren sie|erfahrt ihr|erfährst du|verraten wir)\b"
    r".{0,30}\bhier[.!:]",
    "author": r"\bmore from (?:this |the )?author\b",
    "first on": r"\bappeared first on\b",
    "zuerst": r"\berschien zuerst (?:auf|bei|im)\b",
    "mwst": r"\binkl\. mwst\b",
    "spoiler": r"\bspoilers?\b.{0,40}\b(?:ahead|below|article)\b",
    "facebook": r"\bfacebook(?: \W)? (?:twitter|whatsapp|linkedin|pinterest|e-?mail|google)\b",
    "twitter": r"\btwitter(?: \W)? (?:facebook|whatsapp|linkedin|pinterest|e-?mail|google)\b",
    "@": r"\w@[\w-]+\.[a-z]{2}",
    "http": r"https?://",
    "www.": r"\bwww\.",
}
"""What tells nothing where a sentence holds it, by a piece of it: one that lacks the piece, as
most do, is not searched, which makes the whole table three times as fast."""

_BEGINNING = re.compile("|".join(_BEGINS.split("\n")[1:-1]))
_BYLINE = re.compile(
    r"(?:(?:(?:An?|Eine?|Une?|Una) )?(?:Text|Words|Story|Report|Analysis|Opinion|Comment|Interview"
    r"|Essay|Analyse|Kommentar|Gastbeitrag|Bericht|Beitrag):? )?"
    r"(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|[Dd]i|DI|[Dd]oor|DOOR) "
    r"[A-ZÀ-Þ][\w.'’-]*(?:,? (?:and |und |et |y |e |en |with |mit |for |für )?"
    r"[A-ZÀ-Þ][\w.'’-]*){0,7}[.,]?"
)
_LINKS = re.compile(r"[|•·›»▶►→]")
"""Signs between the links of a list."""


def size(sentence: str) -> int:
    """Count the words; where scripts put no spaces, two characters make one."""
    unspaced = len(_UNSPACED.findall(sentence))
    spaced = _UNSPACED.sub(" ", sentence) if unspaced else sentence
    return len(_WORD.findall(spaced)) + (unspaced + 1) // 2


def dateline(sentence: str) -> int:
    """Return the length of what stands before the sentence proper, as `LONDON (AP) -- `."""
    found = _DATELINE.match(sentence)
    return found.end() if found else 0


def fits(sentence: str, *, title: str, language: str) -> bool:
    """Tell whether the sentence tells something and may stand alone in a summary."""
    return (
        _SHORTEST <= size(sentence) <= _LONGEST
        and (language in _NO_STOPS or _END.search(sentence[-8:]) is not None)
        and not _furniture(sentence[:_HEAD].lower())
        and not _BYLINE.fullmatch(sentence)
        and not _bracketed(sentence)
        and not _listed(sentence)
        and not repeats(sentence, title)
    )


def _furniture(head: str) -> bool:
    return _BEGINNING.match(head) is not None or any(
        piece in head and re.search(told, head) for piece, told in _HOLDS.items()
    )


def _bracketed(sentence: str) -> bool:
    """Tell whether all of it stands in brackets: an aside of the desk, or a credit."""
    return sentence[0] in "([（【" and sentence.rstrip(".。 ")[-1:] in ")]）】"


def _listed(sentence: str) -> bool:
    """Tell whether it is a heading, a list of links or a table: capitals, bars, digits."""
    tokens = sentence.split()
    capital = sum(token[0].isupper() for token in tokens)
    digits = sum(map(str.isdecimal, sentence))
    return (
        capital > _CAPITALS * len(tokens)
        or sentence.isupper()
        or len(_LINKS.findall(sentence)) > 1
        or sentence[0] == "|"
        or digits * 2 > sum(map(str.isalnum, sentence))
    )


def repeats(sentence: str, title: str) -> bool:
    """Tell whether the sentence is the headline over again."""
    if not title or abs(len(sentence) - len(title)) > len(title) // 4 + 2:
        return False
    one, other = _letters(sentence), _letters(title)
    return one in other or other in one


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
