"""Faults: what goes wrong with which call, one by one or at random."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

_HTML = "<!DOCTYPE html><html><body><h1>Server Error</h1></body></html>"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fault:
    """How one call goes wrong; the seconds are the emulator's, which may run faster."""

    name: str
    effect: bool = True
    """Whether the call does what it asks for."""
    before: float = 0.0
    """Seconds until the effect, which comes even when the client has left."""
    after: float = 0.0
    """Seconds from the effect to the answer."""
    cut: bool = False
    """The connection is reset in place of an answer."""
    status: int = 200
    body: Mapping[str, Any] | str | None = None
    """What is answered in place of the real answer."""
    headers: Mapping[str, str] | None = None
    revokes: bool = False
    """The token is dead from now on."""


def cut() -> Fault:
    """Return the fault: the connection breaks before Slack accepts."""
    return Fault(name="cut", effect=False, cut=True)


def cut_after() -> Fault:
    """Return the fault: Slack accepts, then the connection breaks."""
    return Fault(name="cut_after", cut=True)


def slow(seconds: float) -> Fault:
    """Return the fault: Slack accepts, and answers only after so long."""
    return Fault(name="slow", after=seconds)


def delayed(seconds: float) -> Fault:
    """Return the fault: Slack accepts only after so long, though the client may have left."""
    return Fault(name="delayed", before=seconds)


def delayed_cut(seconds: float) -> Fault:
    """Return the fault: Slack accepts after so long, and its answer is lost."""
    return Fault(name="delayed_cut", before=seconds, cut=True)


def lost(seconds: float) -> Fault:
    """Return the fault: no answer for so long, and nothing was done."""
    return Fault(name="lost", effect=False, after=seconds, cut=True)


def server_error(status: int = 500, *, effect: bool = False, html: bool = False) -> Fault:
    """Return the fault: a 5xx, with or without the effect, as JSON or as a page."""
    body: Mapping[str, Any] | str = _HTML if html else {"ok": False, "error": "internal_error"}
    return Fault(name=f"http_{status}", effect=effect, status=status, body=body)


def ratelimited(seconds: int = 1) -> Fault:
    """Return the fault: 429 with Retry-After."""
    headers = {"Retry-After": str(seconds)}
    body = {"ok": False, "error": "ratelimited"}
    return Fault(name="ratelimited", effect=False, status=429, body=body, headers=headers)


def refused(error: str, *, effect: bool = False) -> Fault:
    """Return the fault: status 200 and this error, such as fatal_error, with or without effect."""
    return Fault(name=error, effect=effect, body={"ok": False, "error": error})


def revoked() -> Fault:
    """Return the fault: the token is revoked, for this call and all after it."""
    return Fault(name="revoked", effect=False, revokes=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mix:
    faults: tuple[Fault, ...]
    weights: tuple[float, ...]
    share: float
    rng: random.Random


class Faults:
    """What goes wrong next, per method; `response_url` and `socket` count as methods."""

    def __init__(self) -> None:
        self.met: dict[str, int] = defaultdict(int)
        """Fault's name: how often it happened."""
        self._queues: dict[str, deque[Fault | None]] = defaultdict(deque)
        self._mixes: dict[str, _Mix] = {}

    def add(self, method: str, *faults: Fault | None) -> None:
        """Let the next calls of a method meet these, in order; None lets one pass unharmed."""
        self._queues[method].extend(faults)

    def mix(
        self, method: str, weights: Mapping[Fault, float], *, share: float, rng: random.Random
    ) -> None:
        """Let a share of all calls of a method meet one of these, drawn by weight."""
        self._mixes[method] = _Mix(
            faults=tuple(weights), weights=tuple(weights.values()), share=share, rng=rng
        )

    def clear(self) -> None:
        """Let everything go well from now on."""
        self._queues.clear()
        self._mixes.clear()

    def next(self, method: str) -> Fault | None:
        """Return what the call that comes now meets."""
        fault = self._queues[method].popleft() if self._queues[method] else self._drawn(method)
        if fault is not None:
            self.met[fault.name] += 1
        return fault

    def _drawn(self, method: str) -> Fault | None:
        mix = self._mixes.get(method)
        if mix is None or mix.rng.random() >= mix.share:
            return None
        return mix.rng.choices(mix.faults, mix.weights)[0]
