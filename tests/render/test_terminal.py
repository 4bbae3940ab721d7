"""Tests of the digest in a terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from briefbot.models import Outlet
from briefbot.render.terminal import RENDER, WIDTH, render, render_answer, show, show_answer
from briefbot.text import wording
from tests.render import samples

if TYPE_CHECKING:
    from briefbot.models import Digest


def _console(*, width: int = WIDTH, colour: bool = True) -> tuple[Console, io.StringIO]:
    file = io.StringIO()
    console = Console(
        file=file,
        width=width,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
        _environ={},
    )
    return console, file


def _shown(digest: Digest) -> str:
    console, file = _console()
    show(digest, console)
    return file.getvalue()


def _joined(text: str) -> str:
    return " ".join(text.split())


def test_render_is_the_kind() -> None:
    """The file ends in the constant that the plugin finder looks for."""
    assert RENDER is render


def test_heading() -> None:
    """The digest opens with its name, its edition and its tally."""
    assert render(samples.digest()).splitlines()[:3] == [
        "Taipei desk",
        "Monday 23 November 2026, 08:00 Taipei time",
        "9 of 24 stories, from 61 articles since yesterday 08:00",
    ]


def test_item() -> None:
    """A story shows headline, labels, outlet, host, time, sentences, other outlets, address."""
    item = replace(
        samples.digest().items[0],
        headline="Keelung reopens",
        sentences=samples.quotes("https://a.example/", "One.", "Two.", "...", "Three."),
    )
    assert render(samples.of(item)).splitlines()[4:9] == [
        "Keelung reopens",
        "  Update · Harbour Dispatch · harbourdispatch.example · yesterday 23:36",
        "  One. Two. […] Three.",
        "  Also in Strait Monitor and 島嶼日報 · 3 outlets",
        "  https://www.harbourdispatch.example/2026/11/23/keelung-cranes",
    ]


def test_everything_is_told() -> None:
    """Every headline and every sentence stands in the output, in reading order."""
    digest = samples.digest()
    plain = "".join(render(digest, width=400).split())
    place = -1
    for item in digest.items:
        if item.headline == samples.HOSTILE:
            continue
        for text in (item.headline, *(quote.text for quote in item.sentences)):
            place = plain.index("".join(text.split()), place + 1)


def test_topics() -> None:
    """Each topic heads its stories; a digest without topics has no headings."""
    lines = render(samples.digest()).splitlines()
    assert [line.rstrip("─ ") for line in lines if line.endswith("─")] == [
        "Taiwan",
        "Cyber security",
        "Chips and supply chains",
    ]
    assert "─" not in render(samples.of(samples.item("A", "B", "https://c.example/")))


def test_coverage() -> None:
    """The digest ends with how many sources were read, and which fail since when."""
    end = _joined(render(samples.digest())).partition("9 of 11 sources read.")[2]
    assert end.startswith(" Reef Report failing since 05:12: 503 from feeds.reefreport.example;")
    assert "Old Quay failing since Sat 21 Nov 07:00: the page asks for a login;" in end


def test_many_ailing_sources() -> None:
    """A broken network doesn't bury the news: a few sources are named, the others counted."""
    digest = samples.digest()
    ailing = digest.coverage.ailing[:1] * 40
    text = render(replace(digest, coverage=replace(digest.coverage, ailing=ailing)))
    assert text.count("Reef Report") == 5
    assert "and 35 more; `briefbot sources list` names them" in text


def test_quiet_day() -> None:
    """A quiet day says so, and that everything was read."""
    assert render(samples.quiet_day()).splitlines()[2:] == [
        "A quiet day: nothing new on Taiwan, Cyber security or Chips and supply chains.",
        "",
        "All 11 sources read.",
    ]


def test_a_slow_day_says_so() -> None:
    """Below how much is told stands that lesser stories were left out; else nothing does."""
    slow = replace(samples.digest(), remark="A quiet day: 2 lesser stories left out.")
    assert "\nA quiet day: 2 lesser stories left out.\n" in render(slow)
    assert "quiet day" not in render(samples.digest())


def test_plain_has_no_escapes() -> None:
    """Plain text holds no escape sequence, whatever the articles say."""
    assert not any(ord(c) < 32 and c != "\n" for c in render(samples.digest()))


def test_outlet_that_is_its_host() -> None:
    """An outlet named as its host is named once."""
    assert "  c.example · 23:" not in render(samples.of())
    lines = render(samples.of(samples.item("A", "C.example", "https://c.example/x"))).splitlines()
    assert "  c.example · yesterday 23:00" in lines


@pytest.mark.parametrize("width", [24, 30, 41, 80, 88, 100, 200])
def test_width(width: int) -> None:
    """No line is wider than asked, but an address, which stays whole."""
    for line in render(samples.digest(), width=width).splitlines():
        assert cell_len(line) <= width or line.strip().startswith("https://")


def test_chinese_wraps() -> None:
    """Chinese fills its lines, and no line begins with a mark that closes."""
    text = "數位部今晨表示，馬祖與本島之間的第二條海底電纜已修復。" * 8
    item = samples.item("電纜", "島嶼", "https://c.example/", text, language="zh")
    for width in range(24, 60):
        lines = render(samples.of(item), width=width).splitlines()
        lines = lines[lines.index(next(line for line in lines if "數" in line)) : -3]
        assert "".join(line.strip() for line in lines) == text
        assert all(line.strip()[0] not in "，。" for line in lines)
        assert all(cell_len(line) >= width - 4 for line in lines[:-1])


