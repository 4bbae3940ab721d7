"""Whole pages as they come, broken ones too, and the text that is kept of them."""

from __future__ import annotations

import re

import pytest

from briefbot.errors import ExtractError
from briefbot.extract import extract
from tests.extract.pages import BODY, FIRST, HEADLINE, SECOND, URL, page


def test_the_text_is_the_article_alone() -> None:
    """Paragraphs come one a line, without navigation, related links and footer."""
    assert extract(page(), url=URL).text == f"{FIRST}\n{SECOND}"


def test_the_text_is_clean() -> None:
    """Invisible and direction-changing characters are gone before the text is kept."""
    dirty = SECOND.replace("gates", "ga\u200btes").replace("held", "\u202eheld\u202c")
    assert extract(page(f"<p>{FIRST}</p><p>{dirty}</p>"), url=URL).text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize("shown", [HEADLINE, HEADLINE.upper(), f"“{HEADLINE}!”"])
def test_a_repeated_headline_is_dropped(shown: str) -> None:
    """A first line that only repeats the page's or the feed's headline is not text."""
    body = f"<p>{shown}</p>{BODY}"
    assert extract(page(body), url=URL).text.startswith(FIRST)
    other = page(f"<p>Another way to put it today</p>{BODY}")
    assert extract(other, url=URL).text.startswith("Another way")
    told = extract(other, url=URL, title="Another way to put it today")
    assert told.text.startswith(FIRST)


def test_a_list_reads_as_prose() -> None:
    """Items are lines without a mark, so that a sentence of one can be shown as it is stored."""
    body = f"<p>{FIRST}</p><ul><li>{SECOND}</li><li>The choir sang until noon.</li></ul>"
    assert extract(page(body), url=URL).text == f"{FIRST}\n{SECOND}\nThe choir sang until noon."


def test_a_notice_is_no_article() -> None:
    """A page that only asks for JavaScript or a human has no text; the message says where."""
    notice = "<p>Please enable JavaScript to view this site.</p>"
    with pytest.raises(ExtractError, match=re.escape(URL)) as caught:
        extract(f"<html><body>{notice}</body></html>", url=URL)
    assert caught.value.reason == "scripted"


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
