"""Channels hear of each outage once, after a day, and once that it is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot import pipeline, standing
from briefbot.config import Config, FetchOptions, Source
from briefbot.errors import FetchError
from briefbot.models import Condition, DeliveryState, Message, News, Response, SourceState
from briefbot.pipeline.outages import ADMINS, decide
from briefbot.standing import Answer
from briefbot.store.sqlite import Store
from tests.editions import briefing, fast
from tests.makers import NOON, hours_ago, state

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SOURCES = tuple(Source(id=name, url=f"https://{name}.example/feed") for name in ("ledger", "reef"))
CONFIG = Config(
    sources=SOURCES,
    briefings=(
        briefing("morning", to=("#news", "#all"), zone="Asia/Taipei"),
        briefing("reefs", to=("#all", "#reef"), sources=("reef",)),
        briefing("nowhere", to=()),
    ),
    fetch=FetchOptions(contact="https://desk.test/about"),
)

DISJOINT = CONFIG.model_copy(
    update={
        "briefings": (
            briefing("reefs", to=("#reef",), sources=("reef",)),
            briefing("ledgers", to=("#ledger",), sources=("ledger",)),
            briefing("reefs-again", to=("#late",), sources=("reef",)),
        )
    }
)
"""Channels of which none reads what another reads, but the last one."""


@dataclass
class Office:
    """An archive, what was told, and to whom: `(destination, failing, back)`."""

    store: Store
    config: Config = CONFIG
    told: list[tuple[datetime, str, News]] = field(default_factory=list)
    seen: list[News] = field(default_factory=list)

    def compose(self, news: News) -> Message:
        """Remember what a message tells."""
        self.seen.append(news)
        return Message(text=f"{len(news.failing)} fail, {len(news.back)} are back")

    def tick(self, now: datetime) -> tuple[str, ...]:
        """Look whether anything is to be told, and return to whom it was."""
        self.seen.clear()
        told = pipeline.warn(self.config, self.store, self.compose, now=now)
        channels = [where for where in told if where != ADMINS]
        self.told += [(now, where, n) for where, n in zip(channels, self.seen, strict=True)]
        return told

    def fail(self, name: str, since: datetime, now: datetime, **fields: Any) -> None:
        """Let a source have failed since then, at looks an hour apart."""
        known = {"failing_since": since, "failures": 5, "checked": now, "error": "503; wait"}
        self.store.record(state(name, next_check=now + HOUR, **{**known, **fields}))

    def well(self, name: str, now: datetime) -> None:
        """Let a source be read."""
        self.store.record(state(name, checked=now, succeeded=now, next_check=now + HOUR))

    def names(self, where: str) -> list[tuple[list[str], list[str]]]:
        """Return what a destination was told: names that fail, and names that are back."""
        return [
            ([one.name for one in news.failing], [one.name for one in news.back])
            for _, told, news in self.told
            if told == where
        ]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Open an archive in which both sources are well."""
    made = Office(fast(tmp_path / "briefbot.db"))
    for source in SOURCES:
        made.well(source.id, hours_ago(99))
    yield made
    made.store.close()


def test_nothing_is_told_while_all_is_well(office: Office) -> None:
    """Neither of sources that are read, nor of one that fails for less than a day."""
    assert office.tick(NOON) == ()
    office.fail("reef", hours_ago(23.9), NOON)
    assert office.tick(NOON) == ()


def test_those_are_told_whose_briefings_read_it(office: Office) -> None:
    """Each destination once, whichever briefings go there, and the admins; nobody again."""
    office.fail("ledger", hours_ago(25), NOON)
    assert office.tick(NOON) == (ADMINS, "#news", "#all")
    waiting = office.store.waiting()
    assert [d.destination for d in waiting] == ["#news", "#all"]
    assert {d.message.text for d in waiting} == {"1 fail, 0 are back"}
    [alert] = office.store.alerts()
    assert alert.text == (
        "1 source has failed for a day: "
        "ledger.example failing since 2026-11-22 11:00 UTC: 503; wait"
    )
    for hours in range(1, 200, 5):
        assert office.tick(NOON + hours * HOUR) == ()


