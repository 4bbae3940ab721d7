"""Configurations with one mistake each: the data, its place, and how the sentence begins."""

from __future__ import annotations

from typing import Any

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


MISTAKES: list[tuple[object, str, str]] = [
    (whole(sourcse=[]), "sourcse", 'unknown key "sourcse"; did you mean "sources"?'),
    (
        source(intervall="1h"),
        "sources[0].intervall",
        'unknown key "intervall"; did you mean "interval"?',
    ),
    (source(zzz=1), "sources[0].zzz", 'unknown key "zzz"; known here: id, url, kind, name, topics'),
    (schedule(zon="UTC"), "briefings[0].schedule.zon", 'unknown key "zon"; did you mean "zone"?'),
    (
        source(kind="rsss"),
        "sources[0].kind",
        'kind "rsss" is not known; use auto, feed, page or sitemap',
    ),
    (
        whole(sources=[{"id": "one"}]),
        "sources[0].url",
        'key "url" is missing; write for example url: https://',
    ),
    (
        whole(sources=["https://x.example"]),
        "sources[0]",
        '"https://x.example" is not usable here; write one "key: value" line',
    ),
    (whole(sources={"one": {}}), "sources", "a group of keys is not usable here; write a list"),
    (whole(admins=None), "admins", "nothing stands here; write a list"),
    (
        source(id="My Source"),
        "sources[0].id",
        '"My Source" is no id; use small letters, digits, - and _, such as "my-source"',
    ),
    (
        source(id=5),
        "sources[0].id",
        "5 is not usable here; write text, in quotes if it looks like a number",
    ),
    (
        source(url="ftp://x.example/"),
        "sources[0].url",
        'the address must begin with https:// or http://, not with "ftp:"',
    ),
    (
        source(url="x.example/feed"),
        "sources[0].url",
        "the address must begin with https:// or http://",
    ),
    (source(url="https:///feed"), "sources[0].url", "the address names no host"),
    (
        source(url="https://x.example:99999/"),
        "sources[0].url",
        "the address has a broken host or port",
    ),
    (source(url="https://x.example/a b"), "sources[0].url", "the address holds a space"),
    (source(enabled="yes"), "sources[0].enabled", '"yes" is not usable here; write true or false'),
    (
        source(paused_until="tomorrow"),
        "sources[0].paused_until",
        '"tomorrow" is no date; write year, month and day: "2026-12-24"',
    ),
    (source(paused_until="2026-02-30"), "sources[0].paused_until", '"2026-02-30" is no date'),
    (source(paused_until=20261224), "sources[0].paused_until", "20261224 is no date"),
    (
        source(topics="taiwan"),
        "sources[0].topics",
        '"taiwan" is not usable here; write a list: [one, two]',
    ),
    (
        source(topics=["taiwn"]),
        "sources[0].topics[0]",
        'topic "taiwn" is not defined; did you mean "taiwan"?',
    ),
    (
        source(topics=["zzz"]),
        "sources[0].topics[0]",
        'topic "zzz" is not defined; define it under `topics`',
    ),
    (source(topics=["taiwan", "taiwan"]), "sources[0].topics", '"taiwan" stands twice; remove one'),
    (source(weight=100), "sources[0].weight", "100 is too much; the most is 10"),
    (source(weight=0), "sources[0].weight", "0 is too little; the least is 0.1"),
    (
        source(weight="2"),
        "sources[0].weight",
        '"2" is not usable here; write a number, without quotes',
    ),
    (source(weight=float("nan")), "sources[0].weight", "nan is "),
    (
        source(first_sight=-1),
        "sources[0].first_sight",
        "-1 is no number of entries; use 0 to 10000, or all",
    ),
    (source(first_sight=True), "sources[0].first_sight", "true is no number of entries"),
    (source(language="zh-TW"), "sources[0].language", 'language "zh-TW" is not known; use "zh"'),
    (
        source(language="chinese"),
        "sources[0].language",
        'language "chinese" is not known; use two letters',
    ),
    (
        source(text_selector="div >"),
        "sources[0].text_selector",
        '"div >" is no CSS selector (Expected selector, got <EOF at 5>); write one such as',
    ),
    (
        source(text_selector="p::first-line"),
        "sources[0].text_selector",
        '"p::first-line" is no CSS selector (Pseudo-elements are not supported)',
    ),
    (source(text_selector=""), "sources[0].text_selector", "the text is empty"),
    (
        source(kind="page", link_selector="a[href"),
        "sources[0].link_selector",
        '"a[href" is no CSS selector',
    ),
    (
        source(link_selector="h2 a"),
        "sources[0].link_selector",
        'it picks the links of an index page; write "kind: page" as well',
    ),
    (source(text="both"), "sources[0].text", "\"both\" is not known; use 'page' or 'feed'"),
    (
        source(cookies={"a b": "TOKEN"}),
        'sources[0].cookies["a b"]',
        '"a b" is no name of a cookie; write one such as "session"',
    ),
    (
        source(cookies={"session": "s3cret value"}),
        "sources[0].cookies.session",
        "this is no name of an environment variable",
    ),
    (
        source(user_agent="{name}/1"),
        "sources[0].user_agent",
        "{name} is not filled in; use {version} and {contact}",
    ),
    (
        source(interval="5m"),
        "sources[0].interval",
        '"5m" is too often for somebody else\'s site; use "1h" or more',
    ),
    (
        source(interval=3600),
        "sources[0].interval",
        '3600 is no length of time; write "30m", "1h" or "2 days"',
    ),
    (source(interval="90d"), "sources[0].interval", '"90d" is too long; the most is "30d"'),
    (
        source(headers={"Host": "X"}),
        "sources[0].headers.Host",
        'header "Host" is set by briefbot itself',
    ),
    (source(headers={"A b": "X"}), 'sources[0].headers["A b"]', '"A b" is no header name'),
    (source(include=["chip*"]), "sources[0].include[0]", '"chip*" is a pattern; write plain words'),
    (source(include=["/chip.?/"]), "sources[0].include[0]", '"/chip.?/" is a pattern'),
    (source(exclude=["..."]), "sources[0].exclude[0]", '"..." has no letter and no digit'),
    (
        source(name="a\u202eb"),
        "sources[0].name",
        r'"a\u202eb" holds a line break or an invisible character',
    ),
    (topic(words=[]), "topics[0].words", "a list is too short; write at least one"),
    (
        topic(words=[2330]),
        "topics[0].words[0]",
        "2330 is not usable here; write text, in quotes if it looks",
    ),
    (topic(name="x" * 201), "topics[0].name", "the text is too long; use at most 200 characters"),
    (topic(name=" "), "topics[0].name", "the text is empty"),
    (briefing(topics=[]), "briefings[0]", "the briefing has neither topics nor sources; give one"),
    (
        briefing(sources=["on"]),
        "briefings[0].sources[0]",
        'source "on" is not defined; did you mean "one"?',
    ),
    (
        briefing(destinations=[None]),
        "briefings[0].destinations[0]",
        'nothing stands here: # begins a comment, so write "#news" in quotes',
    ),
    (
        briefing(destinations=["@bob"]),
        "briefings[0].destinations[0]",
        '"@bob" is no destination; use "#channel" in quotes',
    ),
    (briefing(max_stories=51), "briefings[0].max_stories", "51 is too much; the most is 50"),
    (
        briefing(sentences="3"),
        "briefings[0].sentences",
        '"3" is not usable here; write a whole number',
    ),
    (
        briefing(quiet_day="no"),
        "briefings[0].quiet_day",
        "\"no\" is not known; use 'say' or 'skip'",
    ),
    (
        schedule(times=["25:00"]),
        "briefings[0].schedule.times[0]",
        '"25:00" is no time of day; use "08:00"',
    ),
    (schedule(times=[8]), "briefings[0].schedule.times[0]", '8 is no time of day; use "08:00"'),
    (schedule(times=["8:00", "08:00"]), "briefings[0].schedule.times", '"08:00" stands twice'),
    (
        schedule(weekdays=["Monday"]),
        "briefings[0].schedule.weekdays[0]",
        'weekday "Monday" is not known; use "mon"',
    ),
    (
        schedule(weekdays=["daily"]),
        "briefings[0].schedule.weekdays[0]",
        'weekday "daily" is not known; use mon, tue',
    ),
    (
        schedule(zone="Asia/Taibei"),
        "briefings[0].schedule.zone",
        'zone "Asia/Taibei" is not known; did you mean "Asia/Taipei"?',
    ),
    (
        schedule(zone="../etc/passwd"),
        "briefings[0].schedule.zone",
        'zone "../etc/passwd" is not known',
    ),
    (
        whole(admins=["bob"]),
        "admins[0]",
        '"bob" is no Slack user id; use one such as U0123ABCD, or a user group\'s',
    ),
    (
        whole(summariser="lsa"),
        "summariser",
        'summariser "lsa" is not known; use coverage, lexrank or lead',
    ),
    (
        whole(fetch={}),
        "fetch.contact",
        'key "contact" is missing; write for example contact: https://',
    ),
    (fetch(contact="me"), "fetch.contact", '"me" is no contact; use your web page or mail address'),
    (
        fetch(allow_private=["10.0.0.1/8"]),
        "fetch.allow_private[0]",
        '"10.0.0.1/8" does not begin its network; did you mean "10.0.0.0/8"?',
    ),
    (
        fetch(allow_private=["inside"]),
        "fetch.allow_private[0]",
        '"inside" is no network; write "10.0.0.0/8"',
    ),
    (
        fetch(allow_private=["0.0.0.0/0"]),
        "fetch.allow_private[0]",
        '"0.0.0.0/0" is every address there is',
    ),
    (
        fetch(user_agent="x {name}"),
        "fetch.user_agent",
        "{name} is not filled in; use {version} and {contact}",
    ),
    (fetch(user_agent="x {"), "fetch.user_agent", '"x {" has a brace too many'),
    (fetch(timeout=0), "fetch.timeout", "0 is too little; the least is 1"),
    (
        whole(retention={"seen_days": 5}),
        "retention",
        "seen_days (5) is shorter than text_days (90)",
    ),
    (5, "", '5 is not usable here; write one "key: value" line for each'),
]
