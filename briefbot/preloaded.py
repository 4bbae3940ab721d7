"""What every worker begins with; imported once, by the process that workers are forked from.

That process reads no page and forgets the secrets of its environment first of all, so a worker
never knew them. What it holds is shared by all workers, until one of them writes to it.
"""

from __future__ import annotations

import gc
import os
from importlib import import_module

from briefbot import job, privacy


def prepare() -> None:
    """Make this process what workers are copies of."""
    job.forget_secrets()
    privacy.look_at_nobody()
    job.limit(job.GIGABYTE)  # a worker that is taken over may ask for copies that nobody limits
    job.ORIGIN = os.getpid()
    import_module("briefbot.reading").warm()
    gc.collect()
    gc.freeze()  # a collector that looks at an object writes to it


prepare()
