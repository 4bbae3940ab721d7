"""Dates: many forms, one result in UTC, or None."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.text.dates import read

DAY = datetime(2026, 11, 22, tzinfo=UTC)
MORNING = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", DAY),
        ("20261122", DAY),
        ("2026/11/22", DAY),
        ("2026.11.22", DAY),
        ("2026年11月22日", DAY),
        ("2026년 11월 22일", DAY),
        ("November 22, 2026", DAY),
        ("Nov. 22nd, 2026", DAY),
        ("22 Nov 2026", DAY),
        ("Posted on 22. November 2026", DAY),
        ("2026-11-22T10:30:00Z", MORNING),
        ("2026-11-22T10:30:00.123Z", MORNING.replace(microsecond=123000)),
        ("2026-11-22 10:30 UTC", MORNING),
        ("2026-11-22 18:30:00 +0800", MORNING),
        ("2026/11/22 10:30", MORNING),
        ("Sun, 22 Nov 2026 10:30:00 GMT", MORNING),
        ("Sun, 22 Nov 2026 11:30:00 CET", MORNING),
        ("Sunday, 22 November 2026 05:30:00 EST", MORNING),
        ("22 Sept 2026 10:30:00 GMT", MORNING.replace(month=9)),
        ("Nov 22, 2026 10:30 AM", MORNING),
        ("Nov 22, 2026 10:30 p.m.", MORNING.replace(hour=22)),
        ("\n 2026-11-22\t10:30 \n", MORNING),
    ],
)
def test_a_date_is_read_in_many_forms(text: str, moment: datetime) -> None:
    """Feeds, sitemaps and pages write dates in these ways; without a zone it is UTC."""
    assert read(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "soon", "yesterday", "11/12/2026", "2026", "1700000000", "2026-13-01", "Nov 31, 2026",
     "9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+10:00",
     "22 Nov 2026 99:99:99 GMT +", "２０２６-11"],
)  # fmt: skip
def test_what_names_no_moment_is_none(text: str) -> None:
    """Impossible, relative and ambiguous dates are not guessed."""
    assert read(text) is None


@given(st.one_of(st.text(max_size=100), st.text("0123456789-:+TZ/. ,NovGMTam", max_size=40)))
def test_any_text_is_a_moment_in_utc_or_none(text: str) -> None:
    """Nothing raises."""
    moment = read(text)
    assert moment is None or moment.tzinfo is UTC
