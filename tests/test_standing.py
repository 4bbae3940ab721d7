"""What a look makes of a source's state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from briefbot import standing
from briefbot.config import Source
from briefbot.errors import FetchError, ParseError
from briefbot.models import Entry, Feed, Response, SourceState
from briefbot.standing import Answer
from tests.makers import NOON, hours_ago, state

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
URL = "https://ledger.example/feed"
NEW = "https://new.example/feed"
SOURCE = Source(id="ledger", url=URL)
GONE = FetchError("http_410", "410 from ledger.example: it is gone for good")


def answer(asked: str = URL, moved: str | None = None, **more: Any) -> Answer:
    """Make an answer that says nothing is new."""
    return Answer(asked=asked, response=Response(url=asked, status=304, moved=moved, **more))


def looks(known: SourceState, count: int, moved: str | None, every: timedelta = 8 * HOUR) -> Any:
    """Return the state after so many looks that all hear the same, and the time."""
    now = NOON
    for _ in range(count):
        now += every
        known = standing.unchanged(SOURCE, known, answer(moved=moved), now)
    return known, now


@pytest.mark.parametrize("status", [200, 304])
def test_validators_that_are_renewed_are_kept(status: int) -> None:
    """A server may give new ones with what has not changed; the old ones are worth nothing then."""
    given = Response(url=URL, status=status, etag='"new"', last_modified="Tue")
    known = state(etag='"old"', last_modified="Mon")
    after = standing.unchanged(SOURCE, known, Answer(asked=URL, response=given), NOON)
    assert (after.etag, after.last_modified) == ('"new"', "Tue")


# ---------------------------------------------------------------- 301


def test_a_move_is_believed_after_ten_looks_over_three_days() -> None:
    """Until then the configured address is asked, afterwards the new one."""
    known, now = looks(state(), 9, NEW)
    assert (known.moved, standing.address(SOURCE, known, now)) == (False, URL)
    known = standing.unchanged(SOURCE, known, answer(moved=NEW), now + 8 * HOUR)
    assert (known.moved, standing.address(SOURCE, known, now + DAY)) == (True, NEW)


def test_ten_looks_of_one_day_are_not_enough() -> None:
    """A site under repair redirects for a day."""
    known, now = looks(state(), 30, NEW, HOUR)
    assert (known.moved, standing.address(SOURCE, known, now)) == (False, URL)


@pytest.mark.parametrize("then", [None, "https://third.example/"])
def test_another_answer_begins_anew(then: str | None) -> None:
    """A redirect that ends, or leads elsewhere, has never been."""
    known, now = looks(state(), 9, NEW)
    known = standing.unchanged(SOURCE, known, answer(moved=then), now)
    assert (known.moved_to, known.moved_looks) == (then, 1 if then else 0)


def test_once_a_week_the_old_address_is_asked() -> None:
    """So that a source that moves back is found; as long as it still redirects, nothing changes."""
    known, now = looks(state(), 10, NEW)
    known = standing.unchanged(SOURCE, known, answer(NEW), now + 6 * DAY)
    assert standing.address(SOURCE, known, now + 6.9 * DAY) == NEW
    assert standing.address(SOURCE, known, now + 7 * DAY) == URL
    still = standing.unchanged(SOURCE, known, answer(moved=NEW), now + 7 * DAY)
    assert standing.address(SOURCE, still, now + 8 * DAY) == NEW
    back = standing.unchanged(SOURCE, known, answer(), now + 7 * DAY)
    assert (back.moved_to, standing.address(SOURCE, back, now + 8 * DAY)) == (None, URL)


def test_a_new_address_that_fails_leads_back() -> None:
    """The next look asks the configured address again."""
    known, now = looks(state(), 10, NEW)
    failed = standing.failed(SOURCE, known, FetchError("http_404", "404"), NEW, now)
    assert standing.address(SOURCE, failed, now) == URL
    gone = standing.failed(SOURCE, known, GONE, NEW, now)
    assert (gone.gone, standing.address(SOURCE, gone, now)) == (None, URL)


def test_a_new_address_that_moves_on_is_followed() -> None:
    """Nothing is forgotten, for the old one may be given up; if it is not, it says the third."""
    known, now = looks(state(), 10, NEW)
    third = "https://third.example/"
    on = standing.unchanged(SOURCE, known, answer(NEW, moved=third), now)
    assert standing.address(SOURCE, on, now) == NEW
    told = standing.unchanged(SOURCE, on, answer(moved=third), now + 7 * DAY)
    assert (told.moved_to, standing.address(SOURCE, told, now + 8 * DAY)) == (third, URL)


@pytest.mark.parametrize("reason", ["dns", "http_410", "http_404", "bad_feed"])
def test_an_old_address_that_is_given_up_harms_nobody(reason: str) -> None:
    """Once a week it is asked in vain: the source is well, and is soon read at the new one."""
    known, now = looks(state(), 10, NEW)
    now += 7 * DAY
    assert standing.address(SOURCE, known, now) == URL
    after = standing.failed(SOURCE, known, FetchError(reason, "no"), URL, now)
    assert (after.failures, after.failing_since, after.gone, after.error) == (0, None, None, None)
    assert (after.moved, after.not_before) == (True, now + HOUR)
    assert after.next_check
    assert now + HOUR <= after.next_check <= now + 2 * HOUR
    assert standing.address(SOURCE, after, after.next_check) == NEW
    lost = standing.failed(SOURCE, after, FetchError(reason, "no"), NEW, after.next_check)
    assert (lost.failures, standing.address(SOURCE, lost, now + DAY)) == (1, URL)


def test_a_new_address_that_fails_once_is_not_lost_with_the_old_one() -> None:
    """Where the old one is given up, the source is read again when the new one is back."""
    known, now = looks(state(), 10, NEW)
    after = standing.failed(SOURCE, known, FetchError("timeout", "no answer"), NEW, now)
    assert standing.address(SOURCE, after, now) == URL
    after = standing.failed(SOURCE, after, GONE, URL, now)
    assert (after.gone, after.reason, after.failures) == (None, "timeout", 2)
    assert standing.address(SOURCE, after, now) == NEW
    well = standing.unchanged(SOURCE, after, answer(NEW), now)
    assert (well.failing_since, well.moved_to) == (None, NEW)


def test_a_source_that_is_at_neither_address_is_asked_less_and_less() -> None:
    """In turns, a day apart in the end; and it counts as failing since the first time."""
    known, now = looks(state(), 10, NEW)
    began, asked = now, list[str]()
    for _ in range(30):
        asked.append(standing.address(SOURCE, known, now))
        known = standing.failed(SOURCE, known, FetchError("dns", "no address"), asked[-1], now)
        assert known.next_check
        waited, now = known.next_check - now, known.next_check
    assert asked[-4:] in ([NEW, URL] * 2, [URL, NEW] * 2)
    assert (known.failing_since, waited > 20 * HOUR) == (began, True)


def test_a_source_with_secrets_that_has_moved_may_fail() -> None:
    """It is asked at its configured address alone, so what that says counts."""
    known, now = looks(state(), 10, NEW)
    secret = SOURCE.model_copy(update={"headers": {"X-Key": "TOKEN"}})
    failed = standing.failed(secret, known, FetchError("http_401", "401"), URL, now)
    assert (failed.failures, failed.failing_since) == (1, now)


def test_a_source_with_secrets_is_asked_where_it_is_configured() -> None:
    """Its headers are for that address alone, so a move is told and not taken."""
    known, now = looks(state(), 10, NEW)
    for name in ("headers", "cookies"):
        secret = SOURCE.model_copy(update={name: {"Session": "TOKEN"}})
        assert (known.moved, standing.address(secret, known, now)) == (True, URL)


# ---------------------------------------------------------------- 410 and failures


def test_410_stops_a_source_and_says_so() -> None:
    """It is asked once a month, in case its server was mistaken; one good answer ends that."""
    gone = standing.failed(SOURCE, state(), GONE, URL, NOON)
    assert (gone.gone, gone.reason, gone.failing_since) == (NOON, "http_410", NOON)
    assert gone.error
    assert gone.error.endswith("gone for good; from now on it is asked once a month")
    assert gone.next_check
    assert gone.next_check >= NOON + 30 * DAY
    later = gone.next_check
    again = standing.failed(SOURCE, gone, GONE, URL, later)
    assert (again.gone, again.failing_since) == (NOON, NOON)
    unreached = standing.failed(SOURCE, gone, FetchError("timeout", "no answer"), URL, later)
    assert unreached.gone == NOON
    assert standing.failed(SOURCE, gone, FetchError("http_404", "404"), URL, later).gone is None
    well = standing.unchanged(SOURCE, gone, answer(), later)
    assert (well.gone, well.error, well.failures) == (None, None, 0)


def test_a_discovered_feed_that_is_gone_is_looked_for_again() -> None:
    """410 of a feed that a home page announced says nothing of the source."""
    known = state(feed_url="https://ledger.example/old.xml", kind="feed", etag="x")
    failed = standing.failed(SOURCE, known, GONE, "https://ledger.example/old.xml", NOON)
    assert (failed.gone, failed.feed_url, failed.kind, failed.etag) == (None, None, None, None)
    assert failed.next_check
    assert failed.next_check <= NOON + 3 * HOUR


@pytest.mark.parametrize("hours", [1, 5, 30])
def test_a_servers_pause_is_kept_to(hours: int) -> None:
    """Retry-After counts from the look; what a parser says has none."""
    busy = FetchError("http_503", "503", retry_after=hours * 3600)
    known = standing.failed(SOURCE, state(), busy, URL, NOON)
    assert known.not_before == NOON + hours * HOUR
    broken = standing.failed(SOURCE, state(), ParseError("bad_feed", "no feed"), URL, NOON)
    assert broken.not_before == NOON + HOUR


def test_a_source_is_never_stopped_for_a_few_errors() -> None:
    """However often it fails, it is asked again within 25 hours."""
    known, now = state(), NOON
    for _ in range(40):
        known = standing.failed(SOURCE, known, FetchError("http_403", "403"), URL, now)
        assert known.next_check
        assert now < known.next_check <= now + 25 * HOUR
        now = known.next_check
    assert (known.failures, known.failing_since) == (40, NOON)


def test_a_clock_that_was_ahead_silences_no_source() -> None:
    """It waits as long as it did then, and nothing that is known of it lies ahead."""
    then = NOON + 400 * DAY
    busy = FetchError("http_503", "503", retry_after=5 * 3600)
    known = standing.failed(SOURCE, state(asked=then, moved_since=NOON), busy, URL, then)
    right = standing.set_back(known, NOON)
    assert (right.checked, right.asked, right.failing_since) == (NOON, NOON, NOON)
    assert (right.not_before, right.moved_since) == (NOON + 5 * HOUR, NOON)
    assert known.next_check
    assert right.next_check == known.next_check - 400 * DAY
    assert standing.set_back(right, NOON) == right
    cut = standing.set_back(state(checked=None, asked=then), NOON)
    assert (cut.asked, cut.checked, cut.next_check) == (NOON, None, None)


def test_what_failed_with_our_network_is_tried_soon() -> None:
    """Its state is as before, and it is asked again within ten minutes."""
    known = standing.pardoned(state(failures=0), NOON)
    assert replace(known, next_check=None) == state(failures=0)
    assert known.next_check
    assert NOON + timedelta(minutes=5) <= known.next_check <= NOON + timedelta(minutes=10)


# ---------------------------------------------------------------- what a feed says


def feed(*published: datetime | None, **fields: Any) -> Feed:
    """Make a feed with entries of these dates."""
    entries = tuple(
        Entry(id=f"{number}", url=f"{URL}/{number}", title="T", published=moment)
        for number, moment in enumerate(published)
    )
    return Feed(kind="feed", title="Ledger", entries=entries, **fields)


def test_the_rhythm_is_kept_and_used() -> None:
    """A first look learns it from dates, later ones from what they find."""
    new = SourceState(source_id="ledger", url=URL, checked=NOON)
    read = feed(hours_ago(24), hours_ago(48), hours_ago(96), ttl=90, skip_hours=(3,))
    first = standing.changed(SOURCE, new, answer(), read, new=3, now=NOON)
    assert (first.per_day, first.news, first.first_seen) == (0.75, hours_ago(24), NOON)
    assert (first.ttl, first.skip_hours) == (90, (3,))
    assert first.not_before == NOON + timedelta(minutes=90)
    assert first.next_check
    assert first.next_check >= NOON + 4 * HOUR  # an eighth of the 32 hours between two entries
    later = NOON + DAY
    busier = standing.changed(SOURCE, first, answer(), feed(later), new=10, now=later)
    quieter = standing.unchanged(SOURCE, first, answer(), later)
    assert busier.per_day
    assert quieter.per_day
    assert quieter.per_day < 0.75 < busier.per_day
    assert (busier.news, quieter.news) == (later, hours_ago(24))


def test_freshness_is_kept_to() -> None:
    """What a server says of how long its answer stays is a floor, of a 304 too."""
    known = standing.unchanged(SOURCE, state(), answer(fresh_for=7200), NOON)
    assert known.not_before == NOON + 2 * HOUR


LAST = hours_ago(30)


@pytest.mark.parametrize(
    ("published", "until"),
    [
        ([hours_ago(2), hours_ago(3), hours_ago(20)], hours_ago(20)),
        ([None, None, None], NOON),
        ([hours_ago(2), None, hours_ago(4)], hours_ago(4)),
        ([hours_ago(-9), hours_ago(-8), hours_ago(-9)], NOON),  # dates of the future
        ([hours_ago(2), hours_ago(3), hours_ago(31)], None),  # it reaches back to the last look
        ([hours_ago(2), hours_ago(3)], None),  # so few say nothing
    ],
)
def test_a_feed_that_rolled_over(published: list[datetime | None], until: datetime | None) -> None:
    """Entries between the last look and the oldest that is listed now may have been missed."""
    known = standing.rolled_over(state(succeeded=LAST), feed(*published), NOON)
    assert (known.rolled_from, known.rolled_to) == ((LAST, until) if until else (None, None))


def test_a_changed_address_begins_anew() -> None:
    """The state of another address, or of another way to read it, is none of the source's."""
    assert standing.known(SOURCE, state(etag="x")).etag == "x"
    again = state(kind="page", etag="x", asked=NOON, not_before=NOON + HOUR)
    anew = standing.known(SOURCE.model_copy(update={"kind": "feed"}), again)
    assert (anew.kind, anew.etag, anew.asked) == (None, None, NOON)
    assert anew.not_before == NOON + HOUR
    for other in (None, state(url=NEW, etag="x")):
        assert standing.known(SOURCE, other) == SourceState(source_id="ledger", url=URL)


@pytest.mark.parametrize(
    ("known", "doubtful"),
    [
        (state("ledger", took=0.2), False),
        (state("ledger"), False),
        (state("ledger", took=9.0), True),
        (state("ledger", failures=1), True),
        (state("ledger", succeeded=None), True),
    ],
)
def test_who_was_quick_and_well_is_not_doubtful(known: SourceState, doubtful: bool) -> None:  # noqa: FBT001
    """A source that fails, was slow or was never read leaves half of the places to others."""
    assert standing.doubtful(known) is doubtful
