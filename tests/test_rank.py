"""Which stories are told, in which order, and why."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from briefbot.config import Source, Topic
from briefbot.models import Addition, Hindrance, Quality, Ranked, Sentence, Story, Taste
from briefbot.rank import Circumstances, hindrance, rank
from tests.makers import NOON, hours_ago, stored, story

NAMES = ("ledger", "herald", "wire", "post", "daily")
TAIWAN = Topic(id="taiwan", name="Taiwan", words=("Taiwan",))
CHIPS = Topic(id="chips", name="Chips", words=("chip",))


def known(*topics: Topic, about: dict[str, dict[int, bool]] | None = None, **sources: Any) -> (
    Circumstances
):  # fmt: skip
    """Make the circumstances of noon, for the last day."""
    return Circumstances(
        now=NOON,
        since=hours_ago(24),
        sources={n: Source(id=n, url=f"https://{n}.example", **sources.get(n, {})) for n in NAMES},
        topics=topics,
        about=about or {},
    )


def ids(ranked: tuple[Ranked, ...]) -> list[int]:
    """Name the stories in their order."""
    return [r.story.id for r in ranked]


def test_more_outlets_stand_above_one() -> None:
    """Of two stories of one hour, the one that three outlets tell comes first."""
    lone = story(1, stored(1))
    wide = story(2, *(stored(n, 2, source_id=s) for n, s in zip((2, 3, 4), NAMES, strict=False)))
    assert ids(rank([lone, wide], known())) == [2, 1]


def test_newer_stands_above_older() -> None:
    """Of two like stories, the newer comes first."""
    old = story(1, stored(1, published=hours_ago(20)))
    new = story(2, stored(2, published=hours_ago(1)))
    assert ids(rank([old, new], known())) == [2, 1]


def test_articles_of_the_future_count_as_new() -> None:
    """A clock that was set back stops no digest: what lies ahead of it is just published."""
    ahead = [story(1, stored(1, published=hours_ago(-3))), story(2, stored(2, published=NOON))]
    assert [each.factors[0].value for each in rank(ahead, known())] == [1.0, 1.0]


def test_trusted_sources_stand_higher() -> None:
    """A source's weight counts."""
    stories = [story(1, stored(1)), story(2, stored(2, source_id="wire"))]
    assert ids(rank(stories, known(wire={"weight": 3.0}))) == [2, 1]


def test_only_stories_on_the_topics() -> None:
    """A story that names no topic is left out; a title counts for more than a first line."""
    stories = [story(n) for n in (1, 2, 3)]
    ranked = rank(stories, known(TAIWAN, about={"taiwan": {1: False, 2: True}}))
    assert [(r.story.id, r.topic_id) for r in ranked] == [(2, "taiwan"), (1, "taiwan")]


def test_a_dedicated_source_needs_no_words() -> None:
    """What a source that belongs to a topic publishes is on that topic."""
    (ranked,) = rank([story(1, stored(1))], known(CHIPS, ledger={"topics": ("chips",)}))
    assert ranked.topic_id == "chips"


def test_a_story_shows_under_the_topic_that_fits_best() -> None:
    """One topic in a title outweighs another in the first lines."""
    about = {"taiwan": {1: False}, "chips": {1: True}}
    (ranked,) = rank([story(1)], known(TAIWAN, CHIPS, about=about))
    assert ranked.topic_id == "chips"


def test_the_best_article_leads() -> None:
    """Full text leads over the feed's own, long over short, an original over its copy."""
    teaser = stored(1, 1, quality=Quality.FEED)
    short = stored(2, 1, source_id="wire", words=40)
    copy = stored(3, 1, source_id="post", duplicate_of=4, published=hours_ago(9))
    whole = stored(4, 1, source_id="herald")
    (ranked,) = rank([story(1, teaser, short, copy, whole)], known())
    assert [a.id for a in ranked.story.articles] == [4, 1, 2, 3]


def test_the_leading_article_names_the_topic() -> None:
    """A story under a topic is shown by an article that names it, even if another is longer."""
    on, off = stored(1, 1, words=80), stored(2, 1, source_id="wire", words=900)
    (ranked,) = rank([story(1, on, off)], known(TAIWAN, about={"taiwan": {1: True}}))
    assert ranked.story.articles[0].id == 1


