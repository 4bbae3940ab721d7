"""The killable processes that everything runs in which touches untrusted bytes.

A job gets a time limit and its process a memory limit; either kills the process
and nothing else. A worker knows no secrets: see `job.prepare`.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
from collections import OrderedDict
from concurrent.futures import BrokenExecutor, Future
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from briefbot import forking, privacy
from briefbot.errors import SourceError, WorkError
from briefbot.job import GIGABYTE, NO_MEMORY, Done, pickled, prepare, work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from briefbot.ports import Offload

P = ParamSpec("P")
T = TypeVar("T")

_HEAVY = 1.0
"""Seconds of the processor from which a job is a heavy one; most pages take 45 ms."""
_ABSENT = "briefbot's worker processes can't be started"
_REMEMBERED = 5_000
"""Sources whose last job was heavy; of more, the one that came first is forgotten."""


class Workers:
    """Run plain functions in worker processes; an async context manager and a `ports.Offload`.

    `processes` run at a time, each job at most `seconds`, each process within `memory`
    bytes of address space (a gigabyte at most) and replaced after `recycle` jobs. `warm` is
    called in each new process, to import early what the jobs need.

    A source whose last job was heavy has half of the processes at the most, together with
    its like: however long the jobs of some take, those of others wait for none of them.
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
        self._wanted = False
        self._begun: asyncio.Task[ProcessPool] | None = None
        self._ending: asyncio.Task[None]
        self._pool: ProcessPool | None = None
        self._changing = asyncio.Lock()
        # One job runs in each process and one waits for it, so that no process idles while
        # the loop is busy, and thousands of pages are not copied into the pipe at once.
        self._room = asyncio.Semaphore(2 * processes)
        self._few = asyncio.Semaphore(max(1, processes // 2))
        self._heavy: OrderedDict[str, None] = OrderedDict()
        self._pending: set[Future[Done]] = set()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Let the processes start; returns before they have, and before they have warmed up."""
        if not self._wanted:
            self._wanted = True
            privacy.hide()
            forking.look_where_we_do()
            self._begin_anew()

    async def stop(self) -> None:
        """Kill the processes at once; whoever still waits for a job gets a WorkError."""
        self._wanted = False
        self._ending = asyncio.create_task(self._finish())
        await asyncio.shield(self._ending)  # whoever is tired of waiting leaves no process behind

    async def _finish(self) -> None:
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
        `work_memory`, `work_died`, `work_failed` (any other exception), `work_absent` (no process
        can be started) or `work_stopped`.
        Cancelling the waiting task kills the job.
        """
        return await self.of("")(function, *args, **kwargs)

    def of(self, source_id: str) -> Offload:
        """Return what runs the jobs of one source; an empty name is of no source."""

        async def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
            name = getattr(getattr(function, "func", function), "__name__", "the job")
            job = pickled((function, args, kwargs), name)
            async with self._place(source_id):
                result = await self._judged(source_id, job, name)
            if isinstance(result, SourceError):
                raise result
            return cast(T, result)

        return run

    def is_heavy(self, source_id: str) -> bool:
        """Tell whether the source's last job was a heavy one."""
        return source_id in self._heavy

    @asynccontextmanager
    async def _place(self, source_id: str) -> AsyncIterator[None]:
        async with AsyncExitStack() as places:
            if self.is_heavy(source_id):
                await places.enter_async_context(self._few)
            await places.enter_async_context(self._room)
            yield

    async def _judged(self, source_id: str, job: bytes, name: str) -> object:
        """Return what the job returns or what error it raises; remember what it cost."""
        seconds = _HEAVY  # what is killed was too much
        try:
            try:
                done = await self._run(job, name)
            except BrokenExecutor:
                # The pool broke under a job that is not to blame: once more, in a new pool.
                done = await self._run_again(job, name)
            seconds = done.seconds
        finally:
            self._heavy.pop(source_id, None)
            if source_id and seconds >= _HEAVY:
                self._heavy[source_id] = None
                if len(self._heavy) > _REMEMBERED:
                    self._heavy.popitem(last=False)
        return pickle.loads(done.result)  # noqa: S301  written by `job.work`

    async def _run_again(self, job: bytes, name: str) -> Done:
        try:
            return await self._run(job, name)
        except BrokenExecutor as error:
            message = f"{name}: the worker processes cannot be started or die at once"
            raise WorkError("work_died", message) from error

    async def _run(self, job: bytes, name: str) -> Done:
        """Return what `job.work` answers; raise BrokenExecutor when the pool itself fails."""
        # pebble forgets a job whose worker dies between taking it and saying so; nobody
        # may wait for ever. The job may wait for one other, and a process takes a while
        # to be replaced.
        patience = asyncio.timeout(2 * self._seconds + 30)
        try:
            pool = await self._ready()
            future = pool.schedule(work, (job, name), timeout=self._seconds)
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
        """Return the pool, a new one if there is none or it broke."""
        if self._pool is not None and self._pool.active:
            return self._pool
        if not self._wanted:
            raise _stopped()
        begun = self._begun if self._begun and not self._begun.done() else self._begin_anew()
        return await asyncio.shield(begun)  # a job that is cancelled leaves it to the others

    def _begin_anew(self) -> asyncio.Task[ProcessPool]:
        self._begun = asyncio.create_task(self._renewed())
        # whoever brings a job hears what is wrong, if anybody does
        self._begun.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self._begun

    async def _renewed(self) -> ProcessPool:
        async with self._changing:
            if self._pool is not None and self._pool.active:
                return self._pool
            if not self._wanted:
                raise _stopped()
            if self._pool is not None:
                await asyncio.to_thread(_end, self._pool)
            try:
                self._pool = await asyncio.to_thread(self._begin)
            except OSError as error:
                raise WorkError("work_absent", f"{_ABSENT}: {error.strerror}") from error
            return self._pool

    def _begin(self) -> ProcessPool:
        # A pool of threads for each process takes address space and a third of the processor,
        # and gains nothing. Before the process starts, as its main module may load numpy.
        os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
        with _unreached_by_the_keyboard():
            pool = ProcessPool(
                max_workers=self._processes,
                max_tasks=self._recycle,
                initializer=prepare,
                initargs=self._initial,
                context=forking.chosen(),
            )
            if not pool.active:  # asking starts it
                raise WorkError("work_absent", _ABSENT)
        return pool


@contextmanager
def _unreached_by_the_keyboard() -> Iterator[None]:
    """Let no Ctrl-C in a terminal, which reaches all its processes, reach what is started here.

    The signal stays blocked in the threads of the pool and so, from its first instruction, in
    what they start; ignoring it in the worker alone leaves a traceback when it is still importing.
    """
    resource_tracker.ensure_running()  # which would let the signal in again
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it unannotated
    # pebble takes the workers' locks away before it kills them: one that has just been forked
    # would find them gone, and complain of it where a person reads.
    if pool._pool_manager_loop is not None:
        pool._pool_manager_loop.join()
    pool._pool_manager.worker_manager.force_stop_workers()  # type: ignore[no-untyped-call]
    pool.join()


def _stopped() -> WorkError:
    return WorkError("work_stopped", "the worker processes are not running")


def _died(error: ProcessExpired, name: str) -> WorkError:
    code = error.exitcode
    if code == NO_MEMORY:
        return WorkError("work_memory", f"{name} needed more memory than a worker may have")
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return WorkError("work_died", f"{name}: its worker process died ({how})")
