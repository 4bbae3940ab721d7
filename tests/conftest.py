"""Guards for every test: no socket beyond this machine; and the world that some look at."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from ipaddress import ip_address
from multiprocessing import forkserver
from typing import TYPE_CHECKING

import pytest
import structlog
import uvloop
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from briefbot import logs
from briefbot.emulator import world as slack
from tests import watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterator
    from pathlib import Path

    from _pytest.terminal import TerminalReporter

    from tests.world import World


# A machine that does something else for a fifth of a second has found no mistake of ours.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", UNHURRIED, derandomize=True)
settings.register_profile("search", UNHURRIED, derandomize=False, print_blob=True)


class OutsideWorldError(AssertionError):
    """A test opened a socket to another machine: serve what it needs on loopback."""


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to connect anywhere but to this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not ip_address(str(address[0]).split("%")[0]).is_loopback:
            raise OutsideWorldError(f"{address}: tests talk to this machine only")
        connect(self, address)  # type: ignore[arg-type]  # any kind of address is passed on

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def slack_has_patience() -> Iterator[None]:
    """Let the emulated Slack wait longer than three seconds, which a busy machine may take."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("ACK_WINDOW", "TRIGGER_LIFE"):
            patched.setattr(slack, name, 30.0)
        yield


@pytest.fixture(autouse=True)
def imports_as_they_were() -> Iterator[None]:
    """Take back where a test's workers let each Python import from."""
    before = {name: os.environ.get(name) for name in ("PYTHONSAFEPATH", "PYTHONPATH")}
    yield
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """Take back what a command that ran in this process did to the log."""
    root = logging.getLogger()
    handlers, levels = list(root.handlers), {n: logging.getLogger(n).level for n in logs.LEVELS}
    yield
    structlog.reset_defaults()
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Test on the loop that briefbot runs on."""
    return {"uvloop": uvloop.new_event_loop}


def pytest_configure(config: pytest.Config) -> None:
    """Let what stands still be written into one file, and examples of one name be the same.

    Hypothesis draws from the constants of all modules of ours that are imported by then, which
    another order of files, or a change somewhere else, would make others.
    """
    if not hasattr(config, "workerinput"):
        watching.begin()
    if config.getoption("hypothesis_profile") == "same":
        # Private to Hypothesis, and pinned: one that no longer has it stops here.
        assert callable(providers.is_local_module_file)  # type: ignore[attr-defined]
        providers.is_local_module_file = lambda _: False  # type: ignore[attr-defined, assignment]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the file away."""
    if not hasattr(config, "workerinput"):
        watching.end()


LONGEST = ("test_bot.py", "test_disk.py", "outbox/test_faults.py", "test_words.py")
"""Files whose tests wait a minute and more, for other processes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that it isn't waited for in the end."""
    items.sort(key=lambda item: not str(item.path).endswith(LONGEST))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Watch the loop of each fault case, and let the case fail when it stands still."""
    mark = item.get_closest_marker("fault")
    if not mark or mark.kwargs.get("simulated"):  # there time jumps, and all works on the loop
        return (yield)
    if isinstance(item, pytest.Function) and asyncio.iscoroutinefunction(item.obj):
        item.obj = watching.watched(item.obj)
    yield
    watching.judge(item.nodeid)
    return None


@pytest.fixture
def forked_anew() -> Iterator[None]:
    """Let workers be forked from a process that starts in this test, in its environment."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # kept for unit tests
    yield
    forkserver._forkserver._stop()  # type: ignore[attr-defined]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Open a newsroom that was never looked at."""
    from tests.world import opened

    async with opened(tmp_path) as world:
        yield world


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """Say what a fault case measured: `figure("K-03", "1 message")`; `make faults` lists it."""
    return lambda case, text: record_property(f"figure {case}", text)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --figures, which ends the run with what each fault case measured."""
    parser.addoption("--figures", action="store_true", help="list what fault cases measured")


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """List the fault cases with their figures."""
    if not config.getoption("--figures"):
        return
    lines = sorted(
        f"{name.removeprefix('figure '):6} {outcome:7} {text}"
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name, text in report.user_properties
        if name.startswith("figure ")
    )
    terminalreporter.section("fault cases")
    for line in [*lines, f"I-04   {watching.figure()}"]:
        terminalreporter.write_line(line)
