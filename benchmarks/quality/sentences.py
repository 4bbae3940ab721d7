"""Where a sentence ends: cases of the golden rules, in twenty languages."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any
from zlib import crc32

from benchmarks.quality.table import Table
from briefbot.text.sentences import split

FILE = Path("sentences") / "golden_rules_dev.jsonl"
ROUNDS = 5
LEAST = 5
"""Cases of a language in the reported half that make a column."""

Splitter = Callable[[str, str], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A text, its language, and its sentences."""

    language: str
    text: str
    expected: tuple[str, ...]


def cases(data: Path) -> tuple[list[Case], list[Case]]:
    """Return the half that rules are written by, and the half that is reported.

    Which half depends on the text alone; a text that stands twice counts once.
    """
    with (data / FILE).open(encoding="utf-8") as lines:
        rows = {row["text"]: row for row in map(json.loads, lines)}
    halves: tuple[list[Case], list[Case]] = ([], [])
    for text, row in rows.items():
        case = Case(language=row["lang"], text=text, expected=_tidy(row["expected"]))
        halves[crc32(text.encode()) % 2].append(case)
    return halves


def _tidy(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences without what differs in white space alone."""
    return tuple(filter(None, (" ".join(sentence.split()) for sentence in sentences)))


# ------------------------------------------------------------ systems


def _ours(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


def _pysbd() -> Splitter:
    pysbd = import_module("pysbd")
    made: dict[str, Any] = {}

    def cut(text: str, language: str) -> list[str]:
        known = language if language in pysbd.languages.LANGUAGE_CODES else "en"
        if known not in made:
            made[known] = pysbd.Segmenter(language=known, clean=False)
        return list(made[known].segment(text))

    return cut


def _sentencex() -> Splitter:
    segment = import_module("sentencex").segment
    return lambda text, language: list(segment(language, text))


def _punkt() -> Splitter:
    """Return punkt without a model, whose download needs the network: its rules alone."""
    tokenizer = import_module("nltk.tokenize.punkt").PunktSentenceTokenizer()
    return lambda text, _: list(tokenizer.tokenize(text))


SYSTEMS: dict[str, Callable[[], Splitter]] = {
    "briefbot": lambda: _ours,
    "pysbd": _pysbd,
    "sentencex": _sentencex,
    "punkt, untrained": _punkt,
}


# ------------------------------------------------------------ measure


def right(cut: Splitter, asked: Sequence[Case]) -> list[bool]:
    """Tell of each case whether every sentence of it is found and nothing else."""
    return [_tidy(cut(case.text, case.language)) == case.expected for case in asked]


def _seconds(cut: Splitter, asked: Sequence[Case]) -> float:
    """Return the time for a thousand sentences: the median of a few rounds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for case in asked:
            cut(case.text, case.language)
        taken.append(time.perf_counter() - begun)
    return median(taken) / sum(len(case.expected) for case in asked) * 1_000


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.0%}" if hits else "–"


def _row(name: str, columns: Sequence[str], halves: Sequence[Sequence[Case]]) -> tuple[str, ...]:
    tuned, reported = halves
    cut = SYSTEMS[name]()
    hits = right(cut, reported)
    by_language = [
        _share([hit for hit, case in zip(hits, reported, strict=True) if case.language == code])
        for code in columns
    ]
    rest = [hit for hit, c in zip(hits, reported, strict=True) if c.language not in columns]
    clean = [hit for hit, case in zip(hits, reported, strict=True) if not _marked(case)]
    before = _share(right(cut, tuned))
    speed = f"{_seconds(cut, reported) * 1_000:.0f} ms"
    return (name, *by_language, _share(rest), _share(hits), _share(clean), before, speed)


def _note(halves: Sequence[Sequence[Case]]) -> str:
    """Say how much of what we have wrong is text that never reaches the splitter."""
    wrong = [
        case
        for half in halves
        for case, hit in zip(half, right(_ours, half), strict=True)
        if not hit
    ]
    marked = sum(map(_marked, wrong))
    return (
        f"Of the {len(wrong)} cases of both halves that briefbot has wrong, {marked} hold markup "
        "or lines that break inside a sentence. A page's text has neither when it is split: each "
        "paragraph is one line, and there a line's end ends a sentence."
    )


def _marked(case: Case) -> bool:
    """Tell whether the text holds markup, or a line that ends where no sentence does."""
    return "<" in case.text or _broken(case)


def _broken(case: Case) -> bool:
    ends = set(accumulate(len("".join(sentence.split())) for sentence in case.expected))
    lines = accumulate(len("".join(line.split())) for line in case.text.splitlines())
    return not ends.issuperset(filter(None, lines))


def measure(data: Path) -> list[Table]:
    """Return the share of cases that each system has right, by language, and its time."""
    halves = cases(data)
    tuned, reported = halves
    counts = Counter(case.language for case in reported)
    columns = [code for code, number in counts.most_common() if number >= LEAST]
    others = len(reported) - sum(counts[code] for code in columns)
    clean = f"no markup ({sum(not _marked(case) for case in reported)})"
    names = [f"{code} ({counts[code]})" for code in columns]
    return [
        Table(
            task="Sentences",
            about=f"Share of the {len(reported)} cases of the reported half whose sentences are "
            f"all found; in brackets how many cases; beside it the {len(tuned)} of the half that "
            "our rules were written by, and the time for 1,000 sentences. White space is not "
            "compared. The cases are pysbd's own, and its rules were written by all of them.",
            columns=(*names, f"others ({others})", "all", clean, "tuning half", "time"),
            rows=tuple(_row(name, columns, halves) for name in SYSTEMS),
            notes=(_note(halves),),
        )
    ]
