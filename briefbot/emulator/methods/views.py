"""views.*: modals and the Home tab."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from briefbot.emulator import dialogs, shapes, validate
from briefbot.emulator.calls import Args, Method, Refusal, missing

if TYPE_CHECKING:
    from briefbot.emulator.world import Trigger, View, World

JSON = dict[str, Any]


def _content(args: Args, kind: str) -> JSON:
    """Return the view of the call, checked, which must be of this kind."""
    content = args.json("view", "invalid_arguments")
    if content is None:
        raise missing("view")
    validate.view(content)
    if content["type"] != kind:
        raise Refusal("invalid_arguments", messages=["unsupported type [json-pointer:/view/type]"])
    return dict(copy.deepcopy(content))


def _trigger(world: World, args: Args) -> Trigger:
    """Use up the trigger_id of the call."""
    trigger = world.triggers.get(args.needed("trigger_id"))
    if trigger is None:
        raise Refusal("invalid_trigger_id")
    if trigger.used:
        raise Refusal("exchanged_trigger_id")
    if world.clock.elapsed() - trigger.born > world.options.trigger_life:
        raise Refusal("expired_trigger_id")
    trigger.used = True
    return trigger


def _open(world: World, args: Args) -> JSON:
    content = _content(args, "modal")
    trigger = _trigger(world, args)
    view = dialogs.open_modal(world, trigger.user, content, via="views.open")
    return {"view": shapes.view(world, view)}


def _push(world: World, args: Args) -> JSON:
    content = _content(args, "modal")
    trigger = _trigger(world, args)
    if trigger.view is None or not world.views[trigger.view].is_open:
        raise Refusal("not_allowed")
    view = dialogs.push(world, world.views[trigger.view], content, via="views.push")
    return {"view": shapes.view(world, view)}


def _found(world: World, args: Args) -> View:
    name, external = args.text("view_id"), args.text("external_id")
    for view in world.views.values():
        if view.is_open and (
            view.id == name or (external and view.content.get("external_id") == external)
        ):
            return view
    raise Refusal("not_found")


def _update(world: World, args: Args) -> JSON:
    content = _content(args, "modal")
    view = _found(world, args)
    if args.text("hash") not in {"", view.hash}:
        raise Refusal("hash_conflict")
    dialogs.change(world, view, content, via="views.update")
    return {"view": shapes.view(world, view)}


def _publish(world: World, args: Args) -> JSON:
    user = args.needed("user_id")
    if user not in world.workspace.users:
        raise Refusal("invalid_arguments", messages=["invalid `user_id`"])
    content = _content(args, "home")
    shown = world.homes.get(user)
    if shown is not None and args.text("hash") not in {"", shown.hash}:
        raise Refusal("hash_conflict")
    view = dialogs.publish(world, user, content)
    return {"view": shapes.view(world, view)}


METHODS = {
    "views.open": Method(run=_open, tier=4),
    "views.push": Method(run=_push, tier=4),
    "views.update": Method(run=_update, tier=4),
    "views.publish": Method(run=_publish, tier=4),
}
