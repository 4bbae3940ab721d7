"""The one client that reads the web."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from multidict import CIMultiDict

from briefbot.errors import FetchError
from briefbot.fetch.allowance import Room, Time
from briefbot.fetch.answer import read_body, response
from briefbot.fetch.connect import SystemResolver
from briefbot.fetch.headers import own_headers, printable, validators
from briefbot.fetch.permission import Permission
from briefbot.fetch.target import redirected, same_place, target
from briefbot.fetch.turns import Turns
from briefbot.fetch.way import Way
from briefbot.fetch.wording import FOREIGN, explained, refused, where
from briefbot.models import Request, Response

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver
    from yarl import URL

    from briefbot.config import FetchOptions
    from briefbot.settings import Secret

REDIRECTS = 5
_OK, _NOT_MODIFIED = 200, 304
_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})


class Fetcher:
    """Reads the web: `async with Fetcher(options, version="1") as fetch: await fetch(request)`.

    At most `options.total` requests are under way, and `options.per_host` to one host, over all
    who share its `turns`; large bodies share one `room`. Who waits for a turn or for room spends
    nothing of its own time, which redirects and robots.txt have to do with too.
    """

    def __init__(
        self,
        options: FetchOptions,
        *,
        version: str,
        resolver: AbstractResolver | None = None,
        turns: Turns | None = None,
        room: Room | None = None,
        proxy_login: Secret | None = None,
    ) -> None:
        self._version, self._contact = version, options.contact
        self._agent = self._named(options.user_agent)
        self._patience = options.timeout
        resolver = resolver or SystemResolver(options.timeout / 4)
        self._way = Way(options, resolver=resolver, login=proxy_login)
        self._permission = Permission(self._read)
        self._turns = turns or Turns(per_host=options.per_host, total=options.total)
        self._room = room or Room()

    async def __aenter__(self) -> Self:
        await self._way.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._way.__aexit__()

    async def __call__(self, request: Request) -> Response:
        """Return the answer, 200 or 304, behind at most five redirects; raise FetchError else."""
        return await self._read(request, Time(self._patience))

    async def _read(self, request: Request, time: Time) -> Response:
        first = url = target(request.url)
        own = own_headers(request)
        moved, for_good = None, True
        for _ in range(REDIRECTS + 1):
            place = where(url, first)
            if request.crawled:
                await self._permit(url, request, time)
            headers = self._headers(own, validators(request, url, first), request)
            turn = self._turns.one(url.raw_host or "", doubtful=request.doubtful)
            try:
                async with turn, time.spent():
                    answer = await self._ask(url, headers, request, place, time)
            except FOREIGN as error:
                raise explained(error, place, self._patience) from error
            if isinstance(answer, Response):
                outside = moved is not None and await self._way.is_outside(moved)
                return replace(answer, moved=str(moved)) if outside else answer
            led, permanently = answer
            if not same_place(url, led):
                own = CIMultiDict()
            for_good = for_good and permanently
            url, moved = led, led if for_good else moved
        raise FetchError(
            "redirects",
            f"{where(first)} redirects more than {REDIRECTS} times; open it in a browser and use"
            " the address where it ends",
        )

    def _named(self, agent: str) -> str:
        filled = agent.replace("{version}", self._version).replace("{contact}", self._contact)
        return printable(filled)

    def _signed(self, request: Request) -> str:
        """Return the name that is really sent."""
        return self._named(request.user_agent) if request.user_agent else self._agent

    def _headers(
        self, own: CIMultiDict[str], validating: CIMultiDict[str], request: Request
    ) -> CIMultiDict[str]:
        """Return all that is sent; a source's own headers replace ours but for what is packed."""
        headers = CIMultiDict({"User-Agent": self._signed(request), "Accept": "*/*"})
        if own:
            headers.update(own)
        headers.update(validating)
        headers["Accept-Encoding"] = "gzip, deflate"
        return headers

    async def permit(self, request: Request) -> None:
        """Raise FetchError where the host asks in its robots.txt that bots do not read the page."""
        url = target(request.url)
        await self._permit(url, request, Time(self._patience))

    async def _permit(self, url: URL, request: Request, time: Time) -> None:
        if self._way.is_ours(url.raw_host or "", url.port or 0):
            return
        try:
            await self._permission(url, replace(request, user_agent=self._signed(request)), time)
        except TimeoutError as error:
            raise explained(error, where(url), self._patience) from error

    async def _ask(
        self, url: URL, headers: CIMultiDict[str], request: Request, place: str, time: Time
    ) -> Response | tuple[URL, bool]:
        asked_whether_changed = "If-None-Match" in headers or "If-Modified-Since" in headers
        async with self._way.ask(url, headers) as answer:
            if answer.status in _MOVED and (location := answer.headers.get("Location")):
                return redirected(url, location), answer.status in _FOR_GOOD
            if answer.status == _NOT_MODIFIED and asked_whether_changed:
                return response(url, answer, asked=request, took=time.used)
            if answer.status != _OK:
                raise refused(answer, place)
            room = self._room.taken(request.limit, time)
            body = await read_body(answer, request.limit, place, room)
            return response(url, answer, body=body, took=time.used)
