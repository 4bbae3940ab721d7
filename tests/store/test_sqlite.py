"""The archive: what is told to it comes back, whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.errors import StoreError
from briefbot.models import (
    Coverage,
    Digest,
    Entry,
    Fate,
    Features,
    Item,
    Outlet,
    Passed,
    Quality,
    Query,
    Section,
    SourceState,
)
from briefbot.pipeline import CLUSTERING
from briefbot.ports import Neighbour, Placement
from briefbot.store.archive import Archive
from briefbot.store.rows import state_of, state_values
from briefbot.store.sqlite import BATCH, Store
from tests.makers import (
    APART,
    NOON,
    TOGETHER,
    Spy,
    features,
    hours_ago,
    place_all,
    reading,
    state,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty archive."""
    opened = Store(tmp_path / "briefbot.db")
    yield opened
    opened.close()


def edition(*items: Item) -> Digest:
    """Make a digest that tells these items."""
    return Digest(
        briefing_id="morning",
        name="Morning",
        made=NOON,
        since=hours_ago(24),
        zone="UTC",
        sections=(Section(name="", items=items),),
        coverage=Coverage(read=1, total=1),
    )


def item(story_id: int, url: str) -> Item:
    """Make the item of a story."""
    return Item(
        article_id=1,
        source_id="ledger",
        story_id=story_id,
        headline="Port",
        url=url,
        sources=(Outlet(name="Ledger", url=url),),
        published=NOON,
        sentences=(),
        language="en",
        quality=Quality.FULL,
    )


def test_an_article_comes_back_as_it_went_in(store: Store) -> None:
    """What was recorded of an article is what the archive says of it."""
    read = reading("port", author="Ann Lin", image="https://ledger.example/p.jpg")
    assert store.record(state(), [read]).articles == 1
    stored = store.article(read.article.url)
    assert stored is not None
    assert stored.article == read.article
    assert store.bodies([stored.id]) == {stored.id: read.body}


def test_a_state_comes_back_as_it_went_in(store: Store) -> None:
    """The state of a source, times and validators included, survives the archive."""
    failing = state(etag='W/"a"', failing_since=hours_ago(3), failures=2, error="503 from x")
    store.record(failing)
    assert store.states() == {"ledger": failing}


def test_the_same_page_is_one_article(store: Store) -> None:
    """A page that a second source links to is no second article, and its entry says so."""
    first = reading("port")
    again = replace(first, entry=Entry(id="other", url=first.article.url, title="Port"))
    store.record(state(), [first])
    recorded = store.record(state("herald"), [again])
    assert (recorded.articles, recorded.duplicates, store.count()) == (0, 1, 1)
    assert [e.fate for e in store.entries_of([first.article.url])] == [Fate.STORED, Fate.DUPLICATE]


def test_an_entry_once_seen_stays_seen(store: Store) -> None:
    """Ids of stored and of passed entries are seen, also absurdly long ones; others are not."""
    long = "x" * 100_000
    passed = Passed(
        entry=Entry(id=long, url="https://ledger.example/old", title="Old"),
        fate=Fate.BASELINE,
        detail="old",
    )
    store.record(state(), [reading("port")], [passed])
    assert store.seen("ledger", ["ledger:port", long, "new"]) == {"ledger:port", long}
    assert store.seen("herald", ["ledger:port"]) == set()


def test_a_record_that_fails_leaves_nothing(store: Store) -> None:
    """When one article can't be kept, neither the others nor the validators are."""
    unfit = replace(reading("quay"), index=("\ud800", "", ""))
    with pytest.raises(UnicodeEncodeError):
        store.record(state(etag="new"), [reading("port"), unfit])
    assert (store.count(), store.states()) == (0, {})


def test_neighbours_share_terms_or_shingles(store: Store) -> None:
    """An article meets those that share two of its terms or one hash, and no others."""
    spy = Spy()
    for slug, made in (
        ("two-terms", features(1, 2, 9)),
        ("one-term", features(1, 7, 8)),
        ("shingle", features(20, 21, sketch=[5, 6])),
    ):
        store.record(state(), [reading(slug, made=made)])
    place_all(store, APART)
    store.record(state(), [reading("new", made=features(1, 2, 3, sketch=[6]))])
    assert place_all(store, spy.clustering) == 1
    assert spy.near == [[1, 3]]


