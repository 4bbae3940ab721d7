"""The file is watched: what a hand writes is taken up or refused whole, and admins hear of it."""

from __future__ import annotations

import asyncio
import errno
import fcntl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from briefbot import watching
from briefbot.admin import Admin, Noticed
from briefbot.app import stored
from briefbot.desk import Office
from briefbot.errors import BriefbotError, Stale
from briefbot.live import Live
from briefbot.models import Author, Change, ChangeRecord
from briefbot.pipeline import Keeper
from briefbot.store import configedit, configfile, still
from briefbot.store.audit import Audit
from briefbot.watching import Watch, named, whose
from tests.outbox.posting import posted

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
ANA = Author(name="U0123ABCD", way="slack")
TEXT = """\
fetch: {contact: me@site.example}
sources:
  - id: a  # ours
    url: https://a.example/
  - id: b
    url: https://b.example/
"""


class Counted(Office):
    """Counts how often the file is read for what a hand changed."""

    noticed = 0
    killed = False
    """Whether the process is gone before it writes down what was told."""

    async def notice(self) -> Noticed:
        """Look, and count."""
        self.noticed += 1
        return await super().notice()

    async def told(self, news: Sequence[ChangeRecord], overwritten: Sequence[ChangeRecord]) -> None:
        """Remember it, unless killed."""
        if not self.killed:
            await super().told(news, overwritten)


class Desk:
    """A watched file, what the bot works by, and what was said."""

    def __init__(self, file: Path, live: Live, office: Counted, keeper: Keeper) -> None:
        self.file, self.live, self.office, self.keeper = file, live, office, keeper
        self.now = NOW
        self.woken = 0
        self.restart()

    def _wake(self) -> None:
        self.woken += 1

    def restart(self) -> None:
        """Look at the file as a new process does."""
        self.office.killed = False
        self.watch = Watch(self.file, self.office, self.keeper, lambda: self.now, self._wake)

    async def settled(self) -> list[dict[str, Any]]:
        """Look until nothing is coming; return what was logged."""
        with capture_logs() as logged:
            async with asyncio.timeout(60):
                pause = await self.watch.look()
                while pause != watching.GLANCE:
                    await asyncio.sleep(pause)
                    pause = await self.watch.look()
        return [dict(line) for line in logged]

    async def told(self) -> list[str]:
        """Return what admins are to be told, and let it count as told."""
        alerts = await self.keeper.db(self.keeper.store.alerts_to_tell)
        for alert in alerts:
            await self.keeper.db(self.keeper.store.alert_told, alert.key, NOW)
        return [alert.text for alert in alerts]

    def write(self, text: str) -> None:
        """Save the file as an editor does."""
        self.file.write_text(text, encoding="utf-8")


def elsewhere(it: Desk, change: Change) -> None:
    """Change the file as the command line does, in a process of its own."""
    audit = Audit(it.file.with_suffix(".db"))
    Admin(it.file, audit).apply([change], Author(name="root", way="cli"), NOW)
    audit.close()


@asynccontextmanager
async def desk(folder: Path, text: str = TEXT) -> AsyncIterator[Desk]:
    """Watch a file from its first look on."""
    file, database = folder / "briefbot.yaml", folder / "briefbot.db"
    file.write_text(text, encoding="utf-8")
    live = Live(configfile.load(file))
    async with stored(database) as keeper:
        office = Counted(file, database, live.take, lambda: NOW)
        try:
            yield Desk(file, live, office, keeper)
        finally:
            office.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {"SOON": 0.01, "STILL": 0.05, "LONGER": 0.15}.items():
        monkeypatch.setattr(watching, name, seconds)
    for name in ("STILL", "LONGER"):
        monkeypatch.setattr(still, name, getattr(watching, name))


async def test_a_hands_changes_are_taken_up_and_told(tmp_path: Path) -> None:
    """One line of the log and one message name what changed; a comment alone is no change."""
    async with desk(tmp_path) as it:
        assert await it.settled() == []
        it.write(TEXT.replace("url: https://b.example/", "url: https://bb.example/\n    weight: 2"))
        [line] = await it.settled()
        assert it.live.config.source("b").weight == 2
        said = "source `b` changed (url, weight)"
        assert (line["event"], line["by"]) == ("configuration changed", "by hand")
        assert line["changes"] == [said]
        assert await it.told() == [f"`briefbot.yaml` was changed by hand: {said}."]
        assert it.woken == 1
        it.write(f"# a comment\n{it.file.read_text('utf-8')}")
        assert await it.settled() == []
        assert await it.told() == []


