"""What made-up articles share with the pages that will be read: words, phrases, events, text.

Of real pages, one hash in twelve of a sketch stands in other pages too (stock phrases, names
of three words): 990 pages of 700 sites were counted. So it is here. One made-up article in
ten is a copy of one of the pages, with some of it changed, and one in five tells the event of
one in other words. An archive of 1,000,000 articles, which is one of 11,000 a day, then holds
five or six copies of each of 990 pages, and a small one a copy of few.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from benchmarks import site
from briefbot.cluster import _hash, features
from briefbot.models import Features
from briefbot.text.charset import decode
from briefbot.text.words import stems

VOCABULARY = 60_000
TERMS, SKETCH = 40, 64
COPIES, EVENTS, PHRASES = 0.1, 0.2, 0.08
CHANGED = 0.15
"""How much of a copy is not as in the page."""
SHARED = 14
"""How many terms two articles about one event have in common."""
HIGHEST = (1 << 63) * SKETCH // 400
"""The hashes of a sketch are the lowest of an article's, which has about 400."""
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL | re.IGNORECASE)


def read(page: site.Page) -> Features:
    """Return what is compared of a page, cut out roughly: it is about what will be stored."""
    paragraphs = _PARAGRAPH.findall(decode(page.body))
    text = "\n".join(_TAG.sub(" ", paragraph) for paragraph in paragraphs)
    return features(title=page.title, text=text, language="en")


class Words:
    """The words of the pages as often as they come, and made-up ones after them."""

    def __init__(self, pages: Sequence[site.Page], rng: random.Random) -> None:
        self._rng = rng
        said: Counter[str] = Counter()
        for page in pages:
            said.update(set(stems(_TAG.sub(" ", decode(page.body)), "en")))
        real = [word for word, _ in said.most_common(VOCABULARY // 2)]
        self._all = real + [f"w{n:x}" for n in range(VOCABULARY - len(real))]
        self._weights = list(accumulate(1 / (rank + 20) for rank in range(VOCABULARY)))

    def draw(self, count: int) -> list[str]:
        """Return words, the common ones often."""
        return self._rng.choices(self._all, cum_weights=self._weights, k=count)


class Alike:
    """Draws articles that are to the pages as others of their time are: `alike.draw()`."""

    def __init__(self, pages: Sequence[site.Page]) -> None:
        self._rng = random.Random(7)
        self.words = Words(pages, self._rng)
        self._pages = [read(page) for page in pages]
        counts = Counter(value for page in self._pages for value in page.sketch)
        self._phrases = [value for value in counts.elements() if counts[value] > 1]

    def draw(self) -> Features:
        """Make one: a copy of a page, an article about its event, or one on its own."""
        kind, page = self._rng.random(), self._rng.choice(self._pages)
        if kind < COPIES:
            kept = [term for term in page.terms if self._rng.random() >= CHANGED]
            same = [value for value in page.sketch if self._rng.random() >= CHANGED]
            return self._made(kept, same)
        if kind < COPIES + EVENTS:
            shared = self._rng.sample(page.terms, min(SHARED, len(page.terms)))
            return self._made(shared, [])
        return self._made([], [])

    def _made(self, terms: list[tuple[int, float]], sketch: list[int]) -> Features:
        """Fill up terms and sketch to what an article has."""
        rng, weights = self._rng, dict(terms)
        for word in self.words.draw(2 * (TERMS - len(terms))):
            if len(weights) < TERMS:
                weights.setdefault(_hash(word), rng.uniform(1, 5))
        best = sorted(weights.items(), key=lambda term: -term[1])
        hashes = set(sketch)
        while len(hashes) < SKETCH:
            hashes.add(self._hash())
        digest = f"{rng.getrandbits(64):x}"
        return Features(digest=digest, sketch=tuple(sorted(hashes)), terms=tuple(best))

    def _hash(self) -> int:
        if self._phrases and self._rng.random() < PHRASES:
            return self._rng.choice(self._phrases)
        return self._rng.randrange(HIGHEST)
