"""Tests of the words that every format shares."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.models import Ailing, Condition, Coverage, Outlet, Quality, Slot
from briefbot.text import wording
from tests.render import samples

NOW = samples.MADE


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 22, 23, 40, tzinfo=UTC), "07:40"),
        (datetime(2026, 11, 22, 14, 10, tzinfo=UTC), "yesterday 22:10"),
        (datetime(2026, 11, 21, 1, 0, tzinfo=UTC), "Sat 21 Nov 09:00"),
        (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), "Wed 31 Dec 2025 23:59"),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), "Tue 24 Nov 01:00"),
    ],
)
def test_when(moment: datetime, words: str) -> None:
    """A time is told as near as a reader needs it, in the reader's zone."""
    assert wording.when(moment, now=NOW, zone="Asia/Taipei") == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Taipei", "Monday 23 November 2026, 08:00 Taipei time"),
        ("America/New_York", "Sunday 22 November 2026, 19:00 New York time"),
        ("UTC", "Monday 23 November 2026, 00:00 UTC"),
        ("Etc/GMT-8", "Monday 23 November 2026, 08:00 +08"),
    ],
)
def test_edition(zone: str, words: str) -> None:
    """The edition names its weekday, hour and zone."""
    assert wording.edition(replace(samples.digest(), zone=zone)) == words


SLOT = Slot(order_id="x", day=date(2026, 11, 22), label="20:00", due=NOW - timedelta(hours=12))


def test_an_edition_is_called_by_its_slot() -> None:
    """An edition that comes the next morning keeps the day and the hour that it was due."""
    late = replace(samples.digest(), slot=SLOT)
    assert wording.edition(late) == "Sunday 22 November 2026, 20:00 Taipei time"


@pytest.mark.parametrize(
    ("behind", "missed", "words"),
    [
        (0, 0, ""),
        (9.9, 0, ""),
        (10, 0, "Late: due 07:50, made 08:00. It covers everything since yesterday 08:00."),
        (
            0,
            1,
            "It covers everything since yesterday 08:00, and with it 1 edition that was missed.",
        ),
        (
            720,
            3,
            (
                "Late: due yesterday 20:00, made 08:00. It covers everything since yesterday "
                "08:00, and with it 3 editions that were missed."
            ),
        ),
    ],
)
def test_late(behind: float, missed: int, words: str) -> None:
    """An edition that is late, or makes up for others, says what it covers."""
    slot = replace(SLOT, due=NOW - timedelta(minutes=behind))
    assert wording.late(replace(samples.digest(), slot=slot, missed=missed)) == words


def test_an_edition_asked_for_by_hand_is_never_late() -> None:
    """Without a slot there is no hour to miss."""
    assert wording.late(samples.digest()) == ""


@pytest.mark.parametrize(
    ("hours", "words"),
    [(10, "today 18:00"), (24, "tomorrow 08:00"), (121, "Sat 28 Nov 09:00")],
)
def test_upcoming(hours: int, words: str) -> None:
    """A time to come is told as near as a reader needs it."""
    moment = NOW + timedelta(hours=hours)
    assert wording.upcoming(moment, now=NOW, zone="Asia/Taipei") == words


def test_at() -> None:
    """A time that may be read on any day names its day."""
    assert wording.at(NOW, "Asia/Taipei") == "Mon 23 Nov 08:00"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((), "every day"),
        (("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "every day"),
        (("fri", "mon", "tue", "wed", "thu"), "on weekdays"),
        (("sat", "sun"), "at weekends"),
        (("thu", "mon"), "on Mon and Thu"),
        (("sun", "mon", "wed"), "on Mon, Wed and Sun"),
    ],
)
def test_weekdays(days: tuple[str, ...], words: str) -> None:
    """Days are said as people say them, in the week's order."""
    assert wording.weekdays(days) == words


def test_stamp() -> None:
    """A stamp is UTC to the second, whatever the zone of the moment."""
    local = datetime(2026, 11, 23, 8, 0, 0, 999, tzinfo=UTC) - timedelta(hours=8)
    assert wording.stamp(local) == "2026-11-23T00:00:00Z"


