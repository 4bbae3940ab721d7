"""response_url: five answers in thirty minutes to something that a person did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from briefbot.emulator import posting
from briefbot.emulator.calls import Refusal
from briefbot.emulator.world import HOOK_LIFE, HOOK_USES

if TYPE_CHECKING:
    from briefbot.emulator.world import Hook, World

JSON = dict[str, Any]


def post(world: World, name: str, body: bytes) -> tuple[int, str]:
    """Take one post to a response_url; return the status and the body of the answer."""
    try:
        hook = _hook(world, name)
        payload = _payload(body)
        answer(world, hook, payload, via="response_url")
    except Refusal as refusal:
        world.journal.calls.append(("response_url", {}, refusal.error))
        return refusal.status, json.dumps({"ok": False, "error": refusal.error})
    world.journal.calls.append(("response_url", payload, "ok"))
    return 200, "ok"


def _hook(world: World, name: str) -> Hook:
    hook = world.hooks.get(name)
    if hook is None:
        raise Refusal("invalid_url", status=404)
    if world.clock.elapsed() - hook.born > HOOK_LIFE:
        raise Refusal("expired_url", status=404)
    if hook.uses >= HOOK_USES:
        raise Refusal("used_url", status=404)
    hook.uses += 1
    return hook


def _payload(body: bytes) -> JSON:
    try:
        payload = json.loads(body)
    except ValueError:
        raise Refusal("invalid_payload", status=400) from None
    if not isinstance(payload, dict):
        raise Refusal("invalid_payload", status=400)
    return payload


def answer(world: World, hook: Hook, payload: JSON, *, via: str) -> None:
    """Show what the app answers: to the person alone, or in the channel, or in the message's place.

    `replace_original` works on the message whose button was clicked. A command has no such
    message, so there it shows a new one.
    """
    if hook.source is not None and _is_set(payload, "delete_original"):
        posting.remove(world, hook.source, via=via)
        return
    content = posting.content(payload, status=400)
    if hook.source is not None and _is_set(payload, "replace_original"):
        posting.change(world, hook.source, content, via=via)
        return
    to = None if payload.get("response_type") == "in_channel" else hook.user
    thread = payload.get("thread_ts")
    if thread is None and hook.source is not None and hook.source.ephemeral_to is None:
        thread = hook.source.thread_ts if hook.source.is_reply else None
    posting.show(world, hook.channel, content, to=to, thread_ts=thread, via=via)


def _is_set(payload: JSON, name: str) -> bool:
    return str(payload.get(name, "")).casefold() in {"1", "true"}
