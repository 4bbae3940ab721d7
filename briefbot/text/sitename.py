"""The name of a site that stands behind or before a headline: `Gates hold | The Post`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefbot.addresses import host
from briefbot.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 45
_SEPARATOR = re.compile(r"\s+(?:[|｜»•·]|-{1,2}|[–—])\s+|[|_｜-](?=[\u3400-\u9fff][^|_｜-]*$)")
_CLEAR = "|｜»•"
"""What separates nothing but a name; a dash may go on with the headline."""
_CHINESE = re.compile(
    r"\w{0,10}(?:(?<![联聯上电電入落球渔漁路铁鐵断斷澳法温溫美])[网網]|"
    r"(?<![警情海预預汇匯举舉捷年季财財简簡战戰喜通])[报報]|(?<![假坏壞])新[闻聞]|[频頻]道|"
    r"[电電][视視]台)"
)
"""How Chinese sites and their parts are called; their addresses spell that in other letters."""
_DAY = re.compile(r"\d[\d./:, ]{6,18}(?: ?Uhr)?")
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_COUNTRY = 2
"""Letters of `uk.` or `us.` before a site's name, which are no name."""
_SHORT = 4
"""Letters from which a name counts as a part of another."""
_MOSTLY, _HALF = 0.6, 0.5
"""How much of a longer name the shorter one has to be, behind a dash and behind a bar."""


def without_site(title: str, url: str) -> str:
    """Return the headline without what the page's address names too; all of it when that is all.

    A day that stands beside the name, as pages of archives have it, goes with it.
    """
    names = tuple(_names(url))
    while (shorter := _shortened(title, names)) != title:
        title = shorter
    return title


def _names(url: str) -> Iterator[str]:
    labels = host(url).split(".")
    yield from (_letters(label) for label in labels[:-1] if len(label) > _COUNTRY)
    yield _letters("".join(labels[-2:-1]))
    yield _letters("".join(labels[:-1]))
    yield _letters("".join(labels))


def _shortened(title: str, names: tuple[str, ...]) -> str:
    cuts = [*_SEPARATOR.finditer(title)]
    for cut in cuts[-2:]:
        head, tail = title[: cut.start()].rstrip(), title[cut.end() :]
        if _letters(head) and _is_site(tail, names, clear=cut[0].strip() in _CLEAR):
            return head
    if len(cuts) > 1 and _DAY.fullmatch(title[cuts[-1].end() :]):
        head = title[: cuts[-1].start()]
        return head if _shortened(head, names) != head else title
    first = cuts[0] if cuts else None
    if first and _letters(title[: first.start()]) in names and first[0].strip() in _CLEAR:
        return title[first.end() :]
    return title


def _is_site(told: str, names: tuple[str, ...], *, clear: bool) -> bool:
    """Tell whether it is the site's name, or most of it."""
    if len(told) > _LONGEST or told[-1:] in {*"?!？！"}:
        return False
    letters = _letters(told)
    if letters in names or _CHINESE.fullmatch(told):
        return True
    share = _HALF if clear else _MOSTLY
    begins = told[:1].isupper() or clear
    return begins and any(
        (one in other and min(len(one), _SHORT) == _SHORT and len(one) >= share * len(other))
        for name in names
        if _digits(letters) == _digits(name)  # "Python 3.13" is none of python's names
        for one, other in ((letters, name), (name, letters))
    )


def _digits(letters: str) -> str:
    return "".join(filter(str.isdecimal, letters))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text.translate(_SPELT))))
