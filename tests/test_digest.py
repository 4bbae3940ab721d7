"""Stories become the digest: verbatim, grouped, and honest about what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from briefbot import digest
from briefbot.config import Briefing, Schedule, Source, Topic
from briefbot.models import Body, Condition, Coverage, Item, Ranked, Sentence, SourceState
from tests.makers import NOON, hours_ago, state, stored, story

BRIEFING = Briefing(id="m", name="Morning", schedule=Schedule(times=(time(8),), zone="Asia/Taipei"))
TOPICS = (
    Topic(id="taiwan", name="Taiwan", words=("Taiwan",)),
    Topic(id="chips", name="Chips", words=("chip",)),
)


def shown(number: int, topic: str | None = None) -> tuple[Ranked, Item]:
    """Make a ranked story and the item that shows it."""
    told = story(number)
    ranked = Ranked(story=told, score=1.0, factors=(), topic_id=topic)
    return ranked, digest.item(told, None, ())


@given(st.text(), st.data())
def test_sentences_are_slices(text: str, data: st.DataObject) -> None:
    """Each sentence of an item is exactly the stored text between its offsets."""
    cuts = data.draw(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=5))
    sentences = [Sentence(start=min(cut), end=max(cut), weight=1.0) for cut in cuts]
    body = Body(text=text, sentences=(), summariser="lead")
    for quote in digest.item(story(1), body, sentences).sentences:
        assert quote.text == text[quote.start : quote.end]


def test_a_quote_names_the_version_it_was_cut_from() -> None:
    """A corrected text has another number than the one of yesterday's digest."""
    sentence = Sentence(start=0, end=4, weight=1.0)
    body = Body(text="One. Two.", sentences=(sentence,), summariser="lead", version=3)
    assert [quote.version for quote in digest.item(story(1), body, [sentence]).sentences] == [3]


def test_an_item_names_each_outlet_once() -> None:
    """The shown outlet comes first; an outlet with two articles is named once."""
    told = story(
        1,
        stored(1, 1),
        stored(2, 1, source_id="wire"),
        stored(3, 1, source_id="ledger"),
        stored(4, 1, source_id="wire"),
    )
    names = [outlet.name for outlet in digest.item(told, None, ()).sources]
    assert names == ["Ledger", "Wire"]


def test_an_article_without_text_is_shown_by_its_headline() -> None:
    """When a text is past its retention the item still stands, with no sentence."""
    assert digest.item(story(1), None, ()).sentences == ()


def test_sections_follow_the_briefing() -> None:
    """Topics stand in the briefing's order, empty ones are left out, ranks are kept."""
    items = [shown(1, "chips"), shown(2, "taiwan"), shown(3, "chips")]
    parts = digest.sections(items, TOPICS)
    assert [(p.name, [i.story_id for i in p.items]) for p in parts] == [
        ("Taiwan", [2]),
        ("Chips", [1, 3]),
    ]


def test_without_topics_there_is_one_section() -> None:
    """A briefing of sources alone has one section without a name."""
    (part,) = digest.sections([shown(1), shown(2)], ())
    assert (part.name, len(part.items)) == ("", 2)


def test_coverage_counts_what_was_read() -> None:
    """Failing and never-read sources are not counted as read; switched-off ones not at all."""
    sources = [Source(id=n, url=f"https://{n}.example") for n in ("a", "b", "c")]
    off = Source(id="d", url="https://d.example", enabled=False)
    states = {"a": state("a"), "b": state("b", failing_since=hours_ago(5), error="503")}
    made = covered([*sources, off], states)
    assert (made.read, made.total, made.articles, made.stories) == (1, 3, 7, 5)
    assert [(a.name, a.since, a.message, a.state) for a in made.ailing] == [
        ("b.example", hours_ago(5), "503", Condition.FAILING)
    ]


def covered(sources: Sequence[Source], states: Mapping[str, SourceState]) -> Coverage:
    """Return the coverage of a digest of the last day."""
    return digest.coverage(sources, states, articles=7, stories=5, since=hours_ago(24), now=NOON)


