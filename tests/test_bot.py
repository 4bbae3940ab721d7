"""The bot as a process, against the emulator: it posts, answers, waits for Slack, and stops."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from briefbot import app, emulator, settings
from briefbot.app import stored
from briefbot.bot import Bot, made
from briefbot.clock import utc_now
from briefbot.deliver.slack import SlackDeliver
from briefbot.emulator import faults
from briefbot.models.suggestions import Verdict
from briefbot.outbox import Outbox, Pace
from briefbot.posting import VERSIONS
from briefbot.slack.client import session, web_client
from briefbot.store import configfile, suggestions
from briefbot.store.connect import connect
from briefbot.store.sqlite import Store
from tests.badserver import BadServer, reply
from tests.editions import tell
from tests.press import CABLE, HARBOUR, publish
from tests.running import Running, known_since, label, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from briefbot.emulator import Slack

NEWS = "#news"
ALONE = ("unshare", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc")
"""Makes what it starts the first process of a world of its own, as in a container."""


def written(folder: Path, *sources: str, admins: str = "") -> Path:
    """Write a configuration whose one briefing was due two minutes ago."""
    file = folder / "briefbot.yaml"
    of = "sources: [daily], " if sources else "topics: [sea], "
    listed = "".join(f"  - {source}\n" for source in sources)
    file.write_text(
        'fetch: {contact: "https://desk.test/about", allow_private: ["127.0.0.0/8"], timeout: 60}\n'
        f"sources:{' []' if not sources else ''}\n{listed}"
        f"admins: [{admins}]\n"
        "topics: [{id: sea, name: The sea, words: [cable]}]\n"
        "briefings:\n"
        f'  - {{id: desk, name: Morning desk, destinations: ["{NEWS}"], {of}'
        f'schedule: {{times: ["{label()}"], zone: UTC}}}}\n',
        encoding="utf-8",
    )
    return file


def source(
    server: BadServer, path: str = "/daily/feed.xml", *, host: str = "", name: str = "daily"
) -> str:
    """Return a source of the server."""
    return f"{{id: {name}, url: '{server.url(path, host=host or None)}'}}"


def in_news(slack: Slack) -> list[str]:
    """Return what the bot posted to #news, as it can be read."""
    channel = slack.workspace.channel(NEWS).id
    return [shown.words for shown in slack.journal.find(kind="message", channel=channel)]


def may_be_alone() -> bool:
    """Tell whether a process can be the first one of a world of its own here."""
    return subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


async def test_run_posts_the_due_digest_once(tmp_path: Path) -> None:
    """It reads, composes, posts and answers; a second start posts nothing again."""
    async with BadServer() as server, emulator.serve() as slack:
        publish(server, "daily", [CABLE, HARBOUR], utc_now())
        config, database = written(tmp_path, source(server)), tmp_path / "briefbot.db"
        known_since(config, database)
        async with running(config, database, slack.env) as bot:
            ready = await bot.logged("ready")
            shown = await slack.shown(kind="message", channel=NEWS)
            await bot.logged("sent")
            act = await slack.command("ana", NEWS, "help")
            answer = await act.shown()
            await bot.stop()
            assert (bot.process.returncode, await bot.ended()) == (0, "")
        async with running(config, database, slack.env) as again:
            await again.logged("ready")
            await asyncio.sleep(2.5)
            await again.stop()
        posted = in_news(slack)
    assert ready["team"] == "The Almanac"
    assert 0 < ready["seconds"] < 60
    assert not [entry for entry in bot.log if "logger" in entry]  # no library complains
    assert CABLE.title in shown.words
    assert "Morning desk" in shown.words
    assert act.ok
    assert "/brief" in answer.words
    assert len(posted) == 1
    assert "stop cut short" not in bot.events
    for secret in (slack.bot_token, slack.app_token):
        assert secret not in bot.raw


