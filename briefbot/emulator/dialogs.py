"""Modals and Home: opened, changed, closed, and what a person fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.emulator import hand, posting, shapes, validate
from briefbot.emulator.calls import Refusal
from briefbot.emulator.world import View

if TYPE_CHECKING:
    from briefbot.emulator.world import World

JSON = dict[str, Any]
DEEPEST = 3
"""Modals that may lie on each other."""


def _hash(world: World) -> str:
    return f"{int(world.clock.now().timestamp())}.{posting.new_block_id(world)}"


def _named(world: World, content: JSON) -> JSON:
    for block in content["blocks"]:
        block.setdefault("block_id", posting.new_block_id(world))
        posting.name_actions(world, block)
    return content


def _show(world: World, view: View, via: str) -> None:
    kind = "home" if view.content["type"] == "home" else "modal"
    shown = shapes.view(world, view, state=view.held)
    world.journal.note(kind, via, user=view.user, view=shown)


def open_modal(
    world: World, user: str, content: JSON, *, via: str, below: View | None = None
) -> View:
    """Show a person a modal, on top of another or in the place of all that is open."""
    if below is None:
        for other in world.views.values():
            other.is_open = other.is_open and other.user != user
    _unique(world, content)
    name = world.workspace.new_id("V")
    view = View(
        id=name,
        user=user,
        content=_named(world, content),
        hash=_hash(world),
        root=below.root if below else name,
        previous=below.id if below else None,
    )
    world.views[name] = view
    _show(world, view, via)
    return view


def _unique(world: World, content: JSON) -> None:
    name = content.get("external_id")
    known = {view.content.get("external_id") for view in world.views.values() if view.is_open}
    if name and name in known:
        raise Refusal("duplicate_external_id")


def change(world: World, view: View, content: JSON, *, via: str) -> None:
    """Put other content in a modal's place.

    What was filled in stays in fields of the same block_id and action_id, whatever they would
    begin with: docs.slack.dev/reference/views/modal-views, "Preserving input entry".
    """
    view.content = _named(world, content)
    there = [(b["block_id"], e["action_id"]) for b, e in hand.elements(content["blocks"])]
    view.held = {
        block: {action: view.held[block][action]}
        for block, action in there
        if action in view.held.get(block, {})
    }
    view.hash = _hash(world)
    _show(world, view, via)


def publish(world: World, user: str, content: JSON) -> View:
    """Put this on a person's Home tab."""
    shown = world.homes.get(user)
    name = shown.id if shown else world.workspace.new_id("V")
    view = View(id=name, user=user, content=_named(world, content), hash=_hash(world), root=name)
    world.homes[user] = view
    _show(world, view, "views.publish")
    return view


def depth(world: World, view: View) -> int:
    """Return how many modals lie on each other up to this one."""
    below = world.views.get(view.previous) if view.previous else None
    return 1 + (depth(world, below) if below else 0)


def after(world: World, view: View, response: JSON) -> dict[str, str]:
    """Do what the app answered to a submission; return what it says is wrong in the form.

    Raise Refusal for what Slack does not take: people read then that there was trouble.
    """
    match response.get("response_action"):
        case None:
            close(world, view)
        case "errors":
            return _errors(view, response.get("errors", {}))
        case "clear":
            clear(world, view)
        case "update":
            validate.view(response["view"])
            change(world, view, response["view"], via="ack")
        case "push":
            validate.view(response["view"])
            push(world, view, response["view"], via="ack")
        case other:
            raise Refusal("invalid_arguments", messages=[f"no response_action {other!r}"])
    return {}


def _errors(view: View, errors: JSON) -> dict[str, str]:
    """Return what is wrong; only an input block of the form can say it."""
    asked = {block["block_id"] for block in view.content["blocks"] if block["type"] == "input"}
    if not errors or not asked.issuperset(errors):
        raise Refusal("invalid_arguments", messages=[f"errors at {[*errors]}, fields {[*asked]}"])
    return dict(errors)


def push(world: World, below: View, content: JSON, *, via: str) -> View:
    """Lay a modal on another one, as long as there are few enough."""
    if depth(world, below) >= DEEPEST:
        raise Refusal("push_limit_reached")
    return open_modal(world, below.user, content, via=via, below=below)


def clear(world: World, view: View) -> None:
    """Close a modal and all that lie below and on it."""
    for other in world.views.values():
        other.is_open = other.is_open and other.root != view.root


def close(world: World, view: View) -> None:
    """Close a modal; the one below it shows again."""
    view.is_open = False
    below = world.views.get(view.previous) if view.previous else None
    if below is not None and below.is_open:
        _show(world, below, "closed")


def covered(world: World, view: View) -> bool:
    """Tell whether another modal lies on this one, so that nobody can do anything in it."""
    return any(other.is_open and other.previous == view.id for other in world.views.values())
