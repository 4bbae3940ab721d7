"""What is worth a look in a sound configuration."""

from __future__ import annotations

from datetime import time

from briefbot import config
from briefbot.config import Briefing, Config, FetchOptions, Schedule, Source, Topic

SCHEDULE = Schedule(times=(time(8),))
FETCH = FetchOptions(contact="me@site.example")
ONE = Source(id="one", url="https://one.example/feed")
TWO = Source(id="two", url="https://two.example/feed")
TAIWAN = Topic(id="taiwan", name="Taiwan", words=("Taiwan",))
MORNING = Briefing(id="morning", name="Morning", topics=("taiwan",), schedule=SCHEDULE)
SOUND = Config(sources=(ONE, TWO), topics=(TAIWAN,), briefings=(MORNING,), fetch=FETCH)


def notes(**parts: object) -> list[str]:
    changed = SOUND.model_copy(update=parts)
    return [f"{note.path}: {note.message}" for note in config.notes(changed)]


def test_nothing_is_said_of_a_configuration_in_good_order() -> None:
    """A configuration whose parts are all used gets no notes."""
    assert notes() == []


def test_a_contact_left_at_the_example_is_noted() -> None:
    """The example's contact reaches nobody, as a page and as a mail address."""
    for contact in ("https://example.org/briefbot", "https://www.example.com", "a@example.net"):
        (note,) = notes(fetch=FetchOptions(contact=contact))
        assert note.startswith(f'fetch.contact: "{contact}" is the example; write your own')


def test_a_topic_that_no_briefing_tells_is_noted() -> None:
    """A topic without a briefing is never shown."""
    spare = TAIWAN.model_copy(update={"id": "spare"})
    assert notes(topics=(TAIWAN, spare)) == ['topics[1]: no briefing tells topic "spare"']


def test_a_source_that_feeds_no_briefing_is_noted_unless_it_is_off() -> None:
    """Reading a source that no briefing tells is wasted; one switched off is meant so."""
    narrow = MORNING.model_copy(update={"sources": ("one",)})
    assert notes(briefings=(narrow,)) == ['sources[1]: source "two" feeds no briefing']
    off = TWO.model_copy(update={"enabled": False})
    assert notes(briefings=(narrow,), sources=(ONE, off)) == []


def test_a_briefing_that_reads_nothing_is_noted() -> None:
    """A briefing whose sources are all switched off would say every day that it is quiet."""
    off = TWO.model_copy(update={"enabled": False})
    other = MORNING.model_copy(update={"id": "other", "sources": ("two",)})
    assert notes(sources=(ONE, off), briefings=(MORNING, other)) == [
        'briefings[1]: briefing "other" reads no source; name one that is enabled'
    ]


def test_two_sources_of_one_address_are_noted() -> None:
    """The same address under two ids is read twice."""
    twin = TWO.model_copy(update={"url": ONE.url})
    assert notes(sources=(ONE, twin)) == ['sources[1].url: the same address as source "one"']


def test_missing_sources_and_briefings_are_noted() -> None:
    """A file that reads nothing or tells nothing is sound, but hardly meant."""
    assert [note.split(":")[0] for note in notes(sources=(), briefings=(), topics=())] == [
        "sources",
        "briefings",
    ]


def test_notes_carry_lines_in_the_order_of_the_file() -> None:
    """Each note has the line of what it speaks of."""
    changed = SOUND.model_copy(
        update={"briefings": (), "fetch": FetchOptions(contact="a@example.org")}
    )
    lines: config.Lines = {(): 1, ("fetch", "contact"): 7}
    assert [(note.line, note.path) for note in config.notes(changed, lines)] == [
        (1, "briefings"),
        (7, "fetch.contact"),
    ]
