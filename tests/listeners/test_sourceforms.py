"""What the form of a source wants, beside what the file says."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.blocks.admin import source as forms
from briefbot.config import Source
from briefbot.emulator import hand
from briefbot.listeners import seen
from briefbot.listeners.sourceforms import edited
from briefbot.models import Spec

TOPICS = [(f"Topic {n}", f"t{n}") for n in range(5)]
WORDS = st.lists(st.sampled_from(("taiwan", "sea cable", "海底電纜", "#chips")), unique=True)


def item(**spec: Any) -> Spec:
    """Return a source as a file says it."""
    return {"id": "a", "url": "https://a.example/feed", **spec}


def view(spec: Spec, **values: Any) -> dict[str, Any]:
    """Return the form as it is sent, with some fields filled in."""
    drawn = forms.edit_modal(Source.model_validate(spec), TOPICS, seen=seen.mark(spec))
    state, wrong = hand.state(drawn["blocks"], values)
    assert wrong == {}
    return {**drawn, "state": {"values": state}}


@settings(max_examples=50, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(("The Paper", "A & B", "Ünïcode")),
            "weight": st.sampled_from((0.5, 1, 1.0, 2, 10)),
            "topics": st.lists(st.sampled_from(("t0", "t3")), unique=True),
            "include": WORDS,
            "exclude": WORDS,
            "paused_until": st.just("2026-12-24"),
            "interval": st.just("2h"),
        },
    )
)
def test_what_nobody_touched_stays_as_it_is_spelt(spec: dict[str, Any]) -> None:
    """Key for key, whatever the file says."""
    found = item(**spec)
    assert edited(view(found), found) == found


def test_what_is_emptied_goes() -> None:
    """The file says less then, not nothing."""
    found = item(name="Paper", weight=2, topics=["t1"], include=["a"], language="en")
    sent = view(found, name="", weight="1", topics=[], include="")
    assert edited(sent, found) == {"id": "a", "url": found["url"], "language": "en"}


def test_more_words_than_a_form_holds_are_kept() -> None:
    """The form does not show them, so it does not take them away."""
    many = [f"word number {n}" for n in range(400)]
    found = item(exclude=many)
    sent = view(found, weight="2")
    assert "exclude" not in sent["state"]["values"]
    assert edited(sent, found) == {**found, "weight": 2}
