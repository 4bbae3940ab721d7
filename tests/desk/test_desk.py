"""The desk over a real archive: what readers of the newsroom are told."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot import pipeline
from briefbot.desk import Desk, Found
from briefbot.desk.answers import PAGE, _top
from briefbot.errors import BriefbotError, Refused, UsageError
from briefbot.text.mention import mention
from tests.world import opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.world import World

ANN, BEN = "U0000ANN", "U0000BEN"
ALL = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep what the first test reads for the others."""
    return tmp_path_factory.mktemp("desk")


@asynccontextmanager
async def at_the_desk(folder: Path) -> AsyncIterator[tuple[World, Desk]]:
    """Open the newsroom's archive, read once, with a desk before it."""
    async with opened(folder) as world, world.app() as app:
        if not (await app.keeper.db(app.keeper.store.count)):
            from briefbot.cli.progress import Quiet

            await app.ingest(Quiet())
        desk = Desk(app.keeper, app.web, lambda: world.now)
        try:
            yield world, desk
        finally:
            desk.close()


async def test_a_search_tells_the_best_stories_first(folder: Path) -> None:
    """Five a page, in the articles' own sentences, and the next page goes on."""
    async with at_the_desk(folder) as (world, desk):
        first = await desk.search("taiwan")
        second = await desk.search("taiwan", page=1)
    assert len(first.answer.items) == PAGE
    assert first.pages > 1
    words = next(topic.words for topic in world.config.topics if topic.id == "taiwan")
    for item in first.answer.items:
        assert mention(" ".join([item.headline, *(q.text for q in item.sentences)]), words)
    told = [item.story_id for found in (first, second) for item in found.answer.items]
    assert len(told) == len(set(told))
    assert first.answer.since == first.answer.made - timedelta(days=7)


async def test_a_page_past_the_end_is_the_last(folder: Path) -> None:
    """A stale button shows something."""
    async with at_the_desk(folder) as (_, desk):
        found = await desk.search("taiwan", page=99)
    assert found.page == found.pages - 1
    assert found.answer.items


async def test_whoever_asks_the_same_shares_the_answer(folder: Path) -> None:
    """Asked at once or within a minute, it is worked out once; after that anew."""
    async with at_the_desk(folder) as (world, desk):
        both = await asyncio.gather(desk.search("taiwan"), desk.search("  Taiwan "))
        assert both[0].answer.items[0] is both[1].answer.items[0]
        world.now += timedelta(seconds=59)
        assert (await desk.search("taiwan")).answer.made == both[0].answer.made
        world.now += timedelta(seconds=2)
        assert (await desk.search("taiwan")).answer.made > both[0].answer.made


@pytest.mark.parametrize(("typed", "near"), [("taivan", "Taiwan"), ("zzzz qqqq", "Taiwan")])
async def test_nothing_found_says_what_is_near(folder: Path, typed: str, near: str) -> None:
    """A word like a topic's leads to the topic; no likeness, to the first topics."""
    async with at_the_desk(folder) as (_, desk):
        found = await desk.search(typed)
    assert found.answer.items == ()
    assert found.answer.searched > 0
    assert near in (found.nearest or found.topics)
    assert bool(found.nearest) == (typed == "taivan")


async def test_a_channel_without_a_digest_gets_the_days_top_stories(folder: Path) -> None:
    """Best first, of all topics, and their next page can be asked for."""
    async with at_the_desk(folder) as (_, desk):
        found = await desk.latest("C0000NEW")
        assert isinstance(found, Found)
        again = await desk.search(found.ask, page=1)
    assert len(found.answer.items) == PAGE
    assert again.page == 1
    assert not {i.story_id for i in found.answer.items} & {i.story_id for i in again.answer.items}


async def test_a_story_is_told_at_length(folder: Path) -> None:
    """More sentences than in an answer, and every article that tells it."""
    async with at_the_desk(folder) as (_, desk):
        found = await desk.search("earthquake Hualien")
        item = next(item for item in found.answer.items if len(item.sources) > 1)
        view = await desk.story(item.story_id, item.article_id)
        assert await desk.story(1, 999_999) is None
    assert view is not None
    assert len(view.item.sentences) > len(item.sentences)
    assert len(view.articles) >= len(item.sources)


