"""What is said of an address before it becomes a source."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from briefbot.config import FetchOptions
from briefbot.desk import trial
from briefbot.errors import FetchError
from briefbot.fetch.turns import Turns
from briefbot.intake import Intake
from briefbot.live import Live
from briefbot.models import Feed, Request, Response, Sentence
from briefbot.models.tried import Tried
from briefbot.pipeline import Client, Trial, Web
from tests.desk.room import CONFIG, opened
from tests.makers import NOON, reading
from tests.outlets import Outlets
from tests.press import PIECES, item, page, rss

HOME = (
    b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head>'
    b"<body><p>Welcome.</p></body></html>"
)


@pytest.fixture
def outlets(tmp_path: Path) -> Outlets:
    """Publish an outlet's feed, home page and articles."""
    outlets = Outlets(tmp_path / "unused.db", CONFIG)
    outlets.publish("wire", *PIECES)
    outlets.pages["https://wire.test/"] = HOME
    return outlets


async def never(request: Request) -> Response:
    """Read nothing inside for somebody in Slack."""
    raise AssertionError(request)


@pytest.fixture
def web(tmp_path: Path, outlets: Outlets) -> Iterator[Web]:
    """Read the outlets as the public web, with nothing inside."""
    inside = FetchOptions(contact="https://desk.test/about", allow_private=("127.0.0.0/8",))
    live = Live(CONFIG.model_copy(update={"fetch": inside}))
    with opened(tmp_path) as (_, desk):
        yield replace(
            desk.web,
            live=live,
            outside=Client(fetch=outlets.fetch, permit=outlets.permit),
            inside=Client(fetch=never, permit=outlets.permit),
        )


async def one(web: Web, address: str) -> Tried:
    """Try one address."""
    (found,) = await trial.tried([address], web, NOON)
    return found


def feed(outlets: Outlets, *ages: timedelta | None) -> None:
    """Let the outlet have entries of these ages."""
    items = [
        item(
            f"Entry {number} of a day",
            f"https://wire.test/{PIECES[number % 3].slug}?n={number}",
            published=None if age is None else NOON - age,
        )
        for number, age in enumerate(ages)
    ]
    outlets.pages["https://wire.test/feed"] = rss("The Wire", items)


def test_a_summary_marks_what_it_leaves_out() -> None:
    """Its sentences are the article's own, and are not read as if they followed each other."""
    told = (
        "The harbour of Keelung opened a new quay for ferries on Monday.",
        "It rained.",
        "Two hundred dock workers will be hired there before the summer.",
    )
    text = " ".join(told)
    weighed = tuple(
        Sentence(start=text.index(one), end=text.index(one) + len(one), weight=weight)
        for one, weight in zip(told, (1.0, 0.0, 0.9), strict=True)
    )
    first = reading("quay")
    first = replace(first, body=replace(first.body, text=text, sentences=weighed))
    bare = Trial(
        address="https://wire.test/feed",
        feed=Feed(kind="feed", title="Wire", entries=()),
        taken=Intake(wanted=(), passed=()),
        first=first,
    )
    assert trial.describe("x", bare, NOON).summary == f"{told[0]} […] {told[2]}"


def test_addresses_are_read_as_people_paste_them() -> None:
    """Commas, lines, brackets, twice the same, without a scheme."""
    assert trial.typed(" <https://a.test/x>, b.test\n\nhttps://a.test/x; hm ") == (
        "https://a.test/x",
        "https://b.test",
        "hm",
    )
    assert trial.typed(" ,\n") == ()
    assert trial.typed("me@a.test, b.test/@me") == ("me@a.test", "https://b.test/@me")


async def test_a_home_page_leads_to_its_feed(web: Web) -> None:
    """The home page is what is kept, for a feed may move."""
    found = await one(web, "https://wire.test/")
    assert (found.problem, found.kind, found.url) == ("", "feed", "https://wire.test/")
    assert found.found == "https://wire.test/feed"
    assert (found.title, found.language, found.entries) == ("wire", "en", 3)
    assert [each.title for each in found.samples] == [each.title for each in PIECES]
    assert PIECES[0].text.startswith(found.summary[:60])
    assert found.warnings == ()


