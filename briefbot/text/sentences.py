"""Where the sentences of a clean text begin and end.

sentencex proposes the cuts; it knows many languages and is fast. The rules here take back
the cuts that it makes inside a sentence and add the few that it misses.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WINDOW = 3_000
"""Characters that sentencex sees at once: its time grows with the square of open quotes."""
_NEAR = 48
"""Characters that a rule sees on each side of a cut."""

_CLOSING = "\"'”’»)]」』）】》〉"
_START = re.compile(r"[\"'“‘„«(\[.…–—\s-]*+(\w)(\w?)")
_LONG_WORD = re.compile(r"[^\W\d_]{6}\.$")
_MARKER = re.compile(r"[•⁃▪]? ?\(?(?:\d{1,3}|[A-Za-z]|[ivx]{2,4})[.)]{1,2}")
_WORD = re.compile(r"\w+")
_ITEM = re.compile(
    r"(?:^|(?<=(?P<end>[.!?:]) )|(?<=\s))(?P<open>[•⁃▪] ?\(?|\(|)"
    r"(?:(?P<number>\d{1,3})|(?P<letter>[a-z]))(?P<close>\.\)|[.)]) (?=\S)"
)
_FIRST_COUNTS = (1, ord("a"))
_BEGINS_LIST = re.compile(r"(?:^|[.!?:] |[•⁃▪])[•⁃▪]? ?\(?(?:\d{1,3}|[a-z])[.)]{1,2} ")
_LONE = re.compile("[\ud800-\udfff]")
_APOSTROPHE = re.compile(r"(?<=[^\W_])'(?=[^\W_])|(?<=\.)'(?=s\b)")
_GERSHAYIM = re.compile(r"(?<=[\u05d0-\u05ea])\"(?=[\u05d0-\u05ea])")
_STOP_OR_QUOTE = re.compile(
    r"(?P<opens>[「『“（])|(?P<closes>[」』”）])|(?:(?<!\d)。|[！？])(?=\d)"
)
"""Between two digits the full stop may stand for a decimal point: 12。50元."""
_INITIAL = re.compile(r"(?:^|[\s(«“\"„])[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]\.$")
_ORDINAL = re.compile(r"(?:^|[\s(])\d{1,3}\.$")
_IN_WORD = re.compile(r"(?:www\.|://|@)\S*$|(?:^|\s)[!?]$|\b[A-Za-z][.!?]$|(?:^|[\s,:])\d{1,2}\.$")
_CRIED = re.compile(r"[!?…][\"”’']+$")
_SAYS = {
    "en": re.compile(r"(?:\S+ ){1,3}(?:said|says|asked|asks|told|added|wrote|replied|shouted)\b"),
    "ja": re.compile(r"[とっがをにはもでなのか]"),
    "ko": re.compile(r"(?:이?라|하)?(?:고|며|면서|는|던)"),
    "zh": re.compile(
        r"[^，。！？、：:,\s]{0,10}?(?:[说說](?!明)|[问問](?![题題])|喊|[称稱]|回答|表示|指出)"
    ),
}
"""How the words begin that say who spoke, after a quoted sentence."""

_ALWAYS_ON = {
    "ar": "د",
    "de": "hr fr dr prof dipl ing st bzw ca vgl sog z.b d.h u.a o.ä bspw inkl",
    "en": "mr mrs ms dr prof gen gov lt col capt sgt maj rev messrs approx e.g i.e vs viz",
    "es": "sr sra srta dr dra d dña ud uds gral lic ing p.ej",
    "fr": "m mm mme mmes mlle mlles mgr dr pr me av env p.ex",
    "hi": "डॉ श्री श्रीमती प्रो",
    "it": "sig sig.ra sigg dott dott.ssa prof prof.ssa on avv ing p.es",
    "nl": "dhr mevr mw dr drs prof ing ir mr bijv bv o.a m.n",
    "pl": "dr prof mgr inż ul św np m.in tzw gen",
    "pt": "sr sra dr dra exmo exma prof eng p.ex",
    "ru": "ул им т.е т.к т.н проф акад",
}
"""Abbreviations that a name or a word of the same sentence follows."""
_NUMBERED = "no nos nr nº n° № art arts abs fig figs vol p pp pág págs str s c ch cap bd kap"

_STARTERS = {
    "da": "De Den Der Det Han Hun Vi Jeg Du Men Og En Et Hvad Hvis Når Da Efter",
    "de": "Der Die Das Er Sie Es Wir Ich Ein Eine In Im Am An Auf Aber Und Doch Nach Bei Mit Für "
    "Dies Diese Dieser So Zu Zum Zur Wer Was Wie Wenn Dann Da Auch Nun Als Bis Von Vor",
    "en": "The This That These Those He She It They We You I In On At But And However Meanwhile "
    "An After Before When While If As For There His Her Their Its Our My What Why How Who Were So",
    "es": "El La Los Las Un Una Pero Y En Es Ella Ellos Esto Este Esta Se No Por Para Con Según",
    "fr": "Le La Les Il Elle Ils Elles On Un Une Mais Et En Dans Ce Cette Ces Je Nous Vous Selon",
    "it": "Il Lo La I Gli Le Un Una Ma E In Nel Nella È Non Si Per Con Secondo",
    "nl": "De Het Een Hij Zij Ze Wij We Ik Maar En In Op Dat Dit Deze Er Volgens",
    "pt": "O A Os As Um Uma Mas E Em No Na Ele Ela Eles Não Se Por Para Com Segundo",
}
"""Words that begin a sentence and no name."""
_NO_LETTERS = re.compile(r"[\W_]*")
_AFTER_NOTE = re.compile(
    r"(?:[a-z]{4}|[)\]])\.\d{1,3} (?=[A-Z])|[.!?]\) (?=[\"“„«¿¡]?[A-ZÀ-ÖØ-ÞА-Я])"
)


def split(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of a clean text's sentences, in order, without white space around them.

    A line end ends a sentence. Every character but white space is in one span. Time grows
    with the length of the text, whatever it holds.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        spans.extend((at + start, at + end) for start, end in _split_line(line, language))
        at += len(line) + 1
    return tuple(spans)


def _split_line(line: str, language: str) -> Iterator[tuple[int, int]]:
    items = frozenset(_items(line))
    cuts = {*_proposed(line, language), *_missed(line, language), *items, len(line)}
    start = 0
    for cut, following in pairwise(sorted(cuts)):
        if cut in items or _ends(line, (start, cut, following), language):
            yield from _stripped(line, start, cut)
            start = cut
    yield from _stripped(line, start, len(line))


def _stripped(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = line[start:end]
    inner = piece.strip()
    if inner:
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(inner)


def _proposed(line: str, language: str) -> Iterator[int]:
    """Yield sentencex's cuts, a window at a time.

    It takes the apostrophe of `Jr.'s` for a quotation mark and looks for the other one far away;
    half a surrogate pair it does not read at all. The sign in a Hebrew abbreviation is taken for
    a quotation mark too. All are others here, of the same length.
    """
    boundaries = _boundaries()
    line = _LONE.sub("\ufffd", _APOSTROPHE.sub("\u02bc", _GERSHAYIM.sub("\u05f4", line)))
    at = 0
    while len(line) - at > _WINDOW:
        cuts = [at + b["end_index"] for b in boundaries(language, line[at : at + _WINDOW])][:-1]
        if not cuts or cuts[-1] <= at + _WINDOW // 2:
            cuts.append(_window_end(line, at))
        yield from cuts
        at = cuts[-1]
    yield from (at + b["end_index"] for b in boundaries(language, line[at:]))


def _window_end(line: str, at: int) -> int:
    """Return where to cut a sentence that fills a window: at white space if there is any."""
    space = line.rfind(" ", at + _WINDOW // 2, at + _WINDOW)
    return space + 1 if space >= 0 else at + _WINDOW


@cache
def _boundaries() -> Callable[[str, str], list[dict[str, Any]]]:
    # Loaded when first used: the main process imports this package but splits nothing.
    found: Callable[[str, str], list[dict[str, Any]]]
    found = import_module("sentencex").get_sentence_boundaries
    return found


def _missed(line: str, language: str) -> Iterator[int]:
    """Yield the cuts that sentencex misses, as after `U.S.`, a note and `.)` and before digits."""
    if any(stop in line for stop in "。！？"):  # others need not be walked through
        yield from _before_digits(line)
    yield from (found.end() for found in _AFTER_NOTE.finditer(line))
    if language in _STARTERS:
        yield from (found.end() for found in _after_abbreviation(language).finditer(line))


def _before_digits(line: str) -> Iterator[int]:
    """Yield the cuts between a Chinese or Japanese stop and a number, outside of brackets."""
    depth = 0
    for found in _STOP_OR_QUOTE.finditer(line):
        if found["opens"]:
            depth += 1
        elif found["closes"]:
            depth = max(0, depth - 1)
        elif not depth:
            yield found.end()


@cache
def _after_abbreviation(language: str) -> re.Pattern[str]:
    starters = "|".join(_STARTERS[language].split())
    return re.compile(
        r"(?:(?:\b[A-Z]\.){2,6}|\b(?:co|Co|Inc|Corp|Ltd|etc|Jr|Bros|a\.m|p\.m)\.)"
        rf"[\"”’)]? (?=(?:{starters})\b)|[—–-][\"”] (?=(?:{starters})\b)"
    )


def _items(line: str) -> Iterator[int]:
    """Yield where the items of a list begin that stand in one line: 1. 2. 3., a) b) c)."""
    last: dict[tuple[str, str, bool], tuple[int, int]] = {}
    if not _BEGINS_LIST.search(line):  # as good as every line: it would be looked through slowly
        return
    for found in _ITEM.finditer(line):
        style = (found["open"], found["close"], found["number"] is None)
        count = int(found["number"]) if found["number"] else ord(found["letter"])
        place, before = last.get(style, (0, -1))
        follows = before + 1 == count
        if not (follows or _begins_list(found, again=style in last and count in _FIRST_COUNTS)):
            continue
        last[style] = (found.start(), count)
        if follows:
            yield from (place, found.start())


def _begins_list(marker: re.Match[str], *, again: bool) -> bool:
    """Tell whether a marker may be a list's first: `2. Liga: 1. FC Köln` is none."""
    ended = marker["end"] and (marker["end"] != ":" or ")" in marker["close"])
    return again or not marker.start() or bool(ended) or marker["open"].strip("(") != ""


