"""LexRank: the same ranking as sumy's own, from our words."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers.lex_rank import LexRankSummarizer

from briefbot.summarise import lexrank
from briefbot.text.words import stems

WORDS = {
    "en": "harbour storm mayor ship closed bridge water Monday council vote money road open plan",
    "de": "Hafen Sturm Schiff Brücke Wasser Montag Rat Geld Straße Plan Bürger Stadt Haus Wahl",
    "zh": "港口 風暴 市長 船 關閉 橋 水 週一 議會 投票 錢 路 開放 計畫",
}


class Words:
    """What sumy asks of a tokenizer: our words, so that only the ranking is compared."""

    def __init__(self, language: str) -> None:
        self.language = language

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """Return the sentence's words."""
        return tuple(stems(sentence, self.language))


def article(language: str, seed: int, length: int) -> list[str]:
    rng = random.Random(seed)
    vocabulary = WORDS[language].split()
    return [
        f"{number} " + " ".join(rng.choices(vocabulary, k=rng.randint(3, 12))) + "."
        for number in range(length)
    ]


def ranked_by_sumy(sentences: list[str], language: str, count: int) -> list[str]:
    words = Words(language)
    document = ObjectDocumentModel([Paragraph([SumySentence(s, words) for s in sentences])])
    return [str(sentence) for sentence in LexRankSummarizer()(document, count)]


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("length", [3, 8, 25, 60])
def test_the_ranking_is_that_of_sumy(language: str, length: int) -> None:
    """A summary of one, two, three and more sentences holds what sumy's holds."""
    sentences = article(language, seed=length, length=length)
    weights = lexrank.ranked(sentences, language)
    order = sorted(range(length), key=lambda at: -weights[at])
    for count in (1, 2, 3, 5, 8, 13):
        ours = [sentences[at] for at in sorted(order[:count])]
        assert ours == ranked_by_sumy(sentences, language, count)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=12))
def test_weights_are_shares_of_the_highest(sentences: list[str]) -> None:
    """Whatever the sentences hold, there is one weight for each, from 0 to 1, and a highest."""
    weights = lexrank.ranked(sentences, "en")
    assert len(weights) == len(sentences)
    assert all(0 <= weight <= 1 for weight in weights)
    assert not sentences or max(weights) == 1


def test_sentences_that_share_no_word_weigh_the_same() -> None:
    """Where nothing is like anything, sumy divides by nothing; here all weigh alike."""
    assert lexrank.ranked(["Apples fall.", "Boats swim."], "en") == [1.0, 1.0]
    assert lexrank.ranked(["", "..."], "en") == [1.0, 1.0]


def test_the_sentence_that_others_repeat_weighs_most() -> None:
    """A sentence that shares words with several is heavier than one that shares with none."""
    weights = lexrank.ranked(
        [
            "Penguins like cold fish.",
            "The storm closed the harbour.",
            "Ships wait outside the harbour.",
            "The storm held ships at the harbour.",
            "The mayor praised the weather service.",
        ],
        "en",
    )
    assert weights[3] == max(weights) > weights[0]


def test_of_sentences_alike_the_first_weighs_most() -> None:
    """A sentence's place gives three fifths of its weight."""
    weights = lexrank.WEIGH(["Apples fall.", "Boats swim."], title="", language="en")
    assert weights == pytest.approx([1.0, 0.4 + 0.6 * 2 / 3])
    assert lexrank.WEIGH([], title="", language="en") == []
