"""The clock: aware UTC, and how long this process has run."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC

from briefbot.clock import running_for, utc_now


def test_time_is_aware_and_in_utc() -> None:
    """Nothing downstream has to guess a zone."""
    assert utc_now().tzinfo is UTC


def test_a_process_knows_how_long_it_has_run() -> None:
    """A process of a moment ago has run for about that moment, imports included."""
    code = (
        "import time; from briefbot.clock import running_for; time.sleep(0.3); print(running_for())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0.3 <= float(ran.stdout) < 60
    assert running_for() >= float(ran.stdout)
