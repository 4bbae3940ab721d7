"""What a reader gets who asks: what a search found, one story at length, why, a page read now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefbot.blocks import pieces, rows, size, story
from briefbot.blocks.mrkdwn import escape
from briefbot.models import Quality
from briefbot.text import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from briefbot.blocks.pieces import Piece
    from briefbot.models import Answer, Block, Item, Message, StoredArticle, StoryView

_ASKED = 150
_ROOM_ROW = 600
_NEAR = 5
_BLOCKS_BESIDE = 5
"""The heading, who shared it, what has no room, a rule, the buttons."""


def answer_message(  # noqa: PLR0913  each is a different thing that a reader sees
    answer: Answer,
    *,
    ask: str,
    nearest: Sequence[str] = (),
    topics: Sequence[str] = (),
    page: int = 0,
    pages: int = 1,
    zone: str = "UTC",
    command: str = "/brief",
    shared_by: str = "",
    direct: bool = False,
    subscribable: bool = True,
) -> Message:
    """Return what a search found, best first, its buttons carrying `ask`.

    The More button's block is called `page:1` for the page that it leads to (`next_page`). With
    `shared_by`, the reader's id, it is the form that a channel gets; it calls nobody else. In a
    `direct` message there is no channel to share it with.
    """
    heading = _found(answer, page=page, pages=pages, zone=zone)
    blocks: list[Block] = [pieces.rich(pieces.section(pieces.text(heading, bold=True)))]
    if shared_by:
        by = pieces.section(pieces.text("Shared by "), pieces.person(shared_by))
        blocks.append(pieces.rich(by))
    if answer.items:
        blocks += _stories(answer, zone=zone)
    else:
        near = "Topics near it: " if nearest else "Topics here: "
        blocks.append(_tips(near, nearest or topics, command))
    share = bool(answer.items) and not shared_by and not direct
    more = page + 1 < pages and not shared_by
    if buttons := list(_asking(ask, share=share, more=more, subscribe=subscribable)):
        blocks += [pieces.divider()] if answer.items else []
        blocks.append(pieces.actions(*buttons, block_id=f"page:{page + 1}"))
    first = [pieces.isolated(story.headline(item, limit=120)) for item in answer.items[:3]]
    return size.made(escape(". ".join([heading, *first])), *blocks)


def next_page(block_id: str) -> int:
    """Return the page that a More button leads to, by its block's id; 0 when it names none."""
    name, _, number = block_id.partition(":")
    return int(number) if name == "page" and number.isdecimal() and number.isascii() else 0


def _found(answer: Answer, *, page: int, pages: int, zone: str) -> str:
    asked = pieces.isolated(pieces.line(answer.query, _ASKED))
    found = wording.found(replace(answer, query=asked), zone=zone)
    return f"Page {page + 1:,} of {pages:,}: {found}" if pages > 1 else found


def _stories(answer: Answer, *, zone: str) -> Iterator[Block]:
    blocks, room, shown = size.MOST_BLOCKS - _BLOCKS_BESIDE, size.ROOM - 2 * _ROOM_ROW, 0
    for item in answer.items:
        told = story.story(item, now=answer.made, zone=zone, menu=False)
        room -= size.characters(told)
        blocks -= len(told)
        if min(room, blocks) < 0:
            break
        shown += 1
        yield from told
    if left := len(answer.items) - shown:
        yield pieces.context(f"{rows.more(left, 'story', 'stories')} had no room here.")


def _tips(opening: str, topics: Sequence[str], command: str) -> Block:
    """Return what to try instead."""
    names = [name for name in (pieces.line(topic, 60) for topic in topics[:_NEAR]) if name]
    if not names:
        tip = f"Try fewer words, other words, or a longer time: `{command} words 30d`."
        return pieces.rich(pieces.section(*pieces.spans(tip)))
    tried: list[Piece] = []
    for place, name in enumerate(names):
        tried += [pieces.text(", " if place else opening)]
        tried += [pieces.text(f"{command} {name}", code=True)]
    return pieces.rich(pieces.section(*tried))


