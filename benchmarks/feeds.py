"""The public feed suites through what reads one source, beside feedparser alone.

    python -m benchmarks.feeds ARCHIVE... [--seconds 10] [--all]

Each file goes the product's own way: in a worker process, under its time and memory limit, from
bytes to a feed. feedparser gets the same bytes and headers in the same kind of process. What a
file states (feedparser's `Expect:` lines, gofeed's JSON) is compared for both alike: titles as
plain text, links as they are opened, dates as moments.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

if not __package__:  # run by its path: the folder above holds the package
    sys.path.insert(0, str(Path(__file__).parents[1]))

from feedparser.datetimes import _parse_date  # type: ignore[import-untyped]

from benchmarks.suites import Answer, Case, agrees, cases, date_texts, ours, theirs
from briefbot.errors import ParseError, WorkError
from briefbot.ports import Document
from briefbot.reading import warm
from briefbot.sources import _readers
from briefbot.text import dates
from briefbot.workers import Workers

SHOWN = 15
Read = Callable[[Document], Answer]


@dataclass
class Tally:
    """What one reader made of one suite."""

    broken: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    fewer: list[str] = field(default_factory=list)
    """Files with fewer entries than they state."""
    wrong: list[str] = field(default_factory=list)
    stated: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    entries: int = 0
    seconds: list[float] = field(default_factory=list)


async def read_all(found: Sequence[Case], read: Read, seconds: float) -> dict[str, Answer | str]:
    """Return each file's answer, or the reason why its worker gave none."""
    answers: dict[str, Answer | str] = {}
    async with Workers(seconds=seconds, warm=warm, recycle=1000) as workers:

        async def one(case: Case) -> None:
            try:
                answers[case.name] = await workers(read, case.document)
            except WorkError as error:
                answers[case.name] = f"{error.reason}: {error}"

        await asyncio.gather(*map(one, found))
    return answers


def tally(found: Sequence[Case], answers: dict[str, Answer | str]) -> Tally:
    """Count what is right."""
    result = Tally()
    for case in found:
        answer = answers[case.name]
        if isinstance(answer, str):
            kind = result.hung if answer.startswith("work_timeout") else result.broken
            kind.append(f"{case.name}: {answer}")
            answer = Answer()
        result.entries += len(answer.entries)
        result.seconds.append(answer.seconds)
        result.stated["entries"] += case.entries > 0
        result.right["entries"] += 0 < case.entries <= len(answer.entries)
        if len(answer.entries) < case.entries:
            said = "; one is said twice" if repeats(case) else ""
            result.fewer.append(f"{case.name}: {len(answer.entries)} of {case.entries}{said}")
        for fact in case.facts:
            result.stated[fact.name] += 1
            good = agrees(fact, answer, case.document)
            result.right[fact.name] += good
            if not good:
                there = fact.entry < len(answer.entries)
                found_there = answer.entries[fact.entry][fact.name] if there else None
                line = f"{case.name}: {fact.name} {found_there!r}, stated {fact.value!r}"
                result.wrong.append(line)
    return result


def repeats(case: Case) -> bool:
    """Tell whether the file has all its entries for us too, before those alike become one."""
    try:
        return len(_readers.read(case.document).entries) >= case.entries
    except ParseError:
        return False


def table(suite: str, found: Sequence[Case], tallies: dict[str, Tally]) -> None:
    """Print the figures of one suite, a column for each reader."""
    print(f"\n{suite}, {len(found)} files" + "".join(f"{name:>18}" for name in tallies))
    rows: dict[str, Callable[[Tally], str]] = {
        "exceptions": lambda t: str(len(t.broken)),
        "over the time limit": lambda t: str(len(t.hung)),
        "entries found": lambda t: str(t.entries),
        "files with the stated entries": lambda t: share(t, "entries"),
        "titles right": lambda t: share(t, "title"),
        "links right": lambda t: share(t, "link"),
        "ids right": lambda t: share(t, "id"),
        "dates right": lambda t: share(t, "date"),
        "median ms a file": lambda t: f"{1000 * sorted(t.seconds)[len(t.seconds) // 2]:.2f}",
        "the slowest hundredth, ms": lambda t: (
            f"{1000 * sorted(t.seconds)[-len(t.seconds) // 100]:.1f}"
        ),
    }
    for name, figure in rows.items():
        print(f"  {name:<32}" + "".join(f"{figure(t):>18}" for t in tallies.values()))


