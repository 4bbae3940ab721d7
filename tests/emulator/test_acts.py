"""What people do: click what they see, fill in forms, write; and what an app makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.bot import running, session_client

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from briefbot.emulator import Slack


def _button(value: str) -> dict[str, Any]:
    text = {"type": "plain_text", "text": "More"}
    return {"type": "button", "text": text, "action_id": "story_more", "value": value}


def _option(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


STORIES = [
    {"type": "actions", "elements": [_button("1.1")]},
    {
        "type": "actions",
        "elements": [
            _button("2.1"),
            {"type": "overflow", "action_id": "story_menu", "options": [_option("hide")]},
        ],
    },
]
FORM = {
    "type": "modal",
    "callback_id": "subscription",
    "title": {"type": "plain_text", "text": "Subscribe"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "query",
            "label": {"type": "plain_text", "text": "Words"},
            "element": {"type": "plain_text_input", "action_id": "query", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "days",
            "optional": True,
            "label": {"type": "plain_text", "text": "Days"},
            "element": {
                "type": "checkboxes",
                "action_id": "days",
                "options": [_option("mon"), _option("tue")],
                "initial_options": [_option("mon")],
            },
        },
    ],
}


class _App:
    """An app that opens a form at a click, and keeps what it was sent."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []

    def register(self, bolt: AsyncApp) -> None:
        bolt.action("story_more")(self.more)
        bolt.action("story_menu")(self.menu)
        bolt.view("subscription")(self.save)
        bolt.event("app_home_opened")(self.home)

    async def more(self, ack: Any, body: Any, client: Any, respond: Any) -> None:
        await ack()
        self.got.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def menu(self, ack: Any, body: Any, respond: Any) -> None:
        await ack()
        self.got.append(body)
        await respond("hidden", replace_original=True)

    async def save(self, ack: Any, body: Any) -> None:
        self.got.append(body)
        values = body["view"]["state"]["values"]
        if values["query"]["query"]["value"] == "bad":
            await ack(response_action="errors", errors={"query": "No such topic"})
        else:
            await ack()

    async def home(self, event: Any, client: Any) -> None:
        view = {"type": "home", "blocks": STORIES}
        await client.views_publish(user_id=event["user"], view=view)


async def test_a_click_finds_its_button(slack: Slack) -> None:
    """The app gets the block_actions of the very button, with the message around it."""
    app = _App()
    async with running(slack, app.register), session_client(slack) as web:
        ts = (await web.chat_postMessage(channel="#news", text="x", blocks=STORIES))["ts"]
        act = await slack.click("ana", "#news", ts, "story_more", value="2.1")
        assert act.ok
        await act.shown(kind="modal")
    (body,) = app.got
    assert body["actions"][0]["value"] == "2.1"
    assert body["container"]["message_ts"] == body["message"]["ts"] == ts
    assert body["container"]["is_ephemeral"] is False
    assert body["user"]["id"] == slack.workspace.user("ana").id
    assert body["channel"]["name"] == "news"


async def test_what_is_not_seen_can_t_be_clicked(slack: Slack) -> None:
    """No such button, several of them, a message of another's, a channel that one is not in."""
    async with session_client(slack) as web:
        ts = (await web.chat_postMessage(channel="#news", text="x", blocks=STORIES))["ts"]
        only = await web.chat_postEphemeral(
            channel=slack.workspace.channel("news").id,
            user=slack.workspace.user("ben").id,
            text="x",
            blocks=STORIES,
        )
    for user, stamp, action, value in (
        ("ana", ts, "story_why", None),
        ("ana", ts, "story_more", None),
        ("ana", ts, "story_more", "3.1"),
        ("ana", only["message_ts"], "story_more", "1.1"),
        ("gus", ts, "story_more", "1.1"),
    ):
        with pytest.raises(LookupError):
            await slack.click(user, "#news", stamp, action, value=value)


