"""users.* and usergroups.*: who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.emulator import shapes
from briefbot.emulator.calls import Args, Method, Refusal
from briefbot.emulator.methods import pages

if TYPE_CHECKING:
    from briefbot.emulator.world import World

JSON = dict[str, Any]


def _info(world: World, args: Args) -> JSON:
    person = world.workspace.users.get(args.needed("user"))
    if person is None:
        raise Refusal("user_not_found")
    return {"user": shapes.user(world, person)}


def _list(world: World, args: Args) -> JSON:
    everybody = list(world.workspace.users.values())
    found, cursor = pages.page(everybody, args, default=1000, most=1000)
    return {"members": [shapes.user(world, person) for person in found]} | pages.more(cursor)


def _bot(world: World, args: Args) -> JSON:
    workspace = world.workspace
    if args.text("bot") not in {"", workspace.bot_id}:
        raise Refusal("bot_not_found")
    bot = {"id": workspace.bot_id, "name": workspace.bot.name, "user_id": workspace.bot.id}
    return {"bot": bot | {"app_id": workspace.app_id, "deleted": False}}


def _group(world: World, args: Args) -> JSON:
    group = world.workspace.groups.get(args.needed("usergroup"))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group)}


_READ = ("users:read",)
METHODS = {
    "users.info": Method(run=_info, scopes=_READ, tier=4),
    "users.list": Method(run=_list, scopes=_READ, tier=2),
    "bots.info": Method(run=_bot, scopes=_READ, tier=3),
    "usergroups.users.list": Method(run=_group, scopes=("usergroups:read",), tier=2),
}
