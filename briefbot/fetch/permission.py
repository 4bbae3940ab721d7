"""Whether a host's robots.txt lets us read a page; asked once a day, and remembered."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from briefbot.errors import FetchError
from briefbot.fetch.robots import LARGEST, Rules, parse, token
from briefbot.models import Request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from yarl import URL

    from briefbot.fetch.allowance import Time
    from briefbot.models import Response

    _Place = tuple[str, str]
    """A host, and the product token by which it is asked."""

TOKEN = "briefbot"  # noqa: S105  the product token by which a robots.txt names us
DAY = 86_400.0
PAUSE = 600.0
"""Seconds until a robots.txt that could not be read is asked again."""
PATIENCE = 7 * DAY
"""One that was unreadable for so long counts as none."""
HOSTS = 5_000
ROOM = 16_000_000
"""What the rules of all hosts may weigh; the host that was asked longest ago goes first."""
SHOWN = 60

_ABSENT = {"empty", "redirects"}
"""Answers that mean: there is no robots.txt. So do all of 4xx but one."""
_BUSY = "http_429"
_UNREACHED = {
    *("bad_address", "blocked_address", "dns", "no_connection", "proxy"),
    *("disconnected", "timeout", "tls", "unreachable"),
}
"""What would befall the page too, so it is said in the same word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of one host."""

    until: float
    """When it is asked anew."""
    rules: Rules | None
    """None while its robots.txt can't be read."""
    error: FetchError | None = None
    failing: float | None = None
    """Since when it can't."""


class Permission:
    """Asks hosts for their robots.txt: `await permission(url, request, time)` or a FetchError.

    Rules for us are those for briefbot, and those for the name that the request is sent under.
    Crawl-delay is not heeded: it is no part of RFC 9309, a page is read once in its life, and at
    most two of a host at a time.
    """

    def __init__(
        self,
        fetch: Callable[[Request, Time], Awaitable[Response]],
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._fetch = fetch
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._hosts: dict[_Place, _Known] = {}
        self._weight = 0
        self._locks: WeakValueDictionary[_Place, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, url: URL, request: Request, time: Time) -> None:
        """Return when the page may be read; it is the `request`'s own `time` that this takes."""
        known, place = await self._known(url, request, time), url.host_port_subcomponent
        if known.rules is None:
            raise _unsaid(place, known.error)
        if rule := known.rules.refusing(url.raw_path_qs):
            shown = rule if len(rule) <= SHOWN else f"{rule[:SHOWN]}…"
            raise FetchError(
                "robots",
                f"{place} asks in its robots.txt that bots do not read pages under {shown}; use"
                " its feed, or ask its owner",
            )

    async def _known(self, url: URL, request: Request, time: Time) -> _Known:
        place = str(url.origin()), token(request.user_agent)
        lock = self._locks.setdefault(place, asyncio.Lock())
        async with AsyncExitStack() as asking:
            async with time.spent():  # pages of one host wait for one answer
                await asking.enter_async_context(lock)
            known = self._hosts.get(place)
            if known is None or known.until <= self._clock():
                known = await self._ask(url, request, time, known)
                self._keep(place, known)
        return known

    async def _ask(self, url: URL, request: Request, time: Time, before: _Known | None) -> _Known:
        asked = Request(
            url=str(url.origin().with_path("/robots.txt")),
            limit=2 * LARGEST,
            user_agent=request.user_agent,
            doubtful=request.doubtful,
        )
        late = time.short
        try:
            response = await self._fetch(asked, time)
        except FetchError as error:
            if late and error.reason == "timeout":
                raise  # who led here has used the time up: that says nothing of this host
            return self._unread(error, before)
        names = {TOKEN, token(request.user_agent)} - {""}
        # A thread, since half a megabyte of rules takes a quarter of a second.
        rules = await asyncio.to_thread(parse, response.body, names)
        return _Known(until=self._clock() + DAY, rules=rules)

    def _unread(self, error: FetchError, before: _Known | None) -> _Known:
        """Decide what holds where there is no answer; what was read before goes on to hold."""
        now = self._clock()
        absent = error.reason.startswith("http_4") and error.reason != _BUSY
        if absent or error.reason in _ABSENT:
            return _Known(until=now + DAY, rules=Rules())
        pause = min(max(PAUSE, error.retry_after or 0), DAY)
        failing = now if before is None or before.failing is None else before.failing
        rules = before.rules if before else None
        if rules is None and now - failing > PATIENCE:
            rules = Rules()
        # A new one: the traceback of the first would be held with it.
        said = FetchError(error.reason, str(error), error.retry_after)
        return _Known(until=now + pause, rules=rules, error=said, failing=failing)

    def _keep(self, place: _Place, known: _Known) -> None:
        self._forget(place)
        self._hosts[place] = known
        self._weight += _weight(known)
        while len(self._hosts) > HOSTS or self._weight > ROOM:
            self._forget(next(iter(self._hosts)))

    def _forget(self, place: _Place) -> None:
        if known := self._hosts.pop(place, None):
            self._weight -= _weight(known)


def _unsaid(place: str | None, cause: FetchError | None) -> FetchError:
    """Return the error of a page whose host does not say whether it may be read."""
    if cause and cause.reason in _UNREACHED:
        return FetchError(cause.reason, str(cause))
    return FetchError(
        "robots_unread",
        f"pages of {place} are left alone while its robots.txt can't be read: {cause}",
        cause.retry_after if cause else None,
    )


def _weight(known: _Known) -> int:
    return known.rules.size if known.rules else 0
