"""The page's text or the feed's: which of the two is kept, and what it is then called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.extract import walls
from briefbot.extract.lines import letters
from briefbot.models import Quality

if TYPE_CHECKING:
    from briefbot.extract.page import Extracted

_SHARED = 0.8
"""Of a fragment's letters so many stand in the feed's text; the rest is a caption or a byline."""
_MOST_LINES = 200


def choose(
    page: Extracted | None, feed_text: str, without: Quality = Quality.FEED
) -> tuple[str, Quality]:
    """Return the text to keep, of the page or of the feed, and what it is.

    `without` is what it is called when there is no page.
    """
    if page is None:
        return feed_text, without
    text = page.text
    if page.form is not None:
        own = page.description if page.form is Quality.LIVE else text or page.description
        return feed_text or own, page.form
    if page.paywalled and walls.is_stub(text):
        return max(text, feed_text, key=len), Quality.PAYWALLED
    if feed_text and _is_fragment(text, feed_text):
        return feed_text, Quality.FEED
    return text, Quality.FULL if text else Quality.FEED


def _is_fragment(text: str, feed_text: str) -> bool:
    """Tell whether a page's text is a part of the feed's, or far from reaching it."""
    if 2 * len(text) < len(feed_text):
        return True
    if len(text) >= len(feed_text):
        return False
    whole = letters(feed_text)
    lines = [letters(line) for line in text.split("\n")[:_MOST_LINES]]
    return sum(len(line) for line in lines if line in whole) >= _SHARED * sum(map(len, lines))
