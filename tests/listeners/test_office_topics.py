"""Topics from Slack: begun, changed with a look at what the words find, taken away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from briefbot.config import Topic
from briefbot.emulator import Shown
from briefbot.listeners import seen
from briefbot.models import Author, Change
from tests.listeners.bureau import FILE, Bureau, bureau, view_of

OPERATOR = Author(name="op", way="cli")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Bureau]:
    """Run the bot with a file that admins change."""
    text = FILE.replace("name: Herald", "name: Herald\n    topics: [chips]")
    async with bureau(tmp_path, text) as running:
        yield running


def topic(desk: Bureau, name: str) -> Topic:
    """Return a topic as the file has it."""
    return next(each for each in desk.config.topics if each.id == name)


async def form(desk: Bureau, what: str) -> Shown:
    """Open one of a topic's forms from its menu in Home, or that of a new one."""
    how = {"option": what} if what else {}
    shown = await desk.press("admin_topic" if what else "admin_topic_add", **how)
    return next(one for one in shown if one.kind == "modal")


async def test_a_topic_is_begun_in_several_languages(desk: Bureau) -> None:
    """One word a line, each in its script."""
    shown = await form(desk, "")
    act = await desk.save(shown, {"name": "Quakes", "words": "earthquake\n地震\nزلزال\nearthquake"})
    assert act.errors == {}
    assert topic(desk, "quakes").words == ("earthquake", "地震", "زلزال")
    assert "# the paper" in desk.file.read_text("utf-8")
    view = desk.work.slack.world.views[view_of(shown)]
    view.is_open = True  # it comes again
    assert (await desk.send(shown, {"name": "Quakes", "words": "x"})).errors.keys() == {"name"}


async def test_a_replayed_form_begins_nothing(desk: Bureau) -> None:
    """Also when the topic was taken away in between."""
    act = await desk.save(await form(desk, ""), {"name": "Sea", "words": "sea"})
    await desk.office.undo(OPERATOR, 1)
    await desk.work.slack.world.send("interactive", act.payload)
    await desk.work.settled()
    assert [each.id for each in desk.config.topics] == ["taiwan", "chips"]


async def test_a_comment_that_would_be_lost_is_for_a_person(tmp_path: Path) -> None:
    """The form says so, and that nothing is changed, once."""
    commented = FILE.replace("[taiwan, taipei]", "[taiwan, # all of it\n      taipei]")
    async with bureau(tmp_path, commented) as desk:
        act = await desk.send(await form(desk, "edit:taiwan"), {"words": "taipei"})
        said = "Nothing is changed: a comment would be lost, or it is written in an unusual way"
        assert act.errors == {"name": f"{said}; change it by hand."}
        assert desk.file.read_text("utf-8") == commented


async def test_all_that_is_wrong_is_said_at_its_field(desk: Bureau) -> None:
    """Each wrong word is named, and nothing is changed."""
    act = await desk.send(await form(desk, ""), {"name": "taiwan", "words": "/x+/\nfine\n***"})
    assert act.errors["name"] == "There is a topic of that name already; choose another."
    assert "/x+/" in act.errors["words"]
    assert "***" in act.errors["words"]
    assert await desk.states() == []


async def test_a_form_counts_what_its_words_find(desk: Bureau) -> None:
    """When it opens, and anew for words that are not kept yet; what was typed stays."""
    shown = await form(desk, "edit:taiwan")
    assert "12 articles are about it" in shown.words
    assert "taiwan: 12" in shown.words
    values = {"name": "Harbours", "words": "port\nzebra\n/x/"}
    (counted,) = await desk.click(shown, "admin_topic_count", values=values)
    for words in ("port: 12", "zebra: 0", "Taiwan opens port"):
        assert words in counted.words
    act = await desk.send(counted)  # as it stands there by then
    assert "/x/" in act.errors["words"]
    assert (await desk.save(counted, {"words": "port\nzebra"})).errors == {}
    assert topic(desk, "taiwan") == Topic(id="taiwan", name="Harbours", words=("port", "zebra"))


async def test_who_is_no_admin_any_more_counts_nothing(desk: Bureau) -> None:
    """What the archive holds is not shown in their form, and the click is written down."""
    shown = await form(desk, "")
    await desk.fire()
    (said,) = await desk.click(shown, "admin_topic_count", values={"words": "port"})
    assert "Only my admins may" in said.words
    assert [each.change.id for each in await desk.office.history()] == ["admin_topic_count"]


async def test_who_was_slower_sees_what_the_other_wrote(desk: Bureau) -> None:
    """Nothing of theirs is saved."""
    shown = await form(desk, "edit:chips")
    (before,) = [each for each in (await desk.office.data())["topics"] if each["id"] == "chips"]
    change = Change(part="topics", id="chips", before=before, after={**before, "words": ["wafer"]})
    await desk.office.change(OPERATOR, [change])
    act = await desk.send(shown, {"name": "Crisps"})
    assert seen.CHANGED in act.so_far[-1].words
    assert topic(desk, "chips") == Topic(id="chips", name="Chips", words=("wafer",))


async def test_a_topic_that_a_briefing_tells_stays(desk: Bureau) -> None:
    """The page says which one tells it; no form is opened."""
    shown = await desk.press("admin_topic", option="remove:taiwan")
    assert [one for one in shown if one.kind == "modal"] == []
    assert 'briefing "morning" tells it' in shown[-1].words
    assert topic(desk, "taiwan")


async def test_a_topic_is_removed_and_its_sources_stay(desk: Bureau) -> None:
    """They lose it; undone, it is theirs again."""
    shown = await form(desk, "remove:chips")
    assert "1 source of its own" in shown.words
    assert (await desk.send(shown, {"sure": ["yes"]})).errors == {}
    assert [each.id for each in desk.config.topics] == ["taiwan"]
    assert desk.source("herald").topics == ()
    await desk.office.undo(OPERATOR, 1)
    assert desk.source("herald").topics == ("chips",)


async def test_a_topic_that_a_briefing_tells_by_now_stays(desk: Bureau) -> None:
    """Judged when the form is sent."""
    shown = await form(desk, "remove:chips")
    (before,) = (await desk.office.data())["briefings"]
    after = {**before, "topics": ["taiwan", "chips"]}
    change = Change(part="briefings", id="morning", before=before, after=after)
    await desk.office.change(OPERATOR, [change])
    act = await desk.send(shown, {"sure": ["yes"]})
    assert "tells it" in act.errors["sure"]
    assert topic(desk, "chips")
