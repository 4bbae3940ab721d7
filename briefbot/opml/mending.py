"""A list whose writer forgot to escape: quotation marks and tags within the values of outlines."""

from __future__ import annotations

import re

# What outlines say of themselves. Any other `name="` within a value is part of a description.
_NAMES = (
    "text|title|description|xmlUrl|htmlUrl|url|type|version|language|category|created|icon"
    "|comment|isComment|isBreakpoint"
)
_SIGN = re.compile(
    rf"""<outline\s{{1,50}}(?P<first>{_NAMES})\s?=\s?"
    |"\s{{1,50}}(?P<next>{_NAMES})\s?=\s?"
    |"\s{{0,50}}(?P<end>/?>)(?=\s{{0,200}}(?:</?(?:outline|body|opml)\b|<!--|\Z))""",
    re.IGNORECASE | re.VERBOSE,
)


def mended(text: str) -> str:
    """Return the list with what stands within values escaped; lines stay where they are.

    A value ends where another of an outline's own begins, or where the outline does and a tag
    of the list follows: so one pass is enough, however the quotation marks lie.
    """
    parts, place, inside = [], 0, False
    for sign in _SIGN.finditer(text):
        if inside == bool(sign["first"]):
            continue  # an outline within a value is part of it, and no value is open outside
        before = text[place : sign.start()]
        parts += [_escaped(before) if inside else before, sign[0]]
        place, inside = sign.end(), not sign["end"]
    return "".join([*parts, text[place:]])


def _escaped(value: str) -> str:
    return value.replace("<", "&lt;").replace('"', "&quot;")
