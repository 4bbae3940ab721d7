"""Modals and Home: opened, changed, closed, and what a person fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.emulator import posting, shapes, validate
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
    world.journal.note(kind, via, user=view.user, view=shapes.view(world, view))


def open_modal(
    world: World, user: str, content: JSON, *, via: str, below: View | None = None
) -> View:
    """Show a person a modal, on top of another or in the place of all that is open."""
    if below is None:
        for other in world.views.values():
            other.is_open = other.is_open and other.user != user
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


def change(world: World, view: View, content: JSON, *, via: str) -> None:
    """Put other content in a modal's place."""
    view.content = _named(world, content)
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
    """Do what the app answered to a submission; return what it says is wrong in the form."""
    match response.get("response_action"):
        case None:
            _close(world, view)
        case "errors":
            return dict(response.get("errors", {}))
        case "clear":
            for other in world.views.values():
                other.is_open = other.is_open and other.root != view.root
        case "update":
            validate.view(response["view"])
            change(world, view, response["view"], via="ack")
        case "push":
            validate.view(response["view"])
            open_modal(world, view.user, response["view"], via="ack", below=view)
    return {}


def _close(world: World, view: View) -> None:
    """Close a modal; the one below it shows again."""
    view.is_open = False
    if view.previous is not None and view.previous in world.views:
        _show(world, world.views[view.previous], "closed")
