"""False alarms: which pages of a public set count as walls, paywalls, live blogs, videos, pictures.

    python -m benchmarks.walls pages.tar.xz test-pages.tar.xz

The sets hold articles, so what is named here should be read: each line gives the label, how many
letters were extracted, and the page. Such sets hold hardly any wall, so they say nothing of how
many walls are found; tests/extract/test_walls.py and test_signs.py have some of each vendor.
"""

from __future__ import annotations

import logging
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

if not __package__:  # run by its path: the folder above holds the package
    sys.path.insert(0, str(Path(__file__).parents[1]))

from briefbot.errors import ExtractError
from briefbot.extract import extract, walls


def _pages(names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for name in names:
        with tarfile.open(name) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.name.endswith(".html") else None
                if stream and not member.name.endswith("expected.html"):
                    yield member.name, stream.read()


def _label(name: str, body: bytes) -> tuple[str, int]:
    """Return what the page is called, and how many letters it gave."""
    try:
        found = extract(body, url=f"https://pages.example/{name}", dated=True)
    except ExtractError as error:
        return error.reason, 0
    if found.form is not None:
        return found.form.value, len(found.text)
    paywalled = found.paywalled and walls.is_stub(found.text)
    return "paywalled" if paywalled else "article", len(found.text)


def main(names: Sequence[str]) -> None:
    """Print every page that is no plain article, then the counts."""
    logging.disable(logging.WARNING)
    counts: Counter[str] = Counter()
    began = time.process_time()
    for name, body in _pages(names):
        label, letters = _label(name, body)
        counts[label] += 1
        if label != "article":
            print(f"{label:10} {letters:6,}  {name}")
    took = time.process_time() - began
    print(", ".join(f"{label} {number:,}" for label, number in counts.most_common()))
    print(f"{1000 * took / max(1, counts.total()):.1f} ms a page")


if __name__ == "__main__":
    main(sys.argv[1:])
