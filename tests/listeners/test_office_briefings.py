"""Briefings from Slack, as a person would: begun, changed, tried, posted, paused, removed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from briefbot.config import Briefing, Weekday
from briefbot.emulator import Shown
from briefbot.errors import Refused, Stale
from briefbot.listeners import rights, seen
from briefbot.listeners.front import Ask
from briefbot.models import Author, Change, ChangeState
from tests.listeners.bureau import FILE, Bureau, bureau, view_of

OPERATOR = Author(name="op", way="cli")
OWNED = FILE.replace("name: Morning", "name: Morning\n    owners: [U000000003]")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Bureau]:
    """Run the bot with a file that admins change."""
    async with bureau(tmp_path) as running:
        yield running


def briefing(desk: Bureau, name: str = "morning") -> Briefing:
    """Return a briefing as the file has it."""
    return desk.config.briefing(name)


async def menu(desk: Bureau, what: str, user: str = "ana") -> list[Shown]:
    """Choose something in the briefing's menu in Home."""
    return await desk.press("admin_briefing", option=f"{what}:morning", user=user)


async def form(desk: Bureau, what: str = "edit", user: str = "ana") -> Shown:
    """Open one of the briefing's forms."""
    (shown,) = [one for one in await menu(desk, what, user) if one.kind == "modal"]
    return shown


async def new(desk: Bureau) -> Shown:
    """Open the form of a new briefing."""
    shown = await desk.press("admin_briefing_add")
    return next(one for one in shown if one.kind == "modal")


async def offered(desk: Bureau, shown: Shown, field: str, text: str) -> list[dict[str, Any]]:
    """Return what a field offers for what is typed."""
    return await desk.work.slack.suggest("ana", view_of(shown), field, text)


async def otherwise(desk: Bureau, **fields: Any) -> None:
    """Let somebody else change the briefing meanwhile."""
    data = await desk.office.data()
    (before,) = data["briefings"]
    change = Change(part="briefings", id="morning", before=before, after={**before, **fields})
    await desk.office.change(OPERATOR, [change])


# ---------------------------------------------------------------- begun


async def test_a_briefing_is_begun(desk: Bureau) -> None:
    """All that it says is in one form; the answer says when it comes."""
    shown = await new(desk)
    channel = desk.work.slack.workspace.channel("#random").id
    values = {
        "name": "Evening chips",
        "channel": channel,
        "times": "18:30, 7:05",
        "weekdays": ["mon", "fri"],
        "zone": "Asia/Taipei",
        "topics": await offered(desk, shown, "topics", "chi"),
        "sources": await offered(desk, shown, "sources", "led"),
        "max_stories": "7",
        "sentences": "2",
        "quiet_day": "skip",
        "languages": "en zh",
    }
    act = await desk.save(shown, values)
    assert act.errors == {}
    found = briefing(desk, "evening-chips")
    assert found == Briefing(
        id="evening-chips",
        name="Evening chips",
        destinations=(channel,),
        schedule={  # type: ignore[arg-type]  # as the file says it
            "times": ("18:30", "07:05"),
            "weekdays": (Weekday.MON, Weekday.FRI),
            "zone": "Asia/Taipei",
        },
        topics=("chips",),
        sources=("ledger",),
        max_stories=7,
        sentences=2,
        quiet_day="skip",
        languages=("en", "zh"),
    )
    assert "it is posted next" in act.so_far[-1].words
    assert "# the paper" in desk.file.read_text("utf-8")
    assert desk.work.desk.config.briefing("evening-chips") == found


async def test_a_briefing_is_begun_in_a_channel(desk: Bureau) -> None:
    """`/brief admin` leads to the form, with that channel chosen; the answer comes there."""
    act = await desk.work.slack.command("ana", "#news", "admin")
    answer = await act.shown(kind="ephemeral")
    shown = await desk.work.press("ana", "admin_briefing_add", answer)
    form = next(one for one in shown if one.kind == "modal")
    topics = await offered(desk, form, "topics", "taiwan")
    act = await desk.save(form, {"name": "Noon", "times": "12:00", "topics": topics})
    channel = desk.work.slack.workspace.channel("#news").id
    assert briefing(desk, "noon").destinations == (channel,)
    said = [one for one in act.so_far if one.kind == "ephemeral"]
    assert [one.channel for one in said] == [channel]


async def test_all_that_is_wrong_is_said_at_its_field(desk: Bureau) -> None:
    """At once, and nothing is changed."""
    values = {
        "name": "morning",
        "channel": desk.work.slack.workspace.channel("#news").id,
        "times": "8 o'clock",
        "weekdays": ["mon"],
        "zone": "Asia/Taipeh",
        "max_stories": "70",
        "sentences": "2.5",
        "languages": "english",
    }
    act = await desk.send(await new(desk), values)
    assert set(act.errors) == {
        "name",
        "times",
        "zone",
        "max_stories",
        "sentences",
        "languages",
        "topics",
    }
    assert "Asia/Taipei" in act.errors["zone"]
    assert await desk.states() == []