@pytest.mark.parametrize(
    ("stories", "articles", "words"),
    [
        (24, 61, "2 of 24 stories, from 61 articles since yesterday 08:00"),
        (2, 1200, "2 stories from 1,200 articles since yesterday 08:00"),
        (2, 1, "2 stories from 1 article since yesterday 08:00"),
        (0, 2, "2 stories from 2 articles since yesterday 08:00"),
    ],
)
def test_tally(stories: int, articles: int, words: str) -> None:
    """The tally counts what is shown out of what there was."""
    item = samples.item("A", "B", "https://c.example/")
    digest = replace(
        samples.of(item, item),
        zone="Asia/Taipei",
        coverage=Coverage(read=1, total=1, articles=articles, stories=stories),
    )
    assert wording.tally(digest) == words


def test_tally_of_one() -> None:
    """One story from one article is said in the singular."""
    digest = samples.of(samples.item("A", "B", "https://c.example/"))
    assert wording.tally(digest) == "1 story from 1 article since yesterday 00:00"


def test_opening_of_a_quiet_day() -> None:
    """A day with nothing to tell says so, with the digest's words or with its own."""
    assert wording.opening(samples.quiet_day()).startswith("A quiet day: nothing new on Taiwan")
    assert wording.opening(samples.of()) == "No new stories since yesterday 00:00."


@pytest.mark.parametrize(
    ("update", "quality", "labels"),
    [
        (False, Quality.FULL, ()),
        (True, Quality.FULL, ("Update",)),
        (True, Quality.PAYWALLED, ("Update", "Paywall")),
        (False, Quality.FEED, ("Feed text only",)),
        (False, Quality.CONSENT, ("Feed text only (consent wall)",)),
        (False, Quality.CAPTCHA, ("Feed text only (captcha)",)),
        (False, Quality.SCRIPTED, ("Feed text only (page made by scripts)",)),
        (True, Quality.LIVE, ("Update", "Live blog")),
        (False, Quality.PDF, ("PDF",)),
    ],
)
def test_labels(update: bool, quality: Quality, labels: tuple[str, ...]) -> None:  # noqa: FBT001  a case
    """Labels say what a reader should know before opening the story."""
    item = samples.item("A", "B", "https://c.example/", update=update, quality=quality)
    assert wording.labels(item) == labels


@pytest.mark.parametrize(
    ("space", "language", "joint"),
    [
        (0, "zh", ""),
        (1, "en", " "),
        (2, "en", " "),
        (2, "ja", ""),
        (0, "en", " "),
        (3, "en", " […] "),
        (40, "zh", " […] "),
        (-1, "en", " […] "),
    ],
)
def test_woven(space: int, language: str, joint: str) -> None:
    """Neighbours are joined as their language does it; a gap between two sentences is marked."""
    item = replace(
        samples.item("A", "B", "https://c.example/", language=language),
        sentences=samples.quotes("https://c.example/", "First one.", "Second.", space=space),
    )
    assert [before for before, _ in wording.woven(item)] == ["", joint]


def test_woven_across_articles() -> None:
    """Sentences of two articles are never joined as if they stood together."""
    one = samples.quotes("https://c.example/", "First.")
    two = samples.quotes("https://d.example/", "Second.", start=7)
    item = replace(samples.item("A", "B", "https://c.example/"), sentences=one + two)
    assert [before for before, _ in wording.woven(item)] == ["", " […] "]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "a"), (2, "a and b"), (3, "a, b and c"), (4, "a, b and 2 more"), (5, "a, b and 3 more")],
)
def test_listed(number: int, words: str) -> None:
    """A list reads as people write it, and a long one says how many more there are."""
    shown, rest = wording.listed("abcde"[:number], 2)
    assert "".join(f"{before}{thing}" for before, thing in shown) + rest == words


def test_listed_nothing() -> None:
    """No things make no list."""
    assert wording.listed((), 3) == ((), "")


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (Coverage(read=9, total=10), "9 of 10 sources read."),
        (Coverage(read=10, total=10), "All 10 sources read."),
        (Coverage(read=1, total=1), "The one source was read."),
        (Coverage(read=0, total=1), "0 of 1 source read."),
        (Coverage(read=0, total=0), "No sources to read: this briefing has none."),
    ],
)
def test_coverage(coverage: Coverage, words: str) -> None:
    """The coverage line says how many sources were read."""
    assert wording.coverage(coverage) == words


