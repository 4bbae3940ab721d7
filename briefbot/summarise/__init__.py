"""Which sentences of an article may stand for it, weighed once when it is read, in a worker.

Each kind of summariser is a file in this folder; `choosing` picks from what is weighed.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from briefbot import plugins
from briefbot.models import Sentence
from briefbot.text import furniture
from briefbot.text.datelines import dateline
from briefbot.text.sentences import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefbot.ports import Weigh

_MOST_SENTENCES = 80
"""A summary's sentences are near the top, and every kind takes the square of their number."""
_MOST_LOOKED_AT = 400


def weigh(text: str, *, title: str, language: str, summariser: str) -> tuple[Sentence, ...]:
    """Return the sentences of a clean text that may stand in a summary, weighed from 0 to 1.

    When none is fit, as in a text of two words, all are returned. Raise UsageError when there
    is no such summariser.
    """
    kind: Weigh = plugins.load("briefbot.summarise", summariser, "WEIGH")
    spans = _candidates(text, title, language)
    weights = kind([text[start:end] for start, end in spans], title=title, language=language)
    return tuple(
        Sentence(start=start, end=end, weight=round(weight, 4))
        for (start, end), weight in zip(spans, weights, strict=True)
    )


def _candidates(text: str, title: str, language: str) -> list[tuple[int, int]]:
    spans = split(text, language)[:_MOST_LOOKED_AT]
    proper = list(_proper(text, spans))
    lines = [span for span in proper if _begins_line(text, span[0])]
    torn = {span for span in lines if _torn(text, span)}
    if len(torn) * 2 > len(lines):
        torn.clear()  # so it is written: in small letters, or in a script that has no others
    fit = (span for span in proper if span not in torn and _fits(text, span, title, language))
    return list(islice(fit, _MOST_SENTENCES)) or list(spans[:_MOST_SENTENCES])


def _proper(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans without the datelines before the sentences proper."""
    for start, end in spans:
        begin = start + dateline(text[start:end])
        yield (begin, end) if begin < end else (start, end)


def _begins_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def _torn(text: str, span: tuple[int, int]) -> bool:
    """Tell whether its line begins with a small letter, as what a list or a layout cut off does.

    The text itself may, and a sentence behind a salutation, which ends in a comma.
    """
    start, end = span
    told = start > 0 and text[start - 2] not in ",،，"
    return told and furniture.begins_small(text[start:end])


def _fits(text: str, span: tuple[int, int], title: str, language: str) -> bool:
    return furniture.fits(text[span[0] : span[1]], title=title, language=language)