def test_rarity_counts_the_articles_that_hold_a_term(store: Store) -> None:
    """Clustering hears how common each of its terms is, and of how many articles."""
    spy = Spy()
    for slug, made in (("a", features(1, 2)), ("b", features(1, 3)), ("c", features(1, 2))):
        store.record(state(), [reading(slug, made=made, published=hours_ago(9 - len(spy.heard)))])
        place_all(store, spy.clustering)
    assert spy.heard == [({1: 1, 2: 1}, 1), ({1: 2, 3: 1}, 2), ({1: 3, 2: 2}, 3)]


def test_a_batch_is_placed_by_date(store: Store) -> None:
    """The order in which pages arrived does not decide which article is the story's first."""
    late = reading("late", published=hours_ago(1), made=features(1, 2))
    early = reading("early", published=hours_ago(5), made=features(1, 2))
    store.record(state(), [late])
    store.record(state(), [early])
    assert {a.story_id for a in store.articles([1, 2]).values()} == {1, 2}
    place_all(store, TOGETHER)
    (members,) = store.members([2]).values()
    assert [m.article.title for m in members] == [early.article.title, late.article.title]
    assert place_all(store, TOGETHER) == 0


def test_place_takes_one_batch(store: Store) -> None:
    """A call places the oldest batch and no more, so that others get at the archive between."""
    count = BATCH + 3
    store.record(state(), [reading(f"a{n}", published=hours_ago(n)) for n in range(count)])
    assert store.place(APART) == BATCH
    unplaced = store._rows("SELECT article_id AS id FROM features WHERE placed = 0")
    assert {row["id"] for row in unplaced} == {1, 2, 3}
    assert (store.place(APART), store.place(APART)) == (3, 0)


def impatient(path: Path) -> Store:
    """Open the archive a second time, so that it gives up at once when the first writes."""
    other = Store(path)
    other._db.execute("PRAGMA busy_timeout=0")
    return other


def test_a_writer_holds_the_archive_from_its_first_word(store: Store, tmp_path: Path) -> None:
    """While one only reads in its transaction, no other can write; what it read stays true."""
    other = impatient(tmp_path / "briefbot.db")
    refused: list[Features] = []

    def ask(
        features: Features, near: Collection[Neighbour], rarity: Mapping[int, int], total: int
    ) -> Placement:
        with pytest.raises(StoreError, match="locked"):
            other.record(state("herald"))
        refused.append(features)
        return Placement(story_id=None)

    store.record(state(), [reading("port")])
    assert store.place(replace(APART, place=ask)) == 1
    assert len(refused) == 1
    other.record(state("herald"))
    assert set(store.states()) == {"ledger", "herald"}
    other.close()


def test_a_writer_is_refused_before_it_does_anything(store: Store, tmp_path: Path) -> None:
    """A second writer that can't have the archive hears so at its beginning."""
    other, reached = impatient(tmp_path / "briefbot.db"), []
    with store.transaction(), pytest.raises(StoreError, match="locked"), other.transaction():
        reached.append("the middle")
    assert reached == []
    other.close()


def test_a_second_writer_waits_for_the_first(store: Store, tmp_path: Path) -> None:
    """A writer that comes while another writes has its turn when that one is done."""
    other = Store(tmp_path / "briefbot.db")
    waiting = Thread(target=other.record, args=[state("herald")])
    with store.transaction():
        store._rows("SELECT count(*) AS n FROM articles")
        waiting.start()
        waiting.join(0.2)
        store.keep_states([state()])
        assert waiting.is_alive()
    waiting.join()
    assert set(store.states()) == {"ledger", "herald"}
    other.close()


def test_stories_come_whole_and_only_of_the_briefings_sources(store: Store) -> None:
    """A story with one recent article brings its older ones; other sources' are left out."""
    made = features(1, 2)
    store.record(state(), [reading("old", published=hours_ago(40), made=made)])
    store.record(state("herald"), [reading("new", "herald", made=made)])
    store.record(state("other"), [reading("x", "other", made=made)])
    place_all(store, TOGETHER)
    (found,) = store.stories_since(hours_ago(24), "morning", ["ledger", "herald"])
    assert [a.article.source_id for a in found.articles] == ["ledger", "herald"]
    assert store.stories_since(hours_ago(1), "morning", ["ledger"]) == ()


