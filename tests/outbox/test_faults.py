"""The fault table's cases of posting, K-01 to K-06: no message twice, none missing."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from aiohttp import ClientSession, TraceConfig, TraceRequestEndParams
from structlog.testing import capture_logs

from briefbot.app import stored
from briefbot.clock import utc_now
from briefbot.emulator import Slack, faults, serve
from briefbot.models import DeliveryState
from briefbot.outbox import Outbox
from briefbot.store.sqlite import Store
from tests.outbox.crashing import CRASH, POINTS, post_all
from tests.outbox.posting import VERSIONS, compose, deliveries, keeper, states
from tests.slack.world import Desk, desk
from tests.virtual import run, wall

pytestmark = pytest.mark.fault

Figure = Callable[[str, str], None]
SENT = DeliveryState.SENT
HOUR = 3_600.0
UNDER_WAY = timedelta(seconds=0.5)
"""Posts that had left when a 429 came are no fault of ours."""


def posted(slack: Slack) -> list[str]:
    """Return the keys of all messages that stand in the workspace."""
    return [
        str(message.metadata["event_payload"]["key"])
        for channel in slack.workspace.channels.values()
        for message in channel.posted()
        if message.metadata
    ]


def doubled(slack: Slack) -> int:
    """Return how many messages stand there too often."""
    return len(posted(slack)) - len(set(posted(slack)))


# ---------------------------------------------------------------- K-01, K-02: kills


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("point", [*POINTS, "accepted"])
async def test_k01_a_crash_at_any_point_does_no_harm(
    tmp_path: Path, figure: Figure, point: str, times: int
) -> None:
    """The process dies at the n-th passing of a point; the next one posts the rest, once."""
    database = tmp_path / "briefbot.db"
    async with serve(scale=100) as slack, stored(database) as kept:
        digest_id = await kept.db(compose, kept.store, at=utc_now(), parts=3)
        if point in {"looked", "missed"}:
            slack.faults.add("chat.postMessage", faults.cut(), faults.cut())
        if point == "accepted":
            slack.faults.add("chat.postMessage", *[None] * (times - 1), faults.slow(1_000))
        arguments = (str(database), slack.api_url, slack.bot_token, point, str(times))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.outbox.crashing", *arguments
        )
        if point == "accepted":
            while len(posted(slack)) < times:  # noqa: ASYNC110  the emulator knows
                await asyncio.sleep(0.01)
            process.kill()
        assert await process.wait() in {CRASH, -9}
        await post_all(kept, slack.api_url, slack.bot_token, lambda _: None)
        found = await kept.db(deliveries, kept.store, digest_id)
        assert [delivery.state for delivery in found] == [SENT] * 3
        assert posted(slack) == [delivery.key for delivery in found]
    figure("K-01", f"died at {point!r} {times}: doubled 0, lost 0")


async def test_k02_random_kills_do_no_harm(figure: Figure) -> None:
    """The benchmark, small: half of the posts fail, and the bot is killed again and again."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.once", "--digests", "40", "--kills", "8"),
        stdout=asyncio.subprocess.PIPE,
    )
    said = (await process.communicate())[0].decode()
    assert process.returncode == 0, said
    ours = re.search(r"briefbot +(\d+) messages: (\d+) doubled, (\d+) lost, (\d+)", said)
    assert ours, said
    assert ours.groups()[1:] == ("0", "0", "0")
    figure("K-02", f"{ours[1]} messages, 8 kills: doubled 0, lost 0")


# ---------------------------------------------------------------- K-03 to K-06: Slack fails


class Bench:
    """An archive, and the outbox that posts what is composed into it."""

    def __init__(self, store: Store, outbox: Outbox) -> None:
        self.store = store
        self._outbox = outbox

    def compose(self, destination: str, window: timedelta = timedelta(hours=12)) -> int:
        """Compose a digest now; return its id."""
        digest_id = compose(self.store, destination, at=wall(), window=window)
        self._outbox.wake()
        return digest_id


def with_outbox(
    tmp_path: Path, work: Callable[[Desk, Bench], Awaitable[None]], *traces: TraceConfig
) -> None:
    """Run a test with a Slack and an outbox that posts to it, in virtual time."""

    async def life() -> None:
        async with desk(*traces) as place:
            kept = keeper(tmp_path)
            outbox = Outbox(kept, place.deliver, wall, versions=VERSIONS)
            running = asyncio.create_task(outbox.run())
            try:
                await work(place, Bench(kept.store, outbox))
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
                kept.store.close()

    with capture_logs():
        run(life())


def test_k03_a_lost_reply_is_found(tmp_path: Path, figure: Figure) -> None:
    """Whatever hides that Slack accepted, the message stands there once and is settled as sent."""
    ends = (
        faults.cut_after(),
        faults.slow(20),
        faults.delayed_cut(50),
        faults.server_error(500, effect=True),
        faults.server_error(503, effect=True, html=True),
        faults.refused("internal_error", effect=True),
        faults.refused("fatal_error", effect=True),
    )

    async def work(place: Desk, bench: Bench) -> None:
        place.slack.faults.add("chat.postMessage", *ends)
        ids = [bench.compose("#news") for _ in ends]
        await asyncio.sleep(HOUR)
        assert [states(bench.store, digest_id) for digest_id in ids] == [[SENT]] * len(ends)
        assert len(posted(place.slack)) == len(ends)
        assert doubled(place.slack) == 0
        assert {d.attempts for i in ids for d in deliveries(bench.store, i)} == {1}

    with_outbox(tmp_path, work)
    figure("K-03", f"{len(ends)} lost replies: {len(ends)} messages, none sent twice")


