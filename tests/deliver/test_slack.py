"""Slack as a destination: a message is posted with its key, found by it, and refused in words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from briefbot.deliver.slack import SlackDeliver, arguments
from briefbot.emulator import faults
from briefbot.errors import DeliveryError, Rejected, Uncertain
from briefbot.models import Delivery, DeliveryState, Message
from briefbot.ports import Sent
from tests.makers import NOON
from tests.outbox.posting import message
from tests.slack.world import Desk, desk
from tests.virtual import run

KEY = "bb:0123456789abcdef"


def delivery(destination: str = "#news", **fields: Any) -> Delivery:
    """Make a delivery that was just claimed."""
    known = {
        "key": KEY,
        "digest_id": 1,
        "order_id": "morning",
        "part": 0,
        "message": message(),
        "state": DeliveryState.SENDING,
        "attempts": 1,
        "created": NOON,
        "expires": NOON + timedelta(hours=12),
        "not_before": NOON,
        "claimed": NOON,
    }
    return Delivery(**{**known, "destination": destination, **fields})


def with_desk(work: Callable[[Desk], Awaitable[None]]) -> None:
    """Run a test with a Slack of its own, in virtual time."""

    async def life() -> None:
        async with desk() as opened:
            await work(opened)

    run(life())


async def failure(deliver: SlackDeliver, what: Delivery) -> DeliveryError:
    """Return what sending ends in."""
    with pytest.raises(DeliveryError) as caught:
        await deliver.send(what)
    return caught.value


def messages(d: Desk, channel: str = "#news") -> list[str]:
    """Return the texts that stand in a channel."""
    return [m.text for m in d.slack.workspace.channel(channel).posted()]


# ---------------------------------------------------------------- send


def test_a_message_carries_its_key_where_it_can() -> None:
    """The first block's id, the metadata and the client's id are made of it; nothing unfurls."""
    made = arguments(delivery(part=2, thread="1.5"), "C1")
    assert made["blocks"][0]["block_id"] == KEY
    assert "block_id" not in made["blocks"][1]
    assert made["metadata"] == {
        "event_type": "briefbot_digest",
        "event_payload": {"key": KEY, "part": 2},
    }
    assert made["client_msg_id"] == arguments(delivery(), "C2")["client_msg_id"]
    assert (made["thread_ts"], made["unfurl_links"], made["unfurl_media"]) == ("1.5", False, False)
    assert "link_names" not in made
    assert "block_id" not in delivery().message.blocks[0]


@pytest.mark.parametrize("name", ["#news", "#desk", "id", "person"])
def test_a_message_goes_where_it_is_meant_to(name: str) -> None:
    """A channel by name, public or private, a channel by id, and a person."""

    async def work(d: Desk) -> None:
        place = d.slack.workspace
        channel = (
            place.direct("ana") if name == "person" else place.channel(name.replace("id", "#news"))
        )
        destination = {"id": channel.id, "person": place.user("ana").id}.get(name, name)
        sent = await d.deliver.send(delivery(destination))
        assert sent == Sent(channel=channel.id, ts=next(iter(channel.messages)))

    with_desk(work)


def test_a_later_part_goes_into_the_thread() -> None:
    """It is a reply to the first part."""

    async def work(d: Desk) -> None:
        first = await d.deliver.send(delivery())
        second = await d.deliver.send(delivery(key="bb:2", part=1, thread=first.ts))
        posted = d.slack.workspace.channel("#news").messages
        assert posted[second.ts].thread_ts == first.ts

    with_desk(work)


def test_channels_are_read_page_by_page_and_once() -> None:
    """A name on the last page is found, and known from then on."""

    async def work(d: Desk) -> None:
        for number in range(1_200):
            d.slack.workspace.add_channel(f"c{number}", members=("briefbot",))
        await d.deliver.send(delivery("#c1199"))
        calls = d.slack.journal.calls
        lists = [name for name, _, _ in calls].count("conversations.list")
        await d.deliver.send(delivery("#c7", key="bb:2"))
        assert lists >= 2
        assert [name for name, _, _ in calls].count("conversations.list") == lists

    with_desk(work)


def test_a_public_channel_is_joined_once() -> None:
    """The bot becomes a member by itself, and the message is posted."""

    async def work(d: Desk) -> None:
        await d.deliver.send(delivery("#general"))
        assert messages(d, "#general") == ["Morning, 23 November"]
        calls = [name for name, _, _ in d.slack.journal.calls]
        assert calls.count("conversations.join") == 1

    with_desk(work)


def test_a_channel_that_can_not_be_joined_says_what_to_do() -> None:
    """Without the scope to join, an admin reads that the bot has to be invited."""

    async def work(d: Desk) -> None:
        d.slack.options.scopes -= {"channels:join"}
        error = await failure(d.deliver, delivery("#general"))
        assert (error.reason, type(error)) == ("not_in_channel", DeliveryError)
        assert "#general" in str(error)
        assert "/invite" in str(error)

    with_desk(work)


def test_an_unknown_name_is_asked_for_again() -> None:
    """A channel that is made later is found; until then the words say what to check."""

    async def work(d: Desk) -> None:
        error = await failure(d.deliver, delivery("#later"))
        assert (error.reason, type(error)) == ("channel_not_found", DeliveryError)
        d.slack.workspace.add_channel("later", members=("briefbot",))
        await d.deliver.send(delivery("#later"))
        assert messages(d, "#later") == ["Morning, 23 November"]

    with_desk(work)


def test_a_name_that_moved_is_found_anew() -> None:
    """When a known channel is archived, its name is looked up again."""

    async def work(d: Desk) -> None:
        await d.deliver.send(delivery())
        old = d.slack.workspace.channel("#news")
        old.name, old.is_archived = "old-news", True
        d.slack.workspace.add_channel("news", members=("briefbot",))
        error = await failure(d.deliver, delivery(key="bb:2"))
        assert (error.reason, type(error)) == ("is_archived", DeliveryError)
        await d.deliver.send(delivery(key="bb:2"))
        assert messages(d, "#news") == ["Morning, 23 November"]

    with_desk(work)


ENDS = [
    (faults.cut(), Uncertain, False),
    (faults.cut_after(), Uncertain, True),
    (faults.slow(20), Uncertain, True),
    (faults.lost(20), Uncertain, False),
    (faults.server_error(500), Uncertain, False),
    (faults.server_error(503, effect=True, html=True), Uncertain, True),
    (faults.refused("fatal_error", effect=True), Uncertain, True),
    (faults.refused("internal_error"), Uncertain, False),
    (faults.refused("service_unavailable"), Uncertain, False),
    (faults.refused("request_timeout", effect=True), Uncertain, True),
    (faults.refused("duplicate_message_not_found"), Uncertain, False),
    (faults.refused("a_word_of_next_year"), Uncertain, False),
    (faults.ratelimited(30), DeliveryError, False),
    (faults.refused("rate_limited"), DeliveryError, False),
    (faults.refused("restricted_action"), DeliveryError, False),
    (faults.refused("missing_scope"), DeliveryError, False),
    (faults.revoked(), DeliveryError, False),
    (faults.refused("msg_blocks_too_long"), Rejected, False),
    (faults.refused("invalid_blocks"), Rejected, False),
]


@pytest.mark.parametrize(("fault", "kind", "posted"), ENDS, ids=[f.name for f, _, _ in ENDS])
def test_a_failure_is_certain_only_where_it_is(
    fault: faults.Fault,
    kind: type[DeliveryError],
    posted: bool,  # noqa: FBT001  a table's column
) -> None:
    """What may have been posted is Uncertain; no token is in the words; it is sent once."""

    async def work(d: Desk) -> None:
        d.slack.faults.add("chat.postMessage", fault)
        error = await failure(d.deliver, delivery())
        assert type(error) is kind
        assert d.slack.bot_token not in str(error)
        assert str(error).startswith("#news: ")
        assert len(messages(d)) == posted
        found = await d.deliver.look(delivery()) if fault.name != "revoked" else None
        assert bool(found) == posted

    with_desk(work)


def test_a_pause_is_kept_for_its_method_alone() -> None:
    """After a 429 the method is not called until Retry-After is over; others are."""

    async def work(d: Desk) -> None:
        d.slack.faults.add("chat.postMessage", faults.ratelimited(30))
        first = await failure(d.deliver, delivery())
        second = await failure(d.deliver, delivery("#desk"))
        assert (first.reason, first.retry_after) == ("ratelimited", 30)
        assert (second.reason, round(second.retry_after or 0)) == ("ratelimited", 30)
        assert await d.deliver.look(delivery()) is None
        posts = [name for name, _, _ in d.slack.journal.calls if name == "chat.postMessage"]
        assert len(posts) == 1

    with_desk(work)


def test_what_comes_before_the_post_is_never_uncertain() -> None:
    """When the channel can't be found out, nothing was sent, and others are not held."""

    async def work(d: Desk) -> None:
        broken = faults.server_error(500)
        ends = ([broken], [faults.slow(60)], [faults.cut()] * 2, [faults.ratelimited(9)])
        for those in ends:  # aiohttp itself asks again when a read is cut
            d.slack.faults.add("conversations.list", *those)
            error = await failure(d.deliver, delivery())
            assert type(error) is DeliveryError
            assert error.reason != "ratelimited"
        assert messages(d) == []

    with_desk(work)


