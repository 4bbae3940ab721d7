"""Pages and feed texts as they come, and what is kept of them; the HTML here is our own."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.errors import ExtractError
from briefbot.extract import Extracted, choose, extract, from_feed
from briefbot.models import Quality

URL = "https://www.harbour.example/news/2026/11/port"
HEADLINE = "Port of Keelung reopens after a quiet storm"
FIRST = (
    "The port of Keelung reopened on Saturday morning after two days without a single ship, "
    "and the first ferry left with forty passengers and a choir."
)
SECOND = (
    "Harbour master Lin Mei-hua said that the new gates had held, although the water stood "
    "higher than in any November since the measurements began in 1903."
)
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(body: str = BODY, head: str = "", attributes: str = 'lang="en"') -> str:
    """Return a page with the clutter that surrounds every article."""
    return f"""<!DOCTYPE html><html {attributes}><head><title>{HEADLINE} - Harbour Post</title>
    {head}</head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <article><h1>{HEADLINE}</h1>{body}</article>
    <aside><h3>Related</h3><a href="/a">Ten ferries that you will love</a></aside>
    <footer>Copyright Harbour Post. All rights reserved.</footer></body></html>"""


def test_the_text_is_the_article_alone() -> None:
    """Paragraphs come one a line, without navigation, related links and footer."""
    assert extract(page(), url=URL).text == f"{FIRST}\n{SECOND}"


def test_the_text_is_clean() -> None:
    """Invisible and direction-changing characters are gone before the text is kept."""
    dirty = SECOND.replace("gates", "ga\u200btes").replace("held", "\u202eheld\u202c")
    assert extract(page(f"<p>{FIRST}</p><p>{dirty}</p>"), url=URL).text == f"{FIRST}\n{SECOND}"


ORIGIN = "https://www.harbour.example"
JSON_AUTHORS = """<script type="application/ld+json">
    {"@context": "https://schema.org", "@type": "NewsArticle", "author":
    [{"@type": "Person", "name": "Ana Sol"}, {"@type": "Person", "name": "Bo Li"}]}</script>"""
JSON_DATE = """<script type="application/ld+json">{"datePublished": "2026-11-21T08:30:00Z"}</script>
    <meta name="date" content="2026-11-22">"""


def said(name: str, content: str) -> str:
    """Return a meta element."""
    return f'<meta property="{name}" content="{content}">'


def links(href: str) -> str:
    """Return a canonical link."""
    return f'<link rel="canonical" href="{href}">'


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
        (said("og:site_name", "Harbour Post"), "site", "Harbour Post"),
        (said("author", "Ana Sol"), "author", "Ana Sol"),
        (JSON_AUTHORS, "author", "Ana Sol, Bo Li"),
        (said("og:image", "/i/port.jpg"), "image", f"{ORIGIN}/i/port.jpg"),
        (said("og:image", "javascript:alert(1)"), "image", None),
        (links("/news/gates"), "canonical", f"{ORIGIN}/news/gates"),
        (links(f"{ORIGIN}/"), "canonical", None),
        (links("data:text/html,x"), "canonical", None),
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
    """Title, names, date, image and canonical address come from what the page declares."""
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


@pytest.mark.parametrize("shown", [HEADLINE, HEADLINE.upper(), f"“{HEADLINE}!”"])
def test_a_repeated_headline_is_dropped(shown: str) -> None:
    """A first line that only repeats the page's or the feed's headline is not text."""
    body = f"<p>{shown}</p>{BODY}"
    assert extract(page(body), url=URL).text.startswith(FIRST)
    other = page(f"<p>Another way to put it today</p>{BODY}")
    assert extract(other, url=URL).text.startswith("Another way")
    told = extract(other, url=URL, title="Another way to put it today")
    assert told.text.startswith(FIRST)


# ---------------------------------------------------------------- paywalls and notices


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


@pytest.mark.parametrize(
    "stub", ["Subscribe to continue reading this story.", "Bereits Kunde? Nur für Abonnenten."]
)
def test_a_stub_that_asks_for_a_subscription_is_paywalled(stub: str) -> None:
    """A short text with a subscription notice is a stub; a long one may quote the words."""
    assert extract(page(f"<p>{FIRST}</p><p>{stub}</p>"), url=URL).paywalled
    whole = f"<p>{FIRST}</p><p>{SECOND}</p>" * 4 + f"<p>{stub}</p>"
    assert not extract(page(whole.replace("Saturday", "Sunday", 2)), url=URL).paywalled


def test_a_free_page_is_not_paywalled() -> None:
    """What says that it is free, or says nothing, is not paywalled."""
    free = '<script type="application/ld+json">{"isAccessibleForFree": true}</script>'
    assert not extract(page(head=free), url=URL).paywalled
    assert not extract(page(), url=URL).paywalled


def test_a_notice_is_no_article() -> None:
    """A page that only asks for JavaScript or a human has no text; the message says where."""
    notice = "<p>Please enable JavaScript to view this site.</p>"
    with pytest.raises(ExtractError, match=re.escape(URL)) as caught:
        extract(f"<html><body>{notice}</body></html>", url=URL)
    assert caught.value.reason == "no_text"


# ---------------------------------------------------------------- page or feed


def told(text: str, *, paywalled: bool = False) -> Extracted:
    """Return a page with this text."""
    return Extracted(text=text, paywalled=paywalled)


LONG = "\n".join([FIRST, SECOND] * 5)


@pytest.mark.parametrize(
    ("extracted", "feed_text", "expected"),
    [
        (told(LONG), FIRST, (LONG, Quality.FULL)),
        (told(FIRST), "", (FIRST, Quality.FULL)),
        (told(FIRST), f"{FIRST}\nAnd so on.", (f"{FIRST}\nAnd so on.", Quality.FEED)),
        (told(SECOND), f"{FIRST}\nAnd so on.", (SECOND, Quality.FULL)),
        (told("Cookies and you."), LONG, (LONG, Quality.FEED)),
        (None, FIRST, (FIRST, Quality.FEED)),
        (None, "", ("", Quality.FEED)),
        (told(FIRST, paywalled=True), LONG, (LONG, Quality.PAYWALLED)),
        (told(FIRST, paywalled=True), "Short.", (FIRST, Quality.PAYWALLED)),
        (told(LONG, paywalled=True), FIRST, (LONG, Quality.FULL)),
    ],
    ids=[
        "page",
        "page-alone",
        "fragment",
        "other",
        "notice",
        "no-page",
        "nothing",
        "stub",
        "tease",
        "whole",
    ],
)
def test_the_better_text_is_kept(
    extracted: Extracted | None, feed_text: str, expected: tuple[str, Quality]
) -> None:
    """The page's text wins unless it is missing, a part of the feed's, or a paywall's stub."""
    assert choose(extracted, feed_text) == expected


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Plain words.\nSecond line.", "Plain words.\nSecond line."),
        ("<p>One.</p><p>Two &amp; <b>three</b>.</p>", "One.\nTwo & three."),
        ("One.<br/><br>Two.<script>bad()</script> Three.", "One.\nTwo. Three."),
        ("A <!-- hidden -->line\nthat wraps <i>on</i>", "A line that wraps on"),
        ("&lt;p&gt;Escaped twice.&lt;/p&gt;&lt;p&gt;Yes.&lt;/p&gt;", "Escaped twice.\nYes."),
        ("AT&T said 3 < 4.", "AT&T said 3 < 4."),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        (f"<h1>{HEADLINE}</h1><p>Text.</p>", "Text."),
        ("<p>Cut [&#8230;]</p><p>The post <a>X</a> appeared first on <a>Y</a>.</p>", "Cut…"),
        ("<p>Story.</p><p><a href='x'>Continue reading</a></p>", "Story."),
        ("", ""),
        ("<img src='x.png'>", ""),
        ("half \ud83d<b>one</b>", "half \ufffdone"),
    ],
)
def test_feed_text_is_read(content: str, text: str) -> None:
    """A feed's HTML or plain text becomes clean lines, without the tails that feeds add."""
    assert from_feed(content, title=HEADLINE) == text


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("<>&;/!-\"'= abp\n\0\ud800\u200b台#x1"), max_size=200))
def test_any_feed_text_gives_clean_lines(content: str) -> None:
    """Whatever the feed holds, no error and no empty line comes out, and nothing unprintable."""
    lines = from_feed(content).split("\n")
    assert lines == [""] or all(lines)
    assert all(line.isprintable() for line in lines)


