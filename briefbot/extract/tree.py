"""HTML to a tree, whatever it holds: what makes the parser slow or blind is taken out first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trafilatura import load_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MONSTER = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]{0,30}+)([^<>]{5000,}+)")
_MOST_ATTRIBUTES = 200
_SURROGATES, _LOST = re.compile("[\ud800-\udfff]"), "\ufffd"
"""Half characters, as JSON may hold them: the parser gives up a text with one."""


def parse(html: str) -> HtmlElement | None:
    """Return the tree of a whole document; None when that is no HTML."""
    # libxml2 compares each attribute with all others: 100,000 on one element take minutes.
    return load_html(_MONSTER.sub(_tamed, _SURROGATES.sub(_LOST, html)))


def _tamed(tag: re.Match[str]) -> str:
    return f"<{tag[1]} " if len(tag[2].split()) > _MOST_ATTRIBUTES else tag[0]
