"""The first sentences of the text: how news is written, and hard to beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefbot.ports import Weigh


def weigh(sentences: Sequence[str], *, title: str, language: str) -> list[float]:  # noqa: ARG001  Weigh
    """Return weights that fall evenly from 1 with each sentence."""
    return [1 - at / len(sentences) for at in range(len(sentences))]


WEIGH: Weigh = weigh
