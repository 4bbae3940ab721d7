"""Which figures of a sentence say how many or how much."""

from __future__ import annotations

import pytest

from briefbot.text.figures import figures


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It began at 10:45, at 8 p.m., at 8.30 pm and at eight o'clock."),
        ("de", "Um 18.57 Uhr und um 8 Uhr am 25. November."),
        ("fr", "À 18h57, à 8 heures, le 25 novembre."),
        ("it", "Alle 18.57 del 25 novembre, ore 8."),
        ("es", "A las 8 del 25 de noviembre."),
        ("ru", "25 ноября в 18:57"),
        ("en", "The 2026 budget, in 2026, since November 2025 (1999)."),
        ("en", "Buses leave every 90 minutes, two days after the storm."),
        ("zh", "2026年11月25日下午6時57分，每90分鐘"),
        ("en", "one man"),
    ],
)
def test_when_it_was_is_no_figure(language: str, text: str) -> None:
    """Hours, days, years, how often; and one, which may be an article."""
    assert figures(text, language) == set()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The rate rises to 4.75 percent.", {"4.75"}),
        ("de", "Der Zins steigt auf 4.75 oder 4,75 Prozent.", {"4.75"}),
        ("en", "2000 people fled, $2000 each, at least 2000 more in 2000 homes.", {"2000"}),
        ("en", "The storm killed five.", {"5"}),
        ("en", "They decided 20 cars and 15 marathon runners go.", {"20", "15"}),
        ("zh", "九人輕傷", {"9"}),
        ("ru", "погибли трое", {"3"}),
    ],
)
def test_how_many_is_a_figure(language: str, text: str, expected: set[str]) -> None:
    """Decimals, thousands that look like years, and tolls in words."""
    assert figures(text, language) == expected


def test_the_same_in_other_units_is_no_figure() -> None:
    """In brackets behind a figure; but a part of a toll stays."""
    assert figures("31 km (19 miles), $3 million (about €2.6 million)", "en") == {"31", "3000000"}
    assert figures("48 people (12 children)", "en") == {"48", "12"}
