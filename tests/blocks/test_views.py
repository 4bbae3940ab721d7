"""Tests of App Home and the dialogues."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.blocks import (
    closed_view,
    home_view,
    mute_word_modal,
    size,
    subscription_modal,
)
from briefbot.blocks.mrkdwn import plain
from briefbot.models import DigestLine, HomePage, SavedStory, Subscription
from tests.blocks import hostile, oracle
from tests.blocks.test_desk import subscriptions
from tests.makers import stored
from tests.render.samples import MADE

ZONE = "Asia/Taipei"

SUBSCRIPTION = Subscription(
    id=7,
    user_id="U1",
    query="taiwan chips",
    label="18:30",
    weekdays=("sat", "sun"),
    zone=ZONE,
    created=MADE,
)


def _page(**fields: Any) -> HomePage:
    known: dict[str, Any] = {
        "now": MADE,
        "zone": ZONE,
        "subscriptions": ((SUBSCRIPTION, MADE + timedelta(days=1)),),
        "saved": (
            SavedStory(
                article=stored(5, title="Cranes move", outlet="Wire", url="https://w.example/5"),
                saved=MADE - timedelta(days=1),
            ),
        ),
        "digests": (
            DigestLine(name="Morning", channel="C0123ABCD", ts="1.2", made=MADE, stories=9),
        ),
        "topics": ("Taiwan", "Chips"),
    }
    return HomePage(**{**known, **fields})


def _buttons(view: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [
        (node["action_id"], node.get("value"))
        for node in oracle.nodes(view["blocks"])
        if node.get("type") == "button"
    ]


def test_home() -> None:
    """A reader's Home holds today's digests, subscriptions, saved stories and help."""
    view = home_view(_page())
    oracle.accept_view(view)
    lines = [line for line in plain(view["blocks"]).split("\n") if line]
    assert lines[:9] == [
        "*Today's digests*",
        "• Morning at 08:00 in <#C0123ABCD>, 9 stories",
        "*My subscriptions*",
        "taiwan chips",
        "18:30 at weekends, Asia/Taipei · next tomorrow 08:00",
        "*Saved stories*",
        "<https://w.example/5|Cranes move>",
        "Wire · w.example · saved yesterday 08:00",
        "Times here are in Taipei time, unless they name another.",
    ]
    assert "*What you can ask*" in lines


def test_home_buttons() -> None:
    """Subscriptions are changed and removed by their id, saved stories by their article's."""
    assert _buttons(home_view(_page())) == [
        ("subscription_edit", "7"),
        ("subscription_remove", "7"),
        ("answer_subscribe", "Taiwan"),
        ("saved_remove", "5"),
    ]


def test_an_empty_home() -> None:
    """A reader who keeps nothing yet learns what could be here."""
    view = home_view(_page(subscriptions=(), saved=(), digests=(), topics=()))
    oracle.accept_view(view)
    words = oracle.spoken(view["blocks"])
    assert words.count("None yet") == 3
    assert _buttons(view) == [("answer_subscribe", None)]


def test_a_full_home() -> None:
    """However much a reader keeps, the view stays within its 100 blocks, and counts the rest."""
    page = _page()
    view = home_view(
        replace(
            page,
            subscriptions=page.subscriptions * 300,
            saved=page.saved * 300,
            digests=page.digests * 300,
        )
    )
    oracle.accept_view(view)
    words = oracle.spoken(view["blocks"])
    assert words.count("and 285 more: remove some to see them.") == 2
    assert size.characters(view["blocks"]) < 13_000


def test_a_new_subscription() -> None:
    """The dialogue begins with what was searched, at eight, on every day."""
    view = subscription_modal(subscription=None, query="taiwan", zone=ZONE)
    oracle.accept_view(view)
    assert (view["callback_id"], view["private_metadata"]) == ("subscription", "")
    query, time, days = view["blocks"]
    assert query["element"]["initial_value"] == "taiwan"
    assert time["element"]["initial_time"] == "08:00"
    assert time["hint"]["text"] == "In your Slack time zone: Asia/Taipei"
    assert [option["value"] for option in days["element"]["initial_options"]] == [
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    ]
    ids = [(block["block_id"], block["element"]["action_id"]) for block in view["blocks"]]
    assert ids == [("query", "query"), ("time", "time"), ("weekdays", "weekdays")]


def test_changing_a_subscription() -> None:
    """The dialogue shows the subscription as it is, and carries its id."""
    view = subscription_modal(subscription=SUBSCRIPTION, query="other", zone=ZONE)
    oracle.accept_view(view)
    assert view["private_metadata"] == "7"
    query, time, days = (block["element"] for block in view["blocks"])
    assert query["initial_value"] == "taiwan chips"
    assert time["initial_time"] == "18:30"
    assert [option["value"] for option in days["initial_options"]] == ["sat", "sun"]


