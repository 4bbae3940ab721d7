"""Tests of the digest as a page."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.render.html import RENDER, render
from briefbot.text import wording
from tests.render import samples

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from briefbot.models import Digest

VOID = {"meta", "br", "hr", "link", "img"}
ADDRESSES = {"href", "src", "action", "formaction", "poster", "background", "srcset", "data"}


def _page(digest: Digest) -> HtmlElement:
    return lxml.html.document_fromstring(render(digest))


def _skeleton(digest: Digest) -> list[str]:
    """Return the tags of the page with their attributes' names, in order."""
    return [f"{element.tag} {sorted(element.attrib)}" for element in _page(digest).iter()]


def test_render_is_the_kind() -> None:
    """The file ends in the constant that the plugin finder looks for."""
    assert RENDER is render


def test_well_formed() -> None:
    """Every element is closed, in order, and every attribute is quoted."""
    open_: list[str] = []
    page = render(samples.digest())
    assert page.startswith("<!DOCTYPE html>")
    tag = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>')
    for close, name, _ in tag.findall(page.partition("\n")[2]):
        if close:
            assert open_.pop() == name
        elif name not in VOID:
            open_.append(name)
    assert open_ == []
    assert "<" not in tag.sub("", page.partition("\n")[2])


def test_self_contained() -> None:
    """The page runs no script and loads nothing; its own policy forbids both."""
    page = _page(samples.digest())
    tags = {element.tag for element in page.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "svg"}
    assert not any(name.startswith("on") for element in page.iter() for name in element.attrib)
    style = page.findtext(".//style") or ""
    assert "url(" not in style
    assert "@import" not in style
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert page.xpath("//meta[@name='referrer']/@content") == ["no-referrer"]


def test_links() -> None:
    """Every address in the page is a link to a web page, and tells the page nothing of us."""
    page = _page(samples.digest())
    for element in page.iter():
        assert not set(element.attrib) & (ADDRESSES - {"href"})
    links = page.xpath("//a")
    assert len(links) > 12
    for link in links:
        assert link.get("href").startswith(("https://", "http://"))
        assert set(link.get("rel").split()) == {"noopener", "noreferrer", "nofollow"}
        assert link.text_content().strip()


def test_sentences_are_verbatim() -> None:
    """Each sentence stands in the page as it was quoted, with its place in the article."""
    digest = samples.digest()
    shown = [
        (span.text_content(), span.get("data-span"))
        for span in _page(digest).xpath("//*[@data-span]")
    ]
    assert shown == [
        (quote.text, f"{quote.start}:{quote.end}")
        for item in digest.items
        for quote in item.sentences
    ]


def test_quotations_cite_their_article() -> None:
    """Each quotation names the address that it is quoted from."""
    cites = _page(samples.digest()).xpath("//blockquote/@cite")
    assert cites[0] == "https://www.harbourdispatch.example/2026/11/23/keelung-cranes"
    assert len(cites) == 9


def test_gap_is_visible() -> None:
    """A reader sees where the article says more between two sentences."""
    [first, *_] = _page(samples.digest()).xpath("//blockquote")
    assert " was lost. […] Forty-two " in first.text_content()
    assert "stopped them. The port" in first.text_content()


def test_reading_order() -> None:
    """Without any style the page still reads in order: heading, topics, stories, coverage."""
    digest = samples.digest()
    headings = [
        (element.tag, element.text_content())
        for element in _page(digest).iter("h1", "h2", "h3", "footer")
    ]
    expected = [("h1", digest.name)]
    for section in digest.sections:
        expected += [("h2", section.name)]
        expected += [("h3", wording.inert(item.headline)) for item in section.items]
    assert headings[:-1] == expected
    assert headings[-1][0] == "footer"


def test_headings_skip_no_level() -> None:
    """Without topics the stories stand right under the title."""
    page = _page(samples.of(samples.item("A", "B", "https://c.example/")))
    assert [element.tag for element in page.iter("h1", "h2", "h3")] == ["h1", "h2"]


