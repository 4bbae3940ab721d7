"""An admin adds sources from Slack, as a person would: types, looks, names, saves."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from briefbot.emulator import Act, Shown
from briefbot.listeners.front import OUTSIDER
from briefbot.models import ChangeState, SourceState
from tests.hand import edited
from tests.listeners.bureau import FILE, Bureau, bureau, view_of
from tests.press import PIECES
from tests.stalls import Stopwatch


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Bureau]:
    """Run the bot with a file, and an outlet that it does not read yet."""
    async with bureau(tmp_path) as running:
        running.web.publish("wire", *PIECES)
        running.web.pages["https://wire.test"] = (
            b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head>'
            b"<body><p>Welcome.</p></body></html>"
        )
        yield running


async def found(desk: Bureau, text: str, user: str = "ana") -> Shown:
    """Type addresses into the form; return what is shown of them."""
    opened = await desk.press("admin_source_add", user=user)
    (form,) = [one for one in opened if one.kind == "modal"]
    watch = Stopwatch()
    act = await desk.send(form, {"addresses": text}, user=user)
    assert act.ok
    assert watch.seconds < 3
    return act.so_far[-1]


async def test_a_home_page_is_added(desk: Bureau) -> None:
    """What was found is shown before; the answer names the change; a comment stays."""
    shown = await found(desk, "wire.test")
    for words in ("A feed at https://wire.test/feed", "language en", "3 entries now", "a day"):
        assert words in shown.words
    for piece in PIECES:
        assert piece.title in shown.words
    assert "A repair ship reached the broken" in shown.words
    act = await desk.send(shown, {"name0": "The Wire", "topics": ["taiwan"]})
    assert act.errors == {}
    (told,) = [one for one in act.so_far if one.kind == "message"]
    assert "Added: The Wire." in told.words
    assert "Told in: Morning." in told.words
    assert "That is change 1." in told.words
    source = desk.source("the-wire")
    assert (source.url, source.topics, source.language) == ("https://wire.test", ("taiwan",), "en")
    assert "# the paper" in desk.file.read_text("utf-8")
    assert desk.work.desk.config.source("the-wire") == source
    await desk.work.press("ana", "admin_undo", told)
    assert [each.id for each in desk.config.sources] == ["ledger", "herald"]


async def test_a_source_that_no_briefing_tells_is_said_to_be_so(tmp_path: Path) -> None:
    """Each briefing names its own sources, and nobody would hear of this one."""
    async with bureau(tmp_path, FILE.replace("topics: [taiwan]", "sources: [ledger]")) as desk:
        desk.web.publish("wire", *PIECES)
        act = await desk.send(await found(desk, "https://wire.test/feed"))
        (told,) = [one for one in act.so_far if one.kind == "message"]
        assert "No briefing tells of it yet" in told.words


async def test_several_addresses_are_added_in_one_go(desk: Bureau) -> None:
    """Those that can't be read say why; of the others those are added that are ticked."""
    desk.web.publish("gazette", *PIECES)
    text = "https://wire.test/feed\nhttps://gazette.test/feed, ledger.example/feed\nnowhere.test hm"
    shown = await found(desk, text)
    assert "It is there already, as The Ledger." in shown.words
    assert "404 from https://nowhere.test" in shown.words
    assert "This is no web address" in shown.words
    none = await desk.send(shown, {"add": []})
    assert list(none.errors) == ["add"]
    act = await desk.send(shown, {"add": ["1"], "name1": "Gazette"})
    assert act.errors == {}
    assert [each.id for each in desk.config.sources] == ["ledger", "herald", "gazette"]


async def test_the_form_opens_at_once(desk: Bureau) -> None:
    """However long the site takes, the click and the form are answered in time."""
    held = desk.web.held["https://wire.test/feed"] = asyncio.Event()
    (form,) = [one for one in await desk.press("admin_source_add") if one.kind == "modal"]
    act = await desk.work.slack.submit("ana", form.view["id"], {"addresses": "wire.test/feed"})  # type: ignore[index]
    assert act.ok
    assert "I am reading." in act.so_far[-1].words
    held.set()
    await desk.work.settled()
    assert "Repair ship reaches the broken cable" in act.so_far[-1].words


async def test_who_may_is_judged_when_it_is_sent(desk: Bureau) -> None:
    """An admin who is none any more neither reads nor adds, and it is written down."""
    shown = await found(desk, "wire.test")
    text = desk.file.read_text("utf-8").replace("admins: [U000000002]", "admins: [U000000099]")
    edited(desk.file, text)
    await desk.work.desk.web.live.take(desk.config)
    act = await desk.send(shown)
    assert "Only my admins may change that." in act.errors["name0"]
    assert await desk.states() == [ChangeState.REFUSED]
    assert [each.id for each in desk.config.sources] == ["ledger", "herald"]


async def test_a_stranger_in_the_workspace_is_refused(desk: Bureau) -> None:
    """Nothing is read for somebody of another workspace who got hold of the form."""
    (form,) = [one for one in await desk.press("admin_source_add") if one.kind == "modal"]
    desk.work.slack.workspace.user("ana").team_id = "T0OTHER001"
    desk.work.front.people._asked.clear()
    act = await desk.send(form, {"addresses": "wire.test"})
    assert OUTSIDER in act.so_far[-1].words
    assert desk.web.asked == []


