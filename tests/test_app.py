"""The composition root: what it holds, what it lets go, and what one App does over time."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from multiprocessing import active_children
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import pytest

from briefbot.app import App, Thread, running
from briefbot.cli.progress import Quiet
from briefbot.errors import StoreError, StoreLocked
from briefbot.store.archive import Archive
from briefbot.store.connect import locked
from tests.outlets import Outlets, config, look
from tests.press import CABLE, HARBOUR, PIECES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

P = ParamSpec("P")
T = TypeVar("T")
DAY = timedelta(hours=24)
MOVED = 301
"""One outlet's feed has moved: its old address is asked, and leads to the new one."""


@pytest.fixture
def outlets(tmp_path: Path) -> Outlets:
    """Publish three articles at one outlet and two at another; a third is switched off."""
    made = Outlets(
        tmp_path / "briefbot.db",
        config(
            {"id": "ledger", "first_sight": "all"},
            {"id": "post", "first_sight": "all", "interval": "6h"},
            {"id": "idle", "enabled": False},
        ),
    )
    made.publish("ledger", *PIECES)
    made.publish("post", CABLE, HARBOUR)
    return made


# ---------------------------------------------------------------- over time


async def test_only_what_is_due_is_asked(outlets: Outlets) -> None:
    """Each source has its own interval, and one that is switched off is never asked."""
    async with outlets.app() as app:
        assert set(await look(app)) == {"ledger", "post"}
        assert await look(app) == {}
        outlets.now += timedelta(hours=1.3)
        assert set(await look(app)) == {"ledger"}
        outlets.now += timedelta(hours=5.3)
        assert set(await look(app)) == {"ledger", "post"}
    assert not [url for url in outlets.asked if "idle" in url]


async def test_a_look_without_news_costs_one_question(outlets: Outlets) -> None:
    """The validator goes back, the server says 304, and no page is asked for."""
    async with outlets.app() as app:
        await look(app)
        outlets.asked.clear()
        outlets.now += timedelta(hours=6.6)
        looked = await look(app)
    assert sorted(outlets.asked) == ["https://ledger.test/feed", "https://post.test/feed"]
    assert sorted(outlets.unchanged) == sorted(outlets.asked)
    assert all(one.unchanged for one in looked.values())


async def test_a_preview_an_hour_later_sees_304s(world: World) -> None:
    """Over real HTTP, in one run: every server answers 304, and the digest is the same."""
    briefing = world.config.briefings[0]
    async with world.app() as app:
        await app.ingest(Quiet())
        first, asked = await app.compose(briefing, DAY), len(world.room.requests)
        world.later()
        await app.ingest(Quiet())
        second = await app.compose(briefing, DAY + timedelta(hours=1.3))
    answers = {visit.status for visit in world.room.requests[asked:]}
    assert answers - {MOVED} == {304}
    assert {item.story_id for item in second.items} == {item.story_id for item in first.items}


async def test_composing_tells_nothing_and_publishing_does(outlets: Outlets) -> None:
    """A digest that is only looked at comes again; one that was published does not."""
    briefing = outlets.config.briefings[0]
    async with outlets.app() as app:
        await look(app)
        first = await app.compose(briefing, DAY)
        assert await app.compose(briefing, DAY) == first
        assert len(first.items) == 3
        await app.publish(first, "{}")
        assert (await app.compose(briefing, DAY)).items == ()


async def test_a_source_is_read_just_before_a_slot(outlets: Outlets) -> None:
    """Due half an hour before a briefing is posted, it waits for the last quarter of an hour."""
    (briefing,) = outlets.config.briefings
    posted = briefing.model_copy(update={"destinations": ("#news",)})
    outlets.config = outlets.config.model_copy(update={"briefings": (posted,)})
    slot = outlets.now.replace(hour=8) + timedelta(days=1)
    outlets.now = slot - timedelta(minutes=90)
    async with outlets.app() as app:
        assert set(await look(app)) == {"ledger", "post"}
        found: dict[int, set[str]] = {}
        for minute in range(89, -31, -1):
            outlets.now = slot - timedelta(minutes=minute)
            found[minute] = set(await look(app))
    (when,) = [minute for minute, ids in found.items() if ids]
    assert 5 <= when <= 15
    assert found[when] == {"ledger"}


