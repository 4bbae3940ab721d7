"""The briefer: each slot once, whatever the clock, the sources and the process do."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from briefbot.briefer import Patience
from briefbot.errors import StoreError
from briefbot.models import Digest
from briefbot.schedule import due_at
from briefbot.store.alerts import destination_alert
from briefbot.store.sqlite import Store
from tests.editions import NEWS, Desk, briefing, config, fast, tell
from tests.makers import NOON, hours_ago, reading, state

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
EIGHT = datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an archive whose only source was read and is not due for long."""
    opened = fast(tmp_path / "briefbot.db")
    tell(opened)
    yield opened
    opened.close()


@pytest.fixture
async def desk(store: Store) -> Desk:
    """Start at noon, a day before the first slot's."""
    made = Desk(store)
    await made.tick()
    return made


# ---------------------------------------------------------------- a tick


async def test_a_tick_composes_what_is_due(desk: Desk) -> None:
    """At the slot, and not at the ticks around it; the outbox hears of it."""
    with capture_logs() as log:
        for seconds in (-20, 0, 20, 40):
            await desk.tick(EIGHT + timedelta(seconds=seconds))
    assert (desk.slots, desk.woken) == (["24 08:00"], 1)
    [entry] = log
    assert (entry["event"], entry["order"], entry["slot"]) == (
        "composed",
        "morning",
        "2026-11-24 08:00",
    )


async def test_quiet_and_skipped_are_logged(desk: Desk) -> None:
    """A line each; a quiet day wakes no outbox."""
    desk.config = config(briefing(quiet_day="skip"))
    desk.restart()
    with capture_logs() as log:
        await desk.tick(EIGHT + 2 * DAY)
    assert [(entry["event"], entry.get("slots")) for entry in log] == [
        ("skipped", 2),
        ("quiet", None),
    ]
    assert desk.woken == 0


async def test_a_mistake_in_one_order_stops_no_other(desk: Desk) -> None:
    """It is logged, left alone for a while, and tried again until its window is over."""
    desk.config = config(briefing("bad"), briefing("good"))
    desk.restart()
    await desk.tick(NOON + HOUR)
    desk.fails["bad"] = ValueError("odd")
    with capture_logs() as log:
        await desk.tick(EIGHT)
        await desk.tick(EIGHT + MINUTE)
        await desk.tick(EIGHT + 6 * MINUTE)
    assert [(e["event"], e["order"]) for e in log] == [
        ("brief", "bad"),
        ("composed", "good"),
        ("brief", "bad"),
    ]
    desk.fails.clear()
    await desk.tick(EIGHT + 12 * MINUTE)
    assert [digest.briefing_id for digest in desk.composed] == ["good", "bad"]


async def test_a_full_disk_is_logged_and_tried_again(desk: Desk) -> None:
    """The archive's sentence stands in the log; the next tick composes."""
    desk.fails["morning"] = StoreError("the disk is full")
    with capture_logs() as log:
        await desk.tick(EIGHT)
    assert [(e["event"], e["error"]) for e in log] == [("archive", "the disk is full")]
    desk.fails.clear()
    await desk.tick(EIGHT + MINUTE)
    assert desk.slots == ["24 08:00"]


async def test_a_subscription_is_composed_for_its_reader(desk: Desk) -> None:
    """It is posted to the person, at their hour, and only when there is something."""
    row = {"user_id": "U0READER", "query": "port", "label": "09:00", "weekdays": "tue"}
    desk.store._insert("subscriptions", {**row, "zone": "UTC", "created": "2026-11-23T12:00:00Z"})
    await desk.tick(NOON + MINUTE)
    tell(desk.store, "port", at=EIGHT - HOUR)
    await desk.tick(EIGHT + HOUR)
    assert [d.destination for d in desk.store.waiting()] == [NEWS, "U0READER"]
    assert [digest.name for digest in desk.composed] == ["Morning", "port"]