def test_ailing() -> None:
    """A failing source comes with since when, why, and what to do."""
    source = Ailing(name="Reef", since=NOW - timedelta(hours=3), message="503; we try again")
    words = wording.ailing(source, now=NOW, zone="Asia/Taipei")
    assert words == "failing since 05:00: 503; we try again"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Condition.BLOCKED, "blocked since 05:00: said"),
        (Condition.EMPTY, "empty since 05:00: said"),
        (Condition.GONE, "gone since 05:00: said"),
        (Condition.ROBOTS, "closed to bots by its robots.txt since 05:00: said"),
        (Condition.UNREAD, "unread since 05:00: said"),
        (Condition.STALE, "stale, nothing new since 05:00: said"),
        (Condition.ROLLED_OVER, "rolled over since 05:00: said"),
        (Condition.SLOW, "slow: said"),
    ],
)
def test_each_state_reads_as_people_say_it(state: Condition, words: str) -> None:
    """Its word, since when, and what to do; for a slow one nobody knows since when."""
    source = Ailing(name="Reef", since=NOW - timedelta(hours=3), message="said", state=state)
    assert wording.ailing(source, now=NOW, zone="Asia/Taipei") == words


def test_a_state_without_its_beginning() -> None:
    """Where nobody knows since when, the word stands alone."""
    assert wording.fares(Condition.UNDATED, None, "", now=NOW, zone="UTC") == "undated"


def test_ailing_without_words() -> None:
    """A failure without a message leaves no loose colon."""
    source = Ailing(name="Reef", since=NOW, message="")
    assert wording.ailing(source, now=NOW, zone="Asia/Taipei") == "failing since 08:00"


def test_unlisted() -> None:
    """Failing sources beyond those shown are counted, with the command that names them."""
    source = Ailing(name="Reef", since=NOW, message="503")
    few = Coverage(read=0, total=99, ailing=(source,) * wording.AILING_SHOWN)
    many = replace(few, ailing=(source,) * 17)
    assert wording.unlisted(few) == ""
    assert wording.unlisted(many) == "and 12 more; `briefbot sources list` names them"
    assert wording.unlisted(many, "/brief sources") == "and 12 more; `/brief sources` names them"


@pytest.mark.parametrize(
    ("text", "poses"),
    [
        ("Bank says sorry", False),
        ("Ports reopen at 5.10 a.m.", False),
        ("https://bank.example/login", True),
        ("Read https://bank.example/ now", True),
        ("bank.example", True),
        ("WWW.bank.example", True),
        ("evil.example", False),
        ("www.Evil.example", False),
        ("", False),
        (".", False),
    ],
)
def test_poses(text: str, poses: bool) -> None:  # noqa: FBT001  a case
    """A link's text that reads as another address than its own is told apart."""
    assert wording.poses(text, "evil.example") is poses


@given(st.text())
def test_inert(text: str) -> None:
    """Inert text is printable line by line and encodes; its length never changes."""
    safe = wording.inert(text)
    safe.encode()
    assert len(safe) == len(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in safe)


@pytest.mark.parametrize(
    "text", ["Cranes moved.", "क्षि می‌خواهم 👩‍🚀", "海底電纜，馬祖", "ויקי\u200f"]
)
def test_inert_keeps(text: str) -> None:
    """Clean text in any script is left as it is, with the joiners it needs."""
    assert wording.inert(text) == text


@given(st.text())
def test_escaped_json_says_the_same(text: str) -> None:
    """A terminal finds nothing to obey in it, and a program reads the very same text."""
    written = wording.escaped(json.dumps([text], ensure_ascii=False, indent=2))
    assert wording.inert(written).replace(" ", "") == written.replace("\n", "").replace(" ", "")
    assert json.loads(written) == [text]


def test_is_rtl() -> None:
    """Arabic, Hebrew, Persian and Urdu run from right to left."""
    languages = ("ar", "he", "fa", "ur", "ar-EG", "en", "zh", "und")
    assert [code for code in languages if wording.is_rtl(code)] == ["ar", "he", "fa", "ur", "ar-EG"]


def test_outlets_are_listed_in_their_order() -> None:
    """Outlets keep the order that the digest gives them."""
    outlets = tuple(Outlet(name=name, url=f"https://{name}.example/") for name in "cab")
    shown, _ = wording.listed(outlets, 5)
    assert [outlet.name for _, outlet in shown] == ["c", "a", "b"]
