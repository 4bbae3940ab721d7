"""The bot as a process, against the emulator: it posts, answers, waits for Slack, and stops."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

from briefbot import blocks, emulator
from briefbot.app import stored
from briefbot.clock import utc_now
from briefbot.deliver.slack import SlackDeliver
from briefbot.emulator import faults
from briefbot.outbox import Outbox, Pace, Versions
from briefbot.slack.client import session, web_client
from tests.badserver import BadServer, reply
from tests.press import CABLE, HARBOUR, publish
from tests.running import known_since, label, running

if TYPE_CHECKING:
    from collections.abc import Callable
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
            shown = await slack.shown(timeout=30, kind="message", channel=NEWS)
            await bot.logged("sent")
            act = await slack.command("ana", NEWS, "help")
            answer = await act.shown()
            took = await bot.stop()
            assert (bot.process.returncode, await bot.ended()) == (0, "")
        async with running(config, database, slack.env) as again:
            await again.logged("ready")
            await asyncio.sleep(2.5)
            await again.stop()
        posted = in_news(slack)
    assert ready["team"] == "The Almanac"
    assert 0 < ready["seconds"] < 10
    assert not [entry for entry in bot.log if "logger" in entry]  # no library complains
    assert CABLE.title in shown.words
    assert "Morning desk" in shown.words
    assert act.ok
    assert "/brief" in answer.words
    assert len(posted) == 1
    assert took < 10
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


async def test_http_mode_takes_signed_requests(tmp_path: Path) -> None:
    """The process listens, answers a command that Slack signs, and no other."""
    async with emulator.serve() as slack:
        secret = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105  an example's
        env = {**slack.env, "SLACK_SIGNING_SECRET": secret}
        del env["SLACK_APP_TOKEN"]
        config, database = written(tmp_path), tmp_path / "briefbot.db"
        async with running(config, database, env, "--http", "127.0.0.1:0") as bot:
            await bot.logged("ready")
            url = f"http://127.0.0.1:{(await bot.logged('listening'))['port']}/slack/events"
            slack.use_http(url, secret)
            act = await slack.command("ana", NEWS, "help")
            answer = await act.shown()
            slack.use_http(url, "another secret")
            forged = await slack.command("ana", NEWS, "help")
            await bot.logged("unsigned request refused")
            await bot.stop()
            assert (bot.process.returncode, await bot.ended()) == (0, "")
        assert len(slack.sockets) == 0
    assert act.ok
    assert "/brief" in answer.words
    assert not forged.ok
    assert secret not in bot.raw


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
            told = await slack.shown(
                timeout=60, kind="message", channel=slack.workspace.direct(ben).id
            )
            await bot.logged("alert")
            await asyncio.sleep(3)
            await bot.stop()
        messages = slack.journal.find(kind="message")
    assert "#news" in told.words
    assert "restricted_action" in told.words
    assert len(messages) == 1
    assert bot.events.count("alert") == 1
    assert "admins not told" not in bot.events


async def test_a_stop_while_slack_is_away(tmp_path: Path) -> None:
    """Nobody has to wait for Slack to stop the bot."""
    env = {
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "SLACK_BOT_TOKEN": "xoxb-known",
        "SLACK_APP_TOKEN": "xapp-known",
    }
    async with running(written(tmp_path), tmp_path / "briefbot.db", env) as bot:
        await bot.logged("started")
        took = await bot.stop()
        assert (bot.process.returncode, await bot.ended()) == (0, "")
    assert took < 5


async def test_slack_that_is_down_at_the_start_is_waited_for(tmp_path: Path) -> None:
    """The archive is kept meanwhile, and the bot is ready once Slack is there."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    env = {
        "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
        "SLACK_BOT_TOKEN": "xoxb-known",
        "SLACK_APP_TOKEN": "xapp-known",
    }
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
        known_since(config, database)
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
            await slack.shown(timeout=60, kind="message", channel=NEWS)
            begun = asyncio.create_task(bot.stop())
            await bot.logged("stopping")
            late = await slack.command("ana", NEWS, "taiwan")
            refused = await late.shown()
            took = await begun
            assert (bot.process.returncode, await bot.ended()) == (0, "")
        await _settled(slack, database)
        posted = in_news(slack)
    assert len(posted) == 1
    assert "being restarted" in refused.words
    assert took <= 10
    where = "as PID 1" if first else "as a child"
    figure("D-02" if first else "D-02a", f"{where}: exit 0 in {took:.1f} s, 1 message after all")


async def _settled(slack: Slack, database: Path) -> None:
    """Let an outbox of a faster world look for what was left, and post what is still to post."""
    async with session() as http, stored(database) as keeper:
        deliver = SlackDeliver(web_client(slack.bot_token, slack.api_url, http))
        versions = Versions(halve=blocks.halve, plain=blocks.plain_message)
        outbox = Outbox(keeper, deliver, utc_now, Pace().divided(100), versions=versions)
        posting = asyncio.create_task(outbox.run())
        async with asyncio.timeout(20):
            while await keeper.db(lambda: tuple(keeper.store.sending())):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        posting.cancel()
        await asyncio.gather(posting, return_exceptions=True)
