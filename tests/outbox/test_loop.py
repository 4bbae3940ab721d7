"""The loop: whatever ends an attempt, a digest is posted once, in order, and others go on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from briefbot.errors import DeliveryError, Rejected, StoreError, Uncertain
from briefbot.models import Alert, Delivery, DeliveryState
from briefbot.outbox import Outbox
from briefbot.pipeline.ingest import Keeper
from briefbot.ports import Sent
from tests.makers import NOON
from tests.outbox.fakeslack import End, FakeSlack
from tests.outbox.posting import VERSIONS, WINDOW, compose, deliveries, keeper, states
from tests.virtual import run, wall

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SENT, SENDING, PENDING = DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.PENDING
HOUR = 3_600.0


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Keeper]:
    """Open an empty archive for a virtual world, with a quiet log."""
    opened = keeper(tmp_path)
    with capture_logs():
        yield opened
    opened.store.close()


@asynccontextmanager
async def posting(
    kept: Keeper,
    slack: FakeSlack,
    tell: Callable[[Alert], Awaitable[None]] | None = None,
) -> AsyncIterator[Outbox]:
    """Run an outbox beside."""
    outbox = Outbox(kept, slack, wall, versions=VERSIONS, tell=tell)
    running = asyncio.create_task(outbox.run())
    try:
        yield outbox
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def after(kept: Keeper, slack: FakeSlack, seconds: float) -> None:
    """Let an outbox run for so long."""

    async def life() -> None:
        async with posting(kept, slack):
            await asyncio.sleep(seconds)

    run(life())


def seconds(slack: FakeSlack) -> list[float]:
    """Return when the attempts began, in seconds from noon."""
    return [round((at - NOON).total_seconds(), 1) for at, _ in slack.attempts]


def test_a_digest_is_posted_in_its_parts(kept: Keeper) -> None:
    """The parts go in order, the later ones into the first one's thread, a second apart."""
    digest_id = compose(kept.store, parts=3)
    slack = FakeSlack()
    after(kept, slack, 10)
    assert slack.texts == ["Morning 0", "Morning 1", "Morning 2"]
    assert [post.thread for post in slack.posted] == [None, "0.1", "0.1"]
    assert all(b.at - a.at >= timedelta(seconds=1.1) for a, b in pairwise(slack.posted))
    assert states(kept.store, digest_id) == [SENT] * 3


def test_channels_are_posted_to_at_the_same_time(kept: Keeper) -> None:
    """A slow channel holds up no other, and at most eight are under way."""
    for number in range(20):
        compose(kept.store, f"#c{number}")
    slack = FakeSlack(latency=10)
    after(kept, slack, 9)
    assert len(slack.attempts) == 8
    assert max(seconds(slack)) < 3


def test_what_is_enqueued_is_posted_at_once(kept: Keeper) -> None:
    """`wake` ends the sleep of an outbox that has nothing to do."""

    async def life() -> list[str]:
        slack = FakeSlack()
        async with posting(kept, slack) as outbox:
            await asyncio.sleep(5)
            compose(kept.store, at=wall())
            outbox.wake()
            await asyncio.sleep(1)
            return slack.texts

    assert run(life()) == ["Morning 0"]


@pytest.mark.parametrize("end", list(End))
def test_a_lost_reply_makes_no_second_message(kept: Keeper, end: End) -> None:
    """Whether the message came, came late or never came: after the looks it is there once."""
    digest_id = compose(kept.store)
    slack = FakeSlack(end)
    after(kept, slack, 200)
    assert slack.texts == ["Morning 0"]
    assert states(kept.store, digest_id) == [SENT]
    claimed = slack.attempts[0][0]
    looks = [(at - claimed).total_seconds() for at, _ in slack.looks]
    assert looks[0] >= 75
    assert looks[1:] == ([pytest.approx(looks[0] + 30.3)] if end is End.LOST else [])
    assert len(slack.attempts) == (2 if end is End.LOST else 1)


def test_a_machine_that_pauses_behind_a_claim_makes_no_second_message(kept: Keeper) -> None:
    """What Slack may still accept is counted from when it was sent, not from the claim."""

    class Pausing(FakeSlack):
        async def send(self, delivery: Delivery) -> Sent:
            await asyncio.sleep(90)
            return await super().send(delivery)

    digest_id = compose(kept.store)
    slack = Pausing(End.LATE)
    after(kept, slack, 400)
    assert slack.texts == ["Morning 0"]
    assert states(kept.store, digest_id) == [SENT]


