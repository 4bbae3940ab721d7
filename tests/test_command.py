"""What people type after `/brief`: a known word, an address, or else words to look for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.command import DAYS, LONGEST, Kind, parse

WEEK, WORK, END = DAYS, DAYS[:5], DAYS[5:]

KINDS = {
    "": Kind.LATEST,
    "   ": Kind.LATEST,
    "\x00": Kind.LATEST,
    "\u200b\u202e": Kind.LATEST,
    "　": Kind.LATEST,
    "topics": Kind.TOPICS,
    "TOPICS ": Kind.TOPICS,
    "sources": Kind.SOURCES,
    "Status": Kind.STATUS,
    "help": Kind.HELP,
    "?": Kind.HELP,
    "why": Kind.HELP,
    "admin": Kind.ADMIN,
    "Admin claim ABCD-EFGH-JKLM": Kind.ADMIN,
    "admin claim": Kind.ADMIN,
    "admin reform": Kind.SEARCH,
    "subscribe": Kind.SUBSCRIBE,
    "subscriptions": Kind.SUBSCRIBE,
    "unsubscribe": Kind.UNSUBSCRIBE,
    "taiwan": Kind.SEARCH,
    "status of TSMC": Kind.SEARCH,
    "reset": Kind.RESET,
    "reset my router": Kind.SEARCH,
    "why did TSMC fall": Kind.SEARCH,
    "why https://a.example/b and more": Kind.SEARCH,
    "help desk fraud": Kind.SEARCH,
    "sources of the leak": Kind.SEARCH,
    "topics 7d": Kind.SEARCH,
    "https://a.example/b what of it": Kind.SEARCH,
    "node.js": Kind.SEARCH,
    "c++": Kind.SEARCH,
    "it's": Kind.SEARCH,
    '"': Kind.SEARCH,
    '"foo* NEAR': Kind.SEARCH,
    "AND OR NOT": Kind.SEARCH,
    "title:taiwan": Kind.SEARCH,
    "-": Kind.SEARCH,
    "javascript:alert(1)": Kind.SEARCH,
    "file:///etc/passwd": Kind.SEARCH,
    "@channel": Kind.SEARCH,
    "台灣": Kind.SEARCH,
    " ".join(["word"] * 200): Kind.SEARCH,
    "https://a.example/b": Kind.SUMMARISE,
    "HTTP://A.example": Kind.SUMMARISE,
    "www.a.example/b": Kind.SUMMARISE,
    "a.example/b": Kind.SUMMARISE,
    "summarise https://a.example/b": Kind.SUMMARISE,
    "summary a.example/b": Kind.SUMMARISE,
    "why https://a.example/b": Kind.WHY,
    "suggest https://a.example/b": Kind.SUGGEST,
    "suggest www.a.example/": Kind.SUGGEST,
    "suggest a.example/feed": Kind.SUGGEST,
    "suggest a.example": Kind.SUGGEST,
    "suggest nothing": Kind.SEARCH,
    "Why a.example/b": Kind.WHY,
}


@pytest.mark.parametrize("typed", KINDS)
def test_a_known_word_counts_only_where_it_is_meant(typed: str) -> None:
    """A word is a command when it stands as one; everything else is looked for."""
    assert parse(typed).kind is KINDS[typed]


def test_words_to_look_for_stay_as_they_were_typed() -> None:
    """Nothing but the signs of input methods is changed."""
    assert parse("Taiwan  -rumour source:wire 7d").text == "Taiwan -rumour source:wire 7d"
    assert parse("“undersea cable” since：monday").text == '"undersea cable" since:monday'
    assert parse("「海底電纜」　台灣").text == '"海底電纜" 台灣'


def test_an_address_without_its_scheme_gets_one() -> None:
    """People copy what their browser shows."""
    assert parse("a.example/b").text == "https://a.example/b"
    assert parse("why www.a.example/b").text == "https://www.a.example/b"


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("AT&amp;T", Kind.SEARCH, "AT&T"),
        ("a &lt;!channel&gt; b", Kind.SEARCH, "a <!channel> b"),
        ("&amp;lt;", Kind.SEARCH, "&lt;"),
        ("taiwan <!channel>", Kind.SEARCH, "taiwan <!channel>"),
        ("ask <@U0000ANN|ann> in <#C0000NEWS|news>", Kind.SEARCH, "ask ann in news"),
        (
            "<https://a.example/b?c=1&amp;d=2|a.example>",
            Kind.SUMMARISE,
            "https://a.example/b?c=1&d=2",
        ),
        ("why <https://a.example/b>", Kind.WHY, "https://a.example/b"),
        ("<javascript:alert(1)|https://a.example>", Kind.SEARCH, None),
        ("<https://a.example/b|c", Kind.SEARCH, None),
    ],
)
def test_slacks_escapes_are_undone(typed: str, kind: Kind, text: str | None) -> None:
    """Once, and only where Slack makes them; a link is its address, never its label."""
    command = parse(typed)
    assert (command.kind, command.text) == (kind, typed if text is None else text)


SUBSCRIPTIONS = {
    "taiwan": ("taiwan", "08:00", WEEK),
    "taiwan 08:00": ("taiwan", "08:00", WEEK),
    "taiwan 8:05": ("taiwan", "08:05", WEEK),
    "taiwan 08.30": ("taiwan", "08:30", WEEK),
    "taiwan 8am": ("taiwan", "08:00", WEEK),
    "taiwan 8 pm": ("taiwan", "20:00", WEEK),
    "taiwan 12am": ("taiwan", "00:00", WEEK),
    "taiwan 12:30pm": ("taiwan", "12:30", WEEK),
    "taiwan 17h": ("taiwan", "17:00", WEEK),
    "taiwan 08：00": ("taiwan", "08:00", WEEK),
    "taiwan 08:00 weekdays": ("taiwan", "08:00", WORK),
    "taiwan weekdays 08:00": ("taiwan", "08:00", WORK),
    "to taiwan at 08:00 on weekdays": ("taiwan", "08:00", WORK),
    "taiwan 08:00 weekend": ("taiwan", "08:00", END),
    "taiwan 08:00 daily": ("taiwan", "08:00", WEEK),
    "taiwan 08:00 mon,wed": ("taiwan", "08:00", ("mon", "wed")),
    "taiwan 08:00 mon, wed and fri": ("taiwan", "08:00", ("mon", "wed", "fri")),
    "taiwan 08:00 Tuesdays": ("taiwan", "08:00", ("tue",)),
    "taiwan 08:00 mon-fri": ("taiwan", "08:00", WORK),
    "taiwan 08:00 mon–fri": ("taiwan", "08:00", WORK),
    "taiwan 08:00 fri-mon": ("taiwan", "08:00", ("mon", "fri", "sat", "sun")),
    "台積電 08：00 平日": ("台積電", "08:00", WORK),
    "windows 11 08:00": ("windows 11", "08:00", WEEK),
    "iphone 15": ("iphone 15", "08:00", WEEK),
    "black friday deals": ("black friday deals", "08:00", WEEK),
    '"taiwan strait" -rumour lang:zh 07:00': ('"taiwan strait" -rumour lang:zh', "07:00", WEEK),
}


@pytest.mark.parametrize("typed", SUBSCRIPTIONS)
def test_a_subscription_is_words_a_time_and_days(typed: str) -> None:
    """Time and days stand at the end, as people say them; without them it is daily at 08:00."""
    command = parse(f"subscribe {typed}")
    assert command.kind is Kind.SUBSCRIBE
    assert (command.text, command.label, command.weekdays) == SUBSCRIPTIONS[typed]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("subscribe 08:00", "Subscribe to what?"),
        ("subscribe mon", "Subscribe to what?"),
        ("subscribe taiwan 25:00", '"25:00" is no time of day'),
        ("subscribe taiwan 08:75", '"08:75" is no time of day'),
        ("subscribe taiwan 13pm", '"13pm" is no time of day'),
        ("why", "Why what?"),
        ("suggest", "Suggest what?"),
        ("suggest https://a.example/feed please", "one address at a time"),
        ("suggest a.example/1 b.example/2", "one address at a time"),
    ],
)
def test_what_was_not_understood_is_said(typed: str, says: str) -> None:
    """Help comes with a sentence on what is wrong."""
    command = parse(typed)
    assert command.kind is Kind.HELP
    assert says in command.note


@pytest.mark.parametrize(
    ("typed", "label", "note"),
    [
        ("cable 08:00 18:00", "08:00", "I took 08:00, and left out 18:00."),
        ("cable 7am and 12:00 18h", "07:00", "I took 07:00, and left out 12:00, 18h."),
        ("cable 08:00 8.00", "08:00", ""),
    ],
)
def test_a_subscription_has_one_time_of_day(typed: str, label: str, note: str) -> None:
    """The first one is taken, and what is left out is said."""
    command = parse(f"subscribe {typed}")
    assert (command.kind, command.text, command.label) == (Kind.SUBSCRIBE, "cable", label)
    assert command.note.endswith(note)
    assert bool(command.note) == bool(note)


def test_unsubscribing_names_what_ends() -> None:
    """The words of the subscription, or all."""
    assert parse("unsubscribe from taiwan news").text == "taiwan news"
    assert parse("unsubscribe all").text == "all"


@given(st.text(max_size=300) | st.text('subcrie 0123456789:.,-apm"<>@#|\u3000', max_size=60))
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    """Any text is some command, whose words fit a button and hold nothing that steers."""
    for text in (typed, f"subscribe {typed}", f"why {typed}", f"unsubscribe {typed}"):
        command = parse(text)
        assert len(command.text) <= LONGEST + len("https://")
        assert command.text.isprintable()
        assert command.weekdays


def test_a_book_is_cut() -> None:
    """Ten thousand characters are read as far as a button can carry them."""
    assert len(parse("x" * 10_000).text) == LONGEST
