"""Any configuration that the file may hold."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from briefbot.config import (
    KINDS,
    SUMMARISERS,
    Briefing,
    Config,
    FetchOptions,
    Retention,
    Schedule,
    Source,
    Topic,
    Weekday,
)

LETTERS = st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="*")
LINES = st.text(LETTERS, min_size=1, max_size=30).filter(lambda text: bool(text.strip()))
WORDS = LINES.filter(lambda text: any(map(str.isalnum, text)) and not text.startswith("/"))
IDS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,12}", fullmatch=True)
URLS = st.sampled_from(
    [
        "https://example.net/feed.xml",
        "HTTP://news.example:8080/a?key=1&x=%20#top",
        "https://台灣.example/新聞?q=a:b",
        "http://[2001:db8::1]:81/",
    ]
)
LANGUAGES = st.none() | st.sampled_from(["en", "no", "zh", "ja"])
INTERVALS = st.integers(60, 43_200).map(lambda minutes: timedelta(minutes=minutes))
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
DATES = st.none() | st.dates(date(2000, 1, 1), date(9999, 12, 31))
DESTINATIONS = st.sampled_from(["#news", "#日本語", "C0123ABCD", "U0123ABCD", "D0123ABCD"])


Item = TypeVar("Item")


def several(items: st.SearchStrategy[Item], least: int = 0) -> st.SearchStrategy[tuple[Item, ...]]:
    """Return tuples in which nothing stands twice."""
    return st.lists(items, min_size=least, max_size=3, unique=True).map(tuple)


SCHEDULES = st.builds(
    Schedule,
    times=several(CLOCKS, 1),
    weekdays=several(st.sampled_from(Weekday), 1),
    zone=st.sampled_from(["UTC", "Asia/Taipei", "America/Argentina/Ushuaia"]),
)
FETCH = st.builds(
    FetchOptions,
    contact=st.sampled_from(["https://site.example/about", "me@site.example"]),
    user_agent=st.sampled_from(["briefbot/{version} (+{contact})", "plain: #1 'agent'"]),
    allow_private=several(st.sampled_from(["10.0.0.0/8", "127.0.0.1/32:8080", "[fd00::/8]:80"])),
    proxy=st.sampled_from(["", "http://proxy.example:3128"]),
    ca_file=st.sampled_from(["", "/etc/ssl/company #1.pem"]),
    timeout=st.floats(1, 120),
    feed_limit=st.integers(10_000, 50_000_000),
    per_host=st.integers(1, 10),
)


def sources(id: str, topics: list[str]) -> st.SearchStrategy[Source]:  # noqa: A002  the key's own name
    """Return sources of this id, about some of these topics."""
    return st.builds(
        Source,
        id=st.just(id),
        url=URLS,
        kind=st.sampled_from(KINDS),
        name=st.just("") | LINES,
        topics=several(st.sampled_from(topics)) if topics else st.just(()),
        language=LANGUAGES,
        weight=st.floats(0.1, 10),
        include=several(WORDS),
        exclude=several(WORDS),
        interval=INTERVALS,
        max_interval=INTERVALS,
        headers=st.dictionaries(
            st.sampled_from(["Authorization", "X-Key"]), st.sampled_from(["TOKEN", "_A1"])
        ),
        cookies=st.dictionaries(st.sampled_from(["session", "_x"]), st.sampled_from(["TOKEN"])),
        user_agent=st.none() | st.sampled_from(["x/{version}", "Mozilla/5.0 (+{contact})"]),
        text=st.sampled_from(["page", "feed"]),
        text_selector=st.none() | st.sampled_from(["article .text", "div > p:first-child"]),
        first_sight=st.just("all") | st.integers(0, 10_000),
        enabled=st.booleans(),
        paused_until=DATES,
    )


def briefings(id: str, topics: list[str], names: list[str]) -> st.SearchStrategy[Briefing]:  # noqa: A002  the key's own name
    """Return briefings of this id, with some of these topics or all these sources."""
    return st.builds(
        Briefing,
        id=st.just(id),
        name=LINES,
        topics=several(st.sampled_from(topics), 1) if topics else st.just(()),
        sources=st.just(tuple(names)),
        destinations=several(DESTINATIONS),
        schedule=SCHEDULES,
        max_stories=st.integers(1, 50),
        sentences=st.integers(1, 10),
        quiet_day=st.sampled_from(["say", "skip"]),
        languages=several(st.sampled_from(["en", "zh", "ja"])),
        owners=several(st.sampled_from(["U0123ABCD", "W0123ABCD"])),
        enabled=st.booleans(),
        paused_until=DATES,
    )


@st.composite
def configs(draw: st.DrawFn) -> Config:
    """Return whole configurations, whose parts know each other."""
    names = draw(several(IDS, 1))
    topics = list(draw(several(IDS)))
    ids = draw(several(IDS))
    return Config(
        sources=tuple(draw(sources(name, topics)) for name in names),
        topics=tuple(
            Topic(id=topic, name=draw(LINES), words=draw(several(WORDS, 1))) for topic in topics
        ),
        briefings=tuple(draw(briefings(name, topics, list(names))) for name in ids),
        admins=draw(several(st.sampled_from(["U0123ABCD", "W0123ABCD", "S0123ABCD"]))),
        workspace_admins=draw(st.booleans()),
        fetch=draw(FETCH),
        retention=draw(
            st.builds(Retention, text_days=st.integers(1, 90), seen_days=st.integers(90, 3650))
        ),
        summariser=draw(st.sampled_from(SUMMARISERS)),
    )
