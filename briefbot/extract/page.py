"""A page: its article text, and all that it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from htmldate import find_date
from trafilatura import bare_extraction
from trafilatura.settings import Document

from briefbot.errors import ExtractError
from briefbot.extract import signs, tree, walls
from briefbot.extract.blocks import selected
from briefbot.extract.head import Head
from briefbot.extract.lines import prose, without_headline
from briefbot.models import Quality
from briefbot.text.charset import decode
from briefbot.text.clean import clean_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PAGE_LIMIT = 2_000_000
"""Beyond this, bytes or characters, a page takes trafilatura more than ten seconds."""
MISSED = "text_selector picks no text here, so the text was looked for; is it still right?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a page says of itself, and its article text: one paragraph a line."""

    text: str
    title: str = ""
    author: str = ""
    date: str | None = None
    """ISO 8601: a moment in UTC, or a day alone when the page gives no time."""
    language: str | None = None
    """As declared, in lower case: `en`, `zh-tw`."""
    image: str | None = None
    paywalled: bool = False
    """Whether the page says that readers pay; the text may be whole nevertheless."""
    description: str = ""
    """What the page says of itself in a sentence or two."""
    form: Quality | None = None
    """LIVE, VIDEO or PHOTOS when the page is no article."""
    note: str = ""
    """What a person should know of how it was read."""


def extract(
    html: bytes | str,
    *,
    url: str,
    charset: str | None = None,
    title: str = "",
    dated: bool = False,
    selector: str | None = None,
) -> Extracted:
    """Return the article of a page; raise ExtractError when it has none.

    `charset` is the server's word for bytes, `title` the headline that the feed gives.
    With `dated` the date is known already, and only looked for where that costs nothing.
    `selector` picks the text, where it picks any.
    """
    root = _parsed(html, charset, url)
    head = Head(root)
    headline = head.title(url)
    picked = prose(clean_text(selected(root, selector))) if selector else ""
    text = without_headline(picked or _text(root, url), headline, title)
    short = not picked and walls.is_stub(text)
    form = None if picked else signs.form(root, url, text, short=short)
    notice = walls.notice(text)
    wall = _wall(root, url, headline, text, notice) if short else notice
    if wall is Quality.CAPTCHA or (wall and form is None):
        raise ExtractError(wall.value, f"{url}: {walls.said(wall)}")
    if not text and form is None:
        raise _no_text(url)
    return Extracted(
        text="" if notice else text,
        title=headline,
        author=head.author(),
        date=head.date() or (None if dated else _searched_date(root, url)),
        language=head.language(),
        image=head.image(url),
        paywalled=head.asks_for_money()
        or walls.asks_for_money(text)
        or (short and signs.sells(root)),
        description=head.description(),
        form=form,
        note=MISSED if selector and not picked else walls.said(form) if form else "",
    )


def _parsed(html: bytes | str, charset: str | None, url: str) -> HtmlElement:
    if len(html) > PAGE_LIMIT:
        size = f"{len(html) / 1e6:.1f} MB"
        raise ExtractError("too_large", f"{url}: the page has {size}, over {PAGE_LIMIT / 1e6:g} MB")
    root = tree.parse(decode(html, charset) if isinstance(html, bytes) else html)
    if root is None:
        raise _no_text(url)
    return root


def _wall(
    root: HtmlElement, url: str, headline: str, text: str, notice: Quality | None
) -> Quality | None:
    """Return what stands before the article; an empty frame matters only where nothing speaks."""
    empty = not text or notice is not None
    found = signs.wall(root, url, headline, letters=len(text), empty=empty)
    return notice or found if found is Quality.SCRIPTED else found or notice


def _no_text(url: str) -> ExtractError:
    message = f"{url}: no article text found; is the page a list, a video or made by scripts?"
    return ExtractError("no_text", message)


def _text(root: HtmlElement, url: str) -> str:
    # `Document` is undocumented, but all that `bare_extraction` returns; were it renamed, the
    # import would fail at once. It is named because the library's types allow a dictionary too.
    document = bare_extraction(root, url=url, fast=True, include_comments=False)
    return prose(clean_text(document.text or "")) if isinstance(document, Document) else ""


def _searched_date(root: HtmlElement, url: str) -> str | None:
    # The extensive search takes twice as long, and finds any day of the text.
    day: str | None = find_date(root, original_date=True, extensive_search=False, url=url)
    return day
