"""views.*: triggers, hashes, sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.emulator import serve
from tests.emulator.bot import refusal, running, session_client

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_sdk.web.async_client import AsyncWebClient

    from briefbot.emulator import Slack

TEXT = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
MODAL: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Hello"},
    "blocks": [TEXT],
}
HOME = {"type": "home", "blocks": [TEXT]}


async def _trigger(slack: Slack) -> str:
    return str((await slack.command("ana", "#news", "x")).payload["trigger_id"])


async def test_a_trigger_opens_one_modal_within_three_seconds(
    slack: Slack, web: AsyncWebClient
) -> None:
    """Used, old and unknown triggers have their own errors."""
    trigger, old = await _trigger(slack), await _trigger(slack)
    view = (await web.views_open(trigger_id=trigger, view=MODAL))["view"]
    shown = await slack.shown(kind="modal", user="ana")
    assert shown.view is not None
    assert shown.view["id"] == view["id"]
    again = await refusal(web.views_open(trigger_id=trigger, view=MODAL))
    slack.clock.advance(3.1)
    late = await refusal(web.views_open(trigger_id=old, view=MODAL))
    wrong = await refusal(web.views_open(trigger_id="1.2.x", view=MODAL))
    errors = [said["error"] for said in (again, late, wrong)]
    assert errors == ["exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id"]


async def test_a_modal_is_updated_by_the_hash_one_saw(slack: Slack, web: AsyncWebClient) -> None:
    """Who updates with an old hash is refused; a closed modal is not found."""
    view = (await web.views_open(trigger_id=await _trigger(slack), view=MODAL))["view"]
    await web.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    stale = await refusal(web.views_update(view_id=view["id"], hash=view["hash"], view=MODAL))
    await slack.close("ana", view["id"])
    gone = await refusal(web.views_update(view_id=view["id"], view=MODAL))
    assert (stale["error"], gone["error"]) == ("hash_conflict", "not_found")


async def test_home_has_a_hash_too(slack: Slack, web: AsyncWebClient) -> None:
    """Publishing over what somebody else published in between is refused when one says so."""
    ana = slack.workspace.user("ana").id
    first = (await web.views_publish(user_id=ana, view=HOME))["view"]
    await web.views_publish(user_id=ana, view=HOME, hash=first["hash"])
    stale = await refusal(web.views_publish(user_id=ana, view=HOME, hash=first["hash"]))
    modal = await refusal(web.views_publish(user_id=ana, view=MODAL))
    assert (stale["error"], modal["error"]) == ("hash_conflict", "invalid_arguments")


async def test_views_have_their_limits(slack: Slack, web: AsyncWebClient) -> None:
    """100 blocks, 24 characters of title, 250 kB in all, submit where something is asked."""
    ask = {
        "type": "input",
        "label": {"type": "plain_text", "text": "x"},
        "element": {"type": "plain_text_input"},
    }
    big = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    said = []
    for view in (
        MODAL | {"blocks": [TEXT] * 101},
        MODAL | {"title": {"type": "plain_text", "text": "x" * 25}},
        MODAL | {"blocks": [ask]},
        MODAL | {"blocks": [big] * 90},
    ):
        answer = await refusal(web.views_open(trigger_id=await _trigger(slack), view=view))
        messages = answer.get("response_metadata", {}).get("messages", [""])
        said.append((answer["error"], messages[0].partition(" [json")[0]))
    assert said == [
        ("invalid_arguments", "[ERROR] no more than 100 items allowed"),
        ("invalid_arguments", "[ERROR] must be less than 25 characters"),
        (
            "invalid_arguments",
            "[ERROR] must define `submit` to use an `input` block in modals",
        ),
        ("view_too_large", ""),
    ]


async def test_modals_lie_on_each_other_three_deep(slack: Slack, web: AsyncWebClient) -> None:
    """A push needs a trigger from the modal below; a fourth one is refused."""
    button = {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
        ],
    }
    modal = MODAL | {"blocks": [button]}
    orphan = await refusal(web.views_push(trigger_id=await _trigger(slack), view=modal))
    view = (await web.views_open(trigger_id=await _trigger(slack), view=modal))["view"]
    root = view["id"]
    for _ in range(2):
        act = await slack.click_view("ana", view["id"], "go")
        view = (await web.views_push(trigger_id=act.payload["trigger_id"], view=modal))["view"]
        assert view["root_view_id"] == root
    act = await slack.click_view("ana", view["id"], "go")
    deep = await refusal(web.views_push(trigger_id=act.payload["trigger_id"], view=modal))
    assert (orphan["error"], deep["error"]) == ("not_allowed", "push_limit_reached")


def _choosing(**more: Any) -> dict[str, Any]:
    element = {"type": "multi_external_select", "action_id": "food", "min_query_length": 0, **more}
    label = {"type": "plain_text", "text": "Food"}
    block = {"type": "input", "block_id": "food", "label": label, "element": element}
    return {**MODAL, "submit": label, "blocks": [block]}


def _option(words: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": words}, "value": words}


async def test_an_app_serves_the_options_of_a_field() -> None:
    """What is typed is asked for; options of which Slack would refuse one are not shown."""

    async def offer(ack: AsyncAck, payload: dict[str, Any]) -> None:
        found = ["figs", "x" * 80] if payload["value"] == "long" else ["figs"]
        await ack(options=[_option(word) for word in found])

    async def heard(ack: AsyncAck) -> None:
        await ack()

    def register(bolt: AsyncApp) -> None:
        bolt.command("/brief")(heard)
        bolt.options("food")(offer)

    async with serve() as slack, running(slack, register), session_client(slack) as web:
        view = _choosing(initial_options=[_option("rice")])
        opened = await web.views_open(trigger_id=await _trigger(slack), view=view)
        name = opened["view"]["id"]
        offered = await slack.suggest("ana", name, "food", "fi")
        assert offered == [_option("figs")]
        assert await slack.suggest("ana", name, "food", "long") == []
        for values, chosen in (({}, "rice"), ({"food": offered}, "figs")):
            act = await slack.submit("ana", name, values)
            state = act.payload["view"]["state"]["values"]["food"]["food"]
            assert state["selected_options"] == [_option(chosen)]


async def test_options_that_are_chosen_already_are_whole(slack: Slack, web: AsyncWebClient) -> None:
    """A value alone is no option."""
    view = _choosing(initial_options=["rice"])
    wrong = await refusal(web.views_open(trigger_id=await _trigger(slack), view=view))
    assert wrong["error"] == "invalid_arguments"
