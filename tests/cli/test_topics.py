"""`briefbot topics list`: what there is and who uses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.cli.desks import TEXT, paper

if TYPE_CHECKING:
    from pathlib import Path


def test_topics_are_listed_with_who_tells_them(tmp_path: Path) -> None:
    """How many sources belong to each, and no more words than fit."""
    many = ", ".join(f"w{number}" for number in range(9))
    desk = paper(tmp_path, TEXT.replace("[ransomware]", f"[{many}]"))
    rows = [re.split(" {2,}", line) for line in desk.look("topics", "list").out.splitlines()]
    assert rows == [
        ["topic", "told by", "sources", "name", "words"],
        ["cyber", "morning", "1", "Cyber", "w0, w1, w2, w3, w4, and 4 more"],
        ["spare", "nobody", "1", "Spare", "spare"],
    ]
