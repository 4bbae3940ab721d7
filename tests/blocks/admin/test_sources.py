"""Every form about sources is one that Slack takes, whatever sites and people type."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.blocks.admin import changes, sources, suggestions
from briefbot.blocks.admin import source as forms
from briefbot.config import Source
from briefbot.emulator import validate
from briefbot.models.suggestions import Suggestion, Verdict
from briefbot.models.tried import Sample, Sifted, Tried
from tests.blocks import hostile, oracle
from tests.render.samples import MADE

ZONE = "Asia/Taipei"
SEEN = "0123456789abcdef"
BRACKET = "https://a.example/" + "y" * 1900

samples = st.builds(
    Sample, title=hostile.words, url=hostile.urls, published=st.none() | hostile.moments
)
tried = st.builds(
    Tried,
    typed=hostile.words,
    problem=hostile.words,
    url=st.sampled_from(("https://a.example/feed", BRACKET)),
    found=st.sampled_from(("https://a.example/feed", BRACKET)),
    kind=st.sampled_from(("feed", "page", "sitemap")),
    title=hostile.words,
    language=st.sampled_from(("", "en", "zh")),
    per_day=st.none() | st.floats(0, 1000),
    entries=st.integers(0, 10_000),
    samples=st.lists(samples, max_size=3).map(tuple),
    summary=hostile.words,
    warnings=st.lists(hostile.words, max_size=6).map(tuple),
)
topics = st.sampled_from((0, 3, 101, 1000)).flatmap(
    lambda n: st.tuples(st.just(n), hostile.words).map(
        lambda pair: [(f"{at} {pair[1]}", f"topic-{at}") for at in range(pair[0])]
    )
)


def accept(view: dict[str, Any]) -> None:
    """Fail unless the emulator and slackblocks both take the form."""
    validate.view(view)
    assert len(json.dumps(view, ensure_ascii=False).encode()) <= oracle.VIEW_BYTES
    blocks = [*map(ungrouped, view["blocks"])]
    oracle.accept_view({"submit": view["close"], **view, "blocks": blocks})
    assert len(view["private_metadata"]) <= 3000


def ungrouped(block: dict[str, Any]) -> dict[str, Any]:
    """Return a menu with its first group alone: slackblocks knows of no groups."""
    element = dict(block.get("element", {}))
    if "option_groups" not in element:
        return block
    first = element.pop("option_groups")[0]["options"]
    ticked = [one for one in element.pop("initial_options", ()) if one in first]
    more = {"initial_options": ticked} if ticked else {}
    return {**block, "element": {**element, "options": first, **more}}


def source(**fields: Any) -> Source:
    """Make a source, unjudged: whatever a file could hold or not."""
    known = {"id": "a", "url": "https://a.example/feed", **fields}
    return Source.model_construct(**known)


configured = st.builds(
    source,
    name=hostile.words,
    weight=st.floats(0.1, 10),
    topics=st.lists(st.integers(0, 999).map("topic-{}".format), max_size=5, unique=True).map(tuple),
    include=st.lists(hostile.words, max_size=9).map(tuple),
    exclude=st.lists(hostile.words, max_size=30).map(tuple),
)
sifted = st.lists(st.builds(Sifted, title=hostile.words, why=hostile.words), max_size=60)


@settings(max_examples=25, deadline=None)
@given(st.lists(tried, min_size=1, max_size=10), topics)
def test_what_was_found_fits(found: list[Tried], chosen: list[tuple[str, str]]) -> None:
    """Eight addresses at most can be added, with a thousand topics to choose from."""
    shown = sources.fitting(found[:8])
    accept(
        sources.found_modal(
            [*shown, *(Tried(typed=each.typed, problem="No room.") for each in found[8:])],
            chosen,
            now=MADE,
            zone=ZONE,
            suggestion=10**12,
        )
    )


@settings(max_examples=30, deadline=None)
@given(hostile.words, st.lists(hostile.words, max_size=30))
def test_what_is_typed_fits(text: str, addresses: list[str]) -> None:
    """Also while it is read."""
    accept(sources.add_modal(text))
    accept(sources.waiting_modal(addresses))


@settings(max_examples=25, deadline=None)
@given(configured, topics, st.none() | sifted)
def test_a_source_of_any_kind_fits(
    one: Source, chosen: list[tuple[str, str]], preview: list[Sifted] | None
) -> None:
    """With what yesterday would have kept and dropped of many entries."""
    accept(forms.edit_modal(one, chosen, seen=SEEN, notice="Changed.", preview=preview))
    accept(forms.pause_modal(one, seen=SEEN, notice="Changed."))
    accept(forms.remove_modal(one, seen=SEEN))
    accept(forms.testing_modal())


@settings(max_examples=30, deadline=None)
@given(configured, tried)
def test_what_a_look_found_fits(one: Source, found: Tried) -> None:
    """Well or not."""
    accept(forms.tested_modal(one, found, now=MADE, zone=ZONE))


@settings(max_examples=30, deadline=None)
@given(hostile.urls, st.lists(hostile.words, max_size=10), st.sampled_from(Verdict))
def test_messages_fit_and_call_nobody(url: str, names: list[str], verdict: Verdict) -> None:
    """But the one who proposes."""
    oracle.accept(changes.done_message(sources.added(names, "Read soon."), 10**12))
    suggestion = Suggestion(id=1, url=url, who="U012AB3CD", at=MADE, state=verdict)
    oracle.accept(suggestions.suggestion_message(suggestion), called="U012AB3CD")


def test_addresses_that_a_form_can_not_carry_are_said() -> None:
    """The first that fits is kept; the others are asked for again."""
    long = Tried(typed="x", url=BRACKET, found="https://a.example/feed")
    first, second = sources.fitting([long, long])
    assert first.problem == ""
    assert "too long for one form" in second.problem
