"""Single values: what is taken, and that writing and reading agree."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import values


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("1m", timedelta(minutes=1)),
        ("90 min", timedelta(minutes=90)),
        ("1 hour", timedelta(hours=1)),
        ("36h", timedelta(hours=36)),
        ("2 days", timedelta(days=2)),
        ("4w", timedelta(weeks=4)),
    ],
)
def test_lengths_of_time_are_read_as_people_write_them(text: str, length: timedelta) -> None:
    """A number and a unit, short or long, make an interval."""
    assert values.interval(text) == length


@pytest.mark.parametrize(
    "text", ["", "0m", "1", "-1h", "1.5h", "1h30m", "h", "1 fortnight", "1h\n"]
)
def test_other_lengths_of_time_are_refused(text: str) -> None:
    """What is not one number and one unit is refused, never guessed at."""
    with pytest.raises(ValueError, match="no length of time"):
        values.interval(text)


@given(st.integers(1, 43_200).map(lambda minutes: timedelta(minutes=minutes)))
def test_a_written_interval_is_read_again(length: timedelta) -> None:
    """Every interval of whole minutes has a text that means it."""
    assert values.interval(values.interval_text(length)) == length


@given(st.builds(time, st.integers(0, 23), st.integers(0, 59)))
def test_a_written_time_is_read_again(moment: time) -> None:
    """Every minute of the day has a text that means it."""
    assert values.clock(values.clock_text(moment)) == moment


@pytest.mark.parametrize(
    "text", ["24:00", "8", "8:5", "08:00:00", "08.00", "٠٨:٠٠", "8am", None, 8.5]
)
def test_other_times_of_day_are_refused(text: object) -> None:
    """A time of day is hours and minutes in plain digits."""
    with pytest.raises(ValueError, match="no time of day"):
        values.clock(text)


def test_zones_are_places_of_the_tz_database() -> None:
    """Aliases count; the copies and the machine's own setting do not."""
    assert values.zone("Asia/Taipei") == "Asia/Taipei"
    assert values.zone("UTC") == "UTC"
    for name in ("localtime", "Factory", "posix/UTC", "right/UTC", "Asia", "utc", ""):
        with pytest.raises(ValueError, match="is not known"):
            values.zone(name)


def test_languages_have_two_letters() -> None:
    """ISO 639-1 has 183 codes of two letters."""
    assert len(values.LANGUAGES) == 183
    assert {len(code) for code in values.LANGUAGES} == {2}


@given(st.text(max_size=80))
def test_the_suggested_id_is_one(text: str) -> None:
    """An id that is refused comes with one that is taken."""
    try:
        values.identifier(text)
    except ValueError as error:
        suggestion = str(error).rpartition(' such as "')[2].removesuffix('"')
        assert values.identifier(suggestion) == suggestion
