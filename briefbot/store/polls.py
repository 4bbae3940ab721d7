"""What polls write: that sources are asked now, and how they are afterwards, many in one go."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from briefbot.models import SourceState
from briefbot.store.rows import STATE_COLUMNS, stamp, state_of, state_values
from briefbot.store.writer import Writer

TOUCHED = ("checked", "asked", "succeeded", "next_check", "not_before", "took", "per_day")
"""What changes with every poll; all else stays as it is while a source has no news."""
_STEADY = attrgetter(*(name for name in STATE_COLUMNS if name not in TOUCHED))
_TOUCHED = attrgetter("source_id", *TOUCHED)
_stamp = lru_cache(maxsize=256)(stamp)
"""Most polls of an ingest have most moments in common. They are in UTC, as ours all are: in
another zone two moments of an autumn night may be equal."""
_PLAIN = {0, 1 + TOUCHED.index("took"), 1 + TOUCHED.index("per_day")}
"""Which of these are no moments."""

AHEAD = "(checked > ?1 OR asked > ?1)"

# One statement for all rows: each of several would wait for Python's lock.
KEEP = (
    f"INSERT INTO sources ({', '.join(STATE_COLUMNS)}) "
    f"SELECT {', '.join(f'value ->> {n}' for n in range(len(STATE_COLUMNS)))} "
    "FROM json_each(?) WHERE true ON CONFLICT DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in STATE_COLUMNS)
)
TOUCH = (
    "UPDATE sources SET "
    + ", ".join(f"{name} = new.value ->> {n}" for n, name in enumerate(TOUCHED, 1))
    + " FROM json_each(?) new WHERE source_id = new.value ->> 0"
)


class PollStore(Writer):
    """Keeps the states of sources."""

    def __init__(self, database: Path) -> None:
        super().__init__(database)
        self._steady: dict[str, Any] = {}
        """What is known to be written of each source, but for what every poll changes."""

    def states(self) -> dict[str, SourceState]:
        """Return what is known of each source, by its id."""
        found = super().states()
        self._steady = {name: _STEADY(state) for name, state in found.items()}
        return found

    def polled(self, begun: Sequence[SourceState], settled: Sequence[SourceState]) -> None:
        """Keep which sources are asked now, and how others are that were asked."""
        with self.transaction():
            if begun:
                self.begin(begun)
            if settled:
                self.settle(settled)

    def begin(self, states: Sequence[SourceState]) -> None:
        """Keep that these sources are asked now, whatever comes of it."""
        new = [replace(state, checked=None) for state in states if state.succeeded is None]
        asked: dict[datetime, list[str]] = {}
        for state in states:
            if state.asked:
                asked.setdefault(state.asked, []).append(state.source_id)
        with self.transaction():
            self.keep_states(new)  # there may be no row, or one of another address
            for moment, ids in asked.items():
                self._db.execute(
                    "UPDATE sources SET asked = ? WHERE source_id IN "
                    "(SELECT value FROM json_each(?))",
                    (stamp(moment), json.dumps(ids)),
                )

    def settle(self, states: Sequence[SourceState]) -> None:
        """Keep the states of sources that brought nothing, or whose look does not count."""
        steady: list[SourceState] = []
        other: list[SourceState] = []
        for state in states:
            same = self._steady.get(state.source_id) == _STEADY(state)
            (steady if same else other).append(state)
        with self.transaction():
            if not self._touch(steady):
                other = list(states)
            self.keep_states(other)

    def is_ahead(self, now: datetime) -> bool:
        """Tell whether it says of any source that it was looked at after now."""
        return bool(self._rows(f"SELECT 1 FROM sources WHERE {AHEAD} LIMIT 1", stamp(now)))

    def set_back(
        self, now: datetime, right: Callable[[SourceState, datetime], SourceState]
    ) -> None:
        """Put the states right by which sources were looked at after now."""
        columns = ", ".join(STATE_COLUMNS)
        with self.transaction():
            rows = self._rows(f"SELECT {columns} FROM sources WHERE {AHEAD}", stamp(now))
            self.keep_states(right(state_of(row.values()), now) for row in rows)

    def _touch(self, states: Sequence[SourceState]) -> bool:
        """Write what every poll changes; return whether every source had its row."""
        if not states:
            return True
        rows = [
            [
                value if place in _PLAIN else value and _stamp(value)
                for place, value in enumerate(all_)
            ]
            for all_ in map(_TOUCHED, states)
        ]
        changed: int = self._db.execute(TOUCH, (json.dumps(rows),)).rowcount
        return changed == len(states)

    def keep_states(self, states: Iterable[SourceState]) -> None:
        """Write all that is known of sources, inside an open transaction."""
        rows = []
        for state in states:
            self._steady.pop(state.source_id, None)  # until it is read again: this may not last
            rows.append(state_values(state))
        if rows:
            self._db.execute(KEEP, (json.dumps(rows),))
