"""Each outlet's feed in its own format, as text that its server still has to encode."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from briefbot.newsroom import pages
from briefbot.newsroom.outlets import Kind, Outlet
from briefbot.newsroom.world import TAIPEI, Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NETSCAPE = (
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
    ' "http://my.netscape.com/publish/formats/rss-0.91.dtd">\n'
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def render(outlet: Outlet, pieces: Sequence[Piece]) -> str:
    """Return the outlet's feed of `pieces`, the newest first."""
    return _RENDERERS[outlet.kind](outlet, pieces)


def link(piece: Piece) -> str:
    """Return the address that the feed gives for an article, tracking and all."""
    return piece.url + piece.outlet.tracking


def _rss(outlet: Outlet, pieces: Sequence[Piece]) -> str:
    doctype = _NETSCAPE if outlet.doctype else ""
    return (
        f'<?xml version="1.0" encoding="{outlet.charset}"?>\n{doctype}'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:media="http://search.yahoo.com/mrss/">\n<channel>\n'
        f"<title>{escape(outlet.name)}</title>\n<link>http://{outlet.host}/</link>\n"
        f'<atom:link href="http://{outlet.host}{outlet.feed}" rel="self"/>\n'
        f"<description>{escape(outlet.tagline)}</description>\n"
        f"<language>{outlet.language}</language>\n"
        f"<lastBuildDate>{_rfc822(_newest(pieces))}</lastBuildDate>\n"
        f"{''.join(map(_rss_item, pieces))}</channel>\n</rss>\n"
    )


def _rss_item(piece: Piece) -> str:
    address = escape(link(piece))
    more = _rss_extras(piece) if piece.outlet.full_text else ""
    return (
        f"<item>\n<title>{escape(piece.title)}</title>\n<link>{address}</link>\n"
        f'<guid isPermaLink="false">{piece.outlet.host}:{piece.number}</guid>\n'
        f"<pubDate>{_rfc822(piece.published)}</pubDate>\n"
        f"<category>{escape(piece.section)}</category>\n"
        f"<description>{escape(_rss_description(piece))}</description>\n{more}</item>\n"
    )


def _rss_description(piece: Piece) -> str:
    if not piece.outlet.doctype:
        return piece.teaser
    post = f'<a href="{piece.url}">{escape(piece.title)}</a>'
    return f"<p>{piece.teaser}</p><p>The post {post} appeared first on {piece.outlet.name}.</p>"


def _rss_extras(piece: Piece) -> str:
    return (
        f"<dc:creator><![CDATA[{piece.author}]]></dc:creator>\n"
        f'<media:content url="{_picture(piece)}" medium="image" width="96" height="54">'
        f"<media:description>{escape(piece.caption)}</media:description></media:content>\n"
        f"<content:encoded><![CDATA[{pages.body(piece)}]]></content:encoded>\n"
    )


def _atom(outlet: Outlet, pieces: Sequence[Piece]) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">\n'
        f"<title>{escape(outlet.name)}</title>\n<subtitle>{escape(outlet.tagline)}</subtitle>\n"
        f"<id>tag:{outlet.host},2019:feed</id>\n"
        f'<link rel="self" href="http://{outlet.host}{outlet.feed}"/>\n'
        f'<link rel="alternate" type="text/html" href="http://{outlet.host}/"/>\n'
        f"<updated>{_rfc3339(_newest(pieces))}</updated>\n"
        f"{''.join(map(_atom_entry, pieces))}</feed>\n"
    )


def _atom_entry(piece: Piece) -> str:
    content = f'<content type="html">{escape(pages.body(piece))}</content>\n'
    when = _rfc3339(piece.published)
    return (
        f'<entry>\n<title type="html">{escape(escape(piece.title, quote=False))}</title>\n'
        f"<id>tag:{piece.outlet.host},{piece.published:%Y}:{piece.number}</id>\n"
        f'<link rel="alternate" type="text/html" href="{escape(link(piece))}"/>\n'
        f"<published>{when}</published>\n<updated>{when}</updated>\n"
        f"<author><name>{escape(piece.author)}</name></author>\n"
        f'<category term="{escape(piece.section)}"/>\n'
        f'<summary type="text">{escape(piece.teaser)}</summary>\n'
        f"{content if piece.outlet.full_text else ''}</entry>\n"
    )


def _rdf(outlet: Outlet, pieces: Sequence[Piece]) -> str:
    order = "".join(f'<rdf:li rdf:resource="{escape(link(piece))}"/>\n' for piece in pieces)
    return (
        f'<?xml version="1.0" encoding="{outlet.charset}"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="http://{outlet.host}{outlet.feed}">\n'
        f"<title>{escape(outlet.name)}</title>\n<link>http://{outlet.host}/</link>\n"
        f"<description>{escape(outlet.tagline)}</description>\n"
        f"<dc:language>{outlet.language}</dc:language>\n"
        f"<items><rdf:Seq>\n{order}</rdf:Seq></items>\n</channel>\n"
        f"{''.join(map(_rdf_item, pieces))}</rdf:RDF>\n"
    )


def _rdf_item(piece: Piece) -> str:
    address = escape(link(piece))
    return (
        f'<item rdf:about="{address}">\n<title>{escape(piece.title)}</title>\n'
        f"<link>{address}</link>\n<description>{escape(piece.teaser)}</description>\n"
        f"<dc:creator>{escape(piece.author)}</dc:creator>\n"
        f"<dc:date>{_rfc3339(piece.published)}</dc:date>\n</item>\n"
    )


def _json(outlet: Outlet, pieces: Sequence[Piece]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"http://{outlet.host}/",
        "feed_url": f"http://{outlet.host}{outlet.feed}",
        "description": outlet.tagline,
        "language": outlet.language,
        "items": [_json_item(piece) for piece in pieces],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _json_item(piece: Piece) -> dict[str, object]:
    return {
        "id": str(piece.number),
        "url": link(piece),
        "title": piece.title,
        "summary": piece.teaser,
        "content_html": pages.body(piece),
        "image": _picture(piece),
        "date_published": _rfc3339(piece.published),
        "authors": [{"name": piece.author}],
        "tags": [piece.section],
    }


def _sitemap(outlet: Outlet, pieces: Sequence[Piece]) -> str:
    language = "zh-tw" if outlet.language.startswith("zh") else outlet.language
    items = "".join(
        f"<url><loc>{escape(link(piece))}</loc>\n<news:news><news:publication>"
        f"<news:name>{escape(outlet.name)}</news:name>"
        f"<news:language>{language}</news:language></news:publication>\n"
        f"<news:publication_date>{_rfc3339(piece.published)}</news:publication_date>\n"
        f"<news:title>{escape(piece.title)}</news:title></news:news>\n"
        f"<image:image><image:loc>{_picture(piece)}</image:loc></image:image></url>\n"
        for piece in pieces
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
        f"{items}</urlset>\n"
    )


def _picture(piece: Piece) -> str:
    return f"http://{piece.outlet.host}{pages.picture_path(piece)}"


def _newest(pieces: Sequence[Piece]) -> datetime:
    return max((piece.published for piece in pieces), default=_EPOCH)


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(TAIPEI))


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(TAIPEI).isoformat(timespec="seconds")


_RENDERERS: dict[Kind, Callable[[Outlet, Sequence[Piece]], str]] = {
    Kind.RSS: _rss,
    Kind.ATOM: _atom,
    Kind.RDF: _rdf,
    Kind.JSON: _json,
    Kind.SITEMAP: _sitemap,
}