def share(one: Tally, name: str) -> str:
    return f"{one.right[name]} of {one.stated[name]}"


def behind(
    found: Sequence[Case], ours: dict[str, Answer | str], peers: dict[str, Answer | str]
) -> list[str]:
    """Return the files in which the peer found more entries that differ in anything."""
    pairs = ((case.name, different(ours[case.name]), different(peers[case.name])) for case in found)
    return [f"{name}: {own} of {other}" for name, own, other in pairs if own < other]


def different(answer: Answer | str) -> int:
    """Count entries, and one that is said twice once: so does the product, on purpose."""
    return len({tuple(e.items()) for e in answer.entries}) if isinstance(answer, Answer) else 0


def undated(found: Sequence[Case]) -> tuple[int, int, int, list[str]]:
    """Return how many date texts there are, how many each reads, and those that we alone do not."""
    texts = sorted({text for case in found for text in date_texts(case)})
    own = {text for text in texts if dates.read(text)}
    peer = {text for text in texts if _parse_date(text)}
    return len(texts), len(own), len(peer), sorted(peer - own)


def full() -> Document:
    """Make a feed as sites have them: 200 articles whole, 0.9 MB."""
    text = "Word after word about the quay and its cranes. " * 80
    items = "".join(
        f"<item><title>Title {n}</title><link>https://quay.example/{n}</link>"
        f"<guid isPermaLink='false'>{n}</guid><pubDate>Sun, 22 Nov 2026 10:{n % 60:02}:00 GMT"
        f"</pubDate><description>{text[:300]}</description><e:encoded><![CDATA[<p>{text}</p>]]>"
        "</e:encoded></item>"
        for n in range(200)
    )
    head = "<rss version='2.0' xmlns:e='http://purl.org/rss/1.0/modules/content/'><channel>"
    body = f"{head}<title>Quay</title>{items}</channel></rss>"
    return Document(body=body.encode(), url="https://quay.example/feed")


def show(title: str, lines: Sequence[str], most: int) -> None:
    print(f"\n  {title}: {len(lines)}")
    for line in lines[:most]:
        print(f"    {line[:200]}")


async def main(arguments: argparse.Namespace) -> None:
    most = 10_000 if arguments.all else SHOWN
    for archive in arguments.archives:
        found = cases(archive)
        begun = time.perf_counter()
        own = await read_all(found, ours, arguments.seconds)
        peer = await read_all(found, theirs, arguments.seconds)
        mine = tally(found, own)
        table(archive.name, found, {"briefbot": mine, "feedparser": tally(found, peer)})
        total, read, their_read, missed = undated(found)
        print(f"  {'date texts read, of ' + str(total):<32}{read:>18}{their_read:>18}")
        show("broken", mine.broken + mine.hung, most)
        show("fewer entries than feedparser", behind(found, own, peer), most)
        show("fewer entries than stated", mine.fewer, most)
        show("stated otherwise", mine.wrong, most)
        show("dates that feedparser alone reads", missed, most)
        print(f"\n  both read in {time.perf_counter() - begun:.0f} s")
    own_ms, peer_ms = (
        1000 * min(read(full()).seconds for _ in range(5)) for read in (ours, theirs)
    )
    print(f"\na feed of 200 whole articles: briefbot {own_ms:.0f} ms, feedparser {peer_ms:.0f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archives", type=Path, nargs="+")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--all", action="store_true", help="name every file that differs")
    asyncio.run(main(parser.parse_args()))
