"""The newsroom's articles: read from `articles/`, dated relative to the moment of the start."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from typing import TYPE_CHECKING
from zlib import crc32

from briefbot.newsroom.outlets import OUTLETS, Kind, Outlet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

__all__ = ["OUTLETS", "Kind", "Outlet", "Piece", "load"]

TAIPEI = timezone(timedelta(hours=8))
_WHEN = re.compile(r"\{(day|date|clock):(-?\d{1,3})\}")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = [
    "Jan.",
    "Feb.",
    "March",
    "April",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article of one outlet."""

    outlet: Outlet
    slug: str
    title: str
    author: str
    section: str
    published: datetime
    body: str
    """Paragraphs with an empty line between them; `## ` heads a section, `- ` an item of a list."""
    caption: str = ""
    teaser: str = ""
    story: str = ""
    """The true event; the slug when nobody else tells it."""
    credit: str = ""
    """The line under a text that stood elsewhere first."""

    @property
    def number(self) -> int:
        """The article's number in its outlet's system."""
        return 100_000 + crc32(f"{self.outlet.id}/{self.slug}".encode()) % 900_000

    @property
    def path(self) -> str:
        """Where it stands on its outlet's host."""
        day = self.published.astimezone(TAIPEI)
        return self.outlet.path.format(
            y=day.year, m=f"{day:%m}", d=f"{day:%d}", slug=self.slug, n=self.number
        )

    @property
    def url(self) -> str:
        """Its canonical address."""
        return f"http://{self.outlet.host}{self.path}"

    @property
    def blocks(self) -> tuple[str, ...]:
        """Its paragraphs, headings and lists."""
        return tuple(self.body.split("\n\n"))


def load(now: datetime) -> tuple[Piece, ...]:
    """Return all articles as they stand at `now` (aware), the newest first."""
    start = now.replace(microsecond=0)
    drafts = {f"{outlet.id}/{slug}": (outlet, slug, text) for outlet, slug, text in _drafts()}
    headers = {key: _header(text) for key, (_, _, text) in drafts.items()}
    bodies = {key: text.partition("\n\n")[2].strip() for key, (_, _, text) in drafts.items()}
    pieces = [_piece(outlet, slug, headers, bodies, start) for outlet, slug, _ in drafts.values()]
    return tuple(sorted(pieces, key=lambda piece: piece.published, reverse=True))


def _drafts() -> Iterator[tuple[Outlet, str, str]]:
    shelf = files("briefbot.newsroom") / "articles"
    for outlet in OUTLETS:
        for file in _listing(shelf / outlet.id):
            yield outlet, file.name.removesuffix(".md"), file.read_text(encoding="utf-8")


def _listing(folder: Traversable) -> list[Traversable]:
    if not folder.is_dir():
        return []
    found = [file for file in folder.iterdir() if file.name.endswith(".md")]
    return sorted(found, key=lambda file: file.name)


def _header(text: str) -> dict[str, str]:
    lines = text.partition("\n\n")[0].splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def _piece(
    outlet: Outlet,
    slug: str,
    headers: Mapping[str, Mapping[str, str]],
    bodies: Mapping[str, str],
    start: datetime,
) -> Piece:
    header = headers[f"{outlet.id}/{slug}"]
    piece = Piece(
        outlet=outlet,
        slug=slug,
        title=header["title"],
        author=header["author"],
        section=header["section"],
        published=start - timedelta(hours=float(header["hours_ago"])),
        body=fill(bodies[f"{outlet.id}/{slug}"], outlet.language, start),
        caption=header.get("caption", ""),
        teaser=header.get("teaser", ""),
        story=header.get("story", slug),
    )
    origin = header.get("syndicates")
    return _syndicated(piece, origin, headers[origin], bodies[origin], start) if origin else piece


def _syndicated(
    piece: Piece, origin: str, header: Mapping[str, str], body: str, start: datetime
) -> Piece:
    first = next(outlet for outlet in OUTLETS if outlet.id == origin.partition("/")[0])
    return replace(
        piece,
        body=fill(body, first.language, start),
        teaser=header["teaser"],
        credit=f"This article was first published by {first.name}.",
    )


def fill(text: str, language: str, start: datetime) -> str:
    """Replace `{day:9}`, `{date:9}`, `{clock:9}` by what they were nine hours before `start`."""

    def word(match: re.Match[str]) -> str:
        moment = (start - timedelta(hours=int(match[2]))).astimezone(TAIPEI)
        return (_chinese if language.startswith("zh") else _english)(match[1], moment)

    return _WHEN.sub(word, text)


def _english(what: str, moment: datetime) -> str:
    if what == "day":
        return _DAYS[moment.weekday()]
    if what == "date":
        return f"{_MONTHS[moment.month - 1]} {moment.day}"
    return f"{moment.hour % 12 or 12}:{moment:%M} {'a.m.' if moment.hour < 12 else 'p.m.'}"  # noqa: PLR2004 noon


def _chinese(what: str, moment: datetime) -> str:
    if what == "clock":
        half = "上午" if moment.hour < 12 else "下午"  # noqa: PLR2004 noon
        return f"{half}{moment.hour % 12 or 12}時{moment.minute}分"
    return f"{moment.day}日" if what == "day" else f"{moment.month}月{moment.day}日"
