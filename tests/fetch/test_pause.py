"""Retry-After is understood in both its forms, and nonsense is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.fetch import pause

NOW = "Mon, 23 Nov 2026 14:00:00 GMT"


@pytest.mark.parametrize(
    ("retry_after", "date", "seconds"),
    [
        ("0", "", 0),
        ("3600", NOW, 3600),
        ("999999999", "", 999_999_999),
        ("Mon, 23 Nov 2026 14:30:00 GMT", NOW, 1800),
        ("Mon, 23 Nov 2026 22:30:00 +0800", NOW, 1800),
        ("Mon, 23 Nov 2026 14:30:00 -0000", NOW, 1800),
        ("Monday, 23-Nov-26 14:30:00 GMT", NOW, 1800),
        ("Mon, 23 Nov 2026 13:00:00 GMT", NOW, 0),
        ("Mon, 23 Nov 2026 14:30:00 GMT", "", None),
        ("Mon, 23 Nov 2026 14:30:00 GMT", "today", None),
    ],
)
def test_a_pause_is_counted_in_seconds(retry_after: str, date: str, seconds: float | None) -> None:
    """Seconds are taken as they are; a moment is held against the answer's own date."""
    assert pause.seconds(retry_after, date) == seconds


@pytest.mark.parametrize(
    "retry_after",
    [
        "",
        "soon",
        "-1",
        "1.5",
        "1e9",
        "\u0663",
        "9" * 400,
        "Mon, 99 Nov 2026 14:30:00 GMT",
        "Fri, 31 Dec 9999 23:59:00 -2359",
    ],
)
def test_nonsense_is_no_pause(retry_after: str) -> None:
    """What is neither whole seconds nor a date asks for nothing, and nothing is said of it."""
    assert pause.seconds(retry_after, NOW) is None
    assert pause.words(retry_after, NOW) == ""


@pytest.mark.parametrize(
    ("retry_after", "date"),
    [
        ("0", NOW),
        ("Tue, 27 Jan 2026 12:00:00 GMT", NOW),
        ("Mon, 23 Nov 2026 22:00:00 GMT", ""),
    ],
)
def test_a_pause_that_is_not_kept_to_is_not_said(retry_after: str, date: str) -> None:
    """One that is over, and a moment of a server that does not say what time it is."""
    assert pause.words(retry_after, date) == ""


@pytest.mark.parametrize(
    ("retry_after", "words"),
    [
        ("30", "; it wants a pause of 30 s"),
        ("121", "; it wants a pause of 2 min"),
        ("86400", "; it wants a pause of 24 h"),
        ("Mon, 23 Nov 2026 22:30:00 +0800", "; it wants a pause until 2026-11-23 14:30 UTC"),
    ],
)
def test_a_pause_is_said_in_few_words(retry_after: str, words: str) -> None:
    """People read minutes and hours, and moments in UTC."""
    assert pause.words(retry_after, NOW) == words


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_breaks_it(retry_after: str, date: str) -> None:
    """Whatever the headers hold, there is a pause of at least nothing, or none."""
    assert (pause.seconds(retry_after, date) or 0) >= 0
    assert "\n" not in pause.words(retry_after, date)


LATER = "Mon, 23 Nov 2026 15:00:00 GMT"


@pytest.mark.parametrize(
    ("cache_control", "age", "expires", "date", "seconds"),
    [
        ("max-age=600", "", "", "", 600),
        ("public, Max-Age = 600, must-revalidate", "", "", "", 600),
        ('max-age="600"', "", "", "", 600),
        ("no-cache,max-age=0", "", LATER, NOW, 0),
        ("no-store", "", LATER, NOW, 0),
        ("private, max-age=600, No-Cache", "", "", "", 0),
        ('no-cache="set-cookie", max-age=600', "", "", "", 600),
        ("max-age=600", "120", "", "", 480),
        ("max-age=600", "9000", "", "", 0),
        ("max-age=600", "old", LATER, NOW, 600),
        ("s-maxage=600", "", "", "", None),  # for caches that many share
        ("x-max-age=600", "", "", "", None),
        ("max-age=-1", "", "", "", None),
        ("max-age=soon", "", LATER, NOW, 3600),
        ("", "", LATER, NOW, 3600),
        ("", "", NOW, LATER, 0),
        ("", "", "0", NOW, None),
        ("", "", LATER, "", None),
        ("", "", "", NOW, None),
    ],
)
def test_how_long_an_answer_stays(
    cache_control: str, age: str, expires: str, date: str, seconds: float | None
) -> None:
    """max-age counts before Expires, less what a cache used up; the server's clock is held to."""
    assert pause.fresh(cache_control, age=age, expires=expires, date=date) == seconds


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=60), st.text(max_size=60))
def test_freshness_is_never_odd(cache_control: str, age: str, expires: str, date: str) -> None:
    """Whatever stands in the headers, it is no length of time or one that is not negative."""
    found = pause.fresh(cache_control, age=age, expires=expires, date=date)
    assert found is None or found >= 0
