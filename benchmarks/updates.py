"""Updates: which later articles of a story count as news, and which as the same again.

    python -m benchmarks.updates [stories.jsonl.gz]

Copies are made of each article: every third sentence is left out, the others stand in another
order, and what stands before and after a comma changes places. Such a copy has no news. News
are the same copies with two sentences of another story between theirs: first, or at the end.
Then, for the articles of each story in the order of the file, how many add something to all of
those before.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

if not __package__:  # run by its path: the folder above holds the package
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.stories import Piece, invented, read
from briefbot import summarise
from briefbot.models import Body
from briefbot.updates import addition

SUMMARISER = "lexrank"
LATE = 9
"""From this article of a story on, they are counted together."""


def _body(text: str, language: str) -> Body:
    spans = summarise.weigh(text, title="", language=language, summariser=SUMMARISER)
    return Body(text=text, sentences=spans, summariser=SUMMARISER)


def _adds(text: str, language: str, told: Sequence[tuple[str, str]]) -> bool:
    return bool(addition(_body(text, language), language, told).sentences)


def _sentences(piece: Piece) -> list[str]:
    body = _body(piece.text, piece.language)
    return [body.text[span.start : span.end] for span in body.sentences]


def _turned(sentence: str) -> str:
    """Let what stands before and after a sentence's first comma change places."""
    first, comma, rest = sentence.rstrip(".").partition(", ")
    return f"{rest[:1].upper()}{rest[1:]}, {first}." if comma and rest else sentence


def _copy(sentences: Sequence[str], rng: random.Random) -> list[str]:
    kept = [_turned(sentence) for place, sentence in enumerate(sentences) if place % 3]
    rng.shuffle(kept)
    return kept


def edited(pieces: list[Piece]) -> tuple[int, list[int], list[float]]:
    """Return of how many articles copies were made, how many count as news, and what it took.

    Plain copies, those with news first and those with news last; seconds for each.
    """
    rng, found, took, made = random.Random(7), [0, 0, 0], [], 0
    for place, piece in enumerate(pieces):
        sentences = _sentences(piece)
        other = next(p for p in pieces[place:] + pieces[:place] if p.story != piece.story)
        news = _sentences(other)[:2]
        if len(sentences) < LATE or not news or other.language != piece.language:
            continue
        made, copy = made + 1, _copy(sentences, rng)
        told = [(piece.text, piece.language)]
        for kind, text in enumerate((copy, [*news, *copy], [*copy, *news])):
            began = time.perf_counter()
            found[kind] += _adds(" ".join(text), piece.language, told)
            took.append(time.perf_counter() - began)
    return made, found, took


def later(pieces: Sequence[Piece]) -> Iterator[tuple[int, bool]]:
    """Yield for each article of a story but the first its place, and whether it adds something."""
    stories: dict[tuple[str, str], list[Piece]] = defaultdict(list)
    for piece in pieces:
        stories[piece.story, piece.language].append(piece)
    for members in stories.values():
        told: list[tuple[str, str]] = []
        for place, piece in enumerate(members, 1):
            if told:
                yield min(place, LATE), _adds(piece.text, piece.language, told)
            told.append((f"{piece.title}\n{piece.text}", piece.language))


def report(name: str, pieces: list[Piece]) -> None:
    """Print what counts as news in one set."""
    made, found, took = edited(pieces)
    print(
        f"{name}: {made:,} articles and their edited copies, {1000 * sum(took) / len(took):.1f} ms"
    )
    for kind, number in zip(("copies", "news first", "news last"), found, strict=True):
        print(f"  {kind:10} {100 * number / made:5.1f} % told as an update")
    counts: dict[int, list[bool]] = defaultdict(list)
    for place, adds in later(pieces):
        counts[place].append(adds)
    for place, all_ in sorted(counts.items()):
        which = f"{place}{'.' if place < LATE else '. and later'} article of a story"
        print(f"  {which:32} {100 * sum(all_) / len(all_):5.1f} % of {len(all_):,} add something")


def main() -> None:
    """Report on the newsroom, and on the given set."""
    report("the newsroom", invented())
    for name in sys.argv[1:]:
        report(name, read(Path(name)))


if __name__ == "__main__":
    main()
