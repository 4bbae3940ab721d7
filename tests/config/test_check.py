"""From plain data to a configuration, or to every problem in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot import config
from briefbot.errors import ConfigError
from tests.config.mistakes import BRIEFING, MISTAKES, SOURCE, fetch, source, whole


def problems(data: object) -> list[str]:
    """Return what is wrong, as `place: sentence`."""
    with pytest.raises(ConfigError) as caught:
        config.parse(data, file="briefbot.yaml")
    return [f"{problem.path}: {problem.message}" for problem in caught.value.problems]


@pytest.mark.parametrize(("data", "place", "sentence"), MISTAKES)
def test_a_mistake_gets_one_sentence(data: object, place: str, sentence: str) -> None:
    """Each mistake is told once: where it stands, what is wrong, and what to write."""
    found = problems(data)
    assert len(found) == 1
    assert found[0].startswith(f"{place}: {sentence}")


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
    lines: config.Lines = {(): 1, ("sources", 0): 8, ("sources", 0, "id"): 8, ("fetch",): 2}
    with pytest.raises(ConfigError) as caught:
        config.parse({"sources": [{"id": "x"}], "fetch": {}}, file="f.yaml", lines=lines)
    assert [(problem.line, problem.path) for problem in caught.value.problems] == [
        (2, "fetch.contact"),
        (8, "sources[0].url"),
    ]
    assert str(caught.value).startswith("f.yaml: line 2: fetch.contact: ")


def test_a_repeated_id_names_both_lines() -> None:
    """The second use of an id is the problem, and it says where the first one stands."""
    lines: config.Lines = {("sources", 0, "id"): 3, ("sources", 1, "id"): 9}
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
    sources = source(url=url, interval=interval)["sources"]
    data = {**fetch(allow_private=allowed), "sources": sources}
    assert config.parse(data, file="f.yaml").sources[0].url == url


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:81/feed", "http://localhost:8080/", "http://10.0.0.1:8080/"]
)
def test_an_address_that_is_not_allowed_is_asked_hourly(url: str) -> None:
    """Another port, a name, or another network is not what `allow_private` names."""
    sources = source(url=url, interval="5m")["sources"]
    data = {**fetch(allow_private=["127.0.0.1/32:8080"]), "sources": sources}
    assert problems(data)[0].startswith('sources[0].interval: "5m" is too often')


KEYS = [
    "sources",
    "topics",
    "briefings",
    "fetch",
    "id",
    "url",
    "schedule",
    "times",
    "interval",
    "headers",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=15,
)


@given(JSON)
def test_whatever_the_file_holds_ends_in_sentences(data: object) -> None:
    """No data makes anything but a configuration or problems in printable words."""
    said = []
    try:
        config.parse(data, file="f.yaml")
    except ConfigError as error:
        said = [problem.message for problem in error.problems]
    assert said
    assert all(map(str.isprintable, said))