async def test_an_article_leads_to_the_feed_of_its_site(web: Web, outlets: Outlets) -> None:
    """Whether the article itself names it, or its home page alone."""
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    found = await one(web, f"https://wire.test/{PIECES[1].slug}")
    assert (found.url, found.found) == ("https://wire.test/", "https://wire.test/feed")
    assert trial.BY_HOME in found.warnings
    outlets.pages["https://wire.test/named"] = page(PIECES[0], head=link)
    assert (await one(web, "https://wire.test/named")).url == "https://wire.test/feed"


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        ((timedelta(days=200), timedelta(days=201)), "it may be given up"),
        (tuple(timedelta(minutes=20 * n) for n in range(72)), "entries a day: choose words"),
        ((None, None), "have no dates"),
    ],
)
async def test_what_to_know_is_said(
    web: Web, outlets: Outlets, ages: tuple[timedelta | None, ...], words: str
) -> None:
    """A source that is stale, floods, or has no dates can be added all the same."""
    feed(outlets, *ages)
    found = await one(web, "https://wire.test/feed")
    assert found.problem == ""
    assert any(words in warning for warning in found.warnings), found.warnings


async def test_pages_that_are_closed_to_bots_are_said(web: Web, outlets: Outlets) -> None:
    """The feed is read, and its own text has to do; a page alone is no source then."""
    outlets.closed.add(f"https://wire.test/{PIECES[0].slug}")
    found = await one(web, "https://wire.test/feed")
    assert any("closed to bots" in warning for warning in found.warnings), found.warnings


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FetchError("login_page", "wire.test: this is a login page"), "Wire.test: this is a login"),
        (FetchError("http_403", "403 from wire.test; does it block bots?"), "403 from wire.test"),
        (FetchError("blocked_address", "10.0.0.7 is private"), "I find no wire.test"),
        (FetchError("dns", "no name wire.test in inner.lan"), "I find no wire.test"),
    ],
)
async def test_what_can_not_be_read_says_why(
    web: Web, outlets: Outlets, error: FetchError, words: str
) -> None:
    """But nobody learns in Slack what stands inside."""
    outlets.failing["https://wire.test/"] = error
    found = await one(web, "https://wire.test/")
    assert found.problem.startswith(words)
    assert "10.0.0.7" not in found.problem
    assert "inner.lan" not in found.problem


async def test_an_empty_feed_says_so(web: Web, outlets: Outlets) -> None:
    """It is a failure for the bot as well."""
    outlets.pages["https://wire.test/feed"] = rss("The Wire", [])
    outlets.pages.pop("https://wire.test/")
    assert "no entries" in (await one(web, "https://wire.test/feed")).problem


async def test_an_inner_address_is_read_as_the_public_web_is(web: Web) -> None:
    """What the file opens for the operator's own sources is for nobody in Slack."""
    assert (await one(web, "http://127.0.0.1/feed")).problem.startswith("404 from")


async def test_what_is_there_already_is_not_asked(web: Web, outlets: Outlets) -> None:
    """In whichever spelling; and of two that lead to one feed the second says so."""
    found = await one(web, "http://www.ledger.example/feed?utm_source=x")
    assert found.problem == "It is there already, as The Ledger."
    assert outlets.asked == []
    _, second = await trial.tried(["https://wire.test/feed", "https://wire.test/"], web, NOON)
    assert second.problem == trial.TWICE


async def test_more_than_a_form_holds_are_left(web: Web, outlets: Outlets) -> None:
    """They are said, and not asked."""
    many = [f"https://s{n}.test/feed" for n in range(trial.MOST + 2)]
    found = await trial.tried(many, web, NOON)
    assert {each.problem for each in found[trial.MOST :]} == {
        "I look at 8 addresses in one go. Please add this one afterwards."
    }
    assert many[-1] not in outlets.asked


async def test_no_address_waits_for_another(web: Web, outlets: Outlets) -> None:
    """Half a minute is promised for all of them, however slow the others are."""
    slow = [f"https://s{n}.test/feed" for n in range(trial.MOST)]
    outlets.held.update((each, asyncio.Event()) for each in slow)
    room = Turns(per_host=2, total=100)
    roomy = replace(web, looks=room, ahead=Turns(per_host=4, total=200))
    trying = asyncio.create_task(trial.tried(slow, roomy, NOON, patience=60))
    async with asyncio.timeout(30):
        while not set(slow) <= set(outlets.asked):  # noqa: ASYNC110  a fake web is watched
            await asyncio.sleep(0.01)
    for each in outlets.held.values():
        each.set()
    assert len(await trying) == trial.MOST


async def test_a_slow_site_is_given_up(web: Web, outlets: Outlets) -> None:
    """Somebody is waiting in front of the form."""
    outlets.held["https://wire.test/feed"] = asyncio.Event()
    (found,) = await trial.tried(["https://wire.test/feed"], web, NOON, patience=0.05)
    assert "longer than half a minute" in found.problem
