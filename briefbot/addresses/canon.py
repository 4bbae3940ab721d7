"""One form for all addresses of a page; made to be compared, and never opened or shown.

Here a wrong merge loses an article, and a missed one costs a near duplicate, which its text
gives away later. So host and path change only where what is left looks like an article's.
"""

from __future__ import annotations

import hashlib
import re
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from briefbot.addresses.tidying import tidy
from briefbot.models import Entry

_EDITIONS = frozenset({"m", "mobile", "touch", "amp", "wap"})
# What follows such a label may be the owner of many sites, and "m" or "mobile" one of these.
_SECOND_LEVEL = frozenset({
    "ac", "ad", "co", "com", "ed", "edu", "go", "gob", "gouv", "gov", "govt", "gv", "idv", "in",
    "info", "lg", "me", "mil", "ne", "net", "nom", "or", "org", "web",
})  # fmt: skip
_COUNTRY = 2
_HOSTERS = """
    appspot.com beehiiv.com bearblog.dev blog.jp blogger.com cnblogs.com deviantart.com
    dreamwidth.org exblog.jp fandom.com fc2.com firebaseapp.com ghost.io github.io gitlab.io
    hatenablog.com hatenablog.jp herokuapp.com itch.io jimdo.com livedoor.blog livejournal.com
    medium.com micro.blog myshopify.com neocities.org netlify.app over-blog.com pages.dev pixnet.net
    posthaven.com readthedocs.io sourceforge.io sourceforge.net squarespace.com substack.com
    tistory.com tumblr.com typepad.com vercel.app web.app weebly.com wikidot.com wixsite.com
    wordpress.com write.as
"""
_MANY_OWNERS = frozenset(_HOSTERS.split())

# cdn.ampproject.org/c/s/site/path, google.com/amp/s/site/path: `s` stands for https.
_CACHES = (
    re.compile(r"(?:[\w-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)/[cv]/(s/)?(.+)"),
    re.compile(r"(?:www\.)?google\.[a-z.]{2,6}/amp/(s/)?(.+)"),
)
_CACHE_HOSTS = ("cdn.ampproject.org", "bing-amp.com", "google.")

_NUMBERED = re.compile(r"\d{5,}|(?<!\d)(?:19|20)\d\d/[01]?\d/(?:[0-3]?\d/)?[^/]*[^/\d]")
"""A long number, or a name under its month or its day."""
_WORDS = 3
_LETTERS = re.compile("(?:%[0-9A-F]{2}){9}")
_EDITION_PATH = re.compile(
    r"(?:/(?:amp|print))+(?=/?$)|(?<=/)(?:amp|print)/|\.(?:amp|print)(?=\.html?$|$)"
)
_INDEX = frozenset({
    "index.html", "index.htm", "index.shtml", "index.php",
    "default.html", "default.htm", "default.asp", "default.aspx",
})  # fmt: skip
# The same page in another dress, and no other value of these names.
_EDITION = re.compile(
    r"(?:amp|mobile|print|printable|noamp)(?:=(?:1|true|yes|y|on|mobile|amp|print)?)?"
    r"|(?:output|outputtype|view|format|mode|action|display|pagewanted)=(?:amp|print|mobile)"
    r"|pagewanted=all|(?:amp_js_v|amp_gsa|amp_r|amp_lite|usqp|aoh)=.*",
    re.IGNORECASE,
)
_ACCENT = re.compile("%C[CD]%|%E1%8[4-7]%")
_ACCENTED = re.compile("[A-Za-z]?(?:%[89A-F][0-9A-F])+")
_TELLING_NOTHING = re.compile("%(?:2[147-9ACF]|3[AB]|40)")
"""Escapes that a query may write out: no `&`, `=`, `+`, `#` or `%`."""
_BLOGSPOT = re.compile(r"\.blogspot\.[a-z.]{2,6}$")


def canonical(url: str, base: str | None = None) -> str | None:
    """Return the one form that all addresses of a page share; None where `tidy` gives none.

    Besides what `tidy` does: https without `www.`; mobile hosts, AMP (host, path, parameter and
    the caches' addresses), print views and index files give way to the page itself.
    """
    address = tidy(url, base)
    while address and (origin := _origin(address)):
        address = tidy(origin)
    if address is None:
        return None
    scheme, netloc, path, query, fragment = urlsplit(address)
    path = _page(_composed(path), plain=not query)
    query = _plain_query(_composed(query), netloc)
    name = _site(netloc, f"{path}?{query}")
    scheme = scheme if ":" in netloc else "https"
    return urlunsplit((scheme, name, path, query, fragment))