async def test_a_channel_that_is_taken_out_needs_no_admin(desk: Desk) -> None:
    """The next tick forgets what was wrong with it; what is wrong with others stays."""
    for destination in (NEWS, "#old"):
        desk.store.raise_alert(destination_alert(destination), "it is archived", NOON)
    await desk.tick(NOON + MINUTE)
    assert [alert.key for alert in desk.store.alerts()] == [destination_alert(NEWS)]


async def test_a_changed_time_takes_effect_at_its_next_occurrence(desk: Desk) -> None:
    """Posted today at eight, and moved to six in the evening, it comes tomorrow at six."""
    await desk.tick(EIGHT)
    desk.config = config(briefing("morning", "18:00"))
    desk.restart()
    for hours in range(1, 40):
        await desk.tick(EIGHT + hours * HOUR)
    assert desk.slots == ["24 08:00", "25 18:00"]


async def test_channels_hear_of_a_source_that_fails_for_a_day(desk: Desk) -> None:
    """At a tick between slots, once, and the outbox is woken."""
    failing: dict[str, Any] = {
        "failing_since": EIGHT - DAY,
        "failures": 5,
        "next_check": EIGHT + 9 * HOUR,
    }
    desk.store.record(state(checked=EIGHT + HOUR, **failing))
    with capture_logs() as log:
        await desk.tick(EIGHT - MINUTE)
        assert desk.store.waiting() == ()
        for minutes in range(9):
            await desk.tick(EIGHT + HOUR + minutes * MINUTE)
    assert [(entry["event"], entry.get("destinations")) for entry in log] == [
        ("composed", 1),
        ("sources told", 2),
    ]
    assert [d.order_id for d in desk.store.waiting()] == ["morning", "notice:sources"]
    assert desk.woken == 2


async def test_nothing_is_told_of_sources_by_a_clock_that_is_wrong(desk: Desk) -> None:
    """Set back by a week, it would tell what was told."""
    failing: dict[str, Any] = {
        "failing_since": EIGHT - 9 * DAY,
        "failures": 9,
        "next_check": EIGHT + DAY,
    }
    desk.store.record(state(checked=EIGHT - 8 * DAY, **failing))
    await desk.tick(EIGHT - 7 * DAY)
    assert desk.store.waiting() == ()


# ---------------------------------------------------------------- waiting for sources


@pytest.mark.parametrize("asked", [None, EIGHT - MINUTE], ids=["not yet asked", "asked"])
async def test_sources_that_are_being_read_are_waited_for(
    desk: Desk, asked: datetime | None
) -> None:
    """The digest tells what they bring, though the ingest that read them has not ended."""
    desk.patience = Patience(seconds=30, glance=0.01)
    desk.restart()
    desk.store.record(state(next_check=EIGHT - MINUTE, asked=asked))
    ticking = asyncio.create_task(desk.tick(EIGHT))
    await asyncio.sleep(0.05)
    assert desk.composed == []
    late = reading("late", published=EIGHT - HOUR, found=EIGHT)
    desk.store.record(state(next_check=EIGHT + HOUR), [late])
    async with asyncio.timeout(10):
        await ticking
    assert [len(digest.items) for digest in desk.composed] == [1]


async def test_they_are_not_waited_for_too_long(desk: Desk) -> None:
    """When one hangs, the digest is composed without it, and the log says so."""
    desk.patience = Patience(seconds=0.05, glance=0.01)
    desk.restart()
    desk.store.record(state(next_check=hours_ago(1)))
    with capture_logs() as log:
        await desk.tick(EIGHT)
    assert desk.slots == ["24 08:00"]
    assert [entry["event"] for entry in log] == ["composing without all sources", "composed"]


async def test_a_tick_during_another_does_nothing(desk: Desk) -> None:
    """A tick that waits for sources is not overtaken."""
    desk.patience = Patience(seconds=30, glance=0.01)
    desk.restart()
    desk.store.record(state(next_check=hours_ago(1)))
    first = asyncio.create_task(desk.tick(EIGHT))
    await asyncio.sleep(0.03)
    await desk.tick(EIGHT)
    assert not first.done()
    assert desk.composed == []
    desk.store.record(state(next_check=EIGHT + HOUR))
    async with asyncio.timeout(10):
        await first
    assert desk.slots == ["24 08:00"]


