"""What a process stands on, whoever started it: three open streams, and a home."""

from __future__ import annotations

import os
import sys

from briefbot import settings

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def stand() -> None:
    """Open what was left closed, and name a home where there is none.

    A socket or the archive would get the number of a closed stream: then whatever is printed
    goes into it, and uvloop aborts the process as it closes it. Slack's library asks for a home.
    """
    for number, (name, mode) in enumerate(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
            os.set_inheritable(opened, True)
            setattr(sys, name, os.fdopen(opened, mode, encoding="utf-8"))
    settings.house()
