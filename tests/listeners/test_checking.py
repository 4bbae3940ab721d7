"""Before a form is saved it shows what it changes, and what was shown is what is written."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from briefbot.blocks.admin import check
from briefbot.emulator import Act, Shown
from briefbot.listeners import checking, drafts, itemforms, seen
from briefbot.listeners.drafts import Drafts
from briefbot.models import Author, Change, ChangeState
from briefbot.store import configedit
from tests.hand import edited
from tests.listeners.bureau import FILE, Bureau, bureau, check_of, view_of
from tests.stalls import Stopwatch

OPERATOR = Author(name="op", way="cli")
ITEMS = {
    "sources": ("admin_source", "ledger"),
    "briefings": ("admin_briefing", "morning"),
    "topics": ("admin_topic", "taiwan"),
}
FIELDS = {"sources": "weight", "briefings": "name", "topics": "name"}
"""Where a form says what is wrong with the whole."""
ANOTHER = {"name": "Another"}
parts = pytest.mark.parametrize("part", ITEMS)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Bureau]:
    """Run the bot with a file that admins change."""
    async with bureau(tmp_path) as running:
        yield running


async def form(desk: Bureau, part: str) -> Shown:
    """Open the form of an item."""
    (on,) = await desk.press(f"admin_{part}")
    action, id_ = ITEMS[part]
    act = await desk.work.slack.click_view("ana", view_of(on), action, option=f"edit:{id_}")
    return next(one for one in await desk.work.after(act) if one.kind == "modal")


async def checked(desk: Bureau, part: str, values: dict[str, Any] | None = None) -> Shown:
    """Send the form of an item; return what it is shown to change."""
    return check_of(await desk.send(await form(desk, part), values or ANOTHER))


async def otherwise(desk: Bureau, part: str, **fields: Any) -> None:
    """Let somebody else change the item, or take it away when no field is given."""
    before = configedit.value(await desk.office.data(), part, ITEMS[part][1])
    after = {**before, **fields} if fields else None
    change = Change(part=part, id=ITEMS[part][1], before=before, after=after)
    await desk.office.change(OPERATOR, [change])


def is_open(desk: Bureau) -> list[str]:
    """Return the views that lie open, the lowest first."""
    return [view.id for view in desk.work.slack.world.views.values() if view.is_open]


# ---------------------------------------------------------------- looking


async def test_each_field_that_changes_is_said_and_each_line(desk: Bureau) -> None:
    """In words, and as the file will have it; lines of others are not shown."""
    values = {"name": "Ledger Daily", "weight": "1.5", "topics": ["chips"], "exclude": "sport"}
    shown = await checked(desk, "sources", values)
    for words in (
        "Name: \nfrom “The Ledger” to “Ledger Daily”.",
        "Weight: \nfrom 1 to 1.5.",
        "Topics: \nfrom none to Chips.",
        "Leave out entries with any of these words: \nfrom no words to sport.",
        "-    name: The Ledger\n+    name: Ledger Daily",
        "+    weight: 1.5",
    ):
        assert words in shown.words
    assert "Take only" not in shown.words
    assert "herald" not in shown.words


async def test_of_a_new_briefing_all_is_said(desk: Bureau) -> None:
    """Also what nobody touched."""
    (new, *_) = await desk.press("admin_briefing_add")
    topics = await desk.work.slack.suggest("ana", view_of(new), "topics", "chi")
    channel = desk.work.slack.workspace.channel("#random").id
    values = {"name": "Noon", "channel": channel, "times": "12:00", "topics": topics}
    shown = check_of(await desk.send(new, values))
    for words in ("New briefing \nNoon", "12:00.", "every day.", "Chips.", "10.", "say so."):
        assert words in shown.words
    assert f"'channel_id': '{channel}'" in str(shown.view)
    assert "+  - id: noon" in shown.words


@parts
async def test_nothing_is_written_before_it_is_saved(desk: Bureau, part: str) -> None:
    """The audit knows of nothing either."""
    shown = await checked(desk, part)
    assert desk.file.read_text("utf-8") == FILE
    assert await desk.states() == []
    await desk.send(shown)
    assert "name: Another" in desk.file.read_text("utf-8")
    assert await desk.states() == [ChangeState.APPLIED]


@parts
async def test_back_leads_to_the_form_as_it_was_filled_in(desk: Bureau, part: str) -> None:
    """And from there to another check, which says both."""
    shown = await checked(desk, part)
    opened = desk.work.slack.world.views[view_of(shown)].previous
    await desk.work.slack.close("ana", view_of(shown))
    assert is_open(desk) == [opened]
    act = await desk.work.slack.submit("ana", str(opened), {})
    await desk.work.settled()
    assert "“Another”" in check_of(act).words
    assert desk.file.read_text("utf-8") == FILE


@parts
async def test_a_form_that_changes_nothing_says_so(desk: Bureau, part: str) -> None:
    """At a field, and there is nothing to save."""
    act = await desk.send(await form(desk, part))
    assert act.errors == {FIELDS[part]: itemforms.SAME}


async def test_what_would_be_wrong_stands_at_the_form(desk: Bureau) -> None:
    """Also what the whole file alone shows: the topic is gone from it, and still offered."""
    text = FILE.replace("  - id: chips\n    name: Chips\n    words: [chips]\n", "")
    edited(desk.file, text)
    act = await desk.send(await form(desk, "sources"), {"topics": ["chips"]})
    assert list(act.errors) == ["weight"]
    assert act.errors["weight"].startswith("Nothing is changed: it would be wrong: line ")
    assert is_open(desk) == [act.payload["view"]["id"]]


async def test_who_may_not_sees_no_line_of_the_file(desk: Bureau) -> None:
    """It is refused at the form, and written down."""
    opened = await form(desk, "sources")
    await desk.fire()
    act = await desk.send(opened, ANOTHER)
    assert "Only my admins" in act.errors["weight"]
    assert await desk.states() == [ChangeState.REFUSED]


async def hold(desk: Bureau, opened: Shown, values: dict[str, Any]) -> tuple[Act, Shown]:
    """Send a form while the file is busy; return what lies on it meanwhile."""
    with desk.busy():
        watch = Stopwatch()
        act = await desk.work.slack.submit("ana", view_of(opened), values)
        assert watch.seconds < 3
        (waiting,) = [one for one in act.so_far if check.WAITING in one.words]
    await desk.work.settled()
    return act, waiting


async def test_a_check_that_takes_long_is_shown_when_it_is_made(desk: Bureau) -> None:
    """Something lies on the form at once, into which it is put."""
    act, waiting = await hold(desk, await form(desk, "sources"), ANOTHER)
    assert act.ok
    shown = check_of(act)
    assert view_of(shown) == view_of(waiting)
    assert (shown.at - waiting.at).total_seconds() > 0.9  # else Slack might show the older one
    await desk.send(shown)
    assert "name: Another" in desk.file.read_text("utf-8")


async def test_what_is_wrong_after_a_while_lies_on_the_form(desk: Bureau) -> None:
    """Back leads to it."""
    opened = await form(desk, "topics")
    act, waiting = await hold(desk, opened, {"name": "a\u202eb"})
    assert "invisible character" in act.so_far[-1].words
    await desk.work.slack.close("ana", view_of(waiting))
    assert is_open(desk) == [view_of(opened)]


@parts
async def test_a_check_that_takes_long_and_is_overtaken_shows_what_is_newer(
    desk: Bureau, part: str
) -> None:
    """In the form, to which Back leads; nothing that was typed is left in it."""
    opened = await form(desk, part)
    await otherwise(desk, part, name="Faster")
    act, waiting = await hold(desk, opened, ANOTHER)
    lies = [one for one in act.so_far if view_of(one) == view_of(waiting)][-1]
    assert checking.NEWER in lies.words
    await desk.work.slack.close("ana", view_of(waiting))
    assert is_open(desk) == [view_of(opened)]
    newer = [one for one in act.so_far if view_of(one) == view_of(opened)][-1]
    assert seen.CHANGED in newer.words
    shown = check_of(await desk.send(newer, ANOTHER))
    assert "from “Faster” to “Another”" in shown.words


async def test_a_check_that_takes_long_of_what_is_gone_says_so(desk: Bureau) -> None:
    """In words, not as the file has it."""
    opened = await form(desk, "briefings")
    await otherwise(desk, "briefings")
    act, _ = await hold(desk, opened, ANOTHER)
    assert "Somebody has removed briefing morning meanwhile: it is gone" in act.so_far[-1].words


async def test_who_goes_back_before_it_is_known_sees_the_form(desk: Bureau) -> None:
    """Nothing is laid on it any more."""
    opened = await form(desk, "topics")
    with desk.busy():
        act = await desk.work.slack.submit("ana", view_of(opened), ANOTHER)
        (waiting,) = [one for one in act.so_far if check.WAITING in one.words]
        await desk.work.slack.close("ana", view_of(waiting))
    await desk.work.settled()
    assert is_open(desk) == [view_of(opened)]
    assert "“Another”" in check_of(await desk.send(opened)).words


async def test_a_file_that_may_not_be_written_says_why_at_the_form(
    desk: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anybody looks through what can't be saved."""
    opened = await form(desk, "topics")
    monkeypatch.setattr(os, "access", lambda *_: False)
    act = await desk.send(opened, ANOTHER)
    assert "is read-only, so nothing can be changed" in act.errors["name"]
    assert is_open(desk) == [view_of(opened)]