async def test_a_wrong_token_is_one_sentence(tmp_path: Path) -> None:
    """Slack refuses it at the start: what to do stands on standard error, and the code is 1."""
    async with emulator.serve() as slack:
        config = written(tmp_path)
        for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
            env = {**slack.env, name: f"{slack.env[name]}x"}
            async with running(config, tmp_path / "briefbot.db", env) as bot:
                said = await bot.ended()
                assert bot.process.returncode == 1
            assert said.startswith(f"{name} is refused by Slack (invalid_auth): ")
            assert said.count("\n") == 1
            assert env[name] not in said + bot.raw


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"},
        {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "not ours"},
    ],
    ids=["slow", "proxy", "OAuth"],
)
async def test_the_first_command_waits_for_nothing(tmp_path: Path, env: dict[str, str]) -> None:
    """Bolt asks Slack nothing before it acknowledges, and no variable of its own leads it astray.

    A second auth.test would be slower than Slack waits, and end at a proxy that is not there.
    """
    async with emulator.serve() as slack:
        slack.faults.add("auth.test", None, faults.slow(4))
        env = {**slack.env, **env, "HOME": str(tmp_path)}
        async with running(written(tmp_path), tmp_path / "briefbot.db", env) as bot:
            await bot.logged("ready")
            act = await slack.command("ana", NEWS, "help")
            answer = await act.shown()
            await bot.stop()
        asked = [method for method, _, _ in slack.journal.calls]
    assert act.ok
    assert "/brief" in answer.words
    assert asked.count("auth.test") == 1
    assert not [entry for entry in bot.log if "logger" in entry]  # no library complains


async def test_digests_wait_for_no_connection(tmp_path: Path) -> None:
    """While Slack opens no connection, what is due is posted; then commands are answered too."""
    async with BadServer() as server, emulator.serve() as slack:
        publish(server, "daily", [CABLE], utc_now())
        config, database = written(tmp_path, source(server)), tmp_path / "briefbot.db"
        known_since(config, database)
        slack.faults.add("apps.connections.open", *[faults.server_error(503)] * 1000)
        async with running(config, database, slack.env) as bot:
            away = await bot.logged("slack unreachable")
            await slack.shown(kind="message", channel=NEWS)
            assert "ready" not in bot.events
            slack.faults.clear()
            await bot.logged("ready")
            act = await slack.command("ana", NEWS, "help")
            await bot.stop()
        asked = [method for method, _, _ in slack.journal.calls]
    assert "apps.connections.open" in away["error"]
    assert act.ok
    assert asked.count("auth.test") == 1


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN is not set: "),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is not set: "),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN begins with xapp-: that is the app token"),
    ],
)
async def test_what_is_not_set_is_one_sentence(
    tmp_path: Path, env: dict[str, str], says: str
) -> None:
    """Half of the settings is a mistake, and nothing is begun."""
    async with running(written(tmp_path), tmp_path / "briefbot.db", env) as bot:
        said = await bot.ended()
    assert (bot.process.returncode, bot.log) == (1, [])
    assert said.startswith(says)
    assert not (tmp_path / "briefbot.db").exists()


SIGNING = "8f742231b10e8888abcd99yyyzzz85a5"
"""An example's signing secret."""


@asynccontextmanager
async def by_http(folder: Path, slack: Slack) -> AsyncIterator[tuple[Running, str]]:
    """Run the bot as a server that Slack calls; hold it and its address until it is stopped."""
    env = {**slack.env, "SLACK_SIGNING_SECRET": SIGNING}
    del env["SLACK_APP_TOKEN"]
    config = written(folder, admins=slack.workspace.user("ana").id)
    async with running(config, folder / "briefbot.db", env, "--http", "127.0.0.1:0") as bot:
        await bot.logged("ready")
        url = f"http://127.0.0.1:{(await bot.logged('listening'))['port']}/slack/events"
        slack.use_http(url, SIGNING)
        yield bot, url
        await bot.stop()
        assert (bot.process.returncode, await bot.ended()) == (0, "")
    assert SIGNING not in bot.raw
    assert len(slack.sockets) == 0


async def test_http_mode_takes_signed_requests(tmp_path: Path) -> None:
    """The process listens, answers a command that Slack signs, and no other."""
    async with emulator.serve() as slack:
        async with by_http(tmp_path, slack) as (bot, url):
            act = await slack.command("ana", NEWS, "help")
            answer = await act.shown()
            slack.use_http(url, "another secret")
            forged = await slack.command("ana", NEWS, "help")
            await bot.logged("unsigned request refused")
        assert act.ok
        assert "/brief" in answer.words
        assert not forged.ok


