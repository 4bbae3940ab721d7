"""What somebody wants of the configuration, as changes of the items that it touches; pure.

Data are what the file says, key for key. All that is wrong with a wish is said at once, a
line each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from briefbot.config.wording import close, show
from briefbot.errors import Impossible
from briefbot.models import Change, Spec, Value
from briefbot.store.configedit import Data

NEEDED = {
    "topics": (("briefings", "topics", "tell"),),
    "sources": (("briefings", "sources", "read"),),
    "briefings": (),
}
"""Who keeps an item of a part from being taken away."""
_LISTED = 8


def items(data: Data, part: str) -> dict[str, Spec]:
    """Return the items of a part by their ids, in the order of the file."""
    return {each["id"]: each for each in data.get(part) or ()}


def found(data: Data, part: str, ids: Iterable[str]) -> tuple[Spec, ...]:
    """Return the items of these ids, each once; raise Impossible that names all unknown ones."""
    known = items(data, part)
    wanted = tuple(dict.fromkeys(ids))
    _refuse(_unknown(part, name, known) for name in wanted if name not in known)
    return tuple(known[name] for name in wanted)


def added(data: Data, part: str, specs: Sequence[Spec]) -> tuple[Change, ...]:
    """Return the changes that add items; raise Impossible where an id is taken."""
    known = items(data, part)
    noun = part.removesuffix("s")
    taken = [spec["id"] for spec in specs if spec.get("id") in known]
    _refuse(f"there is a {noun} {show(name)} already; choose another id" for name in taken)
    return tuple(Change(part=part, id=str(spec["id"]), after=spec) for spec in specs)


def changed(part: str, before: Spec, after: Spec) -> tuple[Change, ...]:
    """Return the change of one item; none when it says the same already."""
    if before == after:
        return ()
    if after.get("id") != before["id"]:
        name = show(before["id"])
        _refuse([f"the id {name} is for good, the archive remembers by it; change the name"])
    return (Change(part=part, id=before["id"], before=before, after=after),)


def paused(data: Data, part: str, ids: Iterable[str], until: date | None) -> tuple[Change, ...]:
    """Return the changes that pause sources or briefings until a day, or until further notice."""
    state = {"enabled": False} if until is None else {"paused_until": until.isoformat()}
    return _put(data, part, ids, state)


def resumed(data: Data, part: str, ids: Iterable[str]) -> tuple[Change, ...]:
    """Return the changes that let sources or briefings go on."""
    return _put(data, part, ids, {})


def removed(data: Data, part: str, ids: Iterable[str]) -> tuple[Change, ...]:
    """Return the changes that take items away; raise Impossible where a briefing needs one.

    Sources belong to topics: they lose those that go.
    """
    gone = found(data, part, ids)
    names = [spec["id"] for spec in gone]
    _refuse(_needed(data, part, names))
    left = _without_topics(data, frozenset(names)) if part == "topics" else ()
    taken = (Change(part=part, id=spec["id"], before=spec) for spec in gone)
    return (*left, *taken)


# ---------------------------------------------------------------- parts of these


def _put(data: Data, part: str, ids: Iterable[str], state: Spec) -> tuple[Change, ...]:
    switches = {"enabled", "paused_until"}
    return tuple(
        change
        for spec in found(data, part, ids)
        for change in changed(part, spec, {**_less(spec, switches), **state})
    )


def _less(spec: Spec, keys: Collection[str]) -> Mapping[str, Value]:
    return {key: value for key, value in spec.items() if key not in keys}


def _needed(data: Data, part: str, names: Sequence[str]) -> Iterator[str]:
    noun = part.removesuffix("s")
    for name in names:
        for users, key, does in NEEDED[part]:
            who = [n for n, each in items(data, users).items() if name in (each.get(key) or ())]
            if who:
                them, verb = (users, does) if who[1:] else (users.removesuffix("s"), f"{does}s")
                said = ", ".join(map(show, who))
                yield f"{noun} {show(name)} stays: {them} {said} {verb} it; take it out there first"


def _without_topics(data: Data, names: frozenset[str]) -> tuple[Change, ...]:
    return tuple(
        change
        for spec in items(data, "sources").values()
        if not names.isdisjoint(spec.get("topics") or ())
        for change in changed("sources", spec, _fewer(spec, names))
    )


def _fewer(spec: Spec, names: frozenset[str]) -> Spec:
    left = [name for name in spec["topics"] if name not in names]
    return {**spec, "topics": left} if left else _less(spec, {"topics"})


def _unknown(part: str, name: str, known: Collection[str]) -> str:
    hint = close(name, known)
    if not hint:
        some = ", ".join(list(known)[:_LISTED]) + (", …" if len(known) > _LISTED else "")
        hint = f"; there are: {some}" if some else "; there are none"
    return f"{part.removesuffix('s')} {show(name)} is not in the configuration{hint}"


def _refuse(reasons: Iterable[str]) -> None:
    if found := tuple(reasons):
        raise Impossible(found)
