"""What a server answers: the body within its limit, and what the headers say of it."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from briefbot.errors import FetchError
from briefbot.fetch import pause
from briefbot.fetch.headers import printable, sendable
from briefbot.fetch.unpack import CHUNK, Unpacker
from briefbot.models import Request, Response

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from aiohttp import ClientResponse
    from yarl import URL

SMALL = 262_144
"""Bytes of a body that wait for no room: most feeds and pages are smaller."""

_PACKINGS = re.compile(
    r"\b(?:br|dcb|dcz|deflate|(?:x-)?(?:compress|gzip)|xz|zstd)\b", re.IGNORECASE
)
"""Words that name a packing; servers also put charsets and worse into Content-Encoding."""
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([a-z0-9][a-z0-9_:+-]{0,39})", re.IGNORECASE)


def _packing(answer: ClientResponse, place: str) -> str | None:
    named = ",".join(answer.headers.getall("Content-Encoding", ()))
    packings = [word.lower() for word in _PACKINGS.findall(named)]
    if packings and (len(packings) > 1 or packings[0] not in {"gzip", "x-gzip", "deflate"}):
        raise FetchError(
            "bad_encoding",
            f"{place} packs its answer as {', '.join(packings[:3])}, though only gzip or deflate"
            " was asked for; tell its owner",
        )
    return packings[0] if packings else None


async def read_body(
    answer: ClientResponse, limit: int, place: str, room: AbstractAsyncContextManager[None]
) -> bytes:
    """Read and unpack the body; stop where it is too large, packed or unpacked.

    Only a body that is not SMALL takes the `room` for its limit: so a server that is
    silent takes none, and what has come is never more than the room and the small ones.
    """
    too_large = FetchError(
        "too_large",
        f"{place} sends more than {limit / 1e6:g} MB; is this the address of a feed or a page?",
    )
    unpacker = Unpacker(_packing(answer, place))
    if (answer.content_length or 0) > limit:
        raise too_large
    body, arrived, small = bytearray(), 0, True
    async with AsyncExitStack() as until_read:
        until_read.callback(body.clear)  # a failure's traceback would hold it for longer
        async for chunk in answer.content.iter_chunked(CHUNK):
            arrived += len(chunk)
            if arrived > limit:
                raise too_large
            for piece in unpacker.feed(chunk):
                body += piece
                if len(body) > limit:
                    raise too_large
                if small and len(body) > SMALL:
                    small = False
                    await until_read.enter_async_context(room)
        if not unpacker.complete:
            raise FetchError("broken", f"the packed answer of {place} is cut short; it may heal")
        if not body:
            raise FetchError("empty", f"{place} answers with an empty page; check the address")
        return bytes(body)


def _charset(content_type: str) -> str | None:
    match = _CHARSET.search(content_type)
    if not match:
        return None
    try:
        "a".encode(match[1])
    except (LookupError, ValueError):
        return None
    return match[1].lower()


def response(
    url: URL,
    answer: ClientResponse,
    *,
    took: float,
    body: bytes = b"",
    asked: Request | None = None,
) -> Response:
    """Make the response; a 304 without validators leaves those that it was `asked` with."""
    declared = printable(answer.headers.get("Content-Type", ""))
    etag = sendable(answer.headers.get("ETag"))
    modified = sendable(answer.headers.get("Last-Modified"))
    return Response(
        url=str(url),
        status=answer.status,
        body=body,
        content_type=declared.partition(";")[0].strip().lower(),
        charset=_charset(declared),
        etag=etag or (asked.etag if asked else None),
        last_modified=modified or (asked.last_modified if asked else None),
        fresh_for=pause.fresh(
            ",".join(answer.headers.getall("Cache-Control", ())),
            age=answer.headers.get("Age", ""),
            expires=answer.headers.get("Expires", ""),
            date=answer.headers.get("Date", ""),
        ),
        took=took,
    )
