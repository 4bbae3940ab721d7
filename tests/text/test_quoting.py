"""Quotations: where they begin and end, and who is named beside them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.text.quoting import around, nameless, quotations, says, speechless, unquoted


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quotations(text)]


@pytest.mark.parametrize(
    "quotation",
    ["“So it is.”", "„So ist es.“", "«C'est ça.»", "»So ist es.«", '"So."', "「そう。」"],
)
def test_quotations_are_found_by_their_signs(quotation: str) -> None:
    """Each language has its own, and German uses the signs of others the other way round."""
    assert quoted(f"She said: {quotation} And {quotation} again.") == [quotation, quotation]


def test_a_sign_that_its_paragraph_does_not_close_is_none() -> None:
    """Inches and mistakes hold nothing together."""
    assert quoted('A 5" pipe broke.\nThe harbour “is closed.\nNobody came.”') == []


def test_a_sign_in_a_hebrew_abbreviation_is_none() -> None:
    """It stands between two letters, and quotations before and behind it are found."""
    text = 'צה"ל אמר "אין סכנה" ליד ארה"ב'
    assert [text[start:end] for start, end in quotations(text)] == ['"אין סכנה"']


def test_a_cut_in_a_quotation_tears_it() -> None:
    """At its edges nothing is torn."""
    text = "He: “No. Never.” So."
    quotes = quotations(text)
    assert around(text.index(" Never"), quotes) == (4, 16)
    assert around(4, quotes) is None
    assert around(16, quotes) is None


def test_what_a_sentence_says_itself() -> None:
    """The words outside of the signs, and whether they name a speaker."""
    text = "“No,” said Jane Doe, “never.” “Ships wait.”"
    quotes = quotations(text)
    assert unquoted(text, (0, 29), quotes).split() == ["said", "Jane", "Doe,"]
    assert says(unquoted(text, (0, 29), quotes))
    assert speechless(unquoted(text, (30, len(text)), quotes))
    assert not says("Ships wait outside.")
    assert says("市長表示，港口關閉。")


@pytest.mark.parametrize(
    ("sentence", "own", "nobody"),
    [
        ("“No,” he said.", " he said.", True),
        ("„Nein“, sagte er.", ", sagte er.", True),
        ("«No», añadió.", ", añadió.", True),
        ("「違う」と述べた。", "と述べた。", True),
        ("“No,” said Jane Doe.", " said Jane Doe.", False),
        ("「違う」と市長は述べた。", "と市長は述べた。", False),
        ("“Closed” harbours cost money.", " harbours cost money.", False),
        ("Ships wait.", "Ships wait.", False),
    ],
)
def test_a_quotation_may_name_nobody(sentence: str, own: str, nobody: bool) -> None:  # noqa: FBT001
    """A pronoun or a bare verb beside it is no name."""
    assert nameless(sentence, own) is nobody


@given(st.text(st.sampled_from('“”„«»「」"a. \n\u202e👩')))
def test_quotations_are_in_order_and_in_one_paragraph(text: str) -> None:
    """Whatever the signs, no two meet, and none has a line end in it."""
    end = 0
    for start, stop in quotations(text):
        assert end <= start < stop <= len(text)
        assert "\n" not in text[start:stop]
        end = stop


def test_looking_for_quotations_takes_linear_time() -> None:
    """A page of signs is read at once."""
    started = time.process_time()
    quotations("“" * 300_000)
    quotations('"“' * 150_000)
    assert time.process_time() - started < 5
