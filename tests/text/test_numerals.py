"""Numbers in one spelling, in the languages that are read most."""

from __future__ import annotations

import pytest

from briefbot.text.numerals import digits


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Thirteen of forty-five, twenty three", "13 of 45, 23"),
        ("de", "Dreiundzwanzig und zwölf", "23 und 12"),
        ("fr", "quatre-vingt-dix-sept, soixante et onze", "97, 71"),
        ("es", "veintitrés, treinta y dos", "23, 32"),
        ("it", "ventitré, ventotto, trentuno", "23, 28, 31"),
        ("nl", "drieëntwintig, vijf", "23, 5"),
        ("pt", "vinte e duas", "22"),
        ("ru", "двух, двадцать пять", "2, 25"),
        ("zh", "兩人、三百五十人、二十三列", "2人、350人、23列"),
        ("ja", "二人、十五台", "2人、15台"),
    ],
)
def test_number_words_become_digits(language: str, text: str, expected: str) -> None:
    """Up to ninety-nine, and in Chinese and Japanese before a measure word."""
    assert digits(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "$1 million, a million, 2.5 billion", "$1000000, 1000000, 2500000000"),
        ("en", "two hundred thousand", "200000"),
        ("de", "1,5 Millionen, 3 Mrd", "1500000, 3000000000"),
        ("es", "dos mil millones", "2000000000"),
        ("fr", "3 millions, 2\u00a0000\u00a0000", "3000000, 2000000"),
        ("ru", "5 млн", "5000000"),
        ("zh", "3萬人、四十億元", "30000 人、4000000000元"),
        ("ja", "3万5000人", "35000 人"),
    ],
)
def test_a_million_is_written_in_full(language: str, text: str, expected: str) -> None:
    """With its zeros, whatever stands for them."""
    assert digits(text, language) == expected


def test_last_zeros_of_a_fraction_go() -> None:
    """4.50 is 4.5, but a German 1.500 and an English 1,500 are thousands."""
    assert digits("4.50 3.00 100 1,500", "en") == "4.5 3 100 1,500"
    assert digits("4,50 1.500", "de") == "4,5 1.500"


def test_what_is_no_number_stays() -> None:
    """Articles, and numerals that are half of a word."""
    assert digits("one man", "en") == "one man"
    assert digits("un homme, une femme", "fr") == "un homme, une femme"
    assert digits("een man", "nl") == "een man"
    assert digits("一些人在星期三萬一", "zh") == "一些人在星期三萬一"
    assert digits("five", "und") == "five"