def _ends(line: str, places: tuple[int, int, int], language: str) -> bool:
    """Tell whether a sentence ends at the cut.

    `places` are the sentence's start, the cut, and the next cut.
    """
    start, cut, following = places
    said = line[max(start, cut - _NEAR) : cut]
    after = line[cut : cut + _NEAR]
    if _NO_LETTERS.fullmatch(said):
        return False
    if _NO_LETTERS.fullmatch(line[cut : min(following, cut + _NEAR)]):
        return not (line[following - 1].isspace() or following == len(line))
    if cut - start <= _NEAR and _MARKER.fullmatch(said.strip()):
        return False
    return not _goes_on(said, after, language)


def _goes_on(said: str, after: str, language: str) -> bool:
    """Tell whether a cut falls inside a sentence, by what stands on both sides of it."""
    before, after_word = said.rstrip(), after.lstrip()
    glued = before == said and after_word == after
    return (
        (_starts_small(after_word) and not _LONG_WORD.search(before))
        or _abbreviates(before, after_word, language)
        or _quotes(before, after_word, language)
        or (glued and _IN_WORD.search(before) is not None)
    )


def _starts_small(after: str) -> bool:
    """Tell whether a small letter comes first that begins no name such as iPhone."""
    start = _START.match(after)
    return bool(start and start[1].islower() and not start[2].isupper())


def _abbreviates(before: str, after: str, language: str) -> bool:
    if not before.endswith("."):
        return False
    word = before.rsplit(maxsplit=1)[-1].lower().lstrip('("“„«').removesuffix(".")
    if word in _always_on(language):
        return True
    if after[0].isdigit():
        return word in _NUMBERED.split() or (language == "ko" and word[-1:].isdigit())
    if _begins_sentence(after, language):
        return False
    counts = language == "de" and after[0].isupper() and _ORDINAL.search(before)
    dated = language == "ko" and word[-1:].isdigit()
    return bool(counts or dated or _INITIAL.search(before))


@cache
def _always_on(language: str) -> frozenset[str]:
    return frozenset(_ALWAYS_ON.get(language, "").split())


def _begins_sentence(after: str, language: str) -> bool:
    start = _WORD.match(after)
    return start is not None and start[0] in _STARTERS.get(language, "").split()


def _quotes(before: str, after: str, language: str) -> bool:
    """Tell whether a quoted sentence is followed by who says it."""
    says = _SAYS.get(language)
    if not says or not before or before[-1] not in _CLOSING or not says.match(after):
        return False
    return language != "en" or _CRIED.search(before) is not None
