"""What a feed itself says of when to ask it again."""

from __future__ import annotations

import pytest

from briefbot.sources._wishes import Wishes, wishes

ITEM = "<item><title>T</title></item>"
HOURS = "".join(f"<hour>{hour}</hour>" for hour in range(24))
DAYS = "".join(f"<day>{day}day</day>" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri"))


def channel(head: str, after: str = "") -> bytes:
    """Return a feed with this before its first item."""
    return f"<rss><channel><title>T</title>{head}{ITEM}{after}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("", Wishes()),
        ("<ttl>60</ttl>", Wishes(ttl=60)),
        ("<TTL> 90.0\n</TTL>", Wishes(ttl=90)),
        ("<ttl>soon</ttl><ttl/>", Wishes()),
        ("<ttl>-5</ttl>", Wishes()),
        ("<ttl>99999999999999999999</ttl>", Wishes()),
        ("<x:ttl>60</x:ttl>", Wishes()),
        (
            "<skipHours><hour>1</hour>\n<hour>24</hour><hour> 7 </hour><hour>25</hour></skipHours>",
            Wishes(skip_hours=(0, 1, 7)),
        ),
        (f"<skipHours>{HOURS}</skipHours>", Wishes()),
        ("<skiphours><Hour>3</Hour></skiphours>", Wishes(skip_hours=(3,))),
        (
            "<skipDays><day>Sunday</day><day>saturday</day><day>Noday</day></skipDays>",
            Wishes(skip_days=(5, 6)),
        ),
        (f"<skipDays>{DAYS}<day>Saturday</day><day>Sunday</day></skipDays>", Wishes()),
        (f"<skipDays>{DAYS}</skipDays>", Wishes(skip_days=(0, 1, 2, 3, 4))),
        ("<skipHours><hour>1</hour>", Wishes()),
    ],
)
def test_what_stands_before_the_first_item_is_read(head: str, found: Wishes) -> None:
    """Minutes, hours and days in any spelling; nonsense, and what forbids all, says nothing."""
    assert wishes(channel(head)) == found


def test_an_item_has_no_wishes() -> None:
    """What stands in or behind an item is its own matter."""
    assert wishes(channel("", "<item><ttl>60</ttl></item>")) == Wishes()
    assert wishes(b"<feed><entry><ttl>60</ttl></entry></feed>") == Wishes()
    assert wishes(b"") == Wishes()
