"""Weighing sentences: every one is a slice of its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("summariser", ["coverage", "lead", "lexrank"])
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


@pytest.mark.parametrize(
    ("language", "before", "piece", "after"),
    [
        ("en", "The port closed on Monday.", "with all its old cranes.", "Ships wait at the pier."),
        ("de", "Der Hafen ist zu.", "ab 1. Januar für alle Schiffe.", "Die Schiffe warten dort."),
        ("fr", "Le port est fermé.", "appel à la grève des dockers.", "Les navires attendent là."),
        ("es", "El puerto cerró ayer.", "meses tiene el barco retenido.", "El barco espera aún."),
        ("ru", "Порт закрыт с мая.", "для всех судов и грузов.", "Суда теперь ждут у причала."),
    ],
)
def test_a_line_that_begins_small_is_a_piece(
    language: str, before: str, piece: str, after: str
) -> None:
    """What a list or a layout cut off does not stand in a summary."""
    text = f"{before}\n{piece}\n{after}"
    told = shown(text, weigh(text, title="", language=language, summariser="lead"))
    assert told == [before, after]


def test_what_is_written_in_small_letters_is_kept() -> None:
    """A whole text, a letter behind its salutation, and a name that begins small."""
    small = "the port closed on monday.\nships wait at the pier.\nnobody was hurt in the storm."
    assert len(weigh(small, title="", language="en", summariser="lead")) == 3
    letter = "Sehr geehrte Kunden,\nder Hafen ist seit Montag zu.\nAlle Schiffe warten am Pier."
    assert len(weigh(letter, title="", language="de", summariser="lead")) == 2
    line = "the port was shut on day {}. Ships wait at the pier. Nobody was hurt there."
    long = "\n".join(map(line.format, "1234"))
    assert len(weigh(long, title="", language="en", summariser="lead")) == 12


@pytest.mark.parametrize(
    "line",
    [
        "iPhone cases wait at the pier.",
        "t-SNE draws a map of the harbour.",
        "hide.me is closed in the harbour.",
        "b) The pier is closed for two days.",
        "'s Avonds is de haven dicht.",
        "’t Kabinet sluit de haven op maandag.",
    ],
)
def test_a_name_or_an_item_may_begin_small(line: str) -> None:
    """So do sites, Dutch words behind an apostrophe and the letters of a list."""
    text = f"The port closed on Monday.\n{line}\nNobody was hurt there."
    assert len(weigh(text, title="", language="en", summariser="lead")) == 3


def test_georgian_has_small_letters_only() -> None:
    """Each paragraph keeps its first sentence."""
    text = "\n".join(["პორტი ორშაბათს დაიხურა. გემები ელოდებიან ნაპირთან. არავინ დაშავდა იქ."] * 4)
    assert len(weigh(text, title="", language="ka", summariser="lead")) == 12


def test_a_long_text_is_cut_at_eighty_sentences() -> None:
    """Sentences far down the page are not weighed."""
    text = " ".join(f"The council of town number {n} met on Monday evening." for n in range(200))
    assert len(weigh(text, title="", language="en", summariser="lexrank")) == 80


def test_an_unknown_summariser_is_a_usage_error() -> None:
    """The message lists the summarisers that there are."""
    with pytest.raises(UsageError, match="coverage, lead, lexrank"):
        weigh(TEXT, title="", language="en", summariser="gpt")


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


@given(HOSTILE, st.sampled_from(["en", "zh", "ar", "und"]))
def test_every_sentence_is_a_slice(raw: str, language: str) -> None:
    """On hostile text spans are valid, in order, and hold no white space at their ends."""
    text = clean_text(raw)
    sentences = weigh(text, title="", language=language, summariser="coverage")
    ends = [0]
    for sentence in sentences:
        assert ends[-1] <= sentence.start < sentence.end <= len(text)
        piece = text[sentence.start : sentence.end]
        assert piece == piece.strip()
        assert "\n" not in piece
        ends.append(sentence.end)
