"""What people do: type a command, click, fill in a form, write a message, open Home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefbot.emulator import (
    dialogs,
    events,
    hand,
    hooks,
    mrkdwn,
    payloads,
    posting,
    shapes,
    validate,
)
from briefbot.emulator.calls import Refusal
from briefbot.emulator.workspace import Channel, Message, User
from briefbot.emulator.world import Ack, Hook

if TYPE_CHECKING:
    from briefbot.emulator.journal import Shown
    from briefbot.emulator.world import View, World

JSON = dict[str, Any]
PATIENCE = 60.0
"""Real seconds that `shown` waits: a busy machine may need many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that a person did, and how the app acknowledged it."""

    world: World
    ack: Ack
    since: int
    """The journal's length when it was done."""
    payload: JSON
    errors: dict[str, str]
    """What the form says is wrong: block_id and message, from Slack or from the app."""
    message: Message | None = None
    """What the person wrote, where they did."""

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged in time, on the same connection."""
        return self.ack.ok

    @property
    def took(self) -> float:
        """Milliseconds until the acknowledgement."""
        return self.ack.took

    @property
    def so_far(self) -> list[Shown]:
        """What the app has shown since."""
        return self.world.journal.find(since=self.since)

    async def shown(self, *, timeout: float = PATIENCE, **which: Any) -> Shown:  # noqa: ANN401, ASYNC109 arguments of find; a test's patience
        """Return the first thing that the app showed since, waiting for it; raise TimeoutError."""
        return await self.world.journal.next(timeout, since=self.since, **which)


class People:
    """The hands of the people in the workspace; everybody is named by name or id."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def command(
        self, user: str, channel: str, text: str = "", *, name: str = "/brief"
    ) -> Act:
        """Type a slash command into a channel."""
        person, room = self._person(user), self._room(user, channel)
        payload = payloads.command(self._world, person, room, name, text)
        self._typed(person, room, f"{name} {text}".strip())
        since = len(self._world.journal.shown)
        ack = await self._world.send("slash_commands", payload)
        if ack.payload:
            hook = Hook(user=person.id, channel=room.id, born=0.0)
            self._answered(hook, ack)
        return self._act(ack, since, payload)

    def _typed(self, person: User, room: Channel, text: str) -> None:
        ts = self._world.workspace.next_ts()
        self._world.journal.note(
            "command", "person", channel=room.id, user=person.id, ts=ts, text=text
        )

    def _answered(self, hook: Hook, ack: Ack) -> None:
        """Show what the acknowledgement itself says."""
        try:
            hooks.answer(self._world, hook, ack.payload, via="ack")
        except Refusal as refusal:
            ack.problem = refusal.error

    async def click(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        *,
        value: str | None = None,
        option: str | None = None,
    ) -> Act:
        """Click an element of a message; raise LookupError when this person does not see it.

        `value` tells buttons with one action_id apart; `option` is the value, or the words, of
        the option chosen in a menu.
        """
        person, room = self._person(user), self._room(user, channel)
        message = self._seen(person, room, ts)
        block, element, chosen = hand.find(message.blocks, action_id, value=value, option=option)
        action = payloads.action(self._world, block, element, chosen)
        payload = payloads.on_message(self._world, person, message, action)
        return await self._interact(payload)

    async def click_view(
        self,
        user: str,
        view: str,
        action_id: str,
        *,
        value: str | None = None,
        option: str | None = None,
        values: JSON | None = None,
    ) -> Act:
        """Click an element of a modal, or of Home; `values` are what the form holds by then."""
        person = self._person(user)
        shown = self._view(person, view)
        blocks = shown.content["blocks"]
        block, element, chosen = hand.find(blocks, action_id, value=value, option=option)
        action = payloads.action(self._world, block, element, chosen)
        shown.held, _ = hand.state(blocks, values or {}, shown.held)
        payload = payloads.on_view(self._world, person, shown, action, shown.held)
        return await self._interact(payload)

    async def suggest(self, user: str, view: str, action_id: str, text: str = "") -> list[JSON]:
        """Type into a field (block_id or action_id) whose options the app has; return its offer."""
        person = self._person(user)
        shown = self._view(person, view)
        pairs = hand.elements(shown.content["blocks"])
        names = [(pair, (pair[0]["block_id"], pair[1]["action_id"])) for pair in pairs]
        field = next(pair for pair, named in names if action_id in named)
        payload = payloads.suggestion(self._world, person, shown, field, text)
        ack = await self._world.send("interactive", payload)
        return validate.options((ack.payload or {}).get("options", [])) if ack.ok else []

    async def submit(self, user: str, view: str, values: JSON | None = None) -> Act:
        """Fill in a modal and send it; `values` by block_id or action_id.

        What Slack itself finds wrong is not sent: it stands in `errors`.
        """
        person = self._person(user)
        shown = self._view(person, view)
        since = len(self._world.journal.shown)
        shown.held, wrong = hand.state(shown.content["blocks"], values or {}, shown.held)
        payload = payloads.submission(self._world, person, shown, shown.held)
        if wrong:
            return self._act(Ack(ok=False, problem="form"), since, payload, errors=wrong)
        ack = await self._world.send("interactive", payload)
        errors = dialogs.after(self._world, shown, ack.payload) if ack.ok else {}
        return self._act(ack, since, payload, errors=errors)

    async def close(self, user: str, view: str) -> Act:
        """Close a modal: the one below shows. The app hears of it when the modal says so."""
        person = self._person(user)
        shown, since = self._view(person, view), len(self._world.journal.shown)
        if shown.content.get("clear_on_close"):
            dialogs.clear(self._world, shown)
        dialogs.close(self._world, shown)
        payload = payloads.closed(self._world, person, shown, cleared=False)
        told = shown.content.get("notify_on_close")
        ack = await self._world.send("interactive", payload) if told else Ack(ok=True)
        return self._act(ack, since, payload)

    async def open_home(self, user: str) -> Act:
        """Open the app's Home tab."""
        person = self._person(user)
        world = self._world
        event: JSON = {
            "type": "app_home_opened",
            "user": person.id,
            "channel": world.workspace.direct(person.id).id,
            "tab": "home",
            "event_ts": f"{world.clock.now().timestamp():.6f}",
        }
        if person.id in world.homes:
            event["view"] = shapes.view(world, world.homes[person.id])
        return await self._event("app_home_opened", event)

    async def say(self, user: str, channel: str, text: str, *, thread_ts: str | None = None) -> Act:
        """Write a message; in the direct message with the bot, or naming it, the app hears it.

        `channel` "briefbot" is the direct message with the bot.
        """
        message = self._write(user, channel, text, thread_ts)
        world = self._world
        room = world.workspace.channels[message.channel]
        if room.is_im:
            return await self._event("message.im", events.of_message(world, message), message)
        if (
            f"<@{world.workspace.bot.id}>" in message.text
            and world.workspace.bot.id in room.members
        ):
            return await self._event("app_mention", events.of_mention(world, message), message)
        return self._act(Ack(ok=True), len(world.journal.shown), {}, message=message)

    async def mention(self, user: str, channel: str, text: str, **more: Any) -> Act:  # noqa: ANN401 of say
        """Write a message that names the bot before the text."""
        return await self.say(user, channel, f"@{self._world.workspace.bot.name} {text}", **more)

    def _write(self, user: str, channel: str, text: str, thread_ts: str | None) -> Message:
        world = self._world
        person, room = self._person(user), self._room(user, channel)
        words = mrkdwn.typed(text, world.workspace.names())
        message = Message(
            channel=room.id,
            ts=world.workspace.next_ts(),
            user=person.id,
            text=words,
            blocks=[shapes.rich_text(text, posting.new_block_id(world))],
            thread_ts=thread_ts,
        )
        posting.keep(world, message)
        facts: JSON = {
            "channel": room.id,
            "user": person.id,
            "ts": message.ts,
            "thread_ts": thread_ts,
        }
        world.journal.note("message", "person", text=words, **facts)
        return message

    async def _interact(self, payload: JSON) -> Act:
        since = len(self._world.journal.shown)
        ack = await self._world.send("interactive", payload)
        return self._act(ack, since, payload)

    async def _event(self, name: str, event: JSON, message: Message | None = None) -> Act:
        since = len(self._world.journal.shown)
        if not events.wants(self._world, name):
            ack = Ack(ok=False, problem="not_subscribed")
        else:
            ack = await events.deliver(self._world, event)
        return self._act(ack, since, event, message=message)

    def _act(
        self,
        ack: Ack,
        since: int,
        payload: JSON,
        *,
        errors: dict[str, str] | None = None,
        message: Message | None = None,
    ) -> Act:
        return Act(
            world=self._world,
            ack=ack,
            since=since,
            payload=payload,
            errors=errors or {},
            message=message,
        )

    def _person(self, user: str) -> User:
        return self._world.workspace.user(user)

    def _room(self, user: str, channel: str) -> Channel:
        """Return the channel; a person is in it, or it is their direct message with the bot."""
        workspace = self._world.workspace
        person = workspace.user(user)
        if channel in {workspace.bot.name, workspace.bot.id}:
            return workspace.direct(person.id)
        room = workspace.channel(channel)
        if person.id not in room.members:
            raise LookupError(f"{person.name} is not in {room.name or room.id}")
        return room

    def _seen(self, person: User, room: Channel, ts: str) -> Message:
        message = self._world.workspace.message(room.id, ts)
        if message is None or message.ephemeral_to not in {None, person.id}:
            raise LookupError(f"{person.name} sees no message {ts} in {room.name or room.id}")
        return message

    def _view(self, person: User, view: str) -> View:
        home = self._world.homes.get(person.id)
        if home is not None and home.id == view:
            return home
        shown = self._world.views.get(view)
        if shown is None or shown.user != person.id or not shown.is_open:
            raise LookupError(f"{person.name} has no view {view} open")
        if dialogs.covered(self._world, shown):
            raise LookupError(f"another view lies on {view}")
        return shown
