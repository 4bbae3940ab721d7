"""Tests of what a reader gets who asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.blocks import (
    answer_message,
    next_page,
    notice,
    story_message,
    summary_message,
    why_message,
)
from briefbot.models import Answer, Quality, StoryView
from tests.blocks import hostile, oracle
from tests.makers import stored
from tests.render import samples

if TYPE_CHECKING:
    from briefbot.models import Item, Message

ZONE = "Asia/Taipei"


def _lines(message: Message) -> list[str]:
    oracle.accept(message)
    return [line for line in message.plain.split("\n") if line]


def _buttons(message: Message) -> list[tuple[str, str]]:
    """Return the last row's actions and values."""
    row = message.blocks[-1]["elements"]
    return [(button["action_id"], button.get("value", "")) for button in row]


def _nothing(**fields: Any) -> Answer:
    return replace(samples.answer(), items=(), **fields)


def test_answer() -> None:
    """An answer says what was searched since when, then its stories, best first."""
    message = answer_message(samples.answer(), ask="taiwan", zone=ZONE)
    heading = "3 stories for “taiwan” since Mon 16 Nov 08:00 (1,204 articles searched)"
    assert _lines(message)[0] == heading
    heads = [item.headline for item in samples.answer().items]
    places = [message.plain.index(headline) for headline in heads]
    assert places == sorted(places)
    assert message.text.startswith(f"{heading}. Keelung reopens")


def test_answer_buttons() -> None:
    """An answer can be shared and subscribed to; each button carries what was asked."""
    message = answer_message(samples.answer(), ask="taiwan 7d")
    assert _buttons(message) == [("answer_share", "taiwan 7d"), ("answer_subscribe", "taiwan 7d")]
    rows = [block for block in message.blocks if block["type"] == "actions"]
    assert [e["action_id"] for e in rows[0]["elements"]] == [
        "story_more",
        "story_why",
        "story_save",
    ]


def test_pages() -> None:
    """Of several pages each but the last has More, whose block names the page that comes next."""
    second = answer_message(samples.answer(), ask="taiwan", page=1, pages=3, zone=ZONE)
    assert _lines(second)[0].startswith("Page 2 of 3: 3 stories for “taiwan”")
    assert ("answer_more", "taiwan") in _buttons(second)
    assert next_page(second.blocks[-1]["block_id"]) == 2
    last = answer_message(samples.answer(), ask="taiwan", page=2, pages=3)
    assert "answer_more" not in dict(_buttons(last))


@pytest.mark.parametrize(
    ("more", "said"),
    [(False, "Page 1 of 5: 23 stories for"), (True, "Page 1 of 5: At least 23 stories for")],
)
def test_a_page_tells_how_much_there_is(said: str, *, more: bool) -> None:
    """Three of them stand here; the number is that of all that was found."""
    answer = replace(samples.answer(), total=23, more=more)
    assert _lines(answer_message(answer, ask="taiwan", pages=5))[0].startswith(said)


def test_an_answer_to_no_words_names_none() -> None:
    """The day's top stories are not for anything."""
    answer = replace(samples.answer(), query="")
    assert _lines(answer_message(answer, ask="", zone=ZONE))[0].startswith("3 stories since Mon")


def test_what_can_not_be_done_is_not_offered() -> None:
    """A direct message is no channel to share with; a sign is nothing to subscribe to."""
    direct = answer_message(samples.answer(), ask="taiwan", pages=2, direct=True)
    assert [name for name, _ in _buttons(direct)] == ["answer_more", "answer_subscribe"]
    oracle.accept(direct)
    sign = answer_message(_nothing(), ask="-", subscribable=False)
    assert sign.blocks[-1]["type"] == "rich_text"
    oracle.accept(sign)


@pytest.mark.parametrize("block_id", ["", "page", "page:", "page:x", "pages:2", "page:²", "b1"])
def test_no_next_page(block_id: str) -> None:
    """A block that names no page leads to the first."""
    assert next_page(block_id) == 0


def test_shared() -> None:
    """In a channel an answer says who shared it, calls nobody else, and is not shared again."""
    message = answer_message(samples.answer(), ask="taiwan", shared_by="U012AB3CD", pages=2)
    oracle.accept(message, called="U012AB3CD")
    assert message.plain.split("\n")[1] == "Shared by <@U012AB3CD>"
    assert _buttons(message) == [("answer_subscribe", "taiwan")]


