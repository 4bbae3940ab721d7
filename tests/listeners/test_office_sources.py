"""The menu of a source: what an admin changes with it, and what a stale form does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from briefbot.emulator import Shown
from briefbot.models import Author, Change, ChangeState
from briefbot.store import configedit
from tests.editions import tell
from tests.listeners.bureau import FILE, Bureau, bureau, view_of
from tests.makers import NOON
from tests.press import PIECES

BEN = Author(name="U000000003", way="slack")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Bureau]:
    """Run the bot with a file of two sources and two topics."""
    async with bureau(tmp_path) as running:
        yield running


async def menu(desk: Bureau, verb: str, source: str = "ledger") -> Shown:
    """Choose something in a source's menu; return the form that opens."""
    view = await desk.home()
    act = await desk.work.slack.click_view("ana", view, "admin_sources")
    (drawn,) = await desk.work.after(act)
    assert drawn.view
    act = await desk.work.slack.click_view(
        "ana", drawn.view["id"], "admin_source", option=f"{verb}:{source}"
    )
    return (await desk.work.after(act))[-1]


async def elsewhere(desk: Bureau, **values: object) -> None:
    """Let another admin change the source meanwhile."""
    before = configedit.value(await desk.office.data(), "sources", "ledger")
    change = Change(part="sources", id="ledger", before=before, after={**before, **values})
    await desk.office.change(BEN, [change])


async def test_a_source_is_edited(desk: Bureau) -> None:
    """What was changed is in the file, beside its comment; the rest is as it was spelt."""
    form = await menu(desk, "edit")
    assert "https://ledger.example/feed" in form.words
    values = {"name": "Ledger Daily", "weight": "1,5", "topics": ["chips"]}
    words = {"include": "taiwan\nsea cable\n\ntaiwan", "exclude": "sport"}
    act = await desk.save(form, {**values, **words})
    assert act.errors == {}
    source = desk.source("ledger")
    assert (source.name, source.weight, source.topics) == ("Ledger Daily", 1.5, ("chips",))
    assert (source.include, source.exclude) == (("taiwan", "sea cable"), ("sport",))
    assert "- id: ledger      # the paper" in desk.file.read_text("utf-8")
    (told,) = [one for one in act.so_far if one.kind == "message"]
    assert "Changed: The Ledger. That is change 1." in told.words
    await desk.work.press("ana", "admin_undo", told)
    assert desk.file.read_text("utf-8") == FILE


async def test_a_form_that_nobody_touched_changes_nothing(desk: Bureau) -> None:
    """It says so, and the file is as it was."""
    act = await desk.send(await menu(desk, "edit"))
    assert "nothing is changed" in act.errors["weight"]
    assert desk.file.read_text("utf-8") == FILE


@pytest.mark.parametrize(
    ("field", "value"), [("weight", "much"), ("weight", "99"), ("include", "a\u202eb")]
)
async def test_what_is_wrong_is_said_at_its_field(desk: Bureau, field: str, value: str) -> None:
    """The form stays open, and nothing is kept."""
    act = await desk.send(await menu(desk, "edit"), {field: value})
    assert list(act.errors) == [field]
    assert "Input should" not in act.errors[field]
    assert desk.file.read_text("utf-8") == FILE


async def test_a_number_that_is_too_large_is_told_the_largest(desk: Bureau) -> None:
    """In the words that `briefbot check` has for it."""
    act = await desk.send(await menu(desk, "edit"), {"weight": "99"})
    assert act.errors == {"weight": "99 is too much; the most is 10."}


async def test_a_form_that_somebody_overtook_shows_the_newer_values(desk: Bureau) -> None:
    """Nothing of the older form is kept; what is sent next starts from the newer one."""
    form = await menu(desk, "edit")
    await elsewhere(desk, weight=3)
    act = await desk.send(form, {"weight": "2"})
    (newer,) = [one for one in act.so_far if one.kind == "modal"]
    assert "Somebody has changed it meanwhile" in newer.words
    assert desk.source("ledger").weight == 3
    again = await desk.save(newer, {"name": "Ledger Daily"})
    assert again.errors == {}
    assert (desk.source("ledger").weight, desk.source("ledger").name) == (3, "Ledger Daily")


async def test_a_replayed_form_changes_nothing(desk: Bureau) -> None:
    """Also when an undo has brought back what the form was drawn from."""
    act = await desk.save(await menu(desk, "edit"), {"weight": "2"})
    await desk.office.undo(BEN, 1)
    await desk.work.slack.world.send("interactive", act.payload)
    await desk.work.settled()
    assert desk.source("ledger").weight == 1


