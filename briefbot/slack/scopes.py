"""What the Slack app may do, and what stops working without it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A permission of the bot token."""

    name: str
    without: str
    """What does not work without it."""
    methods: tuple[str, ...] = ()
    """The Web API methods that need it."""
    events: tuple[str, ...] = ()
    """The events that come only with it."""
    must: bool = True
    """Whether briefbot should not be run without it."""


_LOST = "whose answer got lost can't be looked for: it is not posted again, and an admin is told"

SCOPES = (
    Scope(
        name="chat:write",
        without="nothing can be posted",
        methods=("chat.postMessage", "chat.postEphemeral", "chat.delete"),
    ),
    Scope(name="commands", without="there is no /brief"),
    Scope(
        name="channels:read",
        without="no public channel is found by its name",
        methods=("conversations.list", "conversations.info"),
    ),
    Scope(
        name="groups:read",
        without="no channel is found by its name: one list holds public and private ones",
        methods=("conversations.list", "conversations.info"),
    ),
    Scope(
        name="channels:join",
        without="the bot has to be invited to public channels too",
        methods=("conversations.join",),
        must=False,
    ),
    Scope(
        name="channels:history",
        without=f"a digest in a public channel {_LOST}",
        methods=("conversations.history", "conversations.replies"),
        must=False,
    ),
    Scope(
        name="groups:history",
        without=f"a digest in a private channel {_LOST}",
        methods=("conversations.history", "conversations.replies"),
        must=False,
    ),
    Scope(
        name="im:history",
        without=f"questions in direct messages are not heard, and a digest there {_LOST}",
        methods=("conversations.history", "conversations.replies"),
        events=("message.im",),
    ),
    Scope(
        name="im:read",
        without="`briefbot doctor` can't look at direct messages",
        methods=("conversations.info",),
        must=False,
    ),
    Scope(
        name="im:write",
        without="nobody gets a direct message: no subscription, and no word to admins",
        methods=("conversations.open",),
    ),
    Scope(
        name="users:read",
        without="subscriptions come at the hours of the first briefing's zone, not at people's "
        "own, and people of other workspaces are not told from your own",
        methods=("users.info",),
    ),
    Scope(
        name="app_mentions:read",
        without="a mention of the bot is not heard",
        events=("app_mention",),
    ),
    Scope(
        name="usergroups:read",
        without="user groups can't be looked into: admins are named one by one",
        methods=("usergroups.users.list",),
        must=False,
    ),
)


def missing(granted: frozenset[str]) -> tuple[Scope, ...]:
    """Return the scopes that are not among those granted."""
    return tuple(scope for scope in SCOPES if scope.name not in granted)
