"""A small invented newsroom served on loopback: the demo's and the tests' world.

Eleven outlets tell about fifty stories, with the formats, the clutter and the failings of real
ones. All people, companies, outlets and events in it are invented; the places are real.

    world.py      the outlets and their articles, dated relative to the moment of the start
    pages.py      an article or a home page as HTML, in three layouts
    feeds.py      RSS, Atom, RDF, JSON Feed, news sitemap
    site.py       what one outlet answers to a path; pure
    server.py     `serve(now)`: all outlets on one port, told apart by their host names
    setup.py      the configuration that reads them

An article is a file: `articles/<outlet>/<slug>.md`, a header and paragraphs. In its text
`{day:9}`, `{date:9}` and `{clock:9}` stand for the weekday, date and time nine hours before the
start, so that outlets agree on when something happened. Add a file and it is published.
"""

from briefbot.newsroom.server import Newsroom, Visit, serve
from briefbot.newsroom.world import OUTLETS, Kind, Outlet, Piece, load

__all__ = ["OUTLETS", "Kind", "Newsroom", "Outlet", "Piece", "Visit", "load", "serve"]
