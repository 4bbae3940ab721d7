"""What a worker makes of bytes: the article of a page, or of its feed, or a reason why not."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from briefbot.errors import ExtractError, ParseError
from briefbot.models import Entry, Quality
from briefbot.ports import Document
from briefbot.reading import Page, read_page, read_source, warm
from briefbot.text.indexed import columns
from tests.makers import NOON, hours_ago
from tests.press import CABLE, ORCHID, item, page, rss

URL = "https://ledger.example/cable"
TEXT = CABLE.text.replace("\n\n", "\n")
ENTRY = Entry(id=URL, url=URL, title=CABLE.title, published=hours_ago(2))


def ask(body: bytes | None = None, *, head: str = "", **fields: Any) -> Page:
    """Make a page to read: the cable's, or these bytes, or none."""
    found = Document(body=page(CABLE, head=head) if body is None else body, url=URL)
    known: dict[str, Any] = {
        "entry": ENTRY,
        "url": URL,
        "source_id": "ledger",
        "outlet": "Ledger",
        "language": None,
        "summariser": "lead",
        "now": NOON,
        "document": found if body != b"" else None,
    }
    return Page(**{**known, **fields})


# ---------------------------------------------------------------- a page


def test_a_page_becomes_an_article() -> None:
    """Its own text, cleaned, with everything that the archive and clustering want of it."""
    reading = read_page(ask())
    article = reading.article
    assert (article.url, article.title, article.outlet) == (URL, CABLE.title, "Ledger")
    assert (article.quality, article.language) == (Quality.FULL, "en")
    assert (article.published, article.found) == (hours_ago(2), NOON)
    assert (reading.body.text, article.words) == (TEXT, len(TEXT.split()))
    assert (reading.note, reading.body.summariser) == ("", "lead")
    first = reading.body.sentences[0]
    assert TEXT[first.start : first.end].startswith("A repair ship reached")
    assert reading.index == columns(title=CABLE.title, text=TEXT, language="en")
    assert reading.features.terms


def test_what_comes_back_travels_between_processes() -> None:
    """A reading, and the page that asks for it, are the same after pickling."""
    reading = read_page(ask())
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301  our own bytes
    assert pickle.loads(pickle.dumps(ask())) == ask()  # noqa: S301  our own bytes


def test_the_feeds_text_serves_when_the_page_was_not_fetched() -> None:
    """The article says so: its quality is `feed` and its note why."""
    entry = replace(ENTRY, content=f"<p>{CABLE.text}</p>")
    reading = read_page(ask(b"", entry=entry, note="404 from ledger.example: nothing is there"))
    assert reading.article.quality is Quality.FEED
    assert reading.body.text.startswith("A repair ship reached")
    assert reading.note == "404 from ledger.example: nothing is there"


def test_the_feeds_text_serves_when_the_page_has_none() -> None:
    """A page made by scripts gives no text; the reason is kept."""
    entry = replace(ENTRY, content=f"<p>{CABLE.text}</p>")
    reading = read_page(ask(b"<html><body><script>go()</script></body></html>", entry=entry))
    assert reading.article.quality is Quality.SCRIPTED
    assert "scripts make the page" in reading.note


def test_plain_text_is_a_page_too() -> None:
    """What a server calls text/plain, and a file without markup, is read as it stands."""
    document = Document(body=CABLE.text.encode(), url=URL, content_type="text/plain")
    reading = read_page(ask(document=document))
    assert (reading.body.text, reading.article.quality) == (TEXT, Quality.FULL)


def test_blank_plain_text_leaves_the_feeds() -> None:
    """A page of nothing but white space is no reason to lose what the feed says."""
    document = Document(body=b" \n\xe2\x80\x8b\n", url=URL, content_type="text/plain")
    entry = replace(ENTRY, content=f"<p>{CABLE.text}</p>")
    assert read_page(ask(document=document, entry=entry)).article.quality is Quality.FEED


@pytest.mark.parametrize("body", [b"", b"<html><body><div id=app></div></body></html>"])
def test_no_text_anywhere_is_an_error(body: bytes) -> None:
    """Without a page, or with an empty one, and without a feed text there is no article."""
    with pytest.raises(ExtractError, match=r"ledger\.example/cable") as caught:
        read_page(ask(body))
    assert caught.value.reason == "no_text"


def test_the_note_is_the_reason_when_nothing_has_text() -> None:
    """What went wrong with the page is what the person hears."""
    with pytest.raises(ExtractError, match=r"^404 from ledger\.example: nothing is there$"):
        read_page(ask(b"", note="404 from ledger.example: nothing is there"))


@pytest.mark.parametrize(
    ("published", "head", "expected"),
    [
        (None, "", NOON),
        (NOON + timedelta(hours=5), "", NOON),
        (None, "2026-11-22T08:30:00+08:00", datetime(2026, 11, 22, 0, 30, tzinfo=UTC)),
        (None, "2026-11-20T06:30:00Z", datetime(2026, 11, 20, 6, 30, tzinfo=UTC)),
        (None, "2026-11-20", datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)),
        (hours_ago(9), "2026-11-20", hours_ago(9)),
    ],
)
def test_when_an_article_came_out(
    published: datetime | None, head: str, expected: datetime
) -> None:
    """The feed's word, else the page's; a day alone is its end, the future is now."""
    meta = f'<meta property="article:published_time" content="{head}">' if head else ""
    entry = replace(ENTRY, published=published)
    found = read_page(ask(head=meta, entry=entry)).article.published
    assert found == expected


