"""Time and room: what a request may use."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.fetch import allowance
from briefbot.fetch.allowance import Room, Time
from tests.badserver import BadServer, raw, reply
from tests.fetch.asking import LIMIT, OK, ask, fetcher, refusal


async def test_the_time_runs_over_all_redirects(site: BadServer) -> None:
    """Slow redirects share one timeout, each within it and all beyond it."""
    for number in range(5):
        site.pages[f"/{number}"] = reply(b"", f"Location: /{number + 1}", status=302, after=0.2)
    site.pages["/5"] = reply(b"x")
    async with fetcher(site, whole=0.5) as fetch:
        assert (await refusal(fetch, site.url("/0"))).reason == "timeout"
    assert len(site.heads) < 5


BIG = reply(b"x" * 300_000)


async def test_large_bodies_are_read_one_after_the_other(site: BadServer) -> None:
    """While one large body has all the room, the next one waits, and small ones pass."""
    sent, rest = asyncio.Event(), asyncio.Event()

    async def half(writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"Content-Length: 600000\r\n\r\n" + bytes(300_000))
        await rest.wait()
        writer.write(bytes(300_000))

    async def whole(writer: asyncio.StreamWriter) -> None:
        await BIG(writer)
        sent.set()

    site.pages.update({"/half": half, "/whole": whole, "/small": reply(b"x" * 200_000)})
    room = Room(LIMIT)
    async with fetcher(site, per_host=10, room=room) as fetch, asyncio.timeout(60):
        first = asyncio.create_task(fetch(ask(site.url("/half"))))
        while room.free:  # noqa: ASYNC110  a room tells nobody that it is taken
            await asyncio.sleep(0.01)
        second = asyncio.create_task(fetch(ask(site.url("/whole"))))
        await sent.wait()
        for _ in range(5):
            await fetch(ask(site.url("/small")))
        assert not first.done()
        assert not second.done()
        rest.set()
        assert len((await first).body) == 600_000
        assert len((await second).body) == 300_000
    assert room.free == LIMIT


async def test_waiting_for_room_costs_no_time_of_ones_own(site: BadServer) -> None:
    """A large body that waits for room longer than its timeout is still read."""
    site.pages["/"] = BIG
    room = Room(LIMIT)
    async with fetcher(site, whole=2, room=room) as fetch, asyncio.timeout(60):
        async with room.taken(LIMIT, Time(60)):
            waiting = asyncio.create_task(fetch(ask(site.url())))
            await asyncio.sleep(2.5)
            assert not waiting.done()
        assert len((await waiting).body) == 300_000


@pytest.mark.parametrize("limit", [LIMIT, 10 * LIMIT])
async def test_room_comes_back_after_a_failure(limit: int, site: BadServer) -> None:
    """A body that is cut short gives its room back, also when it was to have all there is."""
    site.pages["/"] = raw(OK + b"Content-Length: 600000\r\n\r\n" + bytes(300_000))
    room = Room(2 * LIMIT)
    async with fetcher(site, room=room) as fetch, asyncio.timeout(60):
        assert (await refusal(fetch, ask(site.url(), limit=limit))).reason == "broken"
    assert room.free == 2 * LIMIT


async def test_room_is_given_in_the_order_of_asking() -> None:
    """A large body waits behind who came first, and small shares do not pass it for ever."""
    room, order = Room(10), list[int]()

    async def take(wanted: int) -> None:
        async with room.taken(wanted, Time(60)):
            order.append(wanted)
            await asyncio.sleep(0)

    async with asyncio.timeout(60), asyncio.TaskGroup() as group, room.taken(6, Time(60)):
        for wanted in (1000, 1, 2, 3):
            group.create_task(take(wanted))
        await asyncio.sleep(0.01)
        assert order == []
    assert order == [1000, 1, 2, 3]
    assert room.free == 10


async def test_who_gives_up_waiting_leaves_the_door() -> None:
    """A cancelled wait takes no room, and the next in the queue is not held up."""
    room = Room(10)
    async with room.taken(6, Time(60)):
        gone = asyncio.create_task(room.taken(10, Time(60)).__aenter__())
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        async with asyncio.timeout(60), room.taken(4, Time(60)):
            assert room.free == 0
    assert room.free == 10


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 15), max_size=20), st.integers(0, 20))
def test_room_is_never_overdrawn(shares: list[int], cancelled: int) -> None:
    """However many ask for however much, and whoever gives up, all are served within the room."""
    room = Room(10)

    async def take(wanted: int) -> None:
        async with room.taken(wanted, Time(60)):
            assert 0 <= room.free <= 10 - min(wanted, 10)
            await asyncio.sleep(0)

    async def crowd() -> None:
        tasks = [asyncio.create_task(take(wanted)) for wanted in shares]
        await asyncio.sleep(0)
        for task in tasks[cancelled : cancelled + 1]:
            task.cancel()
        async with asyncio.timeout(60):
            results = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(result) for result in results} <= {type(None), asyncio.CancelledError}

    asyncio.run(crowd())
    assert room.free == 10


async def test_a_pause_stops_the_clock_and_no_longer() -> None:
    """Time that is paused is not spent, and what was left before runs on behind it."""
    own, reached = Time(0.1), []

    async def wait() -> None:
        async with own.spent():
            async with own.paused():
                await asyncio.sleep(0.3)
            reached.append("behind the pause")
            await asyncio.sleep(10)

    with pytest.raises(TimeoutError):
        await wait()
    assert reached == ["behind the pause"]


async def test_what_is_used_grows_while_the_clock_runs() -> None:
    """It is what a look took, also before the last byte's block is left."""
    own = Time(60)
    async with own.spent():
        await asyncio.sleep(0.05)
        within = own.used
    assert 0.04 < within <= own.used
    between = own.used
    await asyncio.sleep(0.05)
    assert own.used == between


async def test_what_is_left_is_the_same_after_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later part of a request still has the time that an earlier one only waited."""
    now = [0.0]
    monkeypatch.setattr(allowance, "monotonic", lambda: now[0])
    own = Time(30)
    async with own.spent(), own.paused():
        now[0] += 40
    assert own.used == 0
    async with own.spent():
        await asyncio.sleep(0.01)
