"""Tests of the pieces of Block Kit."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefbot.blocks import pieces
from briefbot.blocks.mrkdwn import escape
from tests.blocks import hostile


@example("<" * 999, 300)
@given(hostile.words, st.integers(10, 300))
def test_a_line_keeps_its_limits(text: str, limit: int) -> None:
    """A line is at most so long, escaped at most twice that, and printable."""
    line = pieces.line(text, limit)
    assert len(line) <= limit
    assert len(escape(line)) <= 2 * limit
    assert line == line.strip()
    assert "\n" not in line
    line.encode()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Cranes moved.", "Cranes moved."),
        ("  two\n lines\t", "two lines"),
        ("one two three four", "one two three…"),
        ("海底電纜修復提前完成", "海底電纜修復提前完成"),
        ("\u202eevil\u200b", "evil"),
    ],
)
def test_line(text: str, line: str) -> None:
    """A line is clean, and cut at a word."""
    assert pieces.line(text, 14) == line


def test_a_long_host_keeps_its_end() -> None:
    """The end of a host says whose it is."""
    url = f"https://{'bank.' * 40}evil.example/"
    assert pieces.host(url).startswith("…")
    assert pieces.host(url).endswith("evil.example")
    assert len(pieces.host(url)) == 60


def test_names_that_run_from_the_right_are_isolated() -> None:
    """A name in Arabic or Hebrew can't turn the line around it; others are left alone."""
    assert pieces.isolated("صحيفة") == "\u2068صحيفة\u2069"
    assert pieces.isolated("島嶼日報") == "島嶼日報"
    assert pieces.isolated("24") == "24"


@pytest.mark.parametrize(
    ("text", "language", "mark"),
    [
        ("حذّرت ثلاث", "ar", ""),
        ("Larkspur ثغرة", "ar", "\u200f"),
        ("2026", "he", "\u200f"),
        ("Cranes", "en", ""),
        ("حذّرت says the paper", "en", "\u200e"),
        ("حذّرت", "und", ""),
        ("海底電纜", "zh", ""),
    ],
)
def test_direction(text: str, language: str, mark: str) -> None:
    """A text that begins with words of the other direction gets a mark before it."""
    assert pieces.direction(text, language) == mark


def test_empty_text_is_nothing() -> None:
    """Slack refuses empty text, so it is left out, and so is an empty paragraph."""
    assert pieces.section(pieces.text(""), pieces.text("a"))["elements"] == [
        {"type": "text", "text": "a"}
    ]
    assert len(pieces.rich(pieces.section(), pieces.section(pieces.text("a")))["elements"]) == 1


def test_link() -> None:
    """A link is bold where it is wanted so."""
    assert pieces.link("A", "https://c.example/x", bold=True) == {
        "type": "link",
        "url": "https://c.example/x",
        "text": "A",
        "style": {"bold": True},
    }


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("A", "javascript:alert(1)"),
        ("A", "https://user:pw@c.example/"),
        ("https://bank.example", "https://evil.example/"),
        ("www.bank.example", "https://evil.example/"),
    ],
)
def test_what_is_no_honest_link_is_text(words: str, url: str) -> None:
    """An address that is not fit to open, or words that pose as another address, make no link."""
    assert pieces.link(words, url) == {"type": "text", "text": words}


def test_spans() -> None:
    """What stands between backticks is code."""
    assert list(pieces.spans("Ask `/brief help` now")) == [
        {"type": "text", "text": "Ask "},
        {"type": "text", "text": "/brief help", "style": {"code": True}},
        {"type": "text", "text": " now"},
    ]


@pytest.mark.parametrize(
    ("destination", "text"),
    [("#news", "#news"), ("U0123ABCD", "a direct message"), ("D0123ABCD", "a direct message")],
)
def test_place(destination: str, text: str) -> None:
    """A channel by its name stands as it is; a person is never called by name."""
    assert pieces.place(destination) == {"type": "text", "text": text}


def test_place_of_a_channel() -> None:
    """A channel's id shows as the channel."""
    assert pieces.place("C0123ABCD") == {"type": "channel", "channel_id": "C0123ABCD"}
    assert pieces.place("C0123|<!here>")["type"] == "text"


def test_emoji_codes_stay_letters() -> None:
    """Plain text from outside draws no emoji by its code."""
    assert pieces.header(":rotating_light:")["text"] == {
        "type": "plain_text",
        "text": ":rotating_light:",
        "emoji": False,
    }


def test_a_button_without_a_value_has_none() -> None:
    """Slack refuses an empty value."""
    assert "value" not in pieces.button("New", "new", "")
