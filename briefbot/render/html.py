"""The digest as one self-contained page: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from briefbot import addresses
from briefbot.text import wording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from briefbot.models import Beside, Digest, Item, Section
    from briefbot.ports import Render

# Plain selectors and no variables: mail clients know little more. Where they drop the style
# altogether, the order and the elements alone still read well.
_STYLE = """\
:root { color-scheme: light dark }
body { margin: 0; background: #fbfaf7; color: #1c1b19; overflow-wrap: break-word;
  font: 18px/1.6 Georgia, "Iowan Old Style", "Noto Serif", "Songti TC", "Noto Serif CJK TC", serif }
.page { max-width: 640px; margin: 0 auto; padding: 40px 20px 56px }
a { color: inherit }
header { border-bottom: 3px double #1c1b19; padding-bottom: 16px }
h1 { margin: 0; font-size: 40px; line-height: 1.1; letter-spacing: -0.01em }
header p, .topic, .by, .also, footer {
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "PingFang TC", "Noto Sans CJK TC",
    "Noto Sans", sans-serif }
header p { margin: 8px 0 0; font-size: 15px; line-height: 1.4 }
header .edition, .by, .also, .gap, footer { color: #625f58 }
.topic { margin: 40px 0 0; font-size: 13px; line-height: 1.4; letter-spacing: 0.08em;
  text-transform: uppercase }
article { padding: 18px 0 20px; border-bottom: 1px solid #dfdbd1 }
section article:last-child { border-bottom: 0 }
.headline { margin: 0; font-size: 22px; line-height: 1.3; text-wrap: pretty }
.headline a { text-decoration: none }
.headline a:hover, .headline a:focus { text-decoration: underline; text-underline-offset: 3px }
.by, .also { margin: 6px 0 0; font-size: 14px; line-height: 1.5 }
.by time { white-space: nowrap }
.label { color: #9c2a1b; font-weight: 600 }
blockquote { margin: 8px 0 0 }
blockquote p { margin: 0 }
.also a, footer a { text-underline-offset: 2px }
:lang(zh), :lang(ja), :lang(ko) { line-height: 1.75 }
:lang(zh) { font-family: Georgia, "Songti TC", "Noto Serif CJK TC", "PMingLiU", serif }
:lang(ja) { font-family: Georgia, "Hiragino Mincho ProN", "Noto Serif CJK JP", serif }
:lang(ar), :lang(fa), :lang(ur) {
  font-family: Georgia, "Geeza Pro", "Noto Naskh Arabic", "Traditional Arabic", serif;
  line-height: 1.8 }
.headline:lang(zh), .headline:lang(ja), .headline:lang(ko),
.headline:lang(ar), .headline:lang(fa), .headline:lang(ur) { line-height: 1.45 }
article[dir="rtl"] p { text-align: right }
.quiet { margin: 24px 0 0 }
footer { margin-top: 40px; border-top: 3px double #1c1b19; padding-top: 14px; font-size: 14px;
  line-height: 1.5 }
footer p { margin: 0 0 8px }
footer ul { margin: 0 0 8px; padding: 0 0 0 18px }
footer b { color: #1c1b19; font-weight: 600 }
@media (max-width: 480px) {
  body { font-size: 17px }
  .page { padding: 24px 16px 40px }
  h1 { font-size: 32px }
  .headline { font-size: 20px }
}
@media (prefers-color-scheme: dark) {
  body { background: #151514; color: #e8e5de }
  header .edition, .by, .also, .gap, footer { color: #a9a59b }
  header, footer { border-color: #8f8b82 }
  article { border-color: #36342f }
  .label { color: #f19a87 }
  footer b { color: #e8e5de }
}
@media print {
  body { background: #fff; color: #000; font-size: 11pt }
  .page { max-width: none; padding: 0 }
  article { break-inside: avoid }
  .topic, .headline { break-after: avoid }
  .headline a::after { content: " " attr(href); font-size: 9pt; font-weight: 400; color: #555 }
}
"""

_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
"""

_PROMISE = (
    "Every sentence is quoted word for word from the article linked above it; "
    f"{wording.GAP} marks where that article says more."
)


def _text(text: str) -> str:
    return escape(wording.inert(text), quote=True)


def _link(text: str, url: str) -> str:
    """Return a link that leads where it says, or the bare text."""
    address = addresses.fit(url)
    if address is None or wording.poses(text, addresses.host(address)):
        return f"<bdi>{_text(text)}</bdi>"
    rel = "noopener noreferrer nofollow"
    return f'<a href="{_text(address)}" rel="{rel}"><bdi>{_text(text)}</bdi></a>'


def _language(item: Item) -> str:
    """Return the attributes that say how to read, break and speak the item's own words."""
    # An empty lang means unknown; without it the words would pass for English.
    language = "" if item.language == "und" else item.language
    return f'lang="{_text(language)}" dir="{"rtl" if wording.is_rtl(item.language) else "auto"}"'


def _time(moment: datetime, words: str) -> str:
    return f'<time datetime="{wording.stamp(moment)}">{_text(words)}</time>'


def _byline(item: Item, *, now: datetime, zone: str) -> str:
    host = addresses.host(item.url)
    outlet = item.sources[0].name if item.sources else ""
    parts = [f'<span class="label">{_text(label)}</span>' for label in wording.labels(item)]
    if outlet and outlet.casefold() != host:
        parts.append(f"<bdi>{_text(outlet)}</bdi>")
    if host:
        # A headline that poses as an address is no link; its host still leads to the page.
        parts.append(_link(host, item.url if wording.poses(item.headline, host) else ""))
    parts.append(_time(item.published, wording.when(item.published, now=now, zone=zone)))
    return f'<p class="by" dir="ltr">{" · ".join(parts)}</p>'


def _quoted(item: Item) -> str:
    gap = f'<span class="gap">{wording.GAP}</span>'
    sentences = "".join(
        f"{joint.replace(wording.GAP, gap)}"
        f'<span data-span="{quote.start}:{quote.end}">{_text(quote.text)}</span>'
        for joint, quote in wording.woven(item)
    )
    address = addresses.fit(item.url)
    cite = f'cite="{_text(address)}" ' if address else ""
    return f"<blockquote {cite}{_language(item)}><p>{sentences}</p></blockquote>"


def _beside(item: Item, beside: Beside) -> str:
    quote, address = beside.quote, addresses.fit(beside.quote.url)
    cite = f'cite="{_text(address)}" ' if address else ""
    span = f'<span data-span="{quote.start}:{quote.end}">{_text(quote.text)}</span>'
    who = _link(beside.outlet.name, beside.outlet.url)
    return (
        f'<p class="also" dir="ltr">{who}{wording.WRITES}</p>'
        f"<blockquote {cite}{_language(item)}><p>{span}</p></blockquote>"
    )


def _also(item: Item) -> str:
    shown, rest = wording.listed(item.also_in, wording.OUTLETS_SHOWN)
    names = "".join(f"{separator}{_link(outlet.name, outlet.url)}" for separator, outlet in shown)
    return f'<p class="also" dir="ltr">Also in {names}{rest}{wording.outlets(item)}</p>'


def _item(item: Item, *, level: int, now: datetime, zone: str) -> Iterator[str]:
    yield '<article dir="rtl">' if wording.is_rtl(item.language) else "<article>"
    headline = _link(item.headline, item.url)
    yield f'<h{level} class="headline" {_language(item)}>{headline}</h{level}>'
    yield _byline(item, now=now, zone=zone)
    if item.sentences:
        yield _quoted(item)
    if item.beside:
        yield _beside(item, item.beside)
    if item.also_in:
        yield _also(item)
    yield "</article>"


def _section(place: int, section: Section, digest: Digest) -> Iterator[str]:
    if section.name:
        yield f'<section aria-labelledby="topic-{place}">'
        yield f'<h2 class="topic" id="topic-{place}" dir="auto">{_text(section.name)}</h2>'
    else:
        yield "<section>"
    level = 3 if section.name else 2
    for item in section.items:
        yield from _item(item, level=level, now=digest.made, zone=digest.zone)
    yield "</section>"


def _coverage(digest: Digest) -> Iterator[str]:
    yield f"<p>{_text(wording.coverage(digest.coverage))}</p>"
    if digest.coverage.ailing:
        yield "<ul>"
        for source in digest.coverage.ailing[: wording.AILING_SHOWN]:
            state = wording.ailing(source, now=digest.made, zone=digest.zone)
            yield f"<li><b><bdi>{_text(source.name)}</bdi></b> {_text(state)}</li>"
        if rest := wording.unlisted(digest.coverage):
            yield f"<li>{_text(rest)}</li>"
        yield "</ul>"


def _page(digest: Digest) -> Iterator[str]:
    yield f"{_HEAD}<title>{_text(digest.name)}, {wording.date(digest)}</title>"
    yield f"<style>\n{_STYLE}</style>\n</head>\n<body>"
    yield f'<div class="page">\n<header>\n<h1 dir="auto">{_text(digest.name)}</h1>'
    yield f'<p class="edition">{_time(digest.made, wording.edition(digest))}</p>'
    opening = _text(wording.opening(digest))
    if digest.items:
        yield f"<p>{opening}</p>"
    if digest.remark:
        yield f"<p>{_text(digest.remark)}</p>"
    yield "</header>\n<main>"
    for place, section in enumerate(digest.sections, start=1):
        if section.items:
            yield from _section(place, section, digest)
    if not digest.items:
        yield f'<p class="quiet">{opening}</p>'
    yield "</main>\n<footer>"
    yield from _coverage(digest)
    if any(item.sentences for item in digest.items):
        yield f"<p>{_PROMISE}</p>"
    yield "</footer>\n</div>\n</body>\n</html>"


def render(digest: Digest) -> str:
    """Return the digest as a page, sections and items in reading order."""
    return "".join(f"{line}\n" for line in _page(digest))


RENDER: Render = render
