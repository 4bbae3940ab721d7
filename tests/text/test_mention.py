"""A text says a word, or does not, as a person means it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.text.mention import mention
from briefbot.text.words import fold

TOPIC = ("Taiwan", "台灣", "Taipei")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("TAIWAN holds a drill", "Taiwan"),
        ("台湾外交部发表声明", "台灣"),
        ("臺灣外交部發表聲明", "台灣"),
        ("Out of Taipei", "Taipei"),
        ("Taiwanese chips", None),
        ("南灣的台南", None),
        ("", None),
    ],
)
def test_a_topic_is_named_by_any_of_its_words(text: str, word: str | None) -> None:
    """Capitals, accents and the script of Chinese do not matter; a longer word is another."""
    assert mention(text, TOPIC) == word


@pytest.mark.parametrize(
    ("text", "muted", "said"),
    [
        ("Le café ferme", "cafe", True),
        ("The export  ban holds", "export ban", True),
        ("The ban on exports", "export ban", False),
        ("대만에서 지진", "대만", True),
        ("電動汽車", "电动", True),
        ("A chipmunk", "chip", False),
        ("c++ wins", "c++", True),
        ("anything", " ", False),
        ("What the storm tells us", "US", False),
        ("US sends ships", "US", True),
        ("U.S. sends ships", "US", True),
        ("Die US-Regierung", "US", True),
        ("USA sends ships", "US", False),
        ("us and them", "us", True),
        ("US and them", "us", True),
        ("Où vais-je, qu'ai-je fait", "AI", False),
        ("台積電AI晶片", "AI", True),
        ("ＡＩ晶片", "AI", True),
        ("AI가 온다", "AI", True),
        ("Nvidia推出新晶片", "nvidia", True),
        ("Who was hurt", "WHO", False),
        ("Nasa launches", "NASA", True),
    ],
)
def test_what_is_muted(text: str, muted: str, *, said: bool) -> None:
    """A word stands alone where words are spaced, anywhere where they are not; phrases hold."""
    assert (mention(text, (muted,)) is not None) == said


@given(st.text(min_size=1))
def test_a_text_says_itself(text: str) -> None:
    """What a person copies out of a text is found in it, whatever it is; blanks are nothing."""
    said = mention(text, (text,))
    assert said == (text if fold(text).split() else None)