async def test_a_file_that_nobody_touches_is_not_read_again(tmp_path: Path) -> None:
    """To look at it costs one question to the system."""
    async with desk(tmp_path) as it:
        for _ in range(3):
            await it.settled()
        it.write(TEXT)
        await it.settled()
        await it.settled()
        assert it.office.noticed == 2


async def test_a_broken_file_is_refused_and_heals(tmp_path: Path) -> None:
    """Admins hear of it once, with the lines, however often it is saved; then that it is well."""
    async with desk(tmp_path) as it:
        await it.settled()
        before = it.live.config
        it.write(TEXT.replace("sources:", "suorces:"))
        [line] = await it.settled()
        assert line["event"] == "configuration refused"
        assert any(problem.startswith("line 2: ") for problem in line["problems"])
        [text] = await it.told()
        assert text.startswith("`briefbot.yaml` can't be taken up; I go on by what it said before")
        assert "line 2: " in text
        it.write(TEXT + "  - id: a\n    url: https://c.example/\n")
        assert [line["event"] for line in await it.settled()] == ["configuration refused"]
        assert await it.told() == []
        assert it.live.config is before
        it.write(TEXT)
        assert [line["event"] for line in await it.settled()] == ["configuration sound again"]
        assert await it.told() == ["`briefbot.yaml` is sound again, and I work by it."]
        assert await it.keeper.db(it.keeper.store.alerts_standing) == ()


async def test_a_file_that_is_gone_or_no_file_comes_back(tmp_path: Path) -> None:
    """Without it the bot goes on; what the file says when it is back is taken up."""
    async with desk(tmp_path) as it:
        await it.settled()
        it.file.unlink()
        [line] = await it.settled()
        assert "there is no such file" in line["problems"][0]
        it.file.mkdir()
        [line] = await it.settled()
        assert "this is no ordinary file" in line["problems"][0]
        it.file.rmdir()
        it.write(TEXT.replace("id: b", "id: bee"))
        await it.settled()
        assert [source.id for source in it.live.config.sources] == ["a", "bee"]


@pytest.mark.parametrize("first", [TEXT[:-30], TEXT.partition("  - id: b")[0], "", "a: ["])
async def test_a_half_written_file_waits_for_its_other_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """Whether the half would be sound or not: nobody hears of it, and nothing is lost."""
    async with desk(tmp_path) as it:
        await it.settled()
        before = it.live.config
        it.write(first)
        with monkeypatch.context() as patched:
            patched.setattr(watching, "STILL", 600 if first.endswith("\n") else 0)
            patched.setattr(watching, "LONGER", 600)
            for _ in range(2):
                assert await it.watch.look() == watching.SOON
                await asyncio.sleep(0.02)
        assert it.live.config is before
        it.write(TEXT.replace("id: b", "id: bee"))
        logged = await it.settled()
        assert [line["event"] for line in logged] == ["configuration changed"]
        assert it.live.config.sources[1].id == "bee"


@pytest.mark.parametrize(
    ("ago", "glance", "read"), [(0.1, 1.0, True), (0.0, 1.0, False), (3600.0, 0.02, False)]
)
async def test_a_file_that_was_still_before_it_was_seen_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ago: float, glance: float, *, read: bool
) -> None:
    """How long counts from when its disk says it was changed, but not before the last look."""
    async with desk(tmp_path) as it:
        await it.settled()
        monkeypatch.setattr(watching, "GLANCE", glance)
        it.write(TEXT.replace("id: b", "id: bee"))
        changed = datetime.fromtimestamp(it.file.stat().st_ctime, UTC)
        it.now = changed + timedelta(seconds=ago)
        assert await it.watch.look() == (glance if read else watching.SOON)
        assert (it.live.config.sources[1].id == "bee") is read


async def test_changes_from_slack_are_logged_and_not_told(tmp_path: Path) -> None:
    """Who confirmed them knows; the bot works by them before the file is looked at."""
    async with desk(tmp_path) as it:
        await it.settled()
        before = configedit.value(await it.office.data(), "sources", "a")
        change = Change(part="sources", id="a", before=before, after={**before, "weight": 3})
        await it.office.change(ANA, [change])
        await it.keeper.db(it.keeper.store.withdraw, posted(), ANA, NOW)  # none of the file's
        assert it.live.config.source("a").weight == 3
        [line] = await it.settled()
        assert line["by"] == "by `@U0123ABCD` in Slack"
        assert line["changes"] == ["source `a` changed (weight)"]
        assert await it.told() == []