def test_all_in_all_an_attempt_takes_no_more_than_its_time() -> None:
    """What was spent on finding the channel is missing for the post, whose end is not known."""

    async def work(d: Desk) -> None:
        begun = asyncio.get_running_loop().time()
        d.slack.faults.add("conversations.list", faults.slow(5))
        d.slack.faults.add("chat.postMessage", faults.slow(13))
        error = await failure(d.deliver, delivery())
        assert type(error) is Uncertain
        assert asyncio.get_running_loop().time() - begun == pytest.approx(15, abs=0.1)

    with_desk(work)


def test_a_slack_that_is_not_there_was_sent_nothing() -> None:
    """A refused connection is certain: the message can be sent again."""

    async def work(d: Desk) -> None:
        d.client.base_url = "http://127.0.0.1:1/api/"
        error = await failure(SlackDeliver(d.client), delivery("C1"))
        assert (error.reason, type(error)) == ("unreachable", DeliveryError)
        assert "127.0.0.1 can't be reached" in str(error)

    with_desk(work)


def test_check_asks_whether_we_are_let_in() -> None:
    """It says nothing with a good token, and what to do with a bad one."""

    async def work(d: Desk) -> None:
        await d.deliver.check()
        d.slack.revoke()
        with pytest.raises(DeliveryError, match="install the app again") as caught:
            await d.deliver.check()
        assert caught.value.reason == "token_revoked"

    with_desk(work)


