"""Cleaning: what stays, what goes, and that doing it twice changes nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.text.clean import clean, clean_text

TRICKY = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=("Cs", "Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Cn")),
        st.sampled_from(
            "aक\u094d\u200d\u200c\u0301\u0344\u0316👩💻🏽\ufe0f\u202e\n\t\r 葛\U000e0100م"
        ),
    ),
    max_size=60,
)
GONE = {"Cc", "Cs", "Co", "Cn"}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("a\tb\r\nc", "a b c"),
        ("  a \u00a0\u3000 b  ", "a b"),
        ("pay\u202eexe.fdp\u202c", "payexe.fdp"),
        ("\u2066a\u2069\u200e\u200f\u061c", "a"),
        ("pass\u200bword\ufeff\u2060\u00ad", "password"),
        ("x\U000e0041\U000e007fy", "xy"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("\ue000a\U000f0000\uffff\u0378", "a"),
        ("a\ud83dz", "a\ufffdz"),
        ("\u3164x\u2800", "x"),
    ],
)
def test_tricks_go(raw: str, expected: str) -> None:
    """Decomposed letters are composed; controls, direction marks and invisible signs go."""
    assert clean(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "क\u094d\u200dष",
        "അവന\u0d4d\u200d",
        "👩\u200d💻",
        "👨🏽\u200d🚒",
        "❤\ufe0f\u200d🔥",
        "1\ufe0f\u20e3",
        "葛\U000e0100城市",
        "שלום עולם",
    ],
)
def test_joiners_that_scripts_need_stay(text: str) -> None:
    """Persian, Hindi, Malayalam and emoji keep their joiners, emoji and names their variants."""
    assert clean(text) == text
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("pay\u200dpal", "paypal"),
        ("pay\u200cpal", "paypal"),
        ("م\u200c\u200d\u200cم", "م\u200cم"),
        ("م\u200c ", "م"),
        ("👩\u200d", "👩"),
        ("👩\u200c💻", "👩💻"),
        ("a\ufe0fb\ufe01", "ab"),
        ("a\U000e0100", "a"),
    ],
)
def test_joiners_elsewhere_go(raw: str, expected: str) -> None:
    """A joiner between Latin letters, or one that joins nothing, is dropped."""
    assert clean(raw) == expected


def test_paragraphs_stay() -> None:
    """The text of an article keeps its lines, joined by one line end, without empty ones."""
    assert clean_text("One  line.\r\n\r\n \u00a0\nTwo\u2028three\x0bfour \n") == (
        "One line.\nTwo\nthree\nfour"
    )


@given(TRICKY)
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    """Clean text is a fixed point of both functions."""
    assert clean(clean(raw)) == clean(raw)
    assert clean_text(clean_text(raw)) == clean_text(raw)


@given(TRICKY)
def test_clean_text_can_be_stored_and_sent(raw: str) -> None:
    """The result encodes, is in normal form C, and holds no control or unassigned character."""
    for cleaned in (clean(raw), clean_text(raw).replace("\n", " ")):
        cleaned.encode("utf-8")
        assert unicodedata.is_normalized("NFC", cleaned)
        assert not {unicodedata.category(character) for character in cleaned} & GONE


@given(st.text(max_size=80), st.integers(min_value=0, max_value=40))
def test_a_limit_holds(raw: str, limit: int) -> None:
    """A cut line is no longer than its limit, and cutting it again changes nothing."""
    cut = clean(raw, limit=limit)
    assert len(cut) <= limit
    assert clean(cut, limit=limit) == cut


def test_a_cut_falls_between_words() -> None:
    """A long line is cut at a word, with an ellipsis; a line without spaces at a character."""
    assert clean("The quick brown fox jumps", limit=16) == "The quick brown…"
    assert clean("政府は月曜日に変更しない", limit=5) == "政府は月…"
    assert clean("short", limit=5) == "short"
    assert clean("abcq\u0323def", limit=5) == "abc…"


def test_marks_piled_on_a_letter_are_few() -> None:
    """A letter keeps 30 marks, so that a hundred thousand of them take no seconds."""
    cleaned = clean("a" + "\u0316\u0301" * 50_000 + "b")
    assert len(cleaned) <= 32
    assert cleaned.endswith("b")
