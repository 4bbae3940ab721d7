"""api.test, auth.test, apps.connections.open, blocks.validate: about the app itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.emulator import validate
from briefbot.emulator.calls import Args, Method, Refusal

if TYPE_CHECKING:
    from briefbot.emulator.world import World

JSON = dict[str, Any]


def _test(world: World, args: Args) -> JSON:
    del world
    if error := args.text("error"):
        raise Refusal(error, args=args.values)
    return {"args": {name: value for name, value in args.values.items() if name != "token"}}


def _who(world: World, args: Args) -> JSON:
    del args
    workspace = world.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def _connect(world: World, args: Args) -> JSON:
    del args
    return {"url": world.tickets()}


def _validate(world: World, args: Args) -> JSON:
    del world
    blocks = args.json("blocks", "invalid_blocks_format")
    view = args.json("view", "invalid_arguments")
    if blocks is None and view is None:
        raise Refusal("invalid_arguments", messages=["must provide `blocks` or `view`"])
    if blocks is not None:
        validate.message(blocks)
    if view is not None:
        validate.view(view)
    return {}


METHODS = {
    "api.test": Method(run=_test, token="any"),  # noqa: S106 a kind of token
    "auth.test": Method(run=_who),
    "apps.connections.open": Method(run=_connect, tier=3, token="app"),  # noqa: S106 a kind of token
    "blocks.validate": Method(run=_validate),
}
