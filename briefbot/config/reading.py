"""What a source may say of how its pages are read: selectors, and the names of cookies.

Each reader works as those of `values` do.
"""

from __future__ import annotations

import re

from briefbot.config.values import line
from briefbot.config.wording import show

COOKIE = r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$"
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TEXTS = ("page", "feed")


def selector(value: str) -> str:
    """Read a CSS selector."""
    from cssselect import HTMLTranslator, SelectorError  # noqa: PLC0415  few files have one

    try:
        found = HTMLTranslator().css_to_xpath(line(value))
    except (SelectorError, RecursionError) as error:
        why = f"{error}".rstrip(".").replace("at 0", "at its start")
        raise ValueError(
            f'{show(value)} is no CSS selector ({why}); write one such as "article .text"'
        ) from error
    if _NOT_IN_XML.search(found):  # an escape can stand for a character that no page may hold
        raise ValueError(f"{show(value)} stands for an invisible character; remove it")
    return value


def cookie(value: str) -> str:
    """Read the name of a cookie."""
    if not re.fullmatch(COOKIE, value):
        raise ValueError(f'{show(value)} is no name of a cookie; write one such as "session"')
    return value
