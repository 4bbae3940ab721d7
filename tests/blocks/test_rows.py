"""Tests of lists as far as a message has room for them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefbot.blocks import pieces, rows, size
from tests.blocks import hostile


def test_all_rows_fit() -> None:
    """A list with room is shown whole, without a count."""
    listed = [(pieces.text("one"),), (pieces.text("two"),)]
    assert rows.fitted(listed, 100) == listed


def test_rows_without_room_are_counted() -> None:
    """What has no room is counted, with its noun."""
    listed = [(pieces.text("x" * 10),)] * 5
    *shown, last = rows.fitted(listed, 25, "story", "stories")
    assert len(shown) == 2
    assert last == (pieces.text("and 3 more stories"),)


def test_names() -> None:
    """Names stand in their order, and those without room are counted."""
    assert rows.names(["Reef", "Old Quay"], 100) == "Reef, Old Quay"
    assert rows.names(["Reef"] * 1200, 20) == "Reef, Reef, Reef and 1,197 more"


@given(st.lists(hostile.words, max_size=30), st.integers(0, 500))
def test_names_keep_their_room(names: list[str], room: int) -> None:
    """Whatever the names are, escaped they take no more room than they may."""
    assert size.characters({"text": rows.names(names, room)}) <= room + 20


def test_sentence() -> None:
    """A sentence from elsewhere is one line; its commands are code."""
    pieces_ = list(rows.sentence("the page\nasks; see `/brief sources`"))
    assert [piece.get("text", "") for piece in pieces_] == [
        *("the page asks; see ", "/brief sources", ""),
    ]
