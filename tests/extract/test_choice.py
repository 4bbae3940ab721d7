"""Which text is kept: the page's or the feed's."""

from __future__ import annotations

import pytest

from briefbot.extract import Extracted, choose
from briefbot.models import Quality
from tests.extract.pages import FIRST, SECOND


def told(text: str, *, paywalled: bool = False) -> Extracted:
    """Return a page with this text."""
    return Extracted(text=text, paywalled=paywalled)


LONG = "\n".join([FIRST, SECOND] * 5)


@pytest.mark.parametrize(
    ("extracted", "feed_text", "expected"),
    [
        (told(LONG), FIRST, (LONG, Quality.FULL)),
        (told(FIRST), "", (FIRST, Quality.FULL)),
        (told(FIRST), f"{FIRST}\nAnd so on.", (f"{FIRST}\nAnd so on.", Quality.FEED)),
        (told(SECOND), f"{FIRST}\nAnd so on.", (SECOND, Quality.FULL)),
        (told("Cookies and you."), LONG, (LONG, Quality.FEED)),
        (None, FIRST, (FIRST, Quality.FEED)),
        (None, "", ("", Quality.FEED)),
        (told(FIRST, paywalled=True), LONG, (LONG, Quality.PAYWALLED)),
        (told(FIRST, paywalled=True), "Short.", (FIRST, Quality.PAYWALLED)),
        (told(LONG, paywalled=True), FIRST, (LONG, Quality.FULL)),
    ],
    ids=[
        "page",
        "page-alone",
        "fragment",
        "other",
        "notice",
        "no-page",
        "nothing",
        "stub",
        "tease",
        "whole",
    ],
)
def test_the_better_text_is_kept(
    extracted: Extracted | None, feed_text: str, expected: tuple[str, Quality]
) -> None:
    """The page's text wins unless it is missing, a part of the feed's, or a paywall's stub."""
    assert choose(extracted, feed_text) == expected
