"""What the search index keeps of an article, column by column."""

from __future__ import annotations

from briefbot.text.words import tokens

LEAD_CHARACTERS = 600
"""An article is about what its title and its first lines name."""


def columns(*, title: str, text: str, language: str) -> tuple[str, str, str]:
    """Return the tokens of its title, of its first lines and of all of its text."""
    parts = (title, text[:LEAD_CHARACTERS], text)
    first, lead, whole = (tokens(part, language) for part in parts)
    return first, lead, whole