def known_as(entry: Entry, source_url: str) -> str:
    """Return what an entry is known by under any id: its page's canonical address, or its words.

    The words and not the id: some sources make a new id at each answer.
    """
    page = None if entry.shared else canonical(entry.url)
    return page or stand_in(entry, source_url)


def stand_in(entry: Entry, source_url: str) -> str:
    """Return an address for an entry that has no page of its own.

    It is that of the page which it shares, or of its source, marked with the hash of its words
    in a form that `fit` keeps: so people can ask by it.
    """
    words = f"{entry.title}\n{entry.content}".encode("utf-8", "replace")
    place = (tidy(entry.url or source_url) or source_url).partition("#")[0]
    return f"{place}#/{hashlib.sha256(words).hexdigest()[:16]}"


def _origin(address: str) -> str | None:
    """Return the address that an AMP cache keeps a copy of; None for every other address."""
    if not any(host in address for host in _CACHE_HOSTS):
        return None
    rest = address.partition("://")[2]
    match = next(filter(None, (cache.fullmatch(rest) for cache in _CACHES)), None)
    return f"http{'s' if match[1] else ''}://{match[2]}" if match else None


def _page(path: str, *, plain: bool) -> str:
    """Return the path of the page itself, for that of its AMP or print view or its index file."""
    if "amp" in path or "print" in path:
        while (found := _EDITION_PATH.search(path)) and _is_article(
            shorter := path[: found.start()] + path[found.end() :]
        ):
            path = shorter
    folder, _, name = path.rpartition("/")
    return f"{folder}/" if plain and name.lower() in _INDEX else path


def _is_article(page: str) -> bool:
    """Tell whether a path, or a path with its query, looks like an article's."""
    name = page.partition("?")[0].rstrip("/").rpartition("/")[2]
    words = name.replace("_", "-").strip("-").count("-") + 1
    return words >= _WORDS or any(sign.search(page) for sign in (_NUMBERED, _LETTERS))


def _composed(text: str) -> str:
    """Write letters and their accents as one (NFC); some systems write them as two."""

    def one(match: re.Match[str]) -> str:
        try:
            return quote(normalize("NFC", unquote(match[0], errors="strict")))
        except UnicodeDecodeError:
            return match[0]

    return _ACCENTED.sub(one, text) if _ACCENT.search(text) else text


def _plain_query(query: str, netloc: str) -> str:
    if not query:
        return ""
    mobile = "m=1" if _BLOGSPOT.search(netloc) else None
    if "%" in query:
        query = _TELLING_NOTHING.sub(lambda match: unquote(match[0]), query)
    pieces = (piece.removesuffix("=") for piece in query.split("&"))
    return "&".join(p for p in pieces if p != mobile and not _EDITION.fullmatch(p))


def _site(netloc: str, page: str) -> str:
    """Return the host of the site itself, for that of its mobile or AMP edition."""
    if ":" in netloc:
        return netloc
    labels = netloc.split(".")
    while (labels[0] == "www" and len(labels) > 2) or _is_edition(labels, page):  # noqa: PLR2004
        del labels[0]
    if len(labels) > 3 and labels[1] == "m" and not _is_shared(labels[2:]):  # noqa: PLR2004  en.m.wikipedia.org
        del labels[1]
    return ".".join(labels)


def _is_edition(labels: list[str], page: str) -> bool:
    return labels[0] in _EDITIONS and not _is_shared(labels[1:]) and _is_article(page)


def _is_shared(labels: list[str]) -> bool:
    """Tell whether sites of many owners stand below this name: co.uk, wordpress.com."""
    if len(labels) < 2:  # noqa: PLR2004
        return True
    nested = len(labels) == 2 and len(labels[1]) == _COUNTRY and labels[0] in _SECOND_LEVEL  # noqa: PLR2004
    return nested or ".".join(labels[-2:]) in _MANY_OWNERS or labels[0] == "blogspot"