# ---------------------------------------------------------------- look


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("thread", [True, False])
def test_a_message_is_found_by_its_key(kept: bool, thread: bool) -> None:  # noqa: FBT001
    """In the channel or a thread, also when Slack drops the metadata; another key is not."""

    async def work(d: Desk) -> None:
        d.slack.options.keeps_metadata = kept
        first = await d.deliver.send(delivery(key="bb:first"))
        what = delivery(part=1, thread=first.ts) if thread else delivery()
        assert await d.deliver.look(what) is None
        sent = await d.deliver.send(what)
        assert await d.deliver.look(what) == sent

    with_desk(work)


def test_a_message_of_plain_text_is_found() -> None:
    """It has no block to carry the key, so the metadata does."""

    async def work(d: Desk) -> None:
        what = delivery(message=Message(text="plain"), plain=True)
        sent = await d.deliver.send(what)
        assert await d.deliver.look(what) == sent

    with_desk(work)


def test_a_message_is_found_below_many_others() -> None:
    """The history is read page by page."""

    async def work(d: Desk) -> None:
        sent = await d.deliver.send(delivery())
        for number in range(450):
            await d.slack.say("ben", "#news", f"{number}")
        assert await d.deliver.look(delivery()) == sent

    with_desk(work)


def test_a_key_in_another_s_message_is_not_ours() -> None:
    """Who copies the key into a message of their own hides nothing."""

    async def work(d: Desk) -> None:
        sent = await d.deliver.send(delivery())
        posted = d.slack.workspace.channel("#news").messages[sent.ts]
        posted.bot_id, posted.user = "B0OTHER", d.slack.workspace.user("ben").id
        assert await d.deliver.look(delivery()) is None

    with_desk(work)


@pytest.mark.parametrize("ahead", [-3_000, 600, 7_200, 90_000])
def test_a_wrong_clock_hides_no_message(ahead: int) -> None:
    """When our clock is ahead of Slack's or behind it, the message is found all the same."""

    async def work(d: Desk) -> None:
        what = delivery(claimed=NOON + timedelta(seconds=ahead))
        sent = await d.deliver.send(what)
        assert await d.deliver.look(what) == sent

    with_desk(work)


def test_a_clock_that_is_set_before_the_look_hides_no_message() -> None:
    """The attempt was made by a clock ten minutes ahead, which is right by now."""

    async def work(d: Desk) -> None:
        what = delivery(claimed=NOON + timedelta(minutes=10))
        sent = await d.deliver.send(what)
        await asyncio.sleep(4_000)
        assert await d.deliver.look(what) == sent

    with_desk(work)


def test_history_that_can_not_be_read_is_said() -> None:
    """Without the scope it never can; with a fault it may be, later."""

    async def work(d: Desk) -> None:
        d.slack.faults.add("conversations.history", faults.server_error(500))
        with pytest.raises(DeliveryError) as caught:
            await d.deliver.look(delivery())
        assert caught.value.reason != "blind"
        d.slack.options.scopes -= {"channels:history"}
        with pytest.raises(DeliveryError, match="channels:history") as caught:
            await d.deliver.look(delivery())
        assert caught.value.reason == "blind"

    with_desk(work)
