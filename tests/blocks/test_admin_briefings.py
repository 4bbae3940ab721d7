"""The forms of briefings, with a thousand sources and names at their worst."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.blocks.admin import briefings
from briefbot.config import Briefing, Config, FetchOptions, Schedule, Source, Topic
from briefbot.emulator import validate
from tests.blocks import hostile, oracle

CARRIED = {"id": "b" * 64, "seen": "0" * 20, "channel": "C0123ABCDEF"}
NAMES = hostile.words
NOWHERE = FetchOptions(contact="https://desk.test/about")


def full(names: list[str], *, chosen: int, sources: int = 1000) -> tuple[Config, Briefing]:
    """Make a configuration of so many sources and a hundred topics, with these names.

    It is not checked: what a file may not hold is shown all the same.
    """

    def name(number: int) -> str:
        return names[number % len(names)]

    read = tuple(
        Source.model_construct(id=f"s{n}".ljust(64, "x"), url="https://a.example/f", name=name(n))
        for n in range(sources)
    )
    topics = tuple(
        Topic.model_construct(id=f"t{n}".ljust(64, "x"), name=name(n), words=(name(n),))
        for n in range(100)
    )
    briefing = Briefing.model_construct(
        id="b" * 64,
        name=name(0),
        topics=tuple(topic.id for topic in topics[:chosen]),
        sources=tuple(source.id for source in read[:chosen]),
        destinations=tuple(f"#{name(n)}" for n in range(50)),
        schedule=Schedule.model_validate(
            {"times": [f"{n % 24:02}:{n // 24:02}" for n in range(200)]}
        ),
        languages=("en", "zh"),
    )
    config = Config.model_construct(
        sources=read, topics=topics, briefings=(briefing,), fetch=NOWHERE
    )
    return config, briefing


def accept(view: dict[str, Any]) -> None:
    """Fail unless Slack takes it, by two judges, and no name calls anybody."""
    oracle.accept_view(view)
    validate.view(json.loads(json.dumps(view)))


@settings(max_examples=10, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=8), st.sampled_from([0, 1, 100, 101, 1000]))
def test_every_form_of_a_briefing_is_within_slacks_limits(names: list[str], chosen: int) -> None:
    """However many sources there are, and whatever they are called."""
    config, briefing = full(names, chosen=min(chosen, 1000))
    accept(briefings.briefing_modal(briefing, config, carried=CARRIED, note="It says this now:"))
    accept(briefings.briefing_modal(None, config, carried=CARRIED, channel="C0123ABCDEF"))
    for made in (briefings.pause_modal, briefings.send_modal, briefings.remove_modal):
        accept(made(briefing, carried=CARRIED, note="It says this now:"))


@settings(max_examples=10, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=150))
def test_no_more_options_are_offered_than_slack_takes(names: list[str]) -> None:
    """Each is whole, and has words even where its name has none."""
    found = briefings.options([(name, f"s{at}") for at, name in enumerate(names)])
    assert len(found) == min(len(names), briefings.CHOSEN)
    assert validate.options(json.loads(json.dumps(found))) == found


def test_what_a_form_cannot_hold_stays_as_the_file_has_it() -> None:
    """Of a briefing that names a thousand sources the form shows how many."""
    config, briefing = full(["A"], chosen=1000)
    view = briefings.briefing_modal(briefing, config, carried=CARRIED)
    fields = {block.get("block_id") for block in view["blocks"]}
    assert "topics" in fields
    assert "sources" not in fields
    assert "1,000 sources" in json.dumps(view)


def test_all_the_times_of_a_briefing_stand_in_its_form() -> None:
    """Two hundred of them, and it is saved as it was."""
    config, briefing = full(["A"], chosen=1, sources=1)
    view = briefings.briefing_modal(briefing, config, carried=CARRIED)
    (times,) = [b for b in view["blocks"] if b.get("block_id") == "times"]
    assert times["element"]["initial_value"].endswith("07:08")
