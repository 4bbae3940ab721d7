"""Quotations that run through sentences, and sentences that say who speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Span = tuple[int, int]

_SIGN = re.compile(r"[“”„«»「」『』\n]|(?<![\u05d0-\u05ea])\"|\"(?![\u05d0-\u05ea])")
"""A sign between two Hebrew letters is an abbreviation's."""
_CLOSES = {"“": "”", "„": '“”"', "«": "»", "»": "«", "「": "」", "『": "』", '"': '"'}
"""Which signs end what each begins: German says „so“ and »so«."""
_FEW = 6
"""Words of `he said on Monday`; where there are more, some thing may be named."""
_ENDED = re.compile(r"[,.!?。，！？][”\"“»」』]|[”\"“»」』][,，と]")
"""A quotation that is a sentence of its own, and no word of ours in scare quotes."""
_NOBODY = re.compile(r"[と，,]?[他她]?(?:述べ|話し|語っ|[说說称稱]|表示|라고)[^はがも氏]{0,8}")
_LETTER = re.compile(r"[^\W_]")

_SAYS = re.compile(
    r"\b(?:sa(?:id|ys|y|ying)|t(?:old|ells)|add(?:ed|s)|asked|wrote|writes|according|stat(?:ed|es|"
    r"ement)|"
    r"expla\w{4,6}|argu(?:ed|es)|insist\w*|warn\w*|call(?:ed|s)|tweeted|replied|noted|recall\w*|"
    r"announced|claim\w*|sag(?:t|te|ten)|erklär\w*|beton\w*|laut|teilte|mein(?:t|te)|schr(?:ieb|"
    r"eibt)|"
    r"fordert\w*|kritisiert\w*|äußert\w*|bericht\w*|heißt es|so (?:der|die)|dit|déclar\w*|"
    r"expliqu\w*|"
    r"affirm\w*|ajout\w*|selon|précis\w*|estim\w*|soulign\w*|écrit|rappel\w*|assur\w*|indiqu\w*|"
    r"annonc\w*|"
    r"di(?:jo|ce|cho)|explic\w*|afirm\w*|añad\w*|según|señal\w*|asegur\w*|indic\w*|manifest\w*|"
    r"agreg\w*|expres\w*|sostuv\w*|coment\w*|detto|dichiar\w*|spieg\w*|afferm\w*|aggiun\w*|secondo|"
    r"sottoline\w*|scriv\w*|raccont\w*|disse\w*|diz|declar\w*|acrescent\w*|segundo|escrev\w*|"
    r"contou|"
    r"relat\w*|zei(?:den)?|zegt|zeggen|verklaar\w*|aldus|volgens|vertel\w*|liet weten|schreef|"
    r"schrijft|"
    r"сказал\w*|говор\w*|заяв\w*|отме(?:т|ч)\w*|подчеркн\w*|сообщ\w*|по словам|рассказ\w*|добав\w*|"
    r"пояс\w*|написал\w*|объясн\w*)"
    r"|[说說称稱][，：:]?|表示|指出|认为|認為|强调|強調|告[诉訴]|[写寫]道|透露|介[绍紹]|坦言|直言"
    r"|述べ|話し|話す|語[っる]|と(?:い|言)[うっ]|指摘|説明|コメント|によると"
    r"|말했|밝혔|전했|설명했|강조했|덧붙였|라고|주장|지적했|따르면",
    re.IGNORECASE,
)


def quotations(text: str) -> tuple[Span, ...]:
    """Return the spans of the quotations in a text, their signs with them; none is in another.

    One that its paragraph does not close is none: the sign may be a mistake, or inches.
    """
    return tuple(_quoted(text))


def _quoted(text: str) -> Iterator[Span]:
    start, closing = -1, ""
    for found in _SIGN.finditer(text):
        sign = found[0]
        if sign == "\n":
            start, closing = -1, ""
        elif start >= 0 and sign in closing:
            yield start, found.end()
            start, closing = -1, ""
        elif start < 0 and sign in _CLOSES:
            start, closing = found.start(), _CLOSES[sign]


def around(place: int, quotes: Sequence[Span]) -> Span | None:
    """Return the quotation that a cut at the place would tear; None where it tears none."""
    at = bisect_left(quotes, place, key=lambda quote: quote[0]) - 1
    return quotes[at] if at >= 0 and quotes[at][0] < place < quotes[at][1] else None


def unquoted(text: str, span: Span, quotes: Sequence[Span]) -> str:
    """Return what a sentence says itself, without what it quotes."""
    first = max(0, bisect_right(quotes, span[0], key=lambda quote: quote[0]) - 1)
    parts, at = [], span[0]
    for start, end in quotes[first:]:
        if start >= span[1]:
            break
        parts.append(text[at : max(at, start)])
        at = max(at, end)
    parts.append(text[at : max(at, span[1])])
    return " ".join(parts)


def speechless(own: str) -> bool:
    """Tell whether a sentence has no word of its own beside what it quotes."""
    return _LETTER.search(own) is None


def nameless(sentence: str, own: str) -> bool:
    """Tell whether it is a quotation by nobody who is named: `“…,” he said`, 「…」と述べた."""
    said = own.strip()
    if sentence[0] not in _CLOSES or not said or _ENDED.search(sentence) is None:
        return False
    return (said.islower() and len(said.split()) <= _FEW) or _NOBODY.fullmatch(said) is not None


def says(own: str) -> bool:
    """Tell whether a sentence's own words name somebody who speaks."""
    return _SAYS.search(own) is not None or own.rstrip().endswith((":", "："))
