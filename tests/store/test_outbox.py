"""The outbox in the archive: one claim wins, order is kept, and every end is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from briefbot.models import Delivery, DeliveryState, Message
from briefbot.store.alerts import destination_alert
from briefbot.store.outbox import OutboxStore
from briefbot.store.sqlite import Store
from tests.makers import NOON, reading, state
from tests.outbox.posting import WINDOW, compose, deliveries, message, states

PENDING, SENDING, SENT = DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT
UNKNOWN, DEAD, SKIPPED = DeliveryState.UNKNOWN, DeliveryState.DEAD, DeliveryState.SKIPPED
SOON = NOON + timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty archive."""
    opened = Store(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def claimed(store: OutboxStore) -> Delivery:
    """Claim what must be there to be claimed."""
    delivery = store.claim(NOON)
    assert delivery
    return delivery


def tell(store: Store, digest_id: int, destination: str = "#news") -> None:
    """Let a digest have told a story."""
    read = reading()
    store.record(state(), [read])
    article = store.article(read.article.url)
    assert article
    ids = {"article_id": article.id, "story_id": article.story_id, "digest_id": digest_id}
    store._insert(
        "told", {**ids, "briefing_id": "morning", "destination": destination, "headline": 1}
    )


def told(store: Store) -> int:
    """Return how many stories have been told."""
    return int(store._rows("SELECT count(*) AS n FROM told")[0]["n"])


def test_a_message_comes_back_as_it_was_frozen(store: Store) -> None:
    """Text, blocks and plain version survive the archive, in any script."""
    with store.transaction():
        digest_id = compose(store)
        whole = message("台灣 <&> \u2028 🚢")
        store.enqueue(digest_id, "morning", "#desk", [whole], created=NOON, expires=SOON)
    assert deliveries(store, digest_id)[0].message == whole


def test_a_claim_is_won_once(store: Store, tmp_path: Path) -> None:
    """Of two workers one gets the delivery; the other finds nothing to do."""
    digest_id = compose(store)
    other = Store(tmp_path / "briefbot.db")
    first, second = store.claim(NOON), other.claim(NOON)
    other.close()
    assert first
    assert (first.state, first.attempts, first.claimed) == (SENDING, 1, NOON)
    assert second is None
    assert states(store, digest_id) == [SENDING]


def test_one_is_under_way_a_destination(store: Store) -> None:
    """While a delivery's end is not known, its destination gets nothing else; others do."""
    compose(store, "#news")
    compose(store, "#news", at=NOON + timedelta(seconds=1))
    compose(store, "#desk", at=NOON + timedelta(seconds=2))
    later = NOON + timedelta(seconds=3)
    assert [d.destination for d in (store.claim(later), store.claim(later)) if d] == [
        "#news",
        "#desk",
    ]
    assert store.claim(later) is None


def test_a_clock_that_was_set_back_puts_no_second_one_under_way(store: Store) -> None:
    """What seems older than a delivery under way waits for its end all the same."""
    compose(store)
    assert store.claim(NOON)
    compose(store, at=NOON - timedelta(hours=1))
    assert store.claim(NOON) is None


def test_digests_of_a_destination_keep_their_order(store: Store) -> None:
    """A digest that waits for its next attempt lets no later one pass."""
    first = compose(store)
    compose(store, at=NOON + timedelta(seconds=1))
    delivery = claimed(store)
    store.settle_pending(delivery.key, NOON + timedelta(minutes=5), "no answer")
    assert store.claim(SOON) is None
    again = store.claim(NOON + timedelta(minutes=5))
    assert again
    assert (again.digest_id, again.attempts) == (first, 2)


def test_parts_go_in_order_and_into_the_thread_of_the_first(store: Store) -> None:
    """A later part is claimed when those before it are sent, with the first one's ts."""
    compose(store, parts=3)
    threads = []
    for number in range(3):
        delivery = claimed(store)
        assert store.claim(NOON) is None
        threads.append((delivery.part, delivery.thread, delivery.channel))
        store.settle_sent(delivery.key, "C1", f"{number}.5")
    assert threads == [(0, None, None), (1, "0.5", "C1"), (2, "0.5", "C1")]


def test_a_resting_channel_is_left_alone(store: Store) -> None:
    """A destination can be told by its name or by its channel's id, once that is known."""
    compose(store)
    assert store.claim(NOON, {"#news"}) is None
    delivery = claimed(store)
    store.settle_sent(delivery.key, "C1", "1.1")
    compose(store)
    assert store.claim(NOON, {"C1"}) is None
    assert store.claim(NOON, {"C2", "#desk"})


def test_one_is_under_way_a_channel(store: Store) -> None:
    """A channel that is named twice, by its name and by its id, gets one message at a time."""
    compose(store, "#news")
    store.settle_sent(claimed(store).key, "C1", "1.1")
    compose(store, "#news")
    compose(store, "C1")
    first = claimed(store)
    assert (first.destination, store.claim(NOON)) == ("#news", None)
    store.settle_sent(first.key, "C1", "1.2")
    second = claimed(store)
    assert second.destination == "C1"
    compose(store, "#news")
    assert store.claim(NOON) is None


def test_nothing_is_claimed_while_slack_wants_a_pause(store: Store, tmp_path: Path) -> None:
    """A pause holds for all channels, also for the next process; a shorter one does not end it."""
    compose(store)
    store.hold(SOON, NOON)
    store.hold(NOON, NOON)
    other = Store(tmp_path / "briefbot.db")
    assert other.claim(SOON - timedelta(seconds=1)) is None
    assert other.next_turn() == SOON
    assert other.claim(SOON)
    other.close()


def test_a_clock_that_was_ahead_holds_nothing_for_long(store: Store) -> None:
    """Pauses that it wrote are over when it is set right."""
    ahead = NOON + timedelta(days=30)
    compose(store, at=ahead)
    store.hold(ahead + timedelta(seconds=30), ahead)
    delivery = claimed(store)
    store.settle_pending(delivery.key, ahead + timedelta(minutes=5), "no network")
    assert claimed(store).attempts == 2
    store.hold(SOON, NOON)
    compose(store, "#desk")
    assert store.claim(NOON, {"#news"}) is None
    assert store.claim(SOON, {"#news"})


def test_a_pause_of_hours_is_obeyed_an_hour_at_a_time(store: Store) -> None:
    """What Slack asks for is no wrong clock: it holds for an hour, then Slack is asked again."""
    compose(store)
    store.hold(NOON + timedelta(hours=2), NOON)
    for minutes in (0, 1, 59):
        assert store.claim(NOON + timedelta(minutes=minutes)) is None
    assert store.next_turn() == NOON + timedelta(hours=1)
    assert store.claim(NOON + timedelta(hours=1))


def test_the_next_turn_is_when_something_can_be_done(store: Store) -> None:
    """It is the next attempt of what stands first, or the end of its time."""
    assert store.next_turn() is None
    compose(store, window=timedelta(minutes=30))
    assert store.next_turn() == NOON
    delivery = claimed(store)
    assert store.next_turn() is None
    store.settle_pending(delivery.key, NOON + timedelta(hours=1), "")
    assert store.next_turn() == NOON + timedelta(minutes=30)


def test_what_is_sent_is_known_by_its_channel(store: Store) -> None:
    """The channel's latest digest comes back in its parts, and the destination's channel."""
    for at in (NOON, SOON):
        compose(store, at=at, parts=2)
        for _ in range(2):
            delivery = store.claim(SOON)
            assert delivery
            store.settle_sent(delivery.key, "C1", f"{delivery.digest_id}.{delivery.part}")
    assert [d.ts for d in store.latest("C1")] == ["2.0", "2.1"]
    assert store.latest("C2") == ()
    assert store.channel("#news") == "C1"
    assert [d.ts for d in store.posted_since(NOON)] == ["2.0", "1.0"]
    assert [d.ts for d in store.posted_since(SOON)] == ["2.0"]


def test_an_end_is_told_only_of_what_is_claimed(store: Store) -> None:
    """A late word on a delivery that is settled changes nothing."""
    digest_id = compose(store)
    delivery = claimed(store)
    store.settle_sent(delivery.key, "C1", "1.1")
    store.settle_pending(delivery.key, NOON, "late")
    store.settle_dead(delivery.key, "late", NOON)
    store.settle_unknown(delivery.key, "late", NOON)
    assert store.looked(delivery.key) == 0
    assert states(store, digest_id) == [SENT]


def test_looks_are_counted_for_each_attempt(store: Store) -> None:
    """A new attempt begins without looks."""
    compose(store)
    delivery = claimed(store)
    assert (store.looked(delivery.key), store.looked(delivery.key)) == (1, 2)
    store.settle_pending(delivery.key, NOON, "not found")
    assert claimed(store).looks == 0


def test_what_was_not_posted_in_its_time_is_skipped(store: Store) -> None:
    """All its parts are, an admin hears of it once, and what is under way is left alone."""
    first = compose(store, parts=2)
    second = compose(store, "#desk")
    delivery = store.claim(NOON, {"#news"})
    assert delivery
    assert len(store.expire(NOON + WINDOW)) == 2
    assert (states(store, first), states(store, second)) == ([SKIPPED, SKIPPED], [SENDING])
    (alert,) = store.alerts()
    assert alert.text == (
        "#news: the digest of 2026-11-23 12:00 UTC (morning) was not posted in its time; "
        "last: there was no time left to try"
    )
    assert store.expire(NOON + WINDOW) == ()


def test_an_admin_who_knows_of_a_channel_hears_of_no_digest_of_it(store: Store) -> None:
    """While it stays archived each digest ends unposted; only what may be posted is told."""
    store.raise_alert(destination_alert("#news"), "#news: it is archived", NOON)
    for day in range(3):
        compose(store, at=NOON + timedelta(days=day))
        store.expire(NOON + timedelta(days=day) + WINDOW)
    assert [alert.key for alert in store.alerts()] == [destination_alert("#news")]
    compose(store)
    unsure = claimed(store)
    store.settle_unknown(unsure.key, "can't be searched", NOON)
    assert f"delivery:{unsure.key}" in {alert.key for alert in store.alerts()}


def test_of_what_may_be_posted_an_admin_hears_what_to_do(store: Store) -> None:
    """The alert says where to look, and which command posts the briefing's news."""
    compose(store)
    store.settle_unknown(claimed(store).key, "#news can't be searched", NOON)
    assert store.alerts()[0].text == (
        "#news: the digest of 2026-11-23 12:00 UTC (morning) may have been posted and is not "
        "posted again; #news can't be searched; look there: if it is missing, "
        "`briefbot briefings send morning` posts what has come in since"
    )


@pytest.mark.parametrize("end", ["dead", "skipped"])
def test_a_story_that_nobody_saw_is_not_told(store: Store, end: str) -> None:
    """When a digest ends before anything of it was posted, its stories are told another time."""
    digest_id = compose(store, parts=2)
    tell(store, digest_id)
    if end == "dead":
        store.settle_dead(claimed(store).key, "invalid_blocks", NOON)
    else:
        store.expire(NOON + WINDOW)
    assert told(store) == 0
    assert states(store, digest_id) == [DeliveryState(end)] * 2


def test_a_story_that_may_have_been_seen_stays_told(store: Store) -> None:
    """A digest of which a part is posted, or may be, keeps its stories; elsewhere nothing ends."""
    seen = compose(store, parts=2)
    tell(store, seen)
    store.settle_sent(claimed(store).key, "C1", "1.1")
    store.settle_dead(claimed(store).key, "msg_too_long", NOON)
    assert (states(store, seen), told(store)) == ([SENT, DEAD], 1)
    unsure = compose(store, parts=2)
    store.settle_unknown(claimed(store).key, "can't be searched", NOON)
    assert (states(store, unsure), told(store)) == ([UNKNOWN, SKIPPED], 1)


def test_an_update_that_nobody_saw_leaves_the_story_told(store: Store) -> None:
    """What an earlier digest told stays told when a later one, which told it again, is skipped."""
    first, second = compose(store), compose(store, at=NOON + timedelta(days=1))
    for digest_id in (first, second):
        tell(store, digest_id)
    store.settle_sent(claimed(store).key, "C1", "1.1")
    assert told(store) == 2
    store.expire(NOON + timedelta(days=1) + WINDOW)
    assert store._rows("SELECT digest_id FROM told") == [{"digest_id": first}]


def test_another_destination_keeps_what_it_was_told(store: Store) -> None:
    """Only the destination that saw nothing is told again."""
    digest_id = compose(store)
    tell(store, digest_id, "#desk")
    store.settle_dead(claimed(store).key, "invalid_blocks", NOON)
    assert told(store) == 1


def test_the_plain_version_is_what_is_sent_from_then_on(store: Store) -> None:
    """It is frozen in place of the blocks that Slack refused, under the same key."""
    compose(store)
    delivery = claimed(store)
    store.settle_plain(delivery.key, Message(text="plain"), NOON, "invalid_blocks")
    again = claimed(store)
    assert (again.key, again.message, again.plain) == (delivery.key, Message(text="plain"), True)


def test_halves_take_the_place_of_the_whole(store: Store) -> None:
    """The parts after it move up, and each half has a key of its own."""
    digest_id = compose(store, parts=3)
    store.settle_sent(claimed(store).key, "C1", "1.1")
    delivery = claimed(store)
    halves = message("one"), message("two")
    store.settle_halved(delivery.key, halves, NOON, "msg_blocks_too_long")
    assert [d.message.text for d in deliveries(store, digest_id)] == [
        "Morning 0",
        "one",
        "two",
        "Morning 2",
    ]
    assert states(store, digest_id) == [SENT, PENDING, PENDING, PENDING]
    assert len({d.key for d in deliveries(store, digest_id)}) == 4
    for _ in range(3):
        again = claimed(store)
        assert again.thread == "1.1"
        store.settle_sent(again.key, "C1", f"{again.part}.9")


def test_an_alert_is_raised_once_until_it_is_cleared(store: Store) -> None:
    """Its words are renewed, it is told once, and when it comes back it is news again."""
    assert store.raise_alert("destination:#news", "archived", NOON)
    assert not store.raise_alert("destination:#news", "gone", SOON)
    assert [(a.text, a.since) for a in store.alerts_to_tell()] == [("gone", NOON)]
    store.alert_told("destination:#news", SOON)
    assert not store.raise_alert("destination:#news", "gone", SOON)
    assert store.alerts_to_tell() == ()
    store.clear_alert("destination:#news")
    assert store.raise_alert("destination:#news", "archived", SOON)


def test_a_post_that_worked_ends_the_alert_of_its_destination(store: Store) -> None:
    """Others keep theirs; the refused token is over too."""
    compose(store)
    for key in (destination_alert("#news"), destination_alert("#desk"), "token"):
        store.raise_alert(key, "wrong", NOON)
    store.settle_sent(claimed(store).key, "C1", "1.1")
    assert [alert.key for alert in store.alerts()] == ["destination:#desk"]


def test_an_event_that_was_told_is_forgotten_in_time(store: Store) -> None:
    """A skipped digest is no lasting fault: a month after it was told, its alert goes."""
    store.raise_alert("delivery:bb:1", "skipped", NOON)
    store.alert_told("delivery:bb:1", NOON)
    store.raise_alert("destination:#news", "archived", NOON + timedelta(days=29))
    assert len(store.alerts()) == 2
    store.raise_alert("destination:#news", "archived", NOON + timedelta(days=31))
    assert [alert.key for alert in store.alerts()] == ["destination:#news"]


def test_what_stands_is_what_is_not_told_or_not_over(store: Store) -> None:
    """An event that was told needs nobody any more; an archived channel does until it works."""
    for key in ("delivery:bb:1", "delivery:bb:2", "destination:#news"):
        store.raise_alert(key, "wrong", NOON)
    for key in ("delivery:bb:1", "destination:#news"):
        store.alert_told(key, SOON)
    assert [alert.key for alert in store.alerts_standing()] == [
        "delivery:bb:2",
        "destination:#news",
    ]


def test_a_destination_that_is_taken_out_needs_no_admin(store: Store) -> None:
    """Its alert goes once nothing waits to be posted there; those of others stay."""
    for destination in ("#old", "#news"):
        store.raise_alert(destination_alert(destination), "archived", NOON)
    store.raise_alert("token", "refused", NOON)
    compose(store, "#old")
    store.forget_destinations({"#news"})
    assert len(store.alerts()) == 3
    store.expire(NOON + WINDOW)
    store.forget_destinations({"#news"})
    assert [alert.key for alert in store.alerts()] == ["destination:#news", "token"]


def test_the_same_digest_in_two_archives_has_two_keys(tmp_path: Path) -> None:
    """A new archive counts digests from one again; its messages are not taken for old ones."""
    keys = set()
    for number in range(2):
        other = Store(tmp_path / f"{number}.db")
        compose(other, at=NOON + timedelta(seconds=number))
        keys |= {delivery.key for delivery in other.waiting()}
        other.close()
    assert len(keys) == 2
