"""A topic's words choose sentences only where the headline leaves the topic open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from briefbot import pipeline
from briefbot.config import Topic
from briefbot.models import Sentence
from tests.editions import briefing, config, fast, tell
from tests.makers import NOON, hours_ago

TAIWAN = Topic(id="taiwan", name="Taiwan", words=("Taiwan", "台灣"))


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Cable fault slows internet on Taiwan's islands", ()),
        ("台湾海纜中斷", ()),
        ("Cable fault slows internet on the Matsu islands", TAIWAN.words),
        ("Five countries meet in Northport", TAIWAN.words),
    ],
)
def test_a_headline_that_names_the_topic_asks_for_nothing_more(
    tmp_path: Path, title: str, query: tuple[str, ...]
) -> None:
    """Then the heaviest sentences are told, not background that names the topic once more."""
    asked: list[Collection[str]] = []

    def listen(text: str, sentences: Sequence[Sentence], **wanted: Any) -> tuple[Sentence, ...]:
        asked.append(wanted["query"])
        return tuple(sentences[:1])

    store = fast(tmp_path / "briefbot.db")
    tell(store, "taiwan", at=hours_ago(2), title=title, text="Taiwan waits. It rains.")
    order = briefing(topics=("taiwan",))
    made = config(order, topics=[TAIWAN])
    pipeline.compose(order, made, store, listen, since=NOON - timedelta(days=1), now=NOON)
    store.close()
    assert asked == [query]
