"""The examples of docs/extending.md, run as they stand there."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefbot import plugins, sources, summarise
from briefbot.errors import ParseError
from briefbot.models import (
    Coverage,
    Digest,
    Item,
    Outlet,
    Quality,
    Quote,
    Section,
)
from briefbot.ports import Document
from tests.makers import NOON, hours_ago

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[1] / "docs" / "extending.md"
EXAMPLE = re.compile(r"```python\n# briefbot/(\w+)/(\w+)\.py\n(.*?)```", re.DOTALL)
EXAMPLES = {(folder, name): code for folder, name, code in EXAMPLE.findall(PAGE.read_text("utf-8"))}


@pytest.fixture(autouse=True)
def _written(tmp_path: Path) -> Iterator[None]:
    """Lay each example's file beside those of its folder, for the length of a test."""
    folders = {}
    for (folder, name), code in EXAMPLES.items():
        file = tmp_path / folder / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(code, encoding="utf-8")
        folders[folder] = str(file.parent)
    packages = {folder: import_module(f"briefbot.{folder}") for folder in folders}
    for folder, package in packages.items():
        package.__path__.append(folders[folder])
    yield
    for folder, package in packages.items():
        package.__path__.remove(folders[folder])
    for folder, name in EXAMPLES:
        sys.modules.pop(f"briefbot.{folder}.{name}", None)


def test_the_page_has_an_example_of_each_kind() -> None:
    """A source kind, a summariser and a format, each found by the name of its file."""
    assert {folder for folder, _ in EXAMPLES} == {"sources", "summarise", "render"}
    for folder, name in EXAMPLES:
        assert name in plugins.names(f"briefbot.{folder}")


def test_the_summariser_weighs_sentences() -> None:
    """Through the step's own front, its weights choose among the sentences of a text."""
    text = "Rain fell on the port. The eastern terminal opened after nine days of repairs."
    weighed = summarise.weigh(text, title="", language="en", summariser="longest")
    assert all(0 <= sentence.weight <= 1 for sentence in weighed)
    weights = plugins.load("briefbot.summarise", "longest", "WEIGH")(
        ["short", "longer one"], title="", language="en"
    )
    assert weights == [0.5, 1.0]


def test_the_source_kind_reads_entries() -> None:
    """Dates, addresses and titles come out as nouns, the newest first, hostile ones harmless."""
    body = (
        b"# a comment\n2026-11-22T08:00:00Z\tFirst https://port.example/a\n"
        b"2026-11-23T08:00:00Z\tjavascript:alert(1) \xe2\x80\xaesecond\n"
    )
    feed = sources.parse(Document(body=body, url="https://port.example/twtxt.txt"), "twtxt")
    assert [entry.url for entry in feed.entries] == ["", "https://port.example/a"]
    assert feed.entries[1].published is not None
    assert "\u202e" not in feed.entries[0].title
    with pytest.raises(ParseError, match="no line of this file is a twtxt entry"):
        sources.parse(Document(body=b"nothing", url="https://port.example/twtxt.txt"), "twtxt")


def test_the_format_shows_quotes_as_they_are() -> None:
    """Marks of the format are escaped, and the words stay."""
    quote = Quote(text="It *may* rain.", url="https://port.example/a", start=0, end=14)
    item = Item(
        article_id=1,
        source_id="ledger",
        story_id=1,
        headline="A [b] c",
        url=quote.url,
        sources=(Outlet(name="Port News", url=quote.url),),
        published=hours_ago(2),
        sentences=(quote,),
        language="en",
        quality=Quality.FULL,
    )
    digest = Digest(
        briefing_id="m",
        name="Morning",
        made=NOON,
        since=hours_ago(24),
        zone="UTC",
        sections=(Section(name="Ports", items=(item,)),),
        coverage=Coverage(read=1, total=1),
    )
    text = plugins.load("briefbot.render", "markdown", "RENDER")(digest)
    assert "# Morning\n\n## Ports\n\n### [A \\[b\\] c](<https://port.example/a>)" in text
    assert "> It \\*may\\* rain." in text
    assert text.endswith("The one source was read.\n")
