"""Tests of how long messages are, and where they are cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from briefbot.blocks import (
    counted,
    digest_messages,
    fits,
    halve,
    notice,
    pieces,
    plain_message,
    size,
    split,
    summary_message,
)
from briefbot.models import Block, Digest, Message
from tests.blocks import hostile, oracle
from tests.render import samples


def test_counted() -> None:
    """Text counts escaped, whatever it is for; a heading counts a hundred more; values don't."""
    blocks: tuple[Block, ...] = (
        pieces.header("A & B"),
        pieces.rich(pieces.section(pieces.text("a<b"), pieces.link("c", "https://c.example/"))),
        pieces.actions(
            pieces.button("More", "more", "12345", spoken="More: it"),
            pieces.overflow("menu", [("Hide", "hide:1")]),
        ),
    )
    words = "A &amp; Ba&lt;bcMoreMore: itHide"
    assert counted(Message(text="ignored", blocks=blocks)) == len(words) + 100
    assert counted(Message(text="alone")) == 5


def test_fits() -> None:
    """A message fits by its blocks, by its characters and by its texts."""
    line = pieces.context("x")
    assert fits(size.made("a", *[line] * 40))
    assert not fits(size.made("a", *[line] * 41))
    assert not fits(size.made("a", *[pieces.context("x" * 2400)] * 4))
    assert not fits(size.made("a" * 3901, line))


def _story(number: int, words: int = 10) -> tuple[Block, Block]:
    told = pieces.rich(pieces.section(pieces.text(f"{number} " + "x" * words)))
    return told, pieces.actions(pieces.button("More", "more", str(number)))


def test_split_keeps_stories_whole() -> None:
    """Buttons stay with their story, a heading with what follows it, and the order is kept."""
    blocks = [block for n in range(5) for block in (pieces.header(f"T{n}"), *_story(n))]
    parts = split(blocks, most=7)
    assert [block for part in parts for block in part] == blocks
    assert [part[0]["type"] for part in parts] == ["header"] * 3
    assert [part[-1]["type"] for part in parts] == ["actions"] * 3
    assert [len(part) for part in parts] == [6, 6, 3]


def test_split_by_room() -> None:
    """A part takes as many stories as it has characters for."""
    blocks = [block for n in range(6) for block in _story(n, words=94)]
    assert [len(part) for part in split(blocks, room=300)] == [6, 6]
    assert [len(part) for part in split(blocks, room=299)] == [4, 4, 4]
    assert split(blocks) == [tuple(blocks)]


@settings(deadline=None)
@given(hostile.digests())
def test_halves_are_messages_too(digest: Digest) -> None:
    """Whatever message is halved, both halves are valid, and no block with buttons is lost."""
    for message in digest_messages(digest):
        halves = halve(message)
        for half in halves:
            assert half.text.strip()
            assert oracle.inert_mrkdwn(half.plain, links=True)
            if half.blocks:
                oracle.accept(half)
        rows = [b for half in halves for b in half.blocks if b["type"] == "actions"]
        assert rows == [b for b in message.blocks if b["type"] == "actions"]


def test_halves_are_about_equal() -> None:
    """A message is cut where its halves are most alike, between two stories."""
    [message] = digest_messages(samples.digest())
    first, second = halve(message)
    assert first.blocks + second.blocks == message.blocks
    assert first.blocks[-1]["type"] == "actions"
    assert abs(counted(first) - counted(second)) < counted(message) / 4
    assert first.text == message.text
    assert second.text.endswith("(continued)")


def test_one_story_is_cut_between_its_paragraphs() -> None:
    """A message of one story keeps its words, and its buttons with the second half."""
    item = replace(samples.digest().items[0], story_id=7)
    message = summary_message(item, now=samples.MADE, zone="UTC")
    alone = replace(message, blocks=message.blocks[:1])
    first, second = halve(alone)
    assert oracle.spoken(first.blocks) + oracle.spoken(second.blocks) == oracle.spoken(alone.blocks)
    assert oracle.spoken(first.blocks).startswith("Keelung")


def test_what_cannot_be_cut_goes_as_text() -> None:
    """A message of one paragraph is halved as plain text, and never comes back as it was."""
    first, second = halve(notice("All is well."))
    assert (first.blocks, second.blocks) == ((), ())
    assert first.text == "All is well."
    lines = Message(text="a", plain="one\ntwo\nthree")
    assert [half.text for half in halve(lines)] == ["one\ntwo", "three"]


@pytest.mark.parametrize("digest", [samples.digest(), samples.quiet_day()])
def test_plain_message(digest: Digest) -> None:
    """Without blocks the message says the same as escaped lines."""
    [message] = digest_messages(digest)
    plain = plain_message(message)
    assert plain.blocks == ()
    assert plain.text == message.plain
    assert plain_message(plain) == plain
    assert all(
        f"|{item.headline}>" in plain.text for item in digest.items if "script" not in item.headline
    )
