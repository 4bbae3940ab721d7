"""Every command's ends: exit codes, one sentence for an error, and what `--debug` adds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from briefbot import __version__, cli
from briefbot.errors import (
    BriefbotError,
    ConfigError,
    FetchError,
    ParseError,
    Problem,
    StoreError,
    StoreLocked,
    UsageError,
)
from tests.commands import call, one_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAVY = {"aiohttp", "apscheduler", "lxml", "numpy", "pydantic", "rich", "sqlite_utils", "sumy"}


@pytest.fixture
def failing() -> Iterator[Callable[[BaseException], None]]:
    """Add a command `fail` that ends in the error it is given."""

    def fail_with(error: BaseException) -> None:
        def fail() -> None:
            raise error

        cli.briefbot.add_command(click.command()(fail), "fail")

    yield fail_with
    cli.briefbot.commands.pop("fail", None)


def test_help_names_every_command() -> None:
    """Each command stands in the help with what it is for."""
    shown = call("--help")
    assert (shown.code, shown.err) == (0, "")
    for name, command in cli.briefbot.commands.items():
        assert name in shown.out
        assert command.get_short_help_str()[:30] in shown.out


def test_help_of_each_command_says_what_it_does() -> None:
    """`--help` works everywhere and shows the command's own sentence."""
    for name, command in cli.briefbot.commands.items():
        shown = call(name, "--help")
        assert shown.code == 0
        assert (command.help or "").split()[:4] == shown.out.split("\n\n")[1].split()[:4]


def test_help_imports_nothing_heavy() -> None:
    """`briefbot --help` is quick because no command's libraries are loaded for it."""
    code = (
        "import sys; from briefbot.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Usage: briefbot" in ran.stdout
    assert set(ran.stderr.split()) & HEAVY == set()


def test_the_version_is_shown() -> None:
    """`--version` prints the name and the version."""
    assert call("--version").out == f"briefbot {__version__}\n"


@pytest.mark.parametrize("arguments", [["no-such-command"], ["check", "--no-such"], ["search"]])
def test_what_is_typed_wrongly_is_a_usage_error(arguments: list[str]) -> None:
    """A wrong command, option or number of arguments ends with 2 and shows the usage."""
    outcome = call(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Usage: briefbot")
    assert "Error: " in outcome.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BriefbotError("no luck"), 1),
        (UsageError("no luck"), 2),
        (StoreError("no luck"), 1),
        (StoreLocked("no luck"), 75),
        (ParseError("bad_feed", "no luck"), 1),
        (FetchError("http_404", "no luck"), 1),
        (FetchError("timeout", "no luck"), 69),
        (FetchError("dns", "no luck"), 69),
        (FetchError("no_connection", "no luck"), 69),
        (FetchError("unreachable", "no luck"), 69),
        (FetchError("disconnected", "no luck"), 69),
    ],
)
def test_our_errors_are_a_sentence_and_a_code(
    failing: Callable[[BaseException], None], error: BriefbotError, code: int
) -> None:
    """The message alone stands on standard error, and the code says which kind it is."""
    failing(error)
    outcome = call("fail")
    assert (outcome.code, outcome.out, one_sentence(outcome.err)) == (code, "", "no luck")


def test_problems_of_the_configuration_are_a_line_each(
    failing: Callable[[BaseException], None],
) -> None:
    """Each problem names the file, the line and the path."""
    problems = [
        Problem(path="a.b", line=3, message="one"),
        Problem(path="", line=None, message="2"),
    ]
    failing(ConfigError("f.yaml", problems))
    outcome = call("fail")
    assert (outcome.code, outcome.err) == (1, "f.yaml: line 3: a.b: one\nf.yaml: 2\n")


@pytest.mark.parametrize(
    "error",
    [
        BriefbotError("called \x9b31m\x1b[2J\nred"),
        RuntimeError("called \x9b31m\x1b[2J\nred"),
        ConfigError("f\x1b.yaml", [Problem(path="", line=None, message="called \x9b\nred")]),
    ],
)
def test_an_error_steers_no_terminal(
    failing: Callable[[BaseException], None], error: Exception
) -> None:
    """What came from the web stands in the sentence, but no terminal obeys it."""
    failing(error)
    said = one_sentence(call("fail").err)
    assert "called \ufffd" in said
    assert "red" in said
    assert not {"\x1b", "\x9b"} & set(said)


def test_a_mistake_of_ours_is_one_sentence_too(failing: Callable[[BaseException], None]) -> None:
    """An error that nobody foresaw is named and asks for a report; no traceback is shown."""
    failing(RuntimeError("the sky\nfell"))
    outcome = call("fail")
    assert outcome.code == 1
    said = one_sentence(outcome.err)
    assert said.startswith("unexpected: RuntimeError: the sky fell; ")
    assert "briefbot --debug" in said


def test_a_disk_without_room_for_the_output_is_no_mistake_of_ours() -> None:
    """What is printed into a file on a full disk ends in a sentence that says so."""
    with Path("/dev/full").open("wb", buffering=0) as full:
        ran = subprocess.run(
            [sys.executable, "-m", "briefbot", "summarise", "-"],
            input=b"Rain fell on the port. The eastern terminal opened after nine days.",
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.returncode == 1
    assert one_sentence(ran.stderr.decode()).endswith("the disk is full; free some space")


@pytest.mark.parametrize("error", [RuntimeError("the sky fell"), StoreError("no luck")])
def test_debug_shows_the_traceback(
    failing: Callable[[BaseException], None], error: Exception
) -> None:
    """With `--debug` the error itself comes out, foreseen or not."""
    failing(error)
    with pytest.raises(type(error), match=str(error)):
        call("--debug", "fail")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_debug_stands_anywhere(place: int) -> None:
    """Before the command or behind it, the option changes nothing when all is well."""
    arguments = ["check", "--schema"]
    arguments.insert(place, "--debug")
    assert call(*arguments).code == 0


def test_ctrl_c_is_130(failing: Callable[[BaseException], None]) -> None:
    """An interrupted command ends as shells expect, without a traceback."""
    failing(KeyboardInterrupt())
    outcome = call("fail")
    assert (outcome.code, outcome.out, outcome.err.strip()) == (130, "", "")


def test_a_reader_that_leaves_is_no_error() -> None:
    """`briefbot ... | head` prints no error when head has enough; the module runs as a command."""
    command = [sys.executable, "-m", "briefbot", "check", "--schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        assert ran.stdout
        ran.stdout.close()
        _, said = ran.communicate()
    assert (ran.returncode, said) == (0, b"")
