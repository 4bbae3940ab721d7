"""A change is written in its place, and every other byte stays as it was."""

from __future__ import annotations

import copy
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, reject, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from briefbot.errors import ConfigError
from briefbot.models import Change, Spelling
from briefbot.store import configtext
from briefbot.store.configedit import applied, value
from tests.config.strategies import configs
from tests.store.edits import back, data, edit, taken

FILE = """\
# ours
fetch: {contact: me@site.example}   # who we are

topics:
  - id: sea
    name: Sea          # the sea
    words:
      # in English
      - sea
      - ocean   # wide
      # in German
      - Meer

sources:
  # first
  - id: a              # the one
    url: https://a.example/
    weight: 2          # counts double
    topics: [sea]      # all of it

  # a commented one
  # - id: b
  - id: c
    url: https://c.example/
    headers:
      X-Key: KEY       # from the environment
# ---- the rest
admins: [U0123ABCD]  # me
"""


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that went and those that came."""
    old, new = before.splitlines(), after.splitlines()
    return [x for x in old if x not in new], [x for x in new if x not in old]


CASES: dict[str, tuple[str, str, dict[str, object], list[str], list[str]]] = {
    "a value keeps its comment": (
        "sources", "a", {"weight": 0.5},
        ["    weight: 2          # counts double"],
        ["    weight: 0.5          # counts double"],
    ),
    "a new key stands behind the last": (
        "sources", "a", {"enabled": False}, [], ["    enabled: false"],
    ),
    "a key goes with its line": (
        "sources", "a", {"weight": None}, ["    weight: 2          # counts double"], [],
    ),
    "a list in brackets": (
        "sources", "a", {"topics": []},
        ["    topics: [sea]      # all of it"], ["    topics: []      # all of it"],
    ),
    "a word goes, the others keep their comments": (
        "topics", "sea", {"words": ["sea", "Meer"]}, ["      - ocean   # wide"], [],
    ),
    "a word comes behind the last": (
        "topics", "sea", {"words": ["sea", "ocean", "Meer", "mer"]}, [], ["      - mer"],
    ),
    "a name that means something is quoted": (
        "topics", "sea", {"name": "no: yes"},
        ["    name: Sea          # the sea"], ['    name: "no: yes"          # the sea'],
    ),
    "a key within a key": (
        "sources", "c", {"headers": {"X-Key": "OTHER"}},
        ["      X-Key: KEY       # from the environment"],
        ["      X-Key: OTHER       # from the environment"],
    ),
    "the last key within a key": (
        "sources", "c", {"headers": {"X-Key": "KEY", "Y": "Z"}}, [], ["      Y: Z"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_only_what_changes_is_written(case: str) -> None:
    """Each change takes away and brings just its own lines."""
    part, name, values, gone, come = CASES[case]
    assert lines(FILE, edit(FILE, part, name, **values)) == (gone, come)


WORDS = """\
topics:
  - id: sea
    name: Sea
    words:             # of the sea
      # the first
      - sea            # calm
      - ocean          # wide
      # in German
      - Meer           # deep
    # the end
"""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["wave", "sea", "tide", "Meer", "mer"],
            (
                "words:             # of the sea\n      # the first\n      - wave\n"
                "      - sea            # calm\n      - tide\n      # in German\n"
                "      - Meer           # deep\n      - mer\n    # the end\n"
            ),
        ),
        (
            ["wave"],
            (
                "words:             # of the sea\n      # the first\n      - wave\n"
                "      # in German\n    # the end\n"
            ),
        ),
        (
            ["Meer", "wave", "sea", "mer"],
            (
                "words:             # of the sea\n      # the first\n"
                "      - Meer           # deep\n      - wave\n"
                "      # in German\n      - sea            # calm\n      - mer\n"
                "    # the end\n"
            ),
        ),
    ],
)
def test_lines_of_a_list_keep_their_comments(words: list[str], said: str) -> None:
    """Wherever something comes between, or in whichever order; a line that goes takes its own."""
    text = edit(
        FILE.replace(FILE[FILE.index("topics:") : FILE.index("\nsources:")], WORDS),
        "topics",
        "sea",
        words=words,
    )
    assert text[text.index("words:") : text.index("\nsources:")] == said


def test_a_comment_below_the_first_key_stays_when_that_goes() -> None:
    """It is about what follows; the key's own comment goes with it."""
    head, tail = "  - name: A          # theirs\n", "    # slow\n    id: a              # the one\n"
    text = FILE.replace("  - id: a              # the one\n", head + tail)
    changed = edit(text, "sources", "a", name=None)
    assert changed == text.replace(head + tail, f"  - {tail.lstrip()}")
    assert edit(changed, "sources", "a", weight=3) == changed.replace("weight: 2", "weight: 3")


def test_lines_at_the_end_of_a_file_without_a_line_break() -> None:
    """Each value has a line of its own all the same."""
    text = FILE.replace("admins: [U0123ABCD]  # me\n", "admins:\n- U0123ABCD\n- U0123ABCE")
    for admins in (["U0123ABCD", "U0123ABCE", "U0123ABCF"], ["U0123ABCE", "U0123ABCD"]):
        change = Change(
            part="settings", id="admins", before=["U0123ABCD", "U0123ABCE"], after=admins
        )
        changed, _ = configtext.changed(text, change)
        assert data(changed)["admins"] == admins


def test_an_item_goes_with_its_lines_and_comes_back_as_it_was() -> None:
    """Its own comments go and come with it; one that is commented out stays where it was."""
    text, changes, cut = taken(FILE, "a")
    assert lines(FILE, text)[0] == cut[0].text.splitlines()
    assert cut[0].text.startswith("  # first\n  - id: a ")
    assert "\n\n  # a commented one\n  # - id: b\n  - id: c\n" in text
    assert back(text, changes, cut) == FILE
    text, changes, cut = taken(FILE, "c")
    assert "\n  # a commented one\n  # - id: b\n# ---- the rest\n" in text
    assert back(text, changes, cut) == FILE


