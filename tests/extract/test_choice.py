"""Which text is kept: the page's or the feed's."""

from __future__ import annotations

import time

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


def test_a_fragment_may_have_a_caption_of_its_own() -> None:
    """A few words that the feed does not have make a fragment of it no article."""
    feed_text = f"{FIRST}\n{SECOND}"
    assert choose(told(f"{SECOND}\nPhoto: Lin"), feed_text) == (feed_text, Quality.FEED)
    other = f"{SECOND}\nThe harbour has been closed since, and no ferry is expected."
    assert choose(told(other), feed_text) == (other, Quality.FULL)


def test_hostile_texts_are_compared_in_time() -> None:
    """Thousands of lines against a feed of four long articles cost a moment."""
    began = time.process_time()
    choose(told("ab\n" * 60_000), "abc " * 90_000)
    choose(told("a" * 200_000), "a" * 390_000 + "b")
    assert time.process_time() - began < 5


def test_what_is_no_article_has_the_feeds_text() -> None:
    """The feed's text serves; where it has none, the few words that such a page has."""
    live = Extracted(text=LONG, form=Quality.LIVE, description="A storm.")
    video = Extracted(text=FIRST, form=Quality.VIDEO, description="A crane.")
    assert choose(live, SECOND) == (SECOND, Quality.LIVE)
    assert choose(live, "") == ("A storm.", Quality.LIVE)
    assert choose(video, SECOND) == (SECOND, Quality.VIDEO)
    assert choose(video, "") == (FIRST, Quality.VIDEO)
    assert choose(None, "", Quality.PDF) == ("", Quality.PDF)
    assert choose(None, SECOND, Quality.CAPTCHA) == (SECOND, Quality.CAPTCHA)
