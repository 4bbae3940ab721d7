"""Choosing sentences: whole thoughts, with what they lean on, and every one a slice of its text."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.choosing import select
from briefbot.models import Sentence
from briefbot.summarise import weigh
from briefbot.text.clean import clean_text
from briefbot.text.leaning import leans
from briefbot.text.quoting import around, quotations
from briefbot.text.sentences import split
from tests.handweighed import by_hand, chosen, cut, shown

TEXT = """NORTHPORT (AP) — The storm closed the northern harbour on Monday, the mayor said.
Photo: Waves at the pier of the northern harbour.
She said the harbour would open again on Friday at the earliest, when the wind drops.
Ships from Taiwan and Japan wait outside the harbour with fruit and machine parts.
Read more about the storm and its victims.
But the harbour master expects that some of them will turn round before the weekend.
The storm tore the roof from a school and threw three fishing boats onto the shore.
Nobody was hurt, according to the fire service, which sent forty people to the coast."""


def weighed(text: str = TEXT, summariser: str = "lexrank") -> tuple[Sentence, ...]:
    return weigh(text, title="", language="en", summariser=summariser)


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


def test_what_is_asked_about_is_chosen() -> None:
    """A query's word raises the sentences that name it, in any case, inside longer words too."""
    for query in (["taiwan"], ["TAIWAN"], ["Taïwan"], ["machine  parts"], ["ship"]):
        assert "Ships from Taiwan" in shown(TEXT, select(TEXT, weighed(), limit=1, query=query))[0]


def test_short_words_stand_for_themselves() -> None:
    """`art` does not find `parts`, nor `ma` machine."""
    plain = select(TEXT, weighed(), limit=1)
    for query in (["art"], ["ma"], ["", " "], ["(", "[a-z]+", "\\"]):
        assert select(TEXT, weighed(), limit=1, query=query) == plain


FIVE = {
    "en": (
        "taiwan",
        (
            "Five countries met in Northport on Monday to speak of trade. "
            "Japan wants lower duties on fish and on machine parts. "
            "Korea asks for more time until its farmers are ready. "
            "The Taiwanese envoy offered to open the market for fruit. "
            "It would do so from May if the others agree by then. "
            "Vietnam and Thailand spoke of ships and of harbour dues."
        ),
    ),
    "de": (
        "taiwan",
        (
            "Fünf Länder trafen sich am Montag in Nordhafen zu Gesprächen. "
            "Japan will niedrigere Zölle auf Fisch und auf Maschinenteile. "
            "Korea bittet um mehr Zeit, bis seine Bauern bereit sind. "
            "Der taiwanische Gesandte bot an, den Markt für Obst zu öffnen. "
            "Das taiwanesische Parlament muss dem Vorschlag noch zustimmen. "
            "Vietnam und Thailand sprachen von Schiffen und Gebühren im Hafen."
        ),
    ),
    "ru": (
        "Тайвань",
        (
            "Пять стран встретились в понедельник в Северном порту на переговорах. "
            "Япония хочет более низких пошлин на рыбу и детали машин. "
            "Корея просит больше времени для своих крестьян на севере. "
            "Посланник Тайваня предложил открыть рынок для фруктов из страны. "
            "Правительство готово вместе с Тайванем снизить пошлины на суда. "
            "Вьетнам и Таиланд говорили о кораблях и портовых сборах."
        ),
    ),
    "zh": (
        "台湾",
        (
            "五個國家星期一在北港開會討論貿易問題與關稅。"
            "日本希望降低對魚類和機械零件徵收的關稅。"
            "韓國要求給農民更多時間做好準備工作。"
            "臺灣代表提議開放水果市場並降低相關的關稅。"
            "台灣的農民團體表示支持開放水果市場的提議。"
            "越南和泰國談到了船舶和港口費用的問題。"
        ),
    ),
    "fr": (
        "taïwan",
        (
            "Cinq pays se sont réunis lundi à Nordport pour parler de commerce. "
            "Le Japon veut des droits plus bas sur le poisson et les machines. "
            "La Corée demande plus de temps pour que ses paysans soient prêts. "
            "L'envoyé taïwanais a proposé d'ouvrir le marché aux fruits. "
            "Le parlement de Taïwan doit encore approuver la proposition du ministre. "
            "Le Vietnam et la Thaïlande ont parlé de navires et de droits de port."
        ),
    ),
    "ko": (
        "대만",
        (
            "다섯 나라가 월요일 북항에서 무역 회의를 열었다. "
            "일본은 생선과 기계 부품의 관세를 낮추기를 원한다. "
            "한국은 농민들이 준비할 시간을 더 달라고 요청했다. "
            "대만의 특사는 과일 시장을 열겠다고 제안했다. "
            "대만은 오월부터 시장을 열 계획이라고 밝혔다. "
            "베트남과 태국은 선박과 항구 요금을 논의했다."
        ),
    ),
}


