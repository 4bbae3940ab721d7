"""Find a kind by its file name: `lexrank` is `briefbot/summarise/lexrank.py`."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from briefbot.errors import UsageError


def names(package: str) -> tuple[str, ...]:
    """Return the kinds that a package holds, in alphabetical order, without importing them.

    A file whose name begins with `_` is no kind.
    """
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = (module.name for module in pkgutil.iter_modules(folders))
    return tuple(sorted(name for name in found if not name.startswith("_")))


def require(package: str, name: str) -> None:
    """Raise UsageError, which lists the kinds there are, when there is no such kind."""
    kinds = names(package)
    if name not in kinds:
        where = package.rpartition(".")[2]
        raise UsageError(f"{where}: no kind {name!r}; choose one of {', '.join(kinds)}")


def load(package: str, name: str, attribute: str) -> Any:  # noqa: ANN401  the caller names the type
    """Import a kind when it is first needed and return its constant, as `WEIGH`.

    Raise UsageError when there is no such kind.
    """
    require(package, name)
    return getattr(import_module(f"{package}.{name}"), attribute)
