"""The configuration that reads the newsroom."""

from __future__ import annotations

from importlib.resources import files
from string import Template

from briefbot.newsroom.outlets import OUTLETS, Kind, Outlet

_FEEDS = frozenset({Kind.RSS, Kind.ATOM, Kind.RDF, Kind.JSON})


def config_text(port: int) -> str:
    """Return a whole `briefbot.yaml` for the newsroom that is served on `port`."""
    file = files("briefbot.newsroom") / "templates" / "briefbot.yaml"
    sources = "".join(map(_source, OUTLETS))
    return Template(file.read_text(encoding="utf-8")).substitute(port=port, sources=sources)


def _source(outlet: Outlet) -> str:
    language = "    language: zh\n" if outlet.language.startswith("zh") else ""
    return (
        f"  - id: {outlet.id}\n"
        f"    url: http://{outlet.host}{outlet.entry or outlet.feed}\n"
        f"    kind: {_kind(outlet)}\n"
        f"    name: {outlet.name}\n"
        f"{language}"
        f"    first_sight: all\n"
        f"    inside: true\n"
    )


def _kind(outlet: Outlet) -> str:
    """Return the source kind; a home page that has a feed is `auto`, for it must be discovered."""
    if outlet.entry == "/":
        return "auto"
    return "feed" if outlet.kind in _FEEDS else outlet.kind.value
