"""Tests of a digest as the messages that a channel gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.blocks import counted, digest_messages
from briefbot.blocks.story import QUOTED
from briefbot.models import Coverage, Section, Slot
from briefbot.text import wording
from tests.blocks import hostile, oracle
from tests.render import samples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefbot.models import Digest, Message


def _lines(message: Message) -> list[str]:
    return [line for line in message.plain.split("\n") if line]


def _values(messages: Sequence[Message]) -> list[str]:
    """Return the stories of the messages in order, by what their Save buttons carry."""
    return [
        node["value"]
        for message in messages
        for node in oracle.nodes(message.blocks)
        if node.get("action_id") == "story_save"
    ]


def _headers(message: Message) -> list[str]:
    return [block["text"]["text"] for block in message.blocks if block["type"] == "header"]


def _many(number: int, **fields: Any) -> Digest:
    text = (
        "A sentence of a usual length tells what happened, where it was, and to whom it was. " * 3
    )
    stories = tuple(
        samples.item(f"Story {n}", "Outlet", f"https://o.example/{n}", text, story=n)
        for n in range(number)
    )
    digest = samples.of(*stories, name="Many")
    named = Section(name="Taiwan", items=stories)
    return replace(digest, sections=(named,), **fields)


def test_heading() -> None:
    """The digest opens with its name and date, the hour and its zone, and the tally."""
    [message] = digest_messages(samples.digest())
    assert _lines(message)[:2] == [
        "*Taipei desk, Monday 23 November 2026*",
        "08:00 Taipei time · 9 of 24 stories, from 61 articles since yesterday 08:00",
    ]


def test_topics_head_their_stories() -> None:
    """Each topic is a heading; a digest without topics has none but its own."""
    [message] = digest_messages(samples.digest())
    assert _headers(message)[1:] == ["Taiwan", "Cyber security", "Chips and supply chains"]
    [plain] = digest_messages(samples.of(samples.item("A", "B", "https://c.example/")))
    assert len(_headers(plain)) == 1


def test_each_story_has_its_row_of_buttons() -> None:
    """Under each story stand More, Why, Save and a menu of five, with the story in their values."""
    [message] = digest_messages(samples.digest())
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    assert len(rows) == 9
    assert [element["action_id"] for element in rows[0]] == [
        *("story_more", "story_why", "story_save", "story_menu"),
    ]
    assert {element["value"] for element in rows[0][:3]} == {"101.1"}
    assert [option["value"] for option in rows[0][3]["options"]] == [
        *("more:101.1", "less:101.1", "hide:101.1", "source:101.1", "word:101.1"),
    ]
    assert rows[0][0]["accessibility_label"].startswith("More: Keelung reopens its eastern")


def test_coverage_ends_the_digest() -> None:
    """The last lines say how many sources were read, and which fail since when."""
    [message] = digest_messages(samples.digest())
    assert _lines(message)[-3:] == [
        "9 of 11 sources read.",
        (
            "• Reef Report failing since 05:12: 503 from feeds.reefreport.example; we try again "
            "within the hour"
        ),
        (
            "• Old Quay failing since Sat 21 Nov 07:00: the page asks for a login; set a feed "
            "address that needs none"
        ),
    ]


def test_many_ailing_sources_are_counted() -> None:
    """A broken network doesn't bury the news, and a reader learns what names the others."""
    digest = samples.digest()
    covered = replace(digest.coverage, ailing=digest.coverage.ailing[:1] * 40)
    [message] = digest_messages(replace(digest, coverage=covered))
    assert message.plain.count("Reef Report") == 5
    assert _lines(message)[-1] == "• and 35 more; /brief sources names them"


def test_quiet_day() -> None:
    """A quiet day says so under its heading, in the notification too."""
    [message] = digest_messages(samples.quiet_day())
    quiet = "A quiet day: nothing new on Taiwan, Cyber security or Chips and supply chains."
    assert _lines(message)[1:] == ["08:00 Taipei time", quiet, "All 11 sources read."]
    assert message.text == f"Taipei desk, Monday 23 November 2026: {quiet}"


def test_a_slow_day_says_so() -> None:
    """That lesser stories were left out stands behind the tally."""
    slow = replace(samples.digest(), remark="A quiet day: 2 lesser stories left out.")
    said = _lines(digest_messages(slow)[0])[1]
    assert said.endswith("since yesterday 08:00. A quiet day: 2 lesser stories left out.")


def test_notification() -> None:
    """A notification names the briefing, counts its stories and tells the first headlines."""
    [message] = digest_messages(samples.digest())
    assert message.text == (
        "Taipei desk, Monday 23 November 2026: 9 stories. Keelung reopens its eastern terminal "
        "after a two-day outage of the crane network. 海底電纜修復提前完成，馬祖網路今晨全面恢復. "
        "Legislature sends the drone procurement bill back to committee."
    )


def test_notification_of_headlines_from_the_right() -> None:
    """Two headlines in Arabic stay in their order: each is isolated from what is beside it."""
    item = samples.item("هل انتهى؟", "B", "https://c.example/", language="ar")
    [message] = digest_messages(samples.of(item, item))
    assert message.text.endswith(". \u2068هل انتهى؟\u2069 \u2068هل انتهى؟\u2069")