async def test_yesterday_shows_what_words_would_keep_and_drop(desk: Bureau) -> None:
    """The words are those that stand in the form by then, and they stay in it."""

    def fill() -> None:
        for slug, title in (("a", "Taiwan opens a port"), ("b", "A cup for Lyon")):
            tell(desk.work.store, slug, title=title, at=NOON)

    await desk.work.db(fill)
    form = await menu(desk, "edit")
    (drawn,) = await desk.click(
        form, "admin_source_preview", values={"include": "taiwan", "weight": "2"}
    )
    assert ": 13 kept, 1 dropped." in drawn.words
    assert "A cup for Lyon\n · says none of the words to take" in drawn.words
    act = await desk.save(drawn)
    assert act.errors == {}
    assert (desk.source("ledger").include, desk.source("ledger").weight) == (("taiwan",), 2)


async def test_who_is_no_admin_any_more_tries_no_words(desk: Bureau) -> None:
    """An address may hold a secret, so the form is not drawn anew; the click is written down."""
    form = await menu(desk, "edit")
    await desk.fire()
    (said,) = await desk.click(form, "admin_source_preview", values={"include": "taiwan"})
    assert "Only my admins may" in said.words
    assert [each.change.id for each in await desk.office.history()] == ["admin_source_preview"]


async def test_a_source_is_paused_and_resumed(desk: Bureau) -> None:
    """Until a day that is to come; the menu offers to resume it then."""
    form = await menu(desk, "pause")
    past = await desk.send(form, {"until": "2026-11-23"})
    assert "until" in past.errors
    act = await desk.send(form, {"until": "2026-12-24"})
    assert act.errors == {}
    assert str(desk.source("ledger").paused_until) == "2026-12-24"
    await menu(desk, "resume")
    assert desk.source("ledger").paused_until is None
    assert desk.file.read_text("utf-8") == FILE


@pytest.mark.parametrize(
    ("zone", "paused"), [("Pacific/Kiritimati", False), ("America/Los_Angeles", True)]
)
async def test_a_pause_is_judged_where_the_source_is_read(
    tmp_path: Path, zone: str, *, paused: bool
) -> None:
    """At noon in UTC the next day has come on the other side of the world, and not here."""
    text = FILE.replace('["08:00"]}', f'["08:00"], zone: {zone}}}\n    paused_until: "2026-11-24"')
    async with bureau(tmp_path, text) as desk:
        act = await desk.send(await menu(desk, "pause"), {"until": "2026-11-24"})
        assert (act.errors == {}) is paused
        assert (desk.source("ledger").paused_until is not None) is paused
        shown = await desk.press("admin_briefings")
        assert ("paused until" in shown[-1].words) is paused


async def test_what_is_written_is_said(desk: Bureau) -> None:
    """In the message with the button that takes it back, and on the page of admins."""
    act = await desk.send(await menu(desk, "pause"), {"until": "2026-12-24"})
    said = "The Ledger is paused until Thu 24 Dec 2026. In the file now: "
    told = {one.kind: flat(one) for one in act.so_far}
    assert f"{said}paused_until: 2026-12-24." in told["home"]
    assert f"{said}paused_until: 2026-12-24. That is change 1." in told["message"]
    resumed = await menu(desk, "resume")
    assert "The Ledger goes on. No longer in the file: paused_until." in flat(resumed)


def flat(shown: Shown) -> str:
    """Return what is read in it, as one line."""
    return shown.words.replace("\n", "")


async def test_what_is_not_paused_does_not_go_on(desk: Bureau) -> None:
    """A Home that is out of date offers it; it is said, and nothing is changed."""
    await elsewhere(desk, enabled=False)
    (old,) = await desk.press("admin_sources")
    await desk.office.undo(BEN, 1)
    act = await desk.work.slack.click_view(
        "ana", view_of(old), "admin_source", option="resume:ledger"
    )
    (said,) = await desk.work.after(act)
    assert "The Ledger is not paused." in said.words
    assert len(await desk.states()) == 2


async def test_a_source_is_paused_for_good(desk: Bureau) -> None:
    """Without a day it waits for somebody to resume it."""
    await desk.send(await menu(desk, "pause"))
    assert not desk.source("ledger").enabled