def test_shared_by_somebody_without_an_id() -> None:
    """A name that is no id is shown as it stands."""
    message = answer_message(samples.answer(), ask="taiwan", shared_by="<@U1> Mei")
    assert _lines(message)[1] == "Shared by &lt;@U1&gt; Mei"


def test_nothing_found() -> None:
    """Without a result a reader learns what was searched, and which topics are near."""
    message = answer_message(_nothing(), ask="xyzzy", nearest=("Taiwan", "Chips"), zone=ZONE)
    assert _lines(message) == [
        "Nothing for “taiwan” since Mon 16 Nov 08:00 (1,204 articles searched)",
        "Topics near it: /brief Taiwan, /brief Chips",
    ]
    assert _buttons(message) == [("answer_subscribe", "xyzzy")]


def test_nothing_found_and_nothing_near() -> None:
    """Topics that are not like the words are not said to be near."""
    lines = _lines(answer_message(_nothing(), ask="xyzzy", topics=("Taiwan", "Chips")))
    assert lines[1] == "Topics here: /brief Taiwan, /brief Chips"


def test_nothing_found_without_topics() -> None:
    """Without a topic a reader learns what to change."""
    lines = _lines(answer_message(_nothing(), ask="xyzzy", command="/news"))
    assert lines[1] == "Try fewer words, other words, or a longer time: /news words 30d."


def test_an_ask_too_long_to_carry_has_no_buttons() -> None:
    """A value that Slack would refuse is left out, with the buttons that need it."""
    message = answer_message(_nothing(), ask="x" * 2001)
    assert message.blocks[-1]["type"] == "rich_text"
    oracle.accept(message)


def test_stories_without_room_are_counted() -> None:
    """An answer too long for one message keeps the best and says how many are left out."""
    long = replace(
        samples.answer().items[0], sentences=samples.quotes("https://c.example/", "x " * 1600)
    )
    message = answer_message(replace(samples.answer(), items=(long,) * 5), ask="taiwan")
    assert "3 more stories had no room here." in message.plain
    oracle.accept(message)


def _view(**fields: Any) -> StoryView:
    articles = (
        stored(1, 9, outlet="Wire", title="First <!here>", url="https://w.example/1"),
        stored(2, 9, outlet="Post", title="Then", url="https://p.example/2", duplicate_of=1),
        stored(3, 9, outlet="Ledger", title="Last", url="javascript:x"),
    )
    item = replace(samples.digest().items[0], article_id=1)
    return StoryView(item=item, articles=fields.pop("articles", articles))


def test_story_message() -> None:
    """A story at length lists who tells it, oldest first; copies and the shown one are marked."""
    message = story_message(_view(), now=samples.MADE, zone=ZONE)
    lines = _lines(message)
    assert lines[3:] == [
        "Told by 3 articles, oldest first:",
        "• Wire: <https://w.example/1|First &lt;!here&gt;> (w.example) · 18:00 · shown above",
        "• Post: <https://p.example/2|Then> (p.example) · 18:00 · a copy",
        "• Ledger: Last · 18:00",
    ]
    assert [action for action, _ in _buttons(message)] == ["story_why", "story_save"]


def test_headlines_from_the_right_turn_no_line() -> None:
    """In a line of ours a headline in Arabic or Hebrew is isolated, also in a notification."""
    articles = (
        stored(1, 9, outlet="Wire", title="رقائق TSMC", url="https://w.example/1", language="ar"),
        stored(2, 9, outlet="هآرتس", title="TSMC שבבים", url="https://p.example/2", language="he"),
    )
    lines = _lines(story_message(_view(articles=articles), now=samples.MADE, zone=ZONE))
    link = "<https://p.example/2|\u2068\u200fTSMC שבבים\u2069>"
    assert lines[-2:] == [
        "• Wire: <https://w.example/1|\u2068رقائق TSMC\u2069> (w.example) · 18:00 · shown above",
        f"• \u2068هآرتس\u2069: {link} (p.example) · 18:00",
    ]
    item = samples.item("رقائق", "B", "https://c.example/", language="ar")
    found = answer_message(replace(samples.answer(), items=(item, item)), ask="taiwan")
    assert found.text.endswith(". \u2068رقائق\u2069. \u2068رقائق\u2069")
    assert why_message("رقائق", []).text == "Why: \u2068رقائق\u2069"


