"""What of a list becomes a source: once, under its own id, in its folders' topics."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.config import Config, FetchOptions, Source, Topic
from briefbot.config.values import IDENTIFIER
from briefbot.opml import Listed, Listing, Other, take

FETCH = FetchOptions(contact="me@site.example")
OURS = Config(
    sources=(Source(id="krebs", url="https://krebs.example/feed/"),),
    topics=(Topic(id="cyber", name="Cyber Security", words=("cyber",)),),
    fetch=FETCH,
)


def feeds(*listed: tuple[str, str, tuple[str, ...]]) -> Listing:
    """Return a list of titles, addresses and folders."""
    found = (
        Listed(line=n, title=title, url=url, folders=folders)
        for n, (title, url, folders) in enumerate(listed, 1)
    )
    return Listing(title="", feeds=tuple(found), others=())


def test_a_feed_becomes_a_source_of_its_folders_topics() -> None:
    """A folder is a topic with its name as its word, and one that we have already is ours."""
    taken = take(
        feeds(
            ("Ars", "https://ars.example/feed", ("Tech", "cyber security")),
            ("Verge", "https://verge.example/feed", ("tech",)),
        ),
        OURS,
        {},
    )
    assert taken.topics == (Topic(id="tech", name="Tech", words=("Tech",)),)
    assert taken.sources == (
        Source(id="ars", name="Ars", url="https://ars.example/feed", topics=("tech", "cyber")),
        Source(id="verge", name="Verge", url="https://verge.example/feed", topics=("tech",)),
    )
    assert (taken.there, taken.refused, taken.repeated) == ((), (), 0)


def test_what_is_there_already_is_not_added_again() -> None:
    """Addresses are compared in their canonical form, whatever their scheme and trackers."""
    taken = take(feeds(("K", "http://www.krebs.example/feed/?utm_source=x", ("New",))), OURS, {})
    assert taken.sources == ()
    assert taken.topics == ()
    assert taken.there == (Other(line=1, title="K", reason="it is source 'krebs' already"),)


def test_an_old_id_is_for_its_own_address_alone() -> None:
    """The archive remembers entries by it."""
    listing = feeds(("Ars", "https://ars.example/feed", ()), ("Verge", "https://v.example/", ()))
    old = {"ars": "https://ars.example/rss", "verge": "https://v.example/"}
    assert [source.id for source in take(listing, OURS, old).sources] == ["ars-2", "verge"]


def test_a_feed_in_two_folders_is_one_source_of_both_topics() -> None:
    """The first title counts, and so do all folders."""
    taken = take(
        feeds(
            ("Ars", "https://ars.example/feed", ("Tech",)),
            ("Ars too", "http://ars.example/feed", ("Science", "Tech")),
        ),
        OURS,
        {},
    )
    assert [(s.id, s.topics) for s in taken.sources] == [("ars", ("tech", "science"))]
    assert taken.repeated == 1


NAMES = [
    ("Le Café des Idées", "https://a.example/", "le-cafe-des-idees"),
    ("krebs", "https://a.example/", "krebs-2"),
    ("朝日新聞デジタル", "https://www.rss.asahi.example/x", "rss-asahi-example"),
    ("BRIDGE（ブリッジ）テクノロジー＆スタートアップ", "https://b.example/", "b-example"),
    ("", "https://www.news.example/feed", "news-example"),
    ("!!!", "https://a.example/", "a-example"),
    ("Word " * 20, "https://a.example/", "word-word-word-word-word-word-word-word"),
    ("x" * 100, "https://a.example/", "x" * 40),
]


@pytest.mark.parametrize(("title", "url", "id_"), NAMES)
def test_ids_are_made_from_titles(title: str, url: str, id_: str) -> None:
    """Small letters without accents; a title in another script gives way to the host."""
    (source,) = take(feeds((title.strip(), url, ())), OURS, {}).sources
    assert source.id == id_


def test_ids_are_never_given_twice() -> None:
    """A number tells those of one title apart."""
    listing = feeds(*(("News", f"https://n{n}.example/", ()) for n in range(3)))
    assert [source.id for source in take(listing, OURS, {}).sources] == ["news", "news-2", "news-3"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("feed://a.example/x", "http://a.example/x"),
        ("feed:https://a.example/x", "https://a.example/x"),
        ("FEED://https://a.example/x", "https://a.example/x"),
        ("https://a.example/a b?c=d e", "https://a.example/a%20b?c=d%20e"),
    ],
)
def test_addresses_of_other_readers_are_understood(url: str, kept: str) -> None:
    """The scheme `feed:` and spaces are what some lists have."""
    assert [source.url for source in take(feeds(("A", url, ())), OURS, {}).sources] == [kept]


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "javascript:alert(1)", "a.example/feed", "https://u:pw@a.example/", "x"],
)
def test_what_can_not_be_asked_is_refused_without_being_repeated(url: str) -> None:
    """The reason is that of the configuration, which never shows an address."""
    taken = take(feeds(("A", url, ())), OURS, {})
    assert taken.sources == ()
    (refused,) = taken.refused
    assert refused.reason.startswith("the address ")
    assert "pw" not in refused.reason


def test_a_folder_that_can_be_no_topic_adds_none() -> None:
    """A folder of signs alone, as some readers have it, leaves its feeds without a topic."""
    taken = take(feeds(("A", "https://a.example/", ("***", "-"))), OURS, {})
    assert taken.topics == ()
    assert taken.sources[0].topics == ()


def test_a_language_is_kept_when_it_is_one() -> None:
    """`en-us` is English; what is no language is left out."""
    listing = Listing(
        title="",
        feeds=tuple(
            Listed(line=1, title=said, url=f"https://{n}.example/", language=said)
            for n, said in enumerate(["en-us", "ZH-Hans", "xx", "english", ""])
        ),
        others=(),
    )
    found = [source.language for source in take(listing, OURS, {}).sources]
    assert found == ["en", "zh", None, "en", None]


TEXTS = st.text(max_size=30)


@given(
    st.lists(
        st.tuples(
            TEXTS, TEXTS.map("https://a.example/{}".format) | TEXTS, st.lists(TEXTS, max_size=3)
        )
    )
)
def test_any_list_gives_sources_that_a_configuration_takes(
    listed: list[tuple[str, str, list[str]]],
) -> None:
    """Ids are new and of their form, topics are known, and nothing of the list is lost silently."""
    listing = feeds(*((title, url, tuple(folders)) for title, url, folders in listed))
    taken = take(listing, OURS, {})
    ids = [source.id for source in (*OURS.sources, *taken.sources)]
    topics = [topic.id for topic in (*OURS.topics, *taken.topics)]
    assert len(ids) == len(set(ids))
    assert len(topics) == len(set(topics))
    assert all(re.match(IDENTIFIER, each) for each in (*ids, *topics))
    assert {topic for source in taken.sources for topic in source.topics} <= set(topics)
    told = len(taken.sources) + len(taken.there) + len(taken.refused) + taken.repeated
    assert told == len(listed)
    again = OURS.model_copy(
        update={
            "sources": (*OURS.sources, *taken.sources),
            "topics": (*OURS.topics, *taken.topics),
        }
    )
    assert take(listing, again, {}).sources == ()
