"""How pages speak of themselves, by language: captions, credits, prompts, dates, cookies.

All of it is in small letters, and each line is one expression. It holds for every page, since
a German story may stand on an English page. What news could say as well is left out: to
show a caption now and then is better than to lose the story's first sentence.
"""

from __future__ import annotations

from briefbot.text.asides.appeals import APPEALS, ARABIC
from briefbot.text.asides.asian import CHINESE, JAPANESE, KOREAN
from briefbot.text.asides.english import ENGLISH
from briefbot.text.asides.european import DUTCH, GERMAN, ROMANCE, RUSSIAN
from briefbot.text.asides.pieces import HOLDS as HOLDS

_DAY = r"(?:\w{3,10},? ){0,2}?\d{1,2}(?:[/.:-]\d|\.? \w|, \d|er |h\d|º )"
"""A day or a time, but no year: `Published in 2015, the book` is news."""

BEGINS = tuple(
    line.replace("DAY", _DAY)
    for table in (
        *(ENGLISH, GERMAN, ROMANCE, DUTCH, RUSSIAN, CHINESE, JAPANESE, KOREAN),
        *(APPEALS, ARABIC),
    )
    for line in table.strip().split("\n")
)
"""How a sentence begins that tells nothing."""