def test_the_last_item_leaves_an_empty_list() -> None:
    """A list without items is one all the same."""
    text = FILE
    for name in ("a", "c"):
        change = Change(part="sources", id=name, before=value(data(text), "sources", name))
        text, _ = configtext.changed(text, change)
    assert data(text)["sources"] == []
    assert "sources: []" in text
    assert "# a commented one" in text


def test_a_setting_is_changed_added_and_taken_away() -> None:
    """Keys of the whole file are changed like those of an item."""
    change = Change(
        part="settings", id="admins", before=["U0123ABCD"], after=["U0123ABCD", "U0123ABCE"]
    )
    text, _ = configtext.changed(FILE, change)
    assert "admins: [U0123ABCD, U0123ABCE]  # me" in text
    away, _ = configtext.changed(
        text, Change(part="settings", id="admins", before=["U0123ABCD", "U0123ABCE"])
    )
    assert "admins" not in data(away)
    more, _ = configtext.changed(away, Change(part="settings", id="summariser", after="lead"))
    assert data(more)["summariser"] == "lead"


def test_many_changes_at_once_touch_their_own_lines_alone() -> None:
    """Items are changed, taken away and brought back in one go, comments and all."""
    before = data(FILE)
    sources = {each["id"]: each for each in before["sources"]}
    changes = [
        Change(part="sources", id="a", before=sources["a"]),
        Change(part="sources", id="c", before=sources["c"], after={**sources["c"], "weight": 3}),
        Change(part="topics", id="new", after={"id": "new", "name": "New", "words": ["new"]}),
        Change(part="settings", id="summariser", after="lead"),
    ]
    text, cut = configtext.rewritten(FILE, changes)
    one_by_one = FILE
    for change in changes:
        one_by_one, _ = configtext.changed(one_by_one, change)
    assert text == one_by_one
    assert cut[0].text.splitlines() == lines(FILE, configtext.changed(FILE, changes[0])[0])[0]
    assert cut[1:] == [Spelling()] * 3
    back, _ = configtext.rewritten(text, [c.back for c in reversed(changes)], list(reversed(cut)))
    assert data(back) == before
    assert cut[0].text in back


def test_all_items_at_once_leave_an_empty_list() -> None:
    """Each is spelt as it was, so that all come back with their comments."""
    changes = [Change(part="sources", id=s["id"], before=s) for s in data(FILE)["sources"]]
    text, cut = configtext.rewritten(FILE, changes)
    assert "sources: []" in text
    assert data(text)["sources"] == []
    assert back(text, changes, cut) == FILE


UNHURRIED = settings(
    deadline=None,
    max_examples=40,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def file_of(written: Any, *, flow: bool | None) -> tuple[str, Any]:
    """Write a configuration down, and read it; one that ruamel.yaml can't read is passed over."""
    yaml, stream = YAML(typ="safe", pure=True), io.BytesIO()
    yaml.default_flow_style = flow
    yaml.dump(written.model_dump(mode="json", exclude_defaults=True), stream)
    text = stream.getvalue().decode()
    try:
        return text, data(text)
    except ConfigError:
        reject()  # in brackets, it writes `?x` and reads that as a key


@UNHURRIED
@given(written=configs(), other=configs(), flow=st.sampled_from([True, False, None]), d=st.data())
def test_any_item_becomes_any_other(
    *, written: Any, other: Any, flow: Any, d: st.DataObject
) -> None:
    """Whatever an item says and will say, the file says just that, or it is left alone."""
    text, before = file_of(written, flow=flow)
    assume(written.sources and other.sources)
    spec = d.draw(st.sampled_from(before["sources"]))
    new = other.sources[0].model_dump(mode="json", exclude_defaults=True) | {"id": spec["id"]}
    expected = copy.deepcopy(before)
    expected["sources"] = [new if s["id"] == spec["id"] else s for s in before["sources"]]
    change = Change(part="sources", id=spec["id"], before=spec, after=new)
    text, _ = configtext.changed(text, change)
    try:
        said = data(text)
    except ConfigError:
        return  # a topic that it names is not there
    assert said == expected


@UNHURRIED
@given(written=configs(), other=configs(), flow=st.sampled_from([True, False, None]), d=st.data())
def test_any_items_become_any_others(
    *, written: Any, other: Any, flow: Any, d: st.DataObject
) -> None:
    """In one go as one by one: each is changed, taken away or left, and more come."""
    text, before = file_of(written, flow=flow)
    changes = []
    specs = [each.model_dump(mode="json", exclude_defaults=True) for each in other.sources]
    for spec in before["sources"]:
        new = d.draw(st.sampled_from([None, spec, *specs]))
        after = new and {**new, "id": spec["id"]}
        if after != spec:
            changes.append(Change(part="sources", id=spec["id"], before=spec, after=after))
    there = {spec["id"] for spec in before["sources"]}
    changes += [
        Change(part="sources", id=spec["id"], after=spec)
        for spec in specs
        if spec["id"] not in there
    ]
    many, _ = configtext.rewritten(text, changes)
    try:
        said = YAML(typ="safe", pure=True).load(many)
    except YAMLError:
        # ruamel.yaml can't read `{a: 1,<line break> b: :c}`, though it writes and reads it in one
        # line: such a change is refused, since what is written is read again before.
        assert ": :" in many or ": ?" in many
        return
    assert said == applied(before, changes)
