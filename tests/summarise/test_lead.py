"""The lead summariser."""

from __future__ import annotations

from briefbot.summarise import lead


def test_earlier_sentences_weigh_more() -> None:
    """The first weighs 1, and each one less than the one before, never nothing."""
    weights = lead.WEIGH(["One.", "Two.", "Three.", "Four."], title="", language="en")
    assert weights == [1.0, 0.75, 0.5, 0.25]
    assert lead.WEIGH([], title="", language="en") == []
