"""How values, places and near names are put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config.wording import close, line_of, place, show

if TYPE_CHECKING:
    from briefbot.config import Path


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("rss", '"rss"'),
        ("台灣", '"台灣"'),
        ("x" * 61, '"' + "x" * 60 + '…"'),
        ("a\x1b[2Jb", '"a\\u001b[2Jb"'),
        (True, "true"),
        (None, "nothing"),
        (10**30, "a huge number"),
        ([1], "a list"),
        ({"a": 1}, "a group of keys"),
    ],
)
def test_a_value_is_shown_short_and_plain(value: object, shown: str) -> None:
    """Values stand in messages as in the file, cut, with nothing invisible."""
    assert show(value) == shown


@given(st.lists(st.integers(0, 999) | st.text(max_size=80)))
def test_a_place_is_printable(path: list[int | str]) -> None:
    """A key with any letters in it makes a place that can be shown."""
    assert place(tuple(path)).isprintable()


def test_a_place_reads_as_code_does() -> None:
    """Lists have their numbers in brackets, keys their dots."""
    path: Path = ("briefings", 1, "schedule", "times", 0)
    assert place(path) == "briefings[1].schedule.times[0]"
    assert place(("headers", "A b")) == 'headers["A b"]'
    assert place(()) == ""


def test_the_nearest_line_counts() -> None:
    """What has no line of its own has that of the part around it."""
    lines: dict[Path, int] = {(): 1, ("sources",): 3, ("sources", 0): 4}
    assert line_of(("sources", 0, "url"), lines) == 4
    assert line_of(("sources", 9), lines) == 3
    assert line_of(("topics",), lines) == 1
    assert line_of(("topics",), {}) is None


def test_near_names_are_found_whatever_their_case() -> None:
    """A slip of one letter or in capitals finds the name; a stranger or a long one does not."""
    assert close("asia/taibei", ["Asia/Taipei", "UTC"]) == '; did you mean "Asia/Taipei"?'
    assert close("zzz", ["Asia/Taipei"]) == ""
    assert close("x" * 65, ["x" * 65]) == ""