def test_story_of_one_article() -> None:
    """A story that nobody else tells has no list."""
    message = story_message(_view(articles=(stored(1),)), now=samples.MADE, zone=ZONE)
    assert "Told by" not in message.plain


def test_story_of_many_articles() -> None:
    """A story told a thousand times fits; the last are counted."""
    many = tuple(stored(n, 9, title="x" * 200) for n in range(1, 1001))
    message = story_message(_view(articles=many), now=samples.MADE, zone=ZONE)
    assert "more articles" in message.plain or message.plain.endswith("…")
    oracle.accept(message)


def test_why() -> None:
    """The reasons stand under the headline, a sentence a line."""
    message = why_message("Keelung <reopens>", ["Shown at 08:00.", "", "Freshness: `x2`"])
    assert _lines(message) == [
        *("Keelung &lt;reopens&gt;", "• Shown at 08:00.", "• Freshness: x2"),
    ]
    assert message.text == "Why: Keelung &lt;reopens&gt;"


def test_why_is_never_empty() -> None:
    """Without title and reasons there is still something to show."""
    assert _lines(why_message("", [])) == ["Why"]
    oracle.accept(why_message("x" * 9999, ["y" * 9999] * 99))


@pytest.mark.parametrize(
    ("texts", "quality", "note", "lines"),
    [
        (("A.",), Quality.FULL, "", ["Word for word from the page; […] marks where it says more."]),
        (("A.",), Quality.PAYWALLED, "Behind a paywall.", ["Behind a paywall."]),
        ((), Quality.FULL, "", ["The page has no sentence that can stand alone."]),
    ],
)
def test_summary(texts: tuple[str, ...], quality: Quality, note: str, lines: list[str]) -> None:
    """A page read now is shown as a story without buttons, with what to know of it."""
    item = samples.item("A", "B", "https://c.example/", *texts, quality=quality)
    message = summary_message(item, note=note, now=samples.MADE, zone=ZONE)
    assert _lines(message)[-1:] == lines
    assert [block["type"] for block in message.blocks] == ["rich_text", "context"]


def test_a_notice_to_admins_calls_who_is_named_by_id() -> None:
    """Only where that is wanted, and only an id: any other word behind an @ is code."""
    words = "changed by `@U0123ABCD`, not by `@here`"
    kinds = [
        [part["type"] for part in notice(words, calls=calls).blocks[0]["elements"][0]["elements"]]
        for calls in (True, False)
    ]
    assert kinds == [["text", "user", "text", "text"], ["text"] * 4]


def test_notice() -> None:
    """A notice is one sentence; its commands are code, its text is escaped."""
    message = notice("No topic <x>; `/brief topics` lists them")
    assert message.text == "No topic &lt;x&gt;; `/brief topics` lists them"
    [block] = message.blocks
    assert block["elements"][0]["elements"][1]["style"] == {"code": True}
    oracle.accept(message)


answers = st.builds(
    Answer,
    query=hostile.words,
    made=st.just(samples.MADE),
    since=st.none() | hostile.moments,
    searched=st.integers(0, 10**6),
    items=st.lists(hostile.items, max_size=6).map(tuple),
)


@settings(deadline=None)
@given(answers, hostile.words, st.lists(hostile.words, max_size=4), st.integers(0, 3))
def test_any_answer_is_valid(answer: Answer, ask: str, nearest: list[str], page: int) -> None:
    """Whatever is asked and found, Slack takes the answer and it calls nobody."""
    oracle.accept(answer_message(answer, ask=ask, nearest=nearest, page=page, pages=3))
    oracle.accept(answer_message(answer, ask=ask, nearest=nearest, shared_by=ask))


@settings(deadline=None)
@given(hostile.items, st.lists(hostile.words, max_size=5), hostile.zones)
def test_any_words_are_valid(item: Item, words: list[str], zone: str) -> None:
    """Stories, summaries, reasons and notices of any words are messages that Slack takes."""
    articles = tuple(stored(n, title=word, outlet=word, url=word) for n, word in enumerate(words))
    view = StoryView(item=item, articles=articles)
    oracle.accept(story_message(view, now=samples.MADE, zone=zone))
    oracle.accept(summary_message(item, note=" ".join(words), now=samples.MADE, zone=zone))
    oracle.accept(why_message(item.headline, words))
    oracle.accept(notice(" ".join(words)))
