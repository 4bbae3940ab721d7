"""views.*: triggers, hashes, sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from briefbot.emulator import serve
from briefbot.emulator.calls import Refusal
from briefbot.emulator.world import TRIGGER_LIFE
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
    slack.options.trigger_life = TRIGGER_LIFE
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
        slack.options.ack_window = 0.01  # nobody is there to acknowledge a form
        for values, chosen in (({}, "rice"), ({"food": offered}, "figs")):
            act = await slack.submit("ana", name, values)
            state = act.payload["view"]["state"]["values"]["food"]["food"]
            assert state["selected_options"] == [_option(chosen)]


async def test_options_that_are_chosen_already_are_whole(slack: Slack, web: AsyncWebClient) -> None:
    """A value alone is no option."""
    view = _choosing(initial_options=["rice"])
    wrong = await refusal(web.views_open(trigger_id=await _trigger(slack), view=view))
    assert wrong["error"] == "invalid_arguments"


def _asking(value: str = "", *, field: str = "name", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": field, "initial_value": value}
    label = {"type": "plain_text", "text": "Name"}
    block = {"type": "input", "block_id": "name", "label": label, "element": element}
    return {**MODAL, "callback_id": "form", "submit": label, "blocks": [block], **more}


class _Answering:
    """An app that acknowledges forms with what it is told to say."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}
        self.values: list[Any] = []

    def register(self, bolt: AsyncApp) -> None:
        bolt.command("/brief")(self.heard)
        bolt.view("form")(self.sent)

    async def heard(self, ack: AsyncAck) -> None:
        await ack()

    async def sent(self, ack: AsyncAck, view: dict[str, Any]) -> None:
        self.values += [each["value"] for each in view["state"]["values"]["name"].values()]
        await ack(**self.said)


async def test_a_form_is_answered_by_a_view_on_it_and_all_close(slack: Slack) -> None:
    """Push lays one on it, an empty acknowledgement closes the upper one, clear closes all."""
    app = _Answering()
    async with running(slack, app.register), session_client(slack) as web:
        name = (await web.views_open(trigger_id=await _trigger(slack), view=_asking()))["view"][
            "id"
        ]
        app.said = {"response_action": "push", "view": _asking()}
        act = await slack.submit("ana", name, {"name": "x"})
        upper = act.so_far[-1].view or {}
        assert (upper["previous_view_id"], upper["root_view_id"]) == (name, name)
        with pytest.raises(LookupError, match="lies on"):
            await slack.submit("ana", name)
        app.said = {}
        act = await slack.submit("ana", upper["id"], {"name": "y"})
        assert (act.so_far[-1].via, (act.so_far[-1].view or {})["id"]) == ("closed", name)
        app.said = {"response_action": "push", "view": _asking()}
        act = await slack.submit("ana", name)
        app.said = {"response_action": "clear"}
        await slack.submit("ana", (act.so_far[-1].view or {})["id"], {"name": "z"})
        assert [view.id for view in slack.world.views.values() if view.is_open] == []
    assert app.values == ["x", "y", "x", "z"]


async def test_no_fourth_view_is_laid_on_three_by_an_answer(slack: Slack) -> None:
    """Slack tells the person that there was trouble."""
    app = _Answering()
    app.said = {"response_action": "push", "view": _asking("x")}
    async with running(slack, app.register), session_client(slack) as web:
        opened = await web.views_open(trigger_id=await _trigger(slack), view=_asking("x"))
        name = opened["view"]["id"]
        for _ in range(2):
            name = ((await slack.submit("ana", name)).so_far[-1].view or {})["id"]
        with pytest.raises(Refusal, match="push_limit_reached"):
            await slack.submit("ana", name)


@pytest.mark.parametrize(
    "said",
    [
        {"response_action": "errors", "errors": {"other": "No."}},
        {"response_action": "shut"},
    ],
)
async def test_an_answer_that_slack_would_not_take_is_refused(
    slack: Slack, said: dict[str, Any]
) -> None:
    """Such as an error at a field that the form has not."""
    app = _Answering()
    app.said = said
    async with running(slack, app.register), session_client(slack) as web:
        opened = await web.views_open(trigger_id=await _trigger(slack), view=_asking("x"))
        with pytest.raises(Refusal, match="invalid_arguments"):
            await slack.submit("ana", opened["view"]["id"])


async def test_what_was_typed_stays_in_a_field_of_the_same_name(slack: Slack) -> None:
    """Whatever it would begin with; in one of another name, or that comes anew, it is gone."""
    app = _Answering()
    async with running(slack, app.register), session_client(slack) as web:
        opened = await web.views_open(trigger_id=await _trigger(slack), view=_asking("a"))
        name = opened["view"]["id"]
        for field, typed in (("name", {"name": "b"}), ("name", {}), ("new", {}), ("name", {})):
            app.said = {"response_action": "update", "view": _asking("c", field=field)}
            await slack.submit("ana", name, typed)
        app.said = {}
        await slack.submit("ana", name)
    assert app.values == ["b", "b", "b", "c", "c"]


async def test_closing_shows_the_view_below_or_closes_all(slack: Slack) -> None:
    """As the view says."""
    app = _Answering()
    async with running(slack, app.register), session_client(slack) as web:
        for clears, left in ((False, 1), (True, 0)):
            opened = await web.views_open(trigger_id=await _trigger(slack), view=_asking("x"))
            upper = _asking("x", clear_on_close=clears)
            app.said = {"response_action": "push", "view": upper}
            act = await slack.submit("ana", opened["view"]["id"])
            act = await slack.close("ana", (act.so_far[-1].view or {})["id"])
            assert len([v for v in slack.world.views.values() if v.is_open]) == left
            assert [one.via for one in act.so_far] == ["closed"] * left


async def test_a_view_is_known_by_a_name_of_ours(slack: Slack, web: AsyncWebClient) -> None:
    """One name is for one view that is open."""
    view = {**MODAL, "external_id": "ours"}
    opened = await web.views_open(trigger_id=await _trigger(slack), view=MODAL)
    assert (await web.views_open(trigger_id=await _trigger(slack), view=view))["ok"]
    changed = await web.views_update(external_id="ours", view=view)
    assert changed["view"]["id"] != opened["view"]["id"]
    app = _Answering()
    app.said = {"response_action": "push", "view": _asking("x", external_id="ours")}
    async with running(slack, app.register):
        form = _asking("x", external_id="ours")
        opened = await web.views_open(trigger_id=await _trigger(slack), view={**form})
        with pytest.raises(Refusal, match="duplicate_external_id"):
            await slack.submit("ana", opened["view"]["id"])
