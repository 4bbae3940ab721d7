"""What a link leads to when it is no page: a document, a recording, a picture."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from briefbot.models import Quality

_DOCUMENT = re.compile(
    r"application/(?:x-)?(?:pdf|msword|rtf|epub\+zip|postscript|vnd\.(?:openxmlformats|oasis|ms-).*)"
)
_NAME = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|epub)$", re.IGNORECASE)
_START = re.compile(rb"\s{0,200}(?:%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf)")


def form(body: bytes, content_type: str) -> Quality | None:
    """Return what the bytes are when they are no page and no text; the bytes decide first."""
    kind = content_type.partition(";")[0].strip().lower()
    if _START.match(body[:300]) or (_DOCUMENT.fullmatch(kind) and b"<" not in body[:1]):
        return Quality.PDF
    if kind.startswith(("video/", "audio/")):
        return Quality.VIDEO
    return Quality.PHOTOS if kind.startswith("image/") and kind != "image/svg+xml" else None


def named(url: str) -> Quality | None:
    """Return what an address that was not read leads to, by its name."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    return Quality.PDF if _NAME.search(path) else None
