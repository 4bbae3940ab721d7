"""Groups: each item is written once, soon, and whoever waits for it hears how that ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

import pytest

from briefbot.errors import StoreError
from briefbot.pipeline.together import Together

P = ParamSpec("P")
T = TypeVar("T")


class Slow:
    """An archive that takes its time, and fails for some."""

    def __init__(self, *bad: int) -> None:
        self.groups: list[list[int]] = []
        self._bad = set(bad)
        self._busy = False

    async def db(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        assert not self._busy
        self._busy = True
        await asyncio.sleep(0.01)
        self._busy = False
        return function(*args, **kwargs)

    def write(self, items: Sequence[int]) -> None:
        if self._bad & set(items):
            raise StoreError("the disk is full")
        self.groups.append(list(items))


async def test_what_comes_meanwhile_is_the_next_group() -> None:
    """The first goes at once, those after it together, and each is written when its wait ends."""
    slow = Slow()
    together = Together(slow.db, slow.write)

    async def one(number: int) -> bool:
        await asyncio.sleep(number / 10_000)
        await together(number)
        return any(number in group for group in slow.groups)

    assert all(await asyncio.gather(*map(one, range(50))))
    assert sorted(number for group in slow.groups for number in group) == list(range(50))
    assert len(slow.groups) < 10


async def test_a_group_that_fails_is_told_to_its_own() -> None:
    """Those of another group do not hear of it."""
    slow = Slow(1)
    together = Together(slow.db, slow.write)
    first = asyncio.create_task(together(0))
    await asyncio.sleep(0.005)
    second = [asyncio.create_task(together(number)) for number in (1, 2)]
    await asyncio.sleep(0.01)
    third = asyncio.create_task(together(3))
    ends = await asyncio.gather(first, *second, third, return_exceptions=True)
    assert [type(end) for end in ends] == [type(None), StoreError, StoreError, type(None)]
    assert slow.groups == [[0], [3]]


async def test_who_is_cut_short_takes_nobody_along() -> None:
    """Its item may be written all the same; the others' are."""
    slow = Slow()
    together = Together(slow.db, slow.write)
    tasks = [asyncio.create_task(together(number)) for number in range(3)]
    await asyncio.sleep(0.005)
    tasks[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
    await asyncio.gather(*tasks[1:])
    assert {1, 2} <= {number for group in slow.groups for number in group}
