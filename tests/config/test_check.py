"""From plain data to a configuration, or to every problem in plain words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot import config
from briefbot.errors import ConfigError

FETCH = {"contact": "me@site.example"}
SOURCE = {"id": "one", "url": "https://one.example/feed"}
TOPIC = {"id": "taiwan", "name": "Taiwan", "words": ["Taiwan"]}
SCHEDULE = {"times": ["08:00"]}
BRIEFING = {"id": "morning", "name": "Morning", "topics": ["taiwan"], "schedule": SCHEDULE}


def whole(**parts: object) -> dict[str, Any]:
    """Return a sound configuration with some of its parts replaced."""
    return {
        "sources": [SOURCE],
        "topics": [TOPIC],
        "briefings": [BRIEFING],
        "fetch": FETCH,
        **parts,
    }


def source(**keys: object) -> dict[str, Any]:
    return whole(sources=[{**SOURCE, **keys}])


def topic(**keys: object) -> dict[str, Any]:
    return whole(topics=[{**TOPIC, **keys}])


def briefing(**keys: object) -> dict[str, Any]:
    return whole(briefings=[{**BRIEFING, **keys}])


def schedule(**keys: object) -> dict[str, Any]:
    return briefing(schedule={**SCHEDULE, **keys})


def fetch(**keys: object) -> dict[str, Any]:
    return whole(fetch={**FETCH, **keys})


def problems(data: object) -> list[str]:
    """Return what is wrong, as `place: sentence`."""
    with pytest.raises(ConfigError) as caught:
        config.parse(data, file="briefbot.yaml")
    return [f"{problem.path}: {problem.message}" for problem in caught.value.problems]


MISTAKES = [
    # what the file says, and the one sentence for it
    (whole(sourcse=[]), 'sourcse: unknown key "sourcse"; did you mean "sources"?'),
    (source(intervall="1h"), 'sources[0].intervall: unknown key "intervall"; did you mean "interval"?'),
    (source(zzz=1), 'sources[0].zzz: unknown key "zzz"; known here: id, url, kind, name, topics'),
    (schedule(zon="UTC"), 'briefings[0].schedule.zon: unknown key "zon"; did you mean "zone"?'),
    (source(kind="rsss"), 'sources[0].kind: kind "rsss" is not known; use auto, feed, page or sitemap'),
    (whole(sources=[{"id": "one"}]), 'sources[0].url: key "url" is missing; write for example url: https://'),
    (whole(sources=["https://x.example"]), 'sources[0]: "https://x.example" is not usable here; write one "key: value" line'),
    (whole(sources={"one": {}}), "sources: a group of keys is not usable here; write a list"),
    (whole(topics=None), "topics: nothing stands here; write a list"),
    (source(id="My Source"), 'sources[0].id: "My Source" is no id; use small letters, digits, - and _, such as "my-source"'),
    (source(id=5), "sources[0].id: 5 is not usable here; write text, in quotes if it looks like a number"),
    (source(url="ftp://x.example/"), 'sources[0].url: the address must begin with https:// or http://, not with "ftp:"'),
    (source(url="x.example/feed"), "sources[0].url: the address must begin with https:// or http://"),
    (source(url="https:///feed"), "sources[0].url: the address names no host"),
    (source(url="https://x.example:99999/"), "sources[0].url: the address has a broken host or port"),
    (source(url="https://x.example/a b"), "sources[0].url: the address holds a space"),
    (source(enabled="yes"), 'sources[0].enabled: "yes" is not usable here; write true or false'),
    (source(topics="taiwan"), 'sources[0].topics: "taiwan" is not usable here; write a list: [one, two]'),
    (source(topics=["taiwn"]), 'sources[0].topics[0]: topic "taiwn" is not defined; did you mean "taiwan"?'),
    (source(topics=["zzz"]), 'sources[0].topics[0]: topic "zzz" is not defined; define it under `topics`'),
    (source(topics=["taiwan", "taiwan"]), 'sources[0].topics: "taiwan" stands twice; remove one'),
    (source(weight=100), "sources[0].weight: 100 is too much; the most is 10"),
    (source(weight=0), "sources[0].weight: 0 is too little; the least is 0.1"),
    (source(weight="2"), 'sources[0].weight: "2" is not usable here; write a number, without quotes'),
    (source(weight=float("nan")), "sources[0].weight: nan is not usable here; write a number"),
    (source(first_sight=-1), "sources[0].first_sight: -1 is no number of entries; use 0 to 10000, or all"),
    (source(first_sight=True), "sources[0].first_sight: true is no number of entries"),
    (source(language="zh-TW"), 'sources[0].language: language "zh-TW" is not known; use "zh"'),
    (source(language="chinese"), 'sources[0].language: language "chinese" is not known; use two letters'),
    (source(interval="5m"), 'sources[0].interval: "5m" is too often for somebody else\'s site; use "1h" or more'),
    (source(interval=3600), 'sources[0].interval: 3600 is no length of time; write "30m", "1h" or "2 days"'),
    (source(interval="90d"), 'sources[0].interval: "90d" is too long; the most is "30d"'),
    (source(headers={"Host": "X"}), 'sources[0].headers.Host: header "Host" is set by briefbot itself'),
    (source(headers={"A b": "X"}), 'sources[0].headers["A b"]: "A b" is no header name'),
    (source(include=["chip*"]), 'sources[0].include[0]: "chip*" is a pattern; write plain words'),
    (source(include=["/chip.?/"]), 'sources[0].include[0]: "/chip.?/" is a pattern'),
    (source(exclude=["..."]), 'sources[0].exclude[0]: "..." has no letter and no digit'),
    (source(name="a\u202eb"), r'sources[0].name: "a\u202eb" holds a line break or an invisible character'),
    (topic(words=[]), "topics[0].words: a list is too short; write at least one"),
    (topic(words=[2330]), "topics[0].words[0]: 2330 is not usable here; write text, in quotes if it looks"),
    (topic(name=" "), "topics[0].name: the text is empty"),
    (briefing(topics=[]), "briefings[0]: the briefing has neither topics nor sources; give one"),
    (briefing(sources=["on"]), 'briefings[0].sources[0]: source "on" is not defined; did you mean "one"?'),
    (briefing(destinations=[None]), 'briefings[0].destinations[0]: nothing stands here: # begins a comment, so write "#news" in quotes'),
    (briefing(destinations=["@bob"]), 'briefings[0].destinations[0]: "@bob" is no destination; use "#channel" in quotes, or an id'),
    (briefing(max_stories=51), "briefings[0].max_stories: 51 is too much; the most is 50"),
    (briefing(sentences="3"), 'briefings[0].sentences: "3" is not usable here; write a whole number'),
    (briefing(quiet_day="no"), "briefings[0].quiet_day: \"no\" is not known; use 'say' or 'skip'"),
    (schedule(times=["25:00"]), 'briefings[0].schedule.times[0]: "25:00" is no time of day; use "08:00"'),
    (schedule(times=[8]), 'briefings[0].schedule.times[0]: 8 is no time of day; use "08:00"'),
    (schedule(times=["8:00", "08:00"]), 'briefings[0].schedule.times: "08:00" stands twice'),
    (schedule(weekdays=["Monday"]), 'briefings[0].schedule.weekdays[0]: weekday "Monday" is not known; use "mon"'),
    (schedule(weekdays=["daily"]), 'briefings[0].schedule.weekdays[0]: weekday "daily" is not known; use mon, tue'),
    (schedule(zone="Asia/Taibei"), 'briefings[0].schedule.zone: zone "Asia/Taibei" is not known; did you mean "Asia/Taipei"?'),
    (schedule(zone="../etc/passwd"), 'briefings[0].schedule.zone: zone "../etc/passwd" is not known'),
    (whole(admins=["bob"]), 'admins[0]: "bob" is no Slack user id; use one such as U0123ABCD'),
    (whole(summariser="lsa"), 'summariser: summariser "lsa" is not known; use lexrank or lead'),
    (whole(fetch={}), 'fetch.contact: key "contact" is missing; write for example contact: https://'),
    (fetch(contact="me"), 'fetch.contact: "me" is no contact; use your web page or mail address'),
    (fetch(allow_private=["10.0.0.1/8"]), 'fetch.allow_private[0]: "10.0.0.1/8" does not begin its network; did you mean "10.0.0.0/8"?'),
    (fetch(allow_private=["inside"]), 'fetch.allow_private[0]: "inside" is no network; write "10.0.0.0/8"'),
    (fetch(allow_private=["0.0.0.0/0"]), 'fetch.allow_private[0]: "0.0.0.0/0" is every address there is'),
    (fetch(user_agent="x {name}"), "fetch.user_agent: {name} is not filled in; use {version} and {contact}"),
    (fetch(user_agent="x {"), 'fetch.user_agent: "x {" has a brace too many'),
    (fetch(timeout=0), "fetch.timeout: 0 is too little; the least is 1"),
    (whole(retention={"seen_days": 5}), "retention: seen_days (5) is shorter than text_days (90)"),
    (5, ': 5 is not usable here; write one "key: value" line for each'),
]  # fmt: skip


@pytest.mark.parametrize(("data", "sentence"), MISTAKES, ids=[s.split(":")[0] for _, s in MISTAKES])
def test_a_mistake_gets_one_sentence(data: object, sentence: str) -> None:
    """Each mistake is told once: where it stands, what is wrong, and what to write."""
    found = problems(data)
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_every_problem_is_told_at_once() -> None:
    """Mistakes in values, in keys and between parts come together in one error."""
    found = problems(
        whole(
            sources=[{**SOURCE, "kind": "rsss"}, {**SOURCE, "topics": ["taiwn"]}],
            briefings=[{**BRIEFING, "topics": [], "max_stories": 0, "schedule": {"at": "8"}}],
        )
    )
    assert {sentence.split(": ")[0] for sentence in found} == {
        "sources[0].kind",
        "sources[1].id",
        "sources[1].topics[0]",
        "briefings[0]",
        "briefings[0].max_stories",
        "briefings[0].schedule.at",
        "briefings[0].schedule.times",
    }


def test_problems_carry_the_nearest_line_and_come_in_the_order_of_the_file() -> None:
    """A missing key has the line of the part that misses it; all stand sorted by line."""
    lines = {(): 1, ("sources", 0): 8, ("sources", 0, "id"): 8, ("fetch",): 2}
    with pytest.raises(ConfigError) as caught:
        config.parse({"sources": [{"id": "x"}], "fetch": {}}, file="f.yaml", lines=lines)
    assert [(problem.line, problem.path) for problem in caught.value.problems] == [
        (2, "fetch.contact"),
        (8, "sources[0].url"),
    ]
    assert str(caught.value).startswith("f.yaml: line 2: fetch.contact: ")


def test_a_repeated_id_names_both_lines() -> None:
    """The second use of an id is the problem, and it says where the first one stands."""
    lines = {("sources", 0, "id"): 3, ("sources", 1, "id"): 9}
    data = whole(sources=[SOURCE, SOURCE])
    with pytest.raises(ConfigError) as caught:
        config.parse(data, file="f.yaml", lines=lines)
    (problem,) = caught.value.problems
    assert problem.line == 9
    assert problem.message == 'id "one" is taken: line 3 has it already; choose another'


@pytest.mark.parametrize(
    "data",
    [
        source(url="https://user:hush@one.example/"),
        source(url="https://one.example/?key=hush and more"),
        source(url="https://[one.example/?key=hush"),
        source(url="gopher://one.example/?key=hush"),
        source(headers={"Authorization": "Bearer hush"}),
        source(headers={"Authorization": "hush"}),
    ],
)
def test_secrets_are_not_repeated(data: object) -> None:
    """An address or a header value that may be a secret never stands in a message."""
    assert "hush" not in " ".join(problems(data))


def test_a_message_cannot_move_the_terminal() -> None:
    """Control characters in the file are shown as what they are, and long values are cut."""
    (sentence,) = problems(source(kind="\x1b[2Jrss" + "x" * 500))
    assert sentence.isprintable()
    assert len(sentence) < 200
    (sentence,) = problems(source(**{"\x1b[2J" * 50: 1}))
    assert sentence.isprintable()


@pytest.mark.parametrize(
    ("url", "allowed", "interval"),
    [
        ("http://127.0.0.1:8080/feed", ["127.0.0.0/8"], "1m"),
        ("http://127.0.0.1:8080/feed", ["127.0.0.1/32:8080"], "5m"),
        ("http://[fd00::1]:80/feed", ["[fd00::/8]:80"], "59m"),
        ("https://one.example/feed", [], "60m"),
    ],
)
def test_only_our_own_sites_are_asked_more_often_than_hourly(
    url: str, allowed: list[str], interval: str
) -> None:
    """An address in `allow_private` may be read every minute, the public web every hour."""
    data = source(url=url, interval=interval) | fetch(allow_private=allowed)
    data["sources"] = source(url=url, interval=interval)["sources"]
    assert config.parse(data, file="f.yaml").sources[0].url == url


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:81/feed", "http://localhost:8080/", "http://10.0.0.1:8080/"]
)
def test_an_address_that_is_not_allowed_is_asked_hourly(url: str) -> None:
    """Another port, a name, or another network is not what `allow_private` names."""
    data = {**fetch(allow_private=["127.0.0.1/32:8080"]), "sources": []}
    data["sources"] = [{**SOURCE, "url": url, "interval": "5m"}]
    assert re.match(r"sources\[0\]\.interval: \"5m\" is too often", problems(data)[0])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "sources",
                    "topics",
                    "briefings",
                    "fetch",
                    "id",
                    "url",
                    "schedule",
                    "times",
                    "interval",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(JSON)
def test_whatever_the_file_holds_ends_in_sentences(data: object) -> None:
    """No data makes anything but a configuration or problems in printable words."""
    try:
        config.parse(data, file="f.yaml")
    except ConfigError as error:
        assert error.problems
        assert all(problem.message.isprintable() for problem in error.problems)
