"""What an address, a network, a header or a user agent may look like.

Each reader works as those of `values` do. What stands here may hold a secret, so addresses
and the names of variables are never repeated in a message.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from string import Formatter
from urllib.parse import urlsplit

from briefbot.config.values import LONGEST_LINE, UNSEEN, line
from briefbot.config.wording import show

VARIABLE = r"^[A-Z_][A-Z0-9_]*$"
HEADER = r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"
ADDRESS = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s]+$"

LONGEST_ADDRESS = 2000

# What fetching decides by itself: framing, conditions, what may be unpacked, who we are.
_FETCH_SETS = (
    "accept-encoding connection content-length cookie expect host if-modified-since if-none-match "
    "keep-alive proxy-authorization range referer te trailer transfer-encoding upgrade user-agent"
)
_OWN_HEADERS = frozenset(_FETCH_SETS.split())

Network = IPv4Network | IPv6Network

# v4-mapped, NAT64 and 6to4 addresses are judged by the IPv4 address inside them.
_WRAPPING = tuple(map(IPv6Network, ("::ffff:0:0/96", "64:ff9b::/96", "2002::/16")))


def address(value: str) -> str:
    """Read a web address; it may hold a token, so no message repeats it."""
    if re.search(r"\s", value) or UNSEEN.search(value):
        raise ValueError("the address holds a space or a line break; write a space as %20")
    if len(value) > LONGEST_ADDRESS:
        raise ValueError(f"the address is longer than {LONGEST_ADDRESS} characters")
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(
            "the address has a broken host or port; write https://host/path"
        ) from error
    if parts.scheme not in ("http", "https"):
        given = f", not with {show(parts.scheme + ':')}" if parts.scheme else ""
        raise ValueError(f"the address must begin with https:// or http://{given}")
    if "@" in parts.netloc:
        raise ValueError(
            "the address holds a user name or a password; remove it, and send a secret "
            "with `headers`, which names an environment variable"
        )
    if not host or port == 0:
        raise ValueError("the address names no host to connect to; write https://host/path")
    return value


def proxy(value: str) -> str:
    """Read a proxy's address; empty means none. Its login stands in the environment."""
    if not value:
        return value
    try:
        address(value)
    except ValueError as error:
        if "@" in value:
            raise ValueError(
                "the proxy's address holds a user name or a password; remove it, and name the "
                "environment variable that holds user:password with `proxy_login`"
            ) from error
        raise
    parts = urlsplit(value)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("a proxy is a host and a port; write http://proxy.example:3128")
    return value


def header(value: str) -> str:
    """Read the name of an HTTP header that may be added to a request."""
    if not re.fullmatch(HEADER, value):
        raise ValueError(f'{show(value)} is no header name; write one such as "Authorization"')
    if value.casefold() in _OWN_HEADERS:
        raise ValueError(f"header {show(value)} is set by briefbot itself; remove it")
    return value


def variable(value: str) -> str:
    """Read the name of an environment variable; what stands here may be the secret itself."""
    if len(value) > LONGEST_LINE or not re.fullmatch(VARIABLE, value):
        raise ValueError(
            "this is no name of an environment variable; write a name such as FEED_TOKEN "
            "(capitals, digits, _), and keep the secret itself out of this file"
        )
    return value


def network(value: str) -> tuple[Network, int | None]:
    """Read a network with an optional port: `10.0.0.0/8`, `127.0.0.1/32:8080`, `[fd00::/8]:80`."""
    found = re.fullmatch(r"\[([0-9A-Fa-f:./]{1,64})\](?::([0-9]{1,5}))?", value) or re.fullmatch(
        r"([0-9.]{1,15}(?:/[0-9]{1,2})?)(?::([0-9]{1,5}))?|([0-9A-Fa-f:./]{2,64})", value
    )
    parts = [part for part in found.groups() if part] if found else []
    example = 'write "10.0.0.0/8", "127.0.0.1/32:8080" or "[fd00::/8]:8080"'
    port = int(parts[1]) if len(parts) > 1 else None
    if not parts or port == 0 or (port or 0) > 65535:  # noqa: PLR2004  the last TCP port
        raise ValueError(f"{show(value)} is no network; {example}")
    return _network(value, parts[0], example), port


def _network(value: str, text: str, example: str) -> Network:
    try:
        loose = ip_network(text, strict=False)
    except ValueError as error:
        raise ValueError(f"{show(value)} is no network; {example}") from error
    if loose.network_address != ip_address(text.partition("/")[0]):
        raise ValueError(f'{show(value)} does not begin its network; did you mean "{loose}"?')
    if isinstance(loose, IPv6Network) and any(map(loose.subnet_of, _WRAPPING)):
        raise ValueError(f"{show(value)} wraps IPv4 addresses; write the IPv4 network instead")
    if loose.prefixlen == 0:
        raise ValueError(f"{show(value)} is every address there is; {example}")
    return loose


def private_network(value: str) -> str:
    """Read a network that may be read although private, and keep it as written."""
    network(value)
    return value


def contact(value: str) -> str:
    """Read how a webmaster reaches whoever runs this: a web address or a mail address."""
    if not value.isascii():
        raise ValueError("the contact goes into an HTTP header; use ASCII characters only")
    if value.startswith(("https://", "http://")):
        return address(value)
    if not re.fullmatch(r"[^\s@<>]{1,64}@[^\s@<>]{1,190}\.[^\s@<>.]{2,63}", value):
        raise ValueError(
            f"{show(value)} is no contact; use your web page or mail address, so that a "
            "webmaster can reach you"
        )
    return value


def user_agent(value: str) -> str:
    """Read how briefbot names itself to servers."""
    line(value)
    try:
        fields = [
            (name, spec, cast)
            for _, name, spec, cast in Formatter().parse(value)
            if name is not None
        ]
    except ValueError as error:
        raise ValueError(
            f"{show(value)} has a brace too many; use {{version}}, {{contact}}"
        ) from error
    if not value.isascii():
        raise ValueError("the user agent goes into an HTTP header; use ASCII characters only")
    for name, spec, cast in fields:
        if name not in ("version", "contact") or spec or cast:
            raise ValueError(f"{{{name}}} is not filled in; use {{version}} and {{contact}}")
    return value
