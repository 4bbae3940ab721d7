"""Markup as text: what untrusted XML and HTML goes through before and after a parser sees it.

All of it is linear in the length of the text.
"""

from __future__ import annotations

import html
import re
import sys
from html.entities import html5
from itertools import islice

_PASSWORD = re.compile(r"""<input\b[^<>]*\btype\s*=\s*["']?password""", re.IGNORECASE)

_DOCTYPE = re.compile("<!doctype", re.IGNORECASE)
_OPENING = re.compile(r"<(\?|!--|!|[A-Za-z_][\w.:-]{0,60})")
_DOCTYPE_PIECE = re.compile(r"""["'\[\]>]|<!--""")
_LONGEST_DOCTYPE = 100_000
_MOST_DOCTYPES = 10

_DECLARED = re.compile(
    r"""<!ENTITY\s+([A-Za-z_][\w.-]{0,63})\s+(?:"([^"&%<]*)"|'([^'&%<]*)')\s*>"""
)
_LONGEST_VALUE = 200
_MOST_DECLARED = 50
_MOST_GROWTH = 100_000
_NUMBER = re.compile("&#(?:([0-9]{1,10})|[xX]([0-9A-Fa-f]{1,8}));")
_AMPERSAND = re.compile(
    "&(?:#[0-9]{1,10};|#[xX][0-9A-Fa-f]{1,8};|([A-Za-z][A-Za-z0-9_.-]{0,63});)?"
)
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WINDOWS = range(0x80, 0xA0)  # in HTML, &#146; is the quotation mark of windows-1252
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,500}?\?>", re.IGNORECASE)
_ONLY_UTF8 = '<?xml version="1.0" encoding="utf-8"?>'

