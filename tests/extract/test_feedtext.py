"""The text that a feed brings along, HTML or plain, well made or not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.extract import from_feed
from tests.extract.pages import HEADLINE


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
        ("News of today:<br>- One.<br>• Two.", "News of today:\nOne.\nTwo."),
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


def test_deep_nesting_is_survived() -> None:
    """5,000 levels give the text or nothing, not a crash."""
    assert from_feed("<div>" * 5000 + "text") in {"", "text"}


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
