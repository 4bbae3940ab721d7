"""What headers may hold, and which of them are meant for one host alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from multidict import CIMultiDict

from briefbot.errors import FetchError

if TYPE_CHECKING:
    from yarl import URL

    from briefbot.models import Request

_UNSENDABLE = re.compile(r"[^\t\x20-\x7e\xa0-\ud7ff\ue000-\U0010ffff]")
"""Control characters, those of U+0080-9F too, which steer a terminal just as ESC does; and the
surrogates that aiohttp makes of bytes that are not UTF-8."""


def printable(text: str) -> str:
    """Return a header's text without what no header may hold."""
    return _UNSENDABLE.sub("", text)


def sendable(validator: str | None) -> str | None:
    """Return a validator that goes back byte for byte; aiohttp drops parts of any other."""
    return None if not validator or _UNSENDABLE.search(validator) else validator


def own_headers(request: Request) -> CIMultiDict[str]:
    """Return what is meant for this host alone: the configured headers."""
    own = CIMultiDict[str]()
    for name, value in request.headers:
        if not name or _UNSENDABLE.search(name + value):
            raise FetchError(
                "bad_header",
                f"the value of header {name!r} holds a line break or another control character;"
                " check the environment variable that it comes from",
            )
        own[name] = value
    return own


def validators(request: Request, url: URL, first: URL) -> CIMultiDict[str]:
    """Return the validators where `url` is the address that gave them, and nothing elsewhere.

    They say something of one address alone (RFC 9110, 8.8): to another they are a stranger's.
    """
    asked = CIMultiDict[str]()
    if str(url) != (request.validators_from or str(first)):
        return asked
    if etag := sendable(request.etag):
        asked["If-None-Match"] = etag
    if modified := sendable(request.last_modified):
        asked["If-Modified-Since"] = modified
    return asked