def test_a_published_digest_is_remembered(store: Store) -> None:
    """A story that was told says when, in that briefing only; its articles know the digest."""
    read = reading("port")
    store.record(state(), [read])
    place_all(store, APART)
    store.publish(edition(item(1, read.article.url)), "{}")
    (told,) = store.stories_since(hours_ago(24), "morning", ["ledger"])
    (untold,) = store.stories_since(hours_ago(24), "evening", ["ledger"])
    assert (told.told, untold.told) == (NOON, None)
    assert (told.told_ids, untold.told_ids) == (frozenset({1}), frozenset())
    assert [(s.briefing_id, s.headline) for s in store.showings(1)] == [("morning", True)]


def test_what_came_after_the_digest_is_not_told(store: Store) -> None:
    """Of a story's articles only those found before the digest was made, or shown, are told."""
    made = features(1, 2)
    early, second, shown, late = (
        reading("early", found=NOON, published=hours_ago(3), made=made),
        reading("second", found=NOON, made=made),
        reading("shown", found=NOON + timedelta(minutes=1), made=made),
        reading("late", found=NOON + timedelta(minutes=1), made=made),
    )
    store.record(state(), [early, second, shown, late])
    place_all(store, TOGETHER)
    both = (Outlet(name="A", url=early.article.url), Outlet(name="B", url=shown.article.url))
    store.publish(edition(replace(item(1, early.article.url), sources=both)), "{}")
    (story,) = store.stories_since(hours_ago(24), "morning", ["ledger"])
    assert [a.id for a in story.articles] == [1, 2, 3, 4]
    assert story.told_ids == {1, 2, 3}


def test_an_article_placed_after_the_digest_is_not_told(store: Store) -> None:
    """An ingest begun before the digest and ended after it brings what is yet to be told."""
    made = features(1, 2)
    first = reading("port", made=made)
    store.record(state(), [first])
    place_all(store, TOGETHER)
    store.publish(edition(item(1, first.article.url)), "{}")
    store.record(state("herald"), [reading("quay", "herald", found=hours_ago(1), made=made)])
    place_all(store, TOGETHER)
    (story,) = store.stories_since(hours_ago(24), "morning", ["ledger", "herald"])
    assert [a.id for a in story.articles if a.id not in story.told_ids] == [2]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(words=("ports",)), {"harbour"}),
        (Query(words=("harbor", "port")), {"harbour"}),
        (Query(words=("nothing", "earthquake")), {"quake"}),
        (Query(words=("台灣",)), {"chips"}),
        (Query(words=("晶片",)), {"chips"}),
        (Query(words=("台湾地震",)), {"chips"}),
        (Query(phrases=("台灣地震",)), set()),
        (Query(phrases=("port opened",)), {"harbour"}),
        (Query(phrases=("opened port",)), set()),
        (Query(words=("port", "quake"), without=("crane",)), {"quake"}),
        (Query(words=("port", "quake"), source_id="herald"), {"quake"}),
        (Query(words=("port", "quake", "台灣"), language="zh"), {"chips"}),
        (Query(words=("port", "quake"), since=hours_ago(3)), {"harbour"}),
        (Query(), set()),
        (Query(words=('"', "*", "NEAR(", "title:")), set()),
    ],
)
def test_search_finds_what_is_asked(store: Store, query: Query, found: set[str]) -> None:
    """Words are or-ed and stemmed, phrases required, Chinese found, options obeyed."""
    harbour = reading("harbour", title="Harbour news", text="The port opened. A crane fell.")
    quake = reading(
        "quake",
        "herald",
        title="Quake",
        text="An earthquake shook it. A quake.",
        published=hours_ago(9),
    )
    chips = reading("chips", title="台灣的晶片", text="台灣製造晶片.", language="zh")
    store.record(state(), [harbour, chips])
    store.record(state("herald"), [quake])
    hits = store.search(query)
    assert {hit.stored.article.url.rpartition("/")[2] for hit in hits} == found


def test_search_ranks_the_better_match_first(store: Store) -> None:
    """An article with the word in its title stands above one that says it in passing."""
    passing = reading("passing", title="Ships", text="Ships came. Late. The port was full.")
    titled = reading("titled", title="The port", text="It opened. Ships came. A crane fell.")
    store.record(state(), [titled, passing])
    assert [h.stored.article.title for h in store.search(Query(words=("port",)))] == [
        "The port",
        "Ships",
    ]


