"""What is no mistake in a configuration, and yet deserves a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefbot.config.nouns import Config, sources_of
from briefbot.config.wording import Lines, problem, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefbot.config.references import Finding
    from briefbot.errors import Problem

_NO_LINES: Lines = {}
_EXAMPLES = ("example.org", "example.com", "example.net")


def notes(config: Config, lines: Lines = _NO_LINES) -> tuple[Problem, ...]:
    """Return what is worth a look, in the order of the file; nothing here stops briefbot."""
    found = [problem(path, message, lines) for path, message in _findings(config)]
    return tuple(sorted(found, key=lambda note: note.line or 0))


def _findings(config: Config) -> Iterator[Finding]:
    yield from _contact(config)
    if not config.sources:
        yield ("sources",), "there is no source, so there is nothing to read; add one"
    if not config.briefings:
        yield ("briefings",), "there is no briefing, so nothing is ever told; add one"
        return
    yield from _unused(config)
    yield from _silent(config)
    yield from _same_address(config)


def _contact(config: Config) -> Iterator[Finding]:
    contact = config.fetch.contact
    host = urlsplit(contact).hostname or contact.rpartition("@")[2]
    if host.casefold().removeprefix("www.") in _EXAMPLES:
        advice = "write your own web page or mail address, so that a webmaster can reach you"
        yield ("fetch", "contact"), f"{show(contact)} is the example; {advice}"


def _unused(config: Config) -> Iterator[Finding]:
    told = {name for briefing in config.briefings for name in briefing.topics}
    for index, topic in enumerate(config.topics):
        if topic.id not in told:
            yield ("topics", index), f"no briefing tells topic {show(topic.id)}"
    read = {source.id for each in config.briefings for source in sources_of(config, each)}
    for index, source in enumerate(config.sources):
        if source.enabled and source.id not in read:
            yield ("sources", index), f"source {show(source.id)} feeds no briefing"


def _silent(config: Config) -> Iterator[Finding]:
    for index, briefing in enumerate(config.briefings):
        if briefing.enabled and not sources_of(config, briefing):
            message = f"briefing {show(briefing.id)} reads no source; name one that is enabled"
            yield ("briefings", index), message


def _same_address(config: Config) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for index, source in enumerate(config.sources):
        other = first.setdefault(source.url, source.id)
        if other != source.id:
            yield ("sources", index, "url"), f"the same address as source {show(other)}"
