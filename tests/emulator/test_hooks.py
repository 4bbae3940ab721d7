"""response_url: five times, thirty minutes, where the bot need not be a member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.emulator.bot import session_client

if TYPE_CHECKING:
    from briefbot.emulator import Slack

BUTTON = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    ],
}


async def _hook(slack: Slack, channel: str = "#general") -> AsyncWebhookClient:
    act = await slack.command("ana", channel, "taiwan")
    return AsyncWebhookClient(act.payload["response_url"])


async def test_it_works_five_times(slack: Slack) -> None:
    """The sixth post is refused with 404, and nothing is shown."""
    hook = await _hook(slack)
    answers = [await hook.send(text=str(number)) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert [shown.text for shown in slack.journal.find(kind="ephemeral")] == list("01234")


async def test_it_works_for_thirty_minutes(slack: Slack) -> None:
    """After half an hour it is refused."""
    hook = await _hook(slack)
    slack.clock.advance(30 * 60 - 1)
    assert (await hook.send(text="in time")).status_code == 200
    slack.clock.advance(2)
    late = await hook.send(text="late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)


async def test_it_is_for_one_person_unless_it_says_otherwise(slack: Slack) -> None:
    """The answer is ephemeral; in_channel posts for all, even where the bot is no member."""
    hook = await _hook(slack)
    await hook.send(text="for you")
    await hook.send(text="for all", response_type="in_channel")
    general = slack.workspace.channel("general")
    assert slack.workspace.bot.id not in general.members
    assert [message.text for message in general.posted()] == ["for all"]
    kinds = [(shown.kind, shown.text) for shown in slack.journal.find()]
    assert kinds == [("ephemeral", "for you"), ("message", "for all")]


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({"response_type": "in_channel"}, "no_text"),
        ({"blocks": [{"type": "header"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "markdown", "text": "x" * 7000}] * 2}, "msg_blocks_too_long"),
    ],
)
async def test_it_refuses_what_a_message_may_not_be(
    slack: Slack, payload: dict[str, Any], error: str
) -> None:
    """Limits of blocks hold here too; the answer is 400 with the error."""
    answer = await (await _hook(slack)).send_dict(payload)
    assert (answer.status_code, error in answer.body) == (400, True)
    assert slack.journal.find() == []


async def test_a_click_s_message_can_be_replaced_and_deleted(slack: Slack) -> None:
    """replace_original and delete_original work on the message whose button was clicked."""
    async with session_client(slack) as web:
        ts = (await web.chat_postMessage(channel="#news", text="x", blocks=[BUTTON]))["ts"]
    channel = slack.workspace.channel("news")
    act = await slack.click("ana", "#news", ts, "go")
    hook = AsyncWebhookClient(act.payload["response_url"])
    await hook.send(text="changed", replace_original=True)
    assert (channel.messages[ts].text, channel.messages[ts].blocks) == ("changed", [])
    await hook.send(text="beside")
    await hook.send(text="", delete_original=True)
    assert channel.messages == {}
    assert [shown.kind for shown in slack.journal.find()] == [
        "message",
        "update",
        "ephemeral",
        "delete",
    ]
