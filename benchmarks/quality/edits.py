"""What outlets do to an agency's text before they print it, and texts that only look alike."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

PARAGRAPH = 3  # sentences
FURNITURE = (
    "You have 3 free articles left this month. Sign up for our daily newsletter. {text} "
    "Follow us for more stories like this one. Share this article with your friends. All rights "
    "reserved. This material may not be published, broadcast or rewritten."
)
_SENTENCE = re.compile(r"(?<=[.!?]) +")
_TYPOGRAPHY = str.maketrans({'"': "”", "'": "’", "-": "–"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A headline and what stands under it."""

    title: str
    text: str


Edit = Callable[[Text, Text, random.Random], Text]
"""Edit a text; another article lends it what is to come in, and chance says where."""


def _sentences(text: str) -> list[str]:
    return _SENTENCE.split(text)


def _retitled(text: Text, other: Text, _: random.Random) -> Text:
    return replace(text, title=other.title)


def _longer(text: Text, other: Text, rng: random.Random) -> Text:
    said = _sentences(text.text)
    at = rng.randint(1, len(said))
    said[at:at] = _sentences(other.text)[:PARAGRAPH]
    return replace(text, text=" ".join(said))


def _without_first(text: Text, _: Text, __: random.Random) -> Text:
    return replace(text, text=" ".join(_sentences(text.text)[PARAGRAPH:]))


def _without_last(text: Text, _: Text, __: random.Random) -> Text:
    return replace(text, text=" ".join(_sentences(text.text)[:-PARAGRAPH]))


def _reworded(share: float) -> Edit:
    def edit(text: Text, other: Text, rng: random.Random) -> Text:
        said, theirs = text.text.split(), other.text.split()
        for at in rng.sample(range(len(said)), round(share * len(said))):
            said[at] = rng.choice(theirs)
        return replace(text, text=" ".join(said))

    return edit


def _reordered(text: Text, _: Text, rng: random.Random) -> Text:
    said = _sentences(text.text)
    return replace(text, text=" ".join(rng.sample(said, len(said))))


def _typeset(text: Text, _: Text, __: random.Random) -> Text:
    return Text(
        title=text.title.upper().translate(_TYPOGRAPHY),
        text=re.sub(" ", "\u00a0", text.text.translate(_TYPOGRAPHY), count=20),
    )


def _framed(text: Text, _: Text, __: random.Random) -> Text:
    return replace(text, text=FURNITURE.format(text=text.text))


EDITS: dict[str, Edit] = {
    "other headline": _retitled,
    "paragraph added": _longer,
    "first cut": _without_first,
    "last cut": _without_last,
    "5 % of words": _reworded(0.05),
    "10 %": _reworded(0.1),
    "20 %": _reworded(0.2),
    "30 %": _reworded(0.3),
    "reordered": _reordered,
    "typography": _typeset,
    "furniture": _framed,
}
"""By what the table calls them. A paragraph is three sentences; a word is changed for one that
the other article has."""


# ------------------------------------------------------------ forms that are filled in

QUAKE = (
    "An earthquake of magnitude {a}.{b} struck {c} kilometres {side} of {place} on {day}, the "
    "geological survey said. It began {d} kilometres under the ground at {e}:{f} local time. There "
    "were no immediate reports of damage or casualties. The survey first put the magnitude at "
    "{a}.{g}. Aftershocks are possible in the coming days, and people near {place} should follow "
    "the advice of their authorities. This report was made from the survey's data."
)
MARKET = (
    "Shares of {place} {moved} {a}.{b} percent to close at {c}{d}.{e} on {day}, while the index "
    "{moved} {b}.{g} percent to {h}. Trading volume was {f} million shares, beside a fifty-day "
    "average of {e} million. The stock closed {d}.{a} percent under its highest price of the year. "
    "Analysts expect earnings of {b}.{f} dollars a share next quarter. This report was made "
    "automatically from exchange data."
)
PLACES = ("Antofagasta", "Kodiak", "Bengkulu", "Hualien", "Patras", "Izmir", "Arequipa", "Nuku")
FIRMS = ("Norvale Steel", "Oakmere", "Tessaly Air", "Quillon", "Brightwater", "Halden Foods")


def forms(count: int, rng: random.Random) -> list[Text]:
    """Return reports of as many events, half of quakes and half of shares, each form one text."""
    kinds = ((MARKET, FIRMS, "Shares of"), (QUAKE, PLACES, "Quake near"))
    return [_filled(form, names, head, rng) for form, names, head in (kinds * count)[:count]]


def _filled(form: str, names: Sequence[str], head: str, rng: random.Random) -> Text:
    place = rng.choice(names)
    figures = {name: rng.randint(2, 9) for name in "abg"} | {
        name: rng.randint(10, 59) for name in "cdef"
    }
    text = form.format(
        place=place,
        day=rng.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")),
        side=rng.choice(("north", "south", "east", "west")),
        moved=rng.choice(("rose", "fell")),
        h=rng.randint(2000, 9999),
        **figures,
    )
    return Text(title=f"{head} {place}", text=text)
