"""Bytes to text: what the bytes say comes first, then what the document or the server claims."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding, to_unicode

if TYPE_CHECKING:
    from collections.abc import Iterator

# The codecs that stand for a character set. Python knows others (`undefined` raises, `idna`,
# `punycode` and `unicode_escape` decode markup out of plain letters): a document may name them all.
_CHARACTER_SETS = re.compile(
    r"(?:utf-(?:8|16|32)(?:-[bl]e)?|utf_8_sig|cp\d+|iso8859-\d+|iso2022_jp\w*|koi8-[rut]"
    r"|gb18030|big5hkscs|euc_\w+|mac-\w+|shift_jis\w*|johab|kz1048|ptcp154|tis-620)"
)
# Web names that Python does not know, or knows as something narrower.
_ALIASES = {
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "korean": "cp949",
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-big5": "big5hkscs",
    "x-mac-roman": "mac-roman",
    "iso-8859-8-i": "iso8859-8",
}
# Pages that call themselves big5 hold Hong Kong's letters or Microsoft's, and no codec reads both.
_RIVALS = {"big5hkscs": ("big5hkscs", "cp950"), "euc_jp": ("euc_jp", "euc_jis_2004")}
# What a guess may answer: what pages are written in, the frequent first. Left free, the guess
# takes short French for Baltic DOS (cp775).
_GUESSES = [
    "cp1252", "cp1251", "cp1250", "gb18030", "big5", "cp932", "euc_jp", "cp949",
    "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp874",
]  # fmt: skip
_ORDER = {name: place for place, name in enumerate(_GUESSES)}
_SAMPLE = 50_000
_LOST = "\ufffd"


def decode(body: bytes, declared: str | None = None) -> str:
    """Return the text of `body`; never raises, and the text holds no NUL and no lone surrogate.

    `declared` is the server's word. The order: byte order mark, UTF-8 without an error, the
    document's own word, the server's, a guess by the letters' frequency.
    """
    return _decode(body, declared).replace("\0", "")


def _decode(body: bytes, declared: str | None) -> str:
    if (marked := _marked(body)) is not None:
        return marked
    if _looks_like_iso2022(body) and (text := _readable(body, "iso2022_jp_ext")) is not None:
        return text
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if (text := _nearly_utf8(body)) is not None:
        return text
    for name in _candidates(body, declared):
        if (text := _readable(body, name)) is not None:
            return text
    return to_unicode(body, "cp1252")


def _marked(body: bytes) -> str | None:
    """Return the text when a byte order mark, or UTF-16's zero bytes around `<`, tell how."""
    name, mark = read_bom(body)
    if name and mark:
        return str(to_unicode(body[len(mark) :], name))
    head = body[:200].lstrip(b" \t\r\n")
    for start, encoding in ((b"<\0", "utf-16-le"), (b"{\0", "utf-16-le")):
        if head.startswith(start):
            return str(to_unicode(body, encoding))
    if head.startswith((b"\0<", b"\0{")):
        return str(to_unicode(body, "utf-16-be"))
    return None


def _looks_like_iso2022(body: bytes) -> bool:
    """Tell whether seven-bit Japanese is there: as UTF-8 it decodes too, into nonsense."""
    return b"\x1b$B" in body or b"\x1b$@" in body


def _nearly_utf8(body: bytes) -> str | None:
    """Return UTF-8 with a few broken bytes as such: a cut teaser, one pasted latin-1 letter."""
    text = body.decode("utf-8", "replace")
    broken = text.count(_LOST)
    multibyte = sum(1 for character in text[:_SAMPLE] if character > "\x7f") - broken
    return text if multibyte > 10 * broken else None


def _candidates(body: bytes, declared: str | None) -> Iterator[str]:
    for label in (html_body_declared_encoding(body), declared):
        if label and (name := _codec(label)):
            yield from _RIVALS.get(name, (name,))
    if name := _guess(body):
        yield name


def _guess(body: bytes) -> str | None:
    """Return the likeliest character set; between equals, the more frequent one."""
    # The letters that tell may stand behind a long ASCII head.
    first = re.search(rb"[\x80-\xff]", body)
    start = max(0, first.start() - 1000) if first else 0
    matches = list(from_bytes(body[start : start + _SAMPLE], cp_isolation=_GUESSES))
    if not matches:
        return None
    best = min(matches, key=lambda m: (m.chaos, -m.coherence, _ORDER.get(m.encoding, 99)))
    return _codec(best.encoding)


def _codec(label: str) -> str | None:
    label = label.strip().strip("\"'").lower()[:40]
    if not label.isascii() or "\0" in label:
        return None
    name = resolve_encoding(_ALIASES.get(label, label))
    return name if name and _CHARACTER_SETS.fullmatch(name) else None


def _readable(body: bytes, name: str) -> str | None:
    """Return the text unless the codec cannot read more than one character in a hundred."""
    text = str(to_unicode(body, name))
    foreign = sum(1 for byte in body[:_SAMPLE] if byte > 0x7F)  # noqa: PLR2004  ASCII ends there
    lost = text[:_SAMPLE].count(_LOST)
    return text if lost * 50 <= foreign or not lost else None