def test_notification_calls_nobody() -> None:
    """A mention in a headline is dead letters in the notification."""
    item = samples.item("Wake up <!channel> & <@U1>", "B", "https://c.example/")
    [message] = digest_messages(samples.of(item))
    assert "Wake up &lt;!channel&gt; &amp; &lt;@U1&gt;." in message.text


def test_a_late_edition_says_what_it_covers() -> None:
    """The heading of a catch-up says when it was due, since when it tells and what was missed."""
    slot = Slot(order_id="x", day=date(2026, 11, 22), label="20:00", due=samples.MADE)
    due = replace(slot, due=samples.MADE - timedelta(hours=12))
    digest = replace(samples.digest(), slot=due, missed=2, since=samples.MADE - timedelta(days=3))
    [message] = digest_messages(digest)
    late = (
        "Late: due yesterday 20:00, made 08:00. It covers everything since Fri 20 Nov 08:00, and "
        "with it 2 editions that were missed."
    )
    assert _lines(message)[:2] == ["*Taipei desk, Sunday 22 November 2026, catch-up*", late]
    assert _lines(message)[2].startswith("20:00 Taipei time · 9 of 24 stories")
    assert late in message.text


def test_a_long_digest_goes_on_in_the_thread() -> None:
    """The first message says how many stories follow, and the second which topic it continues."""
    digest = _many(30, coverage=Coverage(read=3, total=4, articles=30, stories=30))
    first, *rest = digest_messages(digest)
    assert rest
    shown = len(_values((first,)))
    assert _lines(first)[-1] == f"{30 - shown} more stories in the thread. 3 of 4 sources read."
    assert _headers(rest[0])[0] == "Taiwan, continued"
    assert rest[0].text.startswith(
        f"Many, Monday 23 November 2026, continued: {len(_values(rest[:1]))} more. Story {shown}. "
    )
    assert _lines(rest[-1])[-1] == "3 of 4 sources read."
    assert all("thread" not in message.plain for message in rest)


def test_the_first_message_holds_as_much_as_it_can() -> None:
    """What stands in the channel itself is read most."""
    first, *_ = digest_messages(_many(30))
    assert counted(first) > 8000


@pytest.mark.parametrize("stories", [1, 12, 19, 20, 37, 50])
def test_no_story_is_lost_or_moved(stories: int) -> None:
    """All stories come once, in their order, however many parts it takes."""
    messages = digest_messages(_many(stories))
    assert _values(messages) == [f"{n}.1" for n in range(stories)]
    for message in messages:
        oracle.accept(message)


def test_a_sentence_too_long_for_a_message_is_left_out_with_a_mark() -> None:
    """Sentences are shown whole or not at all, and a reader sees that one is missing."""
    item = samples.item("A", "B", "https://c.example/", "Short one.", "x" * (QUOTED + 1))
    [message] = digest_messages(samples.of(item))
    assert "&gt; Short one. […]" in message.plain
    oracle.accept(message)


@settings(deadline=None)
@given(hostile.digests())
def test_any_digest_is_valid_and_calls_nobody(digest: Digest) -> None:
    """Whatever feeds send, Slack takes the messages and nothing in them is live but our links."""
    messages = digest_messages(digest)
    for message in messages:
        oracle.accept(message)
    assert _values(messages) == [f"{item.story_id}.{item.article_id}" for item in digest.items]


@settings(deadline=None)
@given(hostile.digests())
def test_every_sentence_is_word_for_word(digest: Digest) -> None:
    """Each sentence that is shown is a piece of its own, exactly as it is stored."""
    quoted = [
        [element["text"] for element in node["elements"]]
        for message in digest_messages(digest)
        for node in oracle.nodes(message.blocks)
        if node.get("type") == "rich_text_quote"
    ]
    with_sentences = [
        [wording.inert(q.text) for q in item.sentences if q.text.strip() and len(q.text) < 600]
        for item in digest.items
    ]
    with_sentences = [texts for texts in with_sentences if texts]
    assert len(quoted) >= len(with_sentences)
    for texts in with_sentences:
        assert any(_in_order(texts, pieces) for pieces in quoted)


def _in_order(texts: list[str], pieces: list[str]) -> bool:
    rest = iter(pieces)
    return all(text in rest for text in texts)


@given(st.lists(hostile.sections, min_size=8, max_size=12))
@settings(deadline=None, max_examples=20)
def test_many_hostile_stories_keep_their_order(sections: list[Section]) -> None:
    """Splitting loses nothing, whatever the stories hold."""
    digest = replace(samples.of(), sections=tuple(sections))
    messages = digest_messages(digest)
    assert _values(messages) == [f"{item.story_id}.{item.article_id}" for item in digest.items]
    for message in messages:
        oracle.accept(message)


@pytest.mark.parametrize("text", ["x", "<!channel>", "海", "e\u0301", "\u202e", "word "])
def test_a_headline_of_a_megabyte(text: str) -> None:
    """A title of a million characters is cut, quickly, before anything else is done with it."""
    huge = text * (1_000_000 // len(text))
    item = samples.item(huge, huge, "https://c.example/", huge)
    for message in digest_messages(replace(samples.of(item), name=huge)):
        oracle.accept(message)