# ---------------------------------------------------------------- the clock


async def test_a_clock_that_is_behind_holds_posting(desk: Desk) -> None:
    """Started with a clock of yesterday it says so and waits until the clock has caught up."""
    await desk.tick(EIGHT + 9 * HOUR)
    desk.restart()
    desk.config = config(briefing("morning", "08:00"), briefing("new", "12:00"))
    with capture_logs() as log:
        for hours in range(-20, 9):
            await desk.tick(EIGHT + hours * HOUR)
    assert [entry["event"] for entry in log] == ["posting held"]
    assert "set the clock of the machine right" in log[0]["error"]
    assert [alert.key for alert in desk.store.alerts()] == ["clock"]
    assert desk.slots == ["24 08:00"]
    await desk.tick(EIGHT + 9 * HOUR)
    assert desk.store.alerts() == ()
    await desk.tick(EIGHT + DAY + 5 * HOUR)
    assert desk.slots == ["24 08:00", "25 08:00", "25 12:00"]


async def test_slack_may_confirm_the_clock(desk: Desk) -> None:
    """When Slack's clock agrees, it was the earlier one that was wrong, and posting goes on."""
    await desk.tick(EIGHT + 400 * DAY)
    desk.restart()
    await desk.tick(EIGHT + DAY - HOUR)
    assert len(desk.store.alerts()) > 0
    desk.agrees = True
    await desk.tick(EIGHT + DAY - HOUR)
    desk.agrees = None  # once is enough
    await desk.tick(EIGHT + DAY)
    assert desk.slots[-1] == "25 08:00"
    assert "clock" not in {alert.key for alert in desk.store.alerts()}


async def test_a_clock_that_slack_contradicts_makes_no_digest(desk: Desk) -> None:
    """Started two days ahead, no slot of the future is settled; set right, today's are made."""
    desk.agrees = False
    await desk.tick(EIGHT + 2 * DAY)
    assert desk.slots == []
    assert "Slack's clock says something else" in desk.store.alerts()[0].text
    desk.agrees = True
    await desk.tick(EIGHT - HOUR)
    await desk.tick(EIGHT)
    assert desk.slots == ["24 08:00"]
    assert desk.store.alerts() == ()


@pytest.mark.parametrize("minutes", [-9, -1])
async def test_a_clock_that_is_set_a_little_is_no_trouble(desk: Desk, minutes: int) -> None:
    """Nothing is held, and nothing comes twice."""
    await desk.tick(EIGHT)
    desk.restart()
    for minute in range(minutes, 30):
        await desk.tick(EIGHT + minute * MINUTE)
    assert desk.slots == ["24 08:00"]
    assert desk.store.alerts() == ()


# ---------------------------------------------------------------- changes of the clocks

