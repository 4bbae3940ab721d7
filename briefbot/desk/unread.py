"""Why a page that a reader named can't be read, in a sentence for them; pure.

The fetcher's own words are for admins: they name options and networks of ours.
"""

from __future__ import annotations

from briefbot.errors import SourceError

_LOCKED = "{host} does not let me read that page. Please open it in a browser."
_GONE = "{host} has no page at that address. Is it complete?"
_UNKNOWN = "I find no {host} on the public web. Is the address right?"
"""The same for what stands inside: nobody learns here which names there are."""
_LATER = "{host} does not answer just now. Please try again later."
_ODD = "I can't make sense of what {host} sends. Please open it in a browser."
_LARGE = "That page of {host} is too large for me. Please open it in a browser."
_SAID = {
    "bad_address": "That address can't be read. Is it complete?",
    **dict.fromkeys(("blocked_address", "dns"), _UNKNOWN),
    **dict.fromkeys(("empty", "http_404", "http_410"), _GONE),
    **dict.fromkeys(("timeout", "no_connection", "unreachable", "disconnected"), _LATER),
    **dict.fromkeys(("proxy", "http_429", "work_absent"), _LATER),
    **dict.fromkeys(("login_page", "redirects", "robots"), _LOCKED),
    **dict.fromkeys(("tls", "broken", "bad_encoding"), _ODD),
    **dict.fromkeys(("too_large", "work_timeout", "work_memory", "work_died"), _LARGE),
}
_NO_TEXT = "I find no article on that page of {host}."


def unread(error: SourceError, host: str) -> str:
    """Say what a reader can do about a page that could not be read."""
    other = _NO_TEXT
    if error.reason.startswith("http_"):
        other = _LATER if error.reason.startswith("http_5") else _LOCKED
    return _SAID.get(error.reason, other).format(host=host)
