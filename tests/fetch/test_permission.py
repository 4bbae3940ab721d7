"""Hosts are asked for their robots.txt once a day, and what they say holds for every page."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from yarl import URL

from briefbot.errors import FetchError
from briefbot.fetch import permission
from briefbot.fetch.allowance import Time
from briefbot.fetch.permission import DAY, PATIENCE, PAUSE, Permission
from briefbot.models import Request, Response
from tests.badserver import BadServer, redirect, reply
from tests.fetch.asking import ask, fetcher, refusal

CLOSED = b"User-agent: *\nDisallow: /closed"
PAGE = "https://news.example/closed/1"


@dataclass
class Host:
    """A web that serves one robots.txt for every host, or fails to; and a clock to move."""

    answer: bytes | FetchError = CLOSED
    now: float = 0
    asked: list[str] = field(default_factory=list)

    async def fetch(self, request: Request, own: Time) -> Response:
        """Answer, after others had their turn."""
        self.asked.append(request.url)
        await asyncio.sleep(0)
        if isinstance(self.answer, FetchError):
            raise self.answer
        return Response(url=request.url, status=200, body=self.answer)

    def permission(self) -> Permission:
        """Make what asks this host."""
        return Permission(self.fetch, lambda: self.now)


async def question(
    permission: Permission, url: str = PAGE, *, agent: str = "briefbot/1", spent: float = 0
) -> None:
    """Ask on behalf of a request that has 20 s, and has spent some of them."""
    own = Time(20)
    own._left -= spent
    await permission(URL(url), ask(url, user_agent=agent), own)


async def reason(
    permission: Permission, url: str = PAGE, *, agent: str = "briefbot/1", spent: float = 0
) -> str:
    """Return why a page may not be read; empty when it may."""
    try:
        await question(permission, url, agent=agent, spent=spent)
    except FetchError as error:
        return error.reason
    return ""


async def test_a_closed_page_is_refused_with_what_to_do() -> None:
    """The sentence names the host, its rule, and a way out."""
    with pytest.raises(FetchError) as caught:
        await question(Host().permission())
    assert caught.value.reason == "robots"
    assert str(caught.value) == (
        "news.example asks in its robots.txt that bots do not read pages under /closed;"
        " use its feed, or ask its owner"
    )


async def test_a_long_rule_is_cut_in_the_sentence() -> None:
    """A rule of any length gives a short sentence."""
    host = Host(b"User-agent: briefbot\nDisallow: /closed" + b"*" + b"1" * 1_000)
    with pytest.raises(FetchError) as caught:
        await question(host.permission(), f"https://news.example/closed{'1' * 1_000}")
    assert len(str(caught.value)) < 250


async def test_each_host_is_asked_once_a_day() -> None:
    """Pages of one host, also at the same time, cost one question; a scheme or port is another."""
    host = Host()
    may = host.permission()
    found = await asyncio.gather(*(reason(may, f"https://a.example/{n}") for n in range(20)))
    assert set(found) == {""}
    assert host.asked == ["https://a.example/robots.txt"]
    host.now = DAY - 1
    await reason(may, "https://a.example/closed")
    assert len(host.asked) == 1
    await reason(may, "http://a.example/closed")
    await reason(may, "https://a.example:8443/closed?x=/robots.txt#y")
    assert host.asked[1:] == ["http://a.example/robots.txt", "https://a.example:8443/robots.txt"]
    host.now = DAY
    host.answer = b"User-agent: *\nDisallow: /"
    assert await reason(may, "https://a.example/open") == "robots"
    assert len(host.asked) == 4


@pytest.mark.parametrize("reason_", ["http_404", "http_403", "http_410", "empty", "redirects"])
async def test_no_robots_txt_closes_nothing(reason_: str) -> None:
    """Where there is none, all pages may be read for a day."""
    host = Host(FetchError(reason_, "nothing there"))
    may = host.permission()
    assert await reason(may) == ""
    host.now = DAY - 1
    assert await reason(may) == ""
    assert len(host.asked) == 1


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("http_500", "robots_unread"),
        ("http_429", "robots_unread"),
        ("too_large", "robots_unread"),
        ("bad_encoding", "robots_unread"),
        ("timeout", "timeout"),
        ("dns", "dns"),
        ("no_connection", "no_connection"),
        ("disconnected", "disconnected"),
        ("proxy", "proxy"),
        ("blocked_address", "blocked_address"),
    ],
)
async def test_an_unreadable_one_closes_all_for_a_while(cause: str, said: str) -> None:
    """What befalls the page too keeps its word; it is asked again after some minutes."""
    host = Host(FetchError(cause, "trouble at news.example"))
    may = host.permission()
    with pytest.raises(FetchError, match="trouble at") as caught:
        await question(may)
    assert caught.value.reason == said
    host.now, host.answer = PAUSE - 1, b"User-agent: *\nAllow: /"
    assert await reason(may) == said
    host.now = PAUSE
    assert await reason(may) == ""
    assert len(host.asked) == 2


async def test_a_server_is_not_asked_before_the_pause_that_it_wants() -> None:
    """Retry-After is kept to, up to a day."""
    host = Host(FetchError("http_503", "busy", retry_after=7_200))
    may = host.permission()
    await reason(may)
    host.now = 7_199
    await reason(may)
    assert len(host.asked) == 1
    host.now, host.answer = 7_200, FetchError("http_503", "busy", retry_after=1e9)
    await reason(may)
    host.now += DAY
    await reason(may)
    assert len(host.asked) == 3


async def test_what_was_read_before_holds_while_it_cannot_be_read() -> None:
    """Trouble of the server's neither opens what was closed nor closes what was open."""
    host = Host()
    may = host.permission()
    await reason(may)
    host.now, host.answer = DAY, FetchError("http_500", "trouble")
    assert await reason(may) == "robots"
    assert await reason(may, "https://news.example/open") == ""


