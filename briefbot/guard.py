"""Which network addresses may be connected to: the public internet, and what is allowed; pure.

The judgement belongs at the connect call, on the very address that is connected to:
checks on names and on URLs are passed by literals, redirects and rebinding names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_interface,
    ip_network,
)
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

PORTS = frozenset({80, 443})
"""Ports that may be connected to without being allowed by name."""

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# `is_global` is True for most of these, and differs between Python versions.
_REFUSED = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # IETF protocol assignments
        "192.88.99.0/24",  # 6to4 relay anycast
        "224.0.0.0/4",  # multicast
        "2001::/32",  # Teredo: the v4 address in it is the client's, behind any relay
        "3fff::/20",  # documentation (RFC 9637)
    )
)
_UNICAST = IPv6Network("2000::/3")
"""All that IANA has given out as global unicast; NAT64 and 6to4 are unwrapped first."""
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_SIXTOFOUR = IPv6Network("2002::/16")

_BRACKETED = re.compile(r"\[(?P<network>[^\[\]]*)\](?::(?P<port>.*))?")
_PLAIN = re.compile(r"(?P<network>[^:\[\]]*)(?::(?P<port>[^:]*))?")


@dataclass(frozen=True, slots=True)
class Allowed:
    """A network that may be read although it is not public, on one port or on all."""

    network: Network
    port: int | None = None

    def covers(self, address: Address, port: int) -> bool:
        """Tell whether this permits a connection to the address and port."""
        return address in self.network and self.port in (None, port)


@lru_cache(maxsize=256)
def parse_allowed(text: str) -> Allowed:
    """Read `10.0.0.0/8`, `10.1.2.3:8080`, `fd00::/8` or `[fd00::/8]:8080`; raise ValueError."""
    match = _BRACKETED.fullmatch(text) or _PLAIN.fullmatch(text)
    address, port = match.group("network", "port") if match else (text, None)
    network = _network(address, text)
    if isinstance(network, IPv6Network):
        _refuse_wrapped(network, text)
    return Allowed(network, None if port is None else _port(port, text))


def opened(url: str, allowed: Iterable[str]) -> bool:
    """Tell whether an address names, by its numbers, a place in one of the networks.

    A name tells nothing: it may lead elsewhere when it is looked up again.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return False
    return _opens(parts.hostname or "", port, tuple(allowed))


@lru_cache(maxsize=1024)
def _opens(host: str, port: int, allowed: tuple[str, ...]) -> bool:
    try:
        address = unwrap(ip_address(host))
    except ValueError:
        return False
    return any(parse_allowed(text).covers(address, port) for text in allowed)


def refusal(host: str, port: int, allowed: Iterable[Allowed] = ()) -> str | None:
    """Say why a socket must not be connected: what the address "is"; None when it may be.

    `host` is what the socket call gets: a literal address, with `%scope` perhaps.
    """
    try:
        address = unwrap(ip_address(host))
    except ValueError:
        return "is not a network address"
    if any(one.covers(address, port) for one in allowed):
        return None
    if port not in PORTS:
        return f"is asked on port {port}, not on 80 or 443"
    return None if is_public(address) else "is not public"


def unwrap(address: Address) -> Address:
    """Return the IPv4 address that a v4-mapped, NAT64 or 6to4 address leads to, or itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _MAPPED or address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    if address in _SIXTOFOUR:
        return IPv4Address(int(address) >> 80 & 0xFFFF_FFFF)
    return address


def is_public(address: Address) -> bool:
    """Tell whether an unwrapped address is one that anybody on the internet can reach."""
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    return address.is_global and not any(address in network for network in _REFUSED)


def _network(address: str, text: str) -> Network:
    try:
        return ip_network(address)
    except ValueError:
        hint = _hint(address)
    raise ValueError(f"{text!r} is no network: {hint}")


def _hint(address: str) -> str:
    try:
        return f"it has bits set behind the prefix; write {ip_interface(address).network}"
    except ValueError:
        return "write it as 10.0.0.0/8, 10.1.2.3:8080, fd00::/8 or [fd00::/8]:8080"


def _refuse_wrapped(network: IPv6Network, text: str) -> None:
    if any(network.subnet_of(wrapper) for wrapper in (_MAPPED, _NAT64, _SIXTOFOUR)):
        raise ValueError(f"{text!r} wraps IPv4 addresses; write the IPv4 network instead")


def _port(port: str, text: str) -> int:
    if port.isascii() and port.isdecimal() and len(port) <= 5 and 0 < int(port) < 65_536:  # noqa: PLR2004  a port's range
        return int(port)
    raise ValueError(f"{text!r} has no valid port: write a number from 1 to 65535 behind the colon")
