"""What one outlet's server answers to a path; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zlib import crc32

from briefbot.newsroom import feeds, pages
from briefbot.newsroom.outlets import Kind, Outlet, Validators
from briefbot.newsroom.picture import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefbot.newsroom.world import Piece

HTML = "text/html"
_TYPES = {
    Kind.RSS: "application/rss+xml",
    Kind.ATOM: "application/atom+xml",
    Kind.RDF: "application/rdf+xml",
    Kind.JSON: "application/feed+json",
    Kind.SITEMAP: "application/xml",
    Kind.PAGE: HTML,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of a server, before its connection adds headers of its own."""

    status: int = 200
    body: bytes = b""
    content_type: str = HTML
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None


def answer(outlet: Outlet, pieces: Sequence[Piece], path: str, changed: datetime) -> Answer:
    """Return what `outlet` answers to a GET of `path`; `changed` dates its last publication."""
    if path == outlet.entry and path not in ("/", outlet.feed):
        return Answer(status=301, location=outlet.feed)
    made = _text(outlet, pieces, path)
    if made is None:
        return _picture(pieces, path) or _page(outlet, 404, pages.plain(outlet, "Page not found"))
    content_type, text = made
    body = text.encode(outlet.charset, "xmlcharrefreplace")
    etag, last_modified = _validators(outlet, body, changed)
    declared = f"{content_type}; charset={outlet.declared}" if outlet.declared else content_type
    return Answer(body=body, content_type=declared, etag=etag, last_modified=last_modified)


def out_of_service(outlet: Outlet) -> Answer:
    """Return the error page of a server that is down."""
    return _page(outlet, 503, pages.plain(outlet, "503 Service Unavailable"))


def _text(outlet: Outlet, pieces: Sequence[Piece], path: str) -> tuple[str, str] | None:
    if path == outlet.feed and outlet.kind is not Kind.PAGE:
        return _TYPES[outlet.kind], feeds.render(outlet, pieces)
    if path == "/robots.txt":
        return "text/plain", "User-agent: *\nAllow: /\n"
    page = _html(outlet, pieces, path)
    return (HTML, page()) if page else None


def _html(outlet: Outlet, pieces: Sequence[Piece], path: str) -> Callable[[], str] | None:
    piece = next((piece for piece in pieces if piece.path == path), None)
    if piece:
        return lambda: pages.article(piece, pieces)
    if path == "/":
        return lambda: pages.home(outlet, pieces)
    kind, _, name = unquote(path).strip("/").partition("/")
    if kind == "category" and name in outlet.sections:
        return lambda: pages.home(outlet, [piece for piece in pieces if piece.section == name])
    if kind in pages.STATIC or kind == "author":
        return lambda: pages.plain(outlet, name or pages.STATIC[kind])
    return None


def _picture(pieces: Sequence[Piece], path: str) -> Answer | None:
    for piece in pieces:
        if path == pages.picture_path(piece):
            return Answer(body=picture(piece.number), content_type="image/png")
    return None


def _page(outlet: Outlet, status: int, text: str) -> Answer:
    return Answer(status=status, body=text.encode(outlet.charset, "xmlcharrefreplace"))


def _validators(outlet: Outlet, body: bytes, changed: datetime) -> tuple[str | None, str | None]:
    tag, utc = f'"{crc32(body):08x}-{len(body):x}"', changed.astimezone(UTC)
    return {
        Validators.BOTH: (tag, format_datetime(utc, usegmt=True)),
        Validators.WEAK: (f"W/{tag}", format_datetime(utc, usegmt=True)),
        Validators.ETAG: (tag, None),
        Validators.DATE: (None, f"{utc:%Y-%m-%d %H:%M:%S} UTC"),
    }[outlet.validators]
