"""The promise: whatever happens, and in whatever order, each message is posted once."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from briefbot.errors import DeliveryError, Uncertain
from briefbot.outbox import Outbox, Pace
from briefbot.pipeline.ingest import Keeper
from tests.outbox.fakeslack import End, FakeSlack
from tests.outbox.posting import VERSIONS, compose, keeper
from tests.virtual import run, wall

DAY = 86_400.0
UNSENT = (
    "unreachable",
    "unresolved",
    "ratelimited",
    "is_archived",
    "invalid_auth",
    "missing_scope",
)
ENDS = st.one_of(
    st.sampled_from([*End, None]),
    st.sampled_from(UNSENT).map(lambda reason: DeliveryError(reason, reason, 7.0)),
)
LOOKS = st.sampled_from(
    [DeliveryError("unreachable", "no"), Uncertain("http_500", "no"), DeliveryError("x", "no", 90)]
)
LIVES = st.lists(st.floats(0.1, 400.0), max_size=6)
"""How long each process lives until it is killed."""
LANDINGS = st.lists(st.one_of(st.none(), st.floats(0.0, 45.0)), max_size=6)


@settings(max_examples=60, deadline=None)
@given(
    ends=st.lists(ENDS, min_size=3, max_size=25),
    looks=st.lists(LOOKS, max_size=5),
    lives=LIVES,
    landings=LANDINGS,
    parts=st.lists(st.integers(1, 3), min_size=1, max_size=4),
)
def test_each_message_is_posted_once(
    ends: list[DeliveryError | End | None],
    looks: list[DeliveryError],
    lives: list[float],
    landings: list[float | None],
    parts: list[int],
) -> None:
    """For any faults and kills: no key twice, and none missing while Slack works in the end."""
    slack = FakeSlack(*ends)
    slack.blind, slack.lands = list(looks), list(landings)
    with tempfile.TemporaryDirectory() as folder, capture_logs():
        kept = keeper(Path(folder))
        for number, count in enumerate(parts):
            compose(kept.store, f"#c{number % 2}", parts=count)
        run(_lived(kept, slack, lives))
        waiting = kept.store.waiting()
        kept.store.close()
    assert waiting == ()
    assert Counter(post.key for post in slack.posted) == Counter(
        {post.key: 1 for post in slack.posted}
    )
    assert len(slack.posted) == sum(parts)
    assert in_order(slack, parts)


async def _lived(kept: Keeper, slack: FakeSlack, lives: list[float]) -> None:
    """Kill one process after the other; let the last one live."""
    for life in [*lives, DAY / 4]:
        running = asyncio.create_task(
            Outbox(kept, slack, wall, Pace(idle=600), versions=VERSIONS).run()
        )
        await asyncio.sleep(life)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def in_order(slack: FakeSlack, parts: list[int]) -> bool:
    """Tell whether each channel got its digests whole, one after the other, parts in order."""
    wanted: dict[str, list[str]] = {}
    for number, count in enumerate(parts):
        texts = [f"Morning {part}" for part in range(count)]
        wanted.setdefault(f"C-#c{number % 2}", []).extend(texts)
    return all(
        [post.text for post in slack.posted if post.channel == channel] == texts
        for channel, texts in wanted.items()
    )