async def test_a_source_is_removed_and_its_stories_stay(desk: Bureau) -> None:
    """Only with a tick; an undo brings it back, comment and all."""
    form = await menu(desk, "remove")
    assert "Its stories stay in the archive" in form.words
    unsure = await desk.send(form)
    assert list(unsure.errors) == ["sure"]
    act = await desk.send(form, {"sure": ["yes"]})
    assert [each.id for each in desk.config.sources] == ["herald"]
    (told,) = [one for one in act.so_far if one.kind == "message"]
    found = await desk.work.ask("taiwan")
    assert "Taiwan opens port" in found.words
    await desk.work.press("ana", "admin_undo", told)
    assert "  - id: ledger      # the paper\n" in desk.file.read_text("utf-8")


async def test_a_source_that_a_briefing_names_stays(tmp_path: Path) -> None:
    """The form says which briefing, and what to do."""
    text = FILE.replace("    topics: [taiwan]\n", "    sources: [ledger]\n")
    async with bureau(tmp_path, text) as desk:
        act = await desk.send(await menu(desk, "remove"), {"sure": ["yes"]})
        assert "morning" in act.errors["sure"]
        assert desk.file.read_text("utf-8") == text


async def test_a_source_is_tested_now(desk: Bureau) -> None:
    """What it brings is shown, and nothing of it is stored; or why it brings nothing."""
    shown = await menu(desk, "test", "herald")
    assert "It can't be read: \n404 from https://herald.example/feed" in shown.words
    desk.web.publish("herald", *PIECES)
    desk.web.pages["https://herald.example/feed"] = desk.web.pages["https://herald.test/feed"]
    shown = await menu(desk, "test", "herald")
    assert PIECES[0].title in shown.words
    assert "3 entries now" in shown.words


async def test_who_may_not_changes_nothing(desk: Bureau) -> None:
    """It is judged when the form is sent, and written down."""
    form = await menu(desk, "edit")
    await desk.fire()
    act = await desk.send(form, {"weight": "2"})
    assert "Only my admins may change that" in act.errors["weight"]
    assert await desk.states() == [ChangeState.REFUSED]
    assert desk.source("ledger").weight == 1


@pytest.mark.parametrize("verb", ["edit", "pause", "remove", "test"])
async def test_who_is_no_admin_any_more_opens_nothing(desk: Bureau, verb: str) -> None:
    """Their Home still shows the menu, and an address may hold a secret."""
    (drawn,) = await desk.press("admin_sources")
    await desk.fire()
    option = f"{verb}:ledger"
    act = await desk.work.slack.click_view("ana", view_of(drawn), "admin_source", option=option)
    shown = await desk.work.after(act)
    assert [one for one in shown if one.kind == "modal"] == []
    assert "Only my admins may change that" in shown[-1].words


async def test_home_is_drawn_anew_after_a_restart_too(desk: Bureau) -> None:
    """The bot has forgotten what the admin looks at; their click in Home says it."""
    (drawn,) = await desk.press("admin_sources")
    desk.work.front.at.clear()
    act = await desk.work.slack.click_view(
        "ana", view_of(drawn), "admin_source", option="pause:herald"
    )
    (form,) = await desk.work.after(act)
    act = await desk.send(form)
    (home,) = [one for one in act.so_far if one.kind == "home"]
    assert "Search by name" in home.words
    assert "Herald is paused." in home.words
    act = await desk.work.slack.click_view(
        "ana", view_of(home), "admin_source", option="resume:herald"
    )
    assert "Herald goes on." in (await desk.work.after(act))[-1].words


async def test_who_is_no_admin_any_more_sees_their_own_home(desk: Bureau) -> None:
    """Whatever their click in the old one says."""
    (drawn,) = await desk.press("admin_sources")
    desk.work.front.at.clear()
    await desk.fire()
    await desk.work.after(
        await desk.work.slack.click_view(
            "ana", view_of(drawn), "admin_source", option="edit:herald"
        )
    )
    (shown,) = await desk.work.after(await desk.work.slack.open_home("ana"))
    assert "Search by name" not in shown.words


async def test_a_source_that_is_gone_says_so(desk: Bureau) -> None:
    """Its form was open while somebody took it away."""
    form = await menu(desk, "edit")
    await desk.send(await menu(desk, "remove", "herald"), {"sure": ["yes"]})
    form = await menu(desk, "edit")
    data = await desk.office.data()
    gone = Change(part="sources", id="ledger", before=configedit.value(data, "sources", "ledger"))
    more = {"id": "third", "url": "https://third.example/"}
    await desk.office.change(BEN, [Change(part="sources", id="third", after=more), gone])
    act = await desk.send(form, {"weight": "2"})
    assert "it is gone" in act.so_far[-1].words
