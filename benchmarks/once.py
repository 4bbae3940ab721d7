"""Digests under faults and kill -9: each posted once, beside the Slack SDK's own behaviour.

    python -m benchmarks.once [--digests 1000] [--kills 200] [--seed 1]

A bot process runs the real outbox, client and archive against the emulator of Slack, which is a
process of its own. Almost half of the bot's calls meet a fault: connections cut before and after
Slack accepted, answers that come too late, 5xx with and without effect, 429. Meanwhile the bot is
killed with SIGKILL, 10 to 500 ms after each start. All times of the protocol and of the emulator
are divided by 100; the settle time (0.75 s) stays above the timeout (0.15 s) plus the longest
delay with which the emulator accepts (0.4 s). Exit code 1 when a message is there twice, is
missing, or stands in the wrong order.

Then the SDK's client posts as many digests under the same faults, without any kill: each once,
with its default retries, going on after an error, as most bots do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from briefbot import blocks
from briefbot.app import stored
from briefbot.clock import utc_now
from briefbot.deliver.slack import SlackDeliver
from briefbot.emulator import faults, serve
from briefbot.models import Message
from briefbot.outbox import Outbox, Pace, Versions
from briefbot.slack.client import session, web_client
from briefbot.store.rows import stamp
from briefbot.store.sqlite import Store

FASTER = 100
PACE = Pace().divided(FASTER)
CHANNELS = 40
LATE = 40.0
"""Seconds of the emulator after which it still accepts what it has received."""
PAUSE = 0.3
"""Seconds of Retry-After: the wall's, so they are cut short here."""
PATIENCE = 120.0
"""Real seconds that the last bot has to post what is left."""
RARELY = 0.05
"""Share of the calls that only read which fail too."""


def trouble() -> dict[faults.Fault, float]:
    """Return what goes wrong with posts, and how often beside each other."""
    wait = {"Retry-After": str(PAUSE)}
    too_much = faults.Fault(name="429", effect=False, status=429, body="", headers=wait)
    return {
        faults.cut(): 8,
        faults.cut_after(): 12,
        faults.slow(20): 4,
        faults.lost(20): 3,
        faults.delayed_cut(LATE): 4,
        faults.server_error(500): 3,
        faults.server_error(503, effect=True, html=True): 4,
        faults.refused("fatal_error", effect=True): 4,
        faults.refused("internal_error"): 1,
        too_much: 2,
    }


# ---------------------------------------------------------------- Slack, in its own process


async def be_slack(seed: int) -> None:
    """Serve a workspace; say where; answer each line on stdin with all that was posted."""
    rng = random.Random(seed)
    async with serve(scale=FASTER, seed=seed) as slack:
        for number in range(CHANNELS):
            slack.workspace.add_channel(f"c{number}", members=("briefbot",))
        mix = trouble()
        slack.faults.mix("chat.postMessage", mix, share=sum(mix.values()) / 100, rng=rng)
        for method in ("conversations.list", "conversations.history", "conversations.replies"):
            reading = {faults.cut(): 1.0, faults.server_error(500): 1.0}
            slack.faults.mix(method, reading, share=RARELY, rng=rng)
        say({"url": slack.api_url, "token": slack.bot_token})
        while await asyncio.to_thread(sys.stdin.readline):
            posted = [
                (channel.name, m.text, bool(m.thread_ts))
                for channel in slack.workspace.channels.values()
                for m in channel.posted()
            ]
            say({"posted": posted, "met": slack.faults.met, "limited": slack.limits.refused})


