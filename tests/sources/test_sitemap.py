"""Sitemaps: newest first, unpacked within bounds, indexes named for what they are."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefbot.errors import ParseError
from briefbot.ports import Document
from briefbot.sources.sitemap import parse

if TYPE_CHECKING:
    from briefbot.models import Feed


def read(body: str | bytes) -> Feed:
    raw = body.encode() if isinstance(body, str) else body
    return parse(Document(body=raw, url="https://x.example/sitemap.xml"))


def failure(body: str | bytes) -> ParseError:
    with pytest.raises(ParseError) as caught:
        read(body)
    return caught.value


def page(number: int, changed: str = "") -> str:
    return f"<url><loc>https://x.example/{number}</loc><lastmod>{changed}</lastmod></url>"


def test_the_newest_pages_come_first_and_those_without_a_date_last() -> None:
    """Sitemaps are in any order; a brief wants what is new."""
    body = page(1) + page(2, "2026-11-20") + page(3, "2026-11-22T01:00:00+02:00") + page(4)
    entries = read(f"<urlset>{body}</urlset>").entries
    assert [entry.id[-1] for entry in entries] == ["3", "2", "1", "4"]
    assert entries[0].published == datetime(2026, 11, 21, 23, tzinfo=UTC)


@pytest.mark.parametrize("new", ["first", "last"])
def test_of_many_pages_without_dates_those_at_both_ends_are_read(new: str) -> None:
    """Some sites write a new page in front, and some behind all others."""
    pages = [page(number) for number in range(700)]
    pages.insert(0 if new == "first" else 700, page(999))
    urls = [entry.url for entry in read(f"<urlset>{''.join(pages)}</urlset>").entries]
    assert (len(urls), urls[0 if new == "first" else -1]) == (500, "https://x.example/999")


def test_at_most_500_pages_and_those_are_the_newest() -> None:
    """Of a sitemap of everything only the newest 500 are read, wherever they stand."""
    body = "".join(page(n, f"2020-01-01T00:{n // 60:02d}:{n % 60:02d}Z") for n in range(700))
    entries = read(f"<urlset>{body}</urlset>").entries
    assert (len(entries), entries[0].url) == (500, "https://x.example/699")


def test_a_gzip_file_is_unpacked() -> None:
    """Sitemaps come as .gz files that no header announces."""
    packed = gzip.compress(f"<urlset>{page(1)}</urlset>".encode())
    assert read(packed).entries[0].url == "https://x.example/1"


def test_a_gzip_bomb_is_too_large() -> None:
    """What unpacks to more than 5 MB is refused without being unpacked."""
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000)
    tracemalloc.start()
    error = failure(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error.reason == "too_large"
    assert peak < 20_000_000
    assert "news sitemap" in str(error)


def test_a_broken_gzip_file_is_a_bad_feed() -> None:
    """Bytes that only begin like gzip are no sitemap."""
    assert failure(b"\x1f\x8b\x08\x00garbage").reason == "bad_feed"


def test_an_index_names_the_sitemap_to_use() -> None:
    """An index holds no pages: the error names its news sitemap, else its newest one."""
    child = "<sitemap><loc>https://x.example/{}.xml</loc><lastmod>{}</lastmod></sitemap>"
    old, new = child.format("a", "2026-11-01"), child.format("b", "2026-11-22")
    error = failure(f"<sitemapindex>{old}{new}</sitemapindex>")
    assert error.reason == "sitemap_index"
    assert "https://x.example/b.xml" in str(error)
    news = child.format("news", "2026-10-01")
    assert "https://x.example/news.xml" in str(failure(f"<sitemapindex>{news}{new}</sitemapindex>"))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        ("<html><body>Not found</body></html>", "bad_feed"),
        ("plain words", "bad_feed"),
        ("<urlset></urlset>", "no_entries"),
        (
            "<urlset><url><loc>javascript:x</loc></url><url><loc>https://x.example/</loc></url></urlset>",
            "no_entries",
        ),
        ("<sitemapindex></sitemapindex>", "no_entries"),
        ("<urlset>" + "<url>" * 100_000, "no_entries"),
    ],
)
def test_what_is_no_sitemap_is_called_by_its_name(body: str, reason: str) -> None:
    """Each way of not being a list of pages has its reason and says where."""
    error = failure(body)
    assert error.reason == reason
    assert "https://x.example/sitemap.xml" in str(error)


def test_a_doctype_is_never_read() -> None:
    """Entities and external subsets of a sitemap stay unread; the pages are read."""
    subset = '<!DOCTYPE urlset SYSTEM "/dev/stdin" [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = f"{subset}<urlset><url><loc>https://x.example/a&x;</loc></url></urlset>"
    assert read(body).entries[0].url == "https://x.example/a&x;"
