"""A-01: whoever may not change the configuration tries to, by every way that Slack has."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from briefbot.emulator import hand, payloads
from briefbot.models import Author, Change, ChangeState
from tests.listeners.bureau import Bureau, bureau, check_of, view_of
from tests.listeners.test_office_sources import menu

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefbot.emulator import Shown
    from briefbot.emulator.workspace import User

JSON = dict[str, Any]
pytestmark = pytest.mark.fault
INTRUDERS: dict[str, JSON] = {
    "ben": {},
    "gus": {},
    "eve": {"team_id": "T0OTHER001"},
    "robot": {"is_bot": True},
}
"""A member, a guest, somebody of another workspace, a bot."""
OURS = ("changes", "handled", "config_said")
"""What the audit says, which requests came in, and what the file was seen to say."""
FORGED = (
    {"action_id": "admin_undo", "type": "button", "value": "1"},
    {
        "action_id": "admin_source",
        "type": "overflow",
        "selected_option": {"value": "resume:herald"},
    },
    {
        "action_id": "admin_briefing",
        "type": "overflow",
        "selected_option": {"value": "resume:morning"},
    },
)

SURE = {"sure": ["yes"]}
FORMS: dict[str, tuple[tuple[str, JSON], ...]] = {
    "admin_source": (("edit", {"weight": "9"}), ("pause", {}), ("remove", SURE)),
    "admin_briefing": (("edit", {"name": "Mine"}), ("send", {}), ("remove", SURE)),
    "admin_topic": (("edit", {"name": "Mine"}), ("remove", SURE)),
}
"""The forms that the menus of items lead to; the briefing is paused already."""


def stored(desk: Bureau) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the archive holds but what these attempts may leave in it."""
    with closing(sqlite3.connect(desk.work.store.file)) as db:
        # Tables of the search index need a newer SQLite than Python's own, and nobody wrote there.
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        tables = [name for (name,) in db.execute(sql) if name not in OURS]
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


async def paused(desk: Bureau) -> None:
    """Let an admin pause the briefing."""
    [before] = (await desk.office.data())["briefings"]
    after = {**before, "enabled": False}
    change = Change(part="briefings", id="morning", before=before, after=after)
    await desk.office.change(Author(name="U000000002", way="slack"), [change])


def joined(desk: Bureau, name: str) -> User:
    """Return somebody of the emulated workspace, who is in the channel."""
    workspace = desk.work.slack.workspace
    known = {user.name: user for user in workspace.users.values()}
    user = known.get(name) or workspace.add_user(name, **INTRUDERS[name])
    workspace.channel("#random").members.add(user.id)
    return user


async def by_command(desk: Bureau, user: User) -> None:
    """Type what leads admins on, and a code that nobody was given."""
    for text in ("admin", "admin claim AAAA-BBBB-CCCC"):
        assert (await desk.work.slack.command(user.id, "#random", text)).ok
        await desk.work.settled()


async def opened(desk: Bureau) -> list[tuple[Shown, JSON]]:
    """Let an admin open each form there is; return them, and what is filled in."""
    found = [(await menu(desk, verb), values) for verb, values in FORMS["admin_source"]]
    for action, page, item in (
        ("admin_briefing", "admin_briefings", "morning"),
        ("admin_topic", "admin_topics", "chips"),
    ):
        for verb, values in FORMS[action]:
            (on,) = await desk.press(page)
            act = await desk.work.slack.click_view(
                "ana", view_of(on), action, option=f"{verb}:{item}"
            )
            found.append(((await desk.work.after(act))[-1], values))
    checked = await desk.send(await menu(desk, "edit"), {"weight": "8"})
    return [*found, (check_of(checked), {})]


async def by_modal(desk: Bureau, user: User, form: Shown, values: JSON) -> None:
    """Send a form that an admin has opened."""
    world = desk.work.slack.world
    view = world.views[view_of(form)]
    state, _ = hand.state(view.content["blocks"], values)
    ack = await world.send("interactive", payloads.submission(world, user, view, state))
    assert ack.ok
    await desk.work.settled()


async def by_forged_action(desk: Bureau, user: User) -> None:
    """Click in an admin's Home what only they were shown, or what nobody was."""
    world = desk.work.slack.world
    home = world.homes[desk.work.slack.workspace.user("ana").id]
    for action in FORGED:
        made = {"block_id": "x", "action_ts": "1.0", **action}
        payload = payloads.on_view(world, user, home, made, {})
        assert (await world.send("interactive", payload)).ok
        await desk.work.settled()


@pytest.mark.parametrize("name", INTRUDERS)
async def test_a01_whoever_may_not_changes_nothing(
    tmp_path: Path, name: str, figure: Callable[[str, str], None]
) -> None:
    """Each try is refused and acknowledged; the file and the archive stay as they were."""
    async with bureau(tmp_path) as desk:
        await desk.save(await menu(desk, "edit"), {"weight": "2"})
        await desk.send(await menu(desk, "pause", "herald"))
        await paused(desk)
        user, forms = joined(desk, name), await opened(desk)
        file, archive = desk.file.read_bytes(), stored(desk)
        since = len(desk.work.slack.journal.shown)
        await by_command(desk, user)
        for form, values in forms:
            await by_modal(desk, user, form, values)
        await by_forged_action(desk, user)
        assert desk.file.read_bytes() == file
        assert stored(desk) == archive
        assert user.id not in desk.work.slack.world.homes
        history = [r for r in await desk.office.history() if r.author.name == user.id]
        assert {record.state for record in history} == {ChangeState.REFUSED}
        # Outsiders' clicks go nowhere at all; `/brief admin` is no change.
        assert len(history) == len(forms) + (0 if INTRUDERS[name] else len(FORGED))
        told = desk.work.slack.journal.find(since=since)
        said = f"{len(history)} audit rows, {len(told)} answers, 0 changes"
        tries = len(forms) + len(FORGED)
        figure("A-01", f"{name}: {tries + 2} tries, {tries} of them of a change; {said}")