# ---------------------------------------------------------------- saving


@parts
async def test_save_closes_all_and_says_what_became_of_it(desk: Bureau, part: str) -> None:
    """With a button that takes it back."""
    act = await desk.send(await checked(desk, part))
    assert is_open(desk) == []
    kinds = {one.kind: one for one in act.so_far}
    assert kinds.keys() == {"message", "home"}
    assert "That is change 1." in kinds["message"].words
    await desk.work.press("ana", "admin_undo", kinds["message"])
    assert desk.file.read_text("utf-8") == FILE


@parts
async def test_a_save_that_takes_long_closes_all_before(desk: Bureau, part: str) -> None:
    """What became of it comes as a message."""
    shown = await checked(desk, part)
    with desk.busy():
        watch = Stopwatch()
        act = await desk.work.slack.submit("ana", view_of(shown))
        assert watch.seconds < 3
    assert act.ok
    assert is_open(desk) == []
    await desk.work.settled()
    assert "That is change 1." in next(one for one in act.so_far if one.kind == "message").words


@parts
async def test_who_was_slower_to_save_sees_what_the_other_wrote(desk: Bureau, part: str) -> None:
    """In the form below, whatever they have typed there; again and again, as it may be."""
    opened, shown = "", await checked(desk, part)
    for name in ("Second", "Third", "Fourth"):
        await otherwise(desk, part, name=name)
        act = await desk.send(shown)
        newer = act.so_far[-1]
        assert seen.CHANGED in newer.words
        opened = opened or view_of(newer)
        assert is_open(desk) == [opened]
        again = await desk.send(newer)
        assert again.errors == {FIELDS[part]: itemforms.SAME}
        shown = check_of(await desk.send(newer, ANOTHER))
        assert f"from “{name}” to “Another”" in shown.words
    await desk.send(shown)
    assert "name: Another" in desk.file.read_text("utf-8")


