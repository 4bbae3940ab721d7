"""Which articles name a word in their title or first lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from briefbot.store.match import MOST_TERMS, match_expression
from briefbot.store.rows import Row, stamp
from briefbot.text.indexed import LEAD_CHARACTERS
from briefbot.text.mention import in_capitals, mention

Ask = Callable[..., Iterable[Row]]
"""Runs SQL with its values."""

_NAMING = (  # +id: the plain minimum would walk the table from its oldest article
    "SELECT rowid AS id FROM search WHERE search MATCH ? AND rowid >= "
    "(SELECT min(+id) FROM articles WHERE found >= ?)"
)
_WRITTEN = (
    "SELECT a.id, a.title, substr(b.text, 1, ?) AS lead FROM articles a "
    "LEFT JOIN bodies b ON b.article_id = a.id WHERE a.id IN (SELECT value FROM json_each(?))"
)


def about(ask: Ask, words: Sequence[str], since: datetime) -> dict[int, bool]:
    """Return the articles found since then that name one of the words up front.

    The value says whether the title does; otherwise the first lines do. The index knows no
    capitals, so what it finds for a word like US is read again.
    """
    capitals = [word for word in words if in_capitals(word)]
    named = _indexed(ask, [word for word in words if not in_capitals(word)], since)
    found = _indexed(ask, capitals, since)
    if not found:
        return named
    for row in ask(_WRITTEN, LEAD_CHARACTERS, json.dumps(list(found))):
        titled = mention(row["title"], capitals) is not None
        # A text that is no longer kept has only the index to speak for it.
        lead = mention(row["lead"], capitals) if row["lead"] is not None else not found[row["id"]]
        if titled or lead:
            named[row["id"]] = named.get(row["id"], False) or titled
    return named


def _indexed(ask: Ask, words: Sequence[str], since: datetime) -> dict[int, bool]:
    parts = [words[i : i + MOST_TERMS] for i in range(0, len(words), MOST_TERMS)]
    found = [_some(ask, part, since) for part in parts]
    titles = {number for part in found for number, named in part.items() if named}
    return {number: number in titles for part in found for number in part}


def _some(ask: Ask, words: Sequence[str], since: datetime) -> dict[int, bool]:
    expression = match_expression(words)
    if not expression:
        return {}
    lead = ask(_NAMING, f"lead : ({expression})", stamp(since))
    title = ask(_NAMING, f"title : ({expression})", stamp(since))
    return {row["id"]: False for row in lead} | {row["id"]: True for row in title}
