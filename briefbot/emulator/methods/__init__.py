"""The Web API's methods by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefbot.emulator.methods import app, chat, conversations, history, people, views

if TYPE_CHECKING:
    from briefbot.emulator.calls import Method

METHODS: dict[str, Method] = {
    **app.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **history.METHODS,
    **people.METHODS,
    **views.METHODS,
}
