"""The journal knows whom a message wakes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from briefbot.emulator import mrkdwn

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from briefbot.emulator import Slack


def _rich(element: dict[str, Any]) -> list[dict[str, Any]]:
    section = {"type": "rich_text_section", "elements": [element]}
    return [{"type": "rich_text", "elements": [section]}]


def _section(kind: str, text: str) -> list[dict[str, Any]]:
    return [{"type": "section", "text": {"type": kind, "text": text}}]


@pytest.mark.parametrize(
    ("message", "mentions", "everyone"),
    [
        ({"text": "<!channel> look"}, ("!channel",), True),
        ({"text": "&lt;!channel&gt; look"}, (), False),
        ({"text": "x", "blocks": _section("mrkdwn", "<!here|here>")}, ("!here",), True),
        ({"text": "x", "blocks": _section("plain_text", "<!here>")}, (), False),
        ({"text": "x", "blocks": _rich({"type": "text", "text": "<!channel>"})}, (), False),
        (
            {"text": "x", "blocks": _rich({"type": "broadcast", "range": "everyone"})},
            ("!everyone",),
            True,
        ),
        ({"text": "@channel look"}, (), False),
        ({"text": "@channel look", "link_names": True}, ("!channel",), True),
        (
            {"text": "x", "blocks": [{"type": "markdown", "text": "<!channel>"}]},
            ("!channel",),
            True,
        ),
    ],
)
async def test_whom_a_message_wakes(
    slack: Slack,
    web: AsyncWebClient,
    message: dict[str, Any],
    mentions: tuple[str, ...],
    *,
    everyone: bool,
) -> None:
    """Live mentions in mrkdwn and rich text wake people; escaped and literal ones do not."""
    await web.api_call("chat.postMessage", json={"channel": "#news", **message})
    (shown,) = slack.journal.find()
    channel = slack.workspace.channel("news")
    members = sorted(channel.members - {slack.workspace.bot.id})
    assert shown.mentions == mentions
    assert list(shown.woken) == (members if everyone else [])
    assert bool(slack.journal.woken) == everyone


async def test_one_person_or_a_group_can_be_woken(slack: Slack, web: AsyncWebClient) -> None:
    """<@U…> wakes that person, a user group its members, an unknown id nobody."""
    ana, ben = slack.workspace.user("ana").id, slack.workspace.user("ben").id
    slack.workspace.groups["S1"] = (ben,)
    await web.chat_postMessage(channel="#news", text=f"<@{ana}> <!subteam^S1> <@U404>")
    assert set(slack.journal.woken[0].woken) == {ana, ben}


async def test_an_ephemeral_wakes_nobody_and_its_mentions_show(
    slack: Slack, web: AsyncWebClient
) -> None:
    """Live mentions in it are still noted: the same text may be shared later."""
    await web.chat_postEphemeral(
        channel=slack.workspace.channel("news").id,
        user=slack.workspace.user("ana").id,
        text="<!channel>",
    )
    assert slack.journal.woken == ()
    assert [shown.mentions for shown in slack.journal.live] == [("!channel",)]


async def test_what_people_write_themselves_is_not_the_app_s(slack: Slack) -> None:
    """A person may call the channel; the app is not blamed for it."""
    await slack.say("ana", "#general", "@channel hello")
    assert slack.journal.live == ()
    assert slack.journal.find(by="person")[0].text == "<!channel> hello"


async def test_waiting_ends_when_something_is_shown(slack: Slack, web: AsyncWebClient) -> None:
    """Who waits for a channel is not woken by another, and gives up in the end."""
    waiting = asyncio.ensure_future(slack.shown(channel="#desk"))
    await web.chat_postMessage(channel="#news", text="x")
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await web.chat_postMessage(channel="#desk", text="y")
    assert (await waiting).text == "y"
    with pytest.raises(TimeoutError):
        await slack.shown(kind="modal", timeout=0.05)


async def test_all_words_of_a_message_can_be_read(slack: Slack, web: AsyncWebClient) -> None:
    """Blocks are read in order, links by their words."""
    link = _rich({"type": "link", "url": "https://x.example/", "text": "Harbour"})
    await web.chat_postMessage(
        channel="#news", text="x", blocks=[*_section("mrkdwn", "One"), *link]
    )
    (shown,) = slack.journal.find()
    assert shown.words.splitlines() == ["x", "One", "Harbour"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a & b <c>", "a &amp; b &lt;c&gt;"),
        ("see https://x.example/a?b=1&c=2, now", "see <https://x.example/a?b=1&amp;c=2>, now"),
        ("see reuters.com", "see <http://reuters.com|reuters.com>"),
        ("since:monday 7d", "since:monday 7d"),
        ("@ben in #news, @nobody, a@ben", "<@U1> in <#C1|news>, @nobody, a@ben"),
        (
            "reuters.com and https://x.example",
            "<http://reuters.com|reuters.com> and <https://x.example>",
        ),
    ],
)
def test_what_a_person_types_comes_escaped(typed: str, told: str) -> None:
    """Slack escapes three signs and marks addresses before an app sees a message."""
    assert mrkdwn.typed(typed, {"@ben": "<@U1>", "#news": "<#C1|news>"}) == told
