"""Tests of Slack's own markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.blocks import pieces
from briefbot.blocks.mrkdwn import LONGEST, escape, link, plain
from tests.blocks import hostile, oracle


@given(st.text(st.sampled_from("<>&!@#|amp;lt^ x")))
def test_escaped_text_is_dead(text: str) -> None:
    """Nothing in an escaped text is markup, and it reads as before."""
    escaped = escape(text)
    assert oracle.inert_mrkdwn(escaped, links=False)
    back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == text


def test_link() -> None:
    """A link holds its address and its label, and neither can leave its place."""
    assert link("https://c.example/?a=1&b=<>|", "A > B | C") == (
        "<https://c.example/?a=1&amp;b=%3C%3E%7C|A &gt; B ¦ C>"
    )


@given(hostile.urls, hostile.words)
def test_any_link_is_one_link_or_none(url: str, label: str) -> None:
    """Whatever address and label hold, no second control sequence comes of them."""
    made = link(url, pieces.line(label, 100) or "x")
    assert oracle.inert_mrkdwn(made, links=True)
    assert made.count("<") <= 1


def test_plain_lines() -> None:
    """Blocks read as lines: headings, paragraphs, quotations, lists; buttons are left out."""
    blocks = (
        pieces.header("Topics & more"),
        pieces.context("08:00"),
        pieces.rich(
            pieces.section(pieces.text("Told by "), pieces.link("Wire", "https://w.example/")),
            pieces.quote(pieces.text("A <b>.")),
            pieces.bullets([(pieces.text("one"),), (pieces.place("C012"),)]),
        ),
        pieces.divider(),
        pieces.actions(pieces.button("More", "more", "1")),
    )
    assert plain(blocks).split("\n") == [
        "*Topics &amp; more*",
        "08:00",
        "Told by <https://w.example/|Wire>",
        "&gt; A &lt;b&gt;.",
        "• one",
        "• <#C012>",
    ]


def _story(number: int, words: str) -> dict[str, object]:
    return dict(
        pieces.rich(
            pieces.section(pieces.link(f"Story {number}", f"https://c.example/{number}")),
            pieces.quote(pieces.text(words)),
        )
    )


def test_quotations_go_before_headlines() -> None:
    """When the lines are too long, the last quotations go first and every headline stays."""
    text = plain([_story(n, "word " * 100) for n in range(20)])
    assert len(text) <= LONGEST
    assert [f"|Story {n}>" in text for n in range(20)] == [True] * 20
    assert text.split("\n")[1].startswith("&gt; word")
    assert not text.endswith("word ")


@pytest.mark.parametrize("lines", [10, 500])
def test_never_too_long(lines: int) -> None:
    """Lines that still don't fit are cut off whole, with a mark."""
    text = plain([pieces.context("x" * 80) for _ in range(lines)])
    assert len(text) <= LONGEST
    assert text.endswith("…") is (lines == 500)
    assert {len(line) for line in text.split("\n")} <= {80, 1}