async def test_the_command_lines_changes_are_taken_up(tmp_path: Path) -> None:
    """Another process writes the file and the audit; the bot says whose change it was."""
    async with desk(tmp_path) as it:
        await it.settled()
        change = Change(part="sources", id="c", after={"id": "c", "url": "https://c.example/"})
        elsewhere(it, change)
        await it.settled()
        assert it.live.config.source("c").url == "https://c.example/"
        said = "`briefbot.yaml` was changed by `root` on the command line: source `c` added."
        assert await it.told() == [said]


async def overwritten(it: Desk) -> list[dict[str, Any]]:
    """Let an editor save the copy that it had before an admin's change; return what is logged."""
    await it.settled()
    before = configedit.value(await it.office.data(), "sources", "a")
    change = Change(part="sources", id="a", before=before, after={**before, "weight": 3})
    await it.office.change(ANA, [change])
    await it.settled()
    it.write(TEXT)
    return await it.settled()


async def test_a_confirmed_change_that_is_overwritten_is_told(tmp_path: Path) -> None:
    """An editor saves its old copy: whose change is lost is named, and what it was."""
    async with desk(tmp_path) as it:
        logged = await overwritten(it)
        events = [line["event"] for line in logged]
        assert events == ["configuration changed", "change overwritten"]
        [text] = await it.told()
        assert text.endswith(
            "That took back, at least in part, a change made by `@U0123ABCD` in Slack at "
            "2026-11-25 08:00 UTC: source `a` changed (weight)."
        )
        assert it.live.config.source("a").weight == 1


async def test_one_that_another_change_came_upon_is_told_too(tmp_path: Path) -> None:
    """Somebody changes another source before the file is looked at, or comes too late to."""
    async with desk(tmp_path) as it:
        await it.settled()
        data = await it.office.data()
        one, other = (configedit.value(data, "sources", name) for name in "ab")
        first = Change(part="sources", id="a", before=one, after={**one, "weight": 3})
        second = Change(part="sources", id="b", before=other, after={**other, "weight": 4})
        await it.office.change(ANA, [first])
        await it.settled()
        it.write(TEXT)
        await it.office.change(ANA, [second])
        await it.settled()
        [text] = await it.told()
        assert "took back" in text
        assert text.endswith("source `a` changed (weight).")
        it.write(TEXT)
        it.now += timedelta(minutes=1)
        with pytest.raises(Stale):
            await it.office.change(ANA, [second.back])
        await it.settled()
        [text] = await it.told()
        assert "took back" in text
        assert text.endswith("source `b` changed (weight).")


async def test_one_that_another_process_came_upon_is_told_too(tmp_path: Path) -> None:
    """The command line changes another source first; the bot tells once, also if it was away."""
    async with desk(tmp_path) as it:
        await it.settled()
        data = await it.office.data()
        one, other = (configedit.value(data, "sources", name) for name in "ab")
        await it.office.change(
            ANA, [Change(part="sources", id="a", before=one, after={**one, "weight": 3})]
        )
        await it.settled()
        it.write(TEXT)
        elsewhere(it, Change(part="sources", id="b", before=other, after={**other, "weight": 4}))
        await it.settled()
        [text] = await it.told()
        assert "by `root` on the command line: source `b` changed (weight)" in text
        assert text.endswith(
            "by `@U0123ABCD` in Slack at 2026-11-25 08:00 UTC: source `a` changed (weight)."
        )
        it.write(f"# a comment\n{it.file.read_text('utf-8')}")
        await it.settled()
        assert await it.told() == []
        text = it.file.read_text("utf-8")
    it.write(text.replace("weight: 4", "weight: 5"))
    elsewhere(it, Change(part="sources", id="a", before=one))
    async with desk(tmp_path, it.file.read_text("utf-8")) as it:
        it.now += timedelta(minutes=1)
        await it.settled()
        [text] = await it.told()
        assert text.endswith("source `b` changed (weight).")


