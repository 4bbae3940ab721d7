"""What an OPML list holds: its feeds with the folders they stand in, and what is no feed."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from briefbot.errors import ParseError
from briefbot.opml.mending import mended
from briefbot.text import charset, markup
from briefbot.text.clean import clean

LARGEST = 10_000_000
"""Bytes of a list; some 50,000 feeds."""
DEEPEST = 32
"""Folders within folders."""
TITLE = 200

NO_FEED = "a page, and no feed (xmlUrl); try it with `briefbot sources test`"
A_LIST = "another list, which is not followed; import it by itself"
NOTHING = "no address (xmlUrl)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One feed of a list, as it stands there."""

    line: int
    title: str
    url: str
    language: str = ""
    folders: tuple[str, ...] = ()
    """The folders that it stands in, the outermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A line of a list that gives no source, and why."""

    line: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A whole list."""

    title: str
    feeds: tuple[Listed, ...]
    others: tuple[Other, ...]


@dataclass(slots=True)
class _Open:
    """An outline that has not ended."""

    line: int
    title: str
    said: dict[str, str]
    folder: bool = False
    """Whether others stand in it."""


@dataclass(slots=True)
class _Reader:
    """Takes what the parser meets."""

    shift: int
    """Lines by which the parser is ahead of the file."""
    parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)
    title: str = ""
    feeds: list[Listed] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        # There is none left by now; should one be, nothing is made of it.
        self.parser.StartDoctypeDeclHandler = self._doctype

    @property
    def line(self) -> int:
        """The line of the file that is being read."""
        return max(self.parser.CurrentLineNumber - self.shift, 1)

    def _doctype(self, *_: object) -> NoReturn:
        raise _refusal(self.line, "a DOCTYPE stands here; remove it")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.lower()
        if not self._path and name != "opml":
            raise _refusal(self.line, f"this is no OPML list; it begins with <{clean(name)[:40]}>")
        self._path.append(name)
        if name != "outline":
            return
        said = {key.lower(): value.strip() for key, value in attributes.items()}
        title = _plain(said.get("title") or said.get("text") or "")
        if self._open:
            self._open[-1].folder = True
        self._open.append(_Open(line=self.line, title=title, said=said))
        if len(self._open) > DEEPEST:
            raise _refusal(self.line, f"more than {DEEPEST} folders within each other")
        if url := said.get("xmlurl"):
            above = (each.title for each in self._open[:-1] if not each.said.get("xmlurl"))
            folders = tuple(dict.fromkeys(filter(None, above)))
            language = said.get("language", "")
            self.feeds.append(
                Listed(line=self.line, title=title, url=url, language=language, folders=folders)
            )

    def _end(self, _: str) -> None:
        if self._path.pop() != "outline":
            return
        ended = self._open.pop()
        if not ended.folder and not ended.said.get("xmlurl"):
            self.others.append(
                Other(line=ended.line, title=ended.title, reason=_no_feed(ended.said))
            )

    def _text(self, text: str) -> None:
        if self._path == ["opml", "head", "title"]:
            self.title = _plain(self.title + text)


def read(body: bytes) -> Listing:
    """Return what the list holds, in its order; raise ParseError when it is none.

    What is nearly XML is mended as feeds are: a bare `&`, an entity of HTML, a wrong charset.
    """
    if len(body) > LARGEST:
        raise _refusal(None, f"the list is larger than {LARGEST // 1_000_000} MB; divide it")
    text = charset.decode(body)
    try:
        reader = _parsed(text)
    except expat.ExpatError:
        try:
            reader = _parsed(mended(text))
        except expat.ExpatError as error:
            said = expat.ErrorString(error.code)
            raise _refusal(_line_of(error, text), f"this is no XML: {said}") from error
    return Listing(
        title=reader.title,
        feeds=tuple(reader.feeds),
        others=tuple(sorted(reader.others, key=lambda other: other.line)),
    )


def _parsed(text: str) -> _Reader:
    document = markup.safe_xml(text)
    reader = _Reader(shift=_shift(text, document))
    reader.parser.Parse(document, True)
    return reader


def _shift(text: str, document: bytes) -> int:
    """Return by how many lines the document is ahead: it has a declaration, and no DOCTYPE."""
    there, here = document.decode().lower().find("<opml"), text.lower().find("<opml")
    if min(there, here) < 0:
        return int("<?xml" not in text)
    return document.decode().count("\n", 0, there) - text.count("\n", 0, here)


def _line_of(error: expat.ExpatError, text: str) -> int:
    return max(error.lineno - _shift(text, markup.safe_xml(text)), 1)


def _refusal(line: int | None, message: str) -> ParseError:
    return ParseError("bad_opml", f"line {line}: {message}" if line else message)


def _plain(text: str) -> str:
    """Return a title as one line; some lists escape it twice."""
    return clean(html.unescape(text[: 4 * TITLE]), limit=TITLE)


def _no_feed(said: dict[str, str]) -> str:
    """Say why an outline is no feed."""
    link = said.get("url") or said.get("htmlurl")
    if said.get("type", "").lower() == "include" or (link or "").lower().endswith(".opml"):
        return A_LIST
    return NO_FEED if link else NOTHING
