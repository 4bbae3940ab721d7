"""What a form changes is shown within Slack's limits, whatever the file and its names are."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefbot.blocks.admin import check
from briefbot.config import Config, FetchOptions, Source, Topic, values
from briefbot.emulator import validate
from tests.blocks import hostile, oracle

SEEN = "0" * 20
NOWHERE = FetchOptions(contact="https://desk.test/about")


def fit(words: str) -> bool:
    """Tell whether a form can hold it: everything else is refused before."""
    try:
        values.word(words)
    except ValueError:
        return False
    return True


names = hostile.words.map(lambda words: words[: values.LONGEST_LINE]).filter(fit)
many = st.lists(names, min_size=1, max_size=8).flatmap(
    lambda some: st.sampled_from((1, 200)).map(
        lambda times: [
            f"{word[:180]} {n}.{at}" for n in range(times) for at, word in enumerate(some)
        ][:200]
    )
)
diffs = st.lists(
    st.tuples(st.sampled_from(("+", "-", " ", "@@", "")), hostile.words).map("".join)
    | st.builds(lambda size: f"+{'x' * size}", st.sampled_from((10, 999, 1000, 10**5))),
    max_size=30,
).flatmap(lambda some: st.sampled_from((1, 30)).map(lambda times: "\n".join(["+x", *some * times])))


def accept(view: dict[str, Any]) -> None:
    """Fail unless Slack takes it, by two judges, and no name calls anybody."""
    oracle.accept_view(view)
    validate.view(json.loads(json.dumps(view)))


def configured(words: list[str]) -> Config:
    """Make a configuration of many sources and topics of these names; it is not checked."""
    ids = [f"i{n}".ljust(64, "x") for n in range(len(words))]
    read = tuple(
        Source.model_construct(id=each, url="https://a.example/f", name=word)
        for each, word in zip(ids, words, strict=True)
    )
    topics = tuple(
        Topic.model_construct(id=each, name=word, words=(word,))
        for each, word in zip(ids, words, strict=True)
    )
    return Config.model_construct(sources=read, topics=topics, fetch=NOWHERE)


def items(words: list[str], config: Config) -> dict[str, list[dict[str, Any]]]:
    """Return an item of each part, as small as it can be, and as large."""
    id_, ids = "b" * 64, [each.id for each in config.sources][:100]
    source = {"id": id_, "url": "https://a.example/f"}
    briefing = {"id": id_, "name": "Morning", "schedule": {"times": ["08:00"]}}
    times = [f"{n % 24:02}:{n // 24:02}" for n in range(200)]
    more = {"name": words[0], "topics": ids}
    return {
        "sources": [source, {**source, **more, "weight": 10, "include": words, "exclude": words}],
        "topics": [
            {"id": id_, "name": "Taiwan", "words": ["taiwan"]},
            {"id": id_, "name": words[0], "words": words},
        ],
        "briefings": [
            briefing,
            {
                **briefing,
                **more,
                "sources": ids,
                "destinations": [f"#{n}".ljust(70, "x") for n in range(50)],
                "schedule": {"times": times, "weekdays": ["mon"], "zone": "Asia/Taipei"},
                "max_stories": 50,
                "sentences": 10,
                "quiet_day": "skip",
                "languages": sorted(values.LANGUAGES),
            },
        ],
    }


@settings(max_examples=20, deadline=None)
@given(many, diffs)
def test_every_check_is_within_slacks_limits(words: list[str], diff: str) -> None:
    """Of an item that is new, and of one that changes in all that a form holds."""
    config = configured(words)
    for part, (small, large) in items(words, config).items():
        carried = {"id": small["id"], "seen": SEEN, "channel": "C0123ABCDEF", "kept": "0" * 16}
        for before, after in ((None, large), (small, large), (large, small)):
            accept(check.check_modal(part, before, after, diff, config=config, carried=carried))


@settings(max_examples=30, deadline=None)
@given(hostile.words.filter(str.strip))
def test_what_is_said_instead_is_within_slacks_limits(words: str) -> None:
    """While it is not known, and where nothing is saved."""
    validate.view(check.waiting_modal())
    validate.view(check.unsaved_modal(f"Not so: {words.encode('utf-8', 'replace').decode()}"))


@settings(max_examples=50, deadline=None)
@given(diffs)
@example("\n".join(f"+line {n}" for n in range(41)))
def test_a_long_change_is_cut_and_counted(diff: str) -> None:
    """Each line that goes or comes is shown or counted."""
    there = [line for line in diff.splitlines() if line[:1] in ("+", "-")]
    *shown, last = check.lines(diff).split("\n")
    left = 0
    if last.startswith("… and "):
        left = int(last.split()[2].replace(",", ""))
    else:
        shown.append(last)
    assert len(shown) + left == len(there)
    assert len(shown) <= check.LINES
    assert sum(map(len, shown)) <= check.ROOM


def test_lines_keep_their_spaces_and_nothing_of_others() -> None:
    """A line that nobody can check is counted in characters."""
    diff = (
        f"@@ -1,3 +1,3 @@\n     url: https://a.example/?key=secret\n-    weight: 1\n+{'x' * 2000}"
    )
    assert check.lines(diff) == "-    weight: 1\n+ (a line of 2,000 characters)"
