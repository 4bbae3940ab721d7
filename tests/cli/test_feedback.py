"""`briefbot feedback`: what channels want more and less of, and how it is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.models import Vote
from briefbot.store.sqlite import Store
from tests.commands import call
from tests.makers import NOON

if TYPE_CHECKING:
    from tests.cli.conftest import Desk


def say(desk: Desk) -> None:
    """Let two readers have said something in a channel, and an admin have muted a word."""
    store = Store(desk.database)
    vote = Vote(
        channel="C0NEWS", user_id="U1", story_id=1, source_id="harbour", topic_id="taiwan", value=1
    )
    store.vote(vote, NOON)
    store.mute("C0NEWS", "word", "giveaway", "U2", NOON)
    store.mute("C0NEWS", "story", "7", "U2", NOON)
    store.close()


def test_what_a_channel_wants_is_listed_and_forgotten(desk: Desk) -> None:
    """Each channel has a line with its votes and mutes, until it is reset."""
    assert desk.call("feedback", "list").out == "nobody asked for more or less of anything yet\n"
    say(desk)
    assert desk.call("feedback", "list").out == (
        'C0NEWS: +1 for harbour, +1 for taiwan, without the word "giveaway", 1 hidden\n'
    )
    done = call("feedback", "reset", "C0NEWS", "--database", desk.database)
    assert (done.code, done.out) == (0, "C0NEWS: 1 vote and 2 mutes forgotten\n")
    assert desk.call("feedback", "list").out.startswith("nobody asked")
