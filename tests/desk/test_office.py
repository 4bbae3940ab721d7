"""Admins change the configuration while the bot runs, which works by it at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefbot.config import Config
from briefbot.desk import Office
from briefbot.errors import ConfigError, Refused, Stale
from briefbot.models import Author, Change, ChangeState
from briefbot.store import configedit, configfile
from tests.hand import edited
from tests.stalls import LIMIT, Stalls

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
ANA = Author(name="U0123ABCD", way="slack")
BEN = Author(name="U0123ABCE", way="slack")
TEXT = (
    "fetch: {contact: me@site.example}\nsources:\n  - id: a  # ours\n    url: https://a.example/\n"
)


class Taken:
    """What the bot was told to work by."""

    def __init__(self) -> None:
        self.configs: list[Config] = []

    async def take(self, config: Config) -> None:
        """Keep it."""
        self.configs.append(config)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "briefbot.yaml"
    edited(file, TEXT)
    return file


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def office(file: Path, taken: Taken) -> Iterator[Office]:
    office = Office(file, file.with_suffix(".db"), taken.take, lambda: NOW)
    yield office
    office.close()


def with_a_thousand(file: Path) -> None:
    """Add sources to the file."""
    more = "".join(f"  - {{id: s{n}, url: https://s{n}.example/}}\n" for n in range(1000))
    edited(file, TEXT + more)


async def weighed(office: Office, weight: float) -> Change:
    """Return the change of the source's weight, as somebody sees it now."""
    before = configedit.value(await office.data(), "sources", "a")
    return Change(part="sources", id="a", before=before, after={**before, "weight": weight})


async def test_a_change_is_in_the_file_and_in_the_bot(
    office: Office, taken: Taken, file: Path
) -> None:
    """What was confirmed is what the bot works by; undone, it works by the old one again."""
    change = await weighed(office, 2)
    assert "+    weight: 2" in await office.preview([change])
    done = await office.change(ANA, [change])
    assert taken.configs == [done.config] == [configfile.load(file)]
    await office.undo(BEN, done.number)
    assert [found.source("a").weight for found in taken.configs] == [2, 1]
    assert configfile.read(file) == TEXT
    assert [record.author for record in await office.history()] == [BEN, ANA]
    assert office.unwritable() == ""


async def test_who_may_not_leaves_a_trace_and_changes_nothing(
    office: Office, taken: Taken, file: Path
) -> None:
    """The reason is raised as it was given, and stands in the audit, for a change and an undo."""
    with pytest.raises(Refused, match="Admins only"):
        await office.change(BEN, [await weighed(office, 2)], why_not="Admins only.")
    done = await office.change(ANA, [await weighed(office, 3)])
    with pytest.raises(Refused, match="Admins only"):
        await office.undo(BEN, done.number, why_not="Admins only.")
    history = await office.history()
    assert [(each.state, each.note) for each in history] == [
        (ChangeState.REFUSED, "Admins only."),
        (ChangeState.APPLIED, ""),
        (ChangeState.REFUSED, "Admins only."),
    ]
    assert history[0].change == history[1].change.back
    assert len(taken.configs) == 1
    assert configfile.load(file).source("a").weight == 3


async def test_what_is_not_changed_is_not_taken(office: Office, taken: Taken) -> None:
    """A change that is wrong, or comes second, leaves the bot as it was."""
    change = await weighed(office, 2)
    with pytest.raises(ConfigError, match="weight"):
        await office.change(ANA, [await weighed(office, 1000)])
    found = await asyncio.gather(
        office.change(ANA, [change]), office.change(BEN, [change]), return_exceptions=True
    )
    assert isinstance(found[1], Stale)
    assert len(taken.configs) == 1


async def test_the_loop_goes_on_beside_a_change(office: Office, file: Path) -> None:
    """With a thousand sources a change takes a while; others are answered meanwhile."""
    with_a_thousand(file)
    wanted = [await weighed(office, 2)]
    async with Stalls() as stalls:
        done = await office.change(ANA, wanted)
    assert done.config.source("a").weight == 2
    assert stalls.longest < LIMIT
