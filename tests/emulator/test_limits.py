"""Rate limits: one message a second in a channel after a short burst, calls a minute a method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from slack_sdk.errors import SlackApiError

from briefbot.emulator.limits import Limits

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from briefbot.emulator import Slack


async def test_a_channel_takes_one_message_a_second(slack: Slack, web: AsyncWebClient) -> None:
    """After the burst comes 429 with Retry-After; another channel and a second later are free."""
    for _ in range(slack.limits.message_burst):
        await web.chat_postMessage(channel="#news", text="x")
    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel="#news", text="x")
    response = caught.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers["Retry-After"] == "1"
    await web.chat_postMessage(channel="#desk", text="x")
    slack.clock.advance(1)
    await web.chat_postMessage(channel="#news", text="x")
    assert slack.limits.refused == 1


async def test_limits_can_be_switched_off(slack: Slack, web: AsyncWebClient) -> None:
    """Without limits everything passes."""
    slack.limits.on = False
    for _ in range(10):
        await web.chat_postMessage(channel="#news", text="x")


async def test_a_method_takes_so_many_calls_a_minute(slack: Slack, web: AsyncWebClient) -> None:
    """conversations.list is of tier 2: twenty a minute."""
    for _ in range(20):
        await web.conversations_list()
    with pytest.raises(SlackApiError) as caught:
        await web.conversations_list()
    assert int(caught.value.response.headers["Retry-After"]) == 3
    slack.clock.advance(3)
    await web.conversations_list()


@pytest.mark.parametrize("gap", [0.5, 1.0, 1.1])
def test_over_time_the_rate_is_never_passed(gap: float) -> None:
    """Whoever sends every `gap` seconds gets through as often as the rate allows."""
    limits = Limits()
    passed = sum(limits.message("C1", lambda now=n * gap: now) == 0 for n in range(100))  # type: ignore[misc]
    assert passed == min(100, int(99 * gap) + limits.message_burst)
