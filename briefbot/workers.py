"""The killable processes that everything runs in which touches untrusted bytes.

A job gets a time limit and its process a memory limit; either kills the process
and nothing else. A worker knows no secrets: see `_prepare`.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import pickle
import resource
import signal
from concurrent.futures import BrokenExecutor, Future
from multiprocessing import get_context
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from briefbot.errors import SourceError, WorkError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
T = TypeVar("T")

GIGABYTE = 1 << 30

_KEPT = frozenset({"PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "VIRTUAL_ENV"})
_KEPT_PREFIXES = ("LC_", "LD_", "PYTHON", "COVERAGE_", "OPENBLAS_", "OMP_")
_NO_MEMORY = 99
"""The exit code of a worker that ran out of its memory."""
_NICE = 5
"""The main process answers people, so it goes first."""


class Workers:
    """Run plain functions in worker processes; an async context manager and a `ports.Offload`.

    `processes` run at a time, each job at most `seconds`, each process within `memory`
    bytes of address space and replaced after `recycle` jobs. `warm` is called in each
    new process, to import early what the jobs need.
    """

    def __init__(
        self,
        *,
        processes: int = 2,
        seconds: float = 10,
        memory: int = GIGABYTE,
        recycle: int = 200,
        warm: Callable[[], object] | None = None,
    ) -> None:
        self._processes = processes
        self._seconds = seconds
        self._recycle = recycle
        self._initial = (memory, warm)
        self._pool: ProcessPool | None = None
        self._changing = asyncio.Lock()
        # One job runs in each process and one waits for it, so that no process idles while
        # the loop is busy, and thousands of pages are not copied into the pipe at once.
        self._room = asyncio.Semaphore(2 * processes)
        self._pending: set[Future[bytes]] = set()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start the processes; returns before they have warmed up."""
        async with self._changing:
            if self._pool is None:
                self._pool = await asyncio.to_thread(self._begin)

    async def stop(self) -> None:
        """Kill the processes at once; whoever still waits for a job gets a WorkError."""
        async with self._changing:
            pool, self._pool = self._pool, None
            if pool is not None:
                await asyncio.to_thread(_end, pool)
        for future in tuple(self._pending):
            if not future.done():
                future.set_exception(_stopped())

    async def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the function returns in a worker, or raise its SourceError.

        The function stands at the top level of a module; it, its arguments and its result
        are picklable. All else that goes wrong raises WorkError: `work_timeout`,
        `work_memory`, `work_died`, `work_failed` (any other exception) or `work_stopped`.
        Cancelling the waiting task kills the job.
        """
        name = getattr(function, "__name__", "the job")
        job = _pickled((function, args, kwargs), name)
        async with self._room:
            try:
                result = await self._run(job, name)
            except BrokenExecutor:
                # The pool broke under a job that is not to blame: once more, in a new pool.
                result = await self._run_again(job, name)
        return cast(T, pickle.loads(result))  # noqa: S301  written by `_work`

    async def _run_again(self, job: bytes, name: str) -> bytes:
        try:
            return await self._run(job, name)
        except BrokenExecutor as error:
            message = f"{name}: the worker processes cannot be started or die at once"
            raise WorkError("work_died", message) from error

    async def _run(self, job: bytes, name: str) -> bytes:
        """Return what `_work` answers; raise BrokenExecutor when the pool itself fails."""
        # pebble forgets a job whose worker dies between taking it and saying so; nobody
        # may wait for ever. The job may wait for one other, and a process takes a while
        # to be replaced.
        patience = asyncio.timeout(2 * self._seconds + 30)
        pool = await self._ready()
        try:
            future = pool.schedule(_work, (job, name), timeout=self._seconds)
            self._pending.add(future)
            future.add_done_callback(self._pending.discard)
            async with patience:
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            if patience.expired():
                raise WorkError("work_died", f"{name}: its worker process got lost") from error
            message = f"{name} took longer than {self._seconds:g} s and was stopped"
            raise WorkError("work_timeout", message) from error
        except ProcessExpired as error:
            raise _died(error, name) from error
        except (OSError, TypeError, RuntimeError) as error:
            # TypeError: pebble's thread was writing the job when `stop` closed the pipe.
            raise BrokenExecutor(str(error)) from error

    async def _ready(self) -> ProcessPool:
        """Return the pool, a new one if it broke."""
        if self._pool is not None and self._pool.active:
            return self._pool
        async with self._changing:
            if self._pool is None:
                raise _stopped()
            if not self._pool.active:
                await asyncio.to_thread(_end, self._pool)
                self._pool = await asyncio.to_thread(self._begin)
            return self._pool

    def _begin(self) -> ProcessPool:
        # A pool of threads for each process takes address space and a third of the processor,
        # and gains nothing. Before the process starts, as its main module may load numpy.
        os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
        pool = ProcessPool(
            max_workers=self._processes,
            max_tasks=self._recycle,
            initializer=_prepare,
            initargs=self._initial,
            context=get_context("spawn"),
        )
        # Ctrl-C in a terminal reaches all its processes. The signal stays blocked in the
        # threads of the pool and so, from its first instruction, in each worker; ignoring
        # it in the worker alone leaves a traceback when it is still importing.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            if not pool.active:  # asking starts it
                raise WorkError("work_died", "the worker processes cannot be started")
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        return pool


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it unannotated
    pool.join()


def _stopped() -> WorkError:
    return WorkError("work_stopped", "the worker processes are not running")


def _died(error: ProcessExpired, name: str) -> WorkError:
    code = error.exitcode
    if code == _NO_MEMORY:
        return WorkError("work_memory", f"{name} needed more memory than a worker may have")
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return WorkError("work_died", f"{name}: its worker process died ({how})")


# ---------------------------------------------------------------- inside a worker


def _work(job: bytes, name: str) -> bytes:
    """Run one job; only bytes and our own errors leave it.

    Pickling stands inside, where its errors are caught: pebble drops a task that a worker
    cannot read, and gives up the whole pool over a result that it cannot read.
    """
    try:
        function, args, kwargs = pickle.loads(job)  # noqa: S301  written by Workers
        return _pickled(function(*args, **kwargs), name)
    except SourceError:
        raise
    except MemoryError:
        # What is left of the address space is in pieces: a fresh process serves better.
        os._exit(_NO_MEMORY)
    except BaseException as error:  # noqa: BLE001  SystemExit must not stop the main process
        raise _failed(error, name) from None


def _pickled(value: object, name: str) -> bytes:
    try:
        return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise _failed(error, name) from error


def _failed(error: BaseException, name: str) -> WorkError:
    return WorkError("work_failed", f"{name}: {type(error).__name__}: {error}"[:500])


def _prepare(memory: int, warm: Callable[[], object] | None) -> None:
    """Make this process one that hostile bytes may crash but not use."""
    # pebble's own handler waits for Python code, which a parser in C keeps waiting.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(_NICE)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, memory)
    wipe_environment(_is_kept)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    if warm is not None:
        warm()
    # What a library has to say about a page comes back as its error.
    logging.disable(logging.CRITICAL)


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


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
