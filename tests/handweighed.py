"""Texts whose sentences are weighed by hand, and what is chosen of them."""

from __future__ import annotations

import re

from briefbot.choosing import select
from briefbot.models import Sentence


def shown(text: str, sentences: tuple[Sentence, ...]) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in sentences]


def cut(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a plain text, also where a quotation holds several."""
    return [found.span() for found in re.finditer(r"\S[^.!?。]*[.!?。][”“«»\"]?", text)]


def by_hand(text: str, *weights: float) -> tuple[Sentence, ...]:
    """Weigh the sentences of a text as given."""
    spans = cut(text)
    assert len(spans) == len(weights), [text[start:end] for start, end in spans]
    return tuple(
        Sentence(start=start, end=end, weight=weight)
        for (start, end), weight in zip(spans, weights, strict=True)
    )


def chosen(
    text: str, *weights: float, limit: int, language: str = "en", query: tuple[str, ...] = ()
) -> list[str]:
    sentences = by_hand(text, *weights)
    return shown(text, select(text, sentences, limit=limit, language=language, query=query))
