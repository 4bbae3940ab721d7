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
    r"(?:[^\W\d_][\w .,'’/&-]{0,48})?(?:"
    r"\([A-Z][\w. &'’/-]{1,28}\)\s{0,2}(?:--|[—–-])\s{0,2}"
    r"|\((?:CNN|AP|AFP|Reuters|REUTERS|dpa|ANSA|EFE|Xinhua|Kyodo)\)\s{0,2})"
    r"|[A-Z][A-Z .'’-]{2,30}(?:, [A-Z][\w. ]{2,20})?\s{1,2}(?:--|[—–])\s{1,2}"
)

_BEGINS = r"""
\W{0,2}(?:photo|photograph|image|picture|video|graphic)s? (?:credits?|by|via|courtesy)\b
\W{0,2}(?:photo|image|picture|caption|credit|video|graphic|source|foto|bild|quelle|crédit)s?\s?[:：/©]
\W{0,2}(?:imagen|fotografía|imagem|immagine|beeld|фото|写真|画像|图|圖|图片|圖片|图源|사진)\s?[:：/©]
(?:file|undated|handout) (?:photo|image|picture)\b
(?:read|see|find out|learn) (?:more|also|next|the full|our full)\b
(?:also read|more on this|more from|related|recommended|don't miss|most read)\b.{0,30}:
(?:watch|listen|live updates|in pictures|what to read next)\b.{0,30}:
(?:click|tap|scroll down|swipe)\b.{0,60}\b(?:here|for|to|through)\b
mehr zum thema|lesen sie (?:auch|hier|mehr)|lesetipp|lire aussi|à lire|lea también|lee también
leer más|leggi anche|leia (?:também|mais)|lees (?:ook|meer)|читайте также
続きを読む|関連記事|あわせて読みたい|相关阅读|延伸閱讀|延伸阅读|更多新聞|관련 ?기사
(?:share|tweet|e-?mail|print)\b.{0,40}\b(?:facebook|twitter|whatsapp|telegram|linkedin|friends?)\b
(?:share|tweet|e-?mail|print) this (?:article|story|page|post)\b
(?:follow|like|join) us\b
what do you think\b|have your say\b|let us know\b|tell us\b|(?:got|do you have) a (?:tip|story)\b
(?:first |last )?(?:published|updated|posted|modified)\b.{0,12}(?:\d|:)
(?:veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato)\b.{0,6}\d
(?:aggiornato|atualizado|опубликовано|обновлено|更新|發布|发布)\b.{0,6}\d
\d{1,3}[- ]min(?:ute)?s?\.? read\b
this is a (?:developing|breaking) (?:news )?story|more to follow|check back|stay with us
this (?:story|article|post|piece|report) (?:has been|was|is being|will be) (?:updated|corrected)
this (?:story|article|post|piece|report) (?:(?:was )?(?:first|originally)) (?:appeared|published)
(?:correction|clarification|editor['’]?s? note|disclaimer|disclosure)\b
(?:the )?(?:opinions|views) expressed\b
(?:advertisement|sponsored|promoted|story continues|article continues|skip to|loading)\b
©|\(c\) |copyright\b
we(?: and our partners)? use (?:cookies|your data)|(?:this|our) (?:web)?site uses cookies
by (?:continuing to|clicking|signing up|subscribing)\b|accept all cookies
manage (?:your )?(?:cookie|privacy|preferences|choices)
wir verwenden cookies|diese (?:web)?seite verwendet cookies|nous utilisons des cookies
utilizamos cookies|usamos cookies|utilizziamo (?:i )?cookie|wij gebruiken cookies
\W{0,2}(?:additional )?(?:reporting|writing|editing|compiled) by\b
"""
"""How a sentence begins, in small letters, that tells nothing: one expression a line."""

_HOLDS = r"""
\b(?:sign up|subscribe|register)\b.{0,80}\b(?:newsletters?|updates|alerts|inbox|briefing|podcast)\b
\bnewsletters?\b.{0,60}\b(?:sign up|subscribe|abonnieren|anmelden|your inbox)\b
\b(?:abonnieren sie|abonnez-vous|inscrivez-vous|suscríbete|suscríbase|iscriviti|inscreva-se)\b
\b(?:delivered|straight|sent|directly) to your (?:inbox|email|phone)\b
\ball rights reserved\b|\balle rechte vorbehalten\b|\btous droits réservés\b
\bmay not be (?:published|reproduced|republished)\b
\b(?:enable|activate|turn on) javascript\b
\bcontribut(?:ed|ing) to this (?:report|story|article|piece)\b
\bfollow (?:him|her|them|me|us) (?:on|at|@)
\b(?:reach|contact|e-?mail) (?:him|her|them|me|us|the (?:author|reporter|writer)) (?:at|on|by|via)\b
\bis an? (?:\S+ ){0,6}(?:reporter|correspondent|journalist|columnist) (?:covering|who covers)\b
\bis an? (?:\S+ ){0,6}(?:editor|contributor|writer|reporter) (?:at|for|with|based in)\b
\bview comments\b|\bhide caption\b|\btoggle caption\b|\bgetty images\b|\bshutterstock\b
https?://|\bwww\.
"""
"""What a sentence holds somewhere that tells nothing: one expression a line."""

_BEGINNING = re.compile("|".join(_BEGINS.split("\n")[1:-1]))
_HOLDING = re.compile("|".join(_HOLDS.split("\n")[1:-1]))
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|[Dd]i|DI|[Dd]oor|DOOR) "
    r"[A-ZÀ-Þ][\w.'’-]*(?:,? (?:and |und |et |y |e |en )?[A-ZÀ-Þ][\w.'’-]*){0,7}[.,]?"
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
    return bool(_BEGINNING.match(head) or _HOLDING.search(head))


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
