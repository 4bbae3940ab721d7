"""Tests of what the bot tells of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.blocks import (
    counted,
    help_message,
    sources_message,
    status_message,
    subscriptions_message,
    topics_message,
)
from briefbot.models import Alert, Condition, OrderLine, SourceLine, Status, Subscription, TopicLine
from tests.blocks import hostile, oracle
from tests.render.samples import MADE

if TYPE_CHECKING:
    from briefbot.models import Message

ZONE = "Asia/Taipei"


def _lines(message: Message) -> list[str]:
    oracle.accept(message)
    return [line for line in message.plain.split("\n") if line]


def _topic(name: str, *words: str, articles: int = 14) -> TopicLine:
    return TopicLine(topic_id=name.lower(), name=name, words=words, articles=articles)


def _source(name: str, state: str = "fine", **fields: Any) -> SourceLine:
    known: dict[str, Any] = {
        "source_id": name.lower(),
        "url": f"https://{name.lower().replace(' ', '')}.example/feed?key=secret",
        "succeeded": MADE,
        "next_check": MADE + timedelta(hours=1),
        "articles": 3,
        "per_day": 12.0,
    }
    return SourceLine(**{**known, "name": name, "state": Condition(state), **fields})


def _failing(name: str, error: str = "503; we try again") -> SourceLine:
    return _source(name, "failing", since=MADE - timedelta(hours=3), advice=error)


def _subscription(number: int = 1, **fields: Any) -> Subscription:
    known: dict[str, Any] = {
        "user_id": "U1",
        "query": "taiwan chips",
        "label": "08:00",
        "weekdays": ("mon", "tue", "wed", "thu", "fri"),
        "zone": ZONE,
        "created": MADE,
    }
    return Subscription(**{"id": number, **known, **fields})


def _status(**fields: Any) -> Status:
    known: dict[str, Any] = {
        "now": MADE,
        "since": MADE - timedelta(days=2),
        "zone": ZONE,
        "read": 11,
        "sources": 12,
        "failing": 1,
        "articles": 1204,
        "newest": MADE - timedelta(minutes=8),
        "orders": (),
        "pending": 0,
        "alerts": (),
    }
    return Status(**{**known, **fields})


def test_topics() -> None:
    """Each topic says how much there is of it and which words find it, and how to ask for it."""
    message = topics_message((_topic("Taiwan", "taiwan", "台灣", "Taipei"), _topic("Chips")))
    assert _lines(message) == [
        "*Topics*",
        "• Taiwan · 14 articles in the last 7 days",
        "台灣, Taipei",
        "• Chips · 14 articles in the last 7 days",
        "Ask for one: /brief Taiwan",
    ]
    assert message.text == "2 topics: Taiwan, Chips"


def test_no_topics() -> None:
    """Without topics any words can be asked for."""
    assert _lines(topics_message((), command="/news")) == [
        "No topics yet. Any words do: /news words."
    ]


def test_sources() -> None:
    """What is not read comes first with what to do; no key of an address is shown to anybody."""
    lines = [
        _source("Wire"),
        _failing("Reef Report"),
        _source("Quay", "new"),
        _source("X", "off"),
        _source("Gate", "slow", advice="its answers take 14 s"),
        _source("Old Harbour", "gone", since=MADE - timedelta(days=3), next_check=None),
    ]
    message = sources_message(lines, now=MADE, zone=ZONE)
    looks = "last read 08:00, next look today 09:00, 12 entries a day"
    assert _lines(message) == [
        "*Sources*",
        "6 sources: 1 gone, 1 failing, 1 slow, 1 not read yet, 1 off, 1 fine.",
        "Not read",
        (
            "• Old Harbour (oldharbour.example) gone since Fri 20 Nov 08:00 "
            "· last read 08:00, 12 entries a day"
        ),
        f"• Reef Report (reefreport.example) failing since 05:00: 503; we try again · {looks}",
        "Read, and to be looked at",
        f"• Gate (gate.example) slow: its answers take 14 s · {looks}",
        "Not read yet",
        "Quay",
        "Off",
        "X",
        "Fine",
        f"• Wire (wire.example) · {looks}",
    ]
    assert "secret" not in str(message)


def test_a_thousand_sources_fit() -> None:
    """Those that fail are named first, those that are well as far as they fit; all are counted."""
    lines = [_source(f"Source number {n}") for n in range(900)]
    lines += [_failing(f"Failing number {n}", "timeout " * 30) for n in range(100)]
    message = sources_message(lines, now=MADE, zone=ZONE)
    assert _lines(message)[1] == "1,000 sources: 100 failing, 900 fine."
    words = oracle.spoken(message.blocks)
    assert "more sources" in words
    assert "Source number 0, Source number 1," in words
    assert " more" in words.rpartition("Source number")[2]
    assert counted(message) > 6500


def test_no_sources() -> None:
    """Without sources the message says so."""
    assert _lines(sources_message((), now=MADE, zone=ZONE))[1] == "No sources yet."


def test_status() -> None:
    """The status tells sources, archive, what comes next and what an admin has to do."""
    orders = (
        OrderLine(
            name="Morning",
            destinations=("#news", "U0123ABCD"),
            due=MADE + timedelta(days=1),
            zone=ZONE,
            posted=MADE,
        ),
        OrderLine(name="Weekly", destinations=(), due=None, zone="UTC"),
    )
    alerts = (Alert(key="a", text="#news is archived; unarchive it", since=MADE),)
    message = status_message(_status(orders=orders, alerts=alerts, pending=1))
    assert _lines(message) == [
        "*Status*",
        "• 11 of 12 sources read, 1 failing",
        "• 1,204 articles in the archive, the newest found 07:52",
        "• 1 message waits to be posted",
        "• Running since Sat 21 Nov 08:00",
        "Briefings",
        (
            "• Morning to #news, a direct message: next tomorrow 08:00 (Taipei time), "
            "last posted 08:00"
        ),
        "• Weekly",
        "What needs an admin",
        "• #news is archived; unarchive it (since 08:00)",
    ]
    assert message.text == (
        "Status: 11 of 12 sources read, 1 failing. 1,204 articles in the archive, the newest found "
        "07:52."
    )


def test_status_of_a_quiet_bot() -> None:
    """A bot with nothing in it has a status too."""
    lines = _lines(status_message(_status(articles=0, newest=None, failing=0, pending=0)))
    assert lines[1:4] == [
        "• 11 of 12 sources read",
        "• 0 articles in the archive",
        "• Nothing waits to be posted",
    ]


def test_a_briefing_of_many_channels() -> None:
    """Of many destinations the first are named and the others counted."""
    many = tuple(f"#c{n}" for n in range(9))
    order = OrderLine(name="Morning", destinations=many, due=None, zone=ZONE)
    lines = _lines(status_message(_status(orders=(order,))))
    assert lines[-1] == "• Morning to #c0, #c1, #c2, #c3, #c4 and 4 more"


def test_subscriptions() -> None:
    """A subscription says its words, days, zone and next time, and can be changed and ended."""
    message = subscriptions_message([(_subscription(7), MADE + timedelta(days=1))], zone=ZONE)
    assert _lines(message) == [
        "*Your subscriptions*",
        "taiwan chips",
        "08:00 on weekdays, Asia/Taipei · next Tue 24 Nov 08:00",
    ]
    row = message.blocks[-1]["elements"]
    assert [(button["action_id"], button["value"]) for button in row] == [
        *(("subscription_edit", "7"), ("subscription_remove", "7")),
    ]


def test_no_subscriptions() -> None:
    """Without subscriptions the reader learns how to begin one."""
    lines = _lines(subscriptions_message([], zone=ZONE))
    assert lines == [
        "You have no subscriptions. Start one: /brief subscribe taiwan 08:00 weekdays."
    ]


@pytest.mark.parametrize("number", [15, 16, 400])
def test_many_subscriptions(number: int) -> None:
    """As many as a message has room for are shown, the others counted."""
    many = [(_subscription(n), MADE) for n in range(number)]
    message = subscriptions_message(many, zone=ZONE, now=MADE)
    oracle.accept(message)
    shown = [block for block in message.blocks if block["type"] == "actions"]
    assert len(shown) == 15
    counted_ = [line for line in message.plain.split("\n") if line.startswith("and ")]
    assert len(counted_) == (number > 15)


def test_help() -> None:
    """Help shows examples to copy, in the name that the command has here."""
    message = help_message("/news")
    lines = _lines(message)
    assert "• /news taiwan  the last seven days on a topic, or on any words" in lines
    assert not [line for line in lines if "/brief" in line]
    examples = [
        node["text"] for node in oracle.nodes(message.blocks) if node.get("style") == {"code": True}
    ]
    assert len(set(examples)) == len(examples) == 16
    assert all(example.startswith("/news") for example in examples)


sources = st.builds(
    SourceLine,
    source_id=hostile.words,
    name=hostile.words,
    url=hostile.urls,
    state=st.sampled_from(Condition),
    succeeded=st.none() | hostile.moments,
    next_check=st.none() | hostile.moments,
    since=st.none() | hostile.moments,
    per_day=st.none() | st.floats(0, 1e6),
    articles=st.integers(0, 99),
    advice=hostile.words,
)
topics = st.builds(
    TopicLine,
    topic_id=hostile.words,
    name=hostile.words,
    words=st.lists(hostile.words, max_size=9).map(tuple),
    articles=st.integers(0, 10**6),
)
orders = st.builds(
    OrderLine,
    name=hostile.words,
    destinations=st.lists(hostile.words | st.just("C0123ABCD"), max_size=9).map(tuple),
    due=st.none() | hostile.moments,
    zone=hostile.zones,
    posted=st.none() | hostile.moments,
)
alerts = st.builds(Alert, key=hostile.words, text=hostile.words, since=hostile.moments)
subscriptions = st.builds(
    Subscription,
    id=hostile.ids,
    user_id=hostile.words,
    query=hostile.words,
    label=hostile.words,
    weekdays=st.lists(hostile.words | st.sampled_from(("mon", "sun")), max_size=4).map(tuple),
    zone=hostile.words,
    created=hostile.moments,
)


@settings(deadline=None)
@given(st.lists(sources, max_size=60), st.lists(topics, max_size=60), hostile.zones)
def test_any_sources_and_topics_are_valid(
    lines: list[SourceLine], about: list[TopicLine], zone: str
) -> None:
    """Whatever sources and topics are called, Slack takes the lists and they call nobody."""
    oracle.accept(sources_message(lines, now=MADE, zone=zone))
    oracle.accept(topics_message(about))


@settings(deadline=None)
@given(st.lists(orders, max_size=60), st.lists(alerts, max_size=40), hostile.zones)
def test_any_status_is_valid(listed: list[OrderLine], told: list[Alert], zone: str) -> None:
    """Whatever briefings and alerts say, Slack takes the status and it calls nobody."""
    status = replace(_status(), orders=tuple(listed), alerts=tuple(told), zone=zone)
    oracle.accept(status_message(status))


@settings(deadline=None)
@given(st.lists(st.tuples(subscriptions, hostile.moments), max_size=20), hostile.zones)
def test_any_subscriptions_are_valid(kept: list[tuple[Subscription, Any]], zone: str) -> None:
    """Whatever readers subscribe to, Slack takes the list and it calls nobody."""
    oracle.accept(subscriptions_message(kept, zone=zone, now=MADE))