async def test_what_changed_while_the_bot_was_away_is_told(tmp_path: Path) -> None:
    """A start settles what a stopped process left, and names what a hand did meanwhile."""
    async with desk(tmp_path) as it:
        await it.settled()
    text = TEXT.replace("https://b.example/", "https://bb.example/")
    async with desk(tmp_path, text) as it:
        Audit(tmp_path / "briefbot.db").intend([Change(part="sources", id="x", after={})], ANA, NOW)
        await it.settled()
        assert await it.told() == ["`briefbot.yaml` was changed by hand: source `b` changed (url)."]
        history = await it.office.history()
        assert [record.state.value for record in history] == ["applied", "failed"]


async def test_what_nobody_was_told_before_a_kill_is_told_after_it(tmp_path: Path) -> None:
    """What was noticed already, and what the command line changed before the next start."""
    async with desk(tmp_path) as it:
        await it.settled()
        it.write(TEXT.replace("https://b.example/", "https://bb.example/"))
        await it.office.notice()
        it.restart()
        await it.settled()
        assert await it.told() == ["`briefbot.yaml` was changed by hand: source `b` changed (url)."]
        elsewhere(
            it, Change(part="sources", id="c", after={"id": "c", "url": "https://c.example/"})
        )
        it.restart()
        await it.settled()
        said = "`briefbot.yaml` was changed by `root` on the command line: source `c` added."
        assert await it.told() == [said]


@pytest.mark.parametrize("heard", [True, False])
async def test_a_kill_after_telling_tells_nothing_twice(tmp_path: Path, *, heard: bool) -> None:
    """It is the same message, whether it has reached the admins by then or not."""
    async with desk(tmp_path) as it:
        await it.settled()
        it.write(TEXT.replace("https://b.example/", "https://bb.example/"))
        it.office.killed = True
        await it.settled()
        told = await it.told() if heard else []
        it.now += timedelta(minutes=1)
        it.restart()
        await it.settled()
        assert len(told + await it.told()) == 1
        it.restart()
        await it.settled()
        assert await it.told() == []


async def test_an_overwritten_change_is_told_once(tmp_path: Path) -> None:
    """The next looks have nothing to say of it."""
    async with desk(tmp_path) as it:
        await overwritten(it)
        [text] = await it.told()
        assert "took back" in text
        it.now += timedelta(minutes=1)
        it.write(f"# a comment\n{TEXT}")
        assert await it.settled() == []
        assert await it.told() == []


async def test_options_that_cannot_be_worked_by_are_refused_until_they_can(tmp_path: Path) -> None:
    """A certificate that is not there is no fault of the file: it is tried again by itself."""
    async with desk(tmp_path) as it:
        await it.settled()
        wrong = [True]

        async def follow(_: object) -> None:
            if wrong:
                raise BriefbotError("fetch.ca_file names ca.pem, which can't be read")

        it.live.follow(follow)
        it.write(TEXT.replace("me@site.example", "you@site.example"))
        [line] = await it.settled()
        assert line["problems"] == ["fetch.ca_file names ca.pem, which can't be read"]
        assert await it.settled() == []
        assert len(await it.told()) == 1
        wrong.clear()
        await it.settled()
        assert it.live.config.fetch.contact == "you@site.example"
        assert (await it.told())[0].startswith("`briefbot.yaml` is sound again")


async def test_a_disk_that_cannot_be_locked_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot goes on, and takes the file up when it can."""
    async with desk(tmp_path) as it:
        await it.settled()

        def unlockable(*_: int) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        with monkeypatch.context() as patched:
            patched.setattr(fcntl, "flock", unlockable)
            it.write(TEXT.replace("id: b", "id: bee"))
            [line] = await it.settled()
            assert "No locks available" in line["problems"][0]
            assert await it.settled() == []
            assert len(await it.told()) == 1
        await it.settled()
        assert it.live.config.sources[1].id == "bee"


def test_changes_are_named_in_few_words() -> None:
    """Items by kind and id, with the keys that differ; settings by their key."""
    changes = [
        Change(part="topics", id="sea", after={"id": "sea"}),
        Change(part="briefings", id="desk", before={"id": "desk"}),
        Change(part="settings", id="fetch", before={"timeout": 5}, after={"timeout": 6}),
        Change(part="settings", id="admins", before=["U1"], after=["U2"]),
    ]
    assert [named(change) for change in changes] == [
        "topic `sea` added",
        "briefing `desk` removed",
        "`fetch` changed (timeout)",
        "`admins` changed",
    ]
    assert whose(Author(name="", way="file")) == "by hand"
