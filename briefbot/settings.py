"""Environment and secrets; the only reader of `os.environ`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefbot.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_CONFIG = Path("config/briefbot.yaml")
DEFAULT_DATABASE = Path("briefbot.db")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where this installation keeps its things."""

    config: Path = DEFAULT_CONFIG
    """BRIEFBOT_CONFIG: the configuration file."""
    database: Path = DEFAULT_DATABASE
    """BRIEFBOT_DATABASE: the archive."""
    shipped_config: Path | None = None
    """BRIEFBOT_SHIPPED_CONFIG: what the configuration file is seeded with at the first start."""


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings in the environment; an empty variable counts as none."""
    shipped = environ.get("BRIEFBOT_SHIPPED_CONFIG")
    return Settings(
        config=Path(environ.get("BRIEFBOT_CONFIG") or DEFAULT_CONFIG),
        database=Path(environ.get("BRIEFBOT_DATABASE") or DEFAULT_DATABASE),
        shipped_config=Path(shipped) if shipped else None,
    )


def headers(
    wanted: Mapping[str, str], environ: Mapping[str, str] = os.environ
) -> tuple[tuple[str, str], ...]:
    """Return the headers of a source with their values.

    `wanted` gives for each header the variable that holds its value. Raise SourceError when
    one is not set or not fit for a header; the message never repeats a value.
    """
    return tuple((name, _value(name, variable, environ)) for name, variable in wanted.items())


def _value(name: str, variable: str, environ: Mapping[str, str]) -> str:
    # A secret that was read from a file often ends in a line break.
    value = environ.get(variable, "").strip()
    where = f"header {name} takes its value from the environment variable {variable}"
    if not value:
        raise SourceError("no_secret", f"{where}, which is not set; set it, or remove the header")
    if not (value.isascii() and value.isprintable()):
        raise SourceError("no_secret", f"{where}, which holds more than one line of plain ASCII")
    return value
