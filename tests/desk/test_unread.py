"""What a reader is told of a page that can't be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.desk.unread import unread
from briefbot.errors import FetchError, SourceError

ADMINS = "10.0.0.7 is not public; if it shall be read, add it to fetch.allow_private"
REASONS = ("blocked_address", "dns", "timeout", "tls", "no_text", "http_403", "http_503", "proxy")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("timeout", "try again later"),
        ("no_connection", "try again later"),
        ("disconnected", "try again later"),
        ("http_503", "try again later"),
        ("http_404", "no page at that address"),
        ("http_401", "does not let me read"),
        ("http_418", "does not let me read"),
        ("no_text", "no article on that page"),
        ("work_memory", "too large"),
    ],
)
def test_a_reader_hears_what_they_can_do(reason: str, said: str) -> None:
    """The sentence names the host and no option of ours."""
    told = unread(SourceError(reason, ADMINS), "news.example")
    assert said in told
    assert "news.example" in told


def test_names_inside_are_not_told_from_names_that_are_not_there() -> None:
    """Else readers could ask which names there are."""
    inside, unknown = (
        unread(FetchError(reason, ADMINS), "intranet") for reason in ("blocked_address", "dns")
    )
    assert inside == unknown


@given(st.sampled_from(REASONS) | st.text(max_size=20))
def test_nothing_of_what_admins_hear_is_told(reason: str) -> None:
    """Whatever went wrong, it is one short sentence or two without the fetcher's own words."""
    told = unread(SourceError(reason, ADMINS), "news.example")
    assert not re.search(r"fetch\.|allow_private|10\.0\.0\.7|header|user_agent|interval", told)
    assert len(told) < 100
