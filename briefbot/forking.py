"""How a worker process begins: as a copy of one that has imported what all of them need.

That is Python's own fork server. Here is what it needs to be trusted with hostile bytes: all
import from where this process does, and it and its workers end when this process does.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from multiprocessing import context, forkserver, get_context
from pathlib import Path
from threading import Lock
from typing import Any

_server: Any = forkserver._forkserver  # there is one in a process
_PR_SET_PDEATHSIG = 1
_ensuring = Lock()

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
    none, as its name is too long, each worker begins afresh, and may end later than we do.
    """
    try:
        _ensure()
    except OSError:
        return get_context("spawn")
    return _Forking()


def look_where_we_do() -> None:
    """Let each Python that is started from now on import from where this one does.

    By itself it would look in the working directory first, which may hold anything.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    os.environ["PYTHONPATH"] = os.pathsep.join(each or str(Path.cwd()) for each in sys.path)


def _ensure() -> None:
    """Let the fork server run, another one when the file of its socket was taken away."""
    with _ensuring:
        address = _server._forkserver_address
        if address and not Path(address).exists() and sys.platform == "linux":
            os.kill(_server._forkserver_pid, signal.SIGKILL)
            os.waitid(os.P_PID, _server._forkserver_pid, os.WEXITED | os.WNOWAIT)
            with suppress(FileExistsError):  # the folder may be gone too
                Path(address).parent.mkdir(mode=0o700)
        forkserver.ensure_running()


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
