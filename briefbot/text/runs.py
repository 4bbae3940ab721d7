"""Which of a text's sentences can be shown only together with their neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from briefbot.text.leaning import leans
from briefbot.text.quoting import around, nameless, quotations, says, speechless, unquoted

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEXT = 2
"""The most characters between two sentences that follow each other."""
_HEADING = 160
"""The most characters of a heading or a caption between them."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a sentence is shown with: those from `first` to `last`, itself among them."""

    first: int
    last: int
    whole: bool
    """Whether that is all that it needs; else something is missing that was not given."""
    leans: bool
    """Whether it takes its meaning from the one before."""


def runs(text: str, spans: Sequence[tuple[int, int]], language: str) -> tuple[Run, ...]:
    """Return the run of each sentence; they come in the order of the text.

    One that leans needs the one before. A quotation that runs through several sentences is
    whole or not there, and one without a word beside it needs the neighbour that names its
    speaker.
    """
    quotes = quotations(text)
    own = [unquoted(text, span, quotes) for span in spans]
    near = [False, *(_follows(text, one, two) for one, two in pairwise(spans)), False]
    leaning: set[int] = set()
    before: set[int] = set()
    behind: set[int] = set()
    stranded: set[int] = set()
    for at, (start, end) in enumerate(spans):
        shown = text[start:end]
        torn, open_ = around(start, quotes), around(end, quotes)
        close = at > 0 and start - spans[at - 1][1] <= _NEXT
        if leans(shown, language) or nameless(shown, own[at]):
            leaning.add(at)
        if at in leaning and (at or start > _HEADING):
            (before if near[at] else stranded).add(at)
        if torn:
            (before if close else stranded).add(at)
        if open_:
            (behind if near[at + 1] else stranded).add(at)
        if speechless(own[at]) and not torn and not open_:
            told = close and says(own[at - 1])
            tells = near[at + 1] and says(own[at + 1])
            (before if told else behind if tells else stranded).add(at)
    return tuple(
        _run(at, before, behind, stranded, leaning=at in leaning) for at in range(len(spans))
    )


def _follows(text: str, one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Tell whether the second comes next, or behind no more than a heading or a caption."""
    gap = text[one[1] : min(two[0], one[1] + _HEADING + 1)].strip(" ")
    return len(gap) <= _NEXT or (len(gap) <= _HEADING and gap[0] == gap[-1] == "\n")


def _run(at: int, before: set[int], behind: set[int], stranded: set[int], *, leaning: bool) -> Run:
    first = last = at
    while first in before:
        first -= 1
    while last in behind:
        last += 1
    whole = stranded.isdisjoint(range(first, last + 1))
    return Run(first, last, whole, leaning)
