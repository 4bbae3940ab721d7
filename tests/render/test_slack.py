"""Tests of the digest as Block Kit JSON."""

from __future__ import annotations

import json

from hypothesis import given, settings

from briefbot.blocks import digest_messages
from briefbot.models import Digest, Message
from briefbot.render.slack import RENDER, render
from tests.blocks import hostile, oracle
from tests.render import samples


def test_render_is_the_kind() -> None:
    """The file ends in the constant that the plugin finder looks for."""
    assert RENDER is render


def test_messages() -> None:
    """The output holds exactly the messages that a channel would get."""
    digest = samples.digest()
    assert json.loads(render(digest)) == {
        "messages": [
            {"text": message.text, "blocks": list(message.blocks)}
            for message in digest_messages(digest)
        ]
    }


def test_readable() -> None:
    """Chinese stands as Chinese, for people who read the file."""
    assert "海底電纜修復" in render(samples.digest())


@settings(deadline=None, max_examples=50)
@given(hostile.digests())
def test_any_digest_is_valid_json_of_valid_messages(digest: Digest) -> None:
    """Whatever feeds send, what is printed can be sent, and nothing in it steers a terminal."""
    printed = render(digest)
    printed.encode()
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in printed)
    for message in json.loads(printed)["messages"]:
        blocks = tuple(message["blocks"])
        oracle.accept(Message(text=message["text"], blocks=blocks, plain=message["text"]))
