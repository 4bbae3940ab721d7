"""A menu opens its form at once, whatever the file is busy with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from briefbot.blocks.admin import fields
from briefbot.emulator import Act, Shown
from briefbot.errors import StoreError
from briefbot.listeners import opening
from briefbot.models import Author, Change
from briefbot.store import configedit
from tests.listeners.bureau import FILE, Bureau, bureau, view_of
from tests.stalls import Stopwatch

OPERATOR = Author(name="op", way="cli")
MENUS = {
    "sources": ("admin_source", "ledger", ("edit", "pause", "remove")),
    "briefings": ("admin_briefing", "morning", ("edit", "pause", "send", "remove")),
    "topics": ("admin_topic", "chips", ("edit", "remove")),
}
CASES = [(part, verb) for part, (*_, verbs) in MENUS.items() for verb in verbs]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Bureau]:
    """Run the bot with a file in which no briefing tells of chips."""
    async with bureau(tmp_path, FILE) as running:
        yield running


async def page(desk: Bureau, part: str) -> Shown:
    """Look at a part of the configuration."""
    (shown,) = await desk.press(f"admin_{part}")
    return shown


async def choose(desk: Bureau, on: Shown, part: str, verb: str) -> Act:
    """Choose something in the menu of an item there; nobody waits for what becomes of it."""
    action, id_, _ = MENUS[part]
    option = f"{verb}:{id_}"
    return await desk.work.slack.click_view("ana", view_of(on), action, option=option)


@pytest.mark.parametrize(("part", "verb"), CASES)
async def test_a_form_opens_while_others_change_the_file(
    desk: Bureau, part: str, verb: str
) -> None:
    """Before Slack's three seconds are over; when the file is free it stands there."""
    on = await page(desk, part)
    with desk.busy():
        watch = Stopwatch()
        act = await choose(desk, on, part, verb)
        shown = await act.shown(kind="modal")
        assert watch.seconds < 2.5
        assert opening.WAITING in shown.words
    await desk.work.settled()
    form = act.so_far[-1]
    assert view_of(form) == view_of(shown)
    assert opening.WAITING not in form.words
    assert form.view
    assert form.view["submit"]


@pytest.mark.parametrize("part", MENUS)
async def test_a_form_that_was_waited_for_works_as_any_other(desk: Bureau, part: str) -> None:
    """It is sent, checked and saved."""
    on = await page(desk, part)
    with desk.busy():
        act = await choose(desk, on, part, "edit")
        await act.shown(kind="modal")
    await desk.work.settled()
    assert (await desk.save(act.so_far[-1], {"name": "Another"})).errors == {}
    assert "name: Another" in desk.file.read_text("utf-8")


@pytest.mark.parametrize("part", MENUS)
async def test_what_is_gone_by_then_is_said_where_it_was_waited_for(
    desk: Bureau, part: str
) -> None:
    """Not in a message that nobody expects."""
    on = await page(desk, part)
    data = await desk.office.data()
    id_ = MENUS[part][1]
    change = Change(part=part, id=id_, before=configedit.value(data, part, id_))
    await desk.office.change(OPERATOR, [change])
    with desk.busy():
        act = await choose(desk, on, part, "edit")
        await act.shown(kind="modal")
    await desk.work.settled()
    assert "somebody has removed it" in act.so_far[-1].words
    assert {one.kind for one in act.so_far} == {"modal"}


async def test_a_topic_that_a_briefing_tells_is_said_to_stay_where_it_was_waited_for(
    desk: Bureau,
) -> None:
    """No form is there to send."""
    on = await page(desk, "topics")
    with desk.busy():
        act = await desk.work.slack.click_view(
            "ana", view_of(on), "admin_topic", option="remove:taiwan"
        )
        await act.shown(kind="modal")
    await desk.work.settled()
    assert 'briefing "morning" tells it' in act.so_far[-1].words


async def test_what_is_no_admins_to_know_is_not_shown(desk: Bureau) -> None:
    """The view says that something is amiss; the edge says a reference for it."""
    act = await choose(desk, await page(desk, "topics"), "topics", "edit")
    (shown,) = await desk.work.after(act)

    async def broken() -> dict[str, Any]:
        raise StoreError("/srv/x.db")

    with pytest.raises(StoreError):
        await opening.filled(desk.work.front, broken(), view_id=view_of(shown))
    (told,) = act.so_far[1:]
    assert opening.UNSHOWN in told.words
    assert "/srv" not in told.words


async def test_what_is_newer_stays(desk: Bureau) -> None:
    """A view that changed since its hash was seen is left as it is."""
    act = await choose(desk, await page(desk, "topics"), "topics", "edit")
    (shown,) = await desk.work.after(act)
    assert shown.view
    where = {"view_id": view_of(shown), "hash": shown.view["hash"]}
    for _ in range(2):
        await opening.put(desk.work.front, fields.notice("x", "x", "Hello"), **where)
    assert len(act.so_far) == 2