def test_the_page_names_what_the_feed_does_not() -> None:
    """Title, author and picture come from the page where the entry has none."""
    head = (
        '<meta name="author" content="Ann Lee">'
        '<meta property="og:image" content="https://ledger.example/ship.jpg">'
    )
    article = read_page(ask(head=head, entry=replace(ENTRY, title=""))).article
    assert (article.title, article.author) == (CABLE.title, "Ann Lee")
    assert article.image == "https://ledger.example/ship.jpg"
    said = replace(ENTRY, author="Bo Chen", image="https://ledger.example/own.jpg")
    article = read_page(ask(head=head, entry=said)).article
    assert (article.author, article.image) == ("Bo Chen", "https://ledger.example/own.jpg")


def test_a_feeds_headline_is_told_without_its_site() -> None:
    """The outlet stands beside the headline anyway."""
    entry = replace(ENTRY, title=f"{CABLE.title} | Ledger")
    assert read_page(ask(entry=entry)).article.title == CABLE.title


def test_the_text_decides_the_language() -> None:
    """A source that says another language than its text does is not believed blindly."""
    assert read_page(ask(language="zh")).article.language == "en"
    chinese = "修復船週一抵達馬祖外海，準備修理斷掉的海底電纜。電信公司說，工程要四天。" * 4
    body = f"<html><body><article><h1>海纜</h1><p>{chinese}</p></article></body></html>".encode()
    reading = read_page(ask(body, entry=replace(ENTRY, title="海纜修復船抵達馬祖")))
    assert reading.article.language == "zh"
    assert len(reading.body.sentences) >= 4


# ---------------------------------------------------------------- a source


def test_a_feed_is_parsed() -> None:
    """Whatever the kind says, a feed's entries come out."""
    document = Document(body=rss("Ledger", [item("One", URL)]), url="https://ledger.example/f")
    for kind in ("auto", "feed"):
        found = read_source(document, kind)
        assert found.feed is not None
        assert [entry.url for entry in found.feed.entries] == [URL]


def test_a_home_page_names_its_feeds_first() -> None:
    """`auto` follows what a page announces; `page` reads its links although it announces a feed."""
    link = "<link rel=alternate type=application/rss+xml href=/feed.xml>"
    links = "".join(
        f"<article><h2><a href=/2026/11/2{n}/a-story-of-number-{n}>A story of number {n} that "
        f"is long enough</a></h2></article>"
        for n in range(5)
    )
    body = f"<html><head>{link}</head><body>{links}</body></html>".encode()
    document = Document(body=body, url="https://ledger.example/")
    found = read_source(document, "auto")
    assert (found.feed, found.announced) == (None, ("https://ledger.example/feed.xml",))
    index = read_source(document, "page").feed
    assert index is not None
    assert len(index.entries) == 5


def test_a_page_that_announces_itself_is_read() -> None:
    """A page whose only feed is its own address is no way to a feed."""
    link = "<link rel=alternate type=application/rss+xml href=https://ledger.example/>"
    document = Document(body=f"<html><head>{link}</head>".encode(), url="https://ledger.example/")
    with pytest.raises(ParseError) as caught:
        read_source(document, "auto")
    assert caught.value.reason == "no_entries"


def test_warming_up_needs_nothing() -> None:
    """A new worker imports what it needs before its first page."""
    warm()
    assert read_page(ask(page(ORCHID), entry=replace(ENTRY, title=ORCHID.title))).article.words > 50


CAPTCHA = (
    b"<html><head><title>Just a moment...</title></head><body><h1>ledger.example</h1>"
    b"<p>Verify you are human by completing the action below.</p>"
    b"<script>window._cf_chl_opt={cvId:'3'}</script></body></html>"
)
CONSENT = (
    b"<html><head><title>Before you continue</title></head><body><p>We and our partners use "
    b"cookies. Click accept all to agree.</p><form action=/save><button>Accept all</button>"
    b"</form></body></html>"
)
LOGIN = b"<html><body><form><input type=password name=p></form></body></html>"


@pytest.mark.parametrize("kind", ["auto", "page", "feed"])
@pytest.mark.parametrize(
    ("body", "url", "reason"),
    [
        (CAPTCHA, "https://ledger.example/feed", "captcha"),
        (CONSENT, "https://consent.ledger.example/", "consent"),
        (LOGIN, "https://ledger.example/feed", "login_page"),
    ],
)
def test_a_wall_in_the_place_of_a_source(kind: str, body: bytes, url: str, reason: str) -> None:
    """A server that answers well and lets us not in fails, and says what to do."""
    with pytest.raises(ParseError) as caught:
        read_source(Document(body=body, url=url), kind)
    assert caught.value.reason == reason
    assert str(caught.value).startswith(url)
    assert "; " in str(caught.value)


def test_a_page_without_articles_is_no_wall() -> None:
    """It is called empty, however large it is."""
    for size in (1, 60_000):
        body = b"<html><body><h1>Our shop</h1>" + b"<p>We sell fish." * size + b"</body></html>"
        with pytest.raises(ParseError) as caught:
            read_source(Document(body=body, url="https://fish.example/"), "auto")
        assert caught.value.reason == "no_entries"