async def test_a_form_that_comes_again_begins_no_second_one(desk: Bureau) -> None:
    """Its name is taken by then."""
    shown = await new(desk)
    topics = await offered(desk, shown, "topics", "")
    channel = desk.work.slack.workspace.channel("#news").id
    values = {"name": "Noon", "channel": channel, "topics": topics}
    assert (await desk.save(shown, values)).errors == {}
    assert (await again(desk, shown, values)).keys() == {"name"}
    assert [each.id for each in desk.config.briefings] == ["morning", "noon"]


async def test_a_replayed_form_changes_nothing(desk: Bureau) -> None:
    """Also when an undo has brought back what the form was drawn from."""
    shown = await new(desk)
    topics = await offered(desk, shown, "topics", "")
    channel = desk.work.slack.workspace.channel("#news").id
    values = {"name": "Noon", "channel": channel, "topics": topics}
    acts = [await desk.save(shown, values), await desk.send(await form(desk, "pause"))]
    for number in (1, 2):
        await desk.office.undo(OPERATOR, number)
    for act in acts:
        await desk.work.slack.world.send("interactive", act.payload)
    await desk.work.settled()
    assert [(each.id, each.enabled) for each in desk.config.briefings] == [("morning", True)]


async def again(desk: Bureau, shown: Shown, values: dict[str, Any]) -> dict[str, str]:
    """Send a form that was sent and closed, as Slack does when an answer got lost."""
    view = desk.work.slack.world.views[view_of(shown)]
    view.is_open = True
    return (await desk.send(shown, values)).errors


# ---------------------------------------------------------------- changed


async def test_a_briefing_is_changed(desk: Bureau) -> None:
    """What is not touched stays as it is spelt, and goes without saying if it did before."""
    act = await desk.save(await form(desk), {"name": "Dawn", "times": "06:00", "max_stories": "5"})
    assert act.errors == {}
    found = briefing(desk)
    assert (found.name, found.max_stories, found.topics) == ("Dawn", 5, ("taiwan",))
    text = desk.file.read_text("utf-8")
    for unsaid in ("weekdays", "zone", "sentences", "quiet_day"):
        assert unsaid not in text
    assert '"#news"' in text
    assert await desk.states() == [ChangeState.APPLIED]


async def test_who_was_slower_sees_what_the_other_wrote(desk: Bureau) -> None:
    """Nothing of theirs is saved; sent anew from there, it is."""
    shown = await form(desk)
    await otherwise(desk, name="Sunrise", max_stories=4)
    act = await desk.send(shown, {"name": "Dawn"})
    assert briefing(desk).name == "Sunrise"
    newer = act.so_far[-1]
    assert seen.CHANGED in newer.words
    assert (await desk.save(newer, {"sentences": "1"})).errors == {}
    found = briefing(desk)
    assert (found.name, found.max_stories, found.sentences) == ("Sunrise", 4, 1)


async def test_a_changed_form_that_comes_again_changes_nothing(desk: Bureau) -> None:
    """It is of what the file said before."""
    shown = await form(desk)
    await desk.save(shown, {"name": "Dawn"})
    await otherwise(desk, name="Sunrise")
    await again(desk, shown, {"name": "Dawn"})
    assert briefing(desk).name == "Sunrise"


async def test_owners_change_their_own_and_no_other(tmp_path: Path) -> None:
    """Ben owns the morning; he may neither begin one nor take his away."""
    async with bureau(tmp_path, OWNED) as desk:
        assert desk.work.slack.workspace.user("ben").id == "U000000003"
        assert (await desk.save(await form(desk, user="ben"), {"name": "Ben's"}, user="ben")).ok
        assert briefing(desk).name == "Ben's"
        shown = await form(desk, "remove")
        view = desk.work.slack.world.views[view_of(shown)]
        view.user = desk.work.slack.workspace.user("ben").id
        act = await desk.send(shown, {"sure": ["yes"]}, user="ben")
        assert "Only my admins" in act.errors["sure"]
        assert briefing(desk).name == "Ben's"
        assert (await desk.states())[0] is ChangeState.REFUSED


async def test_owners_take_back_what_is_of_their_own(tmp_path: Path) -> None:
    """By the button in the answer, as admins do."""
    async with bureau(tmp_path, OWNED) as desk:
        act = await desk.save(await form(desk, user="ben"), {"name": "Ben's"}, user="ben")
        (told,) = [one for one in act.so_far if one.kind == "message"]
        assert "That is change 1." in told.words
        (said, _) = await desk.work.press("ben", "admin_undo", told)
        assert "Undone: changed briefing Ben's" in said.words
        assert desk.file.read_text("utf-8") == OWNED


async def test_owners_take_back_nothing_else(tmp_path: Path) -> None:
    """Neither that a briefing is there, nor who owns it, nor a topic of the same id."""
    async with bureau(tmp_path, OWNED.replace("id: chips", "id: morning")) as desk:
        data = await desk.office.data()
        (morning,), (_, chips) = data["briefings"], data["topics"]
        team = desk.work.slack.workspace.team_id
        ben = Ask(id="1", user="U000000003", channel="", team=team)
        noon = {**morning, "id": "noon", "name": "Noon"}
        owners = {**morning, "owners": [*morning["owners"], "U000000004"]}
        for changes in (
            [Change(part="briefings", id="noon", after=noon)],
            [Change(part="briefings", id="morning", before=morning, after=owners)],
            [Change(part="topics", id="morning", before=chips, after={**chips, "name": "Fries"})],
        ):
            number = (await desk.office.change(OPERATOR, changes)).number
            text = desk.file.read_text("utf-8")
            with pytest.raises(Refused):
                await rights.undo(desk.work.front, ben, number)
            assert desk.file.read_text("utf-8") == text