@pytest.mark.parametrize("language", FIVE)
def test_of_five_countries_the_one_asked_about_is_told(language: str) -> None:
    """In each language, inflected and in the other script, its two sentences are chosen."""
    word, text = FIVE[language]
    weights = (0.9, 0.8, 0.7, 0.2, 0.1, 0.6)
    told = chosen(text, *weights, limit=2, language=language, query=(word,))
    assert told == [text[start:end] for start, end in cut(text)[3:5]]


@pytest.mark.parametrize(
    ("query", "text", "told"),
    [
        ("chip", "Chipmunks ran across the only road to Northport. A chip plant opens in May.", 1),
        (
            "chip",
            "Chipmunks ran across the only road to Northport. New chips are on sale early in May.",
            1,
        ),
        ("china", "Chinatown in London closes for a day. Ships from China wait in the port.", 1),
        ("taiwan", "Der Gesandte verließ am Abend den Saal. Das taiwanesische Schiff legte an.", 1),
        ("тайвань", "Порт закрыт с утра понедельника. Тайваньские суда ждут у входа в порт.", 1),
        ("chip", "Nobody came to the port on Monday. A chip plant beats any chipmaker now.", 1),
    ],
)
def test_the_word_counts_more_than_one_that_begins_like_it(
    query: str, text: str, told: int
) -> None:
    """A form of the word counts almost as much as itself; a longer word is mostly another."""
    found = chosen(text, 0.9, 0.2, limit=1, query=(query,))
    start, end = cut(text)[told]
    assert found == [text[start:end]]


def test_a_longer_word_counts_where_there_is_nothing_better() -> None:
    """A chipmaker is told of for `chip`, unless it weighs too little."""
    text = "Nobody came to the old port on Monday. A chipmaker opens in the port in May."
    assert chosen(text, 0.6, 0.2, limit=1, query=("chip",))[0].startswith("A chipmaker")
    assert chosen(text, 0.9, 0.2, limit=1, query=("chip",))[0].startswith("Nobody")


def test_what_leans_on_a_longer_word_is_raised_no_more_than_that() -> None:
    """A sentence about Chinatown does not carry the next one over all others."""
    text = (
        "Chinatown shut all its gates on Monday at noon. It opens again on Friday morning at six. "
        "Rain fell on the northern port for most of Monday."
    )
    found = chosen(text, 0.2, 0.2, 0.8, limit=2, query=("china",))
    assert [each.split()[0] for each in found] == ["Chinatown", "Rain"]


def test_nothing_is_said_twice() -> None:
    """A sentence that repeats a chosen one is left out, even when there is room."""
    text = "The storm closed the northern harbour on Monday. " * 3 + "Nobody was hurt by the wind."
    assert shown(text, select(text, weighed(text), limit=3)) == [
        "The storm closed the northern harbour on Monday.",
        "Nobody was hurt by the wind.",
    ]


LEANING = (
    "The storm closed the northern harbour on Monday morning. "
    "Ships wait outside with fruit and machine parts. "
    "But the master of one expects that many turn round. "
    "Three fishing boats lie on the shore near a school."
)


def test_a_sentence_that_leans_comes_with_the_one_before() -> None:
    """`But ...` loses to a sentence of less weight, unless what it answers is chosen."""
    one, two, but, three = by_hand(LEANING, 0.9, 0.1, 0.5, 0.4)
    assert select(LEANING, (one, two, but, three), limit=2) == (one, three)
    heavy = Sentence(start=two.start, end=two.end, weight=0.8)
    assert select(LEANING, (one, heavy, but, three), limit=3) == (one, heavy, but)


def test_a_heavy_sentence_that_leans_brings_the_one_before() -> None:
    """Where two places are left, both are taken, however light the first."""
    told = chosen(LEANING, 0.2, 0.3, 0.9, 0.1, limit=2)
    assert [each.split()[0] for each in told] == ["Ships", "But"]


