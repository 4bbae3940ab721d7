"""What a link leads to when it is no page."""

from __future__ import annotations

import pytest

from briefbot.extract import files
from briefbot.models import Quality


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (b"%PDF-1.7 ...", "text/html", Quality.PDF),
        (b"\n%PDF-1.4", "", Quality.PDF),
        (b"\x00\x01", "application/pdf; charset=x", Quality.PDF),
        (b"PK\x03\x04", "application/octet-stream", Quality.PDF),
        (b"\x00", "video/mp4", Quality.VIDEO),
        (b"\x00", "Audio/MPEG", Quality.VIDEO),
        (b"\x89PNG", "image/png", Quality.PHOTOS),
        (b"<!doctype html><p>%PDF-", "application/pdf", None),
        (b"<html>", "text/html", None),
        (b"plain words", "text/plain", None),
        (b"<svg>", "image/svg+xml", None),
        (b"", "", None),
    ],
)
def test_bytes_say_what_they_are(body: bytes, kind: str, expected: Quality | None) -> None:
    """The first bytes decide, then the server's word; a page is a page whatever it is called."""
    assert files.form(body, kind) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.harbour.example/report.PDF", Quality.PDF),
        ("https://www.harbour.example/report.pdf?x=1", Quality.PDF),
        ("https://www.harbour.example/talk.pptx", Quality.PDF),
        ("https://www.harbour.example/pdf", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_a_name_says_what_was_not_read(url: str, expected: Quality | None) -> None:
    """A document that is too large to read is still known by its name."""
    assert files.named(url) is expected
