"""gzip and deflate, undone in small pieces."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 65_536
"""Bytes that are read, and unpacked, at once: the most that a body exceeds its limit by."""
MEMBERS = 100
"""The most gzip members in one body; more are an attack on the unpacker."""


class Unpacker:
    """Undoes gzip or deflate in pieces of at most CHUNK, so that a bomb shows at once."""

    def __init__(self, packing: str | None) -> None:
        self._packing = packing
        self._members = 0
        self._stream: zlib._Decompress | None = None

    @property
    def complete(self) -> bool:
        """Whether what was packed has come to its own end."""
        return self._stream is None or self._stream.eof

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Unpack the next bytes; what stands behind the end is ignored, as browsers do."""
        more = bool(data)
        while more and (stream := self._open(data)):
            piece = stream.decompress(data, CHUNK)
            yield piece
            data = stream.unused_data if stream.eof else stream.unconsumed_tail
            more = bool(data) or (len(piece) == CHUNK and not stream.eof)
        if not self._packing:
            yield data

    def _open(self, data: bytes) -> zlib._Decompress | None:
        if not self._packing:
            return None
        gzip = self._packing != "deflate"
        if self._stream is None or (gzip and self._stream.eof and data.startswith(b"\x1f")):
            self._members += 1
            if self._members > MEMBERS:
                raise zlib.error("too many members")
            # "deflate" means zlib, but some servers leave zlib's header out
            raw = not gzip and data[0] & 0x0F != zlib.DEFLATED
            self._stream = zlib.decompressobj(31 if gzip else -15 if raw else 15)
        return None if self._stream.eof else self._stream
