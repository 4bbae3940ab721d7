"""chat.*: what is kept, what is shown, and what is refused, seen with the SDK's own client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from briefbot import emulator
from briefbot.clock import utc_now
from tests.emulator.bot import refusal, session_client

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from briefbot.emulator import Slack

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
METADATA = {"event_type": "briefbot_digest", "event_payload": {"key": "bb:1", "part": 0}}


async def test_a_message_is_kept_with_its_blocks_named(slack: Slack, web: AsyncWebClient) -> None:
    """Slack answers with the message as it stands, and gives ids to blocks that have none."""
    answer = await web.chat_postMessage(channel="#news", text="Hello", blocks=[SECTION])
    channel = slack.workspace.channel("news")
    assert answer["channel"] == channel.id
    (message,) = channel.messages.values()
    assert (message.ts, message.bot_id) == (answer["ts"], slack.workspace.bot_id)
    assert answer["message"]["blocks"][0]["block_id"] == message.blocks[0]["block_id"] != ""


async def test_every_ts_is_greater_than_the_last() -> None:
    """Messages of one moment have different ids that sort in their order."""
    moment = utc_now()
    async with emulator.serve(read=lambda: moment) as slack, session_client(slack) as web:
        slack.limits.on = False
        stamps = [(await web.chat_postMessage(channel="#news", text="x"))["ts"] for _ in range(5)]
    assert stamps == sorted(set(stamps))
    assert float(stamps[0]) == pytest.approx(moment.timestamp(), abs=0.001)


async def test_channels_that_the_bot_may_not_post_in(slack: Slack, web: AsyncWebClient) -> None:
    """Not a member, not visible, not there, archived, for admins only: each has its own error."""
    workspace = slack.workspace
    workspace.add_channel("old", members=("briefbot",), is_archived=True)
    workspace.add_channel("board", members=("ana",), is_private=True)
    workspace.add_channel("rules", members=("briefbot",), is_restricted=True)
    said = {
        name: (await refusal(web.chat_postMessage(channel=name, text="x")))["error"]
        for name in ("#general", "#board", "#nowhere", "#old", "#rules", workspace.bot.id)
    }
    assert list(said.values()) == [
        "not_in_channel",
        "channel_not_found",
        "channel_not_found",
        "is_archived",
        "restricted_action",
        "channel_not_found",
    ]


async def test_a_person_s_id_opens_a_direct_message(slack: Slack, web: AsyncWebClient) -> None:
    """A message to U… stands in the bot's direct message with that person."""
    chi = slack.workspace.user("chi")
    answer = await web.chat_postMessage(channel=chi.id, text="Good morning")
    assert answer["channel"].startswith("D")
    assert slack.workspace.direct("chi").messages[answer["ts"]].text == "Good morning"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"blocks": "[not json"}, "invalid_blocks_format"),
        ({"blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        (
            {"text": "x", "metadata": {"event_type": "x", "event_payload": {"Key!": 1}}},
            "invalid_metadata_schema",
        ),
        (
            {"text": "x", "metadata": {"event_type": "x", "event_payload": {"k": "y" * 9000}}},
            "metadata_too_large",
        ),
        ({"text": "x", "thread_ts": "1.000001"}, "cannot_reply_to_message"),
        ({"blocks": [{"type": "markdown", "text": "y" * 12_001}]}, "invalid_blocks"),
    ],
)
async def test_messages_that_slack_refuses(
    web: AsyncWebClient, arguments: dict[str, Any], error: str
) -> None:
    """Each broken message has Slack's own error."""
    said = await refusal(web.api_call("chat.postMessage", json={"channel": "#news", **arguments}))
    assert said["error"] == error


async def test_bad_blocks_are_pointed_at(web: AsyncWebClient) -> None:
    """The answer says what is wrong and where, as Slack does."""
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    said = await refusal(web.chat_postMessage(channel="#news", text="x", blocks=[header]))
    problem = "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert said["errors"] == [problem]
    assert said["response_metadata"]["messages"] == [f"[ERROR] {problem}"]


