"""What the commands share: the configuration that may be missing, its zone, what is printed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefbot.cli import options
from briefbot.errors import ConfigError
from briefbot.models import Request
from briefbot.reach import online
from briefbot.settings import Settings
from tests.badserver import reply
from tests.faults import apart

if TYPE_CHECKING:
    from tests.badserver import BadServer
    from tests.cli.conftest import Desk


async def test_without_a_configuration_nobody_is_named(server: BadServer, tmp_path: Path) -> None:
    """The user agent is briefbot's name and version, and no address that is not there."""
    config = options.known(Settings(config=tmp_path / "none.yaml"))
    here = f"{server.host}/32:{server.port}"
    fetch = config.fetch.model_copy(update={"allow_private": (here,)})
    server.pages["/agent"] = reply(b"x")
    async with online(config.model_copy(update={"fetch": fetch})) as web:
        await web.inside.fetch(Request(url=server.url("/agent"), limit=100))
    [head] = [head for head in server.heads if head.startswith("GET /agent ")]
    [agent] = [line for line in head.split("\r\n") if line.startswith("User-Agent: ")]
    assert agent.startswith("User-Agent: briefbot/")
    assert not {"@", "(", " "} & set(agent.removeprefix("User-Agent: "))


def test_a_configuration_that_cannot_be_named_is_refused() -> None:
    """A name that no disk takes is not the same as none."""
    with pytest.raises(ConfigError, match="File name too long"):
        options.known(Settings(config=Path("x" * 300)))


def test_times_are_in_the_zone_of_the_first_briefing(desk: Desk, tmp_path: Path) -> None:
    """Without a briefing they are in UTC."""
    assert options.zone_of(options.known(Settings(config=desk.config))) == "Asia/Taipei"
    assert options.zone_of(options.known(Settings(config=tmp_path / "none.yaml"))) == "UTC"


def test_one_line_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Breaks and commands to a terminal are taken out; what else stands there stays."""
    options.say("台灣: one\ntwo \x1b[31m\x9b2J")
    options.say("to whom it may concern", err=True)
    said = capsys.readouterr()
    assert said.out == "台灣: one two \ufffd[31m\ufffd2J\n"
    assert said.err == "to whom it may concern\n"


def test_whom_the_system_has_no_name_for_is_a_number() -> None:
    """A container may run as any number: the history of changes says which, not nobody."""
    apart.needed()
    code = "from briefbot.cli.options import operator; print(operator().name)"
    nameless = ("unshare", "--map-user=54321", "env", "-u", "USER", "-u", "LOGNAME")
    done = subprocess.run(
        (*nameless, sys.executable, "-c", code),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == "user 54321\n"
