"""A small picture made from a number: what stands in for a press photograph."""

from __future__ import annotations

import struct
import zlib

_WIDTH, _HEIGHT = 96, 54


def picture(seed: int) -> bytes:
    """Return a PNG of a sky over a ground, in colours that `seed` chooses."""
    sky, ground = _colour(seed), _colour(seed // 7 + 5)
    horizon = _HEIGHT * (5 + seed % 3) // 10
    rows = [_row(sky if y < horizon else ground, y) for y in range(_HEIGHT)]
    size = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", size), _chunk(b"IDAT", zlib.compress(b"".join(rows))), _chunk(b"IEND"))
    )


def _colour(seed: int) -> tuple[int, int, int]:
    return 60 + seed % 131, 90 + seed // 11 % 101, 110 + seed // 101 % 121


def _row(colour: tuple[int, int, int], y: int) -> bytes:
    return b"\0" + bytes(min(255, part + y // 2) for part in colour) * _WIDTH


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