async def test_http_mode_offers_what_is_typed_into_a_form(tmp_path: Path) -> None:
    """The topics of a briefing's form come in the answer to the request itself, if it is signed."""
    async with emulator.serve() as slack, by_http(tmp_path, slack) as (bot, url):
        answer = await (await slack.command("ana", NEWS, "admin")).shown(kind="ephemeral")
        act = await slack.click("ana", NEWS, str(answer.ts), "admin_briefing_add")
        form = await act.shown(kind="modal")
        assert form.view
        view = str(form.view["id"])
        offered = await slack.suggest("ana", view, "topics", "the s")
        again = await slack.suggest("ana", view, "topics", "the se")
        nothing = await slack.suggest("ana", view, "topics", "land")
        slack.use_http(url, "another secret")
        forged = await slack.suggest("ana", view, "topics", "the")
        await bot.logged("unsigned request refused")
    assert [each["text"]["text"] for each in offered] == ["The sea"]
    assert again == offered
    assert nothing == forged == []


async def test_an_admin_hears_once_what_is_wrong(tmp_path: Path) -> None:
    """A channel that can't be posted to: each admin gets one direct message, the log a line."""
    async with BadServer() as server, emulator.serve() as slack:
        publish(server, "daily", [CABLE], utc_now())
        slack.workspace.channel(NEWS).is_restricted = True
        ana, ben = slack.workspace.user("ana").id, slack.workspace.user("ben").id
        config = written(tmp_path, source(server), admins=f"{ana}, {ben}")
        database = tmp_path / "briefbot.db"
        known_since(config, database)
        slack.faults.add("conversations.open", faults.refused("user_disabled"))  # Ana's
        async with running(config, database, slack.env) as bot:
            told = await slack.shown(kind="message", channel=slack.workspace.direct(ben).id)
            await bot.logged("alert")
            await asyncio.sleep(3)
            await bot.stop()
        messages = slack.journal.find(kind="message")
    assert "#news" in told.words
    assert "restricted_action" in told.words
    assert len(messages) == 1
    assert bot.events.count("alert") == 1
    assert "admins not told" not in bot.events


async def test_who_proposed_hears_of_what_was_added_as_we_were_stopped(tmp_path: Path) -> None:
    """The source stands in the file, so the next start approves it, and thanks for it."""
    async with BadServer() as server, emulator.serve() as slack:
        publish(server, "daily", [CABLE], utc_now())
        config, database = written(tmp_path, source(server)), tmp_path / "briefbot.db"
        Store(database).close()
        chi, url = slack.workspace.user("chi").id, server.url("/daily/feed.xml")
        suggestion = suggestions.add(database, url, url, chi, utc_now())
        assert suggestions.begin(database, suggestion.id, "daily", "Ana", utc_now())
        async with running(config, database, slack.env) as bot:
            direct = slack.workspace.direct(chi).id
            told = await slack.shown(kind="message", channel=direct)
            await bot.stop()
    assert f"An admin added what you proposed: {url}." in told.words


async def test_a_stop_while_slack_is_away(tmp_path: Path) -> None:
    """Nobody has to wait for Slack to stop the bot."""
    env = {
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "SLACK_BOT_TOKEN": "xoxb-known",
        "SLACK_APP_TOKEN": "xapp-known",
    }
    async with running(written(tmp_path), tmp_path / "briefbot.db", env) as bot:
        await bot.logged("started")
        await bot.stop()
        assert (bot.process.returncode, await bot.ended()) == (0, "")
    assert "stop cut short" not in bot.events


async def test_slack_that_is_down_at_the_start_is_waited_for(tmp_path: Path) -> None:
    """The archive is kept meanwhile, and the bot is ready once Slack is there."""
    kept = socket.socket()  # nobody else gets the port meanwhile; nobody answers there yet
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    port = kept.getsockname()[1]
    env = {
        "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
        "SLACK_BOT_TOKEN": "xoxb-known",
        "SLACK_APP_TOKEN": "xapp-known",
    }
    with kept:
        async with BadServer() as server:
            publish(server, "daily", [CABLE], utc_now())
            config, database = written(tmp_path, source(server)), tmp_path / "briefbot.db"
            async with running(config, database, env) as bot:
                away = await bot.logged("slack unreachable")
                await bot.logged("source read")
                async with emulator.serve(port=port) as slack:
                    slack.world.bot_token, slack.world.app_token = "xoxb-known", "xapp-known"
                    assert (await bot.logged("ready"))["team"] == "The Almanac"
                    assert (await slack.command("ana", NEWS, "help")).ok
                await bot.stop()
                assert bot.process.returncode == 0
    assert away["level"] == "warning"
    assert "127.0.0.1 can't be reached" in away["error"]


