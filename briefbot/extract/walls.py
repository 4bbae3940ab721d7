"""Texts that stand in place of an article: paywalls, consent, checks for robots."""

from __future__ import annotations

import re

_STUB = 1000
"""A smaller text may be a teaser (a whole article has 1,500 and more)."""
_NOTICE = 300
"""A smaller text may be a notice about the reader's browser."""
_PAYWALL = re.compile(
    r"(?i)\b(?:subscribe (?:now )?to (?:continue|read|unlock)|to (?:continue|keep) reading"
    r"|already a subscriber|for (?:subscribers|members) only"
    r"|to (?:read|view|see) the (?:full|whole|entire) (?:article|story),? (?:please )?"
    r"(?:subscribe|register|sign|log)"
    r"|subscriber[- ]exclusive|this (?:article|story) is (?:reserved )?for (?:our )?subscribers"
    r"|unlock (?:this|the full) (?:article|story)|sign in to (?:continue|read)"
    r"|réservé (?:à nos|aux) abonnés|nur für abonnenten|weiterlesen mit|contenido exclusivo para)"
    r"|訂閱.{0,8}閱讀全文|會員專屬|订阅.{0,8}阅读全文|有料会員|会員限定"
)
_WALL = re.compile(
    r"(?i)(?:please )?(?:enable|turn on|activate) (?:javascript|cookies)"
    r"|javascript is (?:disabled|required|not enabled)"
    r"|(?:verify|confirm) (?:that )?you are (?:a )?human|checking (?:if|your) (?:the site|browser)"
    r"|unusual traffic from your|access denied"
    r"|accept all cookies|we (?:and our partners )?use cookies|alle cookies akzeptieren"
)


def is_notice(text: str) -> bool:
    """Tell whether the whole text speaks to a browser or asks for consent."""
    return _size(text) < _NOTICE and _WALL.search(text) is not None


def is_stub(text: str) -> bool:
    """Tell whether a text is so short that it may be a teaser."""
    return _size(text) < _STUB


def asks_for_money(text: str) -> bool:
    """Tell whether a short text sends its reader to a subscription; a long one may quote that."""
    return is_stub(text) and _PAYWALL.search(text) is not None


def _size(text: str) -> int:
    """Return the length in letters; a Chinese, Japanese or Korean one says as much as two."""
    return len(text) + sum(character > "\u2e80" for character in text[:_STUB])