def test_a_look_that_fails_does_not_count(kept: Keeper) -> None:
    """As long as the channel can't be searched, nothing is sent again."""
    compose(kept.store)
    slack = FakeSlack(End.KEPT)
    slack.blind = [DeliveryError("unreachable", "no network")] * 100
    after(kept, slack, HOUR / 2)
    assert len(slack.attempts) == 1
    after(kept, slack, HOUR)
    assert (slack.texts, len(slack.attempts)) == (["Morning 0"], 1)
    assert kept.store.waiting() == ()


def test_a_channel_that_can_never_be_searched_is_left_to_an_admin(kept: Keeper) -> None:
    """What may have been sent is not sent again by itself; the next digest is."""
    first = compose(kept.store)
    second = compose(kept.store, at=NOON + timedelta(seconds=1))
    slack = FakeSlack(End.LOST)
    slack.blind = [DeliveryError("blind", "#news: add the scope channels:history")]
    after(kept, slack, 200)
    assert states(kept.store, first) == [DeliveryState.UNKNOWN]
    assert states(kept.store, second) == [SENT]
    (alert,) = kept.store.alerts()
    assert "may have been posted" in alert.text
    assert "channels:history" in alert.text


def test_what_can_not_be_searched_in_its_time_is_given_up(kept: Keeper) -> None:
    """Whether it was posted stays unknown, and an admin hears so."""
    digest_id = compose(kept.store, window=timedelta(hours=1))
    slack = FakeSlack(End.LOST)
    slack.blind = [DeliveryError("channel_not_found", "#news: no such channel")] * 500
    after(kept, slack, HOUR + 60)
    assert states(kept.store, digest_id) == [DeliveryState.UNKNOWN]
    assert len(kept.store.alerts()) == 1


def test_a_crash_between_claim_and_end_is_looked_for(kept: Keeper) -> None:
    """A row left claimed is searched for after the settle time, and never sent blindly."""
    compose(kept.store)
    claimed = kept.store.claim(NOON)
    assert claimed
    slack = FakeSlack()
    after(kept, slack, 60)
    assert (slack.attempts, slack.looks) == ([], [])
    after(kept, slack, 120)
    assert [(at - NOON).total_seconds() >= 75 for at, _ in slack.looks] == [True, True]
    assert slack.texts == ["Morning 0"]


def test_a_crash_between_two_looks_does_not_hurry_the_second(kept: Keeper) -> None:
    """The next process waits between them too."""
    compose(kept.store)
    claimed = kept.store.claim(NOON)
    assert claimed
    kept.store.looked(claimed.key)
    slack = FakeSlack()

    async def life() -> None:
        await asyncio.sleep(100)
        async with posting(kept, slack):
            await asyncio.sleep(60)

    run(life())
    assert [(at - NOON).total_seconds() >= 130 for at, _ in slack.looks] == [True]
    assert slack.texts == ["Morning 0"]


def test_a_token_that_is_refused_to_a_look_stops_all_too(kept: Keeper) -> None:
    """Nothing is posted or looked for until it works, and nothing is lost."""
    compose(kept.store, "#a")
    slack = FakeSlack(End.KEPT)
    slack.blind = [DeliveryError("invalid_auth", "#a: Slack refuses")]
    slack.checks = [DeliveryError("invalid_auth", "no")] * 3

    async def life() -> None:
        async with posting(kept, slack) as outbox:
            await asyncio.sleep(90)
            compose(kept.store, "#b", at=wall())
            outbox.wake()
            await asyncio.sleep(4 * 300 - 60)
            assert (len(slack.attempts), len(slack.looks)) == (1, 1)
            assert [alert.key for alert in kept.store.alerts()] == ["token"]
            await asyncio.sleep(200)

    run(life())
    assert (len(slack.posted), len(slack.looks)) == (2, 2)
    assert kept.store.alerts() == ()


def test_what_was_never_sent_is_tried_more_and_more_rarely(kept: Keeper) -> None:
    """The pauses double up to five minutes, and there is no last attempt before its time ends."""
    compose(kept.store, window=WINDOW)
    slack = FakeSlack()
    slack.refusal = lambda _: DeliveryError("unreachable", "#news: slack.com can't be reached")
    after(kept, slack, 6 * HOUR)
    pauses = [b - a for a, b in pairwise(seconds(slack))]
    assert pauses[0] < 4
    assert max(pauses) <= 302
    assert len(pauses) > 6 * 12
    slack.refusal = lambda _: None
    after(kept, slack, 6 * HOUR + 400)
    assert slack.texts == ["Morning 0"]


