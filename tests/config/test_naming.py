"""Ids that are proposed: readable, sound, and nobody's yet."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config.naming import LONGEST, Names, host_name, slug
from briefbot.config.values import IDENTIFIER


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Taipei Times", "taipei-times"),
        ("Le Monde – Économie", "le-monde-economie"),
        ("自由時報", ""),
        ("自由時報 Liberty Times Net", "liberty-times-net"),
        ("--", ""),
        ("a " * 40, "-".join("a" * 20)),
        ("x" * 60, "x" * LONGEST),
    ],
)
def test_a_name_is_written_as_an_id(name: str, found: str) -> None:
    """Accents go, other scripts are no id, and what is long is cut at a word."""
    assert slug(name) == found


def test_the_first_wish_that_says_something_is_taken() -> None:
    """A name of another script leaves it to the host, and nothing at all to a plain word."""
    names = Names(())
    assert names.new("自由時報", host_name("https://www.ltn.example/rss"), otherwise="feed") == (
        "ltn-example"
    )
    assert names.new("自由時報", "", otherwise="feed") == "feed"


def test_an_id_is_given_once() -> None:
    """Neither one that stood there, nor one that was just given, nor one to be kept free."""
    names = Names({"krebs"})
    assert names.new("Krebs", otherwise="feed", besides={"krebs-2"}) == "krebs-3"
    assert names.new("Krebs", otherwise="feed") == "krebs-2"
    assert names.new("Krebs", otherwise="feed") == "krebs-4"


@given(st.lists(st.text(max_size=80), max_size=8))
def test_any_name_becomes_an_id_of_its_own(wishes: list[str]) -> None:
    """Each is sound, and no two are the same."""
    names = Names({"feed"})
    given_out = [names.new(wish, otherwise="feed") for wish in wishes]
    assert len({*given_out, "feed"}) == len(wishes) + 1
    assert all(re.fullmatch(IDENTIFIER, name) for name in given_out)
