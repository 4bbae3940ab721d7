"""Texts that stand in place of an article, in a page and alone."""

from __future__ import annotations

import pytest

from briefbot.extract import extract, walls
from tests.extract.pages import FIRST, SECOND, URL, page

CONSENT = "We and our partners use cookies to show you better advertisements."


@pytest.mark.parametrize(
    "stub", ["Subscribe to continue reading this story.", "Bereits Kunde? Nur für Abonnenten."]
)
def test_a_stub_that_asks_for_a_subscription_is_paywalled(stub: str) -> None:
    """A short text with a subscription notice is a stub; a long one may quote the words."""
    assert extract(page(f"<p>{FIRST}</p><p>{stub}</p>"), url=URL).paywalled
    whole = f"<p>{FIRST}</p><p>{SECOND}</p>" * 4 + f"<p>{stub}</p>"
    assert not extract(page(whole.replace("Saturday", "Sunday", 2)), url=URL).paywalled


@pytest.mark.parametrize(
    "text",
    [
        "Please enable JavaScript to view this site.",
        "Checking your browser before you go on.",
        "Verify that you are a human.",
        CONSENT,
        "Accept all cookies",
        "Alle Cookies akzeptieren",
    ],
)
def test_a_notice_is_told_from_an_article(text: str) -> None:
    """A short text that speaks to the browser is a notice; an article may quote it."""
    assert walls.is_notice(text)
    assert not walls.is_notice(f"{FIRST} {SECOND} {text}")


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe to continue reading.",
        "To view the full story, please subscribe to the paper.",
        "訂閱會員才能閱讀全文",
    ],
)
def test_asking_for_money_is_seen_in_a_stub_alone(text: str) -> None:
    """The words of a paywall count in a short text."""
    assert walls.asks_for_money(text)
    assert not walls.asks_for_money(f"{FIRST} {SECOND} " * 4 + text)


def test_to_read_elsewhere_is_no_paywall() -> None:
    """A teaser that leads to another page asks for no money."""
    assert not walls.asks_for_money("To read the full story, go to the harbour's own page.")


def test_a_chinese_text_counts_double() -> None:
    """Five hundred characters are an article where a thousand letters are."""
    assert walls.is_stub("港" * 499)
    assert not walls.is_stub("港" * 500)
    assert walls.is_stub("a" * 999)
