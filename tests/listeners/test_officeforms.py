"""A form is acknowledged in time, and what is wrong is said where it still can be."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from briefbot.errors import BriefbotError, ConfigError, Problem, Refused, Stale, StoreError
from briefbot.listeners import officeforms
from briefbot.listeners.officeforms import Wrong

NEWER = {"type": "modal"}


class Ack:
    """Bolt's acknowledgement, as far as a form needs it."""

    def __init__(self) -> None:
        self.response: dict[str, Any] | None = None

    async def __call__(self, **said: Any) -> None:
        """Keep what is said."""
        assert self.response is None
        self.response = said


async def fails(error: BriefbotError, seconds: float = 0) -> str:
    """Fail, perhaps after a while."""
    await asyncio.sleep(seconds)
    raise error


async def newer(_: Stale) -> dict[str, Any]:
    """Draw the form anew."""
    return NEWER


@pytest.mark.parametrize(
    ("error", "errors"),
    [
        (Wrong({"weight": "No."}), {"weight": "No."}),
        (Refused("You may not."), {"name": "You may not."}),
        (
            ConfigError("/srv/x.yaml", [Problem(path="a", line=3, message="too long")]),
            {"name": "That can't be: too long"},
        ),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(
    error: BriefbotError, errors: dict[str, str]
) -> None:
    """Where the file stands is for the operator."""
    ack = Ack()
    assert await officeforms.sent(ack, "name", fails(error)) is None  # type: ignore[arg-type]
    assert ack.response == {"response_action": "errors", "errors": errors}


async def test_what_takes_long_is_acknowledged_before() -> None:
    """The form is closed then, so what was wrong is said in a message."""
    ack = Ack()
    late = officeforms.sent(
        ack,  # type: ignore[arg-type]
        "name",
        fails(Wrong({"weight": "No."}), 0.1),
        newer,
        patience=0.01,
    )
    with pytest.raises(Refused, match=r"No\."):
        await late
    assert ack.response == {}


async def test_who_was_overtaken_sees_the_newer_form() -> None:
    """In the place of the older one."""
    ack = Ack()
    stale = fails(Stale("sources", "a", None))
    assert await officeforms.sent(ack, "name", stale, newer) is None  # type: ignore[arg-type]
    assert ack.response == {"response_action": "update", "view": NEWER}


async def test_what_is_no_admins_to_know_is_for_the_log() -> None:
    """The edge says a reference for it."""
    ack = Ack()
    with pytest.raises(StoreError):
        await officeforms.sent(ack, "name", fails(StoreError("/srv/x.db")))  # type: ignore[arg-type]
    assert ack.response is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000])
def test_a_form_that_carries_nonsense_is_out_of_date(text: str) -> None:
    """Whatever it is."""
    with pytest.raises(Refused, match="out of date"):
        officeforms.carried({"private_metadata": text})
