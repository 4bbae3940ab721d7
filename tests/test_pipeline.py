"""The whole flow over the newsroom: once, twice, and when things go wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from briefbot import pipeline
from briefbot.choosing import select
from briefbot.models import Quality
from tests.world import DAY

if TYPE_CHECKING:
    from tests.world import World

MOVED = 301
"""One outlet's feed has moved: its old address is asked, and leads to the new one."""


async def test_one_look_tells_the_news(world: World) -> None:
    """Every healthy source is read whole, the failing one is named, and the digest is verbatim."""
    looked = await world.look()
    failures = {name: look.failure for name, look in looked.items() if look.failure}
    assert list(failures) == ["northgate"]
    assert "503" in (failures["northgate"] or "")
    archive = world.archive()
    assert archive.count() == len(world.room.truth)
    digest = await world.digest()
    assert digest.coverage.read == digest.coverage.total - 1
    assert digest.items
    for quote in (quote for item in digest.items for quote in item.sentences):
        stored = archive.article(quote.url)
        assert stored is not None
        assert archive.bodies([stored.id])[stored.id].text[quote.start : quote.end] == quote.text
    archive.close()


async def test_a_second_look_asks_and_stores_nothing(world: World) -> None:
    """An hour later every feed answers 304, no page is fetched, and nothing new is stored."""
    await world.look()
    count, asked = world.archive().count(), len(world.room.requests)
    world.later()
    looked = await world.look()
    visits = [visit for visit in world.room.requests[asked:] if visit.path != "/robots.txt"]
    answers = [visit.status for visit in visits if visit.status != MOVED]
    assert set(answers) == {304}
    assert len(answers) == len(looked)
    assert all(look.unchanged for look in looked.values())
    assert world.archive().count() == count


async def test_nothing_is_due_twice_within_the_hour(world: World) -> None:
    """A second preview right away asks no server and shows the same digest."""
    await world.look()
    first, asked = await world.digest(), len(world.room.requests)
    assert await world.look() == {}
    assert len(world.room.requests) == asked
    assert (await world.digest()) == first


async def test_a_published_digest_is_not_told_again(world: World) -> None:
    """Stories of a published digest stay away until an outlet adds something."""
    await world.look()
    async with world.app() as app:
        first = await app.compose(world.config.briefings[0], DAY)
        await app.publish(first, "{}")
    second = await world.digest()
    told = {item.story_id for item in first.items}
    assert not told & {item.story_id for item in second.items}


async def test_a_new_article_arrives_alone(world: World) -> None:
    """What an outlet publishes later is the only thing that the next look stores."""
    await world.look()
    world.later()
    url = world.room.publish(
        "pacific-wire",
        "ferry-to-matsu",
        title="New ferry to Matsu leaves Keelung for the first time",
        body="A new ferry left Keelung for Matsu on Monday with 300 people on board.\n\n"
        "The crossing takes eight hours, the operator said, two fewer than before.",
        published=world.now - timedelta(minutes=20),
    )
    looked = await world.look()
    assert {name: look.articles for name, look in looked.items() if look.articles} == {
        "pacific-wire": 1
    }
    record = pipeline.record(url, world.archive(), select)
    assert record is not None
    assert record.body is not None
    assert "two fewer than before" in record.body.text
    assert record.stored.article.quality is Quality.FULL


async def test_a_failing_source_recovers(world: World) -> None:
    """A source that comes back is read, and its failure is forgotten."""
    await world.look()
    before = world.archive().states()["northgate"]
    assert (before.failures, before.reason) == (1, "http_503")
    world.room.recover("northgate")
    world.later(2.7)
    world.room.publish(
        "northgate",
        "presses-roll-again",
        title="Presses roll again in Northgate",
        body="The presses of Northgate rolled again on Monday after a day of silence.",
        published=world.now,
    )
    looked = await world.look()
    assert (looked["northgate"].failure, looked["northgate"].articles) == (None, 1)
    assert world.archive().states()["northgate"].failing_since is None


async def test_a_source_that_breaks_is_remembered_since_when(world: World) -> None:
    """The first failure's time stays while a source keeps failing."""
    await world.look()
    since = world.now
    world.later(2.7)
    await world.look()
    state = world.archive().states()["northgate"]
    assert (state.failing_since, state.failures) == (since, 2)


async def test_a_page_that_is_down_is_read_later(world: World) -> None:
    """When an outlet's pages fail for a while, its articles come at a later look, whole."""
    world.room.fail("kestrel")
    looked = await world.look()
    assert looked["kestrel"].failure
    world.room.recover("kestrel")
    world.later(2.7)
    assert (await world.look())["kestrel"].articles > 0


async def test_copies_and_retellings_are_one_story(world: World) -> None:
    """Outlets that tell one event share a story; different events do not, copies are marked."""
    await world.look()
    archive = world.archive()
    stories: dict[int, set[str]] = {}
    for url, label in world.room.truth.items():
        stored = archive.article(url)
        assert stored is not None, url
        stories.setdefault(stored.story_id, set()).add(label)
    assert [labels for labels in stories.values() if len(labels) > 1] == []
    copies = archive._rows("SELECT count(*) AS n FROM articles WHERE duplicate_of IS NOT NULL")
    assert copies[0]["n"] >= 1


async def test_the_home_page_leads_to_its_feed(world: World) -> None:
    """A source given by its home page is read through the feed that the page announces."""
    await world.look()
    state = world.archive().states()["straits-herald"]
    assert state.kind == "feed"
    assert state.feed_url != state.url
    world.later()
    asked = len(world.room.requests)
    await world.look()
    paths = [v.path for v in world.room.requests[asked:] if "straits" in v.host]
    assert len(paths) == 1
    assert paths[0] != "/"


async def test_a_lost_feed_is_found_again(world: World) -> None:
    """When a discovered feed is gone, the next look starts at the home page."""
    await world.look()
    async with world.app() as app:
        keeper = app._keeper
        state = keeper.store.states()["straits-herald"]
        from dataclasses import replace

        lost = replace(state, feed_url=state.url + "no-such-feed.xml", etag=None, body_hash=None)
        await keeper.db(keeper.store.record, lost)
    world.later()
    assert "404" in ((await world.look())["straits-herald"].failure or "")
    world.later(2.7)
    assert (await world.look())["straits-herald"].failure is None


async def test_a_trial_stores_nothing(world: World) -> None:
    """Testing an address says what it would bring, and leaves no archive behind."""
    from briefbot.reach import online

    source = world.config.source("straits-herald")
    async with online(world.config, world.room.resolver) as web:
        trial = await pipeline.trial(source, web, world.now)
    assert trial.feed.kind == "feed"
    assert trial.first is not None
    assert len(trial.taken.wanted) == len(trial.feed.entries)
    assert not world.database.exists()