def say(what: object) -> None:
    """Print one line of JSON."""
    print(json.dumps(what), flush=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The emulator's process and where it listens."""

    process: subprocess.Popen[str]
    url: str
    token: str

    def report(self) -> dict[str, Any]:
        """Return what was posted and what went wrong."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found


@contextmanager
def slack(seed: int) -> Iterator[Place]:
    """Start the emulator."""
    command = [sys.executable, "-m", "benchmarks.once", "--be-slack", "--seed", str(seed)]
    with subprocess.Popen(  # noqa: S603  our own command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield Place(process=process, **json.loads(process.stdout.readline()))
        finally:
            process.kill()


# ---------------------------------------------------------------- the bot, in its own process


def compose(store: Store, number: int, rng: random.Random) -> None:
    """Leave a digest of one to three parts in the outbox, as composing one does."""
    now = utc_now()
    with store.transaction():
        row = {"briefing_id": f"d{number}", "made": stamp(now), "payload": ""}
        digest_id = store._insert("digests", row)
        messages = [message(f"{number}/{part}") for part in range(rng.choice((1, 1, 1, 2, 3)))]
        expires = now + timedelta(hours=12)
        place = f"#c{rng.randrange(CHANNELS)}"
        store.enqueue(digest_id, f"d{number}", place, messages, created=now, expires=expires)


def message(text: str) -> Message:
    """Make a message whose text names its digest and part."""
    return Message(text=text, blocks=blocks.notice(text).blocks, plain=text)


async def be_bot(database: Path, place: Place, until: int, rng: random.Random) -> None:
    """Compose until there are so many digests, and post, until killed or nothing waits."""
    async with stored(database) as keeper, session(PACE.timeout) as http:
        client = web_client(place.token, place.url, http)
        deliver = SlackDeliver(client, timeout=PACE.timeout)
        versions = Versions(halve=blocks.halve, plain=blocks.plain_message)
        outbox = Outbox(keeper, deliver, utc_now, PACE, versions=versions)
        posting = asyncio.create_task(outbox.run())
        made = await keeper.db(count, keeper.store)
        for number in range(made, until):
            await keeper.db(compose, keeper.store, number, rng)
            outbox.wake()
            await asyncio.sleep(0.01)
        while await keeper.db(keeper.store.waiting):  # noqa: ASYNC110  it is another's to end
            await asyncio.sleep(0.2)
        posting.cancel()
        await asyncio.gather(posting, return_exceptions=True)


def count(store: Store) -> int:
    """Return how many digests were composed."""
    return int(store._rows("SELECT count(*) AS n FROM digests")[0]["n"])


def started(database: Path, place: Place, until: int, rng: random.Random) -> int:
    """Start a bot by a fork, so that it pays for no imports; return its process id."""
    child = os.fork()
    if not child:
        run_and_exit(database, place, until, rng)
    return child


def run_and_exit(database: Path, place: Place, until: int, rng: random.Random) -> NoReturn:
    """Be the bot, and end the process without its parent's clean-up."""
    code = 1
    try:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        asyncio.run(be_bot(database, place, until, rng))
        code = 0
    finally:
        os._exit(code)


def ended(child: int, seconds: float) -> bool:
    """Wait for a process; tell whether it has ended in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(0.005)
    return False


# ---------------------------------------------------------------- the two, measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What became of the messages that should be there."""

    wanted: int
    doubled: int
    lost: int
    disordered: int
    """Channels whose messages do not stand in the order in which they were composed."""


def once(digests: int, kills: int, seed: int) -> Score:
    """Post digests while the bot is killed again and again; say what it took."""
    rng = random.Random(seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, slack(seed) as place:
        database = Path(folder) / "briefbot.db"
        claimed = killed = 0
        for number in range(kills):
            child = started(database, place, digests * (number + 1) // kills, fork_of(rng))
            killed += not ended(child, rng.uniform(0.01, 0.5))
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            claimed += in_flight(database)
        child = started(database, place, digests, fork_of(rng))
        if not ended(child, PATIENCE):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        wanted = composed(database)
        report = place.report()
    print(f"faults met: {', '.join(f'{n} {name}' for name, n in sorted(report['met'].items()))}")
    print(f"kills: {killed}, with {claimed} posts under way or uncertain at that moment")
    print(f"posts that met Slack's own limit: {report['limited']}")
    print(f"time: {time.monotonic() - began:.0f} s")
    return scored(wanted, report["posted"])


def fork_of(rng: random.Random) -> random.Random:
    """Return a generator for a child."""
    return random.Random(rng.random())


def in_flight(database: Path) -> int:
    """Return how many deliveries were claimed when the bot was killed."""
    if not database.exists():
        return 0
    store = Store(database)
    found = len(store.sending())
    store.close()
    return found


def composed(database: Path) -> list[tuple[str, str]]:
    """Return channel and text of every message that was composed, in order."""
    store = Store(database)
    rows = store._rows("SELECT key FROM deliveries ORDER BY created, digest_id, part")
    found = [store.delivery(row["key"]) for row in rows]
    store.close()
    return [(d.destination.removeprefix("#"), d.message.text) for d in found if d]


def scored(wanted: Sequence[tuple[str, str]], posted: Sequence[Sequence[Any]]) -> Score:
    """Compare what should be there with what is."""
    there = Counter((channel, text) for channel, text, _ in posted)
    channels = {channel for channel, _ in wanted}
    return Score(
        wanted=len(wanted),
        doubled=sum(n - 1 for n in there.values() if n > 1),
        lost=sum(1 for key in set(wanted) if key not in there),
        disordered=sum(
            [text for place, text in wanted if place == channel]
            != list(dict.fromkeys(text for place, text, _ in posted if place == channel))
            for channel in channels
        ),
    )


async def by_default(place: Place, digests: int, seed: int) -> list[tuple[str, str]]:
    """Post each digest with the SDK's client as it comes, and go on after an error."""
    rng = random.Random(seed)
    client = AsyncWebClient(place.token, place.url, timeout=30 / FASTER)  # type: ignore[arg-type]
    wanted = [(f"c{rng.randrange(CHANNELS)}", f"{number}/0") for number in range(digests)]
    ids: dict[str, str] = {}
    while len(ids) < CHANNELS:
        with suppress(SlackApiError, OSError, TimeoutError):
            answer = await client.conversations_list(limit=999)
            ids = {channel["name"]: channel["id"] for channel in answer["channels"]}
            ids = {name: id_ for name, id_ in ids.items() if name.startswith("c")}

    async def channel(name: str) -> None:
        for text in [text for place, text in wanted if place == name]:
            try:
                await client.chat_postMessage(channel=ids[name], text=text)
            except Exception as error:  # noqa: BLE001  as a bot that logs and goes on
                logging.getLogger("default").debug("not sent: %s", error)
            await asyncio.sleep(PACE.channel)

    await asyncio.gather(*(channel(f"c{number}") for number in range(CHANNELS)))
    await asyncio.sleep(2 * LATE / FASTER)
    return wanted


def default(digests: int, seed: int) -> Score:
    """Measure the SDK's default behaviour."""
    with slack(seed) as place:
        wanted = asyncio.run(by_default(place, digests, seed))
        return scored(wanted, place.report()["posted"])


def main() -> None:
    """Run both, print them side by side, and fail when the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--digests", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--be-slack", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.be_slack:
        asyncio.run(be_slack(given.seed))
        return
    ours = once(given.digests, given.kills, given.seed)
    theirs = default(given.digests, given.seed)
    for name, score in (("briefbot", ours), ("SDK's default", theirs)):
        print(
            f"{name:14} {score.wanted} messages: {score.doubled} doubled, {score.lost} lost, "
            f"{score.disordered} channels out of order"
        )
    if ours.doubled or ours.lost or ours.disordered:
        sys.exit(1)


if __name__ == "__main__":
    main()