async def test_a_look_at_a_briefing_is_one_for_its_first_destination(outlets: Outlets) -> None:
    """What a channel was told is not shown as what it would be told."""
    (briefing,) = outlets.config.briefings
    posted = briefing.model_copy(update={"destinations": ("#news", "#other")})
    outlets.config = outlets.config.model_copy(update={"briefings": (posted,)})
    async with outlets.app() as app:
        await look(app)
        first = await app.compose(posted, DAY)
        await app.keeper.db(app.keeper.store.publish, first, "{}", "#other")
        assert (await app.compose(posted, DAY)).items == first.items
        await app.publish(first, "{}")
        assert (await app.compose(posted, DAY)).items == ()


async def test_what_is_past_its_time_is_forgotten_once_a_day(outlets: Outlets) -> None:
    """Texts go after `text_days`, at the first ingest of a day, in an App that runs on."""
    async with outlets.app() as app:
        await look(app)
        outlets.now += timedelta(days=91)
        await look(app)
    archive = Archive(outlets.database)
    article = archive.article("https://ledger.test/orchid")
    assert article is not None
    assert archive.bodies([article.id]) == {}
    archive.close()


async def test_a_secret_that_is_not_set_fails_its_source_alone(outlets: Outlets) -> None:
    """The sentence names the variable, nothing is asked without the header, the others are read."""
    secret = {"id": "secret", "headers": {"Authorization": "LEDGER_TOKEN"}}
    outlets.config = config({"id": "ledger"}, secret)
    async with outlets.app() as app:
        looked = await look(app)
    assert looked["ledger"].articles == 3
    assert "LEDGER_TOKEN, which is not set; set it" in (looked["secret"].failure or "")
    assert not [url for url in outlets.asked if "secret" in url]


async def test_a_source_with_a_new_address_is_a_new_source(outlets: Outlets) -> None:
    """The old address' state does not count: it is asked at once, and read from the start."""
    async with outlets.app() as app:
        await look(app)
    outlets.config = config({"id": "ledger", "url": "https://moved.test/feed"})
    outlets.publish("moved", CABLE)
    async with outlets.app() as app:
        looked = await look(app)
    assert (looked["ledger"].failure, looked["ledger"].articles) == (None, 1)


# ---------------------------------------------------------------- what is held


async def test_running_holds_the_database_and_lets_it_go(outlets: Outlets) -> None:
    """A second App is refused while one runs; an error leaves no lock and no process."""

    async def use_and_fail() -> None:
        async with running(outlets.config, outlets.database) as app:
            assert await app.web.work(os.getpid) in {child.pid for child in active_children()}
            with pytest.raises(StoreLocked):
                await anext(aiter(twice()))
            raise ZeroDivisionError

    async def twice() -> AsyncIterator[App]:
        async with running(outlets.config, outlets.database) as app:
            yield app

    with pytest.raises(ZeroDivisionError):
        await use_and_fail()
    assert active_children() == []
    with locked(outlets.database):
        pass


async def test_a_database_that_cannot_be_opened_lets_the_lock_go(tmp_path: Path) -> None:
    """After a StoreError the lock is free and no worker process has been started."""
    database = tmp_path / "briefbot.db"
    database.write_bytes(b"no database at all" * 100)
    before = active_children()
    with pytest.raises(StoreError, match="no sound SQLite database"):
        async with running(config({"id": "ledger"}), database):
            raise AssertionError("it was opened")
    assert active_children() == before
    with locked(database):
        pass


async def test_the_store_has_one_thread() -> None:
    """Calls run one after the other, in their order, in a thread that is not the loop's."""
    thread, order = Thread(), list[int]()

    def note(number: int) -> int:
        order.append(number)
        return threading.get_ident()

    calls: list[Awaitable[int]] = [thread(note, number) for number in range(20)]
    threads = set(await asyncio.gather(*calls))
    assert order == list(range(20))
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    with pytest.raises(ZeroDivisionError):
        await thread(divmod, 1, 0)
    thread.close()
    assert not [one for one in threading.enumerate() if one.ident in threads]
