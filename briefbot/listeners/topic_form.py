"""What an admin writes into the form of a topic, as what the file will say; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from briefbot.config import values
from briefbot.config.naming import Names
from briefbot.listeners.officeforms import Wrong, shown, typed
from briefbot.models import Spec
from briefbot.proposals import items
from briefbot.store.configedit import Data

View = Mapping[str, Any]

MOST = 200
"""Words of a topic."""
_TOLD = 5
"""So many wrong words are named at once."""

NAMED = "There is a topic of that name already; choose another."
NO_WORD = "Write at least one word."
TOO_MANY = "A topic has at most {most} words; these are {number}."
OTHERS = "And {number} more."


def spec_of(view: View, data: Data, before: Spec | None) -> Spec:
    """Return what the file will say of the topic; raise Wrong with all that is wrong.

    Words that the form does not show stay.
    """
    name, problems = typed(view, "name"), dict[str, str]()
    try:
        values.line(name)
    except ValueError as error:
        problems["name"] = _sentence(error)
    mine = before["id"] if before else None
    others = [each for each in items(data, "topics").values() if each["id"] != mine]
    if any(str(each["name"]).casefold() == name.casefold() for each in others):
        problems["name"] = NAMED
    there = "words" in shown(view)
    words = written(view) if there or before is None else tuple(before["words"])
    if there and (said := " ".join(_wrong(words))):
        problems["words"] = said
    if problems:
        raise Wrong(problems)
    if before is not None:
        same = tuple(before["words"]) == words
        return {**before, "name": name, "words": before["words"] if same else list(words)}
    id_ = Names(items(data, "topics")).new(name, otherwise="topic")
    return {"id": id_, "name": name, "words": list(words)}


def written(view: View) -> tuple[str, ...]:
    """Return the words that stand in the form, each once."""
    lines = (line.strip() for line in typed(view, "words").splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))


def good(view: View) -> tuple[str, ...]:
    """Return those of them that can be looked for."""
    return tuple(word for word in written(view)[:MOST] if not _why_not(word))


def _wrong(words: tuple[str, ...]) -> Iterator[str]:
    if not words:
        yield NO_WORD
    if len(words) > MOST:
        yield TOO_MANY.format(most=MOST, number=len(words))
    said = [why for word in words if (why := _why_not(word))]
    yield from said[:_TOLD]
    if said[_TOLD:]:
        yield OTHERS.format(number=len(said) - _TOLD)


def _why_not(word: str) -> str:
    try:
        values.word(word)
    except ValueError as error:
        return _sentence(error)
    return ""


def _sentence(error: ValueError) -> str:
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}."
