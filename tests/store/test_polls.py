"""What polls write is read back as it was, whichever way it was written."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.models import SourceState
from briefbot.store.polls import KEEP, TOUCH
from briefbot.store.sqlite import Store
from tests.makers import NOON, state

if TYPE_CHECKING:
    from collections.abc import Sequence

MOMENTS = st.sampled_from([None, NOON, NOON + timedelta(hours=1), NOON + timedelta(days=40)])
STATES = st.builds(
    SourceState,
    source_id=st.sampled_from(["ledger", "herald"]),
    url=st.just("https://ledger.example/feed"),
    title=st.sampled_from(["", "Ledger", 'it\'s "quoted", 新聞 \U0001f4f0']),
    etag=st.sampled_from([None, 'W/"a\\"b"']),
    checked=MOMENTS,
    asked=MOMENTS,
    succeeded=MOMENTS,
    next_check=MOMENTS,
    not_before=MOMENTS,
    took=st.sampled_from([None, 0.0, 12.75]),
    per_day=st.sampled_from([None, 0.1, 1e-9]),
    failures=st.integers(0, 2),
    skip_hours=st.sampled_from([(), (0, 23)]),
)
POLLS = st.lists(st.one_of(st.just("read"), st.just("forget"), STATES), max_size=12)


class Watched(Store):
    """A store that keeps which statements it ran."""

    ran: Sequence[str] = ()

    def settled(self, one: SourceState) -> list[str]:
        """Settle one source, and return the statements that this took."""
        ran: list[str] = []
        self._db.conn.set_trace_callback(ran.append)
        self.settle([one])
        self._db.conn.set_trace_callback(None)
        return [statement[:14] for statement in ran if "sources" in statement]


@settings(max_examples=80, deadline=None)
@given(POLLS)
def test_the_last_that_was_settled_is_what_is_read(polls: list[SourceState | str]) -> None:
    """Whether all of a state was written or what every poll changes, and whatever was forgotten."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "briefbot.db")
        expected: dict[str, SourceState] = {}
        for poll in polls:
            if poll == "read":
                assert store.states() == expected
            elif poll == "forget":
                store._db.execute("DELETE FROM sources")
                expected = {}
            elif isinstance(poll, SourceState):
                store.settle([poll])
                expected[poll.source_id] = poll
        assert store.states() == expected
        store.close()


def test_a_source_without_news_costs_its_moments_alone(tmp_path: Path) -> None:
    """Once it was read, seven columns are written; all of them when something else changed."""
    store = Watched(tmp_path / "briefbot.db")
    known = state("ledger", etag='"1"')
    assert store.settled(known) == [KEEP[:14]]
    store.states()
    later = known.but(checked=NOON + timedelta(hours=1), took=0.5)
    assert store.settled(later) == [TOUCH[:14]]
    assert store.states() == {"ledger": later}
    failing = later.but(failures=1, error="down")
    assert store.settled(failing) == [KEEP[:14]]
    assert store.states() == {"ledger": failing}
    store.close()


def test_who_was_looked_at_after_now_is_put_right(tmp_path: Path) -> None:
    """And nobody else: neither who was not, nor who was at this moment."""
    store = Store(tmp_path / "briefbot.db")
    hour = timedelta(hours=1)
    store.settle(
        [
            state("ahead", checked=NOON + hour),
            state("cut", checked=None, asked=NOON + hour),
            state("now"),
        ]
    )
    assert store.is_ahead(NOON)
    store.set_back(NOON, lambda known, now: known.but(checked=now, asked=now, title="right"))
    titles = {name: known.title for name, known in store.states().items()}
    assert titles == {"ahead": "right", "cut": "right", "now": ""}
    assert not store.is_ahead(NOON)
    store.close()


def test_begin_and_settle_are_one_transaction(tmp_path: Path) -> None:
    """Who is asked now, and who was: both are there, or neither."""
    store = Store(tmp_path / "briefbot.db")
    old = state("herald")
    store.polled([], [old])
    new = SourceState(source_id="ledger", url="https://ledger.example/feed", asked=NOON)
    store.polled([new, old.but(asked=NOON + timedelta(hours=1))], [old.but(took=2.0)])
    assert store.states()["ledger"].asked == NOON
    assert store.states()["herald"].took == 2.0
    store.close()