def test_k04_an_outage_of_six_hours_loses_nothing(tmp_path: Path, figure: Figure) -> None:
    """What is inside its window is posted once when Slack is back; what is over is reported."""
    late: list[float] = []

    async def work(place: Desk, bench: Bench) -> None:
        up, place.client.base_url = place.client.base_url, "http://127.0.0.1:1/api/"
        over = bench.compose("#desk", window=timedelta(hours=3))
        ids = [bench.compose(channel) for channel in ("#news", "#desk", "#news")]
        await asyncio.sleep(6 * HOUR)
        assert {state for i in ids for state in states(bench.store, i)} == {DeliveryState.PENDING}
        place.client.base_url, back = up, wall()
        await asyncio.sleep(0.1 * HOUR)
        assert [states(bench.store, i) for i in ids] == [[SENT]] * 3
        assert states(bench.store, over) == [DeliveryState.SKIPPED]
        assert [a.text.split(":")[0] for a in bench.store.alerts()] == ["#desk"]
        assert (len(posted(place.slack)), doubled(place.slack)) == (3, 0)
        late.extend((shown.at - back).total_seconds() for shown in place.slack.journal.shown)

    with_outbox(tmp_path, work)
    assert max(late) <= 305
    figure(
        "K-04", f"3 posted once, the last {max(late):.0f} s after Slack was back; 1 skipped, told"
    )


def test_k05_a_storm_of_429_is_obeyed(tmp_path: Path, figure: Figure) -> None:
    """No post before a Retry-After is over, and no channel gets more than one a second."""
    answers: list[tuple[datetime, int]] = []

    async def ended(_: ClientSession, __: object, what: TraceRequestEndParams) -> None:
        if what.url.path.endswith("chat.postMessage"):
            answers.append((wall(), what.response.status))

    async def work(place: Desk, bench: Bench) -> None:
        storm = [None, faults.ratelimited(30)] * 10
        place.slack.faults.add("chat.postMessage", *storm)
        for number in range(12):
            bench.compose(("#news", "#desk", "#general")[number % 3])
        await asyncio.sleep(HOUR)
        assert (len(posted(place.slack)), doubled(place.slack)) == (12, 0)
        assert place.slack.limits.refused == 0
        for channel in place.slack.workspace.channels.values():
            times = [float(ts) for ts in sorted(channel.messages)]
            assert all(b - a >= 1 for a, b in pairwise(times))

    config = TraceConfig()
    config.on_request_end.append(ended)
    with_outbox(tmp_path, work, config)
    refused = [at for at, status in answers if status == 429]
    assert len(refused) == 10
    for at in refused:
        early = [t for t, _ in answers if at + UNDER_WAY < t < at + timedelta(seconds=30)]
        assert early == []
    figure("K-05", f"{len(refused)} pauses of 30 s obeyed: 12 messages, none early, none twice")


def test_k06_a_revoked_token_stops_posting_until_it_works(tmp_path: Path, figure: Figure) -> None:
    """An admin is told once; when the token works again, everything is posted."""

    async def work(place: Desk, bench: Bench) -> None:
        place.slack.revoke()
        ids = [bench.compose(channel) for channel in ("#news", "#desk")]
        await asyncio.sleep(HOUR)
        posts = [name for name, _, _ in place.slack.journal.calls if name == "chat.postMessage"]
        assert len(posts) <= 2
        assert [alert.key for alert in bench.store.alerts()] == ["token"]
        place.slack.world.revoked.clear()
        await asyncio.sleep(320)
        assert [states(bench.store, i) for i in ids] == [[SENT]] * 2
        assert bench.store.alerts() == ()
        assert doubled(place.slack) == 0

    with_outbox(tmp_path, work)
    figure("K-06", "revoked token: no post for an hour, 2 within 5 min of its return")


def test_k06_an_archived_channel_touches_no_other(tmp_path: Path, figure: Figure) -> None:
    """Archived, or the bot thrown out: an admin hears once what to do, others are posted to."""

    async def work(place: Desk, bench: Bench) -> None:
        workspace = place.slack.workspace
        workspace.channel("#random").is_archived = True
        workspace.channel("#desk").members.discard(workspace.bot.id)
        archived, thrown_out = (
            bench.compose(workspace.channel("#random").id),
            bench.compose("#desk"),
        )
        fine = [bench.compose("#news") for _ in range(3)]
        await asyncio.sleep(HOUR)
        assert [states(bench.store, i) for i in fine] == [[SENT]] * 3
        told = {alert.key: alert.text for alert in bench.store.alerts()}
        assert len(told) == 2
        assert all("unarchive" in text or "/invite" in text for text in told.values())
        workspace.channel("#random").is_archived = False
        workspace.channel("#desk").members.add(workspace.bot.id)
        await asyncio.sleep(320)
        assert states(bench.store, archived) + states(bench.store, thrown_out) == [SENT, SENT]
        assert bench.store.alerts() == ()

    with_outbox(tmp_path, work)
    figure("K-06", "archived channel, bot thrown out: 2 alerts, 3 other posts on time")
