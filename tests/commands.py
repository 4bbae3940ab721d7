"""Run a command as a person does, in this process: what it prints, and how it ends."""

from __future__ import annotations

import io
import json
import sys
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefbot import cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as a program reads it."""
        return json.loads(self.out)


class Terminal(io.StringIO):
    """A stream that says of itself that a person looks at it."""

    def isatty(self) -> bool:
        return True


def call(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
    """Run `briefbot arguments...`; an error that would be a traceback comes through."""
    out, err = io.StringIO(), io.StringIO()
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        stack.enter_context(_standard_input(stdin))
        code = _exit_code(list(map(str, arguments)))
    return Outcome(code=code, out=out.getvalue(), err=err.getvalue())


@contextmanager
def _standard_input(given: bytes) -> Iterator[None]:
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    try:
        yield
    finally:
        sys.stdin = before


def _exit_code(arguments: list[str]) -> int:
    try:
        cli.main(arguments)
    except SystemExit as end:
        if isinstance(end.code, int):
            return end.code
    raise AssertionError("a command ends with an exit code")


def one_sentence(text: str) -> str:
    """Return what was said on standard error, which is one line and no traceback."""
    assert text.endswith("\n")
    line = text.removesuffix("\n")
    assert line
    assert "\n" not in line
    assert "Traceback" not in line
    return line
