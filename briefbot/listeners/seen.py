"""Whether an item of the configuration still says what it said when its form was drawn."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from briefbot.errors import Stale

if TYPE_CHECKING:
    from briefbot.models import Spec

CHANGED = "Somebody has changed it meanwhile, so nothing of yours is saved. It says this now:"


def mark(spec: Spec | None) -> str:
    """Return what a form carries of the item: one with a thousand sources is too long for it."""
    text = json.dumps(spec, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def same(part: str, id_: str, now: Spec | None, seen: object) -> Spec:
    """Return the item as it is; raise Stale when it is not what a form was drawn from."""
    if now is None or mark(now) != seen:
        raise Stale(part, id_, now)
    return now
