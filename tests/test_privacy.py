"""Whoever takes a worker over looks into no other process of its user."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pytest

from tests.processes import printed

if TYPE_CHECKING:
    from pathlib import Path

LOOK = """\
import glob
for place in glob.glob("/proc/[0-9]*/environ"):
    try:
        with open(place, "rb") as environment:
            if b"TOKEN=xoxb-of-ours" in environment.read():
                found.append(place.split("/")[2])
    except OSError:
        pass
"""
PROGRAM = f"""\
import asyncio, ctypes, os, subprocess, sys

# Without what makes root mighty: in the container nobody has it.
ctypes.CDLL(None).prctl(28, 1)  # nor does who is started get it again
ctypes.CDLL(None).capset(ctypes.byref((ctypes.c_uint32 * 2)(0x20080522, 0)), bytes(24))
from briefbot.workers import Workers

LOOK = {LOOK!r}
ASK = "(found := [], exec(look, {{'found': found}}))[0]"

def read_by_another():
    ours = f"/proc/{{os.getpid()}}/environ"
    return subprocess.run(["cat", ours], capture_output=True).returncode == 0

async def main():
    print(read_by_another())
    other = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    other.stdin.write(b"here")
    other.stdout.read(1)  # Popen returns before the kernel shows what it was started with
    try:
        print({{str(os.getpid()), str(other.pid)}} <= set(eval(ASK, {{"look": LOOK}})))
        async with Workers(processes=1) as workers:
            print(await workers(eval, ASK, {{"look": LOOK}}))
        print(read_by_another())
    finally:
        other.kill()

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_a_worker_reads_no_environment_of_another_process(tmp_path: Path) -> None:
    """Not that of what begins a container or checks its health; ours is read by nobody at all."""
    if ctypes.CDLL(None).syscall(444, None, 0, 1) < 1:
        pytest.skip("this kernel has no Landlock")
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    said = printed(script, tmp_path, TOKEN="xoxb-of-ours")  # noqa: S106  no password
    assert said.splitlines() == ["True", "True", "[]", "False"]