async def test_a_very_long_text_is_cut_with_a_warning(slack: Slack, web: AsyncWebClient) -> None:
    """Slack keeps 40,000 characters of a text and says so."""
    answer = await web.chat_postMessage(channel="#news", text="x" * 40_001)
    assert answer["warning"] == "message_truncated"
    (message,) = slack.workspace.channel("news").messages.values()
    assert len(message.text) == 40_000


async def test_replies_stand_in_a_thread_and_not_in_the_channel(
    slack: Slack, web: AsyncWebClient
) -> None:
    """History leaves replies out; replies gives the first message and them; one level alone."""
    slack.limits.on = False
    first = (await web.chat_postMessage(channel="#news", text="first"))["ts"]
    reply = (await web.chat_postMessage(channel="#news", text="re", thread_ts=first))["ts"]
    deeper = await web.chat_postMessage(channel="#news", text="re re", thread_ts=reply)
    channel = slack.workspace.channel("news").id
    history = (await web.conversations_history(channel=channel))["messages"]
    replies = (await web.conversations_replies(channel=channel, ts=first))["messages"]
    assert [message["text"] for message in history] == ["first"]
    assert (history[0]["reply_count"], history[0]["thread_ts"]) == (2, first)
    assert [message["text"] for message in replies] == ["first", "re", "re re"]
    assert deeper["message"]["thread_ts"] == first


async def test_metadata_comes_back_only_when_asked_for(slack: Slack, web: AsyncWebClient) -> None:
    """History shows metadata with include_all_metadata, and never when Slack does not keep it."""
    channel = slack.workspace.channel("news").id
    await web.chat_postMessage(channel="#news", text="x", metadata=METADATA)
    plain = await web.conversations_history(channel=channel)
    whole = await web.conversations_history(channel=channel, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert whole["messages"][0]["metadata"] == METADATA
    slack.options.keeps_metadata = False
    await web.chat_postMessage(channel="#news", text="y", metadata=METADATA)
    whole = await web.conversations_history(channel=channel, include_all_metadata=True)
    assert "metadata" not in whole["messages"][0]


async def test_a_message_can_be_changed_and_taken_away(slack: Slack, web: AsyncWebClient) -> None:
    """The bot changes and deletes its own messages; metadata stays; nobody's else."""
    channel = slack.workspace.channel("news")
    ts = (await web.chat_postMessage(channel="#news", text="x", metadata=METADATA))["ts"]
    await web.chat_update(channel=channel.id, ts=ts, text="better")
    assert (channel.messages[ts].text, channel.messages[ts].metadata) == ("better", METADATA)
    long = await refusal(web.chat_update(channel=channel.id, ts=ts, text="x" * 4001))
    act = await slack.say("ana", "#news", "mine")
    assert act.message is not None
    theirs = await refusal(web.chat_update(channel=channel.id, ts=act.message.ts, text="no"))
    assert (long["error"], theirs["error"]) == ("msg_too_long", "cant_update_message")
    await web.chat_delete(channel=channel.id, ts=ts)
    gone = await refusal(web.chat_update(channel=channel.id, ts=ts, text="again"))
    assert gone["error"] == "message_not_found"


async def test_an_ephemeral_message_is_for_one_member(slack: Slack, web: AsyncWebClient) -> None:
    """It is in nobody's history, and only somebody in the channel can get one."""
    channel = slack.workspace.channel("news")
    ana, gus = slack.workspace.user("ana"), slack.workspace.user("gus")
    await web.chat_postEphemeral(channel=channel.id, user=ana.id, text="psst")
    shown = await slack.shown(kind="ephemeral", user="ana")
    assert (shown.text, channel.messages) == ("psst", {})
    said = await refusal(web.chat_postEphemeral(channel=channel.id, user=gus.id, text="psst"))
    assert said["error"] == "user_not_in_channel"


async def test_what_is_no_markup_is_kept_escaped(slack: Slack, web: AsyncWebClient) -> None:
    """A bare sign is escaped; what is escaped stays so; a live sequence stays live."""
    await web.chat_postMessage(
        channel="#news", text="a < b & c &lt;!channel&gt; <https://x.example|y>"
    )
    (message,) = slack.workspace.channel("news").messages.values()
    assert message.text == "a &lt; b &amp; c &lt;!channel&gt; <https://x.example|y>"
