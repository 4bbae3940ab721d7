"""What comes in from the web: requests, answers, entries, feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One polite GET: validators are replayed byte for byte as the server gave them."""

    url: str
    limit: int
    """The most bytes of decoded body to read."""
    etag: str | None = None
    last_modified: str | None = None
    validators_from: str = ""
    """The address that gave the validators, and gets them back; empty for `url`."""
    headers: tuple[tuple[str, str], ...] = ()
    user_agent: str = ""
    """How we name ourselves here; empty for the usual name."""
    crawled: bool = False
    """Whether this is a page that robots.txt has a say in; feeds are there to be asked for."""
    doubtful: bool = False
    """Whether nothing good is known of who is asked: it then waits among its like for its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server answered to a `Request`: 200 with a body, or 304 without one."""

    url: str
    """The address after redirects: what the validators belong to."""
    status: int
    body: bytes = b""
    content_type: str = ""
    charset: str | None = None
    """The charset that the server declares; bytes decide first."""
    etag: str | None = None
    last_modified: str | None = None
    fresh_for: float | None = None
    """Seconds for which the server says that this answer stays as it is."""
    took: float | None = None
    """Seconds from the request to the last byte, with redirects; waiting for a turn is none."""
    moved: str | None = None
    """Where the asked address says that it has moved to for good; never an inside address."""

    @property
    def unchanged(self) -> bool:
        """Whether the server says that nothing is new (304)."""
        return self.status == 304  # noqa: PLR2004


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed, an index page or a sitemap, as its source sent it."""

    id: str
    """The guid or atom:id; the address where the source gives none."""
    url: str
    """Absolute http(s) address of the page; empty when the entry has none that is fit to open."""
    title: str
    published: datetime | None = None
    content: str = ""
    """The feed's own text, HTML or plain: the longest of content, description, summary."""
    author: str = ""
    language: str | None = None
    image: str | None = None
    shared: bool = False
    """Whether other entries stand on its page too, as in release notes: the page is none's text."""
    updated: datetime | None = None
    """When it was changed last, where the source says so and it was after it was published."""
    said: str = ""
    """What tells this state of it from a later one; empty where nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What parsing one source gave, newest entries first where the source says so."""

    kind: str
    """The source kind that understood it: feed, page, sitemap."""
    title: str
    entries: tuple[Entry, ...]
    language: str | None = None
    home: str | None = None
    ttl: int = 0
    """Minutes after which it wants to be asked again; 0 when it does not say."""
    skip_hours: tuple[int, ...] = ()
    """Hours in UTC, 0 to 23, in which it brings nothing."""
    skip_days: tuple[int, ...] = ()
    """Days of the week, Monday 0, on which it brings nothing."""
