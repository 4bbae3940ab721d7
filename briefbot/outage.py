"""Is it our own network that is down? Who could not be reached lately, and whether anybody was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from briefbot.models import SourceState

NETWORK = frozenset({"dns", "no_connection", "proxy", "unreachable"})
"""How a look ends that reached nobody: the server was not asked."""
HOSTS = 3
"""So many hosts that were well do not go down in one moment: we do..."""
FEWEST = 2
"""...or all there are, where they are fewer; a single one tells nothing of our network."""
QUIET = timedelta(minutes=5)
"""While some host has answered within this time, the network is there."""
RECENT = timedelta(minutes=30)
"""Older failures say nothing of now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A source that could not be reached."""

    host: str
    at: datetime
    before: SourceState
    """Its state before that look."""


def ours(
    missed: Iterable[Missed], answered: datetime | None, now: datetime, *, hosts: int = HOSTS
) -> bool:
    """Tell whether the network that is down is ours.

    It is when three hosts that were well at their last look can't be reached, and nobody has
    `answered` since. Who was failing before may be down for reasons of its own. Where all
    sources stand on two `hosts`, it is when both can't be reached.
    """
    if answered is not None and answered > now + RECENT:
        answered = None  # by a clock that was ahead
    if answered is not None and now - answered < QUIET:
        return False
    well = (one for one in missed if one.before.failures == 0 and now - one.at <= RECENT)
    lost = {one.host for one in well if answered is None or one.at > answered}
    return len(lost) >= max(min(HOSTS, hosts), FEWEST)


@dataclass(slots=True)
class Network:
    """What the looks of the last minutes say of our network; it starts out believed in."""

    down: bool = False
    _answered: datetime | None = None
    _missed: dict[str, Missed] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        """Whether nobody was missed lately."""
        return not self._missed

    def answer(self, at: datetime) -> None:
        """Take note that somebody answered in a look that began then: the network is there."""
        before = self._answered or at
        self._answered = at if before > at + RECENT else max(at, before)  # the clock was set back
        self._missed = {name: one for name, one in self._missed.items() if one.at > at}
        if not self._missed:
            self.down = False

    def miss(self, missed: Missed) -> None:
        """Take note that somebody could not be reached."""
        self._missed[missed.before.source_id] = missed

    def pardoned(self, now: datetime, *, hosts: int = HOSTS) -> tuple[SourceState, ...]:
        """Return the states, as they were, of those whose failure counts against nobody.

        `hosts`: on how many all sources stand.
        """
        missed = [one for one in self._missed.values() if now - one.at <= RECENT]
        if not self.down and not ours(missed, self._answered, now, hosts=hosts):
            return ()
        self.down = True
        self._missed = {}
        return tuple(one.before for one in missed)
