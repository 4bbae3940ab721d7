"""What a briefing tells over a real archive, and why the rest is not told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from briefbot import pipeline, why
from briefbot.choosing import select
from briefbot.config import Topic
from briefbot.models import Digest, Quality, Taste
from briefbot.pipeline import Reader
from briefbot.store.sqlite import Store
from tests.editions import NEWS, briefing, config, fast, tell
from tests.makers import NOON, TOGETHER, features, hours_ago, place_all, reading, state

DAY = timedelta(days=1)
ORDER = briefing(max_stories=2)
CONFIG = config(ORDER)
STUB = {"quality": Quality.PAYWALLED, "words": 9}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty archive."""
    opened = fast(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def told(store: Store, **fields: Any) -> Digest:
    """Compose the briefing's edition of the last day."""
    reader = Reader(destination=NEWS, **fields)
    return pipeline.compose(ORDER, CONFIG, store, select, since=NOON - DAY, now=NOON, reader=reader)


def reason(store: Store, slug: str, reader: Reader | None = None, **fields: Any) -> str:
    """Return where an article stands for the briefing."""
    made = ORDER.model_copy(update=fields)
    case = pipeline.case(
        f"https://ledger.example/{slug}",
        config(made, topics=[Topic(id="taiwan", name="Taiwan", words=("Taiwan",))]),
        store,
        since=NOON - DAY,
        now=NOON,
        reader=reader,
    )
    line = why.explain(case, why.Words(sources={}))[-1]
    return line.removeprefix("Morning now: ").removeprefix("not in the running: ")


def test_a_slow_day_is_short_and_says_so(store: Store) -> None:
    """A stub behind a paywall takes no free place; whoever asks for all gets it."""
    tell(store, "port", at=hours_ago(3))
    tell(store, "stub", at=hours_ago(2), **STUB)
    digest = told(store)
    assert [item.headline for item in digest.items] == ["News of the port"]
    assert digest.remark == "A quiet day: 1 lesser story left out."
    assert len(told(store, floor=0).items) == 2
    assert "too little to be told" in reason(store, "stub")


def test_a_day_of_stubs_is_a_quiet_day(store: Store) -> None:
    """With nothing worth telling there is no digest of filler."""
    tell(store, "stub", at=hours_ago(2), **STUB)
    digest = told(store)
    assert (digest.items, digest.remark) == ((), None)
    assert digest.quiet == (
        "A quiet day: 1 new article came in, but not one that is worth telling."
    )


def test_a_story_told_by_a_headline_alone_has_updates(store: Store) -> None:
    """Of a video only its headline was told, so what an article says of it is new."""
    event = features(1, 2, 3)
    tell(store, "port", at=hours_ago(20), quality=Quality.VIDEO, words=0, made=event)
    with store.transaction():
        store._db.execute("DELETE FROM bodies")
    store.publish(told(store), "{}", NEWS)
    text = "Engineers closed the eastern terminal of Keelung because of cracks."
    made = reading("crane", text=text, published=hours_ago(1), made=event)
    store.record(state(), [made])
    place_all(store, TOGETHER)
    (item,) = told(store).items
    assert (item.update, [quote.text for quote in item.sentences]) == (True, [text])


def test_why_names_what_kept_a_story_out(store: Store) -> None:
    """Each fate of a stored article has its reason: its place, or what it fell to."""
    tell(store, "old", at=hours_ago(30))
    tell(store, "third", at=hours_ago(9))
    tell(store, "second", "first", at=hours_ago(2))
    store.record(state(), [reading("unplaced", published=hours_ago(1))])
    assert reason(store, "first").startswith("1st of 3 stories since")
    assert "shown; score" in reason(store, "second")
    assert "outranked (2 places); score" in reason(store, "third")
    assert reason(store, "old").startswith("too old: published")
    assert reason(store, "unplaced").startswith("it is not compared with the other articles yet")
    assert reason(store, "first", topics=("taiwan",)).startswith("neither title nor first lines")
    store.publish(told(store), "{}", NEWS)
    assert reason(store, "first") == "it was told already."
    assert reason(store, "third").startswith("1st of 1 story")


def test_why_names_what_a_channel_does_not_want(store: Store) -> None:
    """A hidden story, a muted source, a muted word, another language."""
    tell(store, "port", at=hours_ago(2))
    muted = Reader(taste=Taste(sources=frozenset({"ledger"})))
    assert reason(store, "port", muted) == "the source is muted in this channel."
    word = Reader(taste=Taste(words=("port",)))
    assert reason(store, "port", word) == 'the word "port" is muted in this channel.'
    hidden = Reader(taste=Taste(stories=frozenset({1})))
    assert reason(store, "port", hidden) == "the story is hidden in this channel."
    assert reason(store, "port", Reader(language="zh")).startswith("it is in another language")
