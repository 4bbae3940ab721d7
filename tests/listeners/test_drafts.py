"""What forms can't carry is kept, within bounds."""

from __future__ import annotations

import pytest

from briefbot.errors import Refused
from briefbot.listeners.drafts import OLD, Drafts


def test_what_is_kept_is_found() -> None:
    """By the name that it was given, each by its own."""
    drafts = Drafts()
    names = [drafts.keep({"id": id_}, 5) for id_ in ("a", "b")]
    assert [drafts.find(name) for name in names] == [{"id": "a"}, {"id": "b"}]


def test_the_oldest_make_room_for_newer_ones() -> None:
    """As many as it takes; the newest is kept however large it is."""
    drafts = Drafts(room=10)
    small = [drafts.keep({"id": str(n)}, 4) for n in range(3)]
    for name, known in zip(small, (False, True, True), strict=True):
        assert (name in drafts._kept) is known
    large = drafts.keep({"id": "large"}, 1000)
    assert drafts.find(large) == {"id": "large"}
    for name in small:
        with pytest.raises(Refused, match="out of date"):
            drafts.find(name)
    again = drafts.keep({"id": "again"}, 4)
    assert drafts.find(again) == {"id": "again"}
    assert list(drafts._kept) == [again]


@pytest.mark.parametrize("name", ["", "0" * 16])
def test_an_unknown_name_is_out_of_date(name: str) -> None:
    """Whatever it is."""
    with pytest.raises(Refused) as caught:
        Drafts().find(name)
    assert str(caught.value) == OLD