def test_what_was_told_is_not_told_again() -> None:
    """A told story comes back only with an article not told yet, and not with a mere copy.

    When an article was found does not matter: a long ingest brings some late.
    """
    told = hours_ago(3)
    old, copy = stored(1, 1), stored(2, 1, duplicate_of=1, found=hours_ago(1))
    for found in (hours_ago(1), hours_ago(5)):
        fresh = stored(3, 1, source_id="wire", found=found)
        assert rank([story(1, old, told=told, told_ids=[1])], known()) == ()
        assert rank([story(1, old, copy, told=told, told_ids=[1])], known()) == ()
        (again,) = rank([story(1, old, copy, fresh, told=told, told_ids=[1])], known())
        assert again.story.articles[0].id == 3


def test_old_articles_do_not_bring_a_story_back() -> None:
    """A story whose articles are all older than the window is not told."""
    assert rank([story(1, stored(1, published=hours_ago(30)))], known()) == ()


def test_the_score_is_the_product_of_its_reasons() -> None:
    """Every factor is named with its value, and nothing else goes into the score."""
    (ranked,) = rank([story(1)], known(TAIWAN, about={"taiwan": {1: True}}))
    assert ranked.score == math.prod(factor.value for factor in ranked.factors)
    assert {f.name for f in ranked.factors} == {"recency", "coverage", "source", "text", "topic"}


def test_a_stub_counts_less() -> None:
    """A short text counts half when it has no words, and all from 150 words on."""
    found = rank([story(n, stored(n, words=w)) for n, w in ((1, 0), (2, 60), (3, 150))], known())
    text = {r.story.id: next(f for f in r.factors if f.name == "text") for r in found}
    assert [round(text[n].value, 2) for n in (1, 2, 3)] == [0.5, 0.7, 1.0]
    assert [text[n].detail for n in (1, 2, 3)] == ["full, 0 words", "full, 60 words", "full"]


def test_two_feeds_of_one_outlet_are_one() -> None:
    """A paper that tells a story in two of its feeds is no wider coverage."""
    twice = story(1, stored(1), stored(2, 1, source_id="wire", outlet="Ledger"))
    (ranked,) = rank([twice], known())
    assert next(f for f in ranked.factors if f.name == "coverage").detail == "1 outlet"


def test_a_plain_headline_leads() -> None:
    """Of equal articles the one with a plain headline leads, verbatim; a better text still wins."""
    teaser = stored(1, 1, title="You won't believe what the port did", published=hours_ago(9))
    plain = stored(2, 1, source_id="wire", title="Port opens")
    stub = stored(3, 1, source_id="wire", title="Port opens", quality=Quality.FEED)
    (equal,) = rank([story(1, teaser, plain)], known())
    assert equal.story.articles[0].article.title == "Port opens"
    (better,) = rank([story(1, teaser, stub)], known())
    assert better.story.articles[0].id == 1


def test_among_equals_the_earliest_leads() -> None:
    """Who told it first is shown."""
    late, early = stored(1, 1), stored(2, 1, source_id="wire", published=hours_ago(5))
    (ranked,) = rank([story(1, late, early)], known())
    assert ranked.story.articles[0].id == 2


# ---------------------------------------------------------------- updates


SENTENCE = Sentence(start=0, end=9, weight=1.0)


def again(*added: Addition) -> tuple[Story, Circumstances]:
    """Make a story that was told, with new articles that add so much, and what is known."""
    new = (stored(n, 1, source_id=s) for n, s in zip((2, 3), NAMES[1:], strict=False))
    told = story(1, stored(1, 1), *new, told=hours_ago(3), told_ids=[1])
    return told, replace(known(), additions=dict(enumerate(added, 2)))


def test_what_says_nothing_new_brings_no_story_back() -> None:
    """Of the new articles of a told story only those count that add to it."""
    nothing, much = Addition(sentences=(), of=9), Addition(sentences=(SENTENCE,), of=2)
    told, both = again(nothing, nothing)
    assert rank([told], both) == ()
    assert hindrance(told.articles[1], told, both) is Hindrance.KNOWN
    told, one = again(nothing, much)
    (ranked,) = rank([told], one)
    assert ranked.story.articles[0].id == 3
    assert ranked.additions == {3: much}


