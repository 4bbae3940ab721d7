"""What admins put right in the archive: a digest that is deleted, a story that is split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from briefbot.models import Author, ChangeRecord, ChangeState, DeliveryState
from briefbot.pipeline import CLUSTERING
from briefbot.ports import Placement
from briefbot.store.audit import Audit
from briefbot.store.sqlite import Store
from tests.makers import APART, NOON, place_all, reading, state
from tests.outbox.posting import compose, deliveries, states

SKIPPED, SENT = DeliveryState.SKIPPED, DeliveryState.SENT
WHY = "deleted in Slack by U1"
ANA = Author(name="U1", way="slack")
TEXT = "A ferry crossed the strait to Matsu. It carried letters and rice. The swell was high."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty archive."""
    opened = Store(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def merged(store: Store, number: int = 3, *, copies: bool = False) -> list[int]:
    """Put articles into one story, the later ones as copies of the first on request."""
    names = [f"ferry{at}" for at in range(number)]
    made = [
        reading(name, text=TEXT, published=NOON + timedelta(minutes=at))
        for at, name in enumerate(names)
    ]
    store.record(state(), made)
    first = store._rows("SELECT min(id) AS id, min(story_id) AS story FROM articles")[0]
    place = Placement(story_id=first["story"], duplicate_of=first["id"] if copies else None)
    store._db.execute("UPDATE features SET placed = 1 WHERE article_id = ?", (first["id"],))
    place_all(store, replace(APART, place=lambda *_: place))
    return [row["id"] for row in store._rows("SELECT id FROM articles ORDER BY id")]


def stories(store: Store) -> list[set[int]]:
    """Return the articles of each story."""
    rows = store._rows("SELECT id, story_id FROM articles ORDER BY story_id")
    names = dict.fromkeys(row["story_id"] for row in rows)
    return [{row["id"] for row in rows if row["story_id"] == name} for name in names]


def tell(store: Store, story_id: int, ids: list[int], *, headline: int) -> int:
    """Let a posted digest tell the story with one of its articles; return its number."""
    number = compose(store)
    for article in ids:
        row = {"briefing_id": "morning", "destination": "#news", "article_id": article}
        more = {"story_id": story_id, "digest_id": number, "headline": int(article == headline)}
        store._insert("told", {**row, **more, "quoted": 0})
    return number


def told(store: Store) -> list[tuple[int, int]]:
    """Return the articles that count as told, with their stories."""
    rows = store._rows("SELECT article_id, story_id FROM told ORDER BY article_id")
    return [(row["article_id"], row["story_id"]) for row in rows]


def audited(store: Store) -> list[ChangeRecord]:
    """Return what stands in the audit, oldest first."""
    audit = Audit(store.file)
    try:
        return list(audit.since(0))
    finally:
        audit.close()


def test_an_article_gets_a_story_of_its_own(store: Store) -> None:
    """The others stay together; a split that comes again changes nothing."""
    one, two, three = merged(store)
    assert stories(store) == [{one, two, three}]
    new = store.split(1, two, ANA, NOON)
    assert stories(store) == [{one, three}, {two}]
    assert store.split(1, two, ANA, NOON) is None
    assert new is not None
    assert store.split(new, two, ANA, NOON) is None
    assert stories(store) == [{one, three}, {two}]


def test_an_article_is_not_merged_again(store: Store) -> None:
    """Not by the real judge either: a further report joins a story, and the two stay apart."""
    one, two = merged(store, 2)
    store.split(1, two, ANA, NOON)
    store.record(state(), [reading("again", text=TEXT, published=NOON + timedelta(hours=1))])
    place_all(store, CLUSTERING)
    found = stories(store)
    assert {one} <= found[0]
    assert two not in found[0]


def test_an_article_that_waits_for_its_place_is_apart_for_good(store: Store) -> None:
    """It is not placed afterwards."""
    one, two = merged(store, 2)
    store._db.execute("UPDATE features SET placed = 0 WHERE article_id = ?", (two,))
    store.split(1, two, ANA, NOON)
    place_all(store, replace(APART, place=lambda *_: Placement(story_id=1)))
    assert stories(store) == [{one}, {two}]


def test_a_told_story_loses_no_other_article(store: Store) -> None:
    """What was shown stays told in its new story; what only belonged to it is news."""
    one, two, three = merged(store)
    tell(store, 1, [one, two, three], headline=one)
    new = store.split(1, two, ANA, NOON)
    assert told(store) == [(one, 1), (three, 1)]
    assert new is not None
    newer = store.split(1, one, ANA, NOON)
    assert told(store) == [(one, newer), (three, 1)]


def test_copies_of_what_is_split_copy_the_oldest_among_them(store: Store) -> None:
    """They stay where they were, and none copies an article of another story."""
    one, two, three = merged(store, copies=True)
    store.split(1, one, ANA, NOON)
    found = store.articles([one, two, three])
    assert [found[number].duplicate_of for number in (one, two, three)] == [None, None, two]


def test_a_deleted_digest_told_nothing(store: Store) -> None:
    """Only when its last message is gone; what was to come of it does not."""
    ids = merged(store, 1)
    number = tell(store, 1, ids, headline=ids[0])
    other = compose(store, "#other")
    late = compose(store, parts=2, at=NOON + timedelta(days=1))
    key = deliveries(store, number)[0].key
    store.claim(NOON)
    store.settle_sent(key, "C1", "1.1")
    assert [part.key for part in store.digest_at("C1", "1.1")] == [key]
    store.settle_deleted(key, ANA)
    assert states(store, number) == [SKIPPED]
    assert told(store) == []
    assert store.digest_at("C1", "1.1") == ()
    store.withdraw(deliveries(store, late)[0], ANA, NOON)
    assert states(store, late) == [SKIPPED, SKIPPED]
    assert states(store, other) == [DeliveryState.PENDING]
    assert deliveries(store, number)[0].error == WHY


def test_a_digest_with_a_message_left_is_told_still(store: Store) -> None:
    """Slack may delete one and refuse the next."""
    ids = merged(store, 1)
    number = compose(store, parts=2)
    store._insert(
        "told",
        {
            "briefing_id": "morning",
            "destination": "#news",
            "article_id": ids[0],
            "story_id": 1,
            "digest_id": number,
            "headline": 1,
            "quoted": 0,
        },
    )
    first, second = deliveries(store, number)
    for at, part in enumerate((first, second)):
        store.claim(NOON)
        store.settle_sent(part.key, "C1", f"1.{at}")
    store.settle_deleted(second.key, ANA)
    assert states(store, number) == [SENT, SKIPPED]
    assert told(store) == [(ids[0], 1)]


def test_what_is_put_right_is_audited(store: Store) -> None:
    """Who split what, and who deleted which digest of whom, and that nobody can take it back."""
    _, two = merged(store, 2)
    store.split(1, two, ANA, NOON)
    store.split(1, two, ANA, NOON)  # again: nothing is done
    part = deliveries(store, compose(store))[0]
    number = store.withdraw(part, ANA, NOON)
    split, deleted = audited(store)
    assert (split.author, split.at, split.state) == (ANA, NOON, ChangeState.APPLIED)
    assert (split.change.part, split.change.id) == ("stories", "1")
    assert split.change.before == {"article": store.articles([two])[two].article.title}
    assert (deleted.number, deleted.change.part) == (number, "digests")
    assert deleted.change.before == {"briefing": "morning", "destination": "#news"}
    assert split.final
    assert deleted.final
    store.not_deleted(number, "Slack says no")
    failed = audited(store)[1]
    assert (failed.state, failed.note) == (ChangeState.FAILED, "Slack says no")