@pytest.mark.fault
@pytest.mark.parametrize("first", [False, True], ids=["child", "PID 1"])
async def test_a_stop_with_a_post_in_flight(
    tmp_path: Path,
    first: bool,  # noqa: FBT001
    figure: Callable[[str, str], None],
) -> None:
    """D-02: 50 slow fetches and a post that Slack has and does not answer; nothing is doubled."""
    if first and not may_be_alone():
        pytest.skip("this machine lets nobody have processes of their own")
    async with BadServer("0.0.0.0") as server, emulator.serve() as slack:
        publish(server, "daily", [CABLE], utc_now(), host="127.0.0.1")
        sources = [source(server, host="127.0.0.1")]
        config, database = written(tmp_path, *sources), tmp_path / "briefbot.db"
        async with running(config, database, slack.env) as bot:
            await bot.logged("source read")
            await bot.stop()
        server.pages["/slow"] = reply(b"late", after=60)
        hosts = [f"127.0.0.{number}" for number in range(2, 52)]
        sources += [source(server, "/slow", host=host, name=f"s{host[8:]}") for host in hosts]
        config = written(tmp_path, *sources)
        slack.faults.add("chat.postMessage", faults.slow(60))
        known_since(config, database)
        async with running(config, database, slack.env, before=ALONE if first else ()) as bot:
            await bot.logged("ready")
            await slack.shown(kind="message", channel=NEWS)
            begun = asyncio.create_task(bot.stop())
            await bot.logged("stopping")
            late = await slack.command("ana", NEWS, "taiwan")
            refused = await late.shown()
            took = await begun
            assert (bot.process.returncode, await bot.ended()) == (0, "")
            assert "stop cut short" not in bot.events  # which it is before ten seconds are over
        await _settled(slack, database)
        posted = in_news(slack)
    assert len(posted) == 1
    assert "being restarted" in refused.words
    where = "as PID 1" if first else "as a child"
    figure("D-02" if first else "D-02a", f"{where}: exit 0 in {took:.1f} s, 1 message after all")


async def _settled(slack: Slack, database: Path) -> None:
    """Let an outbox of a faster world look for what was left, and post what is still to post."""
    async with session() as http, stored(database) as keeper:
        deliver = SlackDeliver(web_client(slack.bot_token, slack.api_url, http))
        outbox = Outbox(keeper, deliver, utc_now, Pace().divided(100), versions=VERSIONS)
        posting = asyncio.create_task(outbox.run())
        async with asyncio.timeout(60):
            while await keeper.db(lambda: tuple(keeper.store.sending())):  # noqa: ASYNC110  no event
                await asyncio.sleep(0.05)
        posting.cancel()
        await asyncio.gather(posting, return_exceptions=True)


async def until(there: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(60):
        while not there():  # noqa: ASYNC110  what is watched tells nobody
            await asyncio.sleep(0.01)


@dataclass
class Hand:
    """A clock that can be set."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


@asynccontextmanager
async def at_work(config: Path, database: Path, slack: Slack, clock: Hand) -> AsyncIterator[Bot]:
    """Run the bot in this process, by a clock of the test's; the test ticks."""
    found = configfile.load(config)
    async with (
        app.running(found, database, clock=clock) as running_app,
        made(running_app, settings.slack(slack.env), clock) as bot,
    ):
        await bot.greet()
        works = [asyncio.create_task(work()) for work in (bot.post, bot.listen)]
        try:
            await until(lambda: len(slack.sockets) > 1)
            yield bot
        finally:
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)


def with_news(config: Path, database: Path) -> Path:
    """Let the archive hold an article of a source that was just read."""
    text, sources = config.read_text(encoding="utf-8"), "sources: []\n"
    assert sources in text
    known = 'sources: [{id: ledger, url: "https://ledger.example/feed"}]\n'
    config.write_text(text.replace(sources, known), encoding="utf-8")
    store = Store(database)
    tell(store, "cable", title="A cable is laid", at=utc_now() - timedelta(hours=1))
    store.close()
    return config