def test_the_article_with_the_most_news_leads_an_update() -> None:
    """Of two that add something, that which adds more is shown, though it came later."""
    little, much = (Addition(sentences=(SENTENCE,) * n, of=10) for n in (1, 6))
    told, both = again(little, much)
    (ranked,) = rank([told], both)
    assert ranked.story.articles[0].id == 3


def test_an_update_counts_by_how_much_is_new() -> None:
    """One new sentence of ten is worth less than half of them, which count like a new story."""

    def value(new: int) -> tuple[float, str]:
        added = Addition(sentences=(SENTENCE,) * new, of=10)
        told, circumstances = again(added, added)
        (ranked,) = rank([told], circumstances)
        found = next(f for f in ranked.factors if f.name == "update")
        return round(found.value, 2), found.detail

    assert value(1) == (0.68, "1 of 10 sentences new")
    assert value(5) == (1.0, "5 of 10 sentences new")
    assert value(10)[0] == 1.0


# ---------------------------------------------------------------- why not


def test_each_hindrance() -> None:
    """What keeps an article from bringing its story in is told, the first reason that holds."""
    plain, old = stored(1), stored(1, published=hours_ago(30))
    taste = Taste(stories=frozenset({9}), sources=frozenset({"wire"}))
    wanted = replace(known(), taste=taste, muted={3: True})
    told = story(1, stored(1), stored(2, 1, duplicate_of=1), told=NOON, told_ids=[1])
    cases = [
        (plain, story(1, plain), None),
        (stored(1, 1), told, Hindrance.TOLD),
        (old, story(1, old), Hindrance.OLD),
        (old, None, Hindrance.OLD),
        (plain, None, Hindrance.UNPLACED),
        (stored(1, 9), story(9, stored(1, 9)), Hindrance.HIDDEN),
        (stored(3), story(3, stored(3)), Hindrance.WORD),
        (plain, story(1, plain, stored(3, 1)), Hindrance.WORD),
        (stored(4, source_id="wire"), story(4, stored(4, source_id="wire")), Hindrance.MUTED),
        (stored(2, 1, duplicate_of=1), told, Hindrance.COPY),
    ]
    for article, of, expected in cases:
        assert hindrance(article, of, wanted) is expected
    chinese = replace(wanted, languages=("zh",))
    assert hindrance(plain, None, chinese) is Hindrance.LANGUAGE
    on_topic = known(TAIWAN, about={"taiwan": {1: True}})
    assert hindrance(plain, story(1, plain), on_topic) is None
    assert hindrance(stored(2), story(2), on_topic) is Hindrance.TOPIC


def test_what_a_channel_does_not_want_is_not_told() -> None:
    """A hidden story, a muted source, a word in the title; a story has other articles to tell."""
    hidden = story(1, stored(1))
    word = story(2, stored(2))
    muted = story(3, stored(3, source_id="herald"))
    shared = story(4, stored(4, 4, source_id="herald"), stored(5, 4, source_id="wire"))
    lead = story(6, stored(6))
    taste = Taste(stories=frozenset({1}), sources=frozenset({"herald"}), words=("port",))
    wanted = replace(known(), taste=taste, muted={2: True, 6: False})
    ranked = rank([hidden, word, muted, shared, lead], wanted)
    assert ids(ranked) == [4]
    assert ranked[0].story.articles[0].article.source_id == "wire"


def test_readers_words_move_a_story_within_bounds() -> None:
    """Votes for a source count a tenth each and for a topic half of that; news still comes."""
    about = {"taiwan": {1: True}}
    told = [story(1, stored(1))]

    def value(source_votes: int, topic_votes: int) -> float:
        taste = Taste(
            source_votes=(("ledger", source_votes), ("other", 9)),
            topic_votes=(("taiwan", topic_votes),),
        )
        (ranked,) = rank(told, replace(known(TAIWAN, about=about), taste=taste))
        return next((f.value for f in ranked.factors if f.name == "liked here"), 1.0)

    assert value(0, 0) == 1.0
    assert math.isclose(value(2, 1), 1.25)
    assert math.isclose(value(-2, 0), 0.8)
    assert (value(99, 99), value(-99, -99)) == (1.6, 0.5)
