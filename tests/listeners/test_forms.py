"""What a form holds when it is sent: any shape is read, and judged at its fields."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot import blocks
from briefbot.listeners import forms

JSON = dict[str, Any]


def filled(metadata: str = "", **fields: JSON) -> JSON:
    """Make a view with these fields."""
    values = {name: {name: content} for name, content in fields.items()}
    return {"private_metadata": metadata, "state": {"values": values}}


def ticked(*days: str) -> JSON:
    """Make the state of the weekdays."""
    return {"selected_options": [{"value": day} for day in days]}


def test_a_good_form_is_read() -> None:
    """Days are in the week's order, whatever order they were ticked in."""
    wanted = forms.subscription(
        filled(
            "7",
            query={"value": "  taiwan strait "},
            time={"selected_time": "08:00"},
            weekdays=ticked("fri", "mon"),
        )
    )
    assert (wanted.id, wanted.query, wanted.label) == (7, "taiwan strait", "08:00")
    assert wanted.weekdays == ("mon", "fri")
    assert wanted.problems == {}


def test_each_field_says_what_is_missing() -> None:
    """An empty form has a problem at each field; a new subscription has no number."""
    wanted = forms.subscription(filled())
    assert wanted.problems == {
        "query": forms.NO_QUERY,
        "time": forms.NO_TIME,
        "weekdays": forms.NO_DAYS,
    }
    assert wanted.id is None


@pytest.mark.parametrize("time", ["8:00", "24:00", "08:60", "08:00\n", "٠٨:٠٠", ""])
def test_only_times_of_a_clock_pass(time: str) -> None:
    """A picker gives no other; what gives one is not Slack."""
    found = forms.subscription(filled(time={"selected_time": time}))
    assert ("time" in found.problems) == (time.strip() != "08:00")


def test_a_form_that_carries_nonsense_is_out_of_date() -> None:
    """Its number is not believed."""
    wanted = forms.subscription(filled("7; DROP", query={"value": "x"}))
    assert (wanted.id, wanted.problems["query"]) == (None, forms.STALE)


def test_a_typed_word_goes_before_a_chosen_one() -> None:
    """Whoever types one means it."""
    carried = json.dumps({"channel": "C0000000A1", "value": "1.2"})
    chosen = {"selected_option": {"value": "storm"}}
    assert forms.muted(filled(carried, chosen=chosen)).word == "storm"
    found = forms.muted(filled(carried, chosen=chosen, typed={"value": " quake "}))
    assert (found.channel, found.word, found.problems) == ("C0000000A1", "quake", {})


def test_a_word_is_asked_for() -> None:
    """A form without one says so where one is typed."""
    carried = json.dumps({"channel": "C0000000A1"})
    assert forms.muted(filled(carried)).problems == {"typed": forms.NO_WORD}


@pytest.mark.parametrize(
    "carried", ["", "{", "[]", "null", '{"channel": 7}', '{"channel": "#news"}', "1e999"]
)
def test_a_form_about_no_channel_mutes_nothing(carried: str) -> None:
    """What it carries is judged again when it comes back."""
    found = forms.muted(filled(carried, typed={"value": "storm"}))
    assert (found.channel, found.problems) == ("", {"typed": forms.STALE})


@given(st.dictionaries(st.sampled_from(["query", "time", "weekdays", "typed"]), st.none()))
def test_fields_that_slack_leaves_out_are_empty(values: dict[str, None]) -> None:
    """A field that nobody touched is null, or not there."""
    view = {"private_metadata": None, "state": {"values": values}}
    assert set(forms.subscription(view).problems) == {"query", "time", "weekdays"}
    assert forms.muted(view).problems


def test_the_forms_are_those_that_blocks_makes() -> None:
    """Names of fields here and there are the same."""
    modal = blocks.subscription_modal(subscription=None, zone="UTC")
    muting = blocks.mute_word_modal(channel="C0000000A1", words=["storm"], value="1.2")
    assert {b["block_id"] for b in modal["blocks"]} == {"query", "time", "weekdays"}
    assert forms.muted({**muting, "state": {}}).channel == "C0000000A1"
    assert {b.get("block_id") for b in muting["blocks"]} >= {"chosen", "typed"}
