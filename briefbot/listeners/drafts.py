"""What forms want that they can't carry themselves, until it is saved or too much newer came."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from typing import TYPE_CHECKING

from briefbot.errors import Refused

if TYPE_CHECKING:
    from briefbot.models import Spec

OLD = "This form is out of date. Please close it and open it again."
ROOM = 2_000_000
"""Characters of all that is kept; an item of the file has seldom more than 20,000."""


class Drafts:
    """Keeps items of the configuration as forms want them, the newest ones.

    They live in memory: after a restart none is known, and whoever sends one is told.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._kept: OrderedDict[str, tuple[int, Spec]] = OrderedDict()
        self._left = room

    def keep(self, spec: Spec, size: int) -> str:
        """Keep an item of so many characters, and return by which name it is found."""
        name = secrets.token_hex(8)
        self._kept[name] = size, spec
        self._left -= size
        while self._left < 0 and len(self._kept) > 1:
            _, (gone, _) = self._kept.popitem(last=False)
            self._left += gone
        return name

    def find(self, name: str) -> Spec:
        """Return an item; raise Refused when it is not kept any more."""
        if name not in self._kept:
            raise Refused(OLD)
        return self._kept[name][1]