async def test_a_replay_adds_nothing_again(desk: Bureau) -> None:
    """Also when the source was taken away in between."""
    act = await desk.send(await found(desk, "wire.test"))
    assert len(desk.config.sources) == 3
    await desk.office.undo((await desk.office.history())[0].author, 1)
    await desk.work.slack.world.send("interactive", act.payload)
    await desk.work.settled()
    assert len(desk.config.sources) == 2


async def test_what_was_not_saved_is_sent_again(desk: Bureau) -> None:
    """The file can't be written for a while; the same form works once it can."""
    shown = await found(desk, "wire.test")
    file = desk.file.read_text("utf-8")
    edited(desk.file, "sources: 7")
    os.utime(desk.file, (0, 0))  # long ago: nobody is just writing it
    assert list((await desk.send(shown)).errors) == ["name0"]
    edited(desk.file, file)
    assert (await desk.send(shown)).errors == {}
    assert len(desk.config.sources) == 3


async def test_two_admins_add_an_address_at_once(desk: Bureau) -> None:
    """One adds it; the other hears that it is there, under whatever name."""
    await join(desk, "U000000003")
    shown = [await found(desk, "wire.test", user) for user in ("ana", "ben")]
    acts = await at_once(desk, shown, ("The Wire", "Wire"))
    (added,) = desk.config.sources[2:]
    (refused,) = [act.errors for act in acts if act.errors]
    assert refused == {"name0": f"It is there already, as {added.label}."}
    assert await desk.states() == [ChangeState.APPLIED]


async def test_two_admins_give_one_name_to_two_addresses_at_once(desk: Bureau) -> None:
    """Both are added, each under an id of its own."""
    desk.web.publish("gazette", *PIECES)
    await join(desk, "U000000003")
    shown = [await found(desk, "wire.test"), await found(desk, "https://gazette.test/feed", "ben")]
    acts = await at_once(desk, shown, ("Wire", "Wire"))
    assert [act.errors for act in acts] == [{}, {}]
    assert sorted(each.id for each in desk.config.sources[2:]) == ["wire", "wire-2"]


async def test_what_a_hand_has_just_added_is_there(desk: Bureau) -> None:
    """Also before the bot has taken the file up."""
    shown = await found(desk, "wire.test")
    more = "sources:\n  - {id: w, name: By hand, url: 'http://www.wire.test'}\n"
    text = desk.file.read_text("utf-8").replace("sources:\n", more)
    edited(desk.file, text)
    os.utime(desk.file, (0, 0))  # long ago: nobody is just writing it
    assert (await desk.send(shown)).errors == {"name0": "It is there already, as By hand."}
    assert desk.file.read_text("utf-8") == text


async def test_an_id_of_which_the_archive_remembers_another_address_is_not_given(
    desk: Bureau,
) -> None:
    """Else the entries of the one would count as known of the other."""
    known = {
        name: SourceState(source_id=name, url=f"https://{name}.old/") for name in ("wire", "w")
    }
    known["gazette"] = SourceState(source_id="gazette", url="https://gazette.test/feed")
    await desk.work.db(desk.work.store.polled, (), tuple(known.values()))
    desk.web.publish("gazette", *PIECES)
    shown = await found(desk, "wire.test https://gazette.test/feed")
    values = {"add": ["0", "1"], "name0": "Wire", "name1": "Gazette"}
    assert (await desk.send(shown, values)).errors == {}
    assert [each.id for each in desk.config.sources[2:]] == ["wire-2", "gazette"]


async def at_once(desk: Bureau, shown: list[Shown], names: tuple[str, str]) -> list[Act]:
    """Let Ana and Ben send their forms while the file is busy, so that both have read it."""
    slack = desk.work.slack
    with desk.busy():
        sent = [
            asyncio.create_task(slack.submit(user, view_of(one), {"name0": name}))
            for user, one, name in zip(("ana", "ben"), shown, names, strict=True)
        ]
        await desk.queued(len(sent))
    acts = await asyncio.gather(*sent)
    await desk.work.settled()
    return acts


async def join(desk: Bureau, user: str) -> None:
    """Let the file name one more admin."""
    text = desk.file.read_text("utf-8").replace("[U000000002]", f"[U000000002, {user}]")
    edited(desk.file, text)
    await desk.work.desk.web.live.take(desk.config)


async def test_the_same_source_is_not_added_twice(desk: Bureau) -> None:
    """Who looks at it afterwards sees that it is there, and has nothing to send."""
    await desk.send(await found(desk, "wire.test"))
    second = await found(desk, "wire.test")
    assert "It is there already" in second.words
    assert second.view
    assert "submit" not in second.view or not second.view["submit"]


async def test_a_name_that_can_not_be_is_said_at_its_field(desk: Bureau) -> None:
    """The form stays open, and nothing is kept."""
    shown = await found(desk, "wire.test")
    act = await desk.send(shown, {"name0": "a\u202eb"})
    assert list(act.errors) == ["name0"]
    assert len(desk.config.sources) == 2