@pytest.mark.parametrize("label", ["", "8:00", "24:00", "08:60", "08:00:00", "x"])
def test_an_hour_that_slack_would_refuse(label: str) -> None:
    """An hour in another form falls back to eight rather than to no dialogue."""
    view = subscription_modal(subscription=replace(SUBSCRIPTION, label=label), zone=ZONE)
    assert view["blocks"][1]["element"]["initial_time"] == "08:00"


def test_mute_a_word() -> None:
    """The dialogue offers the story's words or another, and carries channel and story."""
    view = mute_word_modal(channel="C1", words=["quake", "Hualien", "quake", ""], value="9.12")
    oracle.accept_view(view)
    assert json.loads(view["private_metadata"]) == {"channel": "C1", "value": "9.12"}
    chosen, typed, _ = view["blocks"]
    assert [o["value"] for o in chosen["element"]["options"]] == ["quake", "Hualien"]
    assert (chosen["optional"], typed["optional"]) == (True, True)


def test_mute_a_word_of_a_story_without_any() -> None:
    """Without words to choose one must be typed."""
    view = mute_word_modal(channel="C1", words=[], value="9.12")
    oracle.accept_view(view)
    typed, _ = view["blocks"]
    assert (typed["block_id"], typed["optional"]) == ("typed", False)


saved = st.builds(
    SavedStory,
    article=st.builds(
        lambda title, url, language: stored(
            1, title=title, outlet=title, url=url, language=language
        ),
        hostile.words,
        hostile.urls,
        hostile.languages,
    ),
    saved=hostile.moments,
)
digest_lines = st.builds(
    DigestLine,
    name=hostile.words,
    channel=hostile.words | st.just("C0123ABCD"),
    ts=hostile.words,
    made=hostile.moments,
    stories=st.integers(0, 99),
)
pages = st.builds(
    HomePage,
    now=st.just(MADE),
    zone=hostile.zones,
    subscriptions=st.lists(st.tuples(subscriptions, hostile.moments), max_size=18).map(tuple),
    saved=st.lists(saved, max_size=18).map(tuple),
    digests=st.lists(digest_lines, max_size=12).map(tuple),
    topics=st.lists(hostile.words, max_size=3).map(tuple),
)


@settings(deadline=None)
@given(pages)
def test_any_home_is_valid(page: HomePage) -> None:
    """Whatever a reader keeps, Slack takes the view and nothing in it is live."""
    oracle.accept_view(home_view(page))


@settings(deadline=None)
@given(subscriptions, st.lists(hostile.words, max_size=20), hostile.words)
def test_any_dialogue_is_valid(kept: Subscription, words: list[str], query: str) -> None:
    """Whatever is typed or found in a story, Slack takes the dialogues."""
    oracle.accept_view(subscription_modal(subscription=kept, zone=query))
    oracle.accept_view(subscription_modal(subscription=None, query=query, zone=ZONE))
    oracle.accept_view(mute_word_modal(channel="C0123ABCD", words=words, value="1.2"))


@pytest.mark.parametrize("workspace", ["https://paper.slack.com/", "https://paper.slack.com"])
def test_a_digest_in_home_leads_to_its_message(workspace: str) -> None:
    """In the form of Slack's own links; where the workspace is not known its name stands alone."""
    view = home_view(_page(), workspace=workspace)
    oracle.accept_view(view)
    links = [node for node in oracle.nodes(view["blocks"]) if node.get("type") == "link"]
    there = {node["text"]: node["url"] for node in links}
    assert there["Morning"] == "https://paper.slack.com/archives/C0123ABCD/p12"
    assert "archives" not in json.dumps(home_view(_page()))


def test_a_closed_home_is_a_sentence() -> None:
    """Of whom nothing is shown, that is all there is."""
    view = closed_view("That is for the people of this workspace only.")
    oracle.accept_view(view)
    assert len(view["blocks"]) == 1


@pytest.mark.parametrize(
    ("said", "own"), [("In your Slack time zone: Asia/Taipei", True), ("does not tell me", False)]
)
def test_the_form_says_whose_hours_it_means(said: str, *, own: bool) -> None:
    """A zone that was taken because Slack tells none is not called the reader's."""
    view = subscription_modal(subscription=None, zone=ZONE, own=own)
    oracle.accept_view(view)
    assert said in json.dumps(view)