def _asking(ask: str, *, share: bool, more: bool, subscribe: bool) -> Iterator[Piece]:
    ask = wording.inert(ask)
    if not ask or len(ask) > pieces.VALUE:
        return
    if share:
        yield pieces.button("Share to channel", "answer_share", ask)
    if more:
        yield pieces.button("More stories", "answer_more", ask)
    if subscribe:
        spoken = f"Subscribe to {pieces.line(ask, _ASKED)}"
        yield pieces.button("Subscribe", "answer_subscribe", ask, spoken=spoken)


def story_message(view: StoryView, *, now: datetime, zone: str) -> Message:
    """Return one story at length, and every article that tells it, oldest first."""
    item = replace(view.item, sources=view.item.sources[:1])
    told = story.told(item, now=now, zone=zone)
    blocks = [told]
    if len(view.articles) > 1:
        heading = f"Told by {len(view.articles):,} articles, oldest first:"
        listed = [
            tuple(_article(stored, item.article_id, now=now, zone=zone)) for stored in view.articles
        ]
        kept = rows.fitted(listed, size.ROOM - size.characters(told) - _ROOM_ROW, "article")
        blocks.append(pieces.rich(pieces.section(pieces.text(heading)), pieces.bullets(kept)))
    blocks.append(story.buttons(item, menu=False, more=False))
    return size.made(escape(story.headline(item)), *blocks)


def _article(stored: StoredArticle, shown: int, *, now: datetime, zone: str) -> Iterator[Piece]:
    article = stored.article
    name, host = pieces.line(article.outlet, pieces.LIST_NAME), pieces.host(article.url)
    title = pieces.line(article.title, 150) or host or "Untitled"
    yield pieces.text(f"{pieces.isolated(name)}: " if name else "")
    turned = pieces.direction(title, article.language)
    yield pieces.link(pieces.isolated(f"{turned}{title}"), article.url)
    when = wording.when(article.published, now=now, zone=zone)
    copy = " · a copy" if stored.duplicate_of else ""
    here = " · shown above" if stored.id == shown and not copy else ""
    yield pieces.text(f" ({host}) · {when}{copy}{here}" if host else f" · {when}{copy}{here}")


def why_message(title: str, lines: Sequence[str]) -> Message:
    """Return why a story was shown or was not, a sentence a line."""
    heading = pieces.line(title, story.HEADLINE) or "Why"
    listed = [tuple(rows.sentence(line)) for line in lines if line.strip()]
    said = rows.fitted(listed, size.ROOM - _ROOM_ROW)
    parts = [pieces.section(pieces.text(heading, bold=True))]
    parts += [pieces.bullets(said)] if said else []
    return size.made(escape(f"Why: {pieces.isolated(heading)}"), pieces.rich(*parts))


def summary_message(item: Item, *, note: str = "", now: datetime, zone: str) -> Message:
    """Return the summary of a page that was read just now; it is in no archive yet."""
    blocks = [story.told(item, now=now, zone=zone)]
    lines = [note] if note else []
    if not item.sentences:
        lines.append("The page has no sentence that can stand alone.")
    elif item.quality is Quality.FULL:
        lines.append("Word for word from the page; […] marks where it says more.")
    if lines:
        said = [pieces.line(words, 500) for words in lines]
        blocks.append(pieces.context(*said))
    return size.made(escape(story.headline(item)), *blocks)


def notice(text: str, *, calls: bool = False) -> Message:
    """Return one plain sentence; what stands between backticks is shown as code.

    With `calls` an @ and a person's id between them stand for the person.
    """
    words = pieces.line(text, 1900) or "Nothing to say."
    spans = pieces.spans(words, calls=calls)
    return size.made(escape(words), pieces.rich(pieces.section(*spans)))
