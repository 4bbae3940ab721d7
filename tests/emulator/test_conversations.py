"""conversations.*: what the bot sees, joins, opens and reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.emulator.bot import refusal

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from briefbot.emulator import Slack


async def test_the_list_comes_in_pages(slack: Slack, web: AsyncWebClient) -> None:
    """Following the cursors gives every public channel once."""
    for number in range(7):
        slack.workspace.add_channel(f"room-{number}", is_archived=number == 0)
    names: list[str] = []
    cursor = ""
    while True:
        page = await web.conversations_list(limit=4, cursor=cursor, exclude_archived=True)
        names += [channel["name"] for channel in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert names == ["news", "general", "random", *(f"room-{n}" for n in range(1, 7))]


async def test_private_channels_show_to_members_alone(slack: Slack, web: AsyncWebClient) -> None:
    """A private channel without the bot is not listed, has no info, and can't be joined."""
    board = slack.workspace.add_channel("board", members=("ana",), is_private=True)
    page = await web.conversations_list(types="public_channel,private_channel")
    names = {channel["name"]: channel["is_member"] for channel in page["channels"]}
    assert names == {"news": True, "desk": True, "general": False, "random": False}
    assert (await refusal(web.conversations_info(channel=board.id)))["error"] == "channel_not_found"
    mine = await web.users_conversations(types="public_channel,private_channel,im")
    assert {channel["name"] for channel in mine["channels"]} == {"news", "desk"}


async def test_joining_makes_a_member(slack: Slack, web: AsyncWebClient) -> None:
    """A public channel can be joined, again with a warning; private and archived ones can't."""
    general = slack.workspace.channel("general")
    desk = slack.workspace.channel("desk")
    old = slack.workspace.add_channel("old", is_archived=True)
    assert (await web.conversations_join(channel=general.id))["channel"]["is_member"]
    assert (await web.conversations_join(channel=general.id))["warning"] == "already_in_channel"
    await web.chat_postMessage(channel=general.id, text="Hello")
    private = await refusal(web.conversations_join(channel=desk.id))
    archived = await refusal(web.conversations_join(channel=old.id))
    assert private["error"] == "method_not_supported_for_channel_type"
    assert archived["error"] == "is_archived"


async def test_direct_messages_are_opened(slack: Slack, web: AsyncWebClient) -> None:
    """Opening twice gives the same channel; nobody and the gone can't be written to."""
    ana = slack.workspace.user("ana")
    gone = slack.workspace.add_user("old", deleted=True)
    one = (await web.conversations_open(users=ana.id))["channel"]["id"]
    two = (await web.conversations_open(users=ana.id))["channel"]["id"]
    assert one == two == slack.workspace.direct("ana").id
    assert (await refusal(web.conversations_open(users="U404")))["error"] == "user_not_found"
    assert (await refusal(web.conversations_open(users=gone.id)))["error"] == "user_disabled"


async def test_history_is_read_between_two_moments(slack: Slack, web: AsyncWebClient) -> None:
    """Newest first; the edges belong to it only when asked for; pages follow cursors."""
    slack.limits.on = False
    channel = slack.workspace.channel("news").id
    stamps = [
        (await web.chat_postMessage(channel=channel, text=str(number)))["ts"] for number in range(5)
    ]
    inside = await web.conversations_history(channel=channel, oldest=stamps[1], latest=stamps[3])
    edges = await web.conversations_history(
        channel=channel, oldest=stamps[1], latest=stamps[3], inclusive=True
    )
    assert [message["text"] for message in inside["messages"]] == ["2"]
    assert [message["text"] for message in edges["messages"]] == ["3", "2", "1"]
    page = await web.conversations_history(channel=channel, limit=3)
    rest = await web.conversations_history(
        channel=channel, limit=3, cursor=page["response_metadata"]["next_cursor"]
    )
    texts = [message["text"] for message in (*page["messages"], *rest["messages"])]
    assert (page["has_more"], rest["has_more"]) == (True, False)
    assert texts == ["4", "3", "2", "1", "0"]


async def test_history_is_for_members(slack: Slack, web: AsyncWebClient) -> None:
    """The bot reads no channel that it is not in."""
    general = slack.workspace.channel("general").id
    said = await refusal(web.conversations_history(channel=general))
    assert said["error"] == "not_in_channel"
    members = await web.conversations_members(channel=slack.workspace.channel("news").id)
    assert slack.workspace.bot.id in members["members"]
