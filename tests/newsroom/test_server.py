"""The newsroom as a client sees it: hosts, links, validators, failures, changes."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import aiohttp
import pytest
from ruamel.yaml import YAML

from briefbot.config import Config
from briefbot.newsroom import OUTLETS, Newsroom, Outlet, feeds, serve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
STANDING = [outlet for outlet in OUTLETS if not outlet.down]


@asynccontextmanager
async def _visit(delay: float = 0) -> AsyncIterator[tuple[Newsroom, aiohttp.ClientSession]]:
    async with serve(NOW, delay=delay) as room:
        connector = aiohttp.TCPConnector(resolver=room.resolver)
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(connector=connector, cookie_jar=jar) as session:
            yield room, session


async def _get(session: aiohttp.ClientSession, url: str, **headers: str) -> tuple[int, str, bytes]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    async with session.get(url, headers=sent) as response:
        return response.status, response.headers.get("Content-Type", ""), await response.read()


def _links(base: str, page: str) -> set[str]:
    found = re.findall(r'(?:href|src|action)="([^"]+)"', page)
    return {urljoin(base, unescape(link)).partition("#")[0] for link in found}


async def test_every_link_of_every_page_resolves() -> None:
    """All feeds, articles, pictures, sections and furniture pages answer 200."""
    async with _visit() as (room, session):
        charset = {outlet.host: outlet.charset for outlet in OUTLETS}
        todo = {f"http://{outlet.host}/" for outlet in STANDING}
        todo |= {f"http://{outlet.host}{outlet.feed}" for outlet in STANDING}
        todo |= {feeds.link(piece) for piece in room.pieces}
        done: set[str] = set()
        while todo:
            url = todo.pop()
            done.add(url)
            status, kind, body = await _get(session, url)
            assert status == 200, url
            if kind.startswith("text/html"):
                host = urlsplit(url).hostname or ""
                links = _links(url, body.decode(charset[host]))
                todo |= {link for link in links if urlsplit(link).hostname in room.hosts} - done
    assert set(room.truth) <= done


@pytest.mark.parametrize("outlet", STANDING, ids=lambda outlet: outlet.id)
async def test_conditional_get_is_byte_exact(outlet: Outlet) -> None:
    """The validators that a server gave bring 304; the same ones in another spelling do not."""
    feed = f"http://{outlet.host}{outlet.feed}"
    async with _visit() as (_, session):
        async with session.get(feed) as response:
            etag = response.headers.get("ETag")
            date = response.headers.get("Last-Modified")
        assert etag or date
        if etag:
            status, _, body = await _get(session, feed, If_None_Match=etag)
            assert (status, body) == (304, b"")
            assert (await _get(session, feed, If_None_Match=etag.upper() + " "))[0] == 200
        if date:
            assert (await _get(session, feed, If_Modified_Since=date))[0] == 304
            assert (await _get(session, feed, If_Modified_Since=f"{date} "[1:]))[0] == 200


async def test_each_kind_of_validator_occurs() -> None:
    """Some servers give both validators, some one of them, one a date in no standard form."""
    given = set()
    async with _visit() as (_, session):
        for outlet in STANDING:
            async with session.get(f"http://{outlet.host}{outlet.feed}") as response:
                tag, date = response.headers.get("ETag"), response.headers.get("Last-Modified")
                given.add((bool(tag), bool(date), (tag or "").startswith("W/")))
    assert given == {
        (True, True, False),
        (True, True, True),
        (True, False, False),
        (False, True, False),
    }


async def test_failing_outlet_answers_503_with_a_page() -> None:
    """An outlet that is down says so in HTML, whatever is asked of it, until it recovers."""
    async with _visit() as (room, session):
        url = "http://www.northgate-times.example/rss.xml"
        status, kind, body = await _get(session, url)
        assert (status, kind) == (503, "text/html")
        assert b"Service Unavailable" in body
        room.recover("northgate")
        assert (await _get(session, url))[0] == 200
        room.fail("northgate")
        assert (await _get(session, url))[0] == 503


async def test_slow_outlet_answers_late() -> None:
    """The slow outlet's feed waits as long as it is told to, its articles do not."""
    async with _visit(delay=30) as (_, session):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await _get(session, "http://lantern-weekly.example/feed.xml")
        assert (await _get(session, "http://lantern-weekly.example/"))[0] == 200


