"""Places are shared fairly, over all hosts and among the requests to one."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.fetch import turns as turns_module
from briefbot.fetch.turns import Places, Turns
from tests.badserver import BadServer, Behaviour, Load, redirect, reply, silent
from tests.fetch.asking import ask, fetcher, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence


def among(load: Load, number: int) -> Behaviour:
    """Answer once so many were under way at one time, which others have a while to join."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        while load.peak < number:  # noqa: ASYNC110  a server tells nobody
            await asyncio.sleep(0.005)
        await reply(b"x", after=0.03)(writer)

    return behave


async def test_two_requests_at_a_time_go_to_one_host(site: BadServer) -> None:
    """The server itself never sees more than `per_host` requests under way, and sees so many."""
    site.pages["/"] = among(site.load, 2)
    site.pages["/moved"] = redirect("/")
    async with fetcher(site, per_host=2) as fetch:
        await asyncio.gather(*(fetch(ask(site.url(path))) for path in ("/", "/moved") * 5))
    assert site.load.peak == 2


async def test_a_host_is_one_whoever_asks_it_and_on_whatever_port() -> None:
    """Two fetchers that share their turns send it two requests at a time, not four."""
    load, turns = Load(), Turns(per_host=2, total=100)
    async with (
        BadServer(load=load) as one,
        BadServer(load=load) as other,
        fetcher(one, other, turns=turns) as fetch,
        fetcher(one, other, turns=turns) as outside,
    ):
        one.pages["/"] = other.pages["/"] = among(load, 2)
        urls = [one.url(), other.url()] * 4
        await asyncio.gather(*(read(ask(url)) for url in urls for read in (fetch, outside)))
    assert load.peak == 2


async def test_so_many_requests_go_out_at_a_time(site: BadServer) -> None:
    """Over all hosts never more than `total` requests are under way, and so many are."""
    site.pages["/"] = among(site.load, 5)
    async with fetcher(site, names=lambda _: site.host, per_host=2, total=5) as fetch:
        urls = (site.url(host=f"host{number % 7}.example") for number in range(28))
        await asyncio.gather(*(fetch(ask(url)) for url in urls))
    assert site.load.peak == 5


async def test_waiting_for_a_turn_costs_no_time_of_ones_own(site: BadServer) -> None:
    """Requests that wait longer than the timeout for their turn still succeed."""
    site.pages["/"] = reply(b"x", after=0.35)
    async with fetcher(site, per_host=1, whole=3) as fetch:
        start = time.monotonic()
        answers = await asyncio.gather(*(fetch(ask(site.url())) for _ in range(9)))
        assert time.monotonic() - start > 3
    assert len(answers) == 9


async def test_slow_sources_do_not_starve_a_good_one(site: BadServer) -> None:
    """With every place taken by silent hosts, a good host gets its turn as soon as they end."""
    site.pages["/"] = reply(b"good")
    turns = Turns(per_host=2, total=10)
    async with BadServer() as slow:
        slow.pages["/"] = silent()
        async with (
            fetcher(slow, names=lambda _: slow.host, turns=turns, whole=1) as impatient,
            fetcher(site, names=lambda _: site.host, turns=turns) as fetch,
        ):
            stuck = [
                asyncio.create_task(refusal(impatient, slow.url(host=f"slow{number}.example")))
                for number in range(20)
            ]
            await asyncio.sleep(0)
            good = asyncio.create_task(fetch(ask(site.url(host="good.example"))))
            assert (await good).body == b"good"
            assert sum(task.done() for task in stuck) >= 10
            assert {error.reason for error in await asyncio.gather(*stuck)} == {"timeout"}


async def test_a_busy_host_takes_no_place_from_others(site: BadServer) -> None:
    """A hundred pages of one slow host leave the other places free."""
    site.pages["/slow"] = silent()
    site.pages["/"] = reply(b"good")
    async with fetcher(site, names=lambda _: site.host, per_host=1, total=2) as fetch:
        crowd = [
            asyncio.create_task(fetch(ask(site.url("/slow", host="slow.example"))))
            for _ in range(100)
        ]
        await asyncio.sleep(0)
        async with asyncio.timeout(60):
            assert (await fetch(ask(site.url(host="good.example")))).body == b"good"
        assert not any(task.done() for task in crowd)
        for task in crowd:
            task.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)


async def test_a_doubtful_request_waits_among_its_like(site: BadServer) -> None:
    """Pages of hosts that nobody knows, on behalf of a slow source, leave the others room."""
    site.pages["/slow"] = silent()
    site.pages["/"] = reply(b"good")
    async with fetcher(site, names=lambda _: site.host, total=4) as fetch:
        slow = (ask(site.url("/slow", host=f"h{n}.example"), doubtful=True) for n in range(20))
        stuck = [asyncio.create_task(fetch(one)) for one in slow]
        await asyncio.sleep(0)
        async with asyncio.timeout(60):
            assert (await fetch(ask(site.url(host="good.example")))).body == b"good"
        await gone(stuck)


