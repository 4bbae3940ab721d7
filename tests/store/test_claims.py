"""The one-time code: good once, for some minutes and a few tries, and nowhere in the archive."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from briefbot.store import claims
from tests.makers import NOON

if TYPE_CHECKING:
    from pathlib import Path

LATE = NOON + claims.GOOD_FOR


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "briefbot.db"


def test_a_code_is_good_once(database: Path) -> None:
    """Twelve letters in three groups; the second who has it is refused."""
    code = claims.new(database, NOON)
    assert [len(part) for part in code.split("-")] == [4, 4, 4]
    assert claims.redeem(database, code, NOON)
    assert not claims.redeem(database, code, NOON)


def test_how_a_code_is_written_does_not_matter(database: Path) -> None:
    """People type it in small letters, with spaces or with nothing in between."""
    for spelt in (str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}\n"):
        assert claims.redeem(database, spelt(claims.new(database, NOON)), NOON)


def test_a_code_is_good_for_a_quarter_of_an_hour(database: Path) -> None:
    """A moment before its end it counts, at its end it does not."""
    code = claims.new(database, NOON)
    assert not claims.redeem(database, code, LATE)
    assert claims.redeem(database, code, LATE - timedelta(microseconds=1))


def test_a_code_is_void_after_a_few_wrong_ones(database: Path) -> None:
    """Four wrong ones are forgiven, after five the right one is refused too."""
    for wrong, right in ((claims.TRIES - 1, True), (claims.TRIES, False)):
        code = claims.new(database, NOON)
        for _ in range(wrong):
            assert not claims.redeem(database, "ABCD-EFGH-JKLM", NOON)
        assert bool(claims.redeem(database, code, NOON)) is right


def test_a_new_code_voids_the_one_before(database: Path) -> None:
    """Only the last one that was printed counts."""
    first, second = claims.new(database, NOON), claims.new(database, NOON)
    assert first != second
    assert not claims.redeem(database, first, NOON)
    assert claims.redeem(database, second, NOON)


def test_without_a_code_nothing_is_good(database: Path) -> None:
    """Neither an empty one nor any other, of whatever length."""
    for code in ("", "ABCD-EFGH-JKLM", "A" * 100_000, "é\x00"):
        assert not claims.redeem(database, code, NOON)


def test_a_code_of_which_nothing_came_is_good_again(database: Path) -> None:
    """As long as it was, and once."""
    code = claims.new(database, NOON)
    redeemed = claims.redeem(database, code, NOON)
    assert redeemed
    claims.restore(database, redeemed)
    assert not claims.redeem(database, code, LATE)
    assert claims.redeem(database, code, LATE - timedelta(microseconds=1))
    assert not claims.redeem(database, code, NOON)


def test_a_newer_code_is_not_put_out_by_an_older_one(database: Path) -> None:
    """The operator has asked for another meanwhile, which makes the old one void."""
    old = claims.new(database, NOON)
    redeemed = claims.redeem(database, old, NOON)
    assert redeemed
    new = claims.new(database, NOON)
    claims.restore(database, redeemed)
    assert not claims.redeem(database, old, NOON)
    assert claims.redeem(database, new, NOON)


def test_of_two_at_once_one_is_let_in(database: Path) -> None:
    """Two people who have the same code: exactly one becomes an admin."""
    code = claims.new(database, NOON)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: claims.redeem(database, code, NOON), range(4)))
    assert sum(map(bool, found)) == 1


def test_the_archive_does_not_hold_the_code(database: Path) -> None:
    """Whoever reads the file finds a hash."""
    code = claims.new(database, NOON)
    for file in database.parent.iterdir():
        content = file.read_bytes()
        assert code.encode() not in content
        assert code.replace("-", "").encode() not in content
