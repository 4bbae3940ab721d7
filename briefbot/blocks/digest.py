"""A digest as the messages that a channel gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.blocks import pieces, size, story
from briefbot.blocks.mrkdwn import escape
from briefbot.text import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefbot.models import Block, Coverage, Digest, Item, Message

_NAME = 60
_TOPIC = 60
_HEADLINES = 3
"""How many headlines a notification tells."""
_HEADLINE = 120

_TIES = 1
_TIED = 400
"""Blocks and characters kept free in each part for what ties them: "7 more stories in the
thread", "Taiwan, continued"."""


def digest_messages(digest: Digest) -> tuple[Message, ...]:
    """Return the digest in reading order; the messages after the first belong in its thread."""
    blocks = tuple(_blocks(digest))
    parts = size.split(blocks)
    if len(parts) > 1:
        most, room = size.MOST_BLOCKS - _TIES, size.ROOM - _TIED
        parts = size.split(blocks, most=most, room=room)
    texts = _texts(digest, [_stories(part) for part in parts])
    tied = _tied(digest, parts)
    return tuple(size.made(text, *part) for text, part in zip(texts, tied, strict=True))


def _blocks(digest: Digest) -> Iterator[Block]:
    yield from _opening(digest)
    for section in digest.sections:
        if section.items and section.name:
            yield pieces.header(pieces.line(section.name, _TOPIC))
        for item in section.items:
            yield from story.story(item, now=digest.made, zone=digest.zone)
    yield from _coverage(digest)


def _opening(digest: Digest) -> Iterator[Block]:
    late = wording.late(digest)
    yield pieces.header(_title(digest) + (", catch-up" if digest.missed else ""))
    if late:
        yield pieces.rich(pieces.section(pieces.text(late, bold=True)))
    if digest.items:
        said = f"{wording.hour(digest)} · {wording.tally(digest)}"
        yield pieces.context(f"{said}. {digest.remark}" if digest.remark else said)
    else:
        yield pieces.context(wording.hour(digest))
        yield pieces.rich(pieces.section(pieces.text(_quiet(digest))))


def _quiet(digest: Digest) -> str:
    return pieces.line(wording.opening(digest), 500) or "Nothing to tell."


def _title(digest: Digest) -> str:
    name = pieces.line(digest.name, _NAME) or "Briefing"
    return f"{pieces.isolated(name)}, {wording.date(digest)}"


def _coverage(digest: Digest) -> Iterator[Block]:
    """Yield how many sources were read, and which were not and why; briefly when all is well."""
    covered, told = digest.coverage, wording.coverage(digest.coverage)
    if digest.items:
        yield pieces.divider()
    if not covered.ailing:
        yield pieces.context(told)
        return
    rows = [
        (
            pieces.text(pieces.isolated(pieces.line(source.name, pieces.LIST_NAME)), bold=True),
            pieces.text(" "),
            *pieces.spans(
                pieces.line(wording.ailing(source, now=digest.made, zone=digest.zone), 250)
            ),
        )
        for source in covered.ailing[: wording.AILING_SHOWN]
    ]
    rest = wording.unlisted(covered, "/brief sources")
    rows += [tuple(pieces.spans(rest))] if rest else []
    yield pieces.rich(pieces.section(pieces.text(told)), pieces.bullets(rows))


def _stories(blocks: Sequence[Block]) -> int:
    return sum(block["type"] == "actions" for block in blocks)


def _tied(digest: Digest, parts: Sequence[tuple[Block, ...]]) -> Iterator[tuple[Block, ...]]:
    """Yield the parts so that the first says that there is more, and the others what they are."""
    topic = ""
    for place, part in enumerate(parts):
        if place == 0 and len(parts) > 1:
            yield (*part, _to_thread(sum(map(_stories, parts[1:])), digest.coverage))
        elif place and part[0]["type"] == "rich_text" and topic:
            yield (pieces.header(f"{topic}, continued"), *part)
        else:
            yield part
        named = [block["text"]["text"] for block in part if block["type"] == "header"]
        named = named[1:] if place == 0 else named
        topic = named[-1] if named else topic


def _to_thread(stories: int, covered: Coverage) -> Block:
    more = wording.count(stories, "more story", "more stories")
    held = f"{more} in the thread." if stories else "The sources' state is in the thread."
    return pieces.context(f"{held} {wording.coverage(covered)}")


def _texts(digest: Digest, stories: Sequence[int]) -> Iterator[str]:
    """Yield what a notification and a screen reader say for each part, escaped."""
    title = _title(digest)
    if not digest.items:
        yield escape(f"{title}: {_quiet(digest)}")
        return
    told, items = 0, digest.items
    for place, number in enumerate(stories):
        here = items[told : told + number]
        told += number
        how = wording.count(len(items), "story", "stories")
        lead = f"{title}: {how}" if place == 0 else f"{title}, continued: {number} more"
        late = wording.late(digest) if place == 0 else ""
        yield escape(" ".join(filter(None, (f"{lead}.", late, _headlines(here)))))


def _headlines(items: Sequence[Item]) -> str:
    first = [story.headline(item, limit=_HEADLINE) for item in items[:_HEADLINES]]
    ends = (pieces.isolated(words) + "." * (words[-1] not in ".?!…。？！؟") for words in first)
    return " ".join(ends)
