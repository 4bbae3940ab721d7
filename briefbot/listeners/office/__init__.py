"""What admins do: one file for each part of the configuration, each with `register(bolt)`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_bolt.app.async_app import AsyncApp


def register(bolt: AsyncApp) -> None:
    """Listen to what admins do."""
    for found in iter_modules(__path__):
        import_module(f"{__name__}.{found.name}").register(bolt)
