"""Plain text: a file, standard input, or a server's text/plain."""

from __future__ import annotations

from briefbot.errors import ExtractError
from briefbot.extract.page import PAGE_LIMIT, Extracted
from briefbot.text.charset import decode
from briefbot.text.clean import clean_text

_ENDS = tuple(".!?:…。！？：」』”\"')")
"""A line that ends so ends its paragraph; another was only wrapped."""


def from_plain(body: bytes, charset: str | None = None) -> Extracted:
    """Return the text with its wrapped lines joined: one paragraph a line; raise ExtractError."""
    pieces: list[str] = []
    for line in map(clean_text, decode(body[:PAGE_LIMIT], charset).splitlines()):
        pieces += (line, "\n" if not line or line.endswith(_ENDS) else " ")
    text = clean_text("".join(pieces))
    if not text:
        raise ExtractError("no_text", "there is no text in it")
    return Extracted(text=text)
