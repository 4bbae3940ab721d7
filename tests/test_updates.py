"""What an article adds to a told story: sentences with words or figures that were not told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.models import Body, Sentence
from briefbot.updates import addition

TOLD = (
    "Two people were hurt when an earthquake of magnitude 6.1 shook Hualien, officials said. "
    "Twenty-three trains were stopped and a road was closed by rocks."
)


def body(*sentences: str) -> Body:
    """Make a text of these sentences, the first the heaviest."""
    text, spans = "", []
    for place, sentence in enumerate(sentences):
        start = len(text)
        text += f"{sentence} "
        spans.append(Sentence(start=start, end=start + len(sentence), weight=0.9**place))
    return Body(text=text, sentences=tuple(spans), summariser="lead")


def new(made: Body, told: str = TOLD, language: str = "en", its: str = "en") -> list[str]:
    """Return the sentences that say something new."""
    found = addition(made, language, [(told, its)])
    return [made.text[s.start : s.end] for s in found.sentences]


def test_what_was_told_is_not_new() -> None:
    """The same in other words, another order, with figures for words: nothing of it is new."""
    same = body(
        "An earthquake of magnitude 6.1 shook Hualien and 2 people were hurt, said officials.",
        "Rocks closed a road, and 23 trains were stopped.",
    )
    assert new(same, TOLD.replace("Twenty-three", "23")) == []
    assert new(body("Zwei Menschen wurden verletzt."), "2 Menschen verletzt", "de", "de") == []


def test_new_facts_are_new() -> None:
    """Of a text that repeats and adds, the sentence that adds is new."""
    fresh = "Engineers found cracks in a school and closed its annex until Friday."
    mixed = body("Two people were hurt in the earthquake that shook Hualien.", fresh)
    assert new(mixed) == [fresh]
    assert addition(mixed, "en", [(TOLD, "en")]).share == 0.5


def test_a_new_figure_is_new() -> None:
    """A toll that has risen is news, though hardly a word differs."""
    risen = "The earthquake of magnitude 6.1 that shook Hualien hurt 48 people, officials now said."
    assert new(body(risen)) == [risen]


RISEN = (
    ("en", "The bank raised its main rate to {} percent today.", "3.50", "4.75"),
    ("en", "In 2024 the flood drove {} people from their homes in Hualien.", "1500", "2000"),
    ("en", "The storm killed {} in the northern hills of Hualien.", "three", "five"),
    ("de", "Der Sturm tötete {} Menschen im Norden.", "zwei", "fünf"),
    ("zh", "地震造成花蓮{}人輕傷，消防局表示。", "兩", "九"),
    ("ja", "台風で{}人が死亡した。", "二", "五"),
    ("ru", "В результате шторма погибли {} человек.", "трое", "пять"),
)


@pytest.mark.parametrize(("language", "said", "before", "after"), RISEN)
def test_any_figure_that_has_risen_is_new(
    language: str, said: str, before: str, after: str
) -> None:
    """Rates, thousands that look like years, and tolls in words."""
    risen = said.format(after)
    assert new(body(risen), said.format(before), language, language) == [risen]
    assert new(body(risen), risen, language, language) == []


SAME = (
    ("en", "It struck 31 km off Hualien.", "It struck 31 km (19 miles) off Hualien."),
    ("en", "It struck in the evening.", "It struck at 8 p.m. in the evening."),
    ("en", "The quake struck in the evening.", "The quake struck at eight o'clock in the evening."),
    ("de", "Es bebte am Abend.", "Es bebte um 18.57 Uhr am Abend."),
    ("en", "The storm hurt thirteen people.", "The storm hurt 13 people."),
    ("en", "The storm hurt 2 people and a dog.", "The storm hurt two people and one dog."),
    ("en", "It cost $1,000,000 in all.", "It cost $1 million in all."),
    ("de", "Es kostet 2,5 Millionen Euro.", "Es kostet 2.500.000 Euro."),
    ("en", "The rate is 3.5 percent.", "The rate is 3.50 percent."),
    ("ru", "Погибли двух человек.", "Погибли 2 человек."),
    ("zh", "地震造成兩人輕傷。", "地震造成2人輕傷。"),
    ("ja", "台風で三万人が避難した。", "台風で3万人が避難した。"),
)


@pytest.mark.parametrize(("language", "before", "after"), SAME)
def test_the_same_figure_in_another_spelling_is_no_news(
    language: str, before: str, after: str
) -> None:
    """Other units in brackets, the hour, words for digits and digits for words."""
    assert new(body(after), before, language, language) == []
    assert new(body(before), after, language, language) == []


def test_a_date_is_no_news() -> None:
    """When it was, in figures that were not told, makes nothing new."""
    hurt = "Two people were hurt on {} when an earthquake of magnitude 6.1 shook Hualien."
    for when in ("25 November", "November 25", "25 de noviembre", "18:57", "2026"):
        assert new(body(hurt.format(when))) == []


def test_a_word_of_colour_is_no_update() -> None:
    """One new sentence far down, in an article that repeats all else, brings no story back."""
    old = ["Two people were hurt when an earthquake shook Hualien, officials said."] * 9
    colour = "A grocer swept glass out of her doorway and hummed."
    assert new(body(*old, colour)) == []
    assert new(body(colour, *old)) == [colour]
    more = "A florist next door gave away her broken tulips."
    assert new(body(*old, colour, more)) == [colour, more]


def test_nothing_can_be_compared_across_languages() -> None:
    """A text in a language in which nothing was told does not count as new."""
    chinese = body("台灣東部海域25日下午6時57分發生規模6.1地震，震央在花蓮縣政府東方31公里處。")
    assert new(chinese, language="zh") == []
    assert new(chinese, "台北今天舉行一場演習。", "zh-TW", "zh") != []


def test_an_unknown_language_may_be_any() -> None:
    """A headline too short to tell its language is compared all the same."""
    same = "Two people were hurt when an earthquake shook Hualien."
    assert new(body(same), its="und") == []
    assert new(body(same), language="und") == []
    assert new(body("Engineers found cracks in a school."), its="und") != []


def test_a_text_without_sentences_adds_nothing() -> None:
    """A video of the same event is no update."""
    found = addition(Body(text="", sentences=(), summariser="lead"), "en", [(TOLD, "en")])
    assert (found.sentences, found.share) == ((), 0.0)


@given(
    st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=6),
    st.sampled_from(("en", "zh")),
)
def test_a_text_adds_nothing_to_itself(sentences: list[str], language: str) -> None:
    """Whatever a text holds, once it was told it is told; and what is new is a part of it."""
    made = body(*sentences)
    assert addition(made, language, [(made.text, language)]).sentences == ()
    assert set(addition(made, language, [("port", language)]).sentences) <= set(made.sentences)