def test_latin_words_stay_whole() -> None:
    """Words break at spaces; one that is longer than a line is cut, not dropped."""
    long = "x" * 50
    item = samples.item("A", "B", "https://c.example/", f"Ports reopen today {long} again.")
    lines = [line.strip() for line in render(samples.of(item), width=24).splitlines()]
    assert "Ports reopen today" in lines
    assert long in "".join(lines)


def test_marks_that_may_not_begin_a_line() -> None:
    """Where marks leave no place to break, the line is cut rather than too wide."""
    text = "x網)" + "，" * 40
    lines = render(samples.of(samples.item(text, "B", "https://c.example/")), width=24).splitlines()
    assert text in "".join(lines)
    assert all(cell_len(line) <= 24 for line in lines)


def test_markup_is_text() -> None:
    """What looks like the terminal library's markup or emoji codes is shown as it was written."""
    text = "[bold]A[/bold] :smile: [link=https://evil.example]b[/link] [/]"
    shown = render(samples.of(samples.item(text, text, "https://c.example/", text), name=text))
    assert shown.count(text) == 4


def test_links() -> None:
    """In a terminal the headline and the other outlets are links, and no address takes a line."""
    shown = _shown(samples.digest())
    assert ";https://www.harbourdispatch.example/2026/11/23/keelung-cranes\x1b\\" in shown
    assert ";https://straitmonitor.example/a/9912\x1b\\" in shown
    assert "\n  https://" not in shown


def test_no_colour_no_links() -> None:
    """A console that can't show links gets the same as plain text."""
    console, file = _console(colour=False)
    show(samples.digest(), console)
    assert file.getvalue() == render(samples.digest())


def test_unsafe_links_are_text() -> None:
    """Only web addresses become links."""
    shown = _shown(samples.digest())
    assert "Script Times" in shown
    assert "javascript:" not in shown


def test_headline_that_poses_is_no_link() -> None:
    """A headline that reads as another address is no link; the host beside it is."""
    item = samples.item("https://bank.example", "B", "https://evil.example/x")
    before, host, after = _shown(samples.of(item)).partition("evil.example\x1b")
    assert "https://bank.example\x1b[0m\n" in before
    assert host
    assert ";https://evil.example/x\x1b\\" in before
    assert after


def test_wide_terminal_keeps_readable_lines() -> None:
    """A wide terminal doesn't stretch the lines, and a narrow one fits them."""
    for width, most in ((200, WIDTH), (50, 50)):
        console, file = _console(width=width, colour=False)
        show(samples.quiet_day(), console)
        assert max(map(cell_len, file.getvalue().splitlines())) <= most


def test_search() -> None:
    """What a search found stands under its heading, in the same form as in a digest."""
    text = render_answer(samples.answer(), zone="Asia/Taipei")
    heading = "3 stories for “taiwan” since Mon 16 Nov 08:00 (1,204 articles searched)"
    assert text.startswith(f"{heading}\n\nKeelung reopens")
    assert text.endswith("\n  https://formosaledger.example/politics/drones-bill\n")
    console, file = _console(colour=False)
    show_answer(samples.answer(), console, zone="Asia/Taipei")
    assert file.getvalue() == text


def test_search_that_finds_nothing() -> None:
    """A search that found nothing says where it looked."""
    answer = replace(samples.answer(), items=(), since=None)
    assert render_answer(answer, zone="UTC") == "Nothing for “taiwan” (1,204 articles searched)\n"


@given(st.text(), st.integers(24, 90))
def test_any_text_is_inert(text: str, width: int) -> None:
    """Any text stays text: no markup, no control characters, nothing lost, no line too wide."""
    item = samples.item(text, text, "https://c.example/", text)
    rendered = render(samples.of(item), width=width)
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in rendered)
    assert all(cell_len(line) <= width for line in rendered.splitlines())
    assert "".join(rendered.split()).count("".join(wording.inert(text).split())) >= 2


@given(st.text(st.sampled_from("[]/:bold =https\x1b\x07\\;]8 網，😀é\u0301"), max_size=80))
def test_styled_output_holds_only_our_escapes(text: str) -> None:
    """With colour, each escape in the output is one that we write ourselves."""
    item = samples.item(text, text, "https://c.example/", text)
    ours = r"\x1b\[[0-9;]*m|\x1b\]8;(?:;|id=\d+;https://c\.example/)\x1b\\"
    rest = re.sub(ours, "", _shown(samples.of(item)))
    assert not any(ord(c) < 32 and c != "\n" for c in rest)


def test_what_another_outlet_adds() -> None:
    """It stands under the outlet's name, and its address below the story's own."""
    item = replace(
        samples.digest().items[0],
        headline="Keelung reopens",
        sentences=samples.quotes("https://a.example/", "One."),
        beside=samples.beside("Forty-two ships wait."),
    )
    lines = render(samples.of(item)).splitlines()
    assert lines[6:8] == ["  One.", "  Strait Monitor writes: Forty-two ships wait."]
    assert lines[9:11] == [
        "  https://www.harbourdispatch.example/2026/11/23/keelung-cranes",
        "  https://straitmonitor.example/a/9912",
    ]


def test_who_is_quoted_is_not_named_again() -> None:
    """Below the quotation stand the others that tell it, and how many there are in all."""
    names = ("Strait Monitor", "The Wire", "The Post")
    also = tuple(Outlet(name=name, url=f"https://{at}.example/") for at, name in enumerate(names))
    item = samples.item("A", "B", "https://b.example/", "One.", also=also)
    quoted = replace(item, beside=samples.beside("Two."))
    assert "Also in The Wire and The Post · 4 outlets" in render(samples.of(quoted))
    assert "Also in Strait Monitor, The Wire" in render(samples.of(item))
    assert "Also in" not in render(samples.of(replace(quoted, sources=item.sources[:2])))
