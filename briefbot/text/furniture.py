"""Which sentences of a page tell nothing of its story: bylines, captions, prompts, headings."""

from __future__ import annotations

import re

from briefbot.text import asides
from briefbot.text.datelines import is_dateline
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
_BEGINNING = re.compile("|".join(asides.BEGINS))
_BYLINE = re.compile(
    r"(?:(?:(?:An?|Eine?|Une?|Una) )?(?:Text|Words|Story|Report|Analysis|Opinion|Comment|Interview"
    r"|Essay|Analyse|Kommentar|Gastbeitrag|Bericht|Beitrag):? )?"
    r"(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|[Dd]i|DI|[Dd]oor|DOOR) "
    r"[A-ZÀ-Þ][\w.'’-]*(?:,? (?:and |und |et |y |e |en |with |mit |for |für )?"
    r"[A-ZÀ-Þ][\w.'’-]*){0,7}[.,]?"
)
_FIRST = re.compile(r"[\W_]{0,3}([^\W\d_]\S{0,40})")
_PROPER = re.compile(r"[a-z]\)|[\w-]{2,}\.\w{2,}|(?<=['’‘])[a-z] [A-Z]")
"""What begins small and well: an item's letter, a site's name, Dutch 's Avonds."""
_BULLETS = " >»→▶►▸•·*+#-–—|"
"""What pages put before a link to another page."""
_LINKS = re.compile(r"[|•·›»▶►→]")
"""Signs between the links of a list."""


def size(sentence: str) -> int:
    """Count the words; where scripts put no spaces, two characters make one."""
    unspaced = len(_UNSPACED.findall(sentence))
    spaced = _UNSPACED.sub(" ", sentence) if unspaced else sentence
    return len(_WORD.findall(spaced)) + (unspaced + 1) // 2


def begins_small(sentence: str) -> bool:
    """Tell whether it begins with a small letter, but for a name such as iPhone or t-SNE."""
    first = _FIRST.match(sentence)
    if first is None or not first[1][0].islower() or not first[1].islower():
        return False
    return _PROPER.match(sentence, first.start(1)) is None


def fits(sentence: str, *, title: str, language: str) -> bool:
    """Tell whether the sentence tells something and may stand alone in a summary."""
    return (
        _SHORTEST <= size(sentence) <= _LONGEST
        and (language in _NO_STOPS or _END.search(sentence[-8:]) is not None)
        and not _furniture(sentence[:_HEAD].lower())
        and not _BYLINE.fullmatch(sentence)
        and not is_dateline(sentence)
        and not _bracketed(sentence)
        and not _listed(sentence)
        and not repeats(sentence, title)
    )


def _furniture(head: str) -> bool:
    begun = head.lstrip(_BULLETS)
    return (_BEGINNING.match(head) or _BEGINNING.match(begun)) is not None or any(
        piece in head and re.search(told, head) for piece, told in asides.HOLDS.items()
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
        (capital > _CAPITALS * len(tokens) and _UNSPACED.search(sentence) is None)
        or _shouts(sentence)
        or len(_LINKS.findall(sentence)) > 1
        or sentence[0] == "|"
        or digits * 2 > sum(map(str.isalnum, sentence))
    )


def _shouts(sentence: str) -> bool:
    """Tell whether it stands in capitals; one acronym in a script without any is none."""
    if not sentence.isupper():
        return False
    return sum(map(str.isupper, sentence)) * 2 > sum(map(str.isalpha, sentence))


def repeats(sentence: str, title: str) -> bool:
    """Tell whether the sentence is the headline over again."""
    if not title or abs(len(sentence) - len(title)) > len(title) // 4 + 2:
        return False
    one, other = _letters(sentence), _letters(title)
    return one in other or other in one


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
