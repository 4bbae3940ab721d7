"""What admins are offered to put right, with headlines at their worst."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot import blocks
from briefbot.blocks.admin import stories
from briefbot.emulator import validate
from tests.blocks import hostile, oracle
from tests.makers import stored

VALUE = f"{10**14}.{10**14}"
TS = "1700000000.000001"
CARRIED = {"story": "1" * 15, "channel": "C0123ABCDEF"}


def accept(view: dict[str, Any]) -> None:
    """Fail unless Slack takes it, by two judges."""
    oracle.accept_view(view)
    validate.view(json.loads(json.dumps(view)))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(hostile.words, hostile.words), min_size=1, max_size=150))
def test_every_form_is_within_slacks_limits(named: list[tuple[str, str]]) -> None:
    """However many articles a story has, and whatever they are called."""
    articles = [stored(at, title=title, outlet=outlet) for at, (title, outlet) in enumerate(named)]
    accept(stories.split_modal(articles, carried=CARRIED))
    accept(stories.delete_modal(len(articles), carried=CARRIED))
    more = stories.correction_blocks(VALUE, TS)
    accept(blocks.mute_word_modal(channel="C0123ABCDEF", words=named[0], value=VALUE, more=more))


def test_only_what_somebody_may_is_offered() -> None:
    """Nothing, one of them, or both."""
    assert stories.correction_blocks("", "") == ()
    for given_, buttons in (((VALUE, ""), 1), (("", TS), 1), ((VALUE, TS), 2)):
        assert len(stories.correction_blocks(*given_)[-1]["elements"]) == buttons
