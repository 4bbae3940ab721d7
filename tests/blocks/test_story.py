"""Tests of one story as Slack shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from briefbot import addresses
from briefbot.blocks import pieces, size, story
from briefbot.blocks.mrkdwn import plain
from briefbot.models import Outlet, Quality
from briefbot.text import wording
from tests.blocks import hostile, oracle
from tests.render import samples

if TYPE_CHECKING:
    from briefbot.models import Item


def _lines(item: Item) -> list[str]:
    told = story.told(item, now=samples.MADE, zone="Asia/Taipei")
    return plain([told]).split("\n")


def test_story() -> None:
    """A story reads: linked headline, labels, outlet, host, time, quotation, other outlets."""
    item = replace(
        samples.digest().items[0],
        headline="Keelung reopens",
        sentences=samples.quotes("https://a.example/", "One.", "Two.", "...", "Three."),
    )
    assert _lines(item) == [
        "<https://www.harbourdispatch.example/2026/11/23/keelung-cranes|Keelung reopens>",
        "Update · Harbour Dispatch · harbourdispatch.example · 07:36",
        "&gt; One. Two. […] Three.",
        (
            "Also in <https://straitmonitor.example/a/9912|Strait Monitor> (straitmonitor.example) "
            "and <https://daoyu.example/news/20261123-4|島嶼日報> (daoyu.example) "
            "· 3 outlets"
        ),
    ]


@pytest.mark.parametrize(
    ("update", "quality", "labels"),
    [
        (True, Quality.FULL, "Update · "),
        (False, Quality.PAYWALLED, "Paywall · "),
        (True, Quality.FEED, "Update · Feed text only · "),
        (False, Quality.FULL, ""),
    ],
)
def test_labels(update: bool, quality: Quality, labels: str) -> None:  # noqa: FBT001  a case
    """What to know before opening the story stands before the outlet."""
    item = samples.item("A", "Wire", "https://c.example/", update=update, quality=quality)
    assert _lines(item)[1] == f"{labels}Wire · c.example · 07:00"


def test_an_outlet_called_as_its_host_is_named_once() -> None:
    """A name that is the host already is not said twice, below the headline or beside a link."""
    also = (Outlet(name="d.example", url="https://d.example/1"),)
    item = samples.item("A", "C.example", "https://c.example/", also=also)
    assert _lines(item)[1:] == ["c.example · 07:00", "Also in <https://d.example/1|d.example>"]


def test_many_outlets_are_counted() -> None:
    """Of a long list the first are named and the others counted."""
    also = tuple(Outlet(name=f"O{n}", url=f"https://o{n}.example/") for n in range(8))
    last = _lines(samples.item("A", "B", "https://c.example/", also=also))[-1]
    assert last.count("](") == 0
    assert last.count("<https://") == 5
    assert last.endswith("and 3 more · 9 outlets")


def test_a_headline_that_poses_is_no_link() -> None:
    """A headline that reads as another address is bold text, with a link of its own below."""
    item = samples.item("https://bank.example", "B", "https://evil.example/x")
    assert _lines(item) == [
        "https://bank.example",
        "B · <https://evil.example/x|Open> evil.example · 07:00",
    ]


def test_an_outlet_that_poses_is_no_link() -> None:
    """An outlet named as another address is text, with its link and its host behind it."""
    also = (Outlet(name="bank.example", url="https://evil.example/x"),)
    item = samples.item("A", "B", "https://c.example/", also=also)
    assert _lines(item)[-1] == (
        "Also in bank.example, <https://evil.example/x|open> (evil.example)"
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://u:p@c.example/", "", "//c"])
def test_an_unsafe_address_is_no_link(url: str) -> None:
    """What is no plain web address leads nowhere, and the story still reads."""
    assert _lines(samples.item("A", "B", url, "C."))[:2] == ["A", "B · 07:00"]


def test_no_headline_at_all() -> None:
    """A story without a headline is called by its host, or it could not be opened."""
    assert _lines(samples.item("\u200b", "B", "https://c.example/"))[0] == (
        "<https://c.example/|c.example>"
    )
    assert _lines(samples.item("", "B", ""))[0] == "Untitled"


def test_arabic() -> None:
    """Arabic keeps its own direction, and its outlet can't turn the line of outlet and time."""
    item = samples.item("Larkspur ثغرة", "صحيفة", "https://a.example/", "4.2 نعم.", language="ar")
    [headline, byline, quoted] = _lines(item)
    assert headline == "\u200f<https://a.example/|Larkspur ثغرة>"
    assert byline == "\u2068صحيفة\u2069 · a.example · 07:00"
    assert quoted == "&gt; 4.2 نعم."


