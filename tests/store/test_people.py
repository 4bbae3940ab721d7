"""What readers keep and say, in the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot.models import Forgotten, Subscription, Taste, Vote
from briefbot.store.sqlite import Store
from tests.makers import APART, NOON, place_all, reading, state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MINE = Subscription(
    id=0,
    user_id="U0000ANN",
    query="taiwan",
    label="08:00",
    weekdays=("mon", "fri"),
    zone="Asia/Taipei",
    created=NOON,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an archive with one article."""
    store = Store(tmp_path / "briefbot.db")
    store.record(state(), [reading()])
    place_all(store, APART)
    yield store
    store.close()


def test_a_subscription_is_kept_as_it_was_asked_for(store: Store) -> None:
    """What comes back is what went in, with a number."""
    kept = store.subscribe(MINE)
    assert kept == replace(MINE, id=kept.id)
    assert store.subscriptions_of("U0000ANN") == store.all_subscriptions() == (kept,)
    assert store.subscriptions_of("U0000BEN") == ()


def test_subscribing_to_the_same_words_changes_the_time(store: Store) -> None:
    """Nobody gets one thing twice; the number, and so what was told, stays."""
    first = store.subscribe(MINE)
    again = store.subscribe(replace(MINE, label="09:00", created=NOON + timedelta(days=1)))
    assert again == replace(first, label="09:00")


def test_a_subscription_is_changed_and_ended_by_its_owner_alone(store: Store) -> None:
    """A number that somebody else sends changes nothing."""
    kept = store.subscribe(MINE)
    theirs = replace(kept, user_id="U0000BEN", query="chips")
    assert not store.change_subscription(theirs)
    assert not store.unsubscribe("U0000BEN", kept.id)
    assert store.all_subscriptions() == (kept,)
    assert store.change_subscription(replace(kept, query="chips", weekdays=("sun",)))
    assert store.all_subscriptions() == (replace(kept, query="chips", weekdays=("sun",)),)
    assert store.unsubscribe("U0000ANN", kept.id)
    assert store.all_subscriptions() == ()


def test_two_subscriptions_that_become_alike_become_one(store: Store) -> None:
    """The one that was changed stays."""
    store.subscribe(MINE)
    other = store.subscribe(replace(MINE, query="chips"))
    assert store.change_subscription(replace(other, query="taiwan"))
    assert [each.id for each in store.all_subscriptions()] == [other.id]


def test_a_saved_story_is_kept_with_its_text(store: Store) -> None:
    """Retention takes the texts of others; what was saved is readable until it is let go."""
    assert store.save("U0000ANN", 1, NOON)
    assert store.save("U0000ANN", 1, NOON + timedelta(hours=1))
    assert not store.save("U0000ANN", 99, NOON)
    (saved,) = store.saved_of("U0000ANN")
    assert (saved.article.id, saved.saved) == (1, NOON)
    store.prune(NOON + timedelta(days=100), text_days=90, seen_days=400)
    assert 1 in store.bodies([1])
    store.prune(NOON + timedelta(days=500), text_days=90, seen_days=400)
    assert [each.article.id for each in store.saved_of("U0000ANN")] == [1]
    store.unsave("U0000ANN", 1)
    store.prune(NOON + timedelta(days=100), text_days=90, seen_days=400)
    assert store.saved_of("U0000ANN") == ()
    assert store.bodies([1]) == {}


def test_votes_and_mutes_make_a_channels_taste(store: Store) -> None:
    """One vote a reader and story, the last one; another channel has its own taste."""
    vote = Vote(
        channel="C1", user_id="U1", story_id=1, source_id="ledger", topic_id="taiwan", value=1
    )
    store.vote(replace(vote, value=-1), NOON)
    store.vote(vote, NOON)
    store.vote(replace(vote, user_id="U2", topic_id=None), NOON)
    store.mute("C1", "story", "7", "U1", NOON)
    store.mute("C1", "source", "herald", "U1", NOON)
    store.mute("C1", "word", "giveaway", "U1", NOON)
    store.mute("C1", "word", "giveaway", "U2", NOON)
    assert store.taste("C1") == Taste(
        stories=frozenset({7}),
        sources=frozenset({"herald"}),
        words=("giveaway",),
        source_votes=(("ledger", 2),),
        topic_votes=(("taiwan", 1),),
    )
    assert store.taste("C2") == Taste()


def test_what_was_said_of_stories_can_be_forgotten(store: Store) -> None:
    """One reader's votes, or all of a channel with its mutes; other channels keep theirs."""
    vote = Vote(channel="C1", user_id="U1", story_id=1, source_id="ledger", topic_id=None, value=1)
    for user, channel in (("U1", "C1"), ("U2", "C1"), ("U1", "C2")):
        store.vote(replace(vote, user_id=user, channel=channel), NOON)
    store.mute("C1", "word", "giveaway", "U2", NOON)
    store.mute("C3", "story", "7", "U2", NOON)
    assert store.tasting() == ("C1", "C2", "C3")
    assert store.forget_votes("C1", "U1") == Forgotten(votes=1, whole=False)
    assert store.taste("C1") == Taste(words=("giveaway",), source_votes=(("ledger", 1),))
    assert store.forget_taste("C1") == Forgotten(votes=1, mutes=1)
    assert store.forget_taste("C1") == Forgotten(votes=0, mutes=0)
    assert store.taste("C1") == Taste()
    assert store.tasting() == ("C2", "C3")


def test_a_request_is_handled_once_a_day(store: Store) -> None:
    """The second time says so, also after a restart; what is old is forgotten."""
    assert store.handled("Ev1", NOON)
    assert not store.handled("Ev1", NOON + timedelta(minutes=5))
    assert store.handled("Ev2", NOON + timedelta(hours=25))
    assert store.handled("Ev1", NOON + timedelta(hours=26))


def test_a_request_of_which_nothing_came_comes_in_again(store: Store) -> None:
    """No other is forgotten with it."""
    assert store.handled("Ev1", NOON)
    assert store.handled("Ev2", NOON)
    store.unhandled("Ev1")
    assert store.handled("Ev1", NOON)
    assert not store.handled("Ev2", NOON)


def test_subscriptions_move_with_their_reader(store: Store) -> None:
    """All of theirs, and nobody else's."""
    for each in (MINE, replace(MINE, query="chips"), replace(MINE, user_id="U0000BEN")):
        store.subscribe(each)
    store.move_subscriptions("U0000ANN", "Europe/Berlin")
    zones = [one.zone for one in store.all_subscriptions()]
    assert zones == ["Europe/Berlin", "Europe/Berlin", "Asia/Taipei"]
