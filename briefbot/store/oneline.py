"""How a value of the configuration is written: in YAML, on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from briefbot.models import Value

_PLAIN = re.compile(r"https?://[!-+\--Z\\^-z|~]*[A-Za-z0-9/=_-]|[^\W\d_](?:[\w .'’–-]*\w)?")
_MEANING = re.compile("true|false|null|yes|no|on|off|y|n", re.IGNORECASE)
"""Words that mean something to some readers of YAML; these stand in quotes."""


def flow(value: Value) -> str:
    """Write it as it may stand within brackets: JSON is YAML, and sure to be one line."""
    return json.dumps(value, ensure_ascii=False)


def spelt(value: Value) -> str:
    """Write it as it stands behind a key: without quotes where it needs none."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{spelt(key)}: {spelt(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(spelt, value))}]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _MEANING.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)
