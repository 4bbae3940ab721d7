"""A faithful small Slack on loopback: Web API, Socket Mode, HTTP mode and response_url.

The demo runs the bot against it, and the tests judge the bot by it. So its rules are Slack's, and
where Slack publishes no number the stricter guess. Sources: docs.slack.dev, and what was measured.

    workspace.py   people, channels, messages
    methods/       the Web API, a family a file; validate/ holds Block Kit's limits
    sockets.py     Socket Mode; http.py the other way
    acts.py        what people do; hand.py finds the button, payloads.py tells the app
    journal.py     everything that was shown, to whom, and whom it woke
    faults.py      what goes wrong; limits.py how often is too often; clock.py how late it is
    page.py        the journal as Slack would lay it out

    async with emulator.serve() as slack:
        ...                                # a bot with slack.api_url, bot_token, app_token
        act = await slack.command("ana", "#news", "taiwan")
        answer = await act.shown()         # what Ana sees
"""

from briefbot.emulator import faults
from briefbot.emulator.acts import Act
from briefbot.emulator.faults import Fault, Faults
from briefbot.emulator.journal import Journal, Shown
from briefbot.emulator.slack import Slack, serve
from briefbot.emulator.workspace import Channel, Message, User, Workspace
from briefbot.emulator.world import EVENTS, SCOPES, Ack, Options

__all__ = [
    "EVENTS",
    "SCOPES",
    "Ack",
    "Act",
    "Channel",
    "Fault",
    "Faults",
    "Journal",
    "Message",
    "Options",
    "Shown",
    "Slack",
    "User",
    "Workspace",
    "faults",
    "serve",
]
