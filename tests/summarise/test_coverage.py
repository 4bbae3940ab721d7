"""Coverage: what tells most of the story, said once, and near its top."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.summarise import coverage

FOUND = coverage.FOUND
STORY = [
    "Penguins like cold fish.",
    "The storm closed the harbour of Northport on Monday.",
    "The mayor praised the weather service for an early warning.",
    "The storm closed the harbour, and the mayor of Northport said so on Monday.",
    "Ships with fruit wait outside the harbour until the storm is over.",
]


def weights(sentences: list[str], language: str = "en") -> list[float]:
    return coverage.WEIGH(sentences, title="", language=language)


def test_the_words_of_the_story_weigh_most() -> None:
    """A sentence of words that the text repeats outweighs a first one of words that it does not."""
    found = weights(STORY)
    assert found[1] == 1.0 > found[0]


def test_what_is_said_counts_for_less() -> None:
    """A sentence that says over again what was said has two fifths of its weight left."""
    assert weights([STORY[1], STORY[1]]) == pytest.approx([1.0, 0.4])
    assert weights(STORY)[3] < weights(STORY)[2] < weights([STORY[3], *STORY[:3]])[0]


def test_of_two_alike_the_earlier_weighs_more() -> None:
    """Of sentences with as many words of their own, the first one weighs most."""
    found = weights(["Apples fall softly.", "Boats swim slowly.", "Clouds drift away."])
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


def test_length_is_paid_for() -> None:
    """Words that say nothing make a sentence lighter."""
    plain, padded = "Storm closed harbour.", "Storm and so on and so on and so on closed harbour."
    assert weights([plain, "Nothing."])[0] == 1.0
    alone = coverage.weighed([frozenset("abc")] * 2, {"a": 1, "b": 1, "c": 1}, [3, 30], FOUND)
    assert alone[1] < alone[0]
    assert weights([padded, plain])[1] == 1.0


@pytest.mark.parametrize(
    ("language", "aside", "story"),
    [
        (
            "de",
            "Es war auch für uns alle sehr kalt.",
            "Der Sturm schloss den Hafen. Der Sturm dauert an. Vor dem Hafen liegen Schiffe.",
        ),
        ("zh", "企鵝喜歡吃魚。", "颱風關閉北部港口。 船隻在港口外等候颱風。 颱風離開港口。"),
        (
            "ja",
            "今日は晴れです。",
            "台風で港が閉鎖された。 船は台風が去るまで待つ。 台風は港を襲った。",
        ),
        ("ka", "პინგვინი თევზს ჭამს.", "ქარიშხალმა ნავსადგური დახურა. გემები ნავსადგური დახურა."),
    ],
)
def test_it_knows_no_language(language: str, aside: str, story: str) -> None:
    """What is repeated weighs most in every language, with or without spaces and stop words."""
    found = weights([aside, *re.split(r"(?<=[.。]) ", story)], language)
    assert found[0] < max(found) == 1.0


def test_sentences_without_words_weigh_alike() -> None:
    """Where there is nothing to compare, nothing is divided by."""
    assert weights(["", "..."]) == [1.0, 1.0]
    assert weights([]) == []


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=12))
def test_weights_are_shares_of_the_highest(sentences: list[str]) -> None:
    """Whatever the sentences hold, there is one weight for each, from 0 to 1, and a highest."""
    found = weights(sentences)
    assert len(found) == len(sentences)
    assert all(0 <= weight <= 1 for weight in found)
    assert not sentences or max(found) == 1
    assert weights(sentences) == found


def test_eighty_sentences_are_quick() -> None:
    """The longest text that is weighed takes a fraction of a tenth of a second."""
    sentences = [
        f"The council of town number {n} met about road {n % 7} on Monday." for n in range(80)
    ]
    took = []
    for _ in range(9):  # in one of them Python may look for garbage of other tests
        before = time.process_time()
        weights(sentences)
        took.append(time.process_time() - before)
    assert min(took) < 0.05


def test_the_headline_says_what_the_story_is() -> None:
    """A sentence on what the headline names gains on one that it does not name."""
    plain = weights(STORY)
    headed = coverage.WEIGH(STORY, title="Ships with fruit wait", language="en")
    assert plain[4] < 1.0 == headed[4]
    assert coverage.WEIGH([], title="Ships", language="en") == []