def test_landmarks() -> None:
    """A screen reader finds header, main and footer once, and each topic by its name."""
    page = _page(samples.digest())
    assert [len(page.xpath(f"//{tag}")) for tag in ("header", "main", "footer")] == [1, 1, 1]
    names = [page.get_element_by_id(at).text for at in page.xpath("//section/@aria-labelledby")]
    assert names == ["Taiwan", "Cyber security", "Chips and supply chains"]
    assert page.get("lang") == "en"
    assert len(page.xpath("//meta[@name='viewport']")) == 1


@pytest.mark.parametrize(
    ("language", "lang", "direction"),
    [
        ("zh", "zh", "auto"),
        ("ar", "ar", "rtl"),
        ("he", "he", "rtl"),
        ("en", "en", "auto"),
        ("und", "", "auto"),
    ],
)
def test_languages(language: str, lang: str, direction: str) -> None:
    """Headline and quotation carry their language and direction."""
    page = _page(samples.of(samples.item("A", "B", "https://c.example/", "C.", language=language)))
    for element in page.xpath("//*[@class='headline'] | //blockquote"):
        assert (element.get("lang"), element.get("dir")) == (lang, direction)
    assert page.xpath("//article/@dir") == (["rtl"] if direction == "rtl" else [])


def test_times() -> None:
    """Times read as people say them and carry the exact moment."""
    times = [(time.get("datetime"), time.text) for time in _page(samples.digest()).iter("time")]
    assert times[:2] == [
        ("2026-11-23T00:00:00Z", "Monday 23 November 2026, 08:00 Taipei time"),
        ("2026-11-22T23:36:00Z", "07:36"),
    ]


def test_byline() -> None:
    """The line under a headline gives labels, outlet, host and time."""
    lines = [line.text_content() for line in _page(samples.digest()).find_class("by")]
    assert lines[0] == "Update · Harbour Dispatch · harbourdispatch.example · 07:36"
    assert lines[2].startswith("Paywall · Formosa Ledger · ")
    assert lines[5].startswith("Feed text only · ")


def test_also_in() -> None:
    """Other outlets are linked; of a long list the first are named and the others counted."""
    lines = [line.text_content() for line in _page(samples.digest()).find_class("also")]
    assert lines[0] == "Also in Strait Monitor and 島嶼日報 · 3 outlets"
    assert lines[1].endswith("Signal & Noise, Kernel Post and 2 more · 8 outlets")


def test_coverage() -> None:
    """The page ends with how many sources were read, and which fail since when."""
    [footer] = _page(samples.digest()).xpath("//footer")
    assert footer.text_content().split("\n")[1] == "9 of 11 sources read."
    assert [line.text_content().partition(":")[0] for line in footer.iter("li")] == [
        "Reef Report failing since 05",
        "Old Quay failing since Sat 21 Nov 07",
    ]


def test_many_ailing_sources() -> None:
    """A broken network doesn't bury the news: a few sources are named, the others counted."""
    digest = samples.digest()
    ailing = digest.coverage.ailing[:1] * 40
    digest = replace(digest, coverage=replace(digest.coverage, ailing=ailing))
    lines = [line.text_content() for line in _page(digest).iter("li")]
    assert len(lines) == 6
    assert lines[-1] == "and 35 more; `briefbot sources list` names them"


def test_quiet_day() -> None:
    """A quiet day says so where the stories would stand."""
    page = _page(samples.quiet_day())
    assert page.xpath("//main")[0].text_content().strip().startswith("A quiet day: nothing new")
    assert "All 11 sources read." in page.xpath("//footer")[0].text_content()
    assert not page.xpath("//article | //section")


