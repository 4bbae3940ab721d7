"""What another outlet adds to a story: a fact of its own, on the same event, that stands alone."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from briefbot.adding import addition
from briefbot.models import Body, Sentence

SHOWN = "The storm closed the northern harbour on Monday, the mayor of Northport said."
TOLD = (
    f"{SHOWN} Ships from Japan wait outside with fruit and machine parts. "
    "Nobody was hurt, according to the fire service of the town."
)
COST = (
    "The storm cost the harbour of Northport 40 million dollars, "
    "its insurer Baltic Mutual wrote on Monday."
)


def body(*sentences: str) -> Body:
    """Make a text of sentences, the first the heaviest."""
    text = " ".join(sentences)
    spans = [found.span() for found in re.finditer(r"\S(?:[^.!?。]|\.(?=\d))*[.!?。]", text)]
    weighed = tuple(
        Sentence(start=start, end=end, weight=0.9**at) for at, (start, end) in enumerate(spans)
    )
    return Body(text=text, sentences=weighed, summariser="lead")


def added(
    *sentences: str, told: str = TOLD, shown: str = SHOWN, language: str = "en", query: str = ""
) -> str | None:
    made = body(*sentences)
    words = (query,) if query else ()
    found = addition(made, language, told=told, shown=shown, query=words)
    return made.text[found[1].start : found[1].end] if found else None


def test_a_new_figure_is_added() -> None:
    """A sentence on the event with a figure that was not told."""
    assert added("The storm closed the northern harbour.", COST) == COST


def test_a_new_fact_without_a_figure_is_added() -> None:
    """Most of it is new, and enough of it is known to tell what it is of."""
    fact = "The storm sank the harbour ferry Marigold near a lighthouse on Monday."
    assert added(fact) == fact


def test_what_the_shown_article_says_further_down_is_not_added() -> None:
    """Its whole text counts, not only the sentences that are shown."""
    same = "Ships from Japan with fruit and machine parts wait outside the northern harbour."
    assert added(same) is None
    assert added(COST, told=f"{TOLD} {COST}") is None


def test_what_is_half_shown_already_is_not_added() -> None:
    """It reads as the same again, even with a figure of its own."""
    again = "The storm closed the northern harbour and its 12 piers, the mayor of Northport said."
    assert added(again) is None


def test_the_same_figure_in_another_spelling_is_not_added() -> None:
    """Thirteen, 13 and a million in full are no new figures."""
    told = f"{TOLD} Harbour officials counted 13 boats and a loss of $1,000,000 in Northport."
    for figure in ("thirteen boats", "1 million dollars", "13 dead boats"):
        fact = f"In Northport officials of the harbour counted {figure} on Monday on their list."
        assert added(fact, told=told) is None
        assert added(fact.replace("13 ", "19 ").replace("thirteen", "19").replace("1 m", "9 m"))


def test_how_often_is_no_figure() -> None:
    """A bus that comes every 90 minutes is colour."""
    bus = "Through the storm a bus leaves Northport for the harbour every 90 minutes on Monday."
    told = f"{TOLD} Through the storm a bus leaves each hour, the line says."
    assert added(bus, told=told, shown="The storm hit Northport.") is None
    assert (
        added(
            bus.replace("every 90 minutes", "with 90 people"),
            told=told,
            shown="The storm hit Northport.",
        )
        is not None
    )


def test_a_name_alone_in_common_is_a_scene() -> None:
    """A minivan behind the hospital says nothing of what befell it, unless with a figure."""
    shown = "Lanyang Mercy Hospital lost its laboratory to ransomware."
    scene = "Every 90 minutes a white minivan leaves the back of Lanyang Mercy Hospital with a box."
    assert added(scene, told=shown, shown=shown) is None
    assert added(scene.replace("Every 90 minutes", "With 90 samples"), told=shown, shown=shown)


def test_a_small_number_in_words_is_no_figure() -> None:
    """It is colour, where the same in digits is a fact."""
    drive = "The drive to the harbour of Northport takes an hour and {} behind a slow tractor."
    assert added(drive.format("ten")) is None
    assert added(drive.format("10")) is not None


def test_decimals_are_figures() -> None:
    """A rate is no time of the day, an hour is."""
    said = "The storm in Northport harbour began on Monday, officials of the town said, {}."
    told = f"{TOLD} Officials of the town said it began."
    assert added(said.format("at 6.30 pm"), told=told, shown="Storm hits Northport.") is None
    rate = said.format("costing 6.35 percent")
    assert added(rate, told=told, shown="Storm hits Northport.") == rate


def test_what_is_of_something_else_is_not_added() -> None:
    """A sentence without a word in common may be of another event, or a scene."""
    assert added("Two trains with 400 people stood still in the southern hills last night.") is None
    assert added("Tseng lifted the last steamer basket off a stove in Northport this time.") is None


def test_the_time_of_it_is_no_figure() -> None:
    """A day, an hour and a year are told by every outlet in its own way."""
    for time in ("at 10:45 on Monday", "on 23 November", "on Nov. 23", "in November 2026"):
        assert added(f"The storm closed the northern harbour of Northport {time}.") is None


def test_a_sentence_with_other_names_is_of_something_else() -> None:
    """Of the words in common one is a name, where a sentence has names."""
    other = (
        "The storm closed the harbour of Whitby and cost the town in the south 40 million pounds."
    )
    assert added(other) is None
    assert added(other.replace("Whitby", "Northport")) is not None


def test_what_cannot_stand_alone_is_not_added() -> None:
    """No sentence that leans, asks, refers or is torn out of a quotation."""
    for begun in ("But the", "This", "It said the"):
        assert (
            added(f"{begun} storm cost the harbour of Northport 40 million dollars then.") is None
        )
    assert (
        added("Did the storm cost the harbour of Northport 40 million dollars on Monday?") is None
    )
    assert added("The company said the storm cost the harbour 40 million dollars in all.") is None
    torn = "The insurer: “The storm cost the harbour of Northport 40 million dollars on Monday. So."
    assert added(f"{torn}” Ships wait.") is None


def test_what_is_asked_about_is_added_first() -> None:
    """Of two facts the one that names the topic."""
    other = "The storm held up 12 ships from Taiwan outside the harbour of Northport on Monday."
    assert added(COST, other) == COST
    assert added(COST, other, query="taiwan") == other


def test_chinese_facts_are_added() -> None:
    """Pairs of characters stand for words."""
    shown = "颱風星期一關閉北部港口，市長在記者會上表示。"
    fact = "保險公司星期一表示，颱風給北部港口造成四十億元損失，碼頭需重建。"
    assert added(fact, told=shown, shown=shown, language="zh") == fact
    assert added(shown, told=shown, shown=shown, language="zh") is None


@given(
    st.lists(st.text(st.sampled_from('ab “”"1.?!。\u202e\u200be\u0301👩港口'), max_size=40)),
    st.sampled_from(["en", "zh", "ar", "und"]),
)
def test_it_is_one_of_the_articles_own_sentences(texts: list[str], language: str) -> None:
    """On hostile text the answer is a span that was given, or none."""
    made = body(*texts)
    found = addition(made, language, told=SHOWN, shown="ab 港口 1")
    assert found is None or found[1] in made.sentences
