"""The Slack app's manifest: what Slack takes, and what the bot needs of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # publishes no types
import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = YAML(typ="safe", pure=True).load(
    (ROOT / "config" / "slack-manifest.yaml").read_text(encoding="utf-8")
)


def exactly(required: tuple[str, ...] = (), **properties: object) -> dict[str, object]:
    """Return the schema of an object that has no other keys."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def line(most: int, least: int = 1, **more: object) -> dict[str, object]:
    """Return the schema of a text."""
    return {"type": "string", "minLength": least, "maxLength": most, **more}


def several(items: object, most: int) -> dict[str, object]:
    """Return the schema of a list without repetitions."""
    return {"type": "array", "items": items, "maxItems": most, "uniqueItems": True, "minItems": 1}


SWITCH = {"type": "boolean"}
SCHEMA = exactly(
    ("display_information",),
    _metadata=exactly(major_version={"const": 2}, minor_version={"type": "integer"}),
    display_information=exactly(
        ("name",),
        name=line(35),
        description=line(140),
        background_color=line(7, 4, pattern="^#([0-9a-fA-F]{3}){1,2}$"),
        long_description=line(4000, 175),
    ),
    features=exactly(
        app_home=exactly(
            home_tab_enabled=SWITCH,
            messages_tab_enabled=SWITCH,
            messages_tab_read_only_enabled=SWITCH,
        ),
        bot_user=exactly(("display_name",), display_name=line(80), always_online=SWITCH),
        slash_commands=several(
            exactly(
                ("command", "description"),
                command=line(32, 2, pattern="^/"),
                description=line(2000),
                usage_hint=line(1000),
                should_escape=SWITCH,
                url=line(3000, pattern="^https?://"),
            ),
            50,
        ),
    ),
    oauth_config=exactly(scopes=exactly(bot=several(line(50), 255))),
    settings=exactly(
        event_subscriptions=exactly(
            bot_events=several(line(50), 100), request_url=line(3500, pattern="^https?://")
        ),
        interactivity=exactly(
            ("is_enabled",), is_enabled=SWITCH, request_url=line(3500, pattern="^https?://")
        ),
        org_deploy_enabled=SWITCH,
        socket_mode_enabled=SWITCH,
        token_rotation_enabled=SWITCH,
    ),
)
"""The parts of Slack's manifest schema 2.0.0 that we use, with its limits."""


def test_the_manifest_is_one_that_slack_takes() -> None:
    """Every key is known, and every text within its limit."""
    jsonschema.validate(MANIFEST, SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "change",
    [
        {"metadata": {}},
        {"display_information": {"name": "x" * 36}},
        {"features": {"slash_commands": [{"command": "brief", "description": "x"}]}},
        {"oauth_config": {"scopes": {"bot": ["a", "a"]}}},
    ],
)
def test_the_check_can_tell_a_bad_manifest(change: dict[str, Any]) -> None:
    """What Slack refuses fails here too; message metadata at the top is one such thing."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(MANIFEST | change, SCHEMA, jsonschema.Draft202012Validator)


def test_the_bot_can_be_written_to() -> None:
    """Its messages tab takes messages, its home tab is there, and /brief is its command."""
    home = MANIFEST["features"]["app_home"]
    assert home == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    (command,) = MANIFEST["features"]["slash_commands"]
    assert command["command"] == "/brief"
    assert command["should_escape"] is False  # `<#C1|name>` is no word to search for
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(events) == ["app_home_opened", "app_mention", "message.im"]


def test_the_app_uses_socket_mode_and_tokens_that_last() -> None:
    """No address of ours is needed, and a token does not expire in the night."""
    settings = MANIFEST["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"] == {"is_enabled": True}
    assert settings["token_rotation_enabled"] is False
    assert settings["org_deploy_enabled"] is False
