"""A configuration is written as a list that this and other programs read."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given, settings

from briefbot.config import Config, FetchOptions, Source, Topic
from briefbot.opml import read, take, write
from tests.config.strategies import configs
from tests.makers import NOON

FETCH = FetchOptions(contact="me@site.example")
SAMPLE = Config(
    sources=(
        Source(id="a", name='A "<&>" 朝日', url="https://a.example/?b=1&c=2", topics=("t", "u")),
        Source(id="b", url="https://www.b.example/", language="zh"),
        Source(id="c", url="https://c.example/", topics=("u",), enabled=False),
    ),
    topics=tuple(Topic(id=name, name=name.upper(), words=(name,)) for name in ("t", "u", "v")),
    fetch=FETCH,
)


def test_a_list_has_a_folder_for_each_topic() -> None:
    """A source of two topics stands in both, and one of none stands at the end."""
    text = write(SAMPLE, NOON)
    root = ET.fromstring(text)  # noqa: S314  our own words
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/dateCreated") == "Mon, 23 Nov 2026 12:00:00 GMT"
    body = root.find("body")
    assert body is not None
    found = [(each.get("text"), [inner.get("xmlUrl") for inner in each]) for each in body]
    assert found == [
        ("T", ["https://a.example/?b=1&c=2"]),
        ("U", ["https://a.example/?b=1&c=2", "https://c.example/"]),
        ("b.example", []),
    ]
    assert body[-1].attrib == {
        "type": "rss",
        "text": "b.example",
        "title": "b.example",
        "xmlUrl": "https://www.b.example/",
        "language": "zh",
    }


@settings(deadline=None, max_examples=50)
@given(configs())
def test_what_is_written_is_taken_in_again(config: Config) -> None:
    """Into an empty configuration come the same addresses, with topics of the same names."""
    listing = read(write(config, NOON).encode())
    taken = take(listing, Config(sources=(), fetch=FETCH), {})
    known = take(listing, config, {})
    assert (known.sources, known.topics) == ((), ())
    assert {s.url for s in taken.sources} <= {s.url for s in config.sources}
    assert taken.refused == ()
