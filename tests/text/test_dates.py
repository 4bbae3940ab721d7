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
        ("2026-11-2", DAY.replace(day=2)),
        ("2026-11-22T9:05:00Z", DAY.replace(hour=9, minute=5)),
        ("2026-11-21T24:00:00Z", DAY),
        ("2026-11-22T10:30:60Z", MORNING.replace(second=59)),
        ("2026-11-22T10:30:00.1234567+00:00", MORNING.replace(microsecond=123456)),
        ("2026-11-22T10:30:00+00:00Z", MORNING),
        ("2026-11-22 19:30:00 JST", MORNING),
        ("2026-11-22 오후 10:30:00", MORNING.replace(hour=22)),
        ("2026年11月22日上午10:30", MORNING),
        ("Sun, 22 Nov 2026 18:30:00 +08:00", MORNING),
        ("Sun, 22 Nov 2026 18:30:00 +08", MORNING),
        ("Sun, 22 Nov 2026 02:30:00 -8:00", MORNING),
        ("Sun, 22 Nov 2026 18:30:00 GMT+0800", MORNING),
        ("Sun, 22 Nov 2026 05:30:00 -0500 (EST)", MORNING),
        ("Sunday, November 22, 2026 5:30 AM EST", MORNING),
        ("Sun, 22 Nov 2026 12:30 am", DAY.replace(minute=30)),
        ("Sun Nov 22 10:30:00 GMT 2026", MORNING),
        ("Sunday, 22-Nov-26 10:30:00 GMT", MORNING),
        ("So, 22 Dez 2026 11:30:00 +0100", MORNING.replace(month=12)),
        ("dim., 22 août 2026 10:30", MORNING.replace(month=8)),
        ("22 juin 2026", DAY.replace(month=6)),
        ("22 juillet 2026", DAY.replace(month=7)),
        ("22 de abril de 2026", DAY.replace(month=4)),
        ("22 мая 2026", DAY.replace(month=5)),
        ("Κυρ, 22 Ιούλ 2026 05:30:00 EST", MORNING.replace(month=7)),
    ],
)
def test_a_date_is_read_in_many_forms(text: str, moment: datetime) -> None:
    """Feeds, sitemaps and pages write dates in these ways; without a zone it is UTC."""
    assert read(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "soon", "yesterday", "11/12/2026", "2026", "1700000000", "2026-13-01", "Nov 31, 2026",
     "9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+10:00",
     "22 Nov 2026 99:99:99 GMT +", "２０２６-11", "05.04.2026 10:30", "2026-11-22T10:30:00+25:00",
     "22 Nix 2026", "2026-11-22T25:00"],
)  # fmt: skip
def test_what_names_no_moment_is_none(text: str) -> None:
    """Impossible, relative and ambiguous dates are not guessed."""
    assert read(text) is None


@given(st.one_of(st.text(max_size=100), st.text("0123456789-:+TZ/. ,NovGMTam", max_size=40)))
def test_any_text_is_a_moment_in_utc_or_none(text: str) -> None:
    """Nothing raises."""
    moment = read(text)
    assert moment is None or moment.tzinfo is UTC