def test_a_pause_that_slack_asks_for_holds_all_posts(kept: Keeper) -> None:
    """After a 429 no channel is posted to until the pause is over."""
    for channel in ("#a", "#b", "#c"):
        compose(kept.store, channel, parts=2)
    slack = FakeSlack(latency=0.1)
    slack.ends = [None, DeliveryError("ratelimited", "#b: wait", 30), None]
    after(kept, slack, 120)
    refused = slack.attempts[1][0] + timedelta(seconds=0.1)
    under_way = [at for at, _ in slack.attempts if at < refused]
    rest = [at for at, _ in slack.attempts if at >= refused]
    assert len(under_way) == 2
    assert min(rest) >= refused + timedelta(seconds=30)
    assert len(slack.posted) == 6


@pytest.mark.parametrize("reason", ["ratelimited", "unresolved"])
def test_a_pause_of_hours_is_asked_for_again_each_hour(kept: Keeper, reason: str) -> None:
    """A Retry-After of two hours leads to no more than one attempt an hour."""
    compose(kept.store)
    slack = FakeSlack()
    slack.refusal = lambda _: DeliveryError(reason, "#news: wait", 7_200)
    after(kept, slack, 3 * HOUR + 60)
    assert [round(at / HOUR, 2) for at in seconds(slack)] == [0, 1, 2, 3]


def test_a_person_who_is_gone_is_told_of_once(kept: Keeper) -> None:
    """However many of their digests end unposted, admins get one message."""
    told: list[str] = []

    async def tell(alert: Alert) -> None:
        told.append(alert.text)

    async def life() -> None:
        async with posting(kept, slack, tell) as outbox:
            for _ in range(4):
                compose(kept.store, "U0000EVA", at=wall(), window=timedelta(hours=12))
                outbox.wake()
                await asyncio.sleep(24 * HOUR)

    slack = FakeSlack()
    slack.refusal = lambda _: DeliveryError("user_disabled", "U0000EVA: take them out")
    run(life())
    assert told == ["U0000EVA: take them out"]
    assert kept.store.waiting() == ()


def test_a_refused_token_stops_all_posting_until_it_is_good(kept: Keeper) -> None:
    """It is asked for every five minutes, an admin is told once, nothing is lost."""
    told: list[str] = []

    async def tell(alert: Alert) -> None:
        told.append(alert.key)

    async def life() -> None:
        slack.checks = [DeliveryError("invalid_auth", "no")] * 3
        async with posting(kept, slack, tell):
            await asyncio.sleep(4 * 300 - 60)
            assert len(slack.attempts) == 1
            assert [alert.key for alert in kept.store.alerts()] == ["token"]
            await asyncio.sleep(120)

    compose(kept.store, "#a")
    slack = FakeSlack(DeliveryError("token_revoked", "#a: Slack refuses"))
    compose(kept.store, "#b", at=NOON + timedelta(seconds=5))
    run(life())
    assert told == ["token"]
    assert len(slack.posted) == 2
    assert kept.store.alerts() == ()


def test_a_wrong_channel_is_told_once_and_touches_no_other(kept: Keeper) -> None:
    """It is tried every five minutes, and posted to when it is in order again."""
    told: list[str] = []

    async def tell(alert: Alert) -> None:
        told.append(alert.text)

    archived = DeliveryError("is_archived", "#old: it is archived; unarchive it")
    slack = FakeSlack()
    slack.refusal = lambda d: archived if d.destination == "#old" else None

    async def life() -> None:
        async with posting(kept, slack, tell):
            await asyncio.sleep(HOUR)
            assert slack.texts == ["Morning 0"]
            slack.refusal = lambda _: None
            await asyncio.sleep(400)

    old = compose(kept.store, "#old")
    compose(kept.store, "#news")
    run(life())
    assert told == ["#old: it is archived; unarchive it"]
    assert states(kept.store, old) == [SENT]
    assert kept.store.alerts() == ()


def test_what_is_over_is_skipped_and_told(kept: Keeper) -> None:
    """A digest that could not be posted in its time is not posted late."""
    digest_id = compose(kept.store, window=timedelta(hours=1))
    slack = FakeSlack()
    slack.refusal = lambda _: DeliveryError("unreachable", "#news: no network")
    after(kept, slack, HOUR + 10)
    assert states(kept.store, digest_id) == [DeliveryState.SKIPPED]
    (alert,) = kept.store.alerts()
    assert alert.text.endswith("was not posted in its time; last: #news: no network")


