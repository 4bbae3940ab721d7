"""Signs in an address that it leads to an article; what `page` judges a link by."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import SplitResult, unquote, urlsplit

# A part of the path that no article has.
_NEVER = frozenset({
    "tag", "tags", "category", "categories", "author", "authors", "user", "users", "profile",
    "people", "staff", "team", "contributors", "login", "signin", "sign-in", "register", "signup",
    "search", "page", "feed", "feeds", "rss", "cart", "account", "wp-login.php", "wp-admin",
    "cdn-cgi", "share", "print", "comments", "comment", "reply", "topic", "topics",
})  # fmt: skip
# The whole of what a short address is about, in pages that every site has.
_HOUSEKEEPING = frozenset({
    "about", "contact", "privacy", "terms", "cookie", "cookies", "legal", "imprint", "impressum",
    "datenschutz", "disclaimer", "accessibility", "subscribe", "subscription", "newsletter",
    "newsletters", "advertise", "advertising", "careers", "jobs", "sitemap", "help", "faq",
    "support", "pricing", "download", "downloads", "archive", "archives", "copyright", "policy",
    "conditions", "settings", "preferences", "editorial", "donate", "membership",
})  # fmt: skip
_SHOP = frozenset({
    "product", "products", "solution", "solutions", "service", "services", "platform", "features",
    "event", "events", "webinar", "webinars", "shop", "store", "pricing", "customers", "partners",
    "training", "courses", "podcasts", "videos", "gallery", "docs", "documentation",
})  # fmt: skip
_NEWSY = frozenset({
    "article", "articles", "story", "stories", "news", "post", "posts", "blog", "blogs", "entry",
    "p", "a", "advisory", "advisories", "bulletin", "bulletins", "alert", "alerts", "notice",
    "press", "press-release", "press-releases", "releases", "release", "psirt", "security",
    "vulnerability", "vulnerabilities", "report", "reports", "analysis", "opinion", "n", "archives",
})  # fmt: skip
_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|css|js|json|xml|rss|atom|ics|pdf|zip|gz|exe|dmg|mp3|mp4|m4a"
    r"|mov|avi|docx?|xlsx?|pptx?|epub|txt|asc|sig)$",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cfm)$", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<gap>[/-]?)(?P<month>\d{2})(?P=gap)(?P<day>\d{2})(?!\d{1,3}(?!\d))"
)
_MONTH = re.compile(r"/(?:19|20)\d{2}/(?:0?[1-9]|1[0-2])/")
_CODE = re.compile(r"[a-z]{2,12}(?:-[a-z]{1,8})?-\d{1,4}-\d{2,7}|\d{4,}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SLUG_POINTS = (0, 0, 1, 2, 3)
_LONG_ENOUGH = 6
_COUNTRY, _SECOND_LEVEL = 2, 3


def may_lead(url: str, page: str) -> bool:
    """Tell whether a link on `page` can lead to an article of the same site at all."""
    link, own = urlsplit(url), urlsplit(page)
    parts = _parts(link)
    if not _same_site(link, own) or _FILES.search(link.path) or not (parts or link.query):
        return False
    if link.path.rstrip("/") == own.path.rstrip("/"):
        return bool(re.search(r"\d{3}", link.query)) and not link.query.startswith("page=")
    return _NEVER.isdisjoint(parts)


def points(url: str) -> int:
    """Return how much the address itself looks like an article's, about -4 to 8."""
    link = urlsplit(url)
    parts = _parts(link)
    last = _ENDING.sub("", parts[-1]) if parts else ""
    words = [word.lower() for word in _WORD.findall(last)]
    slug = sum(1 for c in last if ord(c) > 0x2E80) >= _LONG_ENOUGH  # noqa: PLR2004  East Asian
    total = 3 if slug else _SLUG_POINTS[min(len(words), len(_SLUG_POINTS) - 1)]
    total += 3 if date_in(url) else 2 if _MONTH.search(link.path) else 0
    total += 2 if _CODE.search(last) or re.search(r"=\d{3,}", link.query) else 0
    total += 1 if not _NEWSY.isdisjoint(parts[:-1]) else 0
    total -= 2 if not _SHOP.isdisjoint(parts) else 0
    if len(words) < len(_SLUG_POINTS) and not _HOUSEKEEPING.isdisjoint(words):
        total -= 4
    return total


def date_in(url: str) -> datetime | None:
    """Return the day that an address names, as /2026/11/22/ or 20261122, at midnight UTC."""
    match = _DATE.search(urlsplit(url).path)
    if match is None:
        return None
    try:
        year, month, day = (int(match[name]) for name in ("year", "month", "day"))
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def group(url: str) -> str:
    """Return what the addresses of one list share: the host and the path but its last part."""
    link = urlsplit(url)
    return link.netloc + link.path.rstrip("/").rpartition("/")[0]


def _parts(link: SplitResult) -> list[str]:
    return [unquote(part).lower() for part in link.path.split("/") if part]


def _same_site(link: SplitResult, own: SplitResult) -> bool:
    site = _site(own.hostname or "")
    name = link.hostname or ""
    return name == site or name.endswith(f".{site}")


def _site(name: str) -> str:
    """Return the part of a host that belongs to one owner, near enough: bbc.co.uk, cna.com.tw."""
    labels = name.split(".")
    nested = (
        len(labels) > _COUNTRY and len(labels[-1]) == _COUNTRY and len(labels[-2]) <= _SECOND_LEVEL
    )
    if labels[-1].isdigit() or ":" in name:
        return name
    return ".".join(labels[-3:] if nested else labels[-2:])
