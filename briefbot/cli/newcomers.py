"""`briefbot sources add`, `briefings add` and `topics add`: what is new, under an id of its own."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefbot.cli import changing, options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefbot.cli.assigning import Assignment
    from briefbot.config import Part
    from briefbot.models import Spec
    from briefbot.settings import Settings
    from briefbot.store.configedit import Data


@click.command("add")
@changing.change_options
@click.argument("words", metavar="URL... [KEY=VALUE...]", nargs=-1, required=True)
def source(
    *, config_path: Path | None, database: Path | None, dry_run: bool, words: tuple[str, ...]
) -> None:
    """Add sources, all with the same keys; `-` reads addresses from standard input.

    No address is asked: `briefbot sources test URL` shows what one would bring.
    """
    from briefbot import proposals
    from briefbot.cli.assigning import parted
    from briefbot.errors import UsageError

    urls, assignments = parted(words)
    found = options.settings(config_path, database)
    data = changing.content(found)
    if not (typed := list(_addresses(urls))):
        raise UsageError("name an address to add, such as https://news.example/feed")
    fresh = list(_fresh(data, typed))
    if len(fresh) > 1 and any(each.key == "id" for each in assignments):
        raise UsageError(f"id= is for one address, and there are {len(fresh)}; leave it out")
    specs = list(_sources(data, fresh, assignments, changing.remembered(found)))
    unsound = zip(specs, fresh, strict=True)
    places = {str(spec["id"]): each.place for spec, each in unsound if not _is_sound(each.url)}
    changes = proposals.added(data, "sources", specs)
    changing.carry_out(found, data, changes, dry_run=dry_run, places=places)


@click.command("add")
@changing.change_options
@click.argument("name")
@click.argument("words", metavar="[KEY=VALUE...]", nargs=-1)
def briefing(
    *,
    config_path: Path | None,
    database: Path | None,
    dry_run: bool,
    name: str,
    words: tuple[str, ...],
) -> None:
    """Add a briefing: `add "Morning news" times=08:00 topics=cyber destinations=#news`."""
    found = options.settings(config_path, database)
    _add(found, "briefings", {"name": name}, words, dry_run=dry_run)


@click.command("add")
@changing.change_options
@click.argument("name")
@click.argument("words", metavar="[KEY=VALUE...]", nargs=-1)
def topic(
    *,
    config_path: Path | None,
    database: Path | None,
    dry_run: bool,
    name: str,
    words: tuple[str, ...],
) -> None:
    """Add a topic: `add Chips words="chip, TSMC, 晶片"`; without words, its name is one."""
    found = options.settings(config_path, database)
    _add(found, "topics", {"name": name, "words": [name]}, words, dry_run=dry_run)


def _add(found: Settings, part: str, spec: Spec, words: Sequence[str], *, dry_run: bool) -> None:
    from briefbot import proposals
    from briefbot.cli.assigning import parted
    from briefbot.config import Briefing, Topic
    from briefbot.config.naming import Names
    from briefbot.errors import UsageError

    others, assignments = parted(words)
    if others:
        raise UsageError(f'"{others[0]}" is no key=value; put a name with spaces in quotes')
    data = changing.content(found)
    nouns: dict[str, type[Part]] = {"briefings": Briefing, "topics": Topic}
    names = Names(proposals.items(data, part))
    id_ = _said("id", assignments) or names.new(spec["name"], otherwise=part.removesuffix("s"))
    new = _made(nouns[part], {"id": id_, **spec}, assignments)
    changing.carry_out(found, data, proposals.added(data, part, [new]), dry_run=dry_run)


# ---------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    url: str
    place: str
    """Where it was typed: messages repeat no address, for it may hold a secret."""


def _addresses(words: Sequence[str]) -> Iterator[_Typed]:
    for number, word in enumerate(words, 1):
        lines = sys.stdin.read().splitlines() if word == "-" else [word]
        for at, line in enumerate(map(str.strip, lines), 1):
            url = line if "://" in line else f"https://{line}"
            place = f"line {at} of the input" if word == "-" else f"address {number}"
            if line:
                yield _Typed(url=url, place=place)


def _fresh(data: Data, typed: Sequence[_Typed]) -> Iterator[_Typed]:
    """Yield the addresses that are not there yet, and tell of the others."""
    from briefbot import proposals
    from briefbot.addresses import canonical

    sources = proposals.items(data, "sources").values()
    known = {canonical(each["url"]) or each["url"]: each["id"] for each in sources}
    for each in typed:
        key = canonical(each.url) or each.url
        if key not in known:
            known[key] = ""
            yield each
        elif known[key]:
            options.say(f"{each.url} is source '{known[key]}' already")


def _sources(
    data: Data,
    typed: Sequence[_Typed],
    assignments: Sequence[Assignment],
    remembered: Mapping[str, str],
) -> Iterator[Spec]:
    from briefbot import proposals
    from briefbot.config import Source
    from briefbot.config.naming import Names, Others, host_name

    names = Names(proposals.items(data, "sources"))
    name, chosen = _said("name", assignments), _said("id", assignments)
    for url in (each.url for each in typed):
        wish = host_name(url) if _is_sound(url) else ""
        others = Others(remembered, url)
        id_ = chosen or names.new(name, wish, otherwise="feed", besides=others)
        yield _made(Source, {"id": id_, "url": url}, assignments)


def _is_sound(url: str) -> bool:
    from briefbot.config import web

    try:
        return bool(web.address(url))
    except ValueError:
        return False  # the check of the whole file says what is wrong


def _said(key: str, assignments: Sequence[Assignment]) -> str:
    return next((each.text for each in assignments if each.key == key), "")


def _made(part: type[Part], spec: Spec, assignments: Sequence[Assignment]) -> Spec:
    from briefbot.cli.assigning import assigned

    new = assigned(part, spec, assignments)
    return {key: new[key] for key in sorted(new, key=lambda key: (key != "id", key != "name"))}