def test_a_sentence_that_leans_on_what_is_no_candidate_is_left_out() -> None:
    """What stood before it was dropped, so that nobody would know whom it means."""
    one, _, but, three = by_hand(LEANING, 0.1, 0.1, 0.9, 0.1)
    assert select(LEANING, (one, but, three), limit=3) == (one, three)
    assert select(LEANING, (but,), limit=3) == (but,)


def test_a_heading_between_two_sentences_does_not_part_them() -> None:
    """The "She" behind a caption is the one before the caption."""
    told = shown(TEXT, select(TEXT, weighed(summariser="lead"), limit=2, language="en"))
    assert [each.split()[0] for each in told] == ["The", "She"]


def test_the_company_wants_a_name_before_it() -> None:
    """Of two sentences of nearly one weight the one that says who it was is chosen."""
    text = (
        "The company said that the harbour would open on Friday. "
        "Northport Shipping said that its ferries would sail on Friday."
    )
    assert chosen(text, 0.5, 0.4, limit=1) == [text.partition(". ")[2]]


def test_the_budget_holds() -> None:
    """The sentences have no more characters than there is room for, with a space between."""
    sentences = weighed()
    for budget in range(0, 400, 7):
        told = shown(TEXT, select(TEXT, sentences, limit=3, language="en", budget=budget))
        assert len(" ".join(told)) <= budget
    assert len(select(TEXT, sentences, limit=3, language="en", budget=400)) == 3


def test_a_complete_thought_is_preferred() -> None:
    """Neither four words nor fifty, nor a question, win against a sentence of ten."""
    text = (
        "The storm was strong. "
        "When will the harbour open for the ferries to the islands? "
        "The mayor closed the northern harbour for two days on Monday."
    )
    assert chosen(text, 0.6, 0.5, 0.4, limit=1)[0].startswith("The mayor")


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


PIECES = st.sampled_from(
    [
        "He said. ",
        "But no. ",
        "“We go. ",
        "Stay.” ",
        '"No" ',
        "„Ja.“ ",
        "这是。",
        "「はい。」",
        "Это. ",
    ]
)
HOSTILE = st.lists(
    st.one_of(
        PIECES,
        st.text(
            st.one_of(
                st.characters(exclude_categories=()),
                st.sampled_from(
                    '  ..!?。"”“„«»「」\n(aBce\u0301\u202e\u200d👩💻שلوםक\u094d台灣\u200b'
                ),
            ),
            max_size=50,
        ),
    ),
    max_size=10,
).map("\n".join)
LANGUAGES = st.sampled_from(["en", "zh", "ar", "de", "und", ""])


@given(HOSTILE, LANGUAGES, st.integers(0, 5), st.text(max_size=4), st.integers(0, 200))
def test_every_sentence_is_a_slice(
    raw: str, language: str, limit: int, word: str, budget: int
) -> None:
    """On hostile text the choice is some of the spans, in order, the same again, in bounds."""
    text = clean_text(raw)
    sentences = weigh(text, title="", language=language, summariser="lexrank")
    told = select(text, sentences, limit=limit, query=[word], language=language)
    assert len(told) <= limit
    assert set(told) <= set(sentences)
    assert list(told) == sorted(told, key=lambda s: s.start)
    assert select(text, sentences[::-1], limit=limit, query=[word], language=language) == told
    assert bool(told) == bool(sentences and limit)
    short = select(text, sentences, limit=limit, language=language, budget=budget)
    assert sum(each.end - each.start for each in short) <= budget


@given(st.lists(st.one_of(PIECES, st.text("ab. \n", max_size=20)), max_size=9), st.integers(1, 4))
def test_no_sentence_that_leans_is_alone(pieces: list[str], limit: int) -> None:
    """Whatever the weights, its neighbour comes with it, or it is all that there is."""
    text = clean_text("".join(pieces))
    spans = split(text, "en")
    sentences = tuple(
        Sentence(start=start, end=end, weight=(7 * at % 5) / 5)
        for at, (start, end) in enumerate(spans)
    )
    told = select(text, sentences, limit=limit, language="en")
    quotes = quotations(text)
    for one, each in pairwise(sentences):
        if each in told and each.start - one.end <= 2 and len(told) > 1:
            needs = leans(text[each.start : each.end], "en") or around(each.start, quotes)
            assert one in told or not needs
