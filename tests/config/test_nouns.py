"""The nouns: their defaults, who belongs to whom, and the schema that editors use."""

from __future__ import annotations

import json
from datetime import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from briefbot import config
from briefbot.config import Briefing, Config, FetchOptions, Schedule, Source, Topic
from briefbot.errors import UsageError
from tests.config.oracle import violations
from tests.config.strategies import configs

SCHEMA = config.schema()
UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
SHIPPED_SCHEMA = Path("config/briefbot.schema.json")

MORNING = Briefing(
    id="morning", name="Morning", topics=("b", "a"), schedule=Schedule(times=(time(8),))
)
CONFIG = Config(
    sources=(
        Source(id="one", url="https://www.one.example/feed"),
        Source(id="two", url="https://two.example/feed", enabled=False),
        Source(id="three", url="https://three.example/feed"),
    ),
    topics=(Topic(id="a", name="A", words=("x",)), Topic(id="b", name="B", words=("y",))),
    briefings=(MORNING,),
    fetch=FetchOptions(contact="me@site.example"),
)


def ids(parts: tuple[Source, ...] | tuple[Topic, ...]) -> list[str]:
    return [part.id for part in parts]


def test_a_briefing_without_sources_reads_every_enabled_one() -> None:
    """Left out, `sources` means all; a source that is switched off is never read."""
    assert ids(config.sources_of(CONFIG, MORNING)) == ["one", "three"]


def test_a_briefing_with_sources_reads_those_that_are_enabled() -> None:
    """Named sources are read in the briefing's order, those switched off left out."""
    named = MORNING.model_copy(update={"sources": ("three", "two", "one")})
    assert ids(config.sources_of(CONFIG, named)) == ["three", "one"]


def test_a_briefing_whose_sources_are_all_off_reads_nothing() -> None:
    """Naming only a source that is off does not fall back to all the others."""
    named = MORNING.model_copy(update={"sources": ("two",)})
    assert config.sources_of(CONFIG, named) == ()


def test_topics_come_in_the_order_of_the_briefing() -> None:
    """A digest shows its topics as its briefing lists them."""
    assert ids(config.topics_of(CONFIG, MORNING)) == ["b", "a"]


def test_parts_are_found_by_id() -> None:
    """A source and a briefing are found by their ids."""
    assert CONFIG.source("two").id == "two"
    assert CONFIG.briefing("morning") is MORNING


def test_an_unknown_id_gets_a_suggestion_or_the_list() -> None:
    """A command that names no existing part is told the nearest one, or all of them."""
    with pytest.raises(UsageError, match=r'briefing "mornin" .*did you mean "morning"'):
        CONFIG.briefing("mornin")
    with pytest.raises(UsageError, match=r'source "bbc" .*there are: one, two, three'):
        CONFIG.source("bbc")
    with pytest.raises(UsageError, match="there are none"):
        CONFIG.model_copy(update={"briefings": ()}).briefing("x")


@pytest.mark.parametrize(
    ("name", "url", "label"),
    [
        ("Krebs", "https://krebsonsecurity.com/feed/", "Krebs"),
        ("", "https://www.taipeitimes.com/xml/index.rss", "taipeitimes.com"),
        ("", "http://[::1]:8080/feed", "::1"),
    ],
)
def test_a_source_without_a_name_is_known_by_its_host(name: str, url: str, label: str) -> None:
    """Readers see the name of the outlet, or else its host."""
    assert Source(id="s", url=url, name=name).label == label


@UNHURRIED
@given(configs())
def test_what_is_written_is_read_again(written: Config) -> None:
    """The plain data of any configuration is the same configuration again."""
    assert config.parse(written.model_dump(mode="json"), file="x.yaml") == written


@UNHURRIED
@given(configs())
def test_the_schema_accepts_what_the_loader_accepts(written: Config) -> None:
    """An editor underlines nothing in a file that briefbot takes."""
    assert list(violations(written.model_dump(mode="json"), SCHEMA, SCHEMA)) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("interval", "soon"),
        ("interval", 60),
        ("kind", "rss"),
        ("url", "ftp://x.example"),
        ("weight", 11),
        ("first_sight", -1),
        ("enabled", "yes"),
        ("intervall", "1h"),
        ("headers", {"A b": "TOKEN"}),
        ("headers", {"A": "secret"}),
        ("include", ["a", "a"]),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(key: str, value: object) -> None:
    """An editor underlines the common mistakes while they are typed."""
    data = CONFIG.model_dump(mode="json")
    data["sources"][0][key] = value
    assert list(violations(data, SCHEMA, SCHEMA))


def test_the_schema_explains_every_key() -> None:
    """Each key has a description to show, its own or that of the group it holds."""
    definitions = SCHEMA["$defs"]
    parts = [SCHEMA, *definitions.values()]
    silent = [
        key
        for part in parts
        for key, what in part["properties"].items()
        if "description" not in what and "description" not in definitions[what["$ref"][8:]]
    ]
    assert silent == []


def test_every_key_stands_in_the_documentation() -> None:
    """Each key of each part has its row, or stands with its part's name before it."""
    text = Path("docs/configuration.md").read_text(encoding="utf-8")
    keys = [key for part in SCHEMA["$defs"].values() for key in part["properties"]]
    assert [key for key in keys if f"`{key}`" not in text and f".{key}`" not in text] == []


def test_the_shipped_schema_is_up_to_date() -> None:
    """The schema beside the configuration is the one made from the nouns.

    When it is not: `python -m briefbot check --schema > config/briefbot.schema.json`
    """
    assert json.loads(SHIPPED_SCHEMA.read_text(encoding="utf-8")) == SCHEMA


def test_a_login_without_a_proxy_is_no_use() -> None:
    """A login alone would silently do nothing, so it is refused; with a proxy it is taken."""
    with pytest.raises(ValueError, match="proxy_login is for a proxy, and there is none"):
        FetchOptions(contact="me@site.example", proxy_login="LOGIN")
    FetchOptions(contact="me@site.example", proxy_login="LOGIN", proxy="http://proxy.example:3128")
