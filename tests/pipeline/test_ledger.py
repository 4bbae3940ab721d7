"""The ledger: each state is written once, soon, and whoever waits for it hears how that ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

import pytest

from briefbot.errors import StoreError
from briefbot.models import SourceState
from briefbot.pipeline.ledger import Ledger
from tests.makers import state

P = ParamSpec("P")
T = TypeVar("T")


class Slow:
    """An archive that takes its time, and fails for some sources."""

    def __init__(self, *bad: str) -> None:
        self.groups: list[list[str]] = []
        self._bad = set(bad)
        self._busy = False

    async def db(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        assert not self._busy
        self._busy = True
        await asyncio.sleep(0.01)
        self._busy = False
        return function(*args, **kwargs)

    def polled(self, begun: Sequence[SourceState], settled: Sequence[SourceState]) -> None:
        names = [one.source_id for one in (*begun, *settled)]
        if self._bad & set(names):
            raise StoreError("the disk is full")
        self.groups.append(names)

    @property
    def written(self) -> list[str]:
        return [name for group in self.groups for name in group]


def ledger(slow: Slow) -> Ledger:
    """Make a ledger over it."""
    archive: Any = slow
    return Ledger(archive, slow.db)


async def test_what_comes_meanwhile_is_the_next_group() -> None:
    """The first goes at once, those after it together; who begins is written before it goes on."""
    slow = Slow()
    book = ledger(slow)

    async def one(number: int) -> bool:
        await asyncio.sleep(number / 10_000)
        await book.begin(state(f"s{number}"))
        began = f"s{number}" in slow.written
        await book.settle(state(f"s{number}"))
        return began

    assert all(await asyncio.gather(*map(one, range(50))))
    await book.close()
    assert sorted(slow.written) == sorted([f"s{number}" for number in range(50)] * 2)
    assert len(slow.groups) < 12


async def test_nobody_waits_for_what_is_settled_but_the_end() -> None:
    """It is written by then."""
    slow = Slow()
    book = ledger(slow)
    await book.settle(state("a"))
    assert slow.groups == []
    await book.close()
    assert slow.groups == [["a"]]


async def test_a_failure_is_told_to_its_group_and_to_all_after_it() -> None:
    """Who was written before does not hear of it."""
    slow = Slow("b")
    book = ledger(slow)
    first = asyncio.create_task(book.begin(state("a")))
    await asyncio.sleep(0.005)
    second = [asyncio.create_task(book.begin(state(name))) for name in ("b", "c")]
    ends = await asyncio.gather(first, *second, return_exceptions=True)
    assert [type(end) for end in ends] == [type(None), StoreError, StoreError]
    with pytest.raises(StoreError):
        await book.begin(state("d"))
    with pytest.raises(StoreError):
        await book.close()
    assert slow.groups == [["a"]]


async def test_who_is_cut_short_takes_nobody_along() -> None:
    """The others' are written."""
    slow = Slow()
    book = ledger(slow)
    tasks = [asyncio.create_task(book.begin(state(name))) for name in ("a", "b", "c")]
    await asyncio.sleep(0.005)
    tasks[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
    await asyncio.gather(*tasks[1:])
    assert {"b", "c"} <= set(slow.written)


async def test_what_is_given_up_keeps_nobody_waiting() -> None:
    """Whoever waits is cut short too."""
    slow = Slow()
    book = ledger(slow)
    waiting = asyncio.create_task(book.begin(state("a")))
    await asyncio.sleep(0.005)
    book.stop()
    with pytest.raises(asyncio.CancelledError):
        await waiting
