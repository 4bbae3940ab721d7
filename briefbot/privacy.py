"""What keeps a process that is taken over from looking into others of the same user.

Their environment and memory hold secrets: the bot's own, and those of whoever checks its health.
"""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_MAKE_BLOCK = 1 << 11


def hide() -> None:
    """Let no process of the same user look into this one, where the kernel can see to that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0)


def look_at_nobody() -> None:
    """Let this process and all that it starts look into no other, where the kernel can see to that.

    Landlock does (since Linux 5.13): who is within a ruleset can trace only what is within it.
    The ruleset has to forbid something; nobody makes block devices here.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    forbidden = ctypes.c_uint64(_MAKE_BLOCK)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(forbidden), ctypes.sizeof(forbidden), 0)
    if ruleset < 0:
        return
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)
