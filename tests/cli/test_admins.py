"""`briefbot admins`: who may what, and the code that makes the first one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from briefbot.clock import utc_now
from briefbot.models import Author, Change
from briefbot.store import claims
from briefbot.store.audit import Audit
from tests.cli.desks import TEXT, Paper, paper

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Paper:
    return paper(tmp_path)


def test_without_admins_it_is_said_how_one_becomes_one(desk: Paper) -> None:
    """Nobody may is an answer that needs a way out."""
    assert "`briefbot admins claim` lets one do so" in desk.look("admins", "list").out


def test_everybody_who_may_change_something_is_listed(desk: Paper) -> None:
    """Users, user groups, the workspace's own, and the owners of briefings."""
    more = "admins: [U0123ABCD, S0123ABCD]\nworkspace_admins: true\nbriefings:\n  - id: morning\n"
    text = TEXT.replace("briefings:\n  - id: morning\n", f"{more}    owners: [U0OWNER00]\n")
    desk.file.write_text(text, encoding="utf-8")
    rows = [re.split(" {2,}", line) for line in desk.look("admins", "list").out.splitlines()]
    assert rows == [
        ["who", "what", "may change"],
        ["U0123ABCD", "user", "everything"],
        ["S0123ABCD", "user group", "everything"],
        ["the workspace's own admins and owners", "everything"],
        ["U0OWNER00", "user", "briefing morning"],
    ]


def test_whoever_has_changed_something_is_listed_by_name(desk: Paper) -> None:
    """By the latest one; the id stays, for people choose their names."""
    desk.file.write_text(f"admins: [U0123ABCD, U0SILENT0]\n{TEXT}", encoding="utf-8")
    audit = Audit(desk.database)
    for name in ("ana", "Ana Lindqvist", ""):
        author = Author(name="U0123ABCD", way="slack", called=name)
        audit.refuse([Change(part="clicks", id=name)], author, utc_now(), "no admin")
    audit.close()
    rows = [re.split(" {2,}", line) for line in desk.call("admins", "list").out.splitlines()]
    assert [row[0] for row in rows] == ["who", "Ana Lindqvist, U0123ABCD", "U0SILENT0"]


def test_who_may_is_listed_whatever_the_archive_is(desk: Paper) -> None:
    """The configuration says it: a damaged archive gives no names, and to look changes none."""
    desk.file.write_text(f"admins: [U0123ABCD]\n{TEXT}", encoding="utf-8")
    desk.database.write_bytes(b"this is no archive, whatever it is called" * 100)
    outcome = desk.call("admins", "list")
    assert (outcome.code, "U0123ABCD" in outcome.out) == (0, True)
    desk.database.unlink()
    assert desk.call("admins", "list").code == 0
    assert not desk.database.exists()


def test_the_code_that_is_printed_makes_an_admin_once(desk: Paper) -> None:
    """It stands as it is typed, and the archive takes it."""
    out = desk.call("admins", "claim").out
    assert "within 15 minutes" in out
    code = out.partition("/brief admin claim ")[2].split()[0]
    assert claims.redeem(desk.database, code, utc_now())
    assert not claims.redeem(desk.database, code, utc_now())


def test_no_code_is_given_that_could_not_be_used(desk: Paper) -> None:
    """Into a file that is missing or broken nobody can be written."""
    desk.file.write_text("sources: 1", encoding="utf-8")
    assert desk.call("admins", "claim").code == 1
    desk.file.unlink()
    outcome = desk.call("admins", "claim")
    assert "there is no such file" in outcome.err
    assert not desk.database.exists()
