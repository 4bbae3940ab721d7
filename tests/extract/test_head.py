"""What a page says of itself: meta elements, JSON-LD and bylines, some of them hostile."""

from __future__ import annotations

import pytest

from briefbot.extract import extract
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, URL, page

ORIGIN = "https://www.harbour.example"
JSON_AUTHORS = """<script type="application/ld+json">
    {"@context": "https://schema.org", "@type": "NewsArticle", "author":
    [{"@type": "Person", "name": "Ana Sol"}, {"@type": "Person", "name": "Bo Li"}]}</script>"""
JSON_DATE = """<script type="application/ld+json">{"datePublished": "2026-11-21T08:30:00Z"}</script>
    <meta name="date" content="2026-11-22">"""


def said(name: str, content: str) -> str:
    """Return a meta element."""
    return f'<meta property="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        ("", "title", HEADLINE),
        (said("og:title", "Gates hold"), "title", "Gates hold"),
        (
            said("og:title", "Gates hold | The Post") + said("og:site_name", "The Post"),
            "title",
            "Gates hold",
        ),
        (said("og:title", "Gates hold - Harbour"), "title", "Gates hold"),
        (said("author", "Ana Sol"), "author", "Ana Sol"),
        (JSON_AUTHORS, "author", "Ana Sol, Bo Li"),
        (said("og:image", "/i/port.jpg"), "image", f"{ORIGIN}/i/port.jpg"),
        (said("og:image", "javascript:alert(1)"), "image", None),
        (
            said("article:published_time", "2026-11-21T08:30:00+08:00"),
            "date",
            "2026-11-21T00:30:00+00:00",
        ),
        (said("datePublished", "2026-11-21"), "date", "2026-11-21"),
        (JSON_DATE, "date", "2026-11-21T08:30:00+00:00"),
        (said("article:published_time", "0001-01-01T00:00:00Z"), "date", None),
    ],
)
def test_the_head_tells_about_the_article(head: str, field: str, expected: str | None) -> None:
    """Title, names, date and image come from what the page declares."""
    assert getattr(extract(page(head=head), url=f"{ORIGIN}/news/port"), field) == expected


def test_a_byline_names_the_author() -> None:
    """Where the head is silent, the text marked as byline is the author."""
    byline = '<p class="article-byline">By Ana Sol</p>'
    assert extract(page(byline + BODY), url=URL).author == "Ana Sol"


def test_the_site_is_no_author() -> None:
    """A page that names its outlet as the author has none."""
    head = (
        '<meta name="author" content="Harbour Post">'
        '<meta property="og:site_name" content="Harbour Post">'
    )
    assert extract(page(head=head), url=URL).author == ""


@pytest.mark.parametrize(
    ("attributes", "head", "language"),
    [
        ('lang="zh-Hant-TW"', "", "zh-hant-tw"),
        ("", '<meta http-equiv="content-language" content="de">', "de"),
        ("", '<meta property="og:locale" content="zh_TW">', "zh-tw"),
        ('lang="{{ lang }}"', "", None),
        ("", "", None),
    ],
)
def test_the_declared_language(attributes: str, head: str, language: str | None) -> None:
    """The language is the one that the page declares, if it looks like one."""
    assert extract(page(head=head, attributes=attributes), url=URL).language == language


def test_a_known_date_is_not_searched_for() -> None:
    """With `dated` only the head is asked; otherwise the address and the text may tell the day."""
    url = "https://www.harbour.example/2026/03/14/port"
    assert extract(page(), url=url).date == "2026-03-14"
    assert extract(page(), url=url, dated=True).date is None


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"isAccessibleForFree": false}</script>',
        '<script type="application/ld+json">{"isAccessibleForFree":"False"}</script>',
        '<meta property="article:content_tier" content="locked">',
    ],
)
def test_a_declared_paywall_is_seen(head: str) -> None:
    """A page that says that it is not free is paywalled."""
    assert extract(page(head=head), url=URL).paywalled


def test_a_free_page_is_not_paywalled() -> None:
    """What says that it is free, or says nothing, is not paywalled."""
    free = '<script type="application/ld+json">{"isAccessibleForFree": true}</script>'
    assert not extract(page(head=free), url=URL).paywalled
    assert not extract(page(), url=URL).paywalled


@pytest.mark.parametrize(
    "data",
    ['{"author":[1,null,{"name":{"a":1}}],"@type":["NewsArticle"],"publisher":7}', "[" * 50_000],
    ids=["odd", "deep"],
)
def test_hostile_metadata_costs_the_metadata_only(data: str) -> None:
    """JSON-LD that is not what it should be does not take the text away."""
    head = f'<script type="application/ld+json">{data}</script>'
    assert extract(page(head=head), url=URL).text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize("kind", ["ld", "settings"])
def test_a_catalogue_is_not_read(kind: str) -> None:
    """JSON of 200,000 letters is no description of an article, and costs seconds to read."""
    head = JSON_AUTHORS.replace("ld+json", f"{kind}+json")
    long = head.replace('"author"', f'"text": "{"x" * 200_001}", "author"')
    assert extract(page(head=head), url=URL).author == "Ana Sol, Bo Li"
    assert extract(page(head=long), url=URL).author == ""