def test_about_tells_title_from_first_lines(store: Store) -> None:
    """A topic is found in the title or the first lines, and nowhere further down."""
    store.record(
        state(),
        [
            reading("a", title="Taiwan votes", text="People went out. They voted."),
            reading("b", title="Votes", text="In Taiwan they went. They voted."),
            reading("c", title="Polls", text="They went out today. In Taiwan too."),
        ],
    )
    assert store.about(["taiwan"], hours_ago(24)) == {1: True, 2: False}
    assert store.about([], hours_ago(24)) == {}


def test_prune_forgets_in_steps(store: Store) -> None:
    """Features go after days, texts and entries when configured; what is young stays."""
    for slug, days in (("new", 1), ("week", 7), ("old", 100), ("ancient", 500)):
        moment = NOON - timedelta(days=days)
        made = features(1, len(slug), sketch=[len(slug)])
        read = reading(slug, found=moment, published=moment, made=made)
        store.record(state(checked=moment), [read])
        place_all(store, APART)
    store.prune(NOON, text_days=90, seen_days=400)
    kept = store.articles([1, 2, 3, 4])
    assert [a.article.title for a in kept.values()] == [
        "News of the new", "News of the week", "News of the old"
    ]  # fmt: skip
    assert set(store.bodies([1, 2, 3, 4])) == {1, 2}
    assert store.seen("ledger", ["ledger:old", "ledger:ancient"]) == {"ledger:old"}
    assert {h.stored.id for h in store.search(Query(words=("port",)))} == {1, 2}
    spy = Spy()
    store.record(state(), [reading("next", made=features(1, 2, sketch=[4]))])
    place_all(store, spy.clustering)
    assert spy.heard[0][0] == {1: 2, 2: 1}


def test_a_reader_sees_what_the_writer_wrote(store: Store, tmp_path: Path) -> None:
    """A second connection reads while the first holds the file, and can't write."""
    store.record(state(), [reading("port")])
    reader = Archive(tmp_path / "briefbot.db")
    assert reader.count() == 1
    with pytest.raises(StoreError, match=r"readonly|read-only"):
        reader._rows("DELETE FROM articles")
    reader.close()


plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
moments = st.datetimes(
    min_value=NOON.replace(tzinfo=None, year=1990), max_value=NOON.replace(tzinfo=None, year=2100)
).map(lambda moment: moment.replace(tzinfo=UTC))


@settings(max_examples=40, deadline=None)
@given(title=plain, author=plain, text=plain, published=moments, url=plain.filter(bool))
def test_any_clean_text_survives(
    tmp_path_factory: pytest.TempPathFactory,
    title: str,
    author: str,
    text: str,
    published: object,
    url: str,
) -> None:
    """Whatever a clean title, text or time holds, the archive gives it back unchanged."""
    store = Store(tmp_path_factory.mktemp("any") / "briefbot.db")
    read = reading(title=title, author=author, published=published, url=url)
    read = replace(read, body=replace(read.body, text=text, sentences=()))
    store.record(state(), [read])
    stored = store.article(url)
    assert stored is not None
    assert stored.article == read.article
    assert store.bodies([stored.id])[stored.id].text == text
    store.close()


