"""Sentences: where they begin and end, in many languages, on text of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.choosing import select
from briefbot.summarise import weigh
from briefbot.text.clean import clean_text
from briefbot.text.sentences import split

LINES = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(' \n.!?…。！？"“”「」()-1aBe\u0301\u200d👩💻שלوم台'),
    ),
    max_size=120,
)


def told(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["He lives in the U.S. now.", "She works for Acme Inc. in Ohio.", "They met."]),
        ("en", ["It closed at 5 p.m.", "The crowd had gone by then."]),
        ("en", ["He spoke for the U.S.", "The others left."]),
        ("en", ["Dr. J. K. Brown and A. N. Other paid approx. 30 dollars.", "So it goes."]),
        ("en", ["They took plan B.", "The next day it rained."]),
        ("en", ['"Is it over?" asked the mayor.', '"No," she said.']),
        ("en", ["“Is it over?” Mayor Jones asked.", "“No.”", "He left."]),
        ("en", ["(He had left by then.)", "The others stayed."]),
        ("en", ["I bought an iPhone.", "iPads came later."]),
        ("en", ["Visit www.test.Example.com for more.", "It is free."]),
        ("en", ["Yahoo! shares rose.", "Why?"]),
        ("en", ["1. Open the lid.", "2. Close the lid."]),
        ("en", ["1. The first item", "2. The second item", "3. The third item"]),
        ("en", ["1.) Open the lid", "2.) Close the lid", "1.) Or leave it.", "2.) Or not."]),
        ("en", ["It rained.", "(a) wind", "(b) hail", "(c) snow"]),
        ("en", ["Have these ready:", "1) a pan", "2) a lid."]),
        ("en", ["• 9. The ninth thing", "• 10. The tenth thing"]),
        ("de", ["Vor der 2. Liga: 1. FC Köln und der 2. Platz sind sicher."]),
        ("en", ["That is Smith Jr.'s book.", "I live here.", "She has 'one' of them."]),
        ("en", ["(He had left by then.)", "“I know,” she said."]),
        ("en", ['He said, "It was to be--"', "At this moment the lights went out."]),
        ("en", ["He paid $12.5 million in fig. 3 of vol. 2.", "Version 2.0 is out."]),
        ("en", ["The party ended 🎉.", "All went home 😀"]),
        ("de", ["Im 19. Jahrhundert war das z. B. in Köln so.", "Am 3. Oktober kam er."]),
        ("de", ["Er wurde 19.", "Das war gut."]),
        ("de", ["„Nein!“, sagte er.", "Dann ging Hr. Müller."]),
        ("fr", ["M. Martin a parlé à Mme. Durand.", "Elle est partie."]),
        ("fr", ["« Non ! » dit-il.", "M. Le Goff se tait."]),
        ("es", ["El Sr. García llegó.", "¿Qué pasó?", "¡Nada!"]),
        ("it", ["Il sig. Rossi e la dott.ssa Bianchi sono qui.", "È tardi."]),
        ("nl", ["Dhr. Jansen en mevr. Bakker kwamen.", "Zij bleven."]),
        ("pt", ["O Sr. Silva saiu.", "A Sra. Costa ficou."]),
        ("ru", ["А. С. Пушкин жил здесь.", "— Да! — сказал он.", "Он ушёл."]),
        ("ko", ["10.29. 참사가 있었다.", '"갔다."고 말했다.', "2024. 10. 29. 발표했다."]),
        ("hi", ["डॉ. शर्मा आए।", "ठीक है।"]),
        ("ar", ["هل ذهب؟", "نعم."]),
        ("he", ['ד"ר כהן הוסיף כי "אין סכנה".', "הנמל נסגר.", 'צה"ל פתח בחקירה.']),
    ],
)
def test_sentences_of_many_languages(language: str, sentences: list[str]) -> None:
    """Sentences put in a row with a space between them are found again."""
    assert told(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh", ["“我去。”他说。", "他说：“我去。”", "然后走了。", "真的？！", "「好！」她說。"]),
        ("zh", ["他走了。", "“好。”", "这说明问题。"]),
        ("zh", ["演出很成功。", "6月3日，话剧来到张家口。", "他说：“下雨了。3天后走。”"]),
        ("zh", ["价格为12。50元。", "价格（见图。2024年）上涨。", "3天后走。"]),
        ("ja", ["死者は9人に増えた。", "140人がけがをした。", "「増えた。3人だ。」と話した。"]),
        ("ja", ["「行きます。」と彼は言った。", "今日は晴れ。", "えっ！？", "本当。"]),
    ],
)
def test_sentences_without_spaces(language: str, sentences: list[str]) -> None:
    """Chinese and Japanese put no space between sentences; a quotation keeps its speaker."""
    assert told("".join(sentences), language) == sentences


def test_a_line_ends_a_sentence() -> None:
    """A heading without a full stop does not run into the paragraph below."""
    assert told("A heading\nIt was cold. It\nrained.\n\n", "en") == [
        "A heading",
        "It was cold.",
        "It",
        "rained.",
    ]


def test_an_unknown_language_is_split_too() -> None:
    """The language of no text and one that nobody speaks do no harm."""
    assert told("One here. Two here.", "und") == ["One here.", "Two here."]
    assert told("One here. Two here.", "xx") == ["One here.", "Two here."]
    assert split("", "en") == ()


LANGUAGE = st.sampled_from(["en", "de", "fr", "ru", "zh", "ja", "ko", "ar", "he", "th", "und"])


@given(LINES, LANGUAGE)
def test_spans_cover_the_text(text: str, language: str) -> None:
    """Spans are in order, do not overlap, hold no line end, and leave out white space only."""
    spans = split(text, language)
    rest, at = [], 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        sentence = text[start:end]
        assert sentence == sentence.strip()
        assert "\n" not in sentence
        rest.append(text[at:start])
        at = end
    assert not "".join((*rest, text[at:])).strip()


@given(LINES, LANGUAGE)
def test_nothing_that_compares_texts_is_seen_in_them(raw: str, language: str) -> None:
    """What is told of hostile text stands in the clean text letter for letter, in its order."""
    text = clean_text(raw)
    weighed = weigh(text, title=text[:20], language=language, summariser="lead")
    chosen = select(text, weighed, limit=3, query=(text[:2], "台湾"))
    places = [(sentence.start, sentence.end) for sentence in chosen]
    assert places == sorted(places)
    spans = split(text, language)
    for start, end in places:
        assert any(first <= start < end <= last for first, last in spans)
        assert text[start:end] == text[start:end].strip() != ""


@pytest.mark.parametrize(
    "unit",
    ["U.S. ", ".", "1", "1. ", "!?", '"', "(", '". ', "“a。", "A.", "😀", "e\u0301", "1. a 2. b "],
)
def test_hostile_text_is_split_in_bounded_windows(unit: str) -> None:
    """A long line of one thing over and over is covered; nothing takes its square."""
    text = (unit * 40_000)[:40_000]
    spans = split(text, "en")
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text.rstrip())


def test_a_sentence_across_a_window_is_whole() -> None:
    """Where a window ends leaves no mark: a long line splits as its sentences do alone."""
    sentence = "The council of the town met on Monday and spoke of the bridge for an hour."
    assert told(" ".join([sentence] * 300), "en") == [sentence] * 300