async def test_why_tells_an_articles_fate_and_its_place(folder: Path) -> None:
    """By its address or by its story; what the channel mutes is a reason."""
    async with at_the_desk(folder) as (world, desk):
        item = (await desk.search("earthquake Hualien")).answer.items[0]
        title, lines = await desk.why(item.url)
        assert title == item.headline
        assert any("read and stored" in line for line in lines)
        _, here = await desk.why_story(item.story_id, item.article_id, "C0000NEWS")
        assert any("score" in line and "recency" in line for line in here)
        await desk.vote("C0000NEWS", ANN, item.story_id, item.article_id, 1)
        _, liked = await desk.why_story(item.story_id, item.article_id, "C0000NEWS")
        assert any("liked here 1." in line for line in liked)
        await desk.hide("D0000ANN", ANN, item.story_id)
        _, hidden = await desk.why_story(item.story_id, item.article_id, "D0000ANN")
        assert any("hidden in this channel" in line for line in hidden)
        _, unknown = await desk.why("https://nobody.example/x")
        assert "No source has sent this address" in unknown[0]
    assert world.config.briefings[0].name in " ".join(here)


async def test_a_page_is_read_and_summarised_now(folder: Path) -> None:
    """In its own sentences; what can't be read is one sentence."""
    async with at_the_desk(folder) as (_, desk):
        item = (await desk.search("earthquake Hualien")).answer.items[0]
        desk.web = replace(desk.web, outside=desk.web.inside)  # the newsroom stands inside
        read, _ = await desk.summarise(item.url)
        with pytest.raises(BriefbotError) as missing:
            await desk.summarise("http://www.northgate-times.example/nothing")
        with pytest.raises(BriefbotError):
            await desk.summarise("http://127.0.0.1:1/inside")
        with pytest.raises(UsageError, match="no web address"):
            await desk.summarise("file:///etc/passwd")
    assert read.headline == item.headline
    assert read.sentences
    assert "\n" not in str(missing.value)


async def test_what_an_admin_opened_for_a_source_stays_closed_to_readers(folder: Path) -> None:
    """The newsroom is read by `fetch.allow_private`, and so an article of it is no use to scan."""
    async with at_the_desk(folder) as (_, desk):
        url = (await desk.search("earthquake Hualien")).answer.items[0].url
        with pytest.raises(BriefbotError, match="on the public web") as refused:
            await desk.summarise(url)
        assert (await pipeline.read_address(url, desk.web, desk.clock(), inside=True)).article
    assert "allow_private" not in str(refused.value)


async def test_topics_sources_and_status_say_how_things_stand(folder: Path) -> None:
    """Every topic with its articles, every source with its state, and the sums of both."""
    async with at_the_desk(folder) as (world, desk):
        topics, sources, status = await asyncio.gather(
            desk.topics(), desk.sources(), desk.status("Asia/Taipei")
        )
    assert [topic.name for topic in topics] == [t.name for t in world.config.topics]
    assert all(topic.articles > 0 for topic in topics)
    states = {source.name: source for source in sources}
    assert states["Northgate Times"].state == "failing"
    assert "503" in states["Northgate Times"].advice
    assert states["Pacific Wire"].state == "fine"
    assert states["Pacific Wire"].articles > 0
    assert (status.read, status.failing) == (len(sources) - 1, 1)
    assert status.articles > 30
    assert status.newest is not None
    assert status.orders[0].due is None  # the newsroom's briefing goes nowhere


async def test_a_reader_subscribes_changes_and_ends(folder: Path) -> None:
    """Same words, same subscription; another's is out of reach; the next time is told."""
    async with at_the_desk(folder) as (world, desk):
        made = await desk.subscribe(ANN, "taiwan", "8:00", ALL, "Asia/Taipei")
        same = await desk.subscribe(ANN, "Taiwan", "09:30", ("mon",), "Asia/Taipei")
        assert (same.id, same.label, made.label) == (made.id, "09:30", "08:00")
        with pytest.raises(UsageError, match="no longer have"):
            await desk.change_subscription(made.id, BEN, "chips", "08:00", ALL, "UTC")
        await desk.change_subscription(made.id, ANN, "chips", "08:00", ALL, "Europe/Berlin")
        ((mine, due),) = await desk.subscriptions(ANN)
        assert (mine.query, mine.zone) == ("chips", "Europe/Berlin")
        assert world.now < due <= world.now + timedelta(hours=25)  # where summer ends
        assert await desk.unsubscribe(BEN, "all") == ()
        assert [each.id for each in await desk.unsubscribe(ANN, "Chips")] == [made.id]
        assert await desk.subscriptions(ANN) == ()