CHANGES = [
    ("America/New_York", date(2027, 3, 14)),
    ("America/New_York", date(2027, 11, 7)),
    ("Europe/Berlin", date(2027, 3, 28)),
    ("Europe/Berlin", date(2027, 10, 31)),
    ("Africa/Cairo", date(2027, 4, 30)),
    ("Africa/Cairo", date(2027, 10, 29)),
    ("Australia/Lord_Howe", date(2027, 10, 3)),
    ("Australia/Lord_Howe", date(2027, 4, 4)),
    ("America/Nuuk", date(2027, 3, 28)),
    ("America/Nuuk", date(2027, 10, 31)),
    ("Pacific/Apia", date(2011, 9, 24)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Pacific/Apia", date(2012, 4, 1)),
]
LEFT_OUT = date(2011, 12, 30)
"""Apia went over it."""
TIMES = ("00:00", "00:30", "01:30", "02:30", "03:00")


def ticks(day: date, zone: str) -> Iterator[datetime]:
    """Yield a tick every 20 seconds in the night of the change, and every half hour around it."""
    now, end = (due_at(day + n * DAY, time(12), zone) for n in (-2, 2))
    night = due_at(day - DAY, time(23, 30), zone), due_at(day, time(4), zone)
    while now <= end:
        yield now
        now += timedelta(seconds=20) if night[0] <= now <= night[1] else 30 * MINUTE


@pytest.mark.fault(simulated=True)
@pytest.mark.parametrize(("zone", "day"), CHANGES)
async def test_t02_one_digest_a_local_date(
    store: Store, zone: str, day: date, figure: Callable[[str, str], None]
) -> None:
    """Around a change of the clocks each briefing has one digest for each local date."""
    made = config(*(briefing(f"at{clock[:2]}{clock[3:]}", clock, zone=zone) for clock in TIMES))
    desk = Desk(store, made)
    for now in ticks(day, zone):
        await desk.tick(now)
    dates = {day + n * DAY for n in (-1, 0, 1, 2)} - {LEFT_OUT}
    found = Counter((d.briefing_id, d.slot.day) for d in desk.composed if d.slot)
    assert found == Counter((order.id, each) for order in made.briefings for each in dates)
    text = f"{zone} {day}: {len(TIMES)} times, one digest on each of {len(dates)} local dates"
    figure("T-02", text)


# ---------------------------------------------------------------- whatever happens

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("tick"), st.integers(1, 90)),
        st.tuples(st.just("down"), st.integers(60, 6000)),
        st.tuples(st.just("back"), st.integers(1, 400)),
        st.tuples(st.just("crash"), st.integers(1, 90)),
        st.tuples(
            st.just("change"),
            st.tuples(
                st.sets(st.sampled_from(["00:00", "01:30", "02:30", "08:00", "20:00"]), min_size=1),
                st.sets(st.sampled_from(["mon", "wed", "thu", "sun"])),
                st.sampled_from(["Africa/Cairo", "America/Nuuk", "Pacific/Auckland", "UTC"]),
            ),
        ),
    ),
    min_size=5,
    max_size=40,
)


def plan(change: tuple[set[str], set[str], str]) -> Any:
    """Make a configuration of a schedule."""
    times, weekdays, zone = change
    days = {"weekdays": sorted(weekdays)} if weekdays else {}
    return config(briefing("morning", *sorted(times), zone=zone, **days))


@given(
    st.sampled_from([datetime(2027, 4, 29, tzinfo=UTC), datetime(2027, 10, 28, tzinfo=UTC)]),
    STEPS,
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_each_slot_once_and_no_day_too_many(start: datetime, steps: list[tuple[str, Any]]) -> None:
    """Whatever the ticks, the clock, the restarts and the changes of the schedule are."""
    with TemporaryDirectory() as folder:
        store = fast(Path(folder) / "briefbot.db")
        tell(store)
        try:
            asyncio.run(_live(Desk(store, now=start), steps))
        finally:
            store.close()


async def _live(desk: Desk, steps: list[tuple[str, Any]]) -> None:
    most = 1
    await desk.tick()
    for kind, value in steps:
        if kind == "change":
            desk.config = plan(value)
            most = max(most, len(value[0]))
            desk.restart()
        elif kind == "crash":
            desk.fails["morning"] = ValueError("odd")
            await desk.tick(desk.now + value * MINUTE)
            desk.fails.clear()
            desk.restart()
        else:
            desk.now += value * MINUTE * (-1 if kind == "back" else 1)
        before = len(desk.composed)
        await desk.tick()
        _judge(desk, desk.composed[before:])


def _judge(desk: Desk, new: list[Digest]) -> None:
    """Hold the promise: of what was just composed, and of all that was."""
    found = [digest.slot for digest in desk.composed if digest.slot]
    names = Counter((slot.day, slot.label) for slot in found)
    assert all(number == 1 for number in names.values())
    assert len(new) <= 1
    for slot in found[len(found) - len(new) :]:
        schedule = desk.config.briefings[0].schedule
        assert sum(slot.day == other.day for other in found) <= len(schedule.times)
        assert slot.due <= desk.now
        local = slot.due.astimezone(ZoneInfo(schedule.zone)).replace(tzinfo=None)
        wanted = datetime.combine(slot.day, time.fromisoformat(slot.label))
        assert timedelta() <= local - wanted <= HOUR
