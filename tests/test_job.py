"""What makes a worker process harmless; what it does at work stands in test_workers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from briefbot.job import wipe_environment

if TYPE_CHECKING:
    import pytest


def test_wiping_keeps_what_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wiping forgets the refused variables and keeps the value of the others."""
    monkeypatch.setenv("BRIEFBOT_REFUSED", "value")
    monkeypatch.setenv("BRIEFBOT_KEPT", "value=with=signs")
    wipe_environment(lambda name: name != "BRIEFBOT_REFUSED")
    assert "BRIEFBOT_REFUSED" not in os.environ
    assert os.environ["BRIEFBOT_KEPT"] == "value=with=signs"
