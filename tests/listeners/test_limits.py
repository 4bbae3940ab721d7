"""How much one person may ask."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from briefbot.listeners.limits import Limits


@dataclass
class Watch:
    """A stopwatch that a test moves."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_twenty_first_question_of_a_minute_is_refused() -> None:
    """Twenty pass at once; the next is told how long to wait, and after that it passes."""
    watch = Watch()
    limits = Limits(20, timer=watch)
    assert [limits.take("U1") for _ in range(20)] == [None] * 20
    refusal = limits.take("U1")
    assert refusal is not None
    assert refusal.text == "You ask faster than I can answer. Please try again in 3 seconds."
    watch.now += refusal.seconds
    assert limits.take("U1") is None


def test_one_second_is_said_as_people_say_it() -> None:
    """The sentence has no "1 seconds"."""
    limits = Limits(60, timer=Watch())
    refusals = [limits.take("U1") for _ in range(61)]
    assert refusals[-1] is not None
    assert "in a second." in refusals[-1].text


def test_one_person_takes_nothing_from_another() -> None:
    """There is no limit for all together."""
    limits = Limits(20, timer=Watch())
    for _ in range(21):
        last = limits.take("U1")
    assert last is not None
    assert limits.take("U2") is None


def test_a_person_is_told_once_until_they_can_ask_again() -> None:
    """Where each refusal would be a message, the first is enough."""
    watch = Watch()
    limits = Limits(1, timer=watch)
    limits.take("U1")
    first, second = limits.take("U1"), limits.take("U1")
    assert first is not None
    assert second is not None
    assert (first.first, second.first) == (True, False)
    watch.now += 60
    assert limits.take("U1") is None
    again = limits.take("U1")
    assert again is not None
    assert again.first


def test_only_so_many_people_are_remembered() -> None:
    """Memory is bounded: who was silent for longest is forgotten."""
    limits = Limits(1, most_people=3, timer=Watch())
    for user in ("U1", "U2", "U3", "U4"):
        limits.take(user)
    assert len(limits) == 3
    assert limits.take("U4") is not None
    assert limits.take("U1") is None


@given(st.lists(st.floats(0, 30), min_size=1, max_size=200))
def test_no_minute_holds_more_than_twice_the_quota(pauses: list[float]) -> None:
    """However the questions are spread, a bucket gives what it holds and what flows in."""
    watch = Watch(0.0)
    limits = Limits(5, timer=watch)
    passed = []
    for pause in pauses:
        watch.now += pause
        if limits.take("U1") is None:
            passed.append(watch.now)
    for start in passed:
        within = [moment for moment in passed if start <= moment < start + 60]
        assert len(within) <= 10
