"""Workers that are none: every job runs where the test says."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefbot.ports import Offload

P = ParamSpec("P")
T = TypeVar("T")


async def here(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run it here and now: an `Offload`."""
    return function(*args, **kwargs)


class Crew:
    """A `ports.Crew` that gives every source the same `Offload`, and finds none heavy."""

    def __init__(self, offload: Offload = here) -> None:
        self._offload = offload

    async def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it."""
        return await self._offload(function, *args, **kwargs)

    def of(self, source_id: str) -> Offload:
        """Return what runs every source's jobs."""
        return self._offload

    def is_heavy(self, source_id: str) -> bool:
        """Say no."""
        return False
