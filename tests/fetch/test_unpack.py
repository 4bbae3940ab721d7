"""What is packed comes out whole, in small pieces."""

from __future__ import annotations

import gzip
import zlib
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefbot.fetch.unpack import CHUNK, Unpacker
from tests.badserver import BadServer, chunked
from tests.fetch.asking import ask, fetcher


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


TEXT = b"".join(b"%d, " % number for number in range(50_000))


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("GZIP", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("identity, gzip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:])),
        ("gzip", gzip.compress(TEXT) + bytes(700)),
        ("gzip", gzip.compress(TEXT) + b"\r\n"),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", _raw_deflate(TEXT)),
        ("deflate", zlib.compress(TEXT) + b"\x1f\x8b rubbish"),
        ("identity", TEXT),
        ("none", TEXT),
        ("utf-8", TEXT),
        ("", TEXT),
    ],
)
@pytest.mark.parametrize("step", [1_000_000, 997])
async def test_packed_answers_are_unpacked(
    coding: str, packed: bytes, step: int, site: BadServer
) -> None:
    """What is packed comes out whole, in one piece or many, rubbish behind it left aside."""
    pieces = [packed[start : start + step] for start in range(0, len(packed), step)]
    site.pages["/"] = chunked(pieces, f"Content-Encoding: {coding}")
    async with fetcher(site) as fetch:
        assert (await fetch(ask(site.url()))).body == TEXT


@given(
    st.sampled_from([("gzip", 31), ("x-gzip", 31), ("deflate", 15), ("deflate", -15)]),
    st.one_of(st.binary(max_size=300), st.integers(CHUNK - 2, CHUNK + 300).map(bytes)),
    st.lists(st.integers(0, 400), max_size=20),
)
@example(packing=("deflate", -15), body=bytes(CHUNK + 1), cuts=[])
def test_unpacking_gives_back_what_was_packed(
    packing: tuple[str, int], body: bytes, cuts: list[int]
) -> None:
    """Whatever the bytes and wherever the network cuts them, they come back, in small pieces."""
    name, window = packing
    packer = zlib.compressobj(wbits=window)
    packed = packer.compress(body) + packer.flush()
    edges = [0, *sorted(cuts), len(packed)]
    unpacker = Unpacker(name)
    pieces = [piece for start, end in pairwise(edges) for piece in unpacker.feed(packed[start:end])]
    assert b"".join(pieces) == body
    assert unpacker.complete
    assert max(map(len, pieces)) <= CHUNK


def test_a_packed_byte_that_looks_like_a_new_member_is_none() -> None:
    """A piece from the midst of a gzip stream may begin with the byte that begins gzip."""
    body = bytes(range(256)) * 8
    packer = zlib.compressobj(0, zlib.DEFLATED, 31)
    packed = packer.compress(body) + packer.flush()
    unpacker = Unpacker("gzip")
    assert b"".join(piece for byte in packed for piece in unpacker.feed(bytes([byte]))) == body
