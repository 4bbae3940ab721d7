"""Topics that are like the words of a search that found nothing; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from briefbot.config import Topic
from briefbot.text.words import fold

NEAREST = 3
MOST_TERMS = 16
"""Words that are compared: likeness is slow work."""
_LIKE = 0.6
_SHORTEST = 3
"""Bytes of what a topic's word may begin with: three letters, or one Chinese character."""


def nearest(terms: Sequence[str], topics: Sequence[Topic]) -> tuple[str, ...]:
    """Return the names of the topics that the terms are most like; none when none is."""
    known = dict(_forms(topics))
    asked = [word for term in terms for word in (fold(term), *fold(term).split())]
    like = (
        known[form] for word in dict.fromkeys(asked[:MOST_TERMS]) for form in _alike(word, known)
    )
    return tuple(dict.fromkeys(like))[:NEAREST]


def _forms(topics: Sequence[Topic]) -> Iterator[tuple[str, str]]:
    """Yield what stands for each topic, whole and word by word; the first topic's last."""
    for topic in reversed(topics):
        for form in (topic.id, topic.name, *topic.words):
            yield from ((word, topic.name) for word in (*fold(form).split(), fold(form)))


def _alike(word: str, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the forms that the word is, that begin with it, or that it may be a slip for."""
    if word in known:
        yield word
    if len(word.encode()) >= _SHORTEST:
        yield from (form for form in known if form.startswith(word))
    yield from get_close_matches(word, known, NEAREST, _LIKE)
