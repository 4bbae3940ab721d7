"""What a process stands on: streams that were left closed, and no home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CLOSED = ("/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable)
LOOK = """
import os, sys
from pathlib import Path
from briefbot.cli import main
try:
    main(["--version"])
except SystemExit as end:
    code = end.code
with open(sys.argv[1], "wb", buffering=0) as file:
    file.write(f"{code} {file.fileno() > 2} {sys.stdin.read()!r} {Path.home()}".encode())
"""


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_ends_well_whichever_streams_are_closed(streams: str, tmp_path: Path) -> None:
    """A loop that has run with a socket in the place of a stream would abort the process."""
    command = f'exec "$@" {streams}'
    asked = ("briefbot", "sources", "test", "http://127.0.0.1:1/feed.xml")
    done = subprocess.run(
        ("/bin/sh", "-c", command, "sh", sys.executable, "-m", *asked),
        cwd=tmp_path,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )
    assert done.returncode == 69


def test_no_file_gets_the_place_of_a_stream(tmp_path: Path) -> None:
    """What is opened later is no place that somebody prints to; nothing is read, nobody is home."""
    seen = tmp_path / "seen"
    environment = {name: value for name, value in os.environ.items() if name != "HOME"}
    subprocess.run((*CLOSED, "-c", LOOK, seen), env=environment, check=False, timeout=60)
    assert seen.read_text(encoding="utf-8") == "0 True '' /"
