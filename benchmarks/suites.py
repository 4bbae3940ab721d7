"""The public feed suites: files, what they state of their entries, and two readers of them.

A file of feedparser's states it in an `Expect:` line, one of gofeed's in the JSON beside it.
"""

from __future__ import annotations

import ast
import calendar
import io
import json
import re
import tarfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import feedparser

from briefbot import addresses
from briefbot.errors import SourceError
from briefbot.ports import Document
from briefbot.reading import read_source
from briefbot.text import dates, markup
from briefbot.text.clean import clean

ADDRESS = "http://127.0.0.1:8097/"
"""Where feedparser's own tests serve their files."""
TITLE = 300

_HEADER = re.compile(rb"^Header:\s*([\w-]+):[ \t]*(.*?)\s*$", re.MULTILINE)
_EXPECT = re.compile(r"^Expect:\s*(.*?)\s*$", re.MULTILINE)
_CHARSET = re.compile(r"charset\s*=\s*[\"' ]*([\w.:-]+)", re.IGNORECASE)
_DATE = re.compile(
    r"<(?:[\w.-]+:)?(?:pubdate|published|updated|issued|modified|created|date|lastbuilddate)\b[^<>]*>"
    r"([^<>]{4,60})</",
    re.IGNORECASE,
)
_KEYS = {"title": "title", "link": "link", "id": "id", "guid": "id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a file states of one of its entries: a title, a link or a moment."""

    entry: int
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One file of a suite."""

    suite: str
    name: str
    document: Document
    entries: int = 0
    """How many entries it states, or speaks of."""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reader made of one file."""

    entries: tuple[Mapping[str, str], ...] = ()
    refused: str = ""
    """Why it is no feed, in the reader's own word."""
    seconds: float = field(default=0, compare=False)


# ------------------------------------------------------------ files


def cases(archive: Path) -> list[Case]:
    """Return the feeds of an archive; expected JSON beside a feed is none of them."""
    with tarfile.open(archive) as tar:
        files = {
            member.name: reader.read()
            for member in tar.getmembers()
            if member.isfile() and (reader := tar.extractfile(member))
        }
    return [
        _case(name, body, files) for name, body in sorted(files.items()) if _is_feed(name, files)
    ]


def _is_feed(name: str, files: Mapping[str, bytes]) -> bool:
    if name.endswith(".xml"):
        return True
    return (
        name.endswith(".json")
        and f"{name.removesuffix('.json')}.xml" not in files
        and not name.endswith("_expected.json")
    )


def _case(name: str, body: bytes, files: Mapping[str, bytes]) -> Case:
    stem = name.rpartition(".")[0]
    beside = files.get(f"{stem}_expected.json")
    if beside is None and name.endswith(".xml"):
        beside = files.get(f"{stem}.json")
    headers = {key.lower(): value for key, value in _HEADER.findall(body[:4000])}
    kind = headers.get(b"content-type", b"").decode("latin-1")
    charset = _CHARSET.search(kind)
    document = Document(
        body=body,
        url=headers.get(b"content-location", ADDRESS.encode()).decode("latin-1"),
        charset=charset[1] if charset else None,
        content_type=kind.partition(";")[0],
    )
    facts = tuple(_stated(json.loads(beside)) if beside else _expected(body))
    entries = len(_items(json.loads(beside))) if beside else 0
    return Case(
        suite="gofeed" if "testdata" in PurePosixPath(name).parts else "feedparser",
        name=name,
        document=document,
        entries=max([entries, *(fact.entry + 1 for fact in facts)]),
        facts=tuple(fact for fact in facts if fact.name),
    )


# ------------------------------------------------------------ feedparser's Expect line


def _expected(body: bytes) -> Iterator[Fact]:
    found = _EXPECT.search(body[:4000].decode("utf-8", "replace"))
    try:
        tree = ast.parse(found[1], mode="eval") if found else None
    except SyntaxError:
        return
    for node in ast.walk(tree) if tree else ():
        place = _place(node)
        if place is not None:
            yield Fact(entry=place[0], name="", value="")
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            yield from _compared(node)


def _place(node: ast.AST) -> tuple[int, str] | None:
    """Return the entry and the key of `entries[0]['key']`."""
    match node:
        case ast.Subscript(
            value=ast.Subscript(
                value=ast.Name(id="entries"), slice=ast.Constant(value=int(number))
            ),
            slice=ast.Constant(value=str(key)),
        ):
            return number, key
    return None


def _compared(node: ast.Compare) -> Iterator[Fact]:
    place = _place(node.left)
    try:
        value = ast.literal_eval(node.comparators[0])
    except ValueError:
        return
    if place is None:
        return
    number, key = place
    if key in _KEYS and isinstance(value, str):
        yield Fact(entry=number, name=_KEYS[key], value=value)
    if key in {"published_parsed", "updated_parsed"} and isinstance(value, tuple):
        moment = datetime.fromtimestamp(calendar.timegm(value), UTC)
        yield Fact(entry=number, name="date", value=moment.isoformat())


# ------------------------------------------------------------ gofeed's JSON


def _items(stated: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return stated.get("items") or stated.get("entries") or []


def _stated(stated: Mapping[str, Any]) -> Iterator[Fact]:
    for number, item in enumerate(_items(stated)):
        found = {
            "title": item.get("title"),
            "link": item.get("link") or item.get("url") or _page(item.get("links")),
            "date": item.get("publishedParsed") or item.get("pubDateParsed"),
        }
        for name, value in found.items():
            if value:
                yield Fact(entry=number, name=name, value=value)


def _page(links: object) -> str | None:
    """Return the first link to an Atom entry's page."""
    found = [link for link in links if isinstance(link, dict)] if isinstance(links, list) else []
    pages = (link.get("href") for link in found if link.get("rel") in {None, "", "alternate"})
    return next(pages, None)


# ------------------------------------------------------------ the two readers


def ours(document: Document) -> Answer:
    """Read a document as the pipeline does, in this process."""
    begun = time.perf_counter()
    try:
        found = read_source(document, "auto")
    except SourceError as error:
        return Answer(refused=error.reason, seconds=time.perf_counter() - begun)
    entries = found.feed.entries if found.feed else ()
    return Answer(
        seconds=time.perf_counter() - begun,
        refused="" if found.feed and found.feed.kind == "feed" else "page",
        entries=tuple(
            {
                "title": entry.title,
                "link": entry.url,
                "id": entry.id,
                "date": entry.published.isoformat() if entry.published else "",
            }
            for entry in entries
        ),
    )


def theirs(document: Document) -> Answer:
    """Read a document with feedparser alone."""
    headers = {"content-location": document.url, "content-type": document.content_type}
    if document.charset:
        headers["content-type"] += f"; charset={document.charset}"
    begun = time.perf_counter()
    found = feedparser.parse(
        io.BytesIO(document.body),
        response_headers={name: value for name, value in headers.items() if value},
    )
    seconds = time.perf_counter() - begun
    return Answer(entries=tuple(map(_their_entry, found.entries)), seconds=seconds)


def _their_entry(entry: Mapping[str, Any]) -> Mapping[str, str]:
    text = entry.get("content") or [{"value": entry.get("summary", "")}]
    parsed = next(
        (entry[f"{n}_parsed"] for n in ("published", "updated") if f"{n}_parsed" in entry), None
    )
    return {
        "title": entry.get("title", ""),
        "link": entry.get("link", ""),
        "id": entry.get("id", ""),
        "date": datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else "",
        "text": text[0]["value"],
    }


# ------------------------------------------------------------ what is right


def agrees(fact: Fact, answer: Answer, document: Document) -> bool:
    """Tell whether an answer says what the file states; titles are compared as plain text."""
    if fact.entry >= len(answer.entries):
        return False
    said = answer.entries[fact.entry][fact.name]
    same: dict[str, Callable[[str], object]] = {
        "title": lambda text: clean(markup.plain(text), limit=TITLE),
        "link": lambda text: addresses.fit(text, document.url),
        "date": dates.read,
        "id": str,
    }
    return same[fact.name](said) == same[fact.name](fact.value)


def date_texts(case: Case) -> Iterator[str]:
    """Yield what stands in the elements for dates, the feed's own too."""
    for match in _DATE.finditer(case.document.body.decode("utf-8", "replace")):
        yield match[1].strip()
