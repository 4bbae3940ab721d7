"""What one value of the configuration says of another: ids, and rules across parts.

It reads the plain data, not the nouns, and passes over whatever has a wrong shape: so a
misspelt topic is reported in the same breath as a wrong address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_address
from itertools import islice
from urllib.parse import urlsplit

from briefbot.config import reading, values, web
from briefbot.config.wording import Lines, Path, close, line_of, place, show

Finding = tuple[Path, str]
"""A place and what is wrong there."""

_SUGGESTED = 100
"""Distinct unknown names that get a suggestion; each is compared with every defined one."""


def findings(data: object, lines: Lines) -> Iterator[Finding]:
    """Yield what is wrong between the parts of the file."""
    for key in ("sources", "topics", "briefings"):
        yield from _twice(data, key, lines)
    yield from _unknown(data, "topic", (("sources", "topics"), ("briefings", "topics")))
    yield from _unknown(data, "source", (("briefings", "sources"),))
    yield from _aimless(data)
    yield from _too_often(data)
    yield from _without_a_list(data)


def secrets(data: object) -> Iterator[tuple[Path, str, str]]:
    """Yield each header and cookie of the enabled sources, and the variable with its value.

    What is no name is passed over, lest somebody's secret in its place is shown.
    """
    for index, source in _entries(data, "sources"):
        for key, check in (("headers", web.header), ("cookies", reading.cookie)):
            part = source.get(key)
            wanted = part.items() if isinstance(part, Mapping) else ()
            for name, variable in wanted if source.get("enabled", True) else ():
                if isinstance(name, str) and _named(check, name, variable):
                    yield ("sources", index, key, name), name, str(variable)


def _named(check: Callable[[str], str], name: str, variable: object) -> bool:
    try:
        return isinstance(variable, str) and bool(check(name) and web.variable(variable))
    except ValueError:
        return False  # reported where the value is read


def _entries(data: object, key: str) -> list[tuple[int, Mapping[object, object]]]:
    part = data.get(key) if isinstance(data, Mapping) else None
    found = enumerate(part) if isinstance(part, list | tuple) else ()
    return [(index, entry) for index, entry in found if isinstance(entry, Mapping)]


def _twice(data: object, key: str, lines: Lines) -> Iterator[Finding]:
    first: dict[str, Path] = {}
    for index, entry in _entries(data, key):
        name, path = entry.get("id"), (key, index, "id")
        if isinstance(name, str) and first.setdefault(name, path) != path:
            line = line_of(first[name], lines)
            where = f"line {line}" if line else place(first[name])
            yield path, f"id {show(name)} is taken: {where} has it already; choose another"


def _unknown(data: object, what: str, users: tuple[tuple[str, str], ...]) -> Iterator[Finding]:
    ids = [entry.get("id") for _, entry in _entries(data, f"{what}s")]
    defined = {name for name in ids if isinstance(name, str)}
    wanted = [use for part, key in users for use in _uses(data, part, key)]
    unknown = dict.fromkeys(name for _, name in wanted if name not in defined)
    hints = {name: close(name, defined) for name in islice(unknown, _SUGGESTED)}
    for path, name in wanted:
        if name in unknown:
            hint = hints.get(name) or f"; define it under `{what}s`, or remove it here"
            yield path, f"{what} {show(name)} is not defined{hint}"


def _uses(data: object, part: str, key: str) -> Iterator[tuple[Path, str]]:
    for index, entry in _entries(data, part):
        names = entry.get(key)
        for number, name in enumerate(names if isinstance(names, list | tuple) else ()):
            if isinstance(name, str):
                yield (part, index, key, number), name


def _aimless(data: object) -> Iterator[Finding]:
    for index, entry in _entries(data, "briefings"):
        if not entry.get("topics") and not entry.get("sources"):
            yield ("briefings", index), "the briefing has neither topics nor sources; give one"


def _too_often(data: object) -> Iterator[Finding]:
    allowed = _allowed(data)
    for index, entry in _entries(data, "sources"):
        try:
            length = values.interval(entry.get("interval", "1h"))
        except ValueError:
            continue  # reported where the value is read
        if length < values.SHORTEST_PUBLIC_INTERVAL and not _is_ours(entry.get("url"), allowed):
            message = f"{show(entry['interval'])} is too often for somebody else's site"
            yield ("sources", index, "interval"), f'{message}; use "1h" or more'


def _without_a_list(data: object) -> Iterator[Finding]:
    """Yield the selectors of links on what is read as something else than a page of links."""
    for index, entry in _entries(data, "sources"):
        if entry.get("link_selector") is not None and entry.get("kind", "auto") != "page":
            message = 'it picks the links of an index page; write "kind: page" as well'
            yield ("sources", index, "link_selector"), message


def _allowed(data: object) -> list[tuple[web.Network, int | None]]:
    fetch = data.get("fetch") if isinstance(data, Mapping) else None
    texts = fetch.get("allow_private") if isinstance(fetch, Mapping) else None
    found = []
    for text in texts if isinstance(texts, list | tuple) else ():
        try:
            found.append(web.network(text))
        except (ValueError, TypeError):
            continue  # reported where the value is read
    return found


def _is_ours(url: object, allowed: list[tuple[web.Network, int | None]]) -> bool:
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
        host, port = (ip_address(parts.hostname or ""), parts.port) if parts else (None, None)
    except ValueError:
        return False
    return any(
        host is not None and host in network and only in (None, port) for network, only in allowed
    )