def test_buttons_say_whose_they_are() -> None:
    """A screen reader says the headline with each button, short enough for Slack."""
    item = samples.digest().items[3]
    row = story.buttons(item)["elements"]
    spoken = [button["accessibility_label"] for button in row[:3]]
    assert [label.partition(":")[0] for label in spoken] == ["More", "Why", "Save"]
    assert all("A flaw in the Larkspur" in label and len(label) <= 75 for label in spoken)


def test_rows_without_menu() -> None:
    """Where nothing can be muted there is no menu, and at its longest a story has no More."""
    row = story.buttons(samples.digest().items[0], menu=False, more=False)["elements"]
    assert [element["action_id"] for element in row] == ["story_why", "story_save"]


@settings(deadline=None)
@given(hostile.items)
def test_every_link_has_its_host_beside_it(item: Item) -> None:
    """A reader sees where each link leads before following it."""
    told = story.told(item, now=samples.MADE, zone="UTC")
    for part in told["elements"]:
        for place, element in enumerate(part["elements"]):
            if element["type"] == "link":
                rest = "".join(other["text"] for other in part["elements"][place:])
                assert pieces.host(element["url"]).lstrip("…") in rest.casefold()
                assert not wording.poses(element["text"], addresses.host(element["url"]))


@settings(deadline=None)
@given(hostile.items)
def test_a_story_leaves_room_for_others(item: Item) -> None:
    """Whatever a story holds, it and its buttons take less than a message has."""
    blocks = story.story(item, now=samples.MADE, zone="UTC")
    assert size.characters(blocks) <= 7500
    oracle.judge(blocks)


def test_no_other_marks_than_the_gap_between_sentences() -> None:
    """Sentences that follow each other are joined as their language does it."""
    item = samples.item("A", "B", "https://c.example/", "一。", "二。", language="zh")
    assert _lines(item)[2] == "&gt; 一。二。"


def test_what_another_outlet_adds_is_under_its_name() -> None:
    """Its sentence is a quotation of its own, below a link to its article."""
    item = replace(
        samples.digest().items[0],
        headline="Keelung reopens",
        sentences=samples.quotes("https://a.example/", "One."),
        beside=samples.beside("Forty-two ships wait."),
    )
    lines = _lines(item)
    assert lines[2:5] == [
        "&gt; One.",
        "<https://straitmonitor.example/a/9912|Strait Monitor> (straitmonitor.example) writes:",
        "&gt; Forty-two ships wait.",
    ]
    told = story.told(item, now=samples.MADE, zone="UTC")
    links = [each.get("url") for part in told["elements"] for each in part["elements"]]
    assert links.count("https://straitmonitor.example/a/9912") == 1


def test_a_sentence_that_is_too_long_is_left_out_whole() -> None:
    """Another outlet's sentence is never cut."""
    item = replace(samples.digest().items[0], beside=samples.beside("x" * (story.BESIDE + 1)))
    assert not any("writes" in line or "xxx" in line for line in _lines(item))


def test_who_is_quoted_is_not_named_again() -> None:
    """Below the quotation stand the others that tell it, and how many there are in all."""
    names = ("Strait Monitor", "The Wire", "The Post")
    also = tuple(Outlet(name=name, url=f"https://{at}.example/") for at, name in enumerate(names))
    item = samples.item("A", "B", "https://b.example/", "One.", also=also)
    quoted = replace(item, beside=samples.beside("Two."))
    assert "Also in <" in _lines(quoted)[-1]
    assert "Strait Monitor" not in _lines(quoted)[-1]
    assert _lines(quoted)[-1].endswith(" · 4 outlets")
    assert "Strait Monitor" in _lines(item)[-1]
    long = replace(item, beside=samples.beside("x" * (story.BESIDE + 1)))
    assert "Strait Monitor" in _lines(long)[-1]
    assert not any("Also" in line for line in _lines(replace(quoted, sources=item.sources[:2])))
