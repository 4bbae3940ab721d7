"""Which addresses may be asked, where a redirect leads, and what stays in one place."""

from __future__ import annotations

import re

from yarl import URL

from briefbot.errors import FetchError
from briefbot.fetch.wording import shown, where

LONGEST_ADDRESS = 8_192

_HOST = re.compile(r"[!-~]{1,253}")
_UNREADABLE = (ValueError, IndexError)
"""What yarl raises for text that is no address; IndexError for `//[]@`."""


def target(text: str) -> URL:
    """Read an address that may be asked; its host and port are judged when connecting."""
    try:
        url = URL(text[: LONGEST_ADDRESS + 1])
        if url.raw_fragment:
            url = url.with_fragment(None)
    except _UNREADABLE as error:
        raise FetchError("bad_address", f"{shown(text)} is no address; check it") from error
    if url.scheme not in {"http", "https"}:
        raise FetchError("bad_address", f"{shown(text)} does not begin with http:// or https://")
    if url.raw_user is not None or url.raw_password is not None:
        raise FetchError(
            "bad_address",
            f"{shown(text)} comes with a user name; take it out and put an Authorization header"
            " among the source's headers",
        )
    if not _HOST.fullmatch(url.raw_host or "") or len(text) > LONGEST_ADDRESS:
        raise FetchError("bad_address", f"{shown(text)} is no address of a host; check it")
    return url


def redirected(url: URL, location: str) -> URL:
    """Resolve a redirect; bytes that are not UTF-8 become percent codes."""
    raw = location[: LONGEST_ADDRESS + 1].encode("utf-8", "surrogateescape")
    text = "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)  # noqa: PLR2004  ASCII
    try:
        return target(str(url.join(URL(text))) if len(text) <= LONGEST_ADDRESS else text)
    except (FetchError, *_UNREADABLE) as error:
        raise FetchError(
            "bad_address",
            f"{where(url)} redirects to {shown(text)}, which is not followed; check the address",
        ) from error


def same_place(before: URL, after: URL) -> bool:
    """Tell whether what is meant for one address may go to another: same host, no less safe."""
    if before.raw_host != after.raw_host:
        return False
    if (before.scheme, after.scheme) == ("http", "https"):
        return before.is_default_port() and after.is_default_port()
    return (before.scheme, before.port) == (after.scheme, after.port)
