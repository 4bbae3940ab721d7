"""The page on languages says what the code does."""

from __future__ import annotations

import pytest

from briefbot.text import furniture
from briefbot.text.language import LANGUAGES
from briefbot.text.words import fold, stems, tokens, words
from tests.text import languages


def test_the_page_says_what_the_code_does() -> None:
    """The table is that of the code; `python -m tests.text.languages` writes it anew."""
    assert languages.written() == languages.table()


def test_every_language_is_in_the_table() -> None:
    """Each language that a text is taken for has a row, a name and a sentence."""
    assert set(languages.NAMES) == set(languages.ALSO) == LANGUAGES
    assert LANGUAGES.issuperset(languages.FIRST)


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_a_language_has_at_least_something_sane(code: str) -> None:
    """Whatever it lacks, its sentences may be told, and it has words, stems and a search."""
    _, sentence = languages.ALSO[code]
    assert furniture.fits(sentence, title="", language=code)
    assert len(words(sentence, code)) > 3
    assert stems(sentence, code)
    assert fold(sentence)
    assert tokens(sentence, code)


@pytest.mark.parametrize("code", languages.FIRST)
def test_the_first_class_has_everything(code: str) -> None:
    """The eleven have rules for sentences, stop words, furniture, and the like."""
    row = languages._row(code).strip("| ").split(" | ")
    assert row[2] == "ours and sentencex"
    assert row[4] == "yes"
    assert row[5] == ("yes" if row[3] == "words" else "–")
    assert row[6] == "yes"
    assert row[7] == row[9] == "yes"
    assert row[8] == ("large ones" if code == "ko" else "yes")