async def subscribed(slack: Slack, clock: Hand) -> timedelta:
    """Let Ben subscribe for a minute soon; return how long it is until then."""
    due = (clock() + timedelta(minutes=3)).replace(second=0, microsecond=0)
    zone = ZoneInfo(slack.workspace.user("ben").tz)
    act = await slack.command("ben", NEWS, f"subscribe cable {due.astimezone(zone):%H:%M}")
    assert "Subscribed" in (await act.shown()).words
    return due - clock()


async def test_a_clock_that_is_set_right_lets_posting_go_on(tmp_path: Path) -> None:
    """Started two days ahead and set right, it is believed at the next tick, as Slack agrees."""
    clock, database = Hand(timedelta(days=2)), tmp_path / "briefbot.db"
    config = with_news(written(tmp_path), database)
    async with emulator.serve() as slack, at_work(config, database, slack, clock) as bot:
        await bot.tick()
        clock.ahead = timedelta()
        wait = await subscribed(slack, clock)
        await bot.tick()
        clock.ahead = wait
        await bot.tick()
        direct = slack.workspace.direct("ben").id
        told = await slack.shown(kind="message", channel=direct)
    assert "A cable is laid" in told.words


async def test_admins_hear_of_an_archive_that_cannot_be_used(tmp_path: Path) -> None:
    """Alerts are kept in the archive; of this one they hear all the same, after ten minutes."""
    clock, database = Hand(), tmp_path / "briefbot.db"
    async with emulator.serve() as slack:
        config = written(tmp_path, admins=slack.workspace.user("ana").id)
        async with at_work(config, database, slack, clock) as bot:
            await bot.tick()
            other = connect(database, write=True)
            other.execute("BEGIN IMMEDIATE")
            for _ in range(2):
                await bot.tick()
                clock.ahead += timedelta(minutes=10)
            await bot.tick()
            told = await slack.shown(kind="message", channel=slack.workspace.direct("ana").id)
            other.execute("ROLLBACK")
            other.close()
    assert told.words.startswith("Nothing is read, and no digest is made: ")
    assert "briefbot.db" in told.words


async def test_a_clock_that_is_set_back_is_not_believed(tmp_path: Path) -> None:
    """Slack's clock, carried on since the start, says that the day is no other; admins hear."""
    clock = Hand()
    async with emulator.serve() as slack:
        config = written(tmp_path, admins=slack.workspace.user("ana").id)
        config = with_news(config, tmp_path / "briefbot.db")
        async with at_work(config, tmp_path / "briefbot.db", slack, clock) as bot:
            await bot.tick()
            clock.ahead = timedelta(days=-1)
            wait = await subscribed(slack, clock)
            clock.ahead += wait
            await bot.tick()
            told = await slack.shown(kind="message", channel=slack.workspace.direct("ana").id)
            await asyncio.sleep(2)
        messages = slack.journal.find(kind="message")
    assert "was at work at" in told.words
    assert len(messages) == 1


async def test_a_start_settles_proposals_that_a_dead_process_left(tmp_path: Path) -> None:
    """One whose source is in the file is approved, one whose source is not waits again."""
    database = tmp_path / "briefbot.db"
    config = written(tmp_path, "{id: daily, url: 'https://daily.test/'}")
    now = utc_now()
    there, lost = (suggestions.add(database, f"{n}", f"{n}", "U1", now).id for n in ("a", "b"))
    for number, source_id in ((there, "daily"), (lost, "late")):
        suggestions.begin(database, number, source_id, "U2", now)
    async with emulator.serve() as slack, at_work(config, database, slack, Hand()):
        found = suggestions.find(database, there)
        waiting = suggestions.waiting(database)
    assert found
    assert found.state is Verdict.APPROVED
    assert [each.id for each in waiting] == [lost]


async def test_a_pause_that_slack_asks_for_holds_digests_and_answers_alike(tmp_path: Path) -> None:
    """It is for a method in the whole workspace, whoever met it."""
    database, now = tmp_path / "briefbot.db", asyncio.get_running_loop().time
    config = with_news(written(tmp_path), database)
    known_since(config, database)
    async with emulator.serve() as slack, at_work(config, database, slack, Hand()) as bot:
        slack.faults.add("chat.postMessage", faults.ratelimited(4))
        asked = now()
        await slack.say("ben", "briefbot", "help")
        await until(lambda: slack.faults.met["ratelimited"])
        await bot.tick()
        await slack.shown(kind="message", channel=NEWS)
        waited = now() - asked
    assert waited > 3.9
