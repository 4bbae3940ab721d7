"""The slash command, over Socket Mode, with a real desk behind it."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from briefbot.emulator import Fault
from briefbot.listeners.front import QUESTIONS
from briefbot.listeners.reply import ATTEMPTS
from tests.listeners.atwork import EIGHT, PAGE, Work, post_digest, work
from tests.stalls import Stopwatch


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Work]:
    """Run the bot over a filled archive."""
    async with work(tmp_path) as running:
        yield running


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Taiwan opens port"),
        ("taiwan", "Taiwan opens port"),
        ("ledger:x zebra", "zebra"),
        ("topics", "Taiwan"),
        ("sources", "Herald"),
        ("status", "Running since"),
        ("help", "/brief unsubscribe taiwan"),
        ("subscribe", "You have no subscriptions"),
        ("unsubscribe", "You have no subscriptions"),
        ("unsubscribe zebra", "You have no such subscription."),
        ("subscribe taiwan 25:00", "no time of day"),
        ("why https://ledger.example/port1", "Taiwan opens port 1"),
        ("why https://nowhere.example/", "nowhere.example"),
    ],
)
async def test_every_command_is_answered(bot: Work, text: str, said: str) -> None:
    """Each kind is acknowledged, and answered so that only who asked sees it."""
    entry = await bot.ask(text)
    await bot.settled()
    shown = bot.slack.journal.find()
    assert entry.kind == "ephemeral"
    assert said in "\n".join(one.words for one in shown)
    assert bot.slack.journal.live == ()


async def test_a_page_is_read_now(bot: Work) -> None:
    """An address is answered with the summary of its page."""
    entry = (await bot.after(await bot.slack.command("ana", "#random", PAGE)))[-1]
    assert "A ferry crosses the strait again" in entry.words
    assert "pages.example" in entry.words


async def test_a_page_that_takes_long_is_announced(bot: Work) -> None:
    """After two seconds the reader hears that it takes a while; then comes the summary."""
    bot.pages.seconds = 2.3
    act = await bot.slack.command("ana", "#random", PAGE)
    waiting, summary = await bot.after(act)
    assert "I am reading the page" in waiting.words
    assert "A ferry crosses the strait again" in summary.words


async def test_an_announcement_that_is_lost_costs_no_answer(bot: Work) -> None:
    """Slack takes no announcement, and the summary comes all the same."""
    bot.pages.seconds = 2.3
    gone = Fault(name="gone", effect=False, status=404, body="expired_url")
    bot.slack.faults.add("response_url", *[gone] * ATTEMPTS)
    act = await bot.slack.command("ana", "#random", PAGE)
    (summary,) = await bot.after(act)
    assert "A ferry crosses the strait again" in summary.words


async def test_a_page_that_cannot_be_read_is_said_in_a_sentence(bot: Work) -> None:
    """The reader hears what is wrong with the address."""
    entry = await bot.ask("https://nowhere.example/x")
    assert "I find no nowhere.example on the public web" in entry.words


async def test_hours_are_said_in_the_readers_own_zone(bot: Work) -> None:
    """Slack knows that Chi lives in Taipei, and Ben in New York."""
    chi = await bot.ask("taiwan", user="chi", channel="#news")
    ben = await bot.ask("taiwan", user="ben", channel="#news")
    assert "15:00" in chi.words
    assert "02:00" in ben.words


async def test_a_subscription_is_confirmed_with_what_the_reader_has(bot: Work) -> None:
    """The answer says when it comes, in their own zone, and lets them change it."""
    act = await bot.slack.command("chi", "#news", "subscribe taiwan 08:00 weekdays")
    await bot.settled()
    said, mine = act.so_far
    assert "a direct message at 08:00 on weekdays (Asia/Taipei)" in said.words
    assert "Your subscriptions" in mine.words
    ended = await bot.slack.command("chi", "#news", "unsubscribe taiwan")
    await bot.settled()
    assert "Ended: taiwan" in ended.so_far[0].words
    assert "no subscriptions" in ended.so_far[1].words


async def test_a_command_that_comes_in_again_changes_nothing(bot: Work) -> None:
    """A replay is acknowledged; what has been ended since does not come back."""
    act = await bot.slack.command("chi", "#news", "subscribe taiwan 08:00")
    await bot.after(act)
    await bot.after(await bot.slack.command("chi", "#news", "unsubscribe all"))
    assert (await bot.slack.world.send("slash_commands", act.payload)).ok
    await bot.settled()
    chi = bot.slack.workspace.user("chi").id
    assert await bot.db(bot.store.subscriptions_of, chi) == ()


async def test_the_latest_digest_of_the_channel_is_shown(tmp_path: Path) -> None:
    """`/brief` alone shows what the channel was told last, to who asks, with its buttons."""
    async with work(tmp_path, post=True) as bot:
        entry = await bot.ask("", channel="#news")
        posted = bot.slack.journal.find(kind="message", channel=entry.channel)[0]
        assert entry.text == posted.text
        assert entry.kind == "ephemeral"


@pytest.mark.parametrize("who", ["gus", "eve"])
async def test_guests_are_answered_and_strangers_are_not(bot: Work, who: str) -> None:
    """The archive is the workspace's; who comes by Slack Connect gets a polite word."""
    bot.slack.workspace.add_user("eve", team_id="T0OTHER001")
    general = bot.slack.workspace.channel("#general")
    general.members.add(bot.slack.workspace.user("eve").id)
    entry = await bot.ask("taiwan", user=who, channel="#general")
    assert ("of this workspace only" in entry.words) == (who == "eve")