def test_coverage_names_what_was_read_and_may_miss_something() -> None:
    """A slow, a stale and a rolled-over source count as read, and stand behind those that fail."""
    names = ("slow", "stale", "rolled", "blocked", "moved")
    sources = [Source(id=name, url=f"https://{name}.example") for name in names]
    old = NOON - timedelta(days=40)
    states = {
        "slow": state("slow", took=14.2),
        "stale": state("stale", news=old, first_seen=old, per_day=0.5),
        "rolled": state(
            "rolled",
            rolled_from=hours_ago(30),
            rolled_to=hours_ago(6),
            rolled_at=hours_ago(3),
            per_day=7.0,
        ),
        "blocked": state("blocked", failing_since=hours_ago(2), reason="http_403", error="403"),
        "moved": state("moved"),
    }
    made = covered(sources, states)
    assert (made.read, made.total) == (4, 5)
    assert [(one.name, one.state.value) for one in made.ailing] == [
        ("blocked.example", "blocked"),
        ("stale.example", "stale"),
        ("rolled.example", "rolled over"),
        ("slow.example", "slow"),
    ]
    assert "up to 7 entries may be missed" in made.ailing[2].message


def test_coverage_does_not_count_what_nobody_asked() -> None:
    """While our own network is down no source fails, and none is read either."""
    source = Source(id="a", url="https://a.example")
    made = covered([source], {"a": state("a", checked=hours_ago(10), succeeded=hours_ago(10))})
    assert (made.read, [one.state for one in made.ailing]) == (0, [Condition.UNREAD])


def test_a_quiet_day_says_why() -> None:
    """An empty digest says whether nothing came in or nothing fitted; a full one says nothing."""
    covered = Coverage(read=1, total=1)

    def quiet(articles: int, *items: tuple[Ranked, Item]) -> str | None:
        parts = digest.sections(items, ())
        known = Coverage(read=1, total=1, articles=articles) if articles else covered
        return digest.compose(BRIEFING, parts, known, since=hours_ago(24), now=NOON).quiet

    assert quiet(0) == "A quiet day: nothing new came in."
    assert (quiet(1) or "").startswith("A quiet day: 1 new article came in, but it is not")
    assert (quiet(3) or "").startswith("A quiet day: 3 new articles came in, but none is")
    assert quiet(3, shown(1)) is None


def test_a_slow_day_is_called_one() -> None:
    """Where places stay free since stories are worth none, it is said; in a full digest not."""
    known = Coverage(read=1, total=1, articles=9)

    def made(stories: int, thin: int, places: int = 3) -> tuple[str | None, str | None]:
        parts = digest.sections([shown(n) for n in range(1, stories + 1)], ())
        briefing = BRIEFING.model_copy(update={"max_stories": places})
        found = digest.compose(briefing, parts, known, since=hours_ago(24), now=NOON, thin=thin)
        return found.quiet, found.remark

    assert made(2, 1) == (None, "A quiet day: 1 lesser story left out.")
    assert made(2, 5) == (None, "A quiet day: 5 lesser stories left out.")
    assert made(3, 5) == (None, None)
    assert made(2, 0) == (None, None)
    quiet = "A quiet day: 9 new articles came in, but none is worth telling."
    assert made(0, 2) == (quiet, None)


def test_two_feeds_of_an_outlet_are_named_once() -> None:
    """A paper that tells a story in two of its feeds stands once among those that tell it."""
    told = story(1, stored(1, 1), stored(2, 1, source_id="ledger-asia", outlet="Ledger"))
    assert [outlet.name for outlet in digest.item(told, None, ()).sources] == ["Ledger"]


def test_silence_is_no_quiet_day() -> None:
    """When no source could be read, nobody knows whether there was news, and it says so."""

    def said(total: int) -> str | None:
        dark = Coverage(read=0, total=total)
        return digest.compose(BRIEFING, (), dark, since=hours_ago(24), now=NOON).quiet

    assert said(21) == "Nothing can be told: none of its 21 sources could be read."
    assert said(1) == "Nothing can be told: its only source could not be read."