def test_a_message_that_is_too_long_is_halved_as_often_as_it_must(kept: Keeper) -> None:
    """Its halves are posted in its place, in order, the second in the thread."""
    digest_id = compose(kept.store)
    slack = FakeSlack()
    limit = 1

    def refusal(delivery: Delivery) -> DeliveryError | None:
        too_long = len(delivery.message.blocks) > limit
        return Rejected("msg_blocks_too_long", "#news: too long") if too_long else None

    slack.refusal = refusal
    after(kept, slack, 30)
    assert states(kept.store, digest_id) == [SENT, SENT]
    assert [post.thread for post in slack.posted] == [None, "0.1"]
    assert [len(d.message.blocks) for d in deliveries(kept.store, digest_id)] == [1, 1]


def test_blocks_that_slack_refuses_are_posted_as_plain_text(kept: Keeper) -> None:
    """Once; a plain message that it refuses too is given up, and an admin hears of it."""
    digest_id = compose(kept.store)
    invalid = Rejected("invalid_blocks", "#news: invalid_blocks")
    slack = FakeSlack(invalid)
    after(kept, slack, 10)
    assert slack.texts == ["Morning 0: a ship."]
    assert states(kept.store, digest_id) == [SENT]
    dead = compose(kept.store, "#desk")
    after(kept, FakeSlack(invalid, invalid), 10)
    assert states(kept.store, dead) == [DeliveryState.DEAD]
    assert len(kept.store.alerts()) == 1


def test_a_drain_lets_posts_end_and_starts_none(kept: Keeper) -> None:
    """On the way out the post under way is settled; the next stays for the next start."""

    async def life() -> float:
        slack = FakeSlack(latency=2)
        async with posting(kept, slack) as outbox:
            await asyncio.sleep(2)
            begun = wall()
            await outbox.drain(3)
            return (wall() - begun).total_seconds()

    digest_id = compose(kept.store, parts=2)
    assert 0 < run(life()) < 3
    assert states(kept.store, digest_id) == [SENT, PENDING]


def test_a_drain_does_not_wait_for_ever(kept: Keeper) -> None:
    """A post that does not end in time stays claimed, to be looked for."""

    async def life() -> None:
        async with posting(kept, FakeSlack(latency=14)) as outbox:
            await asyncio.sleep(2)
            await outbox.drain(3)

    digest_id = compose(kept.store)
    run(life())
    assert states(kept.store, digest_id) == [SENDING]


def test_a_mistake_of_ours_stops_nothing(kept: Keeper) -> None:
    """An attempt that ends in a surprise is one whose end is not known."""

    class Odd(FakeSlack):
        async def send(self, delivery: Delivery) -> Sent:
            sent = await super().send(delivery)
            if delivery.destination == "#odd":
                raise LookupError("surprise")
            return sent

    compose(kept.store, "#odd")
    compose(kept.store, "#news")
    slack = Odd()
    after(kept, slack, 200)
    assert len(slack.posted) == 2
    assert kept.store.waiting() == ()


def test_a_full_disk_makes_no_second_message(kept: Keeper) -> None:
    """A post whose end could not be written down is found when the disk has room again."""
    full = True

    async def db(function: Callable[..., object], *args: object, **kwargs: object) -> object:
        if full and function.__name__ == "settle_sent":
            raise StoreError("the disk is full")
        return function(*args, **kwargs)

    async def life() -> None:
        nonlocal full
        async with posting(Keeper(store=kept.store, db=db), slack):  # type: ignore[arg-type]
            await asyncio.sleep(HOUR)
            full = False
            await asyncio.sleep(200)

    digest_id = compose(kept.store)
    slack = FakeSlack()
    run(life())
    assert (len(slack.posted), states(kept.store, digest_id)) == (1, [SENT])


def test_admins_who_can_not_be_told_are_told_later(kept: Keeper) -> None:
    """What could not be said is said again after five minutes, and then never again."""
    told: list[float] = []

    async def tell(alert: Alert) -> None:
        told.append((wall() - NOON).total_seconds())
        if len(told) == 1:
            raise Uncertain("timeout", "no answer")

    async def life() -> None:
        async with posting(kept, FakeSlack(), tell):
            await asyncio.sleep(HOUR)

    kept.store.raise_alert("destination:#news", "archived", NOON)
    run(life())
    assert len(told) == 2
    assert told[1] - told[0] >= 300


def test_the_log_says_what_became_of_each_attempt(kept: Keeper) -> None:
    """Each line has the key and the destination; none has the message."""
    compose(kept.store)
    with capture_logs() as lines:
        after(kept, FakeSlack(DeliveryError("unreachable", "#news: no network")), 20)
    assert [line["event"] for line in lines] == ["retry", "sent"]
    assert all(line["destination"] == "#news" for line in lines)
    assert "Morning 0" not in str(lines)
