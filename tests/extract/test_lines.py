"""Extracted lines as prose: what shows only the layout goes, every word stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.extract.lines import letters, prose, without_headline
from tests.extract.pages import FIRST, HEADLINE, SECOND


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("- One.\n- Two.", "One.\nTwo."),
        ("- • One.\n▪ Two.\n* Three.", "One.\nTwo.\nThree."),
        ("-5 degrees at night.", "-5 degrees at night."),
        ("– Non, dit-il.", "– Non, dit-il."),
        ("One.\n***\n---\n|\nTwo.", "One.\nTwo."),
        ("=)\nTwo.", "=)\nTwo."),
        (f"| {FIRST} |", FIRST),
        ("| | One. | |\n| | |\nTwo.", "One.\nTwo."),
        ("| Ships | 12 |\n| Ferries | 3 |", "| Ships | 12 |\n| Ferries | 3 |"),
        (f"| Menu | {FIRST} |", f"Menu\n{FIRST}"),
        ("", ""),
        ("- ", ""),
    ],
)
def test_marks_of_lists_and_tables_go(lines: str, text: str) -> None:
    """A mark at the start of a line, a row that holds one text, and a drawn line are no prose."""
    assert prose(lines) == text


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("The port of Keelung reopened on Saturday after", "two days without a ship.", True),
        ("The port of Keelung reopened on Saturday morning,", "after two days.", True),
        ("The port of Keelung reopened on Saturday morning.", "two days later it closed.", False),
        ("The port of Keelung reopened on Saturday after", "Typhoon Ana had left.", False),
        ("The port of Keelung reopened on Saturday after", "- two days", False),
        ("News of the port", "npm packages are safe.", False),
    ],
)
def test_a_sentence_in_two_lines_becomes_one(before: str, after: str, *, joined: bool) -> None:
    """A long line that ends in a word goes on in the next one, if that begins small."""
    plain = after.removeprefix("- ")
    assert prose(f"{before}\n{after}") == f"{before}{' ' if joined else chr(10)}{plain}"


@given(st.text(st.sampled_from("ab A.,-•*| \n港"), max_size=300))
def test_no_word_is_lost(text: str) -> None:
    """Letters stay, in their order; no line is empty, and a second time changes no letter."""
    clean = "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    assert letters(prose(clean)) == letters(clean)
    assert all(prose(clean).split("\n")) or prose(clean) == ""


def test_joining_takes_linear_time() -> None:
    """A page that is one sentence in 50,000 lines takes a moment."""
    started = time.process_time()
    prose("\n".join(["and then the port was closed and opened again by"] * 50_000))
    assert time.process_time() - started < 5


def test_a_headline_goes_unless_it_is_all() -> None:
    """The first lines are compared by their letters; what is left is never empty."""
    assert without_headline(f"{HEADLINE.upper()}!\n{SECOND}", HEADLINE) == SECOND
    assert without_headline(f"{HEADLINE}\n{HEADLINE}\n{SECOND}", HEADLINE) == SECOND
    assert without_headline(HEADLINE, HEADLINE) == HEADLINE
    assert without_headline(f"{FIRST}\n{HEADLINE}", HEADLINE) == f"{FIRST}\n{HEADLINE}"