@parts
async def test_of_one_that_is_gone_by_then_nothing_is_saved(tmp_path: Path, part: str) -> None:
    """The view says so; the form still lies below."""
    text = FILE.replace("    topics: [taiwan]\n", "")
    text = text.replace("name: Morning\n", "name: Morning\n    sources: [herald]\n")
    async with bureau(tmp_path, text) as desk:
        shown = await checked(desk, part)
        await otherwise(desk, part)
        act = await desk.send(shown)
        assert "it is gone" in act.so_far[-1].words
        assert "Another" not in desk.file.read_text("utf-8")


@parts
async def test_rights_are_judged_when_it_is_saved(desk: Bureau, part: str) -> None:
    """Whoever is no admin any more saves nothing, which is written down."""
    shown = await checked(desk, part)
    await desk.fire()
    act = await desk.send(shown)
    assert "Only my admins" in act.so_far[-1].words
    assert await desk.states() == [ChangeState.REFUSED]
    assert "Another" not in desk.file.read_text("utf-8")


@parts
async def test_a_check_that_comes_again_changes_nothing(desk: Bureau, part: str) -> None:
    """Also when an undo has brought back what it was drawn from."""
    act = await desk.send(await checked(desk, part))
    await desk.office.undo(OPERATOR, 1)
    await desk.work.slack.world.send("interactive", act.payload)
    await desk.work.settled()
    assert desk.file.read_text("utf-8") == FILE