def test_what_is_told_says_since_when_and_what_to_do(office: Office) -> None:
    """In the zone of the channel's briefing, with the state in a word."""
    office.fail("ledger", hours_ago(25), NOON, reason="http_403")
    office.tick(NOON)
    (_, _, news), *_ = office.told
    [one] = news.failing
    assert (one.name, one.state, one.since) == ("ledger.example", Condition.BLOCKED, hours_ago(25))
    assert (news.zone, one.message) == ("Asia/Taipei", "503; wait")


def test_sources_that_fail_together_are_one_message(office: Office) -> None:
    """The first to have failed for a day waits an hour for the others, and no longer."""
    for minutes in range(0, 180, 5):
        now = NOON + minutes * MINUTE
        office.fail("ledger", NOON - DAY, now)
        office.fail("reef", NOON - DAY + 40 * MINUTE, now)
        office.tick(now)
    assert office.names("#all") == [(["ledger.example", "reef.example"], [])]
    assert office.told[0][0] == NOON + 40 * MINUTE


def test_a_second_one_waits_until_the_next_day(office: Office) -> None:
    """A channel gets one such message a day, of all that there is to tell."""
    office.fail("ledger", hours_ago(25), NOON)
    office.tick(NOON)
    for hours in range(1, 30):
        now = NOON + hours * HOUR
        office.fail("reef", NOON - 20 * HOUR, now)
        office.well("ledger", now)
        office.tick(now)
    assert office.names("#all") == [
        (["ledger.example"], []),
        (["reef.example"], ["ledger.example"]),
    ]
    assert office.names("#reef") == [(["reef.example"], [])]
    moments = [now for now, where, _ in office.told if where == "#all"]
    assert moments == [NOON, NOON + DAY]


def test_who_was_not_told_hears_of_no_recovery(office: Office) -> None:
    """An outage of less than a day begins and ends unsaid."""
    office.fail("ledger", hours_ago(20), NOON)
    office.tick(NOON)
    office.well("ledger", NOON + HOUR)
    assert office.tick(NOON + HOUR) == ()
    assert office.told == []


def test_a_source_that_is_gone_is_told_at_once(office: Office) -> None:
    """It does not wait for others either; one that was told as failing is told again as gone."""
    office.fail("reef", hours_ago(23.5), NOON)
    office.fail("ledger", NOON, NOON, gone=NOON, error="410")
    office.tick(NOON)
    assert office.names("#news") == [(["ledger.example"], [])]
    office.fail("reef", hours_ago(23.5), NOON + DAY)
    office.tick(NOON + DAY)
    office.fail("reef", hours_ago(23.5), NOON + 2 * DAY, gone=NOON + 2 * DAY)
    office.tick(NOON + 2 * DAY)
    assert office.names("#reef") == [(["reef.example"], [])] * 2
    assert office.told[-1][2].failing[0].state is Condition.GONE


def test_what_was_never_posted_is_told_again(office: Office) -> None:
    """A message that Slack refused told nobody, so the next day's tells it."""
    office.fail("ledger", hours_ago(25), NOON)
    office.tick(NOON)
    delivery = office.store.claim(NOON)
    assert delivery
    office.store.settle_dead(delivery.key, "no", NOON)
    office.fail("ledger", hours_ago(25), NOON + DAY)
    assert office.tick(NOON + DAY - MINUTE) == ()
    assert office.tick(NOON + DAY) == (delivery.destination,)
    texts = [alert.text for alert in office.store.alerts()]
    assert any("the notice of 2026-11-23 12:00 UTC" in text for text in texts)


def test_a_recovery_that_was_never_posted_is_told_again(office: Office) -> None:
    """The channel still believes that the source fails."""
    office.fail("reef", hours_ago(25), NOON)
    office.tick(NOON)
    while delivery := office.store.claim(NOON):
        office.store.settle_sent(delivery.key, f"C{delivery.destination[1:].upper()}", "1.1")
    office.well("reef", NOON + DAY)
    office.tick(NOON + DAY)
    assert len(office.store.expire(NOON + 3 * DAY)) == 3
    assert set(office.tick(NOON + 3 * DAY)) == {"#news", "#all", "#reef"}
    assert office.tick(NOON + 5 * DAY) == ()


