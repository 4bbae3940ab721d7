"""What other outlets add to the stories of a digest: one sentence each, under their own name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefbot import adding, digest, rank
from briefbot.models import Body, Item, Quality, Ranked, StoredArticle
from briefbot.pipeline.asked import asked
from briefbot.store.archive import Archive

MOST = 4
"""Articles of a story that are looked through."""
TEXTS = {Quality.FULL: 0, Quality.FEED: 1}
"""Whose words may be quoted beside: behind a wall stands what nobody can check."""


def with_others(
    ranked: Sequence[Ranked], items: Sequence[Item], archive: Archive, known: rank.Circumstances
) -> list[Item]:
    """Return the items, each with the sentence of another outlet that adds most, if one does."""
    others = [_others(each, known) for each in ranked]
    wanted = {article.id for found in others for article in found}
    shown = {item.article_id for item, found in zip(items, others, strict=True) if found}
    bodies = archive.bodies(sorted(wanted | shown))
    return [
        _with_one(item, found, bodies, asked(each, known.topics), each)
        for each, item, found in zip(ranked, items, others, strict=True)
    ]


def _others(each: Ranked, known: rank.Circumstances) -> list[StoredArticle]:
    """Return the articles that may add something: new ones of other outlets, and no copies."""
    best = each.story.articles[0]
    found = [
        other
        for other in rank.fresh(each.story, known)
        if other.outlet != best.outlet
        and other.duplicate_of is None
        and other.article.quality in TEXTS
        and other.article.language == best.article.language
    ]
    return sorted(found, key=lambda a: (TEXTS[a.article.quality], a.article.published))[:MOST]


def _with_one(
    item: Item,
    others: Sequence[StoredArticle],
    bodies: dict[int, Body],
    words: Sequence[str],
    each: Ranked,
) -> Item:
    body = bodies.get(item.article_id)
    if body is None or not item.sentences:
        return item
    told = f"{item.headline}\n{body.text}"
    shown = "\n".join((item.headline, *(quote.text for quote in item.sentences)))
    best, added = 0.0, None
    for other in others:
        other_body = bodies.get(other.id)
        if other_body is None:
            continue
        new = each.additions.get(other.id)
        fit = replace(other_body, sentences=new.sentences) if new else other_body
        found = adding.addition(fit, item.language, told=told, shown=shown, query=words)
        if found and found[0] > best:
            best, added = found[0], digest.beside(other, other_body, found[1])
    return replace(item, beside=added)
