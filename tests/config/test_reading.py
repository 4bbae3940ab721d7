"""Selectors and the names of cookies."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.cssselect import CSSSelector

from briefbot.config import reading


@pytest.mark.parametrize(
    "text",
    [
        "article",
        "article .text, .body > p",
        "main h2 a[href^='/news/']",
        "div:has(> p)",
        "#a:not(.b)",
    ],
)
def test_selectors_of_a_browser_are_taken(text: str) -> None:
    """What a browser's tools give is taken as it stands."""
    assert reading.selector(text) == text


@given(st.text("ap.#[]()=\"'>:*, -~+|n1é\\\n", max_size=60))
def test_a_selector_that_is_taken_can_be_used(text: str) -> None:
    """What passes here is compiled by the page's reader too; all else is a ValueError."""
    try:
        taken = reading.selector(text)
    except ValueError:
        return
    CSSSelector(taken, translator="html")


@pytest.mark.parametrize("text", ["\\1", "a[b='\\ffff']"])
def test_a_selector_with_a_hidden_character_is_refused(text: str) -> None:
    """An escape of a character that XML does not know would fail when a page is read."""
    with pytest.raises(ValueError, match="stands for an invisible character"):
        reading.selector(text)


@pytest.mark.parametrize(
    "text", [":is(" * 49, "a " * 99, "[a=b]" * 39, ":not(" * 39, "*" * 199, "(" * 199]
)
def test_hostile_selectors_are_read_in_time(text: str) -> None:
    """However it nests, two hundred characters are judged at once."""
    began = time.process_time()
    with suppress(ValueError):
        reading.selector(text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", ["", "a b", "a=b", "a;b", "é", "a\n", "x" * 101])
def test_names_of_cookies_are_tokens(name: str) -> None:
    """What is no token could be taken for two cookies."""
    with pytest.raises(ValueError, match="is no name of a cookie"):
        reading.cookie(name)
    assert reading.cookie("__Host-session.id") == "__Host-session.id"
