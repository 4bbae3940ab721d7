"""How a worker process begins: as a copy of one that has imported what all of them need.

That is Python's own fork server. Here is what it needs to be trusted with hostile bytes: it
imports from where this process does, and it and its workers end when this process does.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import contextmanager
from multiprocessing import context, forkserver, get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_server: Any = forkserver._forkserver  # there is one in a process
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4

forkserver.set_forkserver_preload(["briefbot.preloaded"])


class _Process(context.ForkServerProcess):
    """One that is forked; what it is forked from is started as soon as it is missed."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: ANN401, N802  multiprocessing names them so
        _ensure()
        return context.ForkServerProcess._Popen(process_obj)


class _Forking(context.ForkServerContext):
    Process = _Process


def chosen() -> context.BaseContext:
    """Return how workers are to start.

    The fork server listens at a socket in the folder of temporary files; where there can be
    none, as its name is too long, each worker begins afresh.
    """
    try:
        _ensure()
    except OSError:
        return get_context("spawn")
    return _Forking()


def hide() -> None:
    """Let no process of the same user look into this one, where the kernel can see to that.

    A worker that is taken over could read the secrets of its owner's memory and environment.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0)


def _ensure() -> None:
    """Let the fork server run, another one when the file of its socket was taken away."""
    address = _server._forkserver_address
    if address and not Path(address).exists() and sys.platform == "linux":
        os.kill(_server._forkserver_pid, signal.SIGKILL)
        os.waitid(os.P_PID, _server._forkserver_pid, os.WEXITED | os.WNOWAIT)
    with _same_imports():
        forkserver.ensure_running()


@contextmanager
def _same_imports() -> Iterator[None]:
    """Let a Python that is started meanwhile import from where this one does.

    By itself it would look in the working directory first, which may hold anything. A variable
    that was not there is left empty, which means the same: others may be listing them all.
    """
    path = os.pathsep.join(each or str(Path.cwd()) for each in sys.path)
    wanted = {"PYTHONSAFEPATH": "1", "PYTHONPATH": path}
    before = {name: os.environ.get(name, "") for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.update(before)


def end_with(origin: int) -> None:
    """Let this worker end when the fork server does, and that one when its owner does.

    A job in C would notice neither, so the kernel kills it, where it can. The server ends once
    nobody holds the pipe that its owner has; a worker holds it too, and has no use for it.
    """
    alive, _server._forkserver_alive_fd = _server._forkserver_alive_fd, None
    if alive is not None:
        os.close(alive)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != origin:  # it ended before the kernel knew
            os.kill(os.getpid(), signal.SIGKILL)