def test_a_slow_day_says_so() -> None:
    """That lesser stories were left out stands in the heading."""
    slow = replace(samples.digest(), remark="A quiet day: 2 lesser stories left out.")
    header = _page(slow).xpath("//header")[0].text_content()
    assert header.strip().endswith("A quiet day: 2 lesser stories left out.")


def test_light_and_dark() -> None:
    """The page follows the reader's colour scheme."""
    page = render(samples.digest())
    assert '<meta name="color-scheme" content="light dark">' in page
    assert "@media (prefers-color-scheme: dark)" in page


def test_headline_that_poses_is_no_link() -> None:
    """A headline that reads as another address is no link; the host beside it is."""
    page = _page(samples.of(samples.item("https://bank.example", "B", "https://evil.example/x")))
    assert [(a.text_content(), a.get("href")) for a in page.iter("a")] == [
        ("evil.example", "https://evil.example/x")
    ]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "https://user:pw@c.example/",
        "//c.example/",
        "",
    ],
)
def test_unsafe_addresses_are_no_links(url: str) -> None:
    """What is no plain web address is shown as text, and cited nowhere."""
    page = _page(samples.of(samples.item("A", "B", url, "C.")))
    assert not page.xpath("//a | //@cite")
    assert page.find_class("headline")[0].text_content() == "A"


@given(st.text(st.characters(blacklist_categories=())))
def test_any_text_is_inert(text: str) -> None:
    """Any text stays text: the page keeps its elements and shows what was said."""
    sample = samples.item("A b", "B", "https://c.example/", "C.")
    hostile = samples.item(f"A b {text}", f"B{text}", "https://c.example/", f"C.{text}")
    digest = samples.of(hostile, name=f"N{text}")
    render(digest).encode()
    if "://" not in text:
        assert _skeleton(digest) == _skeleton(samples.of(sample))
    [headline] = _page(digest).find_class("headline")
    assert headline.text_content() == wording.inert(f"A b {text}")


@given(st.text(st.sampled_from("<>&\"'/= \\script-!style:;(){}\n\x00"), max_size=60))
def test_markup_is_inert(text: str) -> None:
    """Text made of markup characters changes no element and no attribute of the page."""
    sample = samples.item("A b", "B", "https://c.example/", "C.")
    hostile = samples.item(f"A b {text}", f"B{text}", "https://c.example/", f"C.{text}")
    if "://" not in text:
        assert _skeleton(samples.of(hostile, name=text)) == _skeleton(samples.of(sample))


@given(st.text(st.sampled_from("en-\"'<> =onclick")))
def test_any_language_is_inert(language: str) -> None:
    """A language code can't leave its attribute."""
    item = samples.item("A", "B", "https://c.example/", "C.", language=language)
    assert _page(samples.of(item)).find_class("headline")[0].get("lang") == language


@given(st.text())
def test_any_address_is_inert(url: str) -> None:
    """Whatever an address holds, the page has at most the links of a plain web address."""
    page = _page(samples.of(samples.item("A b", "B", url, "C.")))
    assert {link.get("href")[:4] for link in page.iter("a")} <= {"http"}


@given(st.text(max_size=60))
def test_what_another_outlet_adds(text: str) -> None:
    """It is a quotation of its own that cites its article, below a link to it."""
    item = replace(samples.digest().items[0], beside=samples.beside(text, "Strait <Monitor>"))
    page = _page(samples.of(item))
    first, second = page.xpath("//blockquote")
    assert second.get("cite") == "https://straitmonitor.example/a/9912" != first.get("cite")
    (who,) = page.xpath("//p[@class='also'][contains(., ' writes:')]")
    assert who.text_content() == "Strait <Monitor> writes:"
    assert who.xpath(".//a/@href") == ["https://straitmonitor.example/a/9912"]
    assert second.xpath(".//span/@data-span") == [f"40:{40 + len(text)}"]
    assert second.text_content() == wording.inert(text)
    named = render(samples.of(replace(item, beside=samples.beside(text))))
    assert named.count(">Strait Monitor</") == 1
