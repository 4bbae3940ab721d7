"""Ids for what is new: made from its name or its host, and never one that is taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from urllib.parse import urlsplit

LONGEST = 40
NOBODY: frozenset[str] = frozenset()


class Names:
    """Gives out ids that nobody has."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def new(self, *wishes: str, otherwise: str, besides: Container[str] = NOBODY) -> str:
        """Return the first wish that makes an id, with a number behind it if it must be.

        `besides` are ids that this one may not have either.
        """
        wish = next(filter(None, map(slug, wishes)), otherwise)
        number, name = 1, wish
        while name in self._taken or name in besides:
            number += 1
            name = f"{wish}-{number}"
        self._taken.add(name)
        return name


class Others(Container[str]):
    """The ids by which the archive remembers addresses other than this one.

    Under one of them, entries of the old source would be taken for the new one's.
    """

    def __init__(self, remembered: Mapping[str, str], url: str) -> None:
        self._remembered, self._url = remembered, url

    def __contains__(self, name: object) -> bool:
        return self._remembered.get(str(name), self._url) != self._url


def slug(text: str) -> str:
    """Write a name as an id: small letters without accents, cut at a word.

    It is empty where the name is mostly of another script: what would be left says nothing.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if c.isascii())
    found = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    letters = sum(character.isalpha() for character in text)
    if len(found) * 2 < letters:
        return ""
    if len(found) <= LONGEST:
        return found
    return found[: LONGEST + 1].rpartition("-")[0] or found[:LONGEST]


def host_name(url: str) -> str:
    """Return what stands for an address that has no name: its host, as one word."""
    return (urlsplit(url).hostname or "").removeprefix("www.").replace(".", "-")