def test_a_notice_is_no_digest(office: Office) -> None:
    """It counts neither as the channel's latest digest nor as one of the briefing's."""
    office.fail("ledger", hours_ago(25), NOON)
    office.tick(NOON)
    delivery = office.store.claim(NOON)
    assert delivery
    office.store.settle_sent(delivery.key, "C0NEWS", "1764000000.000100")
    sent = office.store.delivery(delivery.key)
    assert sent
    assert sent.state is DeliveryState.SENT
    assert office.store.latest("C0NEWS") == ()
    assert office.store.last_digest("morning") is None


def test_a_source_that_is_taken_out_is_forgotten(office: Office) -> None:
    """Nobody is told that it is read again; put back, it is told anew when it fails."""
    office.fail("ledger", hours_ago(25), NOON)
    office.tick(NOON)
    office.config = CONFIG.model_copy(update={"sources": SOURCES[1:]})
    assert office.tick(NOON + 2 * DAY) == ()
    office.config = CONFIG
    office.fail("ledger", hours_ago(25), NOON + 3 * DAY)
    assert office.tick(NOON + 3 * DAY) == (ADMINS, "#news", "#all")


def test_a_new_address_is_no_recovery(office: Office) -> None:
    """Nothing is known of how it fares until it is read there."""
    office.fail("ledger", hours_ago(25), NOON)
    office.tick(NOON)
    new = SOURCES[0].model_copy(update={"url": "https://ledger.example/new"})
    office.config = CONFIG.model_copy(update={"sources": (new, SOURCES[1])})
    assert office.tick(NOON + 2 * DAY) == ()
    office.store.record(SourceState(source_id="ledger", url=new.url, asked=NOON + 2 * DAY))
    assert office.tick(NOON + 2 * DAY) == ()
    read = {"url": new.url, "checked": NOON + 3 * DAY, "succeeded": NOON + 3 * DAY}
    office.store.record(state("ledger", **read))
    office.tick(NOON + 3 * DAY)
    assert office.names("#news")[-1] == ([], ["ledger.example"])


def test_channels_that_share_no_source_are_told_each_of_its_own(office: Office) -> None:
    """Whichever comes first: what one reads says nothing of what the next one reads."""
    office.config = DISJOINT
    for name in ("ledger", "reef"):
        office.fail(name, hours_ago(26), NOON)
    assert office.tick(NOON) == (ADMINS, "#reef", "#ledger", "#late")
    for name in ("ledger", "reef"):
        office.well(name, NOON + 2 * DAY)
    assert office.tick(NOON + 2 * DAY) == (ADMINS, "#reef", "#ledger", "#late")
    for where, name in (("#reef", "reef"), ("#ledger", "ledger"), ("#late", "reef")):
        assert office.names(where) == [([f"{name}.example"], []), ([], [f"{name}.example"])]


def test_decide() -> None:
    """What is new to a destination, and what it knows of that is over."""
    earlier, later = hours_ago(99), hours_ago(30)
    out = {"new": later, "known": earlier, "again": later}
    told = decide(out, {"known": earlier, "again": earlier, "well": earlier}, ["well", "other"])
    assert [(one.source_id, one.since) for one in told.begun] == [("new", later), ("again", later)]
    assert [(one.source_id, one.since) for one in told.over] == [("well", earlier)]


# ---------------------------------------------------------------- whatever happens


STEP = HOUR
STEPS = 24 * 9
spans = st.lists(st.tuples(st.integers(0, STEPS), st.integers(1, 90)), max_size=3)


def within(hour: int, found: Sequence[tuple[int, int]]) -> bool:
    """Tell whether an hour is in one of the spans."""
    return any(start <= hour < start + length for start, length in found)