_UNREAD = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1[^<>]*>", re.IGNORECASE | re.DOTALL)
# Tags that authors put in titles; `<video>` or `<T>` in a title is what the title is about.
_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|blockquote|br|center|cite|code|del|dfn|div|em|font|h[1-6]"
    r"|hr|i|img|ins|kbd|li|mark|nobr|ol|p|pre|q|s|script|small|span|strike|strong|style|sub|sup|td"
    r"|tr|tt|u|ul|var|wbr)(?:\s[^<>]*|/)?>",
    re.IGNORECASE,
)
# What embeds or frames is about nothing, when it says what; `<iframe>` alone may be the topic.
_FOREIGN = re.compile(
    r"<(?:applet|base|blink|embed|frame|frameset|iframe|input|link|marquee|meta|object|param)"
    r"\s[^<>]*=[^<>]*>|</(?:applet|frameset|iframe|object)>",
    re.IGNORECASE,
)
_LONGEST_PLAIN = 5000
_ANY_TAG = re.compile("<[^<>]*>")
_ENTITY = re.compile("&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def safe_xml(text: str) -> bytes:
    """Return a document that a parser may be given: UTF-8, says so, and has no DOCTYPE.

    The entities that HTML or the document's own DOCTYPE names become characters, because an XML
    parser drops what it does not know; so it would a bare `&` in an address, with what follows.
    Characters that XML forbids go, written out or as numbers.
    """
    text, declared = _without_doctype(_DECLARATION.sub("", text, count=1))
    text = _NUMBER.sub(_numbered, _NOT_XML.sub("", text)).lstrip()
    if sum(text.count(f"&{name};") * len(value) for name, value in declared.items()) > _MOST_GROWTH:
        declared = {}  # a bomb
    first, *sections = text.split("<![CDATA[")
    mended = [_mended(first, declared)]
    for section in sections:
        inside, end, outside = section.partition("]]>")
        mended.append(f"<![CDATA[{inside}{end}{_mended(outside, declared)}")
    return f"{_ONLY_UTF8}\n{''.join(mended)}".encode()


def without_doctype(text: str) -> str:
    """Return the text without any DOCTYPE, wherever it stands.

    libxml2 can be made to open the file that a DOCTYPE names, and a file can be a pipe.
    """
    return _without_doctype(text)[0]


def root(text: str) -> str:
    """Return the lower-case name of the first element, without its prefix; empty if there is none.

    Comments, declarations and text before it are passed over.
    """
    position, limit = 0, min(len(text), _LONGEST_DOCTYPE)
    while match := _OPENING.search(text, position, limit):
        sign = match[1]
        if sign[0] not in "?!":
            return sign.rpartition(":")[2].lower()
        position = _passed(text, sign, match.end(), limit)
        if position == match.end():
            return ""
    return ""


def asks_password(text: str) -> bool:
    """Tell whether a page has a field for a password."""
    return _PASSWORD.search(text) is not None


def _passed(text: str, sign: str, start: int, limit: int) -> int:
    """Return where a comment or a declaration ends; `start` when it is never closed."""
    if sign == "!":
        return _doctype_end(text, start)
    closing = "?>" if sign == "?" else "-->"
    found = text.find(closing, start, limit)
    return start if found < 0 else found + len(closing)


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """Return the text without DOCTYPE, and the entities that were declared there as plain text."""
    kept, declared, position = [], dict[str, str](), 0
    for count, match in enumerate(_DOCTYPE.finditer(text)):
        if match.start() < position:
            continue
        end = _doctype_end(text, match.end()) if count < _MOST_DOCTYPES else match.end()
        declared |= _declared(text[match.end() : end])
        kept.append(text[position : match.start()])
        position = end
    return "".join((*kept, text[position:])), declared


def _doctype_end(text: str, start: int) -> int:
    """Return where a DOCTYPE ends; where its first word ends when it is never closed."""
    depth, position, limit = 0, start, min(len(text), start + _LONGEST_DOCTYPE)
    while piece := _DOCTYPE_PIECE.search(text, position, limit):
        position, sign = piece.end(), piece[0]
        if sign == ">" and depth <= 0:
            return position
        depth += {"[": 1, "]": -1}.get(sign, 0)
        if closing := {'"': '"', "'": "'", "<!--": "-->"}.get(sign):
            found = text.find(closing, position, limit)
            if found < 0:
                break
            position = found + len(closing)
    return start


def _declared(subset: str) -> dict[str, str]:
    matches = islice(_DECLARED.finditer(subset), _MOST_DECLARED)
    found = ((m[1], m[2] if m[2] is not None else m[3]) for m in matches)
    return {name: value for name, value in found if len(value) <= _LONGEST_VALUE}


def _mended(text: str, declared: dict[str, str]) -> str:
    """Write every `&` of a text outside of CDATA so that an XML parser reads it as it is meant."""

    def read(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "&amp;" if match[0] == "&" else match[0]
        if name in declared:
            return declared[name]
        return match[0] if name in _XML_NAMES else _by_name(name)

    return _AMPERSAND.sub(read, text)


def _by_name(name: str) -> str:
    known = html5.get(f"{name};")
    return html.escape(known) if known else f"&amp;{name};"


def _numbered(match: re.Match[str]) -> str:
    code = int(match[1]) if match[1] else int(match[2], 16)
    if code > sys.maxunicode:
        return "\ufffd"
    if code in _WINDOWS:
        return html.unescape(match[0])
    return "" if _NOT_XML.match(chr(code)) else match[0]


def plain(text: str) -> str:
    """Return a title or a name without its formatting tags, its entities read.

    Feeds escape them once too often, so what is left of `&amp;amp;` after the parser is read
    here up to two times; a tag that is not formatting is part of what the title says.
    """
    text = text[:_LONGEST_PLAIN]
    if "<" in text:
        text = _FOREIGN.sub(" ", _TAG.sub(" ", _UNREAD.sub(" ", text)))
    for _ in range(2):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def first_words(markup: str, limit: int) -> str:
    """Return about the first `limit` characters of HTML or plain text, as one line for a name."""
    head = _UNREAD.sub(" ", markup[: 10 * limit + 2000])
    text = _ANY_TAG.sub(" ", head).rpartition("<")
    return " ".join(html.unescape(text[0] or text[2]).split())[: limit + 20]
