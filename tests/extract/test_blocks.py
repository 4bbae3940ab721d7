"""The text of elements, and of what a selector picks."""

from __future__ import annotations

import time

from briefbot.extract import extract, tree
from briefbot.extract.blocks import selected
from briefbot.extract.page import MISSED
from tests.extract.pages import FIRST, HEADLINE, SECOND, URL, page

BODY = (
    f'<div class="intro">{FIRST}</div><aside>Read also: ten ferries.</aside>'
    f'<div class="more"><p>{SECOND}</p>tail<p>Short.</p></div> and all that followed'
)


def picked(selector: str, html: str) -> str:
    """Return what a selector picks from a page."""
    root = tree.parse(html)
    assert root is not None
    return selected(root, selector)


def test_a_selector_picks_the_text() -> None:
    """What it names is kept as it stands, part by part, and nothing beside it."""
    found = extract(page(BODY), url=URL, selector=".intro, .more")
    assert found.text.split("\n") == [FIRST, SECOND, "tail", "Short."]
    assert (found.title, found.note) == (HEADLINE, "")


def test_what_stands_inside_is_told_once() -> None:
    """A paragraph inside a picked element is not picked again; the page's order counts."""
    text = picked("p, .more, .intro", page(BODY))
    assert (text.count(SECOND), text.count("Short.")) == (1, 1)
    assert text.index(FIRST) < text.index(SECOND)
    assert "all that followed" not in text


def test_a_selector_that_picks_nothing_is_said() -> None:
    """A site that was rebuilt is read as any other, and its reader is told."""
    found = extract(page(), url=URL, selector=".gone")
    assert found.text == f"{FIRST}\n{SECOND}"
    assert found.note == MISSED


def test_a_selected_text_may_be_short_and_beside_a_video() -> None:
    """Who names the element knows what it holds; a consent form in it is none the less one."""
    url = "https://www.harbour.example/video/crane"
    found = extract(page("<div class=t>A crane fell.</div>"), url=url, selector=".t")
    assert (found.text, found.form, found.paywalled) == ("A crane fell.", None, False)


def test_scripts_in_a_selected_element_are_not_text() -> None:
    """What no browser shows is left out, and a broken line is one line."""
    html = "<p class=t>One\ntwo<script>three</script><br>four<style>five</style></p>"
    assert picked(".t", page(html)).split("\n") == ["", "One two", "", "four", ""]


def test_hostile_pages_are_picked_from_in_time() -> None:
    """Many matches, each inside the one before or beside it, cost a moment."""
    began = time.process_time()
    picked("div", page("<div>" * 3_000 + "deep"))
    picked("div div div div", page("<div><div>x</div></div>" * 5_000))
    picked("p:nth-last-child(3n+1)", page("<p>x</p>" * 5_000))
    assert time.process_time() - began < 5