pieces = st.lists(
    st.tuples(st.frozensets(st.integers(1, 25), min_size=3, max_size=9), st.integers(0, 90)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=30, deadline=None)
@given(made=pieces, rng=st.randoms(use_true_random=False), sources=st.integers(1, 4))
def test_the_order_of_arrival_decides_no_story(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[tuple[frozenset[int], int]],
    rng: Random,
    sources: int,
) -> None:
    """One batch gives the same stories however its articles arrive, and loses none of them."""
    readings = [
        reading(f"a{n}", published=hours_ago(hours), made=features(*sorted(terms)))
        for n, (terms, hours) in enumerate(made)
    ]
    partitions = []
    for _ in range(2):
        rng.shuffle(readings)
        store = Store(tmp_path_factory.mktemp("order") / "briefbot.db")
        for place in range(sources):
            store.record(state(f"s{place}"), readings[place::sources])
        assert place_all(store, CLUSTERING) == len(readings)
        stories: dict[int, set[str]] = {}
        for stored in store.articles(range(1, len(readings) + 1)).values():
            stories.setdefault(stored.story_id, set()).add(stored.article.url)
        store.close()
        partitions.append(sorted(map(sorted, stories.values())))
    assert partitions[0] == partitions[1]
    assert sum(map(len, partitions[0])) == len(readings)


def test_placing_again_changes_nothing(store: Store) -> None:
    """Articles are placed once: a second pass finds nothing to do and moves nothing."""
    made = features(1, 2, 3, 4)
    store.record(state(), [reading("a", made=made), reading("b", made=made)])
    place_all(store, CLUSTERING)
    before = store.articles([1, 2])
    assert place_all(store, CLUSTERING) == 0
    assert store.articles([1, 2]) == before


@settings(max_examples=30, deadline=None)
@given(earlier=pieces, later=pieces)
def test_a_story_never_loses_members(
    tmp_path_factory: pytest.TempPathFactory,
    earlier: list[tuple[frozenset[int], int]],
    later: list[tuple[frozenset[int], int]],
) -> None:
    """What a story held before an ingest it holds after it, whatever comes, older or newer."""
    store = Store(tmp_path_factory.mktemp("later") / "briefbot.db")
    held: list[dict[int, int]] = []
    for name, made in (("a", earlier), ("b", later)):
        readings = [
            reading(f"{name}{n}", published=hours_ago(hours), made=features(*sorted(terms)))
            for n, (terms, hours) in enumerate(made)
        ]
        store.record(state(), readings)
        place_all(store, CLUSTERING)
        found = store.articles(range(1, len(earlier) + 1))
        held.append({number: stored.story_id for number, stored in found.items()})
    store.close()
    assert held[0] == held[1]
    assert len(held[0]) == len(earlier)


# ---------------------------------------------------------------- asked, and not at fault


def test_a_source_is_kept_as_asked_before_it_is(store: Store) -> None:
    """What is known of it stays; one that is new, or stands at another address, gets a row."""
    well = state("well", etag='"a"', first_seen=NOON)
    store.record(well)
    store.record(state("moved", url="https://old.example/", etag='"b"'))
    later = NOON + timedelta(hours=1)
    new = [SourceState(source_id=name, url="https://new.example/") for name in ("new", "moved")]
    begun = [replace(known, checked=later, asked=later) for known in (well, *new)]
    store.begin(begun)
    found = store.states()
    assert found["well"] == replace(well, asked=later)
    for known in new:
        assert found[known.source_id] == replace(known, asked=later)


def test_a_look_that_does_not_count_leaves_no_trace(store: Store) -> None:
    """What a failure wrote is put back."""
    well = state("well", etag='"a"')
    store.record(replace(well, failures=1, failing_since=NOON, error="503"))
    store.settle([well])
    assert store.states() == {"well": well}


def test_a_source_that_was_only_asked_is_not_forgotten(store: Store) -> None:
    """A look that was cut short is remembered through the daily clearing out."""
    store.begin([SourceState(source_id="new", url="https://new.example/", asked=NOON)])
    store.prune(NOON + timedelta(days=1), text_days=1, seen_days=2)
    assert set(store.states()) == {"new"}
    store.prune(NOON + timedelta(days=3), text_days=1, seen_days=2)
    assert store.states() == {}


def test_entries_that_wait_are_known(store: Store) -> None:
    """An entry whose page could not be read yet is not new to the source; its wait goes on."""
    entries = [Entry(id=name, url=f"https://ledger.example/{name}", title="T") for name in "ab"]
    fates = (Fate.WAITING, Fate.FILTERED)
    passed = [
        Passed(entry=entry, fate=fate, detail="")
        for entry, fate in zip(entries, fates, strict=True)
    ]
    store.record(state(), (), passed)
    later = NOON + timedelta(hours=5)
    store.record(state(checked=later), (), passed)
    assert store.waits("ledger", ["a", "c"]) == {"a": NOON}
    assert store.waits("ledger", ["b", "c"]) == {}
    assert store.waits("post", ["a"]) == {}


@given(
    st.builds(
        SourceState,
        source_id=st.just("any"),
        url=st.just("https://any.example/"),
        asked=st.none() | st.datetimes(timezones=st.just(UTC)),
        per_day=st.none() | st.floats(0, 1e9),
        ttl=st.integers(0, 10**7),
        skip_hours=st.lists(st.integers(0, 23)).map(tuple),
        skip_days=st.lists(st.integers(0, 6)).map(tuple),
        moved_to=st.none() | st.text(),
        moved_looks=st.integers(0, 10**6),
        moved_since=st.none() | st.datetimes(timezones=st.just(UTC)),
        rolled_to=st.none() | st.datetimes(timezones=st.just(UTC)),
    )
)
def test_a_state_comes_back_as_it_was_kept(known: SourceState) -> None:
    """Whatever is known of when to ask a source survives the archive."""
    assert state_of(state_values(known)) == known