async def test_moved_feed_redirects() -> None:
    """The address that the configuration names for one outlet leads on to its feed."""
    async with _visit() as (room, session):
        status, kind, _ = await _get(session, "http://kestrel-journal.example/feed")
        assert (status, kind) == (200, "application/atom+xml; charset=utf-8")
        assert [visit.status for visit in room.requests] == [301, 200]


async def test_home_page_declares_its_feed() -> None:
    """The outlet that is configured by its home page links to its feed from there."""
    async with _visit() as (_, session):
        _, _, body = await _get(session, "http://straits-herald.example/")
    assert 'rel="alternate" type="application/rss+xml"' in body.decode()
    assert 'href="/feed/"' in body.decode()


async def test_unknown_names_do_not_resolve() -> None:
    """The resolver knows the newsroom's hosts and no other."""
    async with serve(NOW) as room:
        for outlet in OUTLETS:
            (found,) = await room.resolver.resolve(outlet.host, 80)
            assert (found["host"], found["port"]) == ("127.0.0.1", room.port)
        with pytest.raises(OSError, match="not in the newsroom"):
            await room.resolver.resolve("news.example", 80)


async def test_unknown_page_and_host_are_404() -> None:
    """What is not there is not there."""
    async with _visit() as (room, session):
        assert (await _get(session, "http://thepacket.example/nothing"))[0] == 404
        assert (await _get(session, f"http://127.0.0.1:{room.port}/"))[0] == 404


async def test_requests_are_noted() -> None:
    """Each request is kept with its method, host, path, status and headers."""
    async with _visit() as (room, session):
        await _get(session, "http://thepacket.example/?a=1", X_Probe="yes")
    (visit,) = room.requests
    assert (visit.method, visit.host, visit.path, visit.status) == (
        "GET",
        "thepacket.example",
        "/?a=1",
        200,
    )
    assert visit.headers["x-probe"] == "yes"


async def test_configuration_names_every_outlet() -> None:
    """The configuration is whole and valid, allows the port, and hides one feed behind a home."""
    async with serve(NOW) as room:
        config = Config.model_validate(YAML(typ="safe").load(StringIO(room.config_text)))
        assert {source.id for source in config.sources} == {outlet.id for outlet in OUTLETS}
        assert {urlsplit(source.url).hostname for source in config.sources} == room.hosts
        assert config.fetch.allow_private == (f"127.0.0.1/32:{room.port}",)
    assert all(source.first_sight == "all" for source in config.sources)
    assert {source.kind for source in config.sources} == {"auto", "feed", "page", "sitemap"}
    assert {topic.id for topic in config.topics} == {"taiwan", "cyber", "chips"}
    assert config.briefings[0].topics == ("taiwan", "cyber", "chips")


async def test_truth_covers_every_article() -> None:
    """Each article's canonical address has its story, and outlets of one event share it."""
    async with serve(NOW) as room:
        assert set(room.truth) == {piece.url for piece in room.pieces}
        assert all(room.truth.values())
        assert len(set(room.truth.values())) < len(room.truth)


@pytest.mark.parametrize("outlet", STANDING, ids=lambda outlet: outlet.id)
async def test_published_article_changes_the_feed(outlet: Outlet) -> None:
    """A new article is on its page and in the feed, and old validators no longer bring 304."""
    feed = f"http://{outlet.host}{outlet.feed}"
    async with _visit() as (room, session):
        async with session.get(feed) as response:
            wanted = {"ETag": "If_None_Match", "Last-Modified": "If_Modified_Since"}
            old = {wanted[k]: v for k, v in response.headers.items() if k in wanted}
        url = room.publish(
            outlet.id,
            "whale-in-the-harbour",
            title="Whale in the harbour",
            body="A whale swam in.\n\nIt swam out again.",
            published=NOW - timedelta(days=9),
        )
        status, _, body = await _get(session, feed, **old)
        assert status == 200
        assert b"Whale in the harbour" in body
        assert b"It swam out again." in (await _get(session, url))[2]
    assert room.truth[url] == "whale-in-the-harbour"


async def test_changed_and_withdrawn_articles() -> None:
    """A correction shows under the same address; a withdrawn article is gone from everywhere."""
    async with _visit() as (room, session):
        url = room.pieces[0].url
        room.change(url, title="Corrected: nothing happened")
        assert b"Corrected: nothing happened" in (await _get(session, url))[2]
        room.withdraw(url)
        assert (await _get(session, url))[0] == 404
        assert url not in room.truth