async def test_an_option_of_a_menu_is_chosen_by_value_or_words(slack: Slack) -> None:
    """The app gets the whole option; its answer replaces the message that was clicked."""
    app = _App()
    async with running(slack, app.register), session_client(slack) as web:
        channel, ana = slack.workspace.channel("news"), slack.workspace.user("ana")
        ts = (
            await web.chat_postEphemeral(channel=channel.id, user=ana.id, text="x", blocks=STORIES)
        )["message_ts"]
        act = await slack.click("ana", "#news", ts, "story_menu", option="Hide")
        shown = await act.shown()
    (body,) = app.got
    assert body["actions"][0]["selected_option"]["value"] == "hide"
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    assert (shown.kind, shown.text, shown.ts) == ("update", "hidden", ts)
    with pytest.raises(LookupError):
        await slack.click("ana", "#news", ts, "story_menu", option="Hide")


async def test_a_form_is_checked_sent_and_closed(slack: Slack) -> None:
    """Slack's own checks keep it from being sent; the app's errors keep it open; then it goes."""
    app = _App()
    async with running(slack, app.register), session_client(slack) as web:
        ts = (await web.chat_postMessage(channel="#news", text="x", blocks=STORIES))["ts"]
        act = await slack.click("ana", "#news", ts, "story_more", value="1.1")
        modal = (await act.shown(kind="modal")).view
        assert modal is not None
        empty = await slack.submit("ana", modal["id"])
        long = await slack.submit("ana", modal["id"], {"query": "x" * 21})
        bad = await slack.submit("ana", modal["id"], {"query": "bad"})
        good = await slack.submit("ana", modal["id"], {"query": "taiwan", "days": ["tue"]})
        with pytest.raises(LookupError):
            await slack.submit("ana", modal["id"], {"query": "again"})
    assert "required" in empty.errors["query"]
    assert "20 characters" in long.errors["query"]
    assert bad.errors == {"query": "No such topic"}
    assert (good.ok, good.errors) == (True, {})
    sent = [body for body in app.got if body["type"] == "view_submission"]
    assert len(sent) == 2
    state = sent[1]["view"]["state"]["values"]
    assert state["query"]["query"] == {"type": "plain_text_input", "value": "taiwan"}
    assert [o["value"] for o in state["days"]["days"]["selected_options"]] == ["tue"]


async def test_a_form_holds_what_it_was_opened_with(slack: Slack) -> None:
    """Fields that nobody touches keep their first values; unknown fields and options fail."""
    app = _App()
    async with running(slack, app.register), session_client(slack) as web:
        ts = (await web.chat_postMessage(channel="#news", text="x", blocks=STORIES))["ts"]
        act = await slack.click("ana", "#news", ts, "story_more", value="1.1")
        modal = (await act.shown(kind="modal")).view
        assert modal is not None
        for values in ({"nope": "x"}, {"query": "x", "days": ["sun"]}):
            with pytest.raises(LookupError):
                await slack.submit("ana", modal["id"], values)
        sent = await slack.submit("ana", modal["id"], {"query": "x"})
    days = sent.payload["view"]["state"]["values"]["days"]["days"]["selected_options"]
    assert [option["value"] for option in days] == ["mon"]


async def test_home_is_published_and_clicked(slack: Slack) -> None:
    """Opening Home is an event; what the app publishes can be clicked there."""
    app = _App()
    async with running(slack, app.register):
        act = await slack.open_home("ana")
        home = (await act.shown(kind="home", user=slack.workspace.user("ana").id)).view
        assert home is not None
        clicked = await slack.click_view("ana", home["id"], "story_more", value="1.1")
        await clicked.shown(kind="modal")
    (body,) = app.got
    assert body["container"] == {"type": "view", "view_id": home["id"]}
    assert body["view"]["type"] == "home"


async def test_nobody_types_where_they_are_not(slack: Slack) -> None:
    """A person types commands in their own channels, or in the direct message with the bot."""
    with pytest.raises(LookupError):
        await slack.command("gus", "#news", "taiwan")
    act = await slack.command("gus", "briefbot", "taiwan")
    assert act.payload["channel_name"] == "directmessage"
    assert act.payload["channel_id"].startswith("D")
