"""Every way in which a source can fare is seen by whoever asks, from a real look on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from briefbot.config import Config, FetchOptions, Source
from briefbot.desk.state import source_lines
from briefbot.errors import FetchError
from briefbot.models import Condition, Digest, SourceLine
from briefbot.store.library import Library
from tests.editions import fast
from tests.makers import NOON, hours_ago, reading, state
from tests.outlets import Outlets, config, look
from tests.press import CABLE, HARBOUR, item, rss
from tests.test_reading import CAPTCHA, CONSENT, LOGIN

DAY = timedelta(days=1)
WAYS: Mapping[str, bytes | FetchError] = {
    "gone": FetchError("http_410", "410 from gone.test: it is gone for good"),
    "refusing": FetchError("http_403", "403 from refusing.test: does the site block bots?"),
    "captcha": CAPTCHA,
    "login": LOGIN,
    "consent": CONSENT,
    "empty": rss("Empty", []),
    "blank": FetchError("empty", "blank.test answers with an empty page; check the address"),
    "broken": FetchError("http_503", "503 from broken.test: its server has trouble"),
    "closed": b"<html><body><a href=/2026/11/22/a>A story of some length</a></body></html>",
    "undated": rss("Undated", [item("One", "https://undated.test/1", published=None)]),
}
WORDS = {
    "well": "fine",
    "gone": "gone",
    "refusing": "blocked",
    "captcha": "blocked",
    "login": "blocked",
    "consent": "blocked",
    "empty": "empty",
    "blank": "empty",
    "broken": "failing",
    "closed": "robots",
    "undated": "undated",
    "later": "new",
    "off": "off",
}


def world(folder: Path) -> Outlets:
    """Open a web with a source for each way."""
    kinds = {"closed": "page", "captcha": "page", "login": "feed"}
    urls = {"consent": "https://consent.consent.test/"}
    sources = [{"id": name, "kind": kinds.get(name, "auto")} for name in ("well", *WAYS)]
    sources = [s | ({"url": urls[s["id"]]} if s["id"] in urls else {}) for s in sources]
    outlets = Outlets(folder / "briefbot.db", config(*sources))
    outlets.publish("well", CABLE, HARBOUR)
    for name, way in WAYS.items():
        url = urls.get(name, f"https://{name}.test/feed")
        if isinstance(way, FetchError):
            outlets.failing[url] = way
        else:
            outlets.pages[url] = way
    outlets.closed.add("https://closed.test/feed")
    return outlets


async def looked_at(folder: Path) -> tuple[dict[str, SourceLine], Digest]:
    """Look at every source, and return how each fares, and a digest of them all."""
    outlets = world(folder)
    async with outlets.app() as app:
        await look(app)
        digest = await app.compose(outlets.config.briefings[0], DAY)
    more = (
        Source(id="later", url="https://later.test/feed"),
        Source(id="off", url="https://off.test/feed", enabled=False),
    )
    grown = outlets.config.model_copy(update={"sources": (*outlets.config.sources, *more)})
    archive = Library(outlets.database)
    lines = source_lines(archive, grown, outlets.now)
    archive.close()
    return {line.source_id: line for line in lines}, digest


async def test_every_way_has_its_word(tmp_path: Path) -> None:
    """An answer of 200 with a login, a captcha or nothing in it is a failure like any other."""
    lines, _ = await looked_at(tmp_path)
    assert {name: line.state.value for name, line in lines.items()} == WORDS
    for line in lines.values():
        assert line.advice or line.state in {Condition.FINE, Condition.NEW, Condition.OFF}
    assert lines["well"].per_day is not None
    assert lines["well"].articles == 2


async def test_the_coverage_of_a_digest_says_the_same(tmp_path: Path) -> None:
    """It counts what was read, and names each source that was not with the same word."""
    lines, digest = await looked_at(tmp_path)
    covered = digest.coverage
    assert (covered.read, covered.total) == (2, 11)
    assert {(one.name, one.state, one.message) for one in covered.ailing} == {
        (line.name, line.state, line.advice) for line in lines.values() if line.state.fails
    }


@pytest.mark.parametrize("number", [3, 300])
def test_the_archive_is_asked_three_times(tmp_path: Path, number: int) -> None:
    """However many sources there are."""
    sources = tuple(Source(id=f"s{n}", url=f"https://s{n}.test/feed") for n in range(number))
    known = Config(sources=sources, fetch=FetchOptions(contact="https://desk.test/about"))
    store = fast(tmp_path / "briefbot.db")
    with store.transaction():
        for source in sources:
            store.record(state(source.id, url=source.url))
    asked: list[str] = []
    store._db.conn.set_trace_callback(asked.append)
    lines = source_lines(store, known, NOON)
    store._db.conn.set_trace_callback(None)
    store.close()
    assert {line.state for line in lines} == {Condition.FINE}
    assert len([sql for sql in asked if sql.startswith("SELECT")]) == 3


def test_a_state_of_another_address_says_nothing(tmp_path: Path) -> None:
    """A source whose address was changed is a new one until it is read there."""
    known = Config(
        sources=(Source(id="ledger", url="https://ledger.example/new"),),
        fetch=FetchOptions(contact="https://desk.test/about"),
    )
    store = fast(tmp_path / "briefbot.db")
    store.record(state(failing_since=hours_ago(3), error="503"), [reading()])
    (line,) = source_lines(store, known, NOON)
    store.close()
    assert (line.state, line.advice, line.succeeded) == (Condition.NEW, "", None)
