"""What admins see is within Slack's limits, whatever sources and people are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.blocks.admin.home import admin_message, admin_view
from briefbot.blocks.admin.where import carried, read
from briefbot.emulator import validate
from briefbot.models import (
    Alert,
    Author,
    Change,
    ChangeRecord,
    ChangeState,
    Condition,
    OrderLine,
    SourceLine,
    Status,
)
from briefbot.models.office import (
    Batch,
    BriefingEntry,
    Fare,
    OfficePage,
    Part,
    SourceEntry,
    SourceShelf,
    TopicEntry,
    Where,
)
from briefbot.models.suggestions import Suggestion, Verdict
from tests.blocks import hostile, oracle
from tests.render.samples import MADE

WHO = "U0123ABCD"
DAY = date(2026, 12, 24)
ids = st.from_regex(r"\A[a-z0-9][a-z0-9_-]{0,63}\Z")
names = hostile.words
moments = st.none() | st.just(MADE) | st.just(MADE - timedelta(days=400))
held: st.SearchStrategy[Any] = st.none() | st.dictionaries(
    st.sampled_from(("name", "words", "enabled", "paused_until", "weight", "url")),
    names | st.lists(names, max_size=30) | st.booleans() | st.integers() | st.none(),
)
sources = st.builds(
    SourceEntry,
    line=st.builds(
        SourceLine,
        source_id=ids,
        name=names,
        url=hostile.urls,
        state=st.sampled_from(Condition),
        succeeded=moments,
        next_check=moments,
        articles=st.integers(0, 10**9),
        since=moments,
        per_day=st.none() | st.floats(0, 1e6),
        advice=names,
    ),
    topics=st.lists(names, max_size=3).map(tuple),
    paused=st.none() | st.just(DAY),
)
orders = st.builds(
    OrderLine,
    name=names,
    destinations=st.lists(names, max_size=30).map(tuple),
    due=moments,
    zone=st.sampled_from(("UTC", "Asia/Taipei")),
    posted=moments,
)
changes = st.builds(
    Batch,
    first=st.builds(
        ChangeRecord,
        number=st.integers(1, 10**12),
        batch=st.just(1),
        at=st.just(MADE),
        author=st.builds(
            Author, name=st.just(WHO) | names, way=st.sampled_from(("slack", "cli", "file"))
        ),
        change=st.builds(
            Change,
            part=st.sampled_from(("sources", "topics", "briefings", "settings")),
            id=ids,
            before=held,
            after=held,
        ),
        state=st.sampled_from(ChangeState),
        note=names,
    ),
    size=st.integers(1, 1000),
)
statuses = st.builds(
    Status,
    now=st.just(MADE),
    since=st.just(MADE),
    zone=st.just("UTC"),
    read=st.integers(0, 1000),
    sources=st.integers(0, 1000),
    failing=st.integers(0, 1000),
    articles=st.integers(0, 10**9),
    newest=moments,
    orders=st.just(()),
    pending=st.integers(0, 10**6),
    alerts=st.lists(st.builds(Alert, text=names, since=st.just(MADE)), max_size=40).map(tuple),
)


def listed(one: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[Any]:
    """Return few of one, or as many as a page can have."""
    return st.lists(one, max_size=2).map(tuple) | st.builds(lambda each: (each,) * most, one)


pages = st.builds(
    OfficePage,
    now=st.just(MADE),
    zone=st.just("Asia/Taipei"),
    where=st.builds(
        Where,
        part=st.sampled_from(Part),
        page=st.integers(0, 60),
        words=names,
        topic=names,
        fare=st.sampled_from(Fare),
    ),
    pages=st.integers(1, 60),
    unwritable=names,
    said=names,
    whole=st.booleans(),
    status=st.none() | statuses,
    sources=st.builds(
        SourceShelf,
        groups=st.lists(st.tuples(names, sources.map(lambda one: (one,))), max_size=2).map(tuple)
        | st.builds(lambda one: tuple((f"T{n}", (one,)) for n in range(20)), sources),
        found=st.integers(0, 1000),
        all=st.integers(0, 1000),
        unwell=st.integers(0, 1000),
    ),
    topics=listed(
        st.builds(
            TopicEntry,
            topic_id=ids,
            name=names,
            words=st.lists(names, max_size=99).map(tuple),
            sources=st.integers(0, 1000),
        ),
        20,
    ),
    briefings=listed(
        st.builds(
            BriefingEntry,
            briefing_id=ids,
            line=orders,
            enabled=st.booleans(),
            paused=st.none() | st.just(DAY),
        ),
        20,
    ),
    changes=listed(changes, 15),
    suggestions=listed(
        st.builds(
            Suggestion,
            id=st.integers(1, 10**9),
            url=hostile.urls,
            who=st.just(WHO) | names,
            at=st.just(MADE),
            state=st.sampled_from(Verdict),
            decided_by=st.just(WHO) | names,
        ),
        20,
    ),
    labels=st.lists(st.tuples(ids, names), max_size=3, unique_by=lambda pair: pair[0]).map(tuple)
    | st.just(tuple((f"t{n}", f"Topic {n}") for n in range(1000))),
    numbers=st.tuples(st.integers(0, 1000), st.integers(0, 1000)),
)


@settings(max_examples=150, deadline=None)
@given(pages)
def test_every_page_is_within_slacks_limits(page: OfficePage) -> None:
    """By slackblocks' count and the emulator's, with the longest names and the fullest page."""
    view = admin_view(page)
    oracle.accept_view(view, called=WHO)
    validate.view(view)


@given(
    st.builds(
        Where,
        part=st.sampled_from(Part),
        page=st.integers(0, 60),
        words=st.text(max_size=80),
        topic=ids | st.just("") | st.just("-"),
        fare=st.sampled_from(Fare),
    )
)
def test_what_a_view_carries_is_read_again(where: Where) -> None:
    """A button leads where it says."""
    assert read(carried(where)) == where
    assert len(carried(where)) <= 2000


@given(st.text() | st.from_regex(r"\[.*\]") | st.just("[" * 100_000))
def test_what_was_not_carried_is_the_overview(text: str) -> None:
    """Nothing that somebody forges is an error."""
    assert isinstance(read(text), Where)


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '["sources", 1e999, "", "", ""]', '["sources", 0, 1, "", ""]']
)
def test_nonsense_is_the_overview(text: str) -> None:
    """So is what an older version of us carried."""
    assert read(text) == Where()


def test_the_way_to_home() -> None:
    """The answer to the command is a button; in a channel another leads to a briefing there."""
    for channel in ("", "D0123ABCD", "C0123ABCD"):
        message = admin_message("slack://app?team=T1&id=A1&tab=home", channel)
        oracle.accept(message)
        assert ("New briefing here" in str(message.blocks)) == channel.startswith("C")


@pytest.mark.parametrize(
    ("unwell", "words"), [(0, ""), (1, "Look at it"), (12, "All 12 to be looked at")]
)
def test_a_button_leads_to_what_is_to_be_looked_at(unwell: int, words: str) -> None:
    """In words that fit one source, and many."""
    shelf = SourceShelf(all=20, unwell=unwell)
    page = OfficePage(now=MADE, zone="UTC", where=Where(), sources=shelf)
    buttons = [node for node in oracle.nodes(admin_view(page)) if node.get("type") == "button"]
    led = [each["text"]["text"] for each in buttons if each["action_id"] == "admin_unwell"]
    assert led == ([words] if words else [])


@pytest.mark.parametrize("part", [Part.OVERVIEW, Part.SOURCES, Part.CHANGES])
def test_a_page_of_times_says_whose_they_are(part: Part) -> None:
    """They are the admin's own; a briefing's next hour names another beside them."""
    batch = Batch(first=admins([], [WHO]), size=1)
    page = OfficePage(now=MADE, zone="Asia/Taipei", where=Where(part=part), changes=(batch,))
    shown = str(admin_view(page))
    assert "Times here are in Taipei time, unless they name another." in shown
    assert "Times here are in UTC, unless" in str(admin_view(replace(page, zone="UTC")))


def test_a_channel_that_the_file_names_by_its_id_is_shown_by_its_name() -> None:
    """As that of every briefing is that was begun in Slack; in the list of changes too."""
    line = OrderLine(name="Morning", zone="UTC", destinations=(ROOM, "#news"), due=None)
    asked = Change(part="digests", id="1", after={"briefing": "morning", "destination": ROOM})
    page = OfficePage(
        now=MADE,
        zone="UTC",
        where=Where(),
        briefings=(BriefingEntry(briefing_id="morning", line=line, enabled=True),),
        changes=(Batch(first=replace(admins([], []), change=asked), size=1),),
    )
    nodes = list(oracle.nodes(admin_view(page)))
    assert [node["channel_id"] for node in nodes if node.get("type") == "channel"] == [ROOM, ROOM]
    words = [node["text"] for node in nodes if isinstance(node.get("text"), str)]
    assert "asked for the digest of morning in " in words
    assert not any(ROOM in each for each in words)


def admins(before: Any, after: Any) -> ChangeRecord:
    """Make a change of the admins by one of them."""
    change = Change(part="settings", id="admins", before=before, after=after)
    return ChangeRecord(
        number=1,
        batch=1,
        at=MADE,
        author=Author(name=WHO, way="slack"),
        change=change,
        state=ChangeState.APPLIED,
        note="",
    )


OTHER = "U0456EFGH"
ROOM = "C0123ABCD"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, [WHO], "became an admin"),
        (OTHER, [OTHER, WHO], "became an admin"),
        ([WHO], [WHO, OTHER], f"added <{OTHER}> to the admins"),
        ([WHO, OTHER], [WHO], f"took <{OTHER}> off the admins"),
        ([WHO, OTHER], [WHO, "S0GROUP"], f"added S0GROUP to the admins, and took <{OTHER}> off"),
        ([WHO, OTHER], [OTHER, WHO], "changed the order of admins"),
    ],
)
def test_who_came_to_the_admins_and_who_went_is_named(before: Any, after: Any, said: str) -> None:
    """Nobody is said to have changed something with themselves."""
    page = OfficePage(
        now=MADE,
        zone="UTC",
        where=Where(part=Part.CHANGES),
        changes=(Batch(first=admins(before, after), size=1),),
    )
    words = "".join(
        f"<{node['user_id']}>" if node.get("type") == "user" else node["text"]
        for node in oracle.nodes(admin_view(page))
        if node.get("type") in ("user", "text")
    )
    assert words.startswith(f"<{WHO}> {said}")
