"""What people type becomes a bounded query, and never an error."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import Source, Topic
from briefbot.errors import UsageError
from briefbot.models import Query
from briefbot.search import LONGEST, MOST_TERMS, parse, since, span
from briefbot.store.match import match_expression
from tests.makers import NOON

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SOURCES = (
    Source(id="pacific-wire", url="https://pacific.example", name="Pacific Wire"),
    Source(id="wire", url="https://wire.example", name="The Wire"),
)
TOPICS = (Topic(id="taiwan", name="Taiwan", words=("Taiwan", "台灣", "Taipei")),)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("chip export", Query(words=("chip", "export"))),
        ("chip OR export", Query(words=("chip", "export"))),
        ('"export ban" chip', Query(phrases=("export ban",), words=("chip",))),
        ('"never closed', Query(phrases=("never closed",))),
        ("chip -sport", Query(words=("chip",), without=("sport",))),
        ('chip -"big game"', Query(words=("chip",), without=("big game",))),
        ("chip 7d", Query(words=("chip",), since=NOON - timedelta(days=7))),
        ("chip lang:ZH", Query(words=("chip",), language="zh")),
        ("chip source:wire", Query(words=("chip",), source_id="wire")),
        ("chip source:pacific", Query(words=("chip",), source_id="pacific-wire")),
        ("chip source:nobody", Query(words=("chip", "source:nobody"))),
        ("CVE-2026-91234 c++ node.js", Query(words=("CVE-2026-91234", "c++", "node.js"))),
        ("taiwan", Query(words=("Taiwan", "台灣", "Taipei"))),
        ("taiwan chip", Query(words=("taiwan", "chip"))),
        ('- "" or', Query()),
        ("", Query()),
    ],
)
def test_typed_queries(typed: str, query: Query) -> None:
    """Words, phrases and options mean what a person means by them."""
    assert parse(typed, now=NOON, sources=SOURCES, topics=TOPICS) == query


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7d", NOON - timedelta(days=7)),
        ("today", datetime(2026, 11, 23, tzinfo=UTC)),
        ("yesterday", datetime(2026, 11, 22, tzinfo=UTC)),
        ("monday", datetime(2026, 11, 23, tzinfo=UTC)),
        ("Fri", datetime(2026, 11, 20, tzinfo=UTC)),
        ("Sunday", datetime(2026, 11, 22, tzinfo=UTC)),
        ("sundae", None),
        ("su", None),
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-20T00:00+08:00", datetime(2026, 11, 19, 16, tzinfo=UTC)),
        ("2026-11-23T11:00Z", datetime(2026, 11, 23, 11, tzinfo=UTC)),
        ("2026-11-23T13:00Z", NOON),
        ("9999-12-31T23:00", NOON),
        ("9999-12-31T23:00-08:00", NOON),
        ("0001-01-01", EPOCH),
        ("0001-01-01T00:00+08:00", EPOCH),
        ("1969-12-31", EPOCH),
        ("9999w", EPOCH),
        ("whenever", None),
        ("", None),
    ],
)
def test_since(typed: str, meant: datetime | None) -> None:
    """A weekday is the last one, today included; what can't be read is no option."""
    assert since(typed, NOON) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", datetime(2026, 11, 22, 16, tzinfo=UTC)),
        ("yesterday", datetime(2026, 11, 21, 16, tzinfo=UTC)),
        ("monday", datetime(2026, 11, 22, 16, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 19, 16, tzinfo=UTC)),
        ("2026-11-20T00:00+00:00", datetime(2026, 11, 20, tzinfo=UTC)),
        ("0001-01-01", EPOCH),
    ],
)
def test_days_begin_at_midnight_of_the_zone(typed: str, meant: datetime) -> None:
    """In Taipei a day begins at 16:00 UTC of the day before; an offset in the text wins."""
    query = parse(f"since:{typed} chip", now=NOON, zone="Asia/Taipei")
    assert query == Query(words=("chip",), since=meant)


def test_late_in_the_evening_of_utc_it_is_tomorrow_in_taipei() -> None:
    """The zone decides which day today is, not only when it begins."""
    evening = datetime(2026, 11, 22, 20, tzinfo=UTC)  # Monday 04:00 in Taipei
    assert since("today", evening, "Asia/Taipei") == datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert since("sunday", evening, "Asia/Taipei") == datetime(2026, 11, 21, 16, tzinfo=UTC)


@given(st.datetimes(), st.sampled_from(["", "+23:59", "-23:59"]))
def test_any_moment_is_within_the_archive(moment: datetime, offset: str) -> None:
    """Whatever the calendar has can be typed; what is meant lies from 1970 to now."""
    meant = since(f"{moment.isoformat()}{offset}", NOON, "America/New_York")
    assert meant is not None
    assert EPOCH <= meant <= NOON


def test_span_says_what_it_takes() -> None:
    """A time span that can't be read names the form that can."""
    assert span("90m") == timedelta(minutes=90)
    with pytest.raises(UsageError, match="such as 24h"):
        span("soon")


@given(st.text(max_size=400))
def test_any_text_is_a_bounded_query(typed: str) -> None:
    """No typed text raises; at most 8 terms of a kind and 200 characters get through."""
    query = parse(typed, now=NOON, sources=SOURCES, topics=TOPICS)
    assert max(len(query.phrases), len(query.without)) <= MOST_TERMS
    assert len(query.words) <= MOST_TERMS
    assert sum(map(len, query.wanted + query.without)) <= LONGEST
    expression = match_expression(query.words, query.phrases, query.without)
    assert expression.count('"') % 2 == 0
