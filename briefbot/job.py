"""What a worker process does: it is made harmless, and runs one job after the other."""

from __future__ import annotations

import ctypes
import logging
import os
import pickle
import resource
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefbot import forking, privacy
from briefbot.errors import SourceError, WorkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

_KEPT = frozenset({"PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "VIRTUAL_ENV"})
_KEPT_PREFIXES = ("LC_", "LD_", "PYTHON", "COVERAGE_", "OPENBLAS_", "OMP_")
GIGABYTE = 1 << 30
ORIGIN: int | None = None
"""Which process this one was forked from, where it was; set there."""
NO_MEMORY = 99
"""The exit code of a worker that ran out of its memory."""
_LONGEST = 400
"""Characters of an error that nobody foresaw."""
_NICE = 5
"""The main process answers people, so it goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a job ended in its worker."""

    result: bytes
    """What it returns, or the SourceError that it raises, pickled."""
    seconds: float
    """Of the processor."""


def work(job: bytes, name: str) -> Done:
    """Run one job; only bytes and our own errors leave it.

    Pickling stands inside, where its errors are caught: pebble drops a task that a worker
    cannot read, and gives up the whole pool over a result that it cannot read.
    """
    begun = time.process_time()
    try:
        function, args, kwargs = pickle.loads(job)  # noqa: S301  written by Workers
        result = pickled(function(*args, **kwargs), name)
    except SourceError as error:
        result = pickled(error, name)
    except MemoryError:
        # What is left of the address space is in pieces: a fresh process serves better.
        os._exit(NO_MEMORY)
    except BaseException as error:  # noqa: BLE001  SystemExit must not stop the main process
        result = pickled(_failed(error, name), name)
    return Done(result=result, seconds=time.process_time() - begun)


def pickled(value: object, name: str) -> bytes:
    """Return the bytes of a value; raise WorkError where it has none."""
    try:
        return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise _failed(error, name) from error


def _failed(error: BaseException, name: str) -> WorkError:
    said = f"{name}: {type(error).__name__}: {error}"[:_LONGEST]
    return WorkError("work_failed", f"{said}{_where(error.__traceback__)}")


def _where(trace: TracebackType | None) -> str:
    """Return the line that an error came from; only the file's name, as readers see it too."""
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f" ({Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno})"


def prepare(memory: int, warm: Callable[[], object] | None) -> None:
    """Make this process one that hostile bytes may crash but not use."""
    # pebble's own handler waits for Python code, which a parser in C keeps waiting.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if ORIGIN is None:
        privacy.look_at_nobody()  # whoever is forked may not already
    else:
        forking.end_with(ORIGIN)
    os.nice(_NICE)
    limit(memory)
    forget_secrets()
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    if warm is not None:
        warm()
    # What a library has to say about a page comes back as its error.
    logging.disable(logging.CRITICAL)


def limit(memory: int) -> None:
    """Allow so many bytes of address space and no core dump, to this process and its children."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, memory)


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def forget_secrets() -> None:
    """Forget all of the environment but what a worker needs."""
    wipe_environment(_is_kept)


def _is_kept(name: str) -> bool:
    return name in _KEPT or name.startswith(_KEPT_PREFIXES)


def wipe_environment(keep: Callable[[str], bool]) -> None:
    """Forget the environment variables that `keep` refuses, also in /proc/self/environ.

    That file shows the memory in which the process got its environment when it started.
    Unsetting a variable leaves it there, so its value is overwritten in place first.
    """
    for address, text in tuple(_environment()):
        name, _, value = text.partition(b"=")
        if not keep(os.fsdecode(name)):
            ctypes.memset(address + len(text) - len(value), 0, len(value))
    for variable in tuple(os.environ):
        if not keep(variable):
            del os.environ[variable]


def _environment() -> Iterator[tuple[int, bytes]]:
    """Yield address and text of each string in C's `environ`."""
    strings = ctypes.POINTER(ctypes.c_void_p).in_dll(ctypes.CDLL(None), "environ")
    index = 0
    while address := strings[index]:
        yield address, ctypes.string_at(address)
        index += 1
