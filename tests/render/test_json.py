"""Tests of the JSON contract."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from briefbot.render.json import RENDER, render, render_answer
from tests.render import samples

DOCUMENT = Path(__file__).parents[2] / "docs" / "json.md"


def _documented() -> Any:
    return json.loads(DOCUMENT.read_text("utf-8").split("```json")[1].split("```")[0])


def _shape(value: Any) -> Any:
    """Return the keys of a JSON value, all the way down."""
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items()}
    return [_shape(value[0])] if isinstance(value, list) and value else type(value).__name__


def test_render_is_the_kind() -> None:
    """The file ends in the constant that the plugin finder looks for."""
    assert RENDER is render


def test_documented_shape() -> None:
    """Every key of a digest stands in the document, and the other way round."""
    digest = json.loads(render(samples.digest()))
    assert _shape(digest) == _shape(_documented())
    assert digest["version"] == _documented()["version"]


def test_items_in_reading_order() -> None:
    """Items come in reading order, each with its topic."""
    digest = samples.digest()
    items = json.loads(render(digest))["items"]
    assert [item["headline"] for item in items] == [item.headline for item in digest.items]
    assert [item["topic"] for item in items] == [
        section.name for section in digest.sections for _ in section.items
    ]


def test_sentences_carry_their_place() -> None:
    """Each sentence has its text, the address of its article, and its offsets."""
    digest = samples.digest()
    items = json.loads(render(digest))["items"]
    for shown, item in zip(items, digest.items, strict=True):
        assert shown["sentences"] == [asdict(quote) for quote in item.sentences]
        assert all(s["end"] - s["start"] == len(s["text"]) for s in shown["sentences"])


def test_item() -> None:
    """An item says who tells the story, when, in which language, and how well it was read."""
    first = json.loads(render(samples.digest()))["items"][0]
    assert [source["name"] for source in first["sources"]] == [
        "Harbour Dispatch",
        "Strait Monitor",
        "島嶼日報",
    ]
    assert first["published"] == "2026-11-22T23:36:00Z"
    assert (first["story"], first["language"], first["quality"], first["update"]) == (
        *(101, "en", "full"),
        True,
    )


def test_no_topic_is_null() -> None:
    """A digest without topics gives null, not an empty name."""
    digest = samples.of(samples.item("A", "B", "https://c.example/"))
    assert json.loads(render(digest))["items"][0]["topic"] is None


def test_quiet_day() -> None:
    """A quiet day has no items and says so."""
    digest = json.loads(render(samples.quiet_day()))
    assert digest["items"] == []
    assert digest["quiet"].startswith("A quiet day")


def test_a_slow_day() -> None:
    """What is said of a slow day stands in a key of its own: there are items."""
    slow = replace(samples.digest(), remark="A quiet day: 2 lesser stories left out.")
    digest = json.loads(render(slow))
    assert (digest["quiet"], digest["remark"]) == (None, slow.remark)
    assert json.loads(render(samples.digest()))["remark"] is None


def test_readable() -> None:
    """Chinese stands as Chinese, for people who read the file."""
    assert "海底電纜修復" in render(samples.digest())


def test_search() -> None:
    """What a search found has a digest's items under the query."""
    found = json.loads(render_answer(samples.answer()))
    items = json.loads(render(samples.digest()))["items"]
    assert found == {
        "version": 1,
        "query": "taiwan",
        "made": "2026-11-23T00:00:00Z",
        "since": "2026-11-16T00:00:00Z",
        "searched": 1204,
        "items": [{**item, "topic": None} for item in items[:3]],
    }


def test_search_of_the_whole_archive() -> None:
    """A search without a beginning says so with null."""
    found = json.loads(render_answer(replace(samples.answer(), since=None)))
    assert found["since"] is None


@given(st.text(st.characters(blacklist_categories=())))
def test_any_text_survives(text: str) -> None:
    """Any headline comes back as it went in, and nothing in the output steers a terminal."""
    rendered = render(samples.of(samples.item(text, "B", "https://c.example/")))
    rendered.encode()
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in rendered)
    found = json.loads(rendered)["items"][0]["headline"]
    assert found.encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")


def test_what_another_outlet_adds() -> None:
    """It has its outlet, its own address and its place there; without it the key is null."""
    plain = samples.digest().items[0]
    item = replace(plain, beside=samples.beside("Forty-two ships wait."))
    shown, nothing = (
        json.loads(render(samples.of(each)))["items"][0]["beside"] for each in (item, plain)
    )
    assert nothing is None
    assert shown == {
        "outlet": "Strait Monitor",
        "text": "Forty-two ships wait.",
        "url": "https://straitmonitor.example/a/9912",
        "version": 1,
        "start": 40,
        "end": 61,
    }
