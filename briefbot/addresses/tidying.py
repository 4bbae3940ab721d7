"""An address without what says nothing of the page: trackers, sessions, spellings."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from briefbot.addresses.opening import LONGEST, fit

# Parameters that say where a reader came from. Names that some site uses to choose the page
# (`ref`, `source`, `id`, `p`, `s`, `v`, `from`, `share`, `cid`) are not here: two articles that
# become one are lost, one that stays two is only a near duplicate.
_TRACKING_PREFIXES = (
    "utm_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "vero_", "oly_", "_hs", "__hs", "at_",
    "wt_", "wt.", "stm_", "itm_", "__cft__", "fb_action_", "gad_",
)  # fmt: skip
_TRACKING_NAMES = """
    fbclid fb_ref fb_source mibextid sfnsn gclid gclsrc dclid gbraid wbraid srsltid _ga _gl
    ga_source ga_medium ga_campaign ga_term ga_content msclkid ocid cvid yclid ysclid ymclid
    _openstat twclid twcamp twclsrc twgr twterm twsrc ttclid li_fat_id trk trkinfo igshid igsh epik
    mc_cid mc_eid mc_tc mkt_tok _ke __s __tn__ ml_subscriber ml_subscriber_hash hsctatracking
    ns_campaign ns_mchannel ns_source ns_linkname ns_fee cmpid s_cid s_kwcid ef_id wickedid
    campaign_medium campaign_name campaign_source campaign_term campaign_content
    rb_clickid vgo_ee _branch_match_id _branch_referrer aftr_source ftag xtor spm scm
    guccounter guce_referrer guce_referrer_sig sc_cid smid smtyp __twitter_impression
    phpsessid jsessionid
"""
_TRACKING = frozenset(_TRACKING_NAMES.split())
# Names that mostly choose the page, but not with these values.
_FROM_FEED = re.compile(
    "(?:ref|source|src|from|via|origin|partner|emc|cmp)=(?:rss|rss[-_]?feed|atom)", re.IGNORECASE
)

# What a percent sign may hide without changing the meaning (RFC 3986, 2.3).
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_SESSION = re.compile(r";jsessionid=[\w.!-]*", re.IGNORECASE)
_DOTS = re.compile(r"/\.\.?(?=/|$)")


def tidy(url: str, base: str | None = None) -> str | None:
    """Return the address of the same page, still its source's own and fit to open; else None.

    Besides what `fit` does: tracking parameters and session numbers dropped, the others sorted,
    escapes and dot segments resolved. `www.`, the scheme and a slash at the end stay: not every
    site answers without.
    """
    address = fit(url, base)
    if address is None:
        return None
    scheme, netloc, path, query, fragment = urlsplit(address)
    result = urlunsplit((scheme, netloc, _path(path), _query(query), fragment))
    return result if len(result) <= LONGEST else None


def _path(path: str) -> str:
    if "%" in path:
        path = _unescaped(path)
    if ";" in path:
        path = _SESSION.sub("", path)
    return _without_dots(path) if _DOTS.search(path) else path


def _without_dots(path: str) -> str:
    """Resolve `.` and `..` (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    *folders, last = path.split("/")[1:]
    for part in folders:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if last == "..":
        del kept[-1:]
    return "".join(f"/{part}" for part in kept) + ("/" if last in {"", ".", ".."} else f"/{last}")


def _query(query: str) -> str:
    """Sort what tells the page, and keep `?1750,4` and `?thread/7` as the site knows them."""
    if not query:
        return ""
    pieces = (_parameter(piece) for piece in query.split("&") if piece)
    return "&".join(sorted(piece for piece in pieces if not _is_tracking(piece)))


def _parameter(piece: str) -> str:
    return _unescaped(piece).replace("%20", "+") if "%" in piece else piece


def _is_tracking(piece: str) -> bool:
    name = piece.partition("=")[0].lower()
    return (
        name in _TRACKING
        or name.startswith(_TRACKING_PREFIXES)
        or _FROM_FEED.fullmatch(piece) is not None
    )


def _unescaped(text: str) -> str:
    """Undo the escapes that need not be, and write the others in capitals."""

    def one(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _ESCAPE.sub(one, text)