async def test_rights_are_judged_when_the_form_is_sent(desk: Bureau) -> None:
    """Who is no admin any more changes nothing with a form from before."""
    shown = await form(desk)
    data = await desk.office.data()
    change = Change(part="settings", id="admins", before=data["admins"], after=["U000000009"])
    await desk.office.change(OPERATOR, [change])
    act = await desk.send(shown, {"name": "Dawn"})
    assert "Only my admins" in act.errors["name"]
    assert briefing(desk).name == "Morning"


# ---------------------------------------------------------------- tried, posted


async def test_a_preview_is_seen_by_one_and_counts_for_nothing(desk: Bureau) -> None:
    """It comes as a direct message, and the digest of the day still tells all."""
    shown = await menu(desk, "preview")
    messages = [one for one in shown if one.kind == "message"]
    room = desk.work.slack.workspace.direct(desk.work.slack.workspace.user("ana").id).id
    assert {one.channel for one in messages} == {room}
    assert "Nothing in it counts as told" in messages[0].words
    assert "Taiwan opens port" in messages[1].words
    assert await desk.work.db(desk.work.store.last_digest, "morning") is None
    assert await desk.work.db(desk.work.store.waiting) == ()


async def test_a_briefing_is_posted_at_once_and_once(desk: Bureau) -> None:
    """However often the form arrives."""
    shown = await form(desk, "send")
    assert "at once" in shown.words
    await desk.send(shown)
    await again(desk, shown, {})
    waiting = await desk.work.db(desk.work.store.waiting)
    assert {one.order_id for one in waiting} == {"morning"}
    assert len({one.digest_id for one in waiting}) == 1
    (record,) = await desk.office.history()
    assert record.author == Author(name="U000000002", way="slack")
    assert (record.change.part, record.change.id) == ("digests", str(waiting[0].digest_id))
    (home,) = await desk.press("admin_changes")
    assert "asked for the digest of morning in #news" in home.words
    assert "Undo" not in home.words


async def test_who_is_no_admin_any_more_posts_nothing(desk: Bureau) -> None:
    """Their form was open before; it is said, and written down."""
    shown = await form(desk, "send")
    await desk.fire()
    act = await desk.send(shown)
    assert "Only my admins may" in act.so_far[-1].words
    assert await desk.work.db(desk.work.store.waiting) == ()
    assert await desk.states() == [ChangeState.REFUSED]


# ---------------------------------------------------------------- paused, removed


async def test_a_briefing_is_paused_until_a_day_and_goes_on(desk: Bureau) -> None:
    """A day that is past is none."""
    shown = await form(desk, "pause")
    day = desk.work.front.clock().date()
    act = await desk.send(shown, {"until": day.isoformat()})
    assert set(act.errors) == {"until"}
    later = day.replace(year=day.year + 1)
    assert (await desk.send(shown, {"until": later.isoformat()})).errors == {}
    assert briefing(desk).paused_until == later
    await menu(desk, "resume")
    assert briefing(desk).paused_until is None
    assert (await desk.send(await form(desk, "pause"))).errors == {}
    assert not briefing(desk).enabled


async def test_a_click_that_comes_again_ends_no_later_pause(desk: Bureau) -> None:
    """Slack delivers some twice."""
    await otherwise(desk, enabled=False)
    act = await desk.work.slack.click_view(
        "ana", await desk.home(), "admin_briefing", option="resume:morning"
    )
    await desk.work.after(act)
    assert briefing(desk).enabled
    await otherwise(desk, enabled=False)
    await desk.work.slack.world.send("interactive", act.payload)
    await desk.work.settled()
    assert not briefing(desk).enabled


async def test_a_briefing_is_removed_by_who_is_sure(desk: Bureau) -> None:
    """And undone, it is there again."""
    shown = await form(desk, "remove")
    assert set((await desk.send(shown)).errors) == {"sure"}
    await desk.send(shown, {"sure": ["yes"]})
    assert desk.config.briefings == ()
    await desk.office.undo(OPERATOR, 1)
    assert briefing(desk).name == "Morning"


async def test_of_one_that_is_gone_nothing_is_changed(desk: Bureau) -> None:
    """The form says so."""
    shown = await form(desk)
    (before,) = (await desk.office.data())["briefings"]
    await desk.office.change(OPERATOR, [Change(part="briefings", id="morning", before=before)])
    act = await desk.send(shown, {"name": "Dawn"})
    assert "it is gone" in act.so_far[-1].words
    assert desk.config.briefings == ()
    with pytest.raises(Stale):
        seen.same("briefings", "morning", None, "x")
