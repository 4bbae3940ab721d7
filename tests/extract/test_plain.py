"""Plain text: wrapped lines are joined, paragraphs kept."""

from __future__ import annotations

import pytest

from briefbot.errors import ExtractError
from briefbot.extract import from_plain


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("The port of Keelung\nopened on Monday.\n", "The port of Keelung opened on Monday."),
        ("A heading\n\nThe port opened.", "A heading\nThe port opened."),
        ("The port opened.\nShips came.", "The port opened.\nShips came."),
        ("港口週一\n重新開放。\n船來了。", "港口週一 重新開放。\n船來了。"),
        ("Line\r\nbreaks of\r\nWindows.", "Line breaks of Windows."),
        ("a < b and <p> is no tag here", "a < b and <p> is no tag here"),
    ],
)
def test_lines_become_paragraphs(typed: str, text: str) -> None:
    """A line that ends no sentence goes on in the next; a blank line ends a paragraph."""
    assert from_plain(typed.encode()).text == text


def test_other_charsets_are_read() -> None:
    """The declared charset counts where the bytes are not UTF-8."""
    assert from_plain("Zürich hört zu.".encode("latin-1"), "latin-1").text == "Zürich hört zu."


@pytest.mark.parametrize("body", [b"", b" \n\n\t", b"\x00\x00"])
def test_nothing_is_an_error(body: bytes) -> None:
    """Blank bytes hold no article."""
    with pytest.raises(ExtractError):
        from_plain(body)


def test_many_lines_take_no_longer_each() -> None:
    """A file of 200,000 short lines without an end is one paragraph, made in one go."""
    assert from_plain(b"words\n" * 200_000).text.count("words") == 200_000
