"""Public OPML lists, each imported whole into a configuration of its own.

    python -m benchmarks.opml PATH... [--all]

A path is a list, a folder or a tar archive of lists, or Kite's `kite_feeds.json.gz`, from which one
list is made, with a folder for each of its categories. A folder may hold all of these. Each list
goes the product's own way: read, taken into a configuration, written into its file, and read from
there again. At the end, a thousand new sources are added to an empty file, and a thousand more.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

if not __package__:  # run by its path: the folder above holds the package
    sys.path.insert(0, str(Path(__file__).parents[1]))

from briefbot import opml
from briefbot.admin import Admin
from briefbot.clock import utc_now
from briefbot.config import Config
from briefbot.errors import BriefbotError
from briefbot.models import Author
from briefbot.store import configedit, configfile
from briefbot.store.audit import Audit

SHOWN = 10
KINDS = (".opml", ".json.gz", ".tar", ".tar.gz", ".tar.xz")
BARE = "# ours\nfetch:\n  contact: me@site.example  # who we are\nsources: []\n"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one list."""

    name: str
    feeds: int = 0
    imported: int = 0
    topics: int = 0
    repeated: int = 0
    refused: Sequence[opml.Other] = ()
    error: str = ""
    seconds: float = 0


def lists(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each list by its name."""
    if path.is_dir():
        for file in sorted(each for each in path.rglob("*") if each.name.endswith(KINDS)):
            yield from lists(file)
    elif path.name.endswith(".json.gz"):
        yield f"{path.name}, as one list", made(json.loads(gzip.decompress(path.read_bytes())))
    elif ".tar" in path.name:
        with tarfile.open(path) as tar:
            for member in sorted(tar.getmembers(), key=lambda member: member.name):
                reader = tar.extractfile(member)
                if reader and member.name.endswith((".opml", ".xml")):
                    yield member.name, reader.read()
    else:
        yield path.name, path.read_bytes()


def made(categories: dict[str, dict[str, object]]) -> bytes:
    """Make one list of Kite's categories."""
    lines = ['<opml version="2.0"><body>']
    for name, category in categories.items():
        language = quoteattr(str(category.get("source_language", "")))
        lines.append(f"<outline text={quoteattr(name)}>")
        feeds = category["feeds"]
        assert isinstance(feeds, list)
        lines += [
            f'<outline type="rss" xmlUrl={quoteattr(url)} language={language}/>' for url in feeds
        ]
        lines.append("</outline>")
    return "\n".join([*lines, "</body></opml>"]).encode()


def added(file: Path, taken: opml.Taken) -> Config:
    """Add them as `briefbot sources import` does: judged, audited, the file replaced whole."""
    changes = configedit.additions(sources=taken.sources, topics=taken.topics)
    if not changes:
        return configfile.load(file)
    audit = Audit(file.with_suffix(".db"))
    try:
        return Admin(file, audit).apply(changes, Author(name="bench", way="cli"), utc_now()).config
    finally:
        audit.close()


def imported(name: str, body: bytes, file: Path) -> Outcome:
    """Import one list into a file with nothing but a head."""
    file.write_text(BARE, encoding="utf-8")
    os.utime(file, (0, 0))  # else it is waited for: somebody might just be writing it
    begun = time.perf_counter()
    try:
        config = configfile.load(file)
        listing = opml.read(body)
        taken = opml.take(listing, config, {})
        config = added(file, taken)
    except BriefbotError as error:
        return Outcome(name=name, error=str(error), seconds=time.perf_counter() - begun)
    seconds = time.perf_counter() - begun
    assert file.read_text("utf-8").startswith(BARE.partition("sources")[0])
    assert opml.take(listing, config, {}).sources == (), "a second import adds nothing"
    return Outcome(
        name=name,
        feeds=len(listing.feeds),
        imported=len(config.sources),
        topics=len(config.topics),
        repeated=taken.repeated,
        refused=taken.refused,
        seconds=seconds,
    )


def table(path: Path, outcomes: Sequence[Outcome], most: int) -> None:
    """Print what became of the lists of one path."""
    reasons = Counter(other.reason for one in outcomes for other in one.refused)
    failed = [one for one in outcomes if one.error]
    figures = {
        "lists": len(outcomes),
        "of these not read": len(failed),
        "feeds": sum(one.feeds for one in outcomes),
        "imported": sum(one.imported for one in outcomes),
        "said again in their list": sum(one.repeated for one in outcomes),
        "topics": sum(one.topics for one in outcomes),
        "refused": sum(reasons.values()),
    }
    print(f"\n{path.name}")
    for name, figure in figures.items():
        print(f"  {name:<28}{figure:>8}")
    seconds = sorted(one.seconds for one in outcomes)
    print(f"  {'seconds, the slowest list':<28}{seconds[-1]:>8.2f}")
    print(f"  {'seconds in all':<28}{sum(seconds):>8.2f}")
    largest = max(outcomes, key=lambda one: one.feeds)
    print(f"  the largest, {largest.name}: {largest.feeds} feeds in {largest.seconds:.2f} s")
    for reason, number in reasons.most_common():
        print(f"  refused {number:>4}: {reason}")
    for one in failed[:most]:
        print(f"  not read: {one.name}: {one.error}")
    lines = [
        f"{one.name}, line {o.line}: {o.title} ({o.reason})"
        for one in outcomes
        for o in one.refused
    ]
    for line in lines[:most]:
        print(f"    {line[:160]}")


def thousands(file: Path) -> tuple[float, float]:
    """Add a thousand sources to an empty file, and a thousand more; return the seconds of both."""
    hosts = [
        "<opml><body><outline text='News'>"
        + "".join(
            f"<outline text='Outlet {n}' xmlUrl='https://n{n}.example/feed'/>" for n in range(*span)
        )
        + "</outline></body></opml>"
        for span in ((0, 1000), (1000, 2000))
    ]
    first = imported("first", hosts[0].encode(), file)
    assert first.imported == 1000
    begun = time.perf_counter()
    config = configfile.load(file)
    taken = opml.take(opml.read(hosts[1].encode()), config, {})
    config = added(file, taken)
    assert len(config.sources) == 2000
    return first.seconds, time.perf_counter() - begun


def main(arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "briefbot.yaml"
        for path in arguments.paths:
            outcomes = [imported(name, body, file) for name, body in lists(path)]
            table(path, outcomes, 100_000 if arguments.all else SHOWN)
        first, second = thousands(file)
        print(f"\na thousand sources into an empty file: {first:.2f} s")
        print(f"a thousand sources more in a file of a thousand: {second:.2f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--all", action="store_true", help="name every line that is refused")
    main(parser.parse_args())
