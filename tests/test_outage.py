"""Whether it is our own network that is down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.outage import QUIET, RECENT, Missed, Network, ours
from tests.makers import NOON, hours_ago, state

MINUTE = timedelta(minutes=1)


def missed(name: str, at: datetime = NOON, **fields: Any) -> Missed:
    """Make a source, alone on its host, that could not be reached."""
    return Missed(host=f"{name}.example", at=at, before=state(name, **fields))


THREE = tuple(map(missed, "abc"))


@pytest.mark.parametrize("answered", [None, hours_ago(1), NOON - QUIET])
def test_three_hosts_at_once_are_our_own_network(answered: datetime | None) -> None:
    """When three that were well can't be reached and nobody answers, it is us."""
    assert ours(THREE, answered, NOON)


@pytest.mark.parametrize(
    ("those", "answered"),
    [
        (THREE[:2], None),  # two may be one provider's
        ((*THREE[:2], missed("d", failures=3)), None),  # one that was down before says nothing
        ((*THREE[:2], Missed(host="b.example", at=NOON, before=state("d"))), None),
        ((*THREE[:2], missed("c", NOON - RECENT - MINUTE)), None),
        (THREE, NOON),  # somebody answered in the same look
        (THREE, NOON - QUIET + MINUTE),  # or a moment before: wait and see
    ],
)
def test_what_is_not_our_network(those: tuple[Missed, ...], answered: datetime | None) -> None:
    """Few hosts, hosts that were ill before, or a host that answers: it is theirs."""
    assert not ours(those, answered, NOON)


@given(
    st.lists(
        st.builds(
            lambda host, minutes, failures: Missed(
                host=host, at=NOON - minutes * MINUTE, before=state(host, failures=failures)
            ),
            st.sampled_from("abcdef"),
            st.integers(0, 60),
            st.integers(0, 2),
        )
    ),
    st.integers(0, 60),
)
def test_an_answer_never_makes_us_blame_ourselves(those: list[Missed], minutes: int) -> None:
    """The later somebody answered, the less it is us; more that are missed never acquit us."""
    answered = NOON - minutes * MINUTE
    if ours(those, answered, NOON):
        assert ours(those, answered - MINUTE, NOON)
        assert ours(those, None, NOON)
        assert ours([*those, missed("z")], answered, NOON)


def test_where_there_are_two_hosts_both_are_our_network() -> None:
    """All there are, as long as both were well; of one host alone, nobody knows whose fault."""
    assert ours(THREE[:2], None, NOON, hosts=2)
    assert not ours(THREE[:1], None, NOON, hosts=2)
    assert not ours((THREE[0], missed("b", failures=1)), None, NOON, hosts=2)
    assert not ours(THREE[:1], None, NOON, hosts=1)
    assert not ours(THREE[:2], None, NOON, hosts=30)


def names(network: Network, now: datetime = NOON) -> list[str]:
    """Return who is pardoned."""
    return [known.source_id for known in network.pardoned(now)]


def test_all_that_failed_in_the_outage_are_pardoned_once() -> None:
    """The first ones too, of whom nobody could know it then; and those that were ill before."""
    network = Network()
    network.answer(hours_ago(1))
    network.miss(missed("first", NOON - 10 * MINUTE))
    network.miss(missed("ill", failures=4))
    assert names(network) == []
    for one in THREE:
        network.miss(one)
    assert names(network) == ["first", "ill", "a", "b", "c"]
    assert names(network) == []


def test_while_it_is_down_one_is_enough() -> None:
    """Until somebody answers, whoever can't be reached is pardoned."""
    network = Network()
    for one in THREE:
        network.miss(one)
    assert names(network) == ["a", "b", "c"]
    network.miss(missed("d", NOON + MINUTE))
    assert names(network, NOON + MINUTE) == ["d"]
    network.answer(NOON + 2 * MINUTE)
    network.miss(missed("d", NOON + 3 * MINUTE))
    assert names(network, NOON + 3 * MINUTE) == []


def test_an_answer_by_a_clock_that_was_ahead_says_nothing() -> None:
    """Once the clock is right again, an outage of ours shows as ever, and so does an answer."""
    network = Network()
    network.answer(NOON + timedelta(days=300))
    for one in THREE:
        network.miss(one)
    assert names(network) == ["a", "b", "c"]
    network.answer(NOON + MINUTE)
    for one in THREE:
        network.miss(one)
    assert names(network, NOON + 2 * MINUTE) == []


def test_an_answer_acquits_only_what_was_asked_with_it() -> None:
    """A look that began before the network went says nothing of those that began after."""
    network = Network()
    for name in "abc":
        network.miss(missed(name, NOON))
    network.answer(NOON - 10 * MINUTE)
    assert names(network) == ["a", "b", "c"]
