"""What must not reach the parser as it is."""

from __future__ import annotations

from briefbot.extract import extract
from briefbot.extract.tree import parse
from tests.extract.pages import FIRST, SECOND, URL, page


def test_a_monstrous_tag_is_tamed() -> None:
    """An element with 50,000 attributes loses them, not its text, and costs no minutes."""
    attributes = " ".join(f"a{number}=1" for number in range(50_000))
    html = page(f"<p {attributes}>{FIRST}</p><p>{SECOND}</p>")
    assert extract(html, url=URL).text == f"{FIRST}\n{SECOND}"
    root = parse(html)
    assert root is not None
    assert not root.find(".//p").attrib


def test_a_long_value_is_no_monster() -> None:
    """A picture in an attribute makes a long tag too, and keeps it."""
    root = parse(page(f'<img alt="Port" src="data:image/png;base64,{"A" * 90_000}">'))
    assert root is not None
    assert root.find(".//img").get("alt") == "Port"


def test_what_is_no_html_has_no_tree() -> None:
    """Text that is no document gives None, not a tree of nothing."""
    assert parse("") is None
    assert parse("%PDF-1.4") is None


def test_half_characters_do_not_hide_the_rest() -> None:
    """A lone surrogate becomes the sign for a lost character."""
    root = parse("<html><body><p>half \ud83d one</p><p>two</p></body></html>")
    assert root is not None
    assert root.text_content() == "half \ufffd onetwo"