# ---------------------------------------------------------------- hostile and broken pages


@pytest.mark.parametrize("body", ["", " ", "\0" * 50, "%PDF-1.4 \x01\x02", "<html></html>"])
def test_what_is_no_page_is_a_clean_error(body: str) -> None:
    """Bytes without an article raise ExtractError with the reason `no_text`."""
    for html in (body, body.encode()):
        with pytest.raises(ExtractError) as caught:
            extract(html, url=URL)
        assert caught.value.reason == "no_text"


def test_a_huge_page_is_refused_before_it_is_parsed() -> None:
    """Over two megabytes a page is `too_large`, and the message says how large it is."""
    with pytest.raises(ExtractError, match=r"2\.5 MB, over 2 MB") as caught:
        extract(b"x" * 2_500_000, url=URL)
    assert caught.value.reason == "too_large"


def test_deep_nesting_is_survived() -> None:
    """5,000 levels give either the text or the clean error, not a crash."""
    with pytest.raises(ExtractError):
        extract(f"<html><body>{'<div>' * 5000}{BODY}{'</div>' * 5000}</body></html>", url=URL)
    assert from_feed("<div>" * 5000 + "text") in {"", "text"}


def test_nul_and_half_characters_do_not_hide_the_text() -> None:
    """NUL bytes and lone surrogates in a page leave its text readable."""
    html = page(f"<p>{FIRST}\0</p><p>\ud83d {SECOND}</p>")
    assert FIRST in extract(html, url=URL).text
    assert SECOND in extract(html, url=URL).text
    assert FIRST in extract(page().replace("The port", "\0The port").encode(), url=URL).text