async def test_one_that_is_unreadable_for_a_week_counts_as_none() -> None:
    """A server that never gives its robots.txt is not left alone for ever."""
    host = Host(FetchError("http_500", "trouble"))
    may = host.permission()
    assert await reason(may) == "robots_unread"
    host.now = PATIENCE
    assert await reason(may) == "robots_unread"
    host.now = PATIENCE + PAUSE
    assert await reason(may) == ""
    host.now, host.answer = PATIENCE + 2 * PAUSE, CLOSED
    assert await reason(may) == "robots"


async def test_a_question_that_is_given_up_holds_up_nobody() -> None:
    """When the page that asks is cancelled, the next one asks."""
    host = Host()
    may = host.permission()
    first = asyncio.create_task(reason(may))
    second = asyncio.create_task(reason(may))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "robots"
    assert len(host.asked) == 2


async def test_who_led_here_late_says_nothing_of_the_host() -> None:
    """Where a redirect has used the time up, a host that is cut short by it is asked anew."""
    host = Host(FetchError("timeout", "no complete answer"))
    may = host.permission()
    assert await reason(may, spent=15) == "timeout"
    host.answer = CLOSED
    assert await reason(may, "https://news.example/open") == ""
    assert len(host.asked) == 2
    other = Host(FetchError("timeout", "no complete answer"))
    may = other.permission()
    assert [await reason(may, spent=5), await reason(may)] == ["timeout", "timeout"]
    assert len(other.asked) == 1


async def test_waiting_for_the_question_of_another_takes_own_time() -> None:
    """A page with little time left is not held up by the one that asks its host just now."""

    async def silence(request: Request, own: Time) -> Response:
        await asyncio.sleep(600)
        raise AssertionError

    may = Permission(silence)
    first = asyncio.create_task(question(may))
    await asyncio.sleep(0)
    async with asyncio.timeout(60):
        with pytest.raises(TimeoutError):
            await question(may, spent=19.9)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)


async def test_the_name_that_is_sent_is_heeded() -> None:
    """A source with a name of its own keeps to the rules for it, other sources to theirs."""
    host = Host(b"User-agent: acme\nDisallow: /closed\n\nUser-agent: briefbot\nDisallow: /mine")
    may = host.permission()
    assert await reason(may, agent="Acme/2 (+https://acme.example)") == "robots"
    assert await reason(may, "https://news.example/mine", agent="acme") == "robots"
    assert await reason(may, agent="briefbot/1") == ""
    assert await reason(may, agent="[] no token") == ""
    assert len(host.asked) == 3