@pytest.mark.parametrize(
    ("query", "label", "days", "says"),
    [
        ("  ", "08:00", ALL, "Subscribe to what?"),
        ("-taiwan", "08:00", ALL, "Subscribe to what?"),
        ("taiwan", "25:00", ALL, "no time of day"),
        ("taiwan", "08:00", (), "at least one day"),
    ],
)
async def test_what_is_wrong_with_a_subscription_is_said(
    folder: Path, query: str, label: str, days: tuple[str, ...], says: str
) -> None:
    """One sentence, and nothing is kept."""
    async with at_the_desk(folder) as (_, desk):
        with pytest.raises(UsageError, match=says):
            await desk.subscribe(BEN, query, label, days, "UTC")
        assert await desk.subscriptions(BEN) == ()


async def test_twenty_subscriptions_are_the_most(folder: Path) -> None:
    """The next one is refused, one that is there may still change."""
    async with at_the_desk(folder) as (_, desk):
        for number in range(20):
            await desk.subscribe(BEN, f"word{number}", "08:00", ALL, "UTC")
        with pytest.raises(UsageError, match="that is the most"):
            await desk.subscribe(BEN, "one more", "08:00", ALL, "UTC")
        await desk.subscribe(BEN, "word3", "09:00", ALL, "UTC")
        assert len(await desk.unsubscribe(BEN, "all")) == 20


async def test_only_an_admin_mutes_in_a_channel_and_everybody_in_their_own_messages(
    folder: Path,
) -> None:
    """Refusing names who may; what was refused changes nothing."""
    async with at_the_desk(folder) as (_, desk):
        item = (await desk.search("taiwan")).answer.items[0]
        for refused in (
            desk.hide("C0000X", BEN, item.story_id),
            desk.mute_source("C0000X", BEN, item.article_id),
            desk.mute_word("C0000X", BEN, "taiwan"),
            desk.words("C0000X", BEN, item.story_id, item.article_id),
        ):
            with pytest.raises(Refused, match="Only the admins"):
                await refused
        assert not (await desk.read(lambda archive: archive.taste("C0000X"))).stories
        await desk.mute_source("D0000BEN", BEN, item.article_id)
        await desk.mute_word("D0000BEN", BEN, " give\x00away ")
        assert await desk.words("D0000BEN", BEN, item.story_id, item.article_id)
        with pytest.raises(UsageError, match="at least one letter"):
            await desk.mute_word("D0000BEN", BEN, "…")
        taste = await desk.read(lambda archive: archive.taste("D0000BEN"))
    assert taste.sources == {item.source_id}
    assert taste.words == ("giveaway",)


async def test_home_holds_what_is_the_readers_own(folder: Path) -> None:
    """Subscriptions with their next time, saved stories, the topics to choose from."""
    async with at_the_desk(folder) as (world, desk):
        item = (await desk.search("taiwan")).answer.items[0]
        await desk.subscribe(ANN, "taiwan", "08:00", ALL, "Asia/Taipei")
        await desk.save(ANN, item.article_id)
        with pytest.raises(BriefbotError, match="no longer in the archive"):
            await desk.save(ANN, 999_999)
        mine, theirs = await desk.home(ANN, "Asia/Taipei"), await desk.home(BEN, "UTC")
        await desk.unsave(ANN, item.article_id)
        assert (await desk.home(ANN, "UTC")).saved == ()
    assert [each.query for each, _ in mine.subscriptions] == ["taiwan"]
    assert [each.article.id for each in mine.saved] == [item.article_id]
    assert (theirs.subscriptions, theirs.saved) == ((), ())
    assert mine.topics == tuple(topic.name for topic in world.config.topics)


async def test_a_request_is_handled_once(folder: Path) -> None:
    """What Slack delivers again is not done again."""
    async with at_the_desk(folder) as (_, desk):
        assert await desk.handled("Ev1")
        assert not await desk.handled("Ev1")


async def test_top_stories_rank_the_newest_alone(folder: Path) -> None:
    """A busy day's archive is not ranked whole for one reader; the answer says since when."""
    async with at_the_desk(folder) as (_, desk):
        everything = await desk.top()
        newest = await desk.read(lambda archive: archive.reaches_back(10))
        few = await desk.read(_top, (desk.config, desk.clock()), ranked=10)
    assert everything.answer.searched > few.searched == 10
    assert few.since == newest
