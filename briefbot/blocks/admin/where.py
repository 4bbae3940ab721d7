"""What an admin looks at, as the view and its buttons carry it."""

from __future__ import annotations

import json

from briefbot.models.office import Fare, Part, Where

LONGEST = 80
"""Characters of words that are looked for."""
_TOPIC = 64
_PAGES = 10_000


def carried(where: Where) -> str:
    """Return it as a button's value, or a view's metadata."""
    words, topic = where.words[:LONGEST], where.topic[:_TOPIC]
    return json.dumps((where.part, where.page, words, topic, where.fare))


def read(text: object) -> Where:
    """Read what was carried; the overview where it says nothing sensible."""
    try:
        part, page, words, topic, fare = json.loads(str(text))
        if not all(isinstance(each, str) for each in (words, topic)):
            return Where()
        return Where(
            part=Part(part),
            page=min(max(0, int(page)), _PAGES),
            words=words[:LONGEST],
            topic=topic[:_TOPIC],
            fare=Fare(fare),
        )
    except (ValueError, TypeError, OverflowError, RecursionError):
        return Where()