async def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hosts asked longest ago are forgotten, by number and by the weight of their rules."""
    monkeypatch.setattr(permission, "HOSTS", 3)
    host = Host()
    may = host.permission()
    for n in (1, 2, 3, 4, 2, 3, 4):
        await reason(may, f"https://h{n}.example/")
    assert len(host.asked) == 4
    await reason(may, "https://h1.example/")
    assert len(host.asked) == 5
    monkeypatch.setattr(permission, "ROOM", 250)
    await reason(may, "https://h9.example/")
    await reason(may, "https://h8.example/")
    await reason(may, "https://h9.example/")
    assert len(host.asked) == 7
    await reason(may, "https://h4.example/")
    assert len(host.asked) == 8


# ---------------------------------------------------------------- with the real client


async def test_crawled_pages_are_asked_for_and_feeds_are_not(site: BadServer) -> None:
    """Only a request for a page asks for the robots.txt of its host, and goes no further."""
    site.pages["/robots.txt"] = reply(CLOSED)
    site.pages["/closed"] = site.pages["/open"] = reply(b"x")
    async with fetcher(site, names=lambda _: site.host) as fetch:
        url = site.url("/closed", host="news.example")
        assert (await fetch(ask(url))).body == b"x"
        assert (await refusal(fetch, ask(url, crawled=True))).reason == "robots"
        assert (await fetch(ask(site.url("/open", host="news.example"), crawled=True))).body == b"x"
        with pytest.raises(FetchError, match="asks in its"):
            await fetch.permit(ask(url))
    assert [head.split()[1] for head in site.heads] == ["/closed", "/robots.txt", "/open"]
    assert "User-Agent: briefbot/1.2.3" in site.heads[1]


async def test_a_host_is_asked_under_the_name_that_it_has_rules_for(site: BadServer) -> None:
    """A source's own user agent stands in the question and in what is asked of the answer."""
    site.pages["/robots.txt"] = reply(b"User-agent: reader\nDisallow: /closed")
    site.pages["/closed"] = reply(b"x")
    async with fetcher(site, names=lambda _: site.host) as fetch:
        url = site.url("/closed", host="news.example")
        own = ask(url, crawled=True, user_agent="reader/{version}")
        assert (await refusal(fetch, own)).reason == "robots"
        with pytest.raises(FetchError, match="asks in its"):
            await fetch.permit(own)
        assert (await fetch(ask(url, crawled=True))).body == b"x"
    lines = [line for head in site.heads for line in head.split("\r\n") if "User-Agent" in line]
    ours = "User-Agent: briefbot/1.2.3 (+https://example.org/bot)"
    assert lines == ["User-Agent: reader/1.2.3", ours, ours]


async def test_one_time_is_for_page_robots_and_redirects(site: BadServer) -> None:
    """However many hosts a page leads to, and however slow each is, the limit is for the whole."""
    for number in range(5):
        after = site.url(f"/{number + 1}", host=f"h{number + 1}.example")
        site.pages[f"/{number}"] = redirect(after)
    site.pages["/robots.txt"] = reply(status=404, after=0.4)
    async with fetcher(site, names=lambda _: site.host, whole=1) as fetch:
        error = await refusal(fetch, ask(site.url("/0", host="h0.example"), crawled=True))
    assert error.reason == "timeout"
    assert len(site.heads) <= 5


async def test_a_redirect_asks_its_host_too(site: BadServer) -> None:
    """A page that moves to a host that closes it is not read there."""
    async with BadServer("127.0.0.3") as other:
        names = {"news.example": site.host, "other.example": other.host}
        site.pages["/a"] = redirect(other.url("/closed", host="other.example"))
        other.pages["/robots.txt"] = reply(CLOSED)
        other.pages["/closed"] = reply(b"x")
        async with fetcher(site, other, names=names.__getitem__) as fetch:
            request = ask(site.url("/a", host="news.example"), crawled=True)
            assert (await refusal(fetch, request)).reason == "robots"
        assert [head.split()[1] for head in other.heads] == ["/robots.txt"]


async def test_a_literal_address_of_our_own_is_not_asked(site: BadServer) -> None:
    """What fetch.allow_private names by its address is ours, and read without a question."""
    site.pages["/robots.txt"] = reply(b"User-agent: *\nDisallow: /")
    site.pages["/"] = reply(b"x")
    async with fetcher(site) as fetch:
        assert (await fetch(ask(site.url(), crawled=True))).body == b"x"
    assert len(site.heads) == 1


async def test_a_robots_txt_does_not_lead_inside(site: BadServer, inside: BadServer) -> None:
    """One that redirects to an inside address is not followed, and its pages are left alone."""
    site.pages["/robots.txt"] = redirect(inside.url("/"))
    site.pages["/"] = reply(b"x")
    async with fetcher(site, names=lambda _: site.host) as fetch:
        request = ask(site.url("/", host="news.example"), crawled=True)
        assert (await refusal(fetch, request)).reason == "blocked_address"
    assert inside.accepted == 0


async def test_one_place_is_enough_for_page_and_robots(site: BadServer) -> None:
    """A page that waits for its robots.txt holds no place that this needs."""
    site.pages["/robots.txt"] = reply(b"User-agent: *\nDisallow:")
    site.pages["/"] = reply(b"x")
    async with fetcher(site, names=lambda _: site.host, per_host=1, total=1) as fetch:
        request = ask(site.url("/", host="news.example"), crawled=True)
        answers = await asyncio.wait_for(asyncio.gather(fetch(request), fetch(request)), 60)
    assert [answer.body for answer in answers] == [b"x", b"x"]
