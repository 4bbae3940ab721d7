"""`briefbot sources add`, `briefings add` and `topics add`: what is new, under an id of its own."""

from __future__ import annotations

import sys
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
    fresh = list(_fresh(data, _addresses(urls)))
    if len(fresh) > 1 and any(each.key == "id" for each in assignments):
        raise UsageError(f"id= is for one address, and there are {len(fresh)}; leave it out")
    specs = list(_sources(data, fresh, assignments, _remembered(found)))
    changing.carry_out(found, data, proposals.added(data, "sources", specs), dry_run=dry_run)


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


def _addresses(urls: Sequence[str]) -> Iterator[str]:
    for url in urls:
        lines = sys.stdin.read().splitlines() if url == "-" else [url]
        for line in filter(None, map(str.strip, lines)):
            yield line if "://" in line else f"https://{line}"


def _fresh(data: Data, urls: Iterator[str]) -> Iterator[str]:
    """Yield the addresses that are not there yet, and tell of the others."""
    from briefbot import proposals
    from briefbot.addresses import canonical

    sources = proposals.items(data, "sources").values()
    known = {canonical(each["url"]) or each["url"]: each["id"] for each in sources}
    for url in urls:
        key = canonical(url) or url
        if key not in known:
            known[key] = ""
            yield url
        elif known[key]:
            options.say(f"{url} is source '{known[key]}' already")


def _sources(
    data: Data,
    urls: Sequence[str],
    assignments: Sequence[Assignment],
    remembered: Mapping[str, str],
) -> Iterator[Spec]:
    from briefbot import proposals
    from briefbot.config import Source
    from briefbot.config.naming import Names, host_name

    names = Names(proposals.items(data, "sources"))
    name, chosen = _said("name", assignments), _said("id", assignments)
    for url in urls:
        others = {known for known, read in remembered.items() if read != url}
        wish = host_name(url) if _is_sound(url) else ""
        id_ = chosen or names.new(name, wish, otherwise="feed", besides=others)
        yield _made(Source, {"id": id_, "url": url}, assignments)


def _is_sound(url: str) -> bool:
    from briefbot.config import web

    try:
        return bool(web.address(url))
    except ValueError:
        return False  # the check of the whole file says what is wrong


def _remembered(found: Settings) -> Mapping[str, str]:
    """Return what the archive knows by an id: its entries would be taken for a new source's."""
    from briefbot.errors import StoreError
    from briefbot.store.library import Library

    if not found.database.exists():
        return {}
    try:
        archive = Library(found.database)
    except StoreError:
        return {}  # one of an older version is brought up when the change is made
    try:
        return {name: state.url for name, state in archive.states().items()}
    finally:
        archive.close()


def _said(key: str, assignments: Sequence[Assignment]) -> str:
    return next((each.text for each in assignments if each.key == key), "")


def _made(part: type[Part], spec: Spec, assignments: Sequence[Assignment]) -> Spec:
    from briefbot.cli.assigning import assigned

    new = assigned(part, spec, assignments)
    return {key: new[key] for key in sorted(new, key=lambda key: (key != "id", key != "name"))}
