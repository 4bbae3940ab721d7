"""What other outlets add to a digest's stories, over a real archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefbot.choosing import select
from briefbot.config import Config, FetchOptions, Source
from briefbot.models import Digest, Quality, Taste
from briefbot.pipeline import Reader, compose
from briefbot.pipeline.brief import FIRST_MORE
from briefbot.store.sqlite import Store
from tests.editions import briefing, fast
from tests.makers import NOON, TOGETHER, features, hours_ago, place_all, reading, state

OUTLETS = ("ledger", "wire", "post")
SHOWN = (
    "The storm closed the northern harbour on Monday, the mayor of Northport said. "
    "Ships from Japan wait outside with fruit and machine parts. "
    "Nobody was hurt, according to the fire service of the town. "
    "Two ferries lie at the pier until the wind drops on Friday. "
    "Forty people of the service are on the coast to help. "
    "The school of the town stays closed for the whole week."
)
FACT = (
    "The storm cost the harbour of Northport 40 million dollars, "
    "its insurer Baltic Mutual wrote on Monday."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty archive."""
    opened = fast(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def digest(store: Store, *others: dict[str, Any], reader: Reader = Reader()) -> Digest:  # noqa: B008
    """Make the digest of one story, told by the ledger at length and by these others."""
    config = Config(
        sources=tuple(Source(id=each, url=f"https://{each}.example/feed") for each in OUTLETS),
        briefings=(briefing(),),
        fetch=FetchOptions(contact="https://desk.test/about"),
    )
    lead = {"source_id": "ledger", "text": SHOWN, "published": hours_ago(9), "words": 900}
    for number, fields in enumerate((lead, *others)):
        known = {"text": FACT, "published": hours_ago(8 - number), "words": 60, **fields}
        source_id = known.pop("source_id")
        made = features(1, 2, 3, digest=str(number))
        store.record(state(source_id), [reading(f"storm{number}", source_id, made=made, **known)])
    place_all(store, TOGETHER)
    return compose(
        config.briefings[0], config, store, select, since=hours_ago(24), now=NOON, reader=reader
    )


def test_another_outlet_adds_one_sentence(store: Store) -> None:
    """It is a span of its own article, under its own name and address."""
    (item,) = digest(store, {"source_id": "wire"}).items
    assert item.beside is not None
    assert item.beside.quote.text == FACT
    assert item.beside.outlet == item.sources[1]
    assert item.beside.quote.url == item.beside.outlet.url == "https://wire.example/storm1"
    body = store.bodies([item.beside.article_id])[item.beside.article_id]
    assert body.text[item.beside.quote.start : item.beside.quote.end] == FACT


@pytest.mark.parametrize(
    "other",
    [
        {"source_id": "wire", "text": SHOWN},
        {"source_id": "ledger"},
        {"source_id": "wire", "outlet": "Ledger"},
        {"source_id": "wire", "quality": Quality.PAYWALLED},
        {"source_id": "wire", "language": "de"},
        {"source_id": "wire", "published": hours_ago(60), "found": hours_ago(59)},
    ],
    ids=["same words", "same source", "same outlet", "paywall", "other language", "old"],
)
def test_who_adds_nothing(store: Store, other: dict[str, Any]) -> None:
    """A copy, the outlet itself, what nobody can read, another language and old news."""
    (item,) = digest(store, other).items
    assert item.url == "https://ledger.example/storm0"
    assert item.beside is None


def test_a_muted_source_adds_nothing(store: Store) -> None:
    """Who is muted in the channel is not quoted through the back door."""
    reader = Reader(taste=Taste(sources=frozenset({"wire"})))
    (item,) = digest(store, {"source_id": "wire"}, reader=reader).items
    assert item.beside is None


def test_of_two_outlets_the_one_that_adds_more(store: Store) -> None:
    """One sentence, however many outlets there are."""
    small = "The storm closed the harbour of Northport at 10 on Monday, the mayor said there."
    (item,) = digest(store, {"source_id": "post", "text": small}, {"source_id": "wire"}).items
    assert item.beside is not None
    assert item.beside.outlet.name == "Wire"


def test_the_first_story_is_told_longer(store: Store) -> None:
    """It has two sentences more than the briefing says, within its room."""
    (item,) = digest(store).items
    assert len(item.sentences) == briefing().sentences + FIRST_MORE
