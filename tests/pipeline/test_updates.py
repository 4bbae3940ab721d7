"""A story that lives for days: what is new is told as an update, and nothing is told twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from briefbot import pipeline, why
from briefbot.models import Digest, Item
from tests.world import DAY

if TYPE_CHECKING:
    from tests.world import World

REWRITTEN = """\
Internet on the Matsu Islands, which belong to Taiwan, has become slow: an undersea cable that
connects them with the main island failed, and traffic was moved to a microwave link, its operator
Minhai Telecom said.

The signal of the Taiwan-Matsu No. 4 cable was lost about 19 km southeast of Dongyin, where the
water is 55 metres deep. Since last month the other cable has been out of service, because of
planned maintenance; so the 14,000 people of the islands are left without any fibre connection.

Roughly one hour before that, the cargo ship Orient Marigold had dropped anchor in the area and
reported trouble with its engine, according to the coast guard. Investigators in Keelung, to where a
patrol boat escorted the ship, were to examine its voyage recorder and the anchor. Kuo Jen-chieh,
the spokesman of the coast guard, called it a possible accident at this stage.

The repair is to be made by a chartered cable ship, the Asia Meridian, which is under way from
Yokohama and expected in about nine days. The work takes 2 to 4 days.
"""
NEWS = """\
The undersea cable between the Matsu Islands and Taiwan's main island works again: Minhai Telecom
spliced it on Friday with 740 metres of new fibre, six days earlier than planned.

The cargo ship Orient Marigold may leave Keelung, a prosecutor decided, after its owner had
deposited a bond of NT$96 million for the damage.

Residents celebrated in Nangan with a concert that was streamed to relatives in Taoyuan.
"""


def of_the_cable(digest: Digest) -> list[Item]:
    """Return what the digest tells of the cable."""
    return [item for item in digest.items if "Matsu" in item.headline]


async def told(world: World) -> Digest:
    """Tell the first day's digest, with the cable in it, and go to the next day."""
    await world.look()
    async with world.app() as app:
        first = await app.compose(world.config.briefings[0], DAY)
        await app.publish(first, "{}")
    assert [item.update for item in of_the_cable(first)] == [False]
    world.later(23)
    return first


async def next_day(world: World, *texts: str) -> tuple[list[Item], list[str]]:
    """Let other outlets publish these texts; return what is told of the cable, and where they are.

    Each is longer than the first lines, so that none is a mere teaser.
    """
    outlets = ("straits-herald", "harbour-post")
    urls = [
        world.room.publish(
            outlet,
            f"cable-{number}",
            title="Undersea cable to Taiwan's Matsu Islands: what Minhai Telecom says of the ship",
            body=text,
            published=world.now - timedelta(minutes=30),
        )
        for number, (outlet, text) in enumerate(zip(outlets, texts, strict=False))
    ]
    await world.look()
    return of_the_cable(await world.digest()), urls


def reasons(world: World, url: str) -> str:
    """Return what is said of an address."""
    archive = world.archive()
    case = pipeline.case(url, world.config, archive, since=world.now - DAY, now=world.now)
    archive.close()
    assert case.stored
    assert len(case.story) > 1, "it belongs to no story that was told"
    return why.explain(case, why.Words(sources={}))[-1]


async def test_a_rewritten_copy_is_not_told(world: World) -> None:
    """The day after, another outlet tells the same in other words: nothing is told again."""
    await told(world)
    items, (url,) = await next_day(world, REWRITTEN)
    assert items == []
    line = reasons(world, url)
    assert "too similar: its story was told already, and it says nothing new" in line or (
        "its story was told already, and it repeats another article" in line
    )


async def test_new_facts_are_told_as_an_update(world: World) -> None:
    """The day after, an outlet tells what happened since: its new sentences, and nothing old."""
    first = await told(world)
    old = REWRITTEN.split("\n\n", maxsplit=2)
    items, (url,) = await next_day(world, f"{NEWS}\n{old[0]}\n\n{old[1]}")
    (item,) = items
    assert item.update
    assert item.story_id in {each.story_id for each in of_the_cable(first)}
    said = " ".join(quote.text for quote in item.sentences)
    assert "740 metres" in said
    assert "14,000" not in said
    assert "55 metres" not in said
    assert "sentences new" in reasons(world, url)


async def test_the_article_with_the_news_leads_the_update(world: World) -> None:
    """Beside a rewritten copy, the article that says something new is the one that is shown."""
    await told(world)
    items, urls = await next_day(world, REWRITTEN, NEWS)
    assert [item.url for item in items] == [urls[1]]


async def test_what_was_corrected_after_it_was_told_is_news(world: World) -> None:
    """What the first outlet added to its page after the digest was not told by the digest."""
    await told(world)
    (url,) = [piece.url for piece in world.room.pieces if "matsu-cable-fault" in piece.url]
    old = next(piece.body for piece in world.room.pieces if piece.url == url)
    world.room.change(url, body=f"{NEWS}\n\n{old}")
    await world.look()
    world.later()
    items, urls = await next_day(world, NEWS)
    assert [item.url for item in items] == urls