@dataclass
class Looks:
    """A source, how each look at it ended, and its state."""

    source: Source
    known: SourceState
    made: list[tuple[datetime, bool]] = field(default_factory=list)

    def look(self, now: datetime, *, down: bool, offline: bool) -> SourceState | None:
        """Look, if it is due; return the state after it, if that was kept."""
        if self.known.next_check is not None and self.known.next_check > now:
            return None
        if offline:
            self.known = standing.pardoned(self.known, now)
            return self.known
        self.made.append((now, not down))
        before, asked = self.known, self.source.url
        if down:
            error = FetchError("http_503", "503")
            self.known = standing.failed(self.source, before, error, asked, now)
        else:
            answer = Answer(asked=asked, response=Response(url=asked, status=304))
            looked = replace(before, checked=now)
            self.known = standing.unchanged(self.source, looked, answer, now)
        return self.known


@settings(max_examples=40, deadline=None)
@given(
    config=st.sampled_from((CONFIG, DISJOINT)),
    outages=st.tuples(spans, spans),
    dead=spans,
    offline=spans,
    lost=st.sets(st.integers(0, 9)),
)
def test_once_an_outage_whatever_happens(
    config: Config,
    outages: tuple[list[tuple[int, int]], ...],
    dead: list[tuple[int, int]],
    offline: list[tuple[int, int]],
    lost: set[int],
) -> None:
    """Each outage is told a channel once, after a day of failed looks, one message a day.

    `dead`: when the process is down; `offline`: when its network is; `lost`: which messages
    are never posted.
    """
    with TemporaryDirectory() as folder:
        office = Office(fast(Path(folder) / "briefbot.db"), config)
        looks = {one.id: Looks(one, state(one.id, next_check=NOON)) for one in SOURCES}
        posted: list[tuple[datetime, str, News]] = []
        for hour in range(STEPS):
            now = NOON + hour * STEP
            if within(hour, dead):
                continue
            for found, one in zip(outages, looks.values(), strict=True):
                down, cut = within(hour, found), within(hour, offline)
                if after := one.look(now, down=down, offline=cut):
                    office.store.record(after)
            before = len(office.told)
            office.tick(now)
            while delivery := office.store.claim(now):
                told = next(n for n in office.told[before:] if n[1] == delivery.destination)
                if len(posted) in lost:
                    lost = lost - {len(posted)}
                    office.store.settle_dead(delivery.key, "no", now)
                else:
                    posted.append(told)
                    office.store.settle_sent(delivery.key, delivery.destination, f"{hour}.1")
        office.store.close()
    for where in {name for one in config.briefings for name in one.destinations}:
        check([(now, news) for now, to, news in posted if to == where], looks)


def check(told: Sequence[tuple[datetime, News]], looks: dict[str, Looks]) -> None:
    """Hold what one channel was told against the looks that were made."""
    assert all(later - earlier >= DAY for (earlier, _), (later, _) in pairwise(told))
    by_name = {one.source.label: one.made for one in looks.values()}
    for name, made in by_name.items():
        begun = [(now, f.since) for now, news in told for f in news.failing if f.name == name]
        over = [(now, b.since) for now, news in told for b in news.back if b.name == name]
        assert len({since for _, since in begun}) == len(begun)
        assert len({since for _, since in over}) == len(over)
        for now, since in begun:
            ended = [well for at, well in made if since <= at <= now]
            assert now - since >= DAY
            assert not any(ended)
            assert max(at for at, _ in made if at <= now) - since >= DAY / 2
        for now, since in over:
            assert any(since == known and at < now for at, known in begun)
            assert [well for at, well in made if at <= now][-1]


@settings(max_examples=25, deadline=None)
@given(
    reads=st.sampled_from(((CONFIG, "#news"), (DISJOINT, "#ledger"))),
    start=st.integers(0, 24),
    length=st.integers(49, 80),
)
def test_an_outage_of_two_days_is_always_told_and_its_end_too(
    reads: tuple[Config, str], start: int, length: int
) -> None:
    """Nothing but a day's waiting keeps a channel from hearing of either."""
    config, where = reads
    with TemporaryDirectory() as folder:
        office = Office(fast(Path(folder) / "briefbot.db"), config)
        one = Looks(SOURCES[0], state("ledger", next_check=NOON))
        for hour in range(start + length + 72):
            now = NOON + hour * STEP
            if after := one.look(now, down=start <= hour < start + length, offline=False):
                office.store.record(after)
            office.tick(now)
        office.store.close()
    assert office.names(where) == [(["ledger.example"], []), ([], ["ledger.example"])]
