"""Two outlets, a configuration that reads them, and an archive that a preview has filled."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from briefbot.clock import utc_now
from tests.commands import Outcome, call
from tests.press import CABLE, HARBOUR, ORCHID, on_air, publish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.badserver import BadServer

TOPICS = """\
topics:
  - id: taiwan
    name: Taiwan
    words: [Taiwan, Matsu, Tainan]
  - id: cyber
    name: Cyber security
    words: [ransomware]
briefings:
  - id: desk
    name: Taipei desk
    topics: [taiwan, cyber]
    schedule: {times: ["08:00"], zone: Asia/Taipei}
  - id: islands
    name: The islands
    topics: [taiwan]
    schedule: {times: ["09:00"]}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A configuration, its archive, and the server of its outlets."""

    config: Path
    database: Path
    server: BadServer
    first: Outcome
    """How the preview that filled the archive ended."""

    def call(self, *arguments: str | Path) -> Outcome:
        """Run a command that knows both the configuration and the archive."""
        return call(*arguments, "--config", self.config, "--database", self.database)


def configuration(server: BadServer, *sources: str) -> str:
    """Return a configuration that may read the server; each source is its lines."""
    listed = "".join(f"  - {source}\n" for source in sources)
    return (
        f'fetch: {{contact: "https://desk.test/about", allow_private: ["{server.allowed}/32"],'
        f" timeout: 60}}\nsources:\n{listed}{TOPICS}"
    ).replace(f"{server.allowed}/32", f"{server.host}/32:{server.port}")


@pytest.fixture(scope="session")
def server() -> Iterator[BadServer]:
    """Serve two outlets; a test adds pages under names of its own."""
    with on_air() as server:
        now = utc_now()
        publish(server, "ledger", [CABLE, HARBOUR], now)
        publish(server, "post", [replace(CABLE, age=CABLE.age * 2), ORCHID], now)
        yield server


@pytest.fixture(scope="session")
def filled(server: BadServer, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Read both outlets once; whoever changes the archive copies it first."""
    folder = tmp_path_factory.mktemp("desk")
    config, database = folder / "briefbot.yaml", folder / "briefbot.db"
    ledger = f"{{id: ledger, name: The Ledger, url: '{server.url('/ledger/feed.xml')}'}}"
    post = f"{{id: post, name: Morning Post, url: '{server.url('/post/')}'}}"
    config.write_text(configuration(server, ledger, post), encoding="utf-8")
    first = call("preview", "--config", config, "--database", database)
    return Desk(config=config, database=database, server=server, first=first)


@pytest.fixture
def desk(filled: Desk, tmp_path: Path) -> Desk:
    """Copy the archive, so that a test may do with it what it wants."""
    database = tmp_path / "copy" / "briefbot.db"
    database.parent.mkdir()
    shutil.copy(filled.database, database)
    return replace(filled, database=database)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where no configuration and no archive stands, and none is named."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("BRIEFBOT_", "SLACK_"))]:
        monkeypatch.delenv(name)
