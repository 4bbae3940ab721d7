"""The documented JSON contract: see docs/json.md."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from briefbot.text import wording

if TYPE_CHECKING:
    from datetime import datetime

    from briefbot.models import Answer, Coverage, Digest, Item, Quote, SourceLine
    from briefbot.ports import Render

VERSION = 1

_Json = Mapping[str, object]


def _item(item: Item, topic: str | None) -> _Json:
    return {
        "story": item.story_id,
        "topic": topic,
        "headline": item.headline,
        "url": item.url,
        "sources": [{"name": outlet.name, "url": outlet.url} for outlet in item.sources],
        "published": wording.stamp(item.published),
        "language": item.language,
        "quality": item.quality.value,
        "update": item.update,
        "sentences": [_quote(quote) for quote in item.sentences],
        "beside": {"outlet": item.beside.outlet.name, **_quote(item.beside.quote)}
        if item.beside
        else None,
    }


def _quote(quote: Quote) -> _Json:
    return {
        "text": quote.text,
        "url": quote.url,
        "version": quote.version,
        "start": quote.start,
        "end": quote.end,
    }


def _coverage(coverage: Coverage) -> _Json:
    return {
        "read": coverage.read,
        "total": coverage.total,
        "articles": coverage.articles,
        "stories": coverage.stories,
        "ailing": [
            {
                "name": source.name,
                "state": source.state.value,
                "read": source.state.read,
                "since": wording.stamp(source.since),
                "message": source.message,
            }
            for source in coverage.ailing
        ],
    }


def _dump(value: _Json) -> str:
    text = json.dumps({"version": VERSION, **value}, ensure_ascii=False, indent=2)
    return wording.escaped(text) + "\n"


def _line(line: SourceLine) -> _Json:
    def when(moment: datetime | None) -> str | None:
        return wording.stamp(moment) if moment else None

    return {
        "id": line.source_id,
        "name": line.name,
        "state": line.state.value,
        "read": line.state.read,
        "since": when(line.since),
        "succeeded": when(line.succeeded),
        "next_check": when(line.next_check),
        "per_day": None if line.per_day is None else round(line.per_day, 2),
        "articles": line.articles,
        "advice": line.advice or None,
    }


def sources(lines: Sequence[SourceLine], now: datetime) -> str:
    """Return how the sources fare as JSON."""
    return _dump({"made": wording.stamp(now), "sources": [_line(line) for line in lines]})


def render(digest: Digest) -> str:
    """Return the digest as JSON, the items in reading order."""
    return _dump(
        {
            "briefing": digest.briefing_id,
            "name": digest.name,
            "made": wording.stamp(digest.made),
            "since": wording.stamp(digest.since),
            "zone": digest.zone,
            "quiet": digest.quiet,
            "remark": digest.remark,
            "coverage": _coverage(digest.coverage),
            "items": [
                _item(item, section.name or None)
                for section in digest.sections
                for item in section.items
            ],
        }
    )


def render_answer(answer: Answer) -> str:
    """Return what a search found as JSON, items in the same form as a digest's, best first."""
    return _dump(
        {
            "query": answer.query,
            "made": wording.stamp(answer.made),
            "since": wording.stamp(answer.since) if answer.since else None,
            "searched": answer.searched,
            "items": [_item(item, None) for item in answer.items],
        }
    )


RENDER: Render = render
