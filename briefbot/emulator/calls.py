"""One Web API call: its arguments, what a method is, and how Slack refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefbot.emulator.world import World

JSON = dict[str, Any]


class Refusal(Exception):  # noqa: N818 it is Slack's answer, and no error of ours
    """Slack's no: the error's name and what goes with it."""

    def __init__(
        self,
        error: str,
        *,
        messages: Iterable[str] = (),
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **more: Any,  # noqa: ANN401 JSON
    ) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = dict(headers or {})
        self.more = more
        self.messages = list(messages)

    @property
    def body(self) -> JSON:
        """The answer's JSON."""
        body: JSON = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {m}" for m in self.messages]}
        return body


def missing(name: str) -> Refusal:
    """Return the refusal of a call that lacks an argument."""
    return Refusal("invalid_arguments", messages=[f"missing required field: {name}"])


def lacking(needed: str, provided: Iterable[str]) -> Refusal:
    """Return the refusal of a call whose token lacks a scope."""
    return Refusal("missing_scope", needed=needed, provided=",".join(sorted(provided)))


def limited(seconds: int) -> Refusal:
    """Return the refusal of a call that came too soon."""
    return Refusal("ratelimited", status=429, headers={"Retry-After": str(seconds)})


class Args:
    """The arguments of a call, from a query, a form or JSON, which say the same differently."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = dict(values)

    def text(self, name: str, default: str = "") -> str:
        """Return a text; a number is taken for one."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else str(value)

    def needed(self, name: str) -> str:
        """Return a text that the method can't do without."""
        if not (text := self.text(name)):
            raise missing(name)
        return text

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a yes or no: true, 1, "true", "1"."""
        value = self.values.get(name)
        return default if value is None else str(value).casefold() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        """Return a whole number."""
        try:
            return int(self.values.get(name) or default)
        except (TypeError, ValueError):
            raise Refusal("invalid_arguments", messages=[f"invalid `{name}`"]) from None

    def json(self, name: str, error: str) -> Any:  # noqa: ANN401 JSON
        """Return a value that came as JSON, or as a text that holds JSON; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refusal(error) from None


Answer = JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A Web API method: what it does, its scopes (any one of them), its tier and its token."""

    run: Callable[[World, Args], Answer]
    scopes: tuple[str, ...] = ()
    tier: int = 0
    """0: no limit of calls a minute."""
    token: str = "bot"  # noqa: S105 a kind of token
