"""An address as its source gave it, made safe to open."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

import idna

LONGEST = 2000
_DEFAULT_PORTS = {"http": 80, "https": 443}

_UNSAFE = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_BROKEN_LINES = {ord(c): None for c in "\t\r\n"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LONGEST_HOST = 253

_ESCAPED = re.compile("&(?:amp;)+")
"""Escaped once too often, or oftener; no parameter is called "amp;x"."""


def fit(url: str, base: str | None = None) -> str | None:
    """Return the absolute http(s) address as its source gave it, safe to open; None otherwise.

    ASCII, at most 2,000 characters, without user name, fragment (but `#!` and `#/`, by which
    some sites choose the page) and control characters; the host in lower case and punycode.
    Relative addresses need a `base`.
    """
    text = url[: 2 * LONGEST].strip(" \t\r\n\f").translate(_BROKEN_LINES)
    text = _ESCAPED.sub("&", text)
    if not text or _CONTROL.search(text):
        return None
    try:
        parts = urlsplit(text)
        if base and not parts.scheme:  # urljoin drops a `;` at the end of absolute addresses
            parts = urlsplit(urljoin(base, text))
        scheme, port, name = parts.scheme, parts.port, _ascii_host(parts.hostname or "")
    except ValueError:
        return None
    if scheme not in _DEFAULT_PORTS or not name or parts.username or parts.password or port == 0:
        return None
    netloc = name if port in (None, _DEFAULT_PORTS[scheme]) else f"{name}:{port}"
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    path, query, fragment = map(_quoted, (parts.path or "/", parts.query, fragment))
    address = urlunsplit((scheme, netloc, path, query, fragment))
    return address if len(address) <= LONGEST else None


def is_web(url: str) -> bool:
    """Tell whether this is an absolute http(s) address fit to open."""
    return fit(url) is not None


def _quoted(text: str) -> str:
    """Escape what may not stand in an address, and percent signs that begin no escape."""
    escaped = _UNSAFE.sub(lambda match: "".join(f"%{b:02X}" for b in match[0].encode()), text)
    return _STRAY_PERCENT.sub("%25", escaped)


@lru_cache(maxsize=4096)  # the same few hosts all day, and punycode costs 15 us
def _ascii_host(name: str) -> str:
    """Return the host in ASCII, empty when it is none; raise ValueError for broken names."""
    name = name.removesuffix(".")
    if not name or len(name) > _LONGEST_HOST:
        return ""
    if ":" in name:
        return f"[{ipaddress.IPv6Address(name).compressed}]" if "%" not in name else ""
    if not name.isascii():
        name = _punycode(name)
    if not all(map(_LABEL.fullmatch, name.split("."))):
        return ""
    if name.rpartition(".")[2].isdigit() or name.rpartition(".")[2].startswith("0x"):
        # 127.1, 2130706433 and 0177.0.0.1 are the same machine to some resolvers.
        return str(ipaddress.IPv4Address(name))
    return name


def _punycode(name: str) -> str:
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:
        return name.encode("idna").decode("ascii")  # symbols, as in ☃.net, are of the older rules
