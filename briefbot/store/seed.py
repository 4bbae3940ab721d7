"""Put the shipped configuration where an installation's own should stand, at the first start."""

from __future__ import annotations

import os
from pathlib import Path

from briefbot.errors import BriefbotError


def seed(config: Path, shipped: Path | None) -> bool:
    """Copy the shipped file, whole or not at all, unless there is a configuration already."""
    if shipped is None or config.exists():
        return False
    partial = config.with_name(config.name + ".part")
    try:
        config.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(shipped.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        partial.replace(config)
    except OSError as error:
        raise BriefbotError(
            f"can't write the first configuration {config} from {shipped}: {error.strerror}"
        ) from error
    return True
