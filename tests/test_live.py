"""The configuration changes while the bot runs; whoever asks for it has that of the moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from briefbot.config import Config, FetchOptions, Source
from briefbot.errors import SetupError
from briefbot.live import Live

FETCH = FetchOptions(contact="https://desk.test/about")


def config(**fields: object) -> Config:
    """Make a configuration of one source."""
    source = {"id": "a", "url": "https://a.example/", **fields}
    return Config(sources=(Source.model_validate(source),), fetch=FETCH)


async def test_another_configuration_counts_at_once() -> None:
    """Those who must make ready do so first; the same one again is no other."""
    seen: list[tuple[Config, Config]] = []
    live, other = Live(config()), config(weight=2)

    async def follow(coming: Config) -> None:
        seen.append((live.config, coming))

    live.follow(follow)
    assert await live.take(other)
    assert not await live.take(config(weight=2))
    assert live.config == other
    assert seen == [(config(), other)]


async def test_one_that_cannot_be_worked_by_is_not_taken() -> None:
    """The one before goes on, and it may be tried again."""
    live = Live(config())

    async def follow(_: Config) -> None:
        raise SetupError("fetch.ca_file names a file that holds no certificate")

    live.follow(follow)
    for _ in range(2):
        with pytest.raises(SetupError):
            await live.take(config(weight=2))
    assert live.config == config()


async def test_what_is_paused_goes_on_by_itself() -> None:
    """Nobody has to do anything on the day; and what the file says stays the same to `take`."""
    now = [datetime(2026, 12, 23, 23, 59, 59, tzinfo=UTC)]
    paused = config(paused_until=date(2026, 12, 24))
    live = Live(paused, lambda: now[0])
    first = live.config.sources[0].enabled
    assert not await live.take(paused)
    now[0] = datetime(2026, 12, 24, 0, 0, tzinfo=UTC)
    then = live.config.sources[0].enabled
    now[0] -= timedelta(seconds=1)  # the clock was set back
    assert (first, then, live.config.sources[0].enabled) == (False, True, False)
