"""The invented outlets: who they are, what they publish in, and what is odd about their servers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How an outlet tells what is new."""

    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSON = "json"
    SITEMAP = "sitemap"
    PAGE = "page"
    """Its home page is all there is."""


class Layout(StrEnum):
    """The family of its page templates."""

    PRESS = "press"
    """A blog system with a theme, widgets and comments."""
    MODERN = "modern"
    """Semantic elements, JSON-LD, Open Graph."""
    SOUP = "soup"
    """Tables, fonts and line breaks, as in 2003."""


class Validators(StrEnum):
    """What its server offers for a conditional GET."""

    BOTH = "both"
    WEAK = "weak"
    """A weak ETag, and a date."""
    ETAG = "etag"
    DATE = "date"
    """Only a date, in a form that no standard knows: it must come back as it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One invented outlet."""

    id: str
    name: str
    host: str
    kind: Kind
    layout: Layout
    tagline: str
    sections: tuple[str, ...]
    path: str
    """Where an article stands; `{y} {m} {d} {slug} {n}` are filled in."""
    feed: str
    """Where the feed stands; `/` when there is none."""
    entry: str = ""
    """The path that the configuration names, when it is not the feed's."""
    language: str = "en"
    charset: str = "utf-8"
    declared: str | None = "utf-8"
    """The charset in its HTTP header, true or not."""
    full_text: bool = False
    """Whether its feed carries the whole text."""
    doctype: bool = False
    tracking: str = ""
    """What its feed appends to the address of an article."""
    validators: Validators = Validators.BOTH
    slow: bool = False
    down: bool = False


OUTLETS: tuple[Outlet, ...] = (
    Outlet(
        id="straits-herald",
        name="The Straits Herald",
        host="straits-herald.example",
        kind=Kind.RSS,
        layout=Layout.PRESS,
        tagline="News from both ends of the island since 1951",
        sections=("Taiwan", "Crime", "Life"),
        path="/{y}/{m}/{slug}/",
        feed="/feed/",
        entry="/",
        full_text=True,
    ),
    Outlet(
        id="pacific-wire",
        name="Pacific Wire",
        host="www.pacific-wire.example",
        kind=Kind.RSS,
        layout=Layout.MODERN,
        tagline="Facts first, from 41 ports",
        sections=("Asia", "Business", "Technology"),
        path="/article/{slug}-{n}",
        feed="/rss/latest.xml",
        tracking="?utm_source=rss&utm_medium=feed",
        validators=Validators.WEAK,
    ),
    Outlet(
        id="kestrel",
        name="Kestrel Security Journal",
        host="kestrel-journal.example",
        kind=Kind.ATOM,
        layout=Layout.PRESS,
        tagline="We hover, then we write",
        sections=("Incidents", "Vulnerabilities", "Supply chain", "Research"),
        path="/{y}/{m}/{d}/{slug}/",
        feed="/feed/atom/",
        entry="/feed",
        full_text=True,
    ),
    Outlet(
        id="wafer-report",
        name="The Wafer Report",
        host="wafer-report.example",
        kind=Kind.JSON,
        layout=Layout.MODERN,
        tagline="Silicon, and the people who bake it",
        sections=("Fabs", "Materials", "Markets", "People", "Standards"),
        path="/{slug}",
        feed="/feed.json",
        full_text=True,
        validators=Validators.ETAG,
    ),
    Outlet(
        id="harbour-post",
        name="Harbour Post",
        host="www.harbour-post.example",
        kind=Kind.RDF,
        layout=Layout.SOUP,
        tagline="The paper of the waterfront",
        sections=("World", "Asia", "Travel", "Arts", "Food", "Sport"),
        path="/news/{y}{m}{d}/{slug}.html",
        feed="/headlines.rdf",
        charset="iso-8859-1",
        validators=Validators.DATE,
    ),
    Outlet(
        id="the-packet",
        name="The Packet",
        host="thepacket.example",
        kind=Kind.PAGE,
        layout=Layout.SOUP,
        tagline="Small news about large networks",
        sections=("Incidents", "Advisories", "Malware"),
        path="/{y}-{m}-{d}/{slug}",
        feed="/",
    ),
    Outlet(
        id="formosa-ledger",
        name="Formosa Ledger",
        host="www.formosa-ledger.example",
        kind=Kind.SITEMAP,
        layout=Layout.MODERN,
        tagline="Business in Taiwan, to the last dollar",
        sections=("Industry", "Markets", "Energy"),
        path="/story/{n}/{slug}",
        feed="/news-sitemap.xml",
    ),
    Outlet(
        id="island-daily",
        name="島嶼日報",
        host="www.island-daily.example",
        kind=Kind.RSS,
        layout=Layout.PRESS,
        tagline="每天多知道一點台灣",
        sections=("生活", "社會", "地方"),
        path="/news/{y}{m}{d}/{n}.html",
        feed="/rss.xml",
        language="zh-TW",
        charset="big5",
        declared=None,
    ),
    Outlet(
        id="xinhai",
        name="新海科技報",
        host="xinhai-tech.example",
        kind=Kind.ATOM,
        layout=Layout.MODERN,
        tagline="看懂科技，也看懂人",
        sections=("資安", "半導體"),
        path="/posts/{n}",
        feed="/atom.xml",
        language="zh-TW",
    ),
    Outlet(
        id="lantern",
        name="Lantern Weekly",
        host="lantern-weekly.example",
        kind=Kind.RSS,
        layout=Layout.SOUP,
        tagline="Slow journalism, on a slow server",
        sections=("Dispatches", "Essays", "Histories"),
        path="/essays/{slug}",
        feed="/feed.xml",
        doctype=True,
        slow=True,
    ),
    Outlet(
        id="northgate",
        name="Northgate Times",
        host="www.northgate-times.example",
        kind=Kind.RSS,
        layout=Layout.MODERN,
        tagline="Back soon",
        sections=("World",),
        path="/{slug}",
        feed="/rss.xml",
        down=True,
    ),
)
