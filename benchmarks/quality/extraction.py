"""A page's text, and what does not belong to it: 990 real pages with segments of both kinds."""

from __future__ import annotations

import json
import tarfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from zlib import crc32

from benchmarks.quality.table import Table
from briefbot import choosing, summarise
from briefbot.config import Config
from briefbot.errors import ExtractError
from briefbot.extract import extract
from briefbot.text.language import detect
from briefbot.text.sentences import split

FOLDER = Path("extraction")
SHOWN = 3
"""Sentences of a summary."""
AT_ONCE = 8
NOISE = 0.015


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, and what its text must hold and must not."""

    url: str
    body: bytes
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    @property
    def reported(self) -> bool:
        """Whether it is of the half that is reported; the address alone decides."""
        return crc32(self.url.encode()) % 2 == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a system makes of a page."""

    text: str
    summary: str


def pages(data: Path) -> Iterator[Page]:
    """Yield the pages of the set, as its archive holds them."""
    folder = data / FOLDER
    gold = json.loads((folder / "evaldata.json").read_text(encoding="utf-8"))
    asked = {told["file"]: (url, told) for url, told in gold.items()}
    with tarfile.open(folder / "pages.tar.xz") as archive:
        for member in archive:
            name = Path(member.name).name  # of two folders
            held = archive.extractfile(member) if name in asked else None
            if held:
                url, told = asked[name]
                yield Page(
                    url=url,
                    body=held.read(),
                    wanted=tuple(told["with"]),
                    unwanted=tuple(told["without"]),
                )


# ------------------------------------------------------------ systems


def _ours(page: Page) -> Text:
    """Extract, weigh and choose as a worker and a digest do."""
    try:
        found = extract(page.body, url=page.url, charset=None)
    except ExtractError:
        return Text(text="", summary="")
    text, title = found.text, found.title
    language = detect(f"{title}\n{text}", hint=found.language)
    kind = Config.model_fields["summariser"].default
    weighed = summarise.weigh(text, title=title, language=language, summariser=kind)
    chosen = choosing.select(text, weighed, limit=SHOWN)
    return Text(text=text, summary=_joined(text, [(s.start, s.end) for s in chosen]))


def _trafilatura(page: Page) -> Text:
    """Extract as trafilatura comes, and take the first sentences."""
    text: str = import_module("trafilatura").extract(page.body) or ""
    return Text(text=text, summary=_joined(text, split(text, detect(text))[:SHOWN]))


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return "\n".join(text[start:end] for start, end in spans)


SYSTEMS: dict[str, Callable[[Page], Text]] = {"briefbot": _ours, "trafilatura": _trafilatura}

# ------------------------------------------------------------ measure


@dataclass(slots=True)
class Tally:
    """What was counted of some pages; of segments the number, and that of their words."""

    pages: int = 0
    empty: int = 0
    tainted: int = 0
    """Pages with a segment in the summary that must not be in the text."""
    segments: list[int] = field(default_factory=lambda: [0, 0, 0])
    words: list[int] = field(default_factory=lambda: [0, 0, 0])
    """Found of the wanted, all wanted, found of the unwanted."""

    def add(self, page: Page, made: Text) -> None:
        """Count what a system made of a page."""
        text, summary = _plain(made.text), _plain(made.summary)
        self.pages += 1
        self.empty += not text
        self.tainted += any(_plain(segment) in summary for segment in page.unwanted)
        for segment in map(_plain, page.wanted):
            self._count(segment, (segment in text, 1, 0))
        for segment in map(_plain, page.unwanted):
            self._count(segment, (0, 0, segment in text))

    def _count(self, segment: str, kinds: Sequence[int]) -> None:
        for place, counts in enumerate(kinds):
            self.segments[place] += counts
            self.words[place] += counts * len(segment.split())


def _plain(text: str) -> str:
    """Return the text without differences that are none: forms of characters, white space."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _scores(counts: Sequence[int]) -> tuple[float, float, float]:
    """Return precision, recall and F1, as trafilatura's own evaluation counts them."""
    found, wanted, unwanted = counts
    precision, recall = found / (found + unwanted or 1), found / (wanted or 1)
    return precision, recall, 2 * precision * recall / (precision + recall or 1)


def _made(page: Page) -> tuple[Page, list[Text]]:
    return page, [system(page) for system in SYSTEMS.values()]


def _row(name: str, reported: Tally, everything: Tally) -> tuple[str, ...]:
    figures = (*_scores(reported.words), _scores(reported.segments)[2])
    return (
        name,
        *(f"{figure:.3f}" for figure in figures),
        f"{reported.tainted / reported.pages:.1%}",
        str(reported.empty),
        f"{_scores(everything.words)[2]:.3f}",
        f"{_scores(everything.segments)[2]:.3f}",
        f"{everything.tainted / everything.pages:.1%}",
    )


def _note(ours: float, theirs: float) -> str:
    apart = abs(ours - theirs)
    read = "is noise on so few pages" if apart < NOISE else "is more than noise"
    return (
        f"The texts come from trafilatura (`fast`, without comments), so F1 tells what that mode "
        f"and our repairs of lines cost or bring: {apart:.3f} apart, which {read} (under {NOISE})."
    )


def measure(data: Path) -> list[Table]:
    """Read every page with every system, in as many processes as there are cores."""
    tallies = {name: (Tally(), Tally()) for name in SYSTEMS}
    with ProcessPoolExecutor() as pool:
        for page, made in pool.map(_made, pages(data), chunksize=AT_ONCE):
            for name, text in zip(SYSTEMS, made, strict=True):
                for tally in tallies[name][not page.reported :]:
                    tally.add(page, text)
    reported, everything = tallies["briefbot"]
    return [
        Table(
            task="Extraction",
            about=f"The {everything.pages} pages of trafilatura's evaluation, of which "
            f"{reported.pages}, chosen by their addresses, are the reported half. Of each page "
            "some segments are known that must be in its text and some that must not: precision, "
            "recall and F1 by their words, and F1 by segments. *Boilerplate* is the share of "
            f"pages with an unwanted segment in the summary: our {SHOWN} sentences, or the first "
            f"{SHOWN} of trafilatura's text.",
            columns=(
                "precision",
                "recall",
                "F1",
                "F1 of segments",
                "boilerplate",
                "no text",
                "F1, all pages",
                "of segments, all",
                "boilerplate, all",
            ),
            rows=tuple(_row(name, *tally) for name, tally in tallies.items()),
            notes=(_note(*(_scores(half.words)[2] for half, _ in tallies.values())),),
        )
    ]
