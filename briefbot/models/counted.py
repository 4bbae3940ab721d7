"""What words find, counted before they are kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Articles of the last day that words find."""

    words: tuple[tuple[str, int], ...]
    """Each word, and how many articles are about it."""
    articles: int
    """How many are about any of them."""
    titles: tuple[str, ...] = ()
    """The newest of these."""
