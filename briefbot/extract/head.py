"""What a page says of itself: its meta elements, its JSON-LD and its byline."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

# These five are undocumented, so pyproject.toml keeps trafilatura under version 3. Were one
# renamed, this import would fail; were a result changed, the tests of the head would. The
# documented `extract_metadata` calls them too, but takes 10 of 26 ms (see `Head`).
# - examine_meta knows the dialects of meta elements; without it title, author and image are lost.
# - extract_meta_json reads JSON-LD that is not quite JSON; without it the authors are lost that
#   stand only there.
# - extract_title chooses among h1, marked headings and the title element; without it a page with
#   no meta elements has no headline.
# - extract_sitename finds a site that the title element names as `example.com`; without it that
#   name is taken for an author.
# - normalize_authors takes "By" and handles off a byline and tells its names apart; without it
#   they are shown as one name.
from trafilatura.json_metadata import normalize_authors
from trafilatura.metadata import examine_meta, extract_meta_json, extract_sitename, extract_title

from briefbot.addresses import fit
from briefbot.text import dates
from briefbot.text.clean import clean
from briefbot.text.sitename import without_site

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_JSON_LD = './/script[@type="application/ld+json"]'
_SETTINGS = './/script[@type="application/settings+json"]'
"""Read by trafilatura as if it were JSON-LD."""
_SCRIPT_LIMIT = 200_000
"""A longer JSON-LD is a catalogue; reading 3 MB of it takes 2.5 s and 400 MB."""
_JSON_TROUBLE = (TypeError, ValueError, AttributeError, LookupError, RecursionError)
"""What trafilatura's reading of JSON-LD raises when the data are not as it thinks."""
_UNPAID = re.compile(r'"isAccessibleForFree"\s{0,9}:\s{0,9}"?(?:false|no)\b', re.IGNORECASE)
_PUBLISHED = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"\\]{8,60})"')
_DATES = ("article:published_time", "og:published_time", "datepublished", "parsely-pub-date")
_LESSER_DATES = ("dc.date.issued", "dcterms.created", "sailthru.date", "pubdate", "date")
_YEARS = range(1990, 2100)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_BYLINES = tuple(
    etree.XPath(f"(//a|//span|//p|//div|//address|//strong|//li)[{test}]")
    for test in (
        "@rel='author' or @itemprop='author' or @class='author' or @class='byline'",
        "contains(@class, 'author') or contains(@class, 'byline') or contains(@class, 'Byline')",
    )
)
_LONGEST_AUTHOR = 100
_LONGEST_DESCRIPTION = 500


class Head:
    """What a page says of itself; reading it empties the scripts that are too long to be that.

    trafilatura's `with_metadata` also looks for categories, tags and a licence, and searches
    the whole text for an author and a date: 10 of 26 ms, and nothing that a digest shows.
    """

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._scripts = _scripts(tree)
        self._about = examine_meta(tree)
        with suppress(*_JSON_TROUBLE):
            self._about = extract_meta_json(tree, self._about)
        self._said: dict[str, str] = {}
        for meta in tree.iterfind(".//meta[@content]"):
            names = map(meta.get, ("property", "name", "itemprop", "http-equiv"))
            self._said.setdefault(next(filter(None, names), "").lower(), meta.get("content"))
        site = clean(self._about.sitename or extract_sitename(tree) or "", limit=100)
        self._site = site.lstrip("@")

    def title(self, url: str) -> str:
        """Return the headline without the name of the site that often stands behind it."""
        title = clean(self._about.title or extract_title(self._tree) or "", limit=300)
        if self._site and title.casefold().endswith(self._site.casefold()):
            head = title[: -len(self._site)].rstrip()
            return head[:-1].rstrip() if head[-1:] in {*"|–—•·-:»"} else title
        return without_site(title, url)

    def author(self) -> str:
        """Return the names, separated by commas; "" when it is the site that is named."""
        named = self._about.author or _byline(self._tree)
        author = clean(named.replace("; ", ", "))
        return "" if len(author) > _LONGEST_AUTHOR or author == self._site else author

    def date(self) -> str | None:
        """Return when the page was published, as far as it says so: a moment in UTC, or a day."""
        data = (match[1] for script in self._scripts if (match := _PUBLISHED.search(script)))
        said = (*map(self._said.get, _DATES), *data, *map(self._said.get, _LESSER_DATES))
        for text in filter(None, said):
            moment = dates.read(text)
            if moment and moment.year in _YEARS:
                is_day = len(text.strip()) <= len("2026-11-22")
                return moment.date().isoformat() if is_day else moment.isoformat()
        return None

    def language(self) -> str | None:
        """Return the language as declared, in lower case."""
        html = self._tree.getroottree().getroot()
        names = (html.get("lang"), self._said.get("content-language"), self._said.get("og:locale"))
        for name in filter(None, names):
            language: str = name.strip().lower().replace("_", "-")
            if _LANGUAGE.fullmatch(language):
                return language
        return None

    def description(self) -> str:
        """Return what the page says of itself in a sentence or two."""
        names = ("og:description", "description", "twitter:description")
        return clean(next(filter(None, map(self._said.get, names)), ""), limit=_LONGEST_DESCRIPTION)

    def image(self, url: str) -> str | None:
        """Return the address of the picture that the page gives of itself."""
        address: str = self._about.image or ""
        return fit(address, url) if address else None

    def asks_for_money(self) -> bool:
        """Tell whether the page declares that its readers pay."""
        tier = self._said.get("article:content_tier", "").lower()
        return tier in {"locked", "metered"} or any(map(_UNPAID.search, self._scripts))


def _scripts(tree: HtmlElement) -> list[str]:
    """Return the JSON-LD, and empty what is too long before trafilatura reads it too."""
    for path in (_JSON_LD, _SETTINGS):
        for script in tree.iterfind(path):
            if script.text and len(script.text) > _SCRIPT_LIMIT:
                script.text = None
    return [script.text or "" for script in tree.iterfind(_JSON_LD)]


def _byline(tree: HtmlElement) -> str:
    for search in _BYLINES:
        for element in search(tree)[:5]:
            line = " ".join(islice(element.itertext(), 50)).strip()
            if len(line) < _LONGEST_AUTHOR and (names := normalize_authors(None, line)):
                return names
    return ""
