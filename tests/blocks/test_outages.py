"""What a channel is told between digests is valid, short, and calls nobody."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot.blocks import fits, outages_message
from briefbot.models import Ailing, Condition, News
from tests.blocks import hostile, oracle
from tests.makers import NOON, hours_ago

ailing = st.builds(
    Ailing,
    name=hostile.words,
    since=hostile.moments,
    message=hostile.words,
    state=st.sampled_from(Condition),
)


def test_outages() -> None:
    """Each source with its state and what to do; then what happens next."""
    reef = Ailing(name="Reef", since=hours_ago(26), message="503; set `interval`")
    port = Ailing(name="Port", since=hours_ago(50), message="")
    message = outages_message(News(failing=(reef,), back=(port,), now=NOON, zone="UTC"))
    oracle.accept(message)
    assert [line for line in message.plain.split("\n") if line] == [
        "1 source of the briefings here fails, and 1 source that failed is read again.",
        "• Reef failing since yesterday 10:00: 503; set interval",
        "• Port is read again; it failed from Sat 21 Nov 10:00",
        "It is still asked; this channel hears of it again when it is read.",
    ]
    assert message.text.endswith("is read again. Reef")


@settings(deadline=None)
@given(st.lists(ailing, max_size=40), st.lists(ailing, max_size=40), hostile.zones)
def test_any_outages_are_valid(failing: list[Ailing], back: list[Ailing], zone: str) -> None:
    """Whatever sources are called and servers say, Slack takes the message."""
    if failing or back:
        told = News(failing=tuple(failing), back=tuple(back), now=NOON, zone=zone)
        message = outages_message(told)
        oracle.accept(message)
        assert fits(message)
