"""How things stand: what everybody is shown of what an admin has to do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from briefbot.store.alerts import destination_alert
from tests.desk.room import opened
from tests.makers import NOON
from tests.outbox.posting import compose

if TYPE_CHECKING:
    from pathlib import Path

EVA = "U0000EVA"


async def test_the_status_lists_what_an_admin_has_yet_to_do(tmp_path: Path) -> None:
    """What was told and is no lasting fault is not listed; an archived channel is."""
    with opened(tmp_path) as (room, desk):
        room.store.raise_alert("delivery:bb:1", "#news: the digest of today was skipped", NOON)
        room.store.raise_alert(destination_alert("#news"), "#news: it is archived", NOON)
        for alert in room.store.alerts():
            room.store.alert_told(alert.key, NOON)
        status = await desk.status()
    assert [alert.text for alert in status.alerts] == ["#news: it is archived"]


async def test_the_status_names_no_reader(tmp_path: Path) -> None:
    """Whose subscription can't be posted is for admins to know, however it is told."""
    with opened(tmp_path) as (room, desk):
        compose(room.store, EVA, window=timedelta(minutes=1))
        delivery = room.store.claim(NOON)
        assert delivery
        room.store.settle_pending(delivery.key, NOON, f"{EVA}: no network")
        room.store.expire(NOON + timedelta(hours=1))
        room.store.raise_alert(destination_alert(EVA), f"{EVA}: Slack refuses: {EVA}", NOON)
        assert EVA in str(room.store.alerts())
        status = await desk.status()
    first, second = sorted(alert.text for alert in status.alerts)
    assert first == "a reader: Slack refuses: a reader"
    assert second.startswith("a reader: the digest of")
    assert EVA not in first + second