async def crowd(turns: Turns, *hosts: str, doubtful: bool) -> list[asyncio.Task[None]]:
    """Let each of the hosts take a turn that does not end."""

    async def stay(host: str) -> None:
        async with turns.one(host, doubtful=doubtful):
            await asyncio.sleep(60)

    tasks = [asyncio.create_task(stay(host)) for host in hosts]
    await asyncio.sleep(0.01)
    return tasks


async def gone(tasks: Sequence[asyncio.Task[Any]]) -> None:
    """Let the crowd go home."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("total", [1, 2, 5])
async def test_the_doubtful_share_half_of_the_places(total: int) -> None:
    """However many they are, who is not doubtful gets in, if there is more than one place."""
    turns = Turns(per_host=2, total=total)
    tasks = await crowd(turns, *(f"h{number}" for number in range(20)), doubtful=True)
    if total > 1:
        async with asyncio.timeout(60), turns.one("good"):
            assert not any(task.done() for task in tasks)
    await gone(tasks)
    async with asyncio.timeout(60), turns.one("h1", doubtful=True):
        pass


async def test_all_places_are_for_who_is_not_doubtful() -> None:
    """Half is kept from the doubtful, nothing from the others."""
    turns = Turns(per_host=2, total=4)
    tasks = await crowd(turns, "a", "b", "c", "d", doubtful=False)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), turns.one("e"):
            pass
    await gone(tasks)


async def test_a_host_that_was_slow_is_doubtful_until_it_is_quick(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its next turn waits among the doubtful; a quick one makes it as good as any."""
    now = [0.0]
    monkeypatch.setattr(turns_module, "monotonic", lambda: now[0])
    turns = Turns(per_host=1, total=2)
    async with turns.one("slow"):
        now[0] += 2 * turns_module.SLOW
    tasks = await crowd(turns, "h1", doubtful=True)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), turns.one("slow"):
            pass
    await gone(tasks)
    async with turns.one("slow"):
        pass
    tasks = await crowd(turns, "h1", doubtful=True)
    async with asyncio.timeout(60), turns.one("slow"):
        pass
    await gone(tasks)


async def test_slow_hosts_are_remembered_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who makes up names by the thousand costs no memory; the one of long ago goes first."""
    monkeypatch.setattr(turns_module, "REMEMBERED", 3)
    turns = Turns(per_host=1, total=2, slow=-1)
    for number in (0, 1, 2, 0, 3):
        async with turns.one(f"h{number}"):
            pass
    tasks = await crowd(turns, "other", doubtful=True)
    for number in (2, 0, 3):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), turns.one(f"h{number}"):
                pass
    async with asyncio.timeout(60), turns.one("h1"):
        pass
    await gone(tasks)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=12))
def test_no_place_is_lost_or_given_twice(comings: list[tuple[int, int]]) -> None:
    """Whoever stays for how long, and whoever gives up at whatever moment."""
    places, there = Places(2), [0, 0]

    async def stay(steps: int) -> None:
        if not places.taken():
            await places.wait()
        there[0] += 1
        there[1] = max(there)
        try:
            for _ in range(steps):
                await asyncio.sleep(0)
        finally:
            there[0] -= 1
            places.leave()

    async def crowd() -> None:
        tasks = []
        for steps, patience in comings:
            tasks.append(asyncio.create_task(stay(steps)))
            for _ in range(patience):
                await asyncio.sleep(0)
            if patience < 3:
                tasks[len(tasks) // 2].cancel()
        async with asyncio.timeout(60):
            await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(crowd())
    assert there[1] <= 2
    assert [places.taken() for _ in range(3)] == [True, True, False]


async def test_a_place_that_comes_with_the_end_goes_on() -> None:
    """Who is cut short in the moment in which a place was handed to them hands it on."""
    places = Places(1)
    assert places.taken()
    waiting = asyncio.create_task(places.wait())
    await asyncio.sleep(0)
    places.leave()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert places.taken()


async def test_limits_change_while_turns_are_taken() -> None:
    """Fewer count once those who are there have left; more let in who waits at once."""
    places, came = Places(2), []

    async def wait(name: str) -> None:
        if not places.taken():
            await places.wait()
        came.append(name)

    assert places.taken()
    assert places.taken()
    tasks = [asyncio.create_task(wait(name)) for name in "abc"]
    await asyncio.sleep(0)
    places.resize(1)
    places.leave()  # one too many was there
    await asyncio.sleep(0)
    assert came == []
    places.leave()
    await asyncio.sleep(0)
    assert came == ["a"]
    places.resize(3)
    await asyncio.gather(*tasks)
    assert came == ["a", "b", "c"]
    assert not places.taken()


async def test_a_host_has_the_new_limit_and_so_have_all(site: BadServer) -> None:
    """What is under way, over all hosts and to one, follows the new numbers."""
    turns = Turns(per_host=1, total=1)
    site.pages["/"] = among(site.load, 1)
    async with fetcher(site, turns=turns) as fetch:
        await asyncio.gather(*(fetch(ask(site.url())) for _ in range(3)))
        assert site.load.peak == 1
        first = asyncio.create_task(fetch(ask(site.url())))
        await asyncio.sleep(0)
        site.pages["/"] = among(site.load, 3)
        turns.resize(per_host=3, total=3)
        await asyncio.gather(first, *(fetch(ask(site.url())) for _ in range(6)))
        assert site.load.peak == 3
