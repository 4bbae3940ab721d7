"""What is found by options alone, by nobody's words, and by words that take too long."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.desk import Found
from briefbot.errors import UsageError
from briefbot.store import archive
from tests.desk.room import opened
from tests.makers import hours_ago


def told(found: Found) -> set[str]:
    """Name the articles that were found."""
    return {item.url.rpartition("/")[2] for item in found.answer.items}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("source:herald", {"dock", "old"}),
        ("2d", {"port", "hafen", "dock"}),
        ("lang:de", {"hafen"}),
        ("source:ledger -crane", {"port"}),
        ("source:herald since:yesterday", {"dock"}),
    ],
)
async def test_options_alone_ask_for_all_that_they_leave(
    tmp_path: Path, typed: str, names: set[str]
) -> None:
    """An outlet, a language or a time is a question without a word beside it."""
    with opened(tmp_path) as (room, desk):
        room.tell("ledger", "port")
        room.tell("ledger", "hafen", language="de", title="Ein Hafen mit Crane")
        room.tell("herald", "dock")
        room.tell("herald", "old", published=hours_ago(100), found=hours_ago(99))
        assert told(await desk.search(typed)) == names


@pytest.mark.parametrize("typed", ['"', "-", "or", "!!!", "''"])
async def test_signs_alone_find_nothing(tmp_path: Path, typed: str) -> None:
    """What holds no word is answered with the topics that there are."""
    with opened(tmp_path) as (room, desk):
        room.tell("ledger", "port")
        found = await desk.search(typed)
    assert (found.answer.items, found.nearest) == ((), ())
    assert found.topics == ("Taiwan", "Chips")
    assert not found.subscribable


@pytest.mark.parametrize(
    ("typed", "may"),
    [("port", True), ('"the port" 7d', True), ("source:herald", False), ("7d", False)],
)
async def test_only_what_names_words_can_be_subscribed_to(
    tmp_path: Path, typed: str, *, may: bool
) -> None:
    """A time or an outlet alone is refused by the form, so its button is not offered."""
    with opened(tmp_path) as (_, desk):
        assert (await desk.search(typed)).subscribable == may


@pytest.mark.parametrize(
    ("stories", "total", "more"), [(12, 12, False), (25, 25, False), (26, 25, True)]
)
async def test_every_page_knows_how_much_was_found(
    tmp_path: Path, stories: int, total: int, *, more: bool
) -> None:
    """The best 25 are looked at; whether there are more is known, and said."""
    with opened(tmp_path) as (room, desk):
        room.tell("ledger", *(f"port{number}" for number in range(stories)))
        first = (await desk.search("port")).answer
        second = (await desk.search("port", page=1)).answer
        top = (await desk.search("source:ledger")).answer
    assert (first.total, first.more, len(first.items)) == (total, more, 5)
    assert (second.total, second.more) == (total, more)
    assert (top.total, top.more) == (total, more)


async def test_options_are_not_taken_for_a_topic(tmp_path: Path) -> None:
    """Nothing found: the words are compared with the topics, not what narrows them."""
    with opened(tmp_path) as (_, desk):
        assert (await desk.search("semicond source:herald -taiwan 7d")).nearest == ("Chips",)


async def test_a_search_that_takes_too_long_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stopped, and the reader is told in words that name no file of ours."""
    monkeypatch.setattr(archive, "QUERY_SECONDS", -1.0)
    with opened(tmp_path) as (room, desk):
        room.tell("ledger", *(f"port{number}" for number in range(3000)))
        with pytest.raises(UsageError, match="fewer or rarer words") as stopped:
            await desk.search("port source:herald")
        assert str(tmp_path) not in str(stopped.value)
        monkeypatch.setattr(archive, "QUERY_SECONDS", 60.0)
        assert (await desk.search("port source:herald")).answer.searched == 3000
