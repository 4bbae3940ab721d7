"""Scopes: every method that the code calls is granted by the manifest, and nothing beyond."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from briefbot.emulator import SCOPES as EMULATED
from briefbot.emulator.methods import METHODS
from briefbot.slack.scopes import SCOPES, missing
from tests.slack.test_manifest import MANIFEST

PACKAGE = Path(__file__).parents[2] / "briefbot"
GRANTED = frozenset(MANIFEST["oauth_config"]["scopes"]["bot"])
METHOD = re.compile("[a-z]+(_[a-zA-Z]+)+")
FREE = {"auth.test", "apps.connections.open", "views.open", "views.publish", "views.update"}
"""Methods that are called and need no scope of the bot token."""


@cache
def called() -> set[str]:
    """Return the Web API methods that the code names, as `client.chat_postMessage`."""
    files = [file for file in PACKAGE.rglob("*.py") if "emulator" not in file.parts]
    names = {
        node.attr
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    methods = {name for name in names if METHOD.fullmatch(name) and hasattr(AsyncWebClient, name)}
    return {name.replace("_", ".") for name in methods}


def test_the_methods_that_are_called_are_found() -> None:
    """The rule below can tell a method when it sees one."""
    assert {"auth.test", "chat.postMessage", "conversations.history", "users.info"} <= called()
    assert not {"token", "base.url"} & called()


def test_every_method_that_is_called_is_covered() -> None:
    """The table names each with the scopes that it needs, and the manifest asks for these."""
    needs = {method: {s.name for s in SCOPES if method in s.methods} for method in called()}
    assert {method for method, scopes in needs.items() if not scopes} == FREE
    assert set().union(*needs.values()) <= GRANTED
    for method in called():  # what the emulator asks for, which was written apart from the table
        assert not METHODS[method].scopes or set(METHODS[method].scopes) & needs[method]


def test_the_manifest_asks_for_nothing_that_is_not_used() -> None:
    """Each scope is there for a method that is called, for an event, or for the command."""
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    used = {
        scope.name
        for scope in SCOPES
        if set(scope.methods) & called() or set(scope.events) & events or scope.name == "commands"
    }
    assert used == GRANTED
    assert [scope.name for scope in SCOPES if not (GRANTED & {scope.name})] == []
    assert GRANTED == EMULATED


def test_every_event_comes_with_a_scope() -> None:
    """App Home needs none; the other two do."""
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    assert events - {event for scope in SCOPES for event in scope.events} == {"app_home_opened"}


def test_what_is_missing_is_told_in_the_order_of_its_weight() -> None:
    """Nothing lacks when all is granted; posting comes first."""
    assert missing(GRANTED) == ()
    assert [scope.name for scope in missing(GRANTED - {"chat:write", "channels:join"})] == [
        "chat:write",
        "channels:join",
    ]
