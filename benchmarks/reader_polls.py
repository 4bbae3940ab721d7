"""Updates per second of lemon24/reader: run by an interpreter that has it, for `poll.py`.

Standard input names the feeds, one a line. Each is read once before the clock starts.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module

WORKERS = 32


def main(database: str) -> None:
    """Read every feed, then measure how fast it finds out that none has changed."""
    reader = import_module("reader").make_reader(database)
    for address in sys.stdin.read().split():
        reader.add_feed(address)
    reader.update_feeds(workers=WORKERS)
    begun = time.perf_counter()
    results = list(reader.update_feeds_iter(workers=WORKERS, scheduled=False))
    seconds = time.perf_counter() - begun
    assert len(results) == reader.get_feed_counts().total
    failed = [result for result in results if isinstance(result.value, Exception)]
    assert not failed, failed[0]
    print(f"{len(results) / seconds:.1f} updates/s")


if __name__ == "__main__":
    main(sys.argv[1])
