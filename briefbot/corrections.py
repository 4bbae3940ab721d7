"""Which entries say something else than when their page was read: those are read again; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import islice

from briefbot.intake import unseen, words
from briefbot.models import Entry

CORRECTED_WITHIN = timedelta(days=7)
"""How long an article may be corrected: later changes are mostly a site that was rebuilt."""
MOST_REREADS = 3
"""How often one page is read again: some feeds change their entries at each answer..."""
MOST_CORRECTED = 10
"""...and some change all of them at once."""


def said(entry: Entry) -> str:
    """Return what tells this state of an entry from a later one: its date, else also its words.

    Where a source gives the date of the last change, the words do not count: they may hold
    an advertisement, or how many readers there were.
    """
    if entry.updated is not None:
        return entry.updated.isoformat()
    text = " ".join(words(f"{entry.title}\n{entry.content}"))
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    return f"{entry.published.isoformat() if entry.published else ''}#{mark}"


def corrected(entries: Sequence[Entry], before: Mapping[str, tuple[str, int]]) -> tuple[Entry, ...]:
    """Return the entries whose pages are to be read again, since they say something else now.

    `before` gives, for entries that were read, what they said then and how often they were
    read again.
    """
    changed = (
        entry
        for entry in unseen(entries, ())
        if (known := before.get(entry.id))
        and known[1] < MOST_REREADS
        and _is_later(entry.said, known[0])
    )
    return tuple(islice(changed, MOST_CORRECTED))


def _is_later(now: str, before: str) -> bool:
    """Tell whether an entry says more than before: a later date, or other words."""
    date, _, words = now.partition("#")
    old_date, _, old_words = before.partition("#")
    return date > old_date or bool(words and old_words and words != old_words)
