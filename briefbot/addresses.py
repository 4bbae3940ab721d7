"""Web addresses: fit to open, equal when they mean the same page, readable as a host.

Everything here takes what a stranger wrote, and none of it raises.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import urljoin, urlsplit, urlunsplit

import idna
from w3lib.url import canonicalize_url

_LONGEST = 2000
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that say where a reader came from. Names that some site uses to choose the page
# (`ref`, `source`, `id`, `p`, `s`, `v`, `from`, `share`, `cid`) are not here: two articles that
# become one are lost, one that stays two is only a near duplicate.
_TRACKING_PREFIXES = (
    "utm_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "vero_", "oly_", "_hs", "__hs", "at_",
    "wt_", "wt.", "stm_", "itm_", "__cft__", "fb_action_",
)  # fmt: skip
_TRACKING_NAMES = """
    fbclid fb_ref fb_source mibextid sfnsn gclid gclsrc dclid gbraid wbraid srsltid _ga _gl
    ga_source ga_medium ga_campaign ga_term ga_content msclkid ocid cvid yclid ysclid ymclid
    _openstat twclid twcamp twclsrc twgr twterm twsrc ttclid li_fat_id trk trkinfo igshid igsh epik
    mc_cid mc_eid mc_tc mkt_tok _ke __s __tn__ ml_subscriber ml_subscriber_hash hsctatracking
    ns_campaign ns_mchannel ns_source ns_linkname ns_fee cmpid s_cid s_kwcid ef_id wickedid
    campaign_medium campaign_name campaign_source campaign_term campaign_content
    rb_clickid vgo_ee _branch_match_id _branch_referrer aftr_source ftag xtor spm scm
    guccounter guce_referrer guce_referrer_sig sc_cid smid smtyp
"""
_TRACKING = frozenset(_TRACKING_NAMES.split())

# What a percent sign may hide without changing the meaning (RFC 3986, 2.3).
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_BROKEN_LINES = {ord(c): None for c in "\t\r\n"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_LONGEST_HOST = 253

# Cyrillic and Greek letters that pass for Latin ones; a name made of them alone poses as another.
_LOOKALIKES = frozenset("асԁеһіјӏорԛѕԝхуъЬҽпгѵѡвкмнтьαικνορτυωχ")
_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)


_ESCAPED = re.compile("&(?:amp;)+")
"""Escaped once too often, or oftener; no parameter is called "amp;x"."""


def fit(url: str, base: str | None = None) -> str | None:
    """Return the absolute http(s) address as its source gave it, safe to open; None otherwise.

    ASCII, at most 2,000 characters, without user name, fragment (but `#!`) and control
    characters; the host in lower case and punycode. Relative addresses need a `base`.
    """
    text = url[: 2 * _LONGEST].strip(" \t\r\n\f").translate(_BROKEN_LINES)
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
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    path, query, fragment = map(_quoted, (parts.path or "/", parts.query, fragment))
    address = urlunsplit((scheme, netloc, path, query, fragment))
    return address if len(address) <= _LONGEST else None


def canonical(url: str, base: str | None = None) -> str | None:
    """Return the one form that addresses of the same page share, still fit to open; else None.

    Besides what `fit` does: tracking parameters dropped, the others sorted, escapes and dot
    segments resolved. `www.`, the scheme and a slash at the end stay: some sites tell them apart.
    """
    address = fit(url, base)
    if address is None:
        return None
    parts = urlsplit(address)
    try:
        plain = urlsplit(canonicalize_url(urlunsplit((*parts[:3], "", ""))))
    except ValueError:
        return None
    query = _canonical_query(parts.query)
    result = urlunsplit((plain.scheme, plain.netloc, plain.path, query, parts.fragment))
    return result if len(result) <= _LONGEST else None


def is_web(url: str) -> bool:
    """Tell whether this is an absolute http(s) address fit to open."""
    return fit(url) is not None


def host(url: str) -> str:
    """Return the host as people read it: without `www.`, in its own script unless that deceives.

    Empty for what is no address. Internationalised names of mixed scripts, of invisible letters
    or of letters that pass for Latin ones stay punycode.
    """
    address = fit(url)
    if address is None:
        return ""
    name = (urlsplit(address).hostname or "").removeprefix("www.")
    labels = [_unicode(label) for label in name.split(".")]
    return ".".join(_shown(label, latin_end=labels[-1].isascii()) for label in labels)


def _quoted(text: str) -> str:
    """Escape what may not stand in an address, and percent signs that begin no escape."""
    escaped = _UNSAFE.sub(lambda match: "".join(f"%{b:02X}" for b in match[0].encode()), text)
    return _STRAY_PERCENT.sub("%25", escaped)


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


def _canonical_query(query: str) -> str:
    """Sort what tells the page, and keep `?1750,4` and `?thread/7` as the site knows them."""
    pieces = [_unescaped(piece) for piece in query.split("&") if piece]
    return "&".join(sorted(piece for piece in pieces if not _is_tracking(piece)))


def _is_tracking(piece: str) -> bool:
    name = piece.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _unescaped(piece: str) -> str:
    """Undo the escapes that need not be, write the others in capitals and a space as `+`."""

    def one(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _ESCAPE.sub(one, piece).replace("%20", "+")


def _unicode(label: str) -> str:
    try:
        return idna.decode(label) if label.startswith("xn--") else label
    except (idna.IDNAError, UnicodeError):
        return label


def _shown(label: str, *, latin_end: bool) -> str:
    """Return a label in its own script, or in punycode when it would deceive."""
    letters = [c for c in label if not c.isascii()]
    scripts = {unicodedata.name(c, "?").partition(" ")[0] for c in label if c.isalpha()}
    honest = (len(scripts) <= 1 or any(scripts <= set_ for set_ in _TOGETHER)) and all(
        unicodedata.category(c)[0] in "LMN" for c in letters
    )
    poses = latin_end and not (set(letters) - _LOOKALIKES)
    if not letters or (honest and not poses):
        return label
    return "xn--" + label.encode("punycode").decode("ascii")
