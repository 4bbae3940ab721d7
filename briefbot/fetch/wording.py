"""What went wrong, in one sentence: what, where, what to do; no secret of an address in it."""

from __future__ import annotations

import os
import re
import ssl
import zlib
from typing import TYPE_CHECKING

import aiohttp

from briefbot.errors import FetchError
from briefbot.fetch import pause
from briefbot.fetch.connect import blocked_address

if TYPE_CHECKING:
    from yarl import URL

FOREIGN = (aiohttp.ClientError, OSError, ValueError, RuntimeError, zlib.error)
"""What aiohttp, yarl, ssl and zlib raise when a server or an address is odd."""

_NO_CONTENT, _SERVER_ERROR = 204, 500
_ADVICE = {
    304: "it says that nothing has changed, which it was not asked; tell its owner",
    400: "it does not understand what it is asked; check the address",
    401: "it wants a login; an Authorization header among the source's headers may be one",
    402: "it wants to be paid; take it out, or pay and add the headers that it asks for",
    403: "does the site block bots? set fetch.user_agent",
    404: "nothing is there; check the address",
    410: "it is gone for good; look for its new address",
    429: "it is asked too often; a longer interval may help",
    451: "it is withheld for legal reasons; look for it elsewhere",
}


def shown(text: str) -> str:
    """Show an address without what may be secret: user and password, query and fragment."""
    plain = re.split(r"[?#]", text, maxsplit=1)[0]
    start, slashes, rest = plain.partition("//")
    return repr((start + slashes + rest.rpartition("@")[2])[:80])


def where(url: URL, first: URL | None = None) -> str:
    """Name the host, and the one that was asked first when that redirects."""
    host = url.host_port_subcomponent or ""
    if first is None or first.raw_host == url.raw_host:
        return host
    return f"{host} (where {first.host_port_subcomponent} redirects)"


def _words(error: BaseException) -> str:
    """Say what the system says, without the addresses that asyncio adds."""
    number = getattr(error, "errno", None) or 0
    return os.strerror(number) if number > 0 else getattr(error, "strerror", None) or "no answer"


def _hung_up(error: Exception, cause: BaseException) -> bool:
    """Tell whether it took the connection and then ended it: so it was asked."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return isinstance(cause, ConnectionResetError | ConnectionAbortedError | BrokenPipeError)
    return isinstance(error, aiohttp.ClientConnectionError | ConnectionError)


def explained(error: Exception, place: str, patience: float) -> FetchError:
    """Put a foreign error into words; its own text may hold the address and its secrets."""
    cause = getattr(error, "os_error", error)
    reason = "broken"
    message = (
        f"{place} sends an answer that is cut short or is not HTTP;"
        " if it stays so, open the address in a browser"
    )
    if blocked := blocked_address(cause):
        reason = "blocked_address"
        message = (
            f"{place} leads to {blocked}, which {cause};"
            " if it shall be read, add it to fetch.allow_private and write inside: true at its"
            " source"
        )
    elif isinstance(error, aiohttp.ConnectionTimeoutError):
        reason = "no_connection"
        message = f"no connection to {place} came about in time; is it down?"
    elif isinstance(error, TimeoutError):
        reason = "timeout"
        message = f"no complete answer from {place} within {patience:g} s; does it block bots?"
    elif isinstance(error, aiohttp.ClientConnectorDNSError):
        reason, message = "dns", f"{place} has no address: {_words(cause)}; check the spelling"
    elif isinstance(cause, ssl.SSLError):
        reason = "tls"
        detail = getattr(cause, "verify_message", "") or "no common way to encrypt"
        message = f"no safe connection to {place}: {detail}; its owner must mend that"
    elif isinstance(error, zlib.error):
        reason = "bad_encoding"
        message = f"the answer of {place} can't be unpacked; tell its owner"
    elif isinstance(error, aiohttp.InvalidURL | UnicodeError):
        reason, message = "bad_address", f"{place} is no host that can be asked; check the address"
    elif _hung_up(error, cause):
        reason = "disconnected"
        message = f"{place} ends the connection without an answer; does it block bots?"
    elif isinstance(error, OSError | aiohttp.ClientConnectionError):
        reason, message = "unreachable", f"{place} can't be reached: {_words(cause)}; is it down?"
    return FetchError(reason, message)


def refused(answer: aiohttp.ClientResponse, place: str) -> FetchError:
    """Put a status that is no answer into words, with the pause that the server asks for."""
    status = answer.status
    if status == _NO_CONTENT:
        return FetchError("empty", f"{place} answers that it has nothing (204); check the address")
    retry_after = answer.headers.get("Retry-After", "").strip()
    date = answer.headers.get("Date", "")
    other = "that is no page; open the address in a browser"
    if status >= _SERVER_ERROR:
        other = "its server has trouble; wait, that mostly passes by itself"
    return FetchError(
        f"http_{status}",
        f"{status} from {place}: {_ADVICE.get(status, other)}{pause.words(retry_after, date)}",
        retry_after=pause.seconds(retry_after, date),
    )
