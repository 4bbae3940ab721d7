"""Which topics are named to a reader whose words found nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import Topic
from briefbot.desk.nearest import NEAREST, nearest

TOPICS = (
    Topic(id="chips", name="Chips", words=("semiconductor", "undersea fab")),
    Topic(id="taiwan", name="Taiwan", words=("Taipei", "台灣海峽")),
    Topic(id="security", name="Security", words=("ransomware", "undersea cables")),
    Topic(id="energy", name="Energy", words=("grid",)),
)


@pytest.mark.parametrize(
    ("terms", "first"),
    [
        (["taiwn"], "Taiwan"),
        (["TAIPEI"], "Taiwan"),
        (["台灣"], "Taiwan"),
        (["semi"], "Chips"),
        (["cables"], "Security"),
        (["broken cable"], "Security"),
        (["zebra", "grids"], "Energy"),
        (["undersea"], "Chips"),
    ],
)
def test_a_topic_is_near_by_a_word_a_beginning_or_a_slip(terms: list[str], first: str) -> None:
    """What a reader most likely meant comes first; of equals, the configuration's first."""
    assert nearest(terms, TOPICS)[0] == first


def test_without_any_likeness_none_is_near() -> None:
    """What is said to be near is like the words."""
    assert nearest(["qqqq"], TOPICS) == ()
    assert nearest([], TOPICS) == ()
    assert nearest(["qqqq"], ()) == ()


@given(st.lists(st.text(max_size=30), max_size=30))
def test_any_words_lead_to_a_few_topics(terms: list[str]) -> None:
    """Never too many, none twice, and only topics that there are."""
    found = nearest(terms, TOPICS)
    assert len(found) <= NEAREST
    assert len(set(found)) == len(found)
    assert set(found) <= {topic.name for topic in TOPICS}
