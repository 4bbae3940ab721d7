"""What Slack said lately is not asked again within a minute."""

from __future__ import annotations

import asyncio

import pytest

from briefbot.errors import DeliveryError
from briefbot.listeners.lately import KEPT, Lately


class Asked:
    """Counts how often somebody asks, and fails as often as it should."""

    def __init__(self, failures: int = 0) -> None:
        self.times = 0
        self.failures = failures

    async def __call__(self) -> int:
        """Return how often it was asked."""
        await asyncio.sleep(0)
        self.times += 1
        if self.times <= self.failures:
            raise DeliveryError("unreachable", "Slack is away")
        return self.times


async def test_many_who_ask_at_once_are_one_call() -> None:
    """Another name is another question, and after a minute the same one is asked again."""
    now, asked = [0.0], Asked()
    lately = Lately(timer=lambda: now[0])
    assert await asyncio.gather(*(lately("a", asked) for _ in range(50))) == [1] * 50
    assert await lately("b", asked) == 2
    now[0] = KEPT
    assert await lately("a", asked) == 1
    now[0] = KEPT + 1
    assert await lately("a", asked) == 3


async def test_a_failure_is_kept_for_nobody() -> None:
    """The next who asks gets an answer."""
    lately, asked = Lately(), Asked(failures=1)
    with pytest.raises(DeliveryError):
        await lately("a", asked)
    assert await lately("a", asked) == 2


async def test_only_so_many_answers_are_kept() -> None:
    """The oldest goes first."""
    lately, asked = Lately(most=2), Asked()
    for name in ("a", "b", "c"):
        await lately(name, asked)
    assert await lately("c", asked) == 3
    assert await lately("a", asked) == 4