@pytest.mark.parametrize(
    ("encoding", "declared", "charset"),
    [
        ("utf-8", "iso-8859-1", "latin-1"),
        ("big5", "big5", None),
        ("big5", "", "big5"),
        ("utf-16", "", None),
    ],
)
def test_a_wrong_charset_does_not_garble(encoding: str, declared: str, charset: str | None) -> None:
    """The bytes decide first, then the page, then the server."""
    sentence = (
        "基隆港週六上午恢復營運,第一艘渡輪載著四十名旅客離港,港務長表示新的閘門承受住了考驗。"
    )
    head = f'<meta charset="{declared}">' if declared else ""
    html = page(f"<p>{sentence}</p><p>{sentence[::-1]}</p>", head=head).encode(encoding)
    assert sentence in extract(html, url=URL, charset=charset).text


@pytest.mark.parametrize(
    "data",
    ['{"author":[1,null,{"name":{"a":1}}],"@type":["NewsArticle"],"publisher":7}', "[" * 50_000],
    ids=["odd", "deep"],
)
def test_hostile_metadata_costs_the_metadata_only(data: str) -> None:
    """JSON-LD that is not what it should be does not take the text away."""
    head = f'<script type="application/ld+json">{data}</script>'
    assert extract(page(head=head), url=URL).text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    "content",
    ["<!--" * 80_000, "<p>" * 100_000, f"<p {'a1=1 ' * 70_000}>x", "<" * 390_000, "&lt;" * 90_000],
    ids=["comments", "paragraphs", "attributes", "brackets", "entities"],
)
def test_feed_text_takes_linear_time(content: str) -> None:
    """What makes parsers quadratic takes a feed's text no longer than its length warrants.

    The worst of these takes 0.3 s; one that is quadratic takes a minute and more.
    """
    started = time.process_time()
    from_feed(content)
    assert time.process_time() - started < 5


def test_a_monstrous_tag_is_tamed() -> None:
    """An element with 50,000 attributes costs its attributes, not minutes."""
    attributes = " ".join(f"a{number}=1" for number in range(50_000))
    assert extract(page(f"<p {attributes}>{FIRST}</p><p>{SECOND}</p>"), url=URL).text