WORDS = "\n".join(f"word number {n:05}" for n in range(165))


async def test_what_a_check_can_not_carry_is_kept_meanwhile(desk: Bureau) -> None:
    """A topic of many words is written as it was shown."""
    shown = await checked(desk, "topics", {"words": WORDS})
    assert shown.view
    assert len(shown.view["private_metadata"]) < 200
    await desk.send(shown)
    topic = next(each for each in desk.config.topics if each.id == "taiwan")
    assert topic.words == tuple(WORDS.splitlines())


async def test_what_is_not_kept_any_more_is_said(tmp_path: Path) -> None:
    """Newer ones took its room, or the bot was started anew; nothing is written."""
    async with bureau(tmp_path, drafts=Drafts(room=100)) as desk:
        shown = await checked(desk, "topics", {"words": WORDS})
        desk.work.front.drafts.keep({}, 100)
        act = await desk.send(shown)
        assert drafts.OLD in act.so_far[-1].words
        assert desk.file.read_text("utf-8") == FILE


@pytest.mark.parametrize("busy", [False, True])
async def test_two_admins_begin_one_of_the_same_name(desk: Bureau, *, busy: bool) -> None:
    """The second hears it in words that fit the form, which asks for no id."""
    await two_admins(desk)
    shown = {}
    for user, words in (("ana", "ship"), ("ben", "boat")):
        opened = (await desk.press("admin_topic_add", user=user))[0]
        act = await desk.send(opened, {"name": "Ships", "words": words}, user=user)
        shown[user] = check_of(act)
    with desk.busy() if busy else nullcontext():
        sent = []
        for user, one in shown.items():
            sent.append(asyncio.create_task(desk.send(one, user=user)))
            await (desk.queued(len(sent)) if busy else asyncio.wait(sent))
    acts = await asyncio.gather(*sent)
    said = [one.words for one in acts[1].so_far]
    assert any("Somebody has added a topic of that name meanwhile" in words for words in said)
    assert all("choose another id" not in words for words in said)
    assert [each.id for each in desk.config.topics] == ["taiwan", "chips", "ships"]


async def two_admins(desk: Bureau) -> None:
    """Let the file name Ben too."""
    text = FILE.replace("admins: [U000000002]", "admins: [U000000002, U000000003]")
    edited(desk.file, text)
    await desk.work.desk.web.live.take(desk.config)


async def test_two_admins_save_at_once(desk: Bureau) -> None:
    """One wins; the other sees the newer values."""
    await two_admins(desk)
    shown = {}
    for user in ("ana", "ben"):
        home = await desk.home(user)
        act = await desk.work.slack.click_view(user, home, "admin_topics")
        await desk.work.after(act)
        act = await desk.work.slack.click_view(user, home, "admin_topic", option="edit:taiwan")
        (opened,) = await desk.work.after(act)
        shown[user] = check_of(await desk.send(opened, {"name": f"By {user}"}, user=user))
    acts = await asyncio.gather(*(desk.send(one, user=user) for user, one in shown.items()))
    named = {each.name for each in desk.config.topics}
    (winner,) = named & {"By ana", "By ben"}
    said = [one for act in acts for one in act.so_far]
    assert any(seen.CHANGED in one.words and winner in str(one.view) for one in said)
    assert (await desk.states())[:1] == [ChangeState.APPLIED]
