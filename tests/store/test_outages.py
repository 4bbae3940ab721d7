"""What sources brought lately, which fail, and who knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefbot.models import Outage, Quality, Recent
from briefbot.store.sqlite import Store
from tests.editions import fast
from tests.makers import NOON, hours_ago, reading, state

OUT = Outage(source_id="reef", since=hours_ago(30))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty archive."""
    opened = fast(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def test_recent_counts_what_was_found_since(store: Store) -> None:
    """All sources in one question, with how many of their articles ask for money."""
    paid = [reading(slug, quality=Quality.PAYWALLED) for slug in ("a", "b")]
    store.record(state(), [*paid, reading("c"), reading("old", found=hours_ago(90))])
    store.record(state("reef"), [reading("d", "reef")])
    assert store.recent(hours_ago(24)) == {
        "ledger": Recent(articles=3, paywalled=2),
        "reef": Recent(articles=1, paywalled=0),
    }


def test_recent_reads_the_index_alone(store: Store) -> None:
    """A week of a large archive is counted without touching its articles."""
    sql = "SELECT source_id, sum(quality = 'x') FROM articles WHERE found >= '2' GROUP BY source_id"
    plan = " ".join(str(row) for row in store._db.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert "COVERING INDEX articles_by_found" in plan


def test_failing(store: Store) -> None:
    """Only the sources that fail, with all that is known of them."""
    store.record(state())
    store.record(state("reef", failing_since=hours_ago(3), failures=2))
    assert list(store.failing()) == ["reef"]
    assert store.failing()["reef"].failing_since == hours_ago(3)


def test_outages_are_known_until_they_are_over(store: Store) -> None:
    """For each destination by itself."""
    store.tell_outages("#news", [OUT], [])
    store.tell_outages("#all", [OUT], [])
    store.tell_outages("#all", [], [OUT])
    assert store.outages_told() == {"#news": {"reef": hours_ago(30)}}
    store.forget_outages({"#news": ["reef", "other"], "#none": ["reef"]})
    assert store.outages_told() == {}


def test_a_notice_that_is_forgotten_was_told(store: Store) -> None:
    """Messages are kept for a while only; what they told stays."""
    number = store.publish_notice("#news", "notice:sources", "reef fails", NOON)
    store.tell_outages("#news", [OUT], [], number)
    store._db.execute("DELETE FROM digests")
    assert store.outages_told() == {"#news": {"reef": hours_ago(30)}}
