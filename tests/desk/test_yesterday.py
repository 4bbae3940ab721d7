"""What words would have kept and dropped of what a source brought."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from briefbot.desk.yesterday import sifted, yesterday
from briefbot.models import Entry, Fate, Passed
from briefbot.models.tried import Seen, Sifted
from tests.desk.room import opened
from tests.makers import NOON, reading, state

ENTRIES = (
    Seen(title="Taiwan opens a port"),
    Seen(title="A cup for Lyon", text="The final in Taipei was short."),
    Seen(title="Rain"),
)


def test_words_are_judged_as_at_the_door() -> None:
    """What is to be left out goes first; a word stands alone, capitals aside."""
    assert sifted(ENTRIES, include=(), exclude=()) == tuple(
        Sifted(title=each.title) for each in ENTRIES
    )
    kept = sifted(ENTRIES, include=("TAIWAN", "taipei"), exclude=("cup",))
    assert [each.why for each in kept] == ["", 'says "cup"', "says none of the words to take"]


async def test_yesterday_is_what_was_new_within_a_day(tmp_path: Path) -> None:
    """With what was dropped at the door, without what was there at first sight."""
    with opened(tmp_path) as (room, desk):
        for hours, slug in ((30, "old"), (3, "new")):
            now = NOON - timedelta(hours=hours)
            passed = [
                Passed(
                    entry=Entry(id=f"{slug}-{fate}", url="", title=f"{slug} {fate}"),
                    fate=fate,
                    detail="",
                )
                for fate in (Fate.FILTERED, Fate.BASELINE)
            ]
            room.store.record(state(checked=now), [reading(slug, found=now)], passed)
        found = await desk.read(yesterday, "ledger", NOON)
        assert sorted(each.title for each in found) == ["News of the new", "new filtered"]
        (told,) = (each for each in found if each.text)
        assert told.title == "News of the new"
        assert await desk.read(yesterday, "herald", NOON) == ()
