"""Weighing and choosing sentences: every one is a slice of its text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.choosing import select
from briefbot.errors import UsageError
from briefbot.models import Sentence
from briefbot.summarise import weigh
from briefbot.text.clean import clean_text

TEXT = """NORTHPORT (AP) — The storm closed the northern harbour on Monday, the mayor said.
Photo: Waves at the pier of the northern harbour.
She said the harbour would open again on Friday at the earliest, when the wind drops.
Ships from Taiwan and Japan wait outside the harbour with fruit and machine parts.
Read more about the storm and its victims.
But the harbour master expects that some of them will turn round before the weekend.
The storm tore the roof from a school and threw three fishing boats onto the shore.
Nobody was hurt, according to the fire service, which sent forty people to the coast."""


def shown(text: str, sentences: tuple[Sentence, ...]) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in sentences]


@pytest.mark.parametrize("summariser", ["lead", "lexrank"])
def test_only_what_tells_something_is_weighed(summariser: str) -> None:
    """Captions, prompts and datelines are left out; the rest is in order, each with a weight."""
    sentences = weigh(TEXT, title="Storm", language="en", summariser=summariser)
    told = shown(TEXT, sentences)
    assert len(told) == 6
    assert told[0] == "The storm closed the northern harbour on Monday, the mayor said."
    assert not any(sentence.startswith(("Photo", "Read")) for sentence in told)
    assert all(0 <= sentence.weight <= 1 for sentence in sentences)


def test_the_lead_weighs_most() -> None:
    """With equal words, what stands first weighs most."""
    sentences = weigh(TEXT, title="Storm", language="en", summariser="lead")
    weights = [sentence.weight for sentence in sentences]
    assert weights == sorted(weights, reverse=True)


def test_a_text_with_nothing_fit_is_returned_whole() -> None:
    """A teaser of three words is better than nothing."""
    assert shown(
        "Harbour closed", weigh("Harbour closed", title="", language="en", summariser="lead")
    )
    assert weigh("", title="", language="en", summariser="lexrank") == ()


def test_a_long_text_is_cut_at_eighty_sentences() -> None:
    """Sentences far down the page are not weighed."""
    text = " ".join(f"The council of town number {n} met on Monday evening." for n in range(200))
    assert len(weigh(text, title="", language="en", summariser="lexrank")) == 80


def test_an_unknown_summariser_is_a_usage_error() -> None:
    """The message lists the summarisers that there are."""
    with pytest.raises(UsageError, match="lead, lexrank"):
        weigh(TEXT, title="", language="en", summariser="gpt")


def test_chinese_is_weighed_and_chosen() -> None:
    """A Chinese article gives whole sentences, and those that are asked about."""
    text = (
        "颱風週一關閉北部港口，市長在記者會上表示。"
        "台灣的船隻在港外等候，船上載有水果和機械零件。"
        "學校屋頂被風吹走，沒有人員受傷。"
    )
    sentences = weigh(text, title="颱風", language="zh", summariser="lexrank")
    assert len(sentences) == 3
    assert shown(text, select(text, sentences, limit=1, query=["台灣"])) == [
        "台灣的船隻在港外等候，船上載有水果和機械零件。"
    ]


def weighed(text: str = TEXT, summariser: str = "lexrank") -> tuple[Sentence, ...]:
    return weigh(text, title="", language="en", summariser=summariser)


def test_what_is_asked_about_is_chosen() -> None:
    """A query's word raises the sentences that name it, in any case, inside longer words too."""
    for query in (["taiwan"], ["TAIWAN"], ["Taïwan"], ["machine  parts"], ["ship"]):
        assert "Ships from Taiwan" in shown(TEXT, select(TEXT, weighed(), limit=1, query=query))[0]


def test_short_words_stand_for_themselves() -> None:
    """`art` does not find `parts`, nor `ma` machine."""
    plain = select(TEXT, weighed(), limit=1)
    for query in (["art"], ["ma"], ["", " "], ["(", "[a-z]+", "\\"]):
        assert select(TEXT, weighed(), limit=1, query=query) == plain


def test_nothing_is_said_twice() -> None:
    """A sentence that repeats a chosen one is left out, even when there is room."""
    text = "The storm closed the northern harbour on Monday. " * 3 + "Nobody was hurt by the wind."
    assert shown(text, select(text, weighed(text), limit=3)) == [
        "The storm closed the northern harbour on Monday.",
        "Nobody was hurt by the wind.",
    ]


def test_a_sentence_that_leans_comes_with_the_one_before() -> None:
    """`But ...` loses to a sentence of the same weight, unless what it answers is chosen."""
    text = (
        "The storm closed the northern harbour on Monday morning. "
        "Ships wait outside with fruit and machine parts. "
        "But the master of one expects that many turn round. "
        "Three fishing boats lie on the shore near a school."
    )
    one, two, but, three = [
        Sentence(start=s.start, end=s.end, weight=w)
        for s, w in zip(weighed(text), (0.9, 0.1, 0.5, 0.4), strict=True)
    ]
    assert select(text, (one, two, but, three), limit=2) == (one, three)
    heavy = Sentence(start=two.start, end=two.end, weight=0.8)
    assert select(text, (one, heavy, but, three), limit=3) == (one, heavy, but)


def test_choosing_imports_nothing_heavy() -> None:
    """The main process chooses sentences without sumy, numpy or sentencex."""
    program = (
        "import sys; from briefbot.models import Sentence; from briefbot.choosing import select\n"
        "one = Sentence(start=0, end=14, weight=1.0)\n"
        "select('One two three.', (one,), limit=1, query=['two'])\n"
        "print({'sumy', 'numpy', 'nltk', 'sentencex', 'Stemmer'} & set(sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "set()"


HOSTILE = st.lists(
    st.text(
        st.one_of(
            st.characters(),
            st.sampled_from('  ..!?。"”「」\n(aBce\u0301\u202e\u200d👩💻שلوםक\u094d台灣'),
        ),
        max_size=50,
    ),
    max_size=8,
).map("\n".join)


@given(HOSTILE, st.sampled_from(["en", "zh", "ar", "und"]), st.integers(0, 5), st.text(max_size=4))
def test_every_sentence_is_a_slice(raw: str, language: str, limit: int, word: str) -> None:
    """On hostile text spans stay valid; the choice is some of them, in order, the same again."""
    text = clean_text(raw)
    sentences = weigh(text, title="", language=language, summariser="lexrank")
    ends = [0]
    for sentence in sentences:
        assert ends[-1] <= sentence.start < sentence.end <= len(text)
        piece = text[sentence.start : sentence.end]
        assert piece == piece.strip()
        assert "\n" not in piece
        ends.append(sentence.end)
    chosen = select(text, sentences, limit=limit, query=[word])
    assert len(chosen) <= limit
    assert set(chosen) <= set(sentences)
    assert list(chosen) == sorted(chosen, key=lambda s: s.start)
    assert select(text, sentences[::-1], limit=limit, query=[word]) == chosen
    assert bool(chosen) == bool(sentences and limit)