async def test_mentions_in_a_command_wake_nobody(bot: Work) -> None:
    """What people type, and what feeds say, is shown as it stands, shared or not."""
    entry = await bot.ask("taiwan <!channel>", channel="#news")
    assert "<!channel>" in entry.words
    shared = await bot.press("ana", "answer_share", entry)
    assert [one.kind for one in shared] == ["message", "update"]
    ana = bot.slack.workspace.user("ana").id
    # The only live mention says who shared it.
    assert {sign for one in bot.slack.journal.live for sign in one.mentions} <= {f"@{ana}"}
    assert all(set(one.woken) <= {ana} for one in bot.slack.journal.shown)


async def test_while_the_bot_stops_it_says_so(tmp_path: Path) -> None:
    """A command that comes in during a restart is answered politely, at once."""
    async with work(tmp_path, closing=lambda: True) as bot:
        entry = await bot.ask("taiwan")
        assert "I am being restarted" in entry.words
        assert entry.via == "ack"


async def test_the_operator_may_call_the_command_otherwise(tmp_path: Path) -> None:
    """Another app may own /brief: then help and hints name the other word."""
    async with work(tmp_path, command="/news") as bot:
        act = await bot.slack.command("ana", "#random", "help", name="/news")
        entry = await act.shown()
        assert "/news unsubscribe" in entry.words
        assert "/brief" not in entry.words


async def test_a_command_is_acknowledged_before_the_archive_is_asked(bot: Work) -> None:
    """A desk that is slow holds up no acknowledgement."""
    release = asyncio.Event()
    real = bot.desk.read

    async def slow(*args: object, **kwargs: object) -> object:
        await release.wait()
        return await real(*args, **kwargs)  # type: ignore[arg-type]  # whatever is asked

    bot.desk.read = slow  # type: ignore[assignment]  # a slow archive
    act = await bot.slack.command("ana", "#news", "taiwan")
    assert act.ok
    assert act.so_far == []
    release.set()
    assert "Taiwan" in (await act.shown()).words
    bot.desk.read = real


NASTY = (
    '"foo* NEAR',
    '"',
    '""""',
    "'; DROP TABLE articles; --",
    "NEAR(a b, 5)",
    "a AND NOT b OR (c",
    "(" * 500,
    ")" * 500,
    " ".join(f"word{n}" for n in range(200)),
    " OR ".join(["x"] * 200),
    "\x00",
    "tai\x00wan",
    "",
    " \t\u3000 ",
    "*",
    "-",
    "-taiwan",
    "^taiwan",
    "title:taiwan",
    "{}",
    "${jndi:ldap://x}",
    "%s%s%n",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "<!everyone> <!here> <@U000000003> <#C1|x>",
    "&lt;!channel&gt; &amp;",
    "`code` *bold* _it_ ~no~",
    "\u202eevil\u2066",
    "\ud800",
    "𝕿𝖆𝖎𝖜𝖆𝖓 " * 50,
    "🇹🇼" * 300,
    "台灣" * 500,
    "a" * 4000,
    "since:9999-99-99 since:monday since:",
    "99999999999d 0d -5d",
    "source:nobody lang:xx lang:\x00",
    "why not",
    "why",
    "https://",
    "http://[::1",
)


@pytest.mark.fault
async def test_nasty_queries_get_polite_answers(
    tmp_path: Path, figure: Callable[[str, str], None]
) -> None:
    """A-03: each of forty is acknowledged within a second and answered without a reference."""
    async with work(tmp_path) as bot:
        users = ("ana", "ben", "chi")
        took = []
        for number, text in enumerate(NASTY):
            watch = Stopwatch()
            act = await bot.slack.command(users[number % 3], "#news", text.replace("\ud800", "�"))
            took.append(watch.seconds * 1000)
            entry = (await bot.after(act))[-1]
            assert entry.kind == "ephemeral"
            assert "went wrong on our side" not in entry.words, text
            assert "operation_timeout" not in act.ack.problem
        assert len(NASTY) == 40
        assert max(took) <= 1000
        assert bot.slack.journal.live == ()
        figure("A-03", f"40 polite answers, slowest acknowledgement {max(took):.0f} ms")


@pytest.mark.fault
async def test_a_flood_of_commands_is_answered_within_limits(
    tmp_path: Path, figure: Callable[[str, str], None]
) -> None:
    """A-04: 500 commands in ten seconds from twenty people hold up neither Slack nor the digest."""
    async with work(tmp_path, at=EIGHT - timedelta(minutes=1)) as bot:
        workspace = bot.slack.workspace
        people = [workspace.add_user(f"reader{n}").id for n in range(20)]
        workspace.channel("#news").members.update(people)

        async def ask(number: int) -> float:
            await asyncio.sleep(number * 10 / 500)
            watch = Stopwatch()
            act = await bot.slack.command(people[number % 20], "#news", f"taiwan {number % 7}d")
            assert act.ok
            return watch.seconds * 1000

        async def post() -> float:
            await asyncio.sleep(4)
            watch = Stopwatch()
            await post_digest(bot)
            return watch.seconds

        began = time.monotonic()
        posted, *took = await asyncio.gather(post(), *map(ask, range(500)))
        await bot.settled()
        most = QUESTIONS + math.ceil((time.monotonic() - began) * QUESTIONS / 60)
        shown = [one.words for one in bot.slack.journal.find(kind="ephemeral")]
        limited = sum("faster than I can answer" in words for words in shown)
        answered = sum("Taiwan" in words for words in shown)
        assert max(took) <= 3000
        assert answered + limited == 500
        assert 20 * 20 <= answered <= 20 * most
        assert posted <= 5
        figure(
            "A-04",
            f"500 of 500 acknowledged, p99 {sorted(took)[494]:.0f} ms; {answered} answered, "
            f"{limited} told to wait; digest posted after {posted:.1f} s",
        )
