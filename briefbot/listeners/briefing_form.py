"""What an admin writes into the form of a briefing, as what the file will say; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from briefbot.config import Briefing, values
from briefbot.config.naming import Names
from briefbot.config.wording import show
from briefbot.listeners.officeforms import Wrong, chosen, held, shown, typed
from briefbot.models import Spec, Value
from briefbot.proposals import items
from briefbot.store import configedit
from briefbot.store.configedit import Data

View = Mapping[str, Any]

NAMED = "There is a briefing of that name already; choose another."
NO_TIME = "Write at least one time of day, such as 08:00."
NO_DAY = "Choose at least one day."
NO_TOPIC = "Choose topics, or sources, or both."
NO_CHANNEL = "Choose the channel that it is posted to."
NO_NUMBER = "Write a whole number from 1 to {most}."
LEFT = "{named} is not in the configuration any more. Take it out here."
MOST = {"max_stories": 50, "sentences": 10}


def spec_of(view: View, data: Data, before: Spec | None) -> Spec:
    """Return what the file will say of the briefing; raise Wrong with all that is wrong.

    What the form says as the file does already stays spelt as it is there.
    """
    form = _Form(view, data)
    wanted = form.read(before)
    if form.problems:
        raise Wrong(form.problems)
    if before is None:
        wanted["id"] = Names(items(data, "briefings")).new(wanted["name"], otherwise="briefing")
        return configedit.item(Briefing.model_validate(wanted))
    return merged(before, wanted)


def merged(before: Spec, wanted: Mapping[str, Value]) -> Spec:
    """Return the item with what is wanted of it; what means the same stays as it is spelt."""
    old = Briefing.model_validate(before)
    new = Briefing.model_validate({**before, **wanted})
    return _merged(before, configedit.item(new), *(each.model_dump() for each in (old, new)))


def _merged(before: Spec, said: Spec, old: Spec, new: Spec) -> Spec:
    after = dict(before)
    for key, value in new.items():
        if value == old[key]:
            continue
        if key not in said:  # what goes without saying
            after.pop(key, None)
        elif isinstance(value, dict) and isinstance(before.get(key), Mapping):
            after[key] = _merged(before[key], said[key], old[key], value)
        else:
            after[key] = said[key]
    return after


class _Form:
    """Reads each field, and keeps what is wrong by its name."""

    def __init__(self, view: View, data: Data) -> None:
        self._view, self._data = view, data
        self.problems: dict[str, str] = {}

    def read(self, before: Spec | None) -> dict[str, Value]:
        """Return what the form says, of the fields that it shows."""
        wanted: dict[str, Value] = {
            "name": self._name(before),
            "schedule": self._schedule(),
            "quiet_day": self._option("quiet_day", ("say", "skip")),
            "languages": self._list("languages", values.language),
        }
        wanted |= {name: self._number(name, most) for name, most in MOST.items()}
        for part in ("topics", "sources"):
            if part in shown(self._view):
                wanted[part] = self._chosen(part)
        told = {**(before or {}), **wanted}
        if not (told.get("topics") or told.get("sources")):
            self.problems.setdefault(
                "topics" if "topics" in shown(self._view) else "sources", NO_TOPIC
            )
        if before is None:
            wanted["destinations"] = [self._channel()]
        return wanted

    def _text(self, name: str) -> str:
        return typed(self._view, name)

    def _try(self, name: str, read: Callable[[str], Value], text: str) -> Value:
        """Return a value; keep the sentence that says what is wrong with it."""
        try:
            return read(text)
        except ValueError as error:
            self.problems.setdefault(name, _sentence(str(error)))
            return text

    def _name(self, before: Spec | None) -> Value:
        name = self._try("name", values.line, self._text("name"))
        others = items(self._data, "briefings").values()
        mine = before["id"] if before else None
        if any(each["id"] != mine and _same(each["name"], name) for each in others):
            self.problems.setdefault("name", NAMED)
        return name

    def _schedule(self) -> dict[str, Value]:
        times = self._list("times", _time)
        if not times:
            self.problems.setdefault("times", NO_TIME)
        days = chosen(self._view, "weekdays")
        weekdays = [day for day in values.WEEKDAYS if day in days]
        if not weekdays:
            self.problems["weekdays"] = NO_DAY
        zone = self._try("zone", values.zone, self._text("zone"))
        return {"times": times, "weekdays": weekdays, "zone": zone}

    def _list(self, name: str, read: Callable[[str], Value]) -> list[Value]:
        words = re.split(r"[\s,;、，]+", self._text(name))
        found = [self._try(name, read, word) for word in words if word]
        return list(dict.fromkeys(found))

    def _number(self, name: str, most: int) -> int:
        text = self._text(name)
        if re.fullmatch(r"[0-9]{1,3}", text, re.ASCII) and 1 <= int(text) <= most:
            return int(text)
        self.problems[name] = NO_NUMBER.format(most=most)
        return 1

    def _option(self, name: str, allowed: Collection[str]) -> str:
        value = str((held(self._view, name).get("selected_option") or {}).get("value"))
        if value not in allowed:
            self.problems[name] = "Choose one."
        return value

    def _chosen(self, part: str) -> Sequence[str]:
        ids = list(dict.fromkeys(chosen(self._view, part)))
        gone = [name for name in ids if name not in items(self._data, part)]
        if gone:
            self.problems[part] = LEFT.format(named=", ".join(map(show, gone[:5])))
        return ids

    def _channel(self) -> Value:
        found = str(held(self._view, "channel").get("selected_conversation") or "")
        if not found:
            self.problems["channel"] = NO_CHANNEL
            return found
        return self._try("channel", values.destination, found)


def _time(text: str) -> str:
    return values.clock_text(values.clock(text))


def _same(one: object, other: object) -> bool:
    return str(one).casefold() == str(other).casefold()


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
