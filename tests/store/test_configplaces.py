"""Items go with the comments that are theirs, and come back to their places."""

from __future__ import annotations

import pytest

from briefbot.models import Change
from briefbot.store import configtext
from briefbot.store.configplaces import in_order
from tests.store.edits import back, data, taken

ABOUT = """\
fetch: {contact: me@site.example}
sources:  # all
  # --- Taiwan ---
  # the paper
  # that pays us
  - id: a   # first
    url: https://a.example/
    # until spring
  # weather only
  - id: b
    url: https://b.example/

  #
  # --- Cyber ---
  # - id: old
  #   url: https://old.example/
  # whole articles
  -
    # the first
    id: c
    url: https://c.example/
  - id: d
    url: https://d.example/
# the end
"""
UNDENTED = ABOUT.replace("\n  ", "\n")


@pytest.mark.parametrize("text", [ABOUT, UNDENTED, ABOUT.replace("\n", "\r\n")])
@pytest.mark.parametrize(
    "ids", ["a", "b", "c", "d", "ab", "bc", "cb", "ad", "dca", "abd", "abcd", "dbca"]
)
def test_items_come_back_to_their_places(text: str, ids: str) -> None:
    """Whatever went in one go, in whichever order: the file says again what it said."""
    without, changes, cut = taken(text, *ids)
    assert all(f"{note} ---" in without for note in ("Taiwan", "Cyber"))
    assert "# - id: old" in without
    assert back(without, changes, cut) == text
    assert back(without, list(reversed(changes)), list(reversed(cut))) == text


def test_a_comment_goes_with_the_item_that_it_is_about() -> None:
    """It would be read as one about the neighbour."""
    text, _, _ = taken(ABOUT, "a", "b", "c")
    gone = ("the paper", "pays us", "first", "spring", "weather", "whole")
    assert not any(note in text for note in gone)


def test_an_item_that_comes_back_finds_its_place_among_others() -> None:
    """Behind the one that it stood behind, whatever came since; else it is the last."""
    text, changes, cut = taken(ABOUT, "b")
    text = text.replace("    # until spring\n", "")
    new = Change(part="sources", id="e", after={"id": "e", "url": "https://e.example/"})
    text, _ = configtext.rewritten(text, [new])
    again = back(text, changes, cut)
    assert [each["id"] for each in data(again)["sources"]] == ["a", "b", "c", "d", "e"]
    assert "a.example/\n  # weather only\n  - id: b\n" in again
    again = back(taken(text, "a")[0], changes, cut)
    assert [each["id"] for each in data(again)["sources"]] == ["c", "d", "e", "b"]


def test_items_in_brackets_come_back_to_their_places() -> None:
    """They are spelt anew."""
    items = [f"{{id: {id_}, url: 'https://{id_}.example/'}}" for id_ in "abc"]
    text = f"fetch: {{contact: me@site.example}}\nsources: [{', '.join(items)},]\n"
    for ids in ("a", "b", "c", "ab", "ca"):
        without, changes, cut = taken(text, *ids)
        assert data(back(without, changes, cut)) == data(text)


def test_an_item_that_is_commented_out_stays_wherever_it_stands() -> None:
    """Also in line with the keys of the one above it, in a list that is not indented."""
    text = UNDENTED.replace("# until spring", "# - id: old")
    without, changes, cut = taken(text, "a")
    assert "# - id: old\n# weather only" in without.replace("  #", "#")
    assert back(without, changes, cut) == text


def test_ids_whose_neighbours_name_each_other_are_all_there() -> None:
    """Nothing is lost where no order fits."""
    assert in_order(["a"], [("b", "c"), ("c", "b"), ("d", None)]) == ["a", "d", "b", "c"]
    assert in_order(["a"], [("c", "b"), ("b", ""), ("d", "gone")]) == ["b", "c", "a", "d"]


@pytest.mark.parametrize("ids", ["a", "b", "ab"])
def test_empty_lines_below_a_text_of_several_lines_stay(ids: str) -> None:
    """They stand between items, though the text would go on to the next one."""
    name = "\n    name: |-\n      A\n"
    text = ABOUT.replace(".example/\n    # until", f".example/{name}\n  # until")
    text = text.replace("b.example/\n", f"b.example/{name}\n")
    without, changes, cut = taken(text, *ids)
    assert without.count("\n\n") == text.count("\n\n")
    assert back(without, changes, cut) == text
