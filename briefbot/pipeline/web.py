"""What reading the web needs, and who may be led where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from briefbot.config import Config, Source
from briefbot.errors import WorkError
from briefbot.guard import opened
from briefbot.live import Live
from briefbot.models import Request, Response
from briefbot.outage import Network
from briefbot.ports import Crew, Document, Fetch, Permit

if TYPE_CHECKING:
    from briefbot.fetch.turns import Turns
    from briefbot.pipeline.lanes import Lanes

TOO_MUCH = {
    "work_timeout": "reading it took too long and was stopped; is it very large or damaged?",
    "work_memory": "reading it took too much memory and was stopped; is it very large or damaged?",
    "work_died": "reading it ended its worker process; is it damaged?",
}
ABSENT = "work_absent"
"""The reason of what nobody here could read: the machine is to blame, and no source."""
MISTAKE = "the code that reads it has a mistake; please report it"

A = TypeVar("A")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What asks servers."""

    fetch: Fetch
    permit: Permit


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """What reading the web needs; `reach.py` makes it."""

    live: Live
    """By which configuration, at each moment."""
    outside: Client
    """Reads the public web alone: for what anybody may have named."""
    inside: Client
    """Also reads what `fetch.allow_private` opens: for what the operator named."""
    work: Crew
    headers: Callable[[Source], tuple[tuple[str, str], ...]]
    """A source's request headers with their secret values; raises SourceError."""
    pages: Lanes
    """Whose page is in memory, or on its way."""
    ahead: Turns
    """Who is written down as asked: twice as many as are, so that nobody waits for the disk."""
    looks: Turns
    """Whose answer is, until it is parsed."""
    network: Network = field(default_factory=Network)
    """Whether we have a network ourselves."""

    @property
    def config(self) -> Config:
        """The configuration of this moment."""
        return self.live.config

    def client(self, source: Source) -> Client:
        """Return what asks for a source, and for what it leads to: entries, redirects, feeds.

        Only one that stands inside itself is led inside. Its own address has to say so, or the
        configuration: what a name means is for its owner to say, who may change his mind.
        """
        allowed = self.config.fetch.allow_private
        own = bool(allowed) and (source.inside or opened(source.url, allowed))
        return self.inside if own else self.outside

    def secrets(self, source: Source, url: str) -> tuple[tuple[str, str], ...]:
        """Return a source's own headers for an address of its own host, and none for another."""
        own = url == source.url or urlsplit(url)[:2] == urlsplit(source.url)[:2]
        return self.headers(source) if own else ()


def request(source: Source, url: str, web: Web, *, limit: int) -> Request:
    """Return a request for what a source leads to; its secret headers stay with its own host."""
    return Request(
        url=url,
        limit=limit,
        headers=web.secrets(source, url),
        user_agent=source.user_agent or "",
    )


async def work_on(
    web: Web, function: Callable[[A], T], argument: A, address: str, source_id: str = ""
) -> T:
    """Run the function in a worker; when it is too much for one, say whose bytes they were."""
    try:
        return await web.work.of(source_id)(function, argument)
    except WorkError as error:
        said = TOO_MUCH.get(error.reason, str(error))
        if error.reason == "work_failed":
            said = f"{MISTAKE}: {error}"
        raise WorkError(error.reason, f"{urlsplit(address).netloc or address}: {said}") from error


def document(response: Response, links: str | None = None) -> Document:
    """Return an answer's bytes as parsers and extraction take them."""
    return Document(
        body=response.body,
        url=response.url,
        charset=response.charset,
        content_type=response.content_type,
        links=links,
    )
