"""An article or a home page as HTML, in one of three layouts, with the clutter of real ones."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from briefbot.newsroom.furniture import BIOGRAPHIES, COMMENTS, FURNITURE
from briefbot.newsroom.outlets import Kind, Layout, Outlet
from briefbot.newsroom.world import TAIPEI, Piece

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STATIC = {"about": "About us", "privacy": "Privacy and cookies", "newsletter": "Newsletters"}
_MIME = {Kind.RSS: "rss+xml", Kind.ATOM: "atom+xml", Kind.RDF: "rdf+xml", Kind.JSON: "feed+json"}
_RELATED = 3
_BOX_AFTER = 2
"""The newsletter box stands in the text, after the second paragraph."""


def article(piece: Piece, pieces: Sequence[Piece]) -> str:
    """Return the page of one article; `pieces` are all of its outlet."""
    others = [other for other in pieces if other.path != piece.path][:_RELATED]
    outlet = piece.outlet
    fields = _frame(outlet) | {
        "title": _text(piece.title),
        "author": _text(piece.author),
        "author_path": f"/author/{piece.number}",
        "section": _text(piece.section),
        "section_path": f"/category/{piece.section}",
        "url": piece.url,
        "number": str(piece.number),
        "image": picture_path(piece),
        "caption": _text(piece.caption),
        "teaser": _text(piece.teaser),
        "iso": piece.published.astimezone(TAIPEI).isoformat(),
        "when": _when(piece),
        "json_ld": _json_ld(piece),
        "body": _laid_out(piece),
        "credit": f"<p><em>{_text(piece.credit)}</em></p>" if piece.credit else "",
        "biography": _text(_pick(BIOGRAPHIES, piece).format(author=piece.author, name=outlet.name)),
        "related": "\n".join(f'<li><a href="{o.path}">{_text(o.title)}</a></li>' for o in others),
        "comments": "\n".join(_comments(piece)),
    }
    return _fill(f"{outlet.layout}.html", fields)


def home(outlet: Outlet, pieces: Sequence[Piece]) -> str:
    """Return a page with the teasers of `pieces`: the home page, or a section's."""
    teasers = "\n".join(_teaser(piece) for piece in pieces)
    return _fill(f"home-{outlet.layout}.html", _frame(outlet) | {"teasers": teasers})


def plain(outlet: Outlet, title: str) -> str:
    """Return a page that is no article: about, privacy, an author, an error."""
    return _fill("plain.html", _frame(outlet) | {"title": _text(title)})


def body(piece: Piece) -> str:
    """Return the text of an article as clean HTML, as a feed carries it."""
    return "\n".join((*map(_block, piece.blocks), _text(piece.credit))).strip()


def picture_path(piece: Piece) -> str:
    """Return where the picture of an article stands."""
    return f"/media/{piece.number}.png"


def _block(block: str) -> str:
    if block.startswith("## "):
        return f"<h2>{_text(block[3:])}</h2>"
    if block.startswith("- "):
        items = "".join(f"<li>{_text(line[2:])}</li>" for line in block.splitlines())
        return f"<ul>{items}</ul>"
    return f"<p>{_text(block)}</p>"


def _laid_out(piece: Piece) -> str:
    outlet = piece.outlet
    if outlet.layout is Layout.SOUP:
        return _soup(piece.blocks)
    blocks = [_block(block) for block in piece.blocks]
    blocks.insert(_BOX_AFTER, _fill(f"box-{outlet.layout}.html", _frame(outlet)))
    return "\n".join(blocks)


def _soup(blocks: tuple[str, ...]) -> str:
    """Open a paragraph and never close it; part the last two by line breaks alone."""
    head, tail = blocks[:-2], "<br><br>\n".join(map(_text, blocks[-2:]))
    return "\n".join(f"<p>{block}" for block in (*map(_text, head), tail))


def _teaser(piece: Piece) -> str:
    fields = {
        "path": piece.path,
        "title": _text(piece.title),
        "teaser": _text(piece.teaser),
        "author": _text(piece.author),
        "section": _text(piece.section),
        "image": picture_path(piece),
        "iso": piece.published.astimezone(TAIPEI).isoformat(),
        "when": _when(piece),
    }
    return _fill(f"teaser-{piece.outlet.layout}.html", _frame(piece.outlet) | fields)


def _frame(outlet: Outlet) -> dict[str, str]:
    words = FURNITURE["zh" if outlet.language.startswith("zh") else "en"]
    return dict(words) | {
        "name": _text(outlet.name),
        "tagline": _text(outlet.tagline),
        "host": outlet.host,
        "language": outlet.language,
        "charset": outlet.charset,
        "feed_link": _feed_link(outlet),
        "sections": "\n".join(
            f'<li><a href="/category/{name}">{_text(name)}</a></li>' for name in outlet.sections
        ),
    }


def _feed_link(outlet: Outlet) -> str:
    mime = _MIME.get(outlet.kind)
    if mime is None:
        return ""
    title = f"{_text(outlet.name)} &raquo; Feed"
    return f'<link rel="alternate" type="application/{mime}" title="{title}" href="{outlet.feed}">'


def _json_ld(piece: Piece) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title,
        "datePublished": piece.published.astimezone(TAIPEI).isoformat(),
        "author": [{"@type": "Person", "name": piece.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": piece.outlet.name},
        "image": f"http://{piece.outlet.host}{picture_path(piece)}",
        "mainEntityOfPage": piece.url,
    }
    return json.dumps(data).replace("<", "\\u003c")


def _comments(piece: Piece) -> list[str]:
    told = COMMENTS["zh" if piece.outlet.language.startswith("zh") else "en"]
    first = piece.number % len(told)
    chosen = (told[first], told[(first + 1) % len(told)])
    return [
        f'<li class="comment"><b class="fn">{_text(who)}</b><p>{_text(text)}</p>'
        f'<a href="#reply" class="comment-reply-link">Reply</a></li>'
        for who, text in chosen
    ]


def _pick(choices: Mapping[str, tuple[str, ...]], piece: Piece) -> str:
    told = choices["zh" if piece.outlet.language.startswith("zh") else "en"]
    return told[piece.number % len(told)]


def _when(piece: Piece) -> str:
    local = piece.published.astimezone(TAIPEI)
    if piece.outlet.language.startswith("zh"):
        return f"{local.year}/{local:%m/%d %H:%M}"
    return f"{local:%B} {local.day}, {local.year} {local:%H:%M}"


def _text(text: str) -> str:
    return escape(text, quote=True).replace("&#x27;", "'")


def _fill(name: str, fields: Mapping[str, str]) -> str:
    return _template(name).substitute(fields)


@cache
def _template(name: str) -> Template:
    file = files("briefbot.newsroom") / "templates" / name
    return Template(file.read_text(encoding="utf-8"))
