"""What a source's words would have kept and dropped of what it brought in the last day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from briefbot.models.tried import Seen, Sifted
from briefbot.store.library import Library
from briefbot.text.mention import mention

DAY = timedelta(days=1)


def yesterday(archive: Library, source_id: str, now: datetime) -> tuple[Seen, ...]:
    """Return what a source listed that was new within a day, newest first."""
    rows = archive.listed_since(source_id, now - DAY)
    return tuple(Seen(title=title, text=text) for title, text in rows)


def sifted(
    entries: Sequence[Seen], *, include: Sequence[str], exclude: Sequence[str]
) -> tuple[Sifted, ...]:
    """Say of each entry why these words would drop it; nothing where they would keep it."""
    return tuple(Sifted(title=each.title, why=_why(each, include, exclude)) for each in entries)


def _why(entry: Seen, include: Sequence[str], exclude: Sequence[str]) -> str:
    said = f"{entry.title}\n{entry.text}"
    if (word := mention(said, exclude)) is not None:
        return f'says "{word}"'
    if include and mention(said, include) is None:
        return "says none of the words to take"
    return ""
