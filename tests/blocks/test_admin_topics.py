"""The forms of topics, with words at their worst."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.blocks.admin import topics
from briefbot.emulator import validate
from briefbot.models.counted import Matches
from tests.blocks import hostile, oracle

CARRIED = {"id": "t" * 64, "seen": "0" * 20, "channel": "C0123ABCDEF"}


def accept(view: dict[str, Any]) -> None:
    """Fail unless Slack takes it, by two judges."""
    oracle.accept_view(view)
    validate.view(json.loads(json.dumps(view)))


@settings(max_examples=30, deadline=None)
@given(hostile.words, st.lists(hostile.words, max_size=200), st.lists(hostile.words, max_size=5))
def test_every_form_of_a_topic_is_within_slacks_limits(
    name: str, words: list[str], titles: list[str]
) -> None:
    """Whatever its words and the headlines are that they find."""
    counted = tuple((word, 1000) for word in words)
    found = Matches(words=counted, articles=12_000, titles=tuple(titles))
    accept(topics.topic_modal(name, words, carried=CARRIED, found=found, note="It says this now:"))
    accept(topics.topic_modal(name, words, carried={**CARRIED, "id": ""}))
    accept(topics.remove_modal(name, len(words), carried=CARRIED, note="It says this now:"))


def test_words_that_no_form_holds_are_not_cut() -> None:
    """They are not shown, so that saving leaves them as they are."""
    view = topics.topic_modal("Long", ["word" * 50] * 16, carried=CARRIED)
    assert "words" not in {block.get("block_id") for block in view["blocks"]}
    assert "16 words" in json.dumps(view)
