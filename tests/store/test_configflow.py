"""What stands in brackets is changed in its place, and no comment goes with it."""

from __future__ import annotations

import pytest

from briefbot.models import Change
from briefbot.store import configtext
from briefbot.store.configedit import value
from tests.store.edits import data, edit

URL = "url: 'https://a.example/'"
BRACKETS: dict[str, tuple[str, dict[str, object], str]] = {
    "a value": (
        f"{{id: a,   # the paper\n     {URL}}}", {"url": "https://b.example/"},
        "{id: a,   # the paper\n     url: https://b.example/}",
    ),
    "a comment of the one before": (
        f"{{id: a, # the paper\n weight: 2, {URL}}}", {"weight": None},
        f"{{id: a, # the paper\n {URL}}}",
    ),
    "a new key": (
        f"{{id: a,   # the paper\n     {URL} # there\n    }}", {"weight": 2},
        f"{{id: a,   # the paper\n     {URL}, weight: 2 # there\n    }}",
    ),
    "a key that goes": (f"{{id: a, weight: 2,\n {URL},}}", {"weight": None},
        f"{{id: a, {URL},}}",
    ),
    "the last key": (f"{{id: a, {URL} , weight: 2 }}", {"weight": None}, f"{{id: a, {URL} }}"),
    "a list within": (
        f"{{id: a, {URL}, include: ['x', # no\n y]}}", {"include": ["x", "y", "z"]},
        f"{{id: a, {URL}, include: ['x', # no\n y, z]}}",
    ),
    "between the members of a list": (
        f"{{id: a, {URL}, include: ['x',\n y, \"z\"]}}", {"include": ["v", "x", "w", "z"]},
        f"{{id: a, {URL}, include: [v, 'x', w, \"z\"]}}",
    ),
    "an empty list": (
        f"{{id: a, {URL}, include: [ ]}}", {"include": ["x"]}, f"{{id: a, {URL}, include: [ x]}}",
    ),
    "JSON": (
        '{"id": "a", "url": "https://a.example/", "weight": 2}', {"weight": 3, "name": "A"},
        '{"id": "a", "url": "https://a.example/", "weight": 3, "name": "A"}',
    ),
    "a mapping as the value of a line": (
        f"id: a\n    {URL}\n    headers: {{'X': A, # from there\n      Y: B}}",
        {"headers": {"X": "A", "Y": "C"}},
        f"id: a\n    {URL}\n    headers: {{'X': A, # from there\n      Y: C}}",
    ),
    "a list as the value of a line": (
        f"id: a\n    {URL}\n    include: ['x', y,  \"z\"]", {"include": ["x", "z", "w"]},
        f"id: a\n    {URL}\n    include: ['x', \"z\", w]",
    ),
    "a mapping that is new": (
        f"id: a\n    {URL}", {"headers": {"X": "NO", "Y-Z": "B"}},
        f'id: a\n    {URL}\n    headers: {{X: "NO", Y-Z: B}}',
    ),
}  # fmt: skip


def short(item: str) -> str:
    """Return a file with one source."""
    return f"fetch: {{contact: me@site.example}}\nsources:\n  - {item}\n"


@pytest.mark.parametrize("case", BRACKETS)
def test_what_stands_in_brackets_keeps_its_spelling(case: str) -> None:
    """Only what changes is written, and a comment stays."""
    before, values, after = BRACKETS[case]
    assert edit(short(before), "sources", "a", **values) == short(after)


@pytest.mark.parametrize(
    ("item", "values"),
    [
        (f"{{id: a, {URL}, # about it\n weight: 2}}", {"weight": None}),
        (f"{{id: a, weight: 2, # about it\n {URL}}}", {"weight": None}),
        (f"{{id: a, {URL}, include: [x, # about it\n y]}}", {"include": ["y", "x"]}),
        (f"{{id: a, {URL}, include: [x, # about it\n y]}}", {"include": ["x", "w", "y"]}),
        (f"id: a\n    {URL}\n    include: [ # about it\n      x]", {"include": []}),
        (f"id: a\n    {URL}\n    include: [ # about it\n      ]", {"include": ["x"]}),
    ],
)
def test_a_comment_in_brackets_is_not_lost(item: str, values: dict[str, object]) -> None:
    """Where one would go with what is taken away, nothing is changed."""
    text = short(item)
    before = value(data(text), "sources", "a")
    after = {key: v for key, v in {**before, **values}.items() if v is not None}
    assert (
        configtext.changed(text, Change(part="sources", id="a", before=before, after=after))[0]
        == text
    )
