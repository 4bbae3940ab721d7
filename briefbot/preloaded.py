"""What every worker begins with; imported once, by the process that workers are forked from.

That process reads no page and forgets the secrets of its environment, so a worker never knew
them. What it holds is shared by all workers, until one of them writes to it.
"""

from __future__ import annotations

import gc

from briefbot.job import forget_secrets
from briefbot.reading import warm

forget_secrets()
warm()
gc.collect()
gc.freeze()  # a collector that looks at an object writes to it
