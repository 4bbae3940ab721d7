"""What admins do beside the configuration is told in a few words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefbot.models import Change
from briefbot.text import changed, edits


@pytest.mark.parametrize("words", [edits.told, changed.said])
def test_what_is_done_beside_the_file_is_said_alike(words: Callable[[Change], str]) -> None:
    """In the admins' Home and on the command line."""
    what = {"briefing": "morning", "destination": "#news"}
    gone = Change(part="digests", id="7", before=what)
    assert words(gone) == "deleted the digest of morning in #news"
    sent = Change(part="digests", id="7", after=what)
    assert words(sent) == "asked for the digest of morning in #news"
    forged = Change(part="clicks", id="story_split")
    assert words(forged) == "tried 'story split'"
    article = {"article": f"A ferry {'very ' * 20}late"}
    apart = Change(part="stories", id="3", before=article, after={"story": 4})
    assert words(apart) == (
        "split 'A ferry very very very very very very very very very very v…' off its story"
    )
