"""Standing orders over a real archive: what is composed, for whom, and a clock to move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from briefbot.briefer import Briefer, Patience
from briefbot.choosing import select
from briefbot.config import Briefing, Config, FetchOptions, Source, Topic
from briefbot.live import Live
from briefbot.models import Digest, Message
from briefbot.pipeline import Keeper, Press
from briefbot.store.sqlite import Store
from tests.makers import APART, NOON, place_all, reading, state

P = ParamSpec("P")
T = TypeVar("T")
NEWS = "#news"


def briefing(
    name: str = "morning", *times: str, to: Sequence[str] = (NEWS,), **fields: Any
) -> Briefing:
    """Make a briefing that is posted at 08:00 in UTC, unless said otherwise."""
    schedule = {key: fields.pop(key) for key in ("zone", "weekdays") if key in fields}
    known = {"id": name, "name": name.title(), "destinations": tuple(to), **fields}
    times = times or ("08:00",)
    return Briefing.model_validate({**known, "schedule": {"times": times, **schedule}})


def config(*briefings: Briefing, topics: Sequence[Topic] = ()) -> Config:
    """Make a configuration of one outlet, the ledger, and these briefings."""
    return Config(
        sources=(Source(id="ledger", url="https://ledger.example/feed"),),
        topics=tuple(topics),
        briefings=briefings or (briefing(),),
        fetch=FetchOptions(contact="https://desk.test/about"),
    )


def fast(database: Path) -> Store:
    """Open an archive that does not wait for the disk."""
    store = Store(database)
    store._db.execute("PRAGMA synchronous=OFF")
    return store


def tell(store: Store, *slugs: str, at: datetime = NOON, **fields: Any) -> None:
    """Let the ledger have published articles, found a minute later; its next look is far away."""
    known = {"published": at, "found": at + timedelta(minutes=1), **fields}
    next_check = datetime(2100, 1, 1, tzinfo=UTC)
    store.record(state(next_check=next_check), [reading(slug, **known) for slug in slugs])
    place_all(store, APART)


async def inline(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function of the store's here and now: an `Offload`."""
    return function(*args, **kwargs)


@dataclass
class Desk:
    """A briefer over an archive, what it composed, and its clock."""

    store: Store
    config: Config = field(default_factory=config)
    now: datetime = NOON
    composed: list[Digest] = field(default_factory=list)
    woken: int = 0
    fails: dict[str, Exception] = field(default_factory=dict)
    """Which briefing can't be rendered, and why."""
    agrees: bool | None = None
    patience: Patience = field(default_factory=lambda: Patience(seconds=0))
    _briefer: Briefer | None = None

    def compose(self, digest: Digest) -> tuple[Message, ...]:
        """Render a digest as one message, and remember it."""
        if digest.briefing_id in self.fails:
            raise self.fails[digest.briefing_id]
        self.composed.append(digest)
        return (Message(text=f"{digest.name}: {len(digest.items)} stories"),)

    @property
    def press(self) -> Press:
        """What makes messages of a digest."""
        return Press(select=select, compose=self.compose, payload=lambda digest: digest.name)

    def restart(self) -> None:
        """Forget all that is not in the archive."""
        self._briefer = None

    async def tick(self, at: datetime | None = None) -> None:
        """Let the briefer look, at a moment."""
        self.now = at or self.now
        if self._briefer is None:
            self._briefer = Briefer(
                Keeper(store=self.store, db=inline),
                Live(self.config),
                self.press,
                lambda: self.now,
                wake=self._wake,
                agrees=lambda _: self.agrees,
                patience=self.patience,
            )
        await self._briefer.tick()

    def _wake(self) -> None:
        self.woken += 1

    @property
    def slots(self) -> list[str]:
        """What was composed: each digest's slot, as `24 08:00`."""
        return [f"{d.slot.day.day} {d.slot.label}" for d in self.composed if d.slot]
