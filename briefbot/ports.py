"""Every seam, on one screen: what a step needs of the world, and what a kind must offer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ParamSpec, Protocol, TypeVar

from briefbot.models import (
    Delivery,
    Digest,
    Features,
    Feed,
    Looked,
    Message,
    Request,
    Response,
    Sentence,
)

P = ParamSpec("P")
T = TypeVar("T")


class Fetch(Protocol):
    """Read one address politely and safely."""

    async def __call__(self, request: Request) -> Response:
        """Return the answer, 200 or 304; raise FetchError for everything else."""
        ...


class Permit(Protocol):
    """Ask whether a page may be read by bots."""

    async def __call__(self, request: Request) -> None:
        """Return when it may; raise FetchError where its host's robots.txt refuses."""
        ...


class Offload(Protocol):
    """Run a plain function where it may block: a worker process, or the store's thread."""

    def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Return what the function returns, or raise what it raises."""
        ...


class Crew(Offload, Protocol):
    """Worker processes that many sources share, and of which none may have all."""

    def of(self, source_id: str) -> Offload:
        """Return what runs this source's jobs."""
        ...

    def is_heavy(self, source_id: str) -> bool:
        """Tell whether this source's jobs take long: they leave room for others."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source's bytes as a source kind reads them."""

    body: bytes
    url: str
    """The address that the bytes came from, after redirects; relative links resolve against it."""
    charset: str | None = None
    content_type: str = ""
    links: str | None = None
    """A CSS selector of the links that lead to articles; None when they are to be found."""


class Parse(Protocol):
    """A source kind: one file in `briefbot/sources/` that ends in `PARSE: Parse = parse`."""

    def __call__(self, document: Document) -> Feed:
        """Return the entries; raise ParseError when the bytes are not of this kind."""
        ...


class Weigh(Protocol):
    """A summariser: one file in `briefbot/summarise/` that ends in `WEIGH: Weigh = weigh`."""

    def __call__(self, sentences: Sequence[str], *, title: str, language: str) -> list[float]:
        """Return one weight from 0 to 1 for each sentence, in their order."""
        ...


class Render(Protocol):
    """A format: one file in `briefbot/render/` that ends in `RENDER: Render = render`."""

    def __call__(self, digest: Digest) -> str:
        """Return the digest as text of this format."""
        ...


class Compose(Protocol):
    """Put a digest into the messages that one destination gets; pure, within its limits."""

    def __call__(self, digest: Digest) -> tuple[Message, ...]:
        """Return at least one message; those after the first go into its thread."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Where a message is now."""

    channel: str
    ts: str


class Deliver(Protocol):
    """A kind of destination: post one message, and find one that may have been posted."""

    async def send(self, delivery: Delivery) -> Sent:
        """Post it once, with its key in it.

        Raise DeliveryError (not sent), Rejected (never as it is) or Uncertain (may be sent).
        """
        ...

    async def look(self, delivery: Delivery) -> Sent | None:
        """Return where its last attempt ended; None when it is not there.

        Raise DeliveryError when it can't be seen; its reason is `blind` when it never can.
        """
        ...

    async def check(self) -> None:
        """Raise DeliveryError when nothing can be posted, because we are not let in."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An article of the archive that a new one may belong with."""

    article_id: int
    story_id: int
    duplicate_of: int | None
    source_id: str
    age_days: float
    """Days between its publication and the new article's; never negative."""
    features: Features


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a new article goes: an existing story or (None) a new one."""

    story_id: int | None
    duplicate_of: int | None = None


class Place(Protocol):
    """Decide the story of a new article; pure."""

    def __call__(
        self, features: Features, near: Collection[Neighbour], rarity: Mapping[int, int], total: int
    ) -> Placement:
        """Judge the neighbours.

        `rarity` gives for each of the article's terms how many of the `total` recent
        articles hold it.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustering:
    """What the store asks of clustering when it places articles at the end of an ingest."""

    lookup_terms: Callable[[Features, Mapping[int, int], int], tuple[int, ...]]
    """The terms whose holders are worth a look; two shared ones make a neighbour."""
    lookup_sketch: Callable[[Features], tuple[int, ...]]
    """The hashes whose holders may be copies; one shared one makes a neighbour."""
    place: Place


class Progress(Protocol):
    """Watches an ingest; a terminal shows it as a bar."""

    def started(self, sources: int) -> None:
        """So many sources will be looked at."""
        ...

    def pages(self, count: int) -> None:
        """So many more pages will be read."""
        ...

    def page(self) -> None:
        """One page was read, or given up."""
        ...

    def looked(self, look: Looked) -> None:
        """One source is done."""
        ...


class Select(Protocol):
    """Choose the sentences to show out of the weighed ones; pure."""

    def __call__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        *,
        limit: int,
        query: Collection[str] = (),
        language: str = "",
        budget: int | None = None,
    ) -> tuple[Sentence, ...]:
        """Return at most `limit` of `sentences`, in the order of the text.

        Together they have at most `budget` characters, if there is one.
        """
        ...
