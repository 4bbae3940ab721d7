"""The workspace as one self-contained page, as Slack would lay it out; no script."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from briefbot.emulator import draw, hand, inline, shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefbot.emulator.journal import Shown
    from briefbot.emulator.slack import Slack
    from briefbot.emulator.workspace import Channel, Message
    from briefbot.emulator.world import View

JSON = dict[str, Any]
_COLOURS = 6
"""Colours of avatars in the template."""


def page(slack: Slack, *, zone: str = "UTC", scenes: Sequence[tuple[str, JSON]] = ()) -> str:
    """Return everything that stands in the workspace as a page, with times of this zone.

    `scenes` are titles and views as they were shown at some time, which stand at the end.
    """
    drawn = _Page(slack, zone, scenes)
    template = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    workspace = slack.workspace
    return template.substitute(
        title=escape(workspace.name),
        rail="".join(drawn.rail()),
        main="\n".join(drawn.panes()),
    )


class _Page:
    """One drawing of the page."""

    def __init__(self, slack: Slack, zone: str, scenes: Sequence[tuple[str, JSON]]) -> None:
        self._slack = slack
        self._scenes = scenes
        self._workspace = slack.workspace
        self._zone = ZoneInfo(zone)

    def rooms(self) -> list[Channel]:
        """Return the channels that anything stands in; direct messages last."""
        full = [room for room in self._workspace.channels.values() if self._entries(room)]
        return sorted(full, key=lambda room: room.is_im)

    def rail(self) -> Iterator[str]:
        """Yield the list of channels at the side."""
        for room in self.rooms():
            yield f'<a href="#{room.id}">{self._title(room)}</a>'
        for view in self._views():
            yield f'<a href="#{view.id}">{escape(self._heading(view))}</a>'
        for place, (title, _) in enumerate(self._scenes, 1):
            yield f'<a href="#scene{place}">{place}. {escape(title)}</a>'

    def panes(self) -> Iterator[str]:
        """Yield each channel, then Homes and modals."""
        for room in self.rooms():
            body = "\n".join(self._stream(room))
            yield _pane(room.id, self._title(room), self._about(room), body)
        for view in self._views():
            shown = shapes.view(self._slack.world, view, state=view.held)
            yield _pane(view.id, escape(self._heading(view)), "", self._view(shown))
        for place, (title, shown) in enumerate(self._scenes, 1):
            yield _pane(f"scene{place}", f"{place}. {escape(title)}", "", self._view(shown))

    def _title(self, room: Channel) -> str:
        if room.person is not None:
            return f"{self._workspace.bot.name} ↔ {escape(self._name(room.person))}"
        sign = "🔒" if room.is_private else "#"
        return f'<span class="sign">{sign}</span> {escape(room.name)}'

    def _about(self, room: Channel) -> str:
        return "Direct message" if room.is_im else f"{len(room.members)} members"

    def _name(self, user: str) -> str:
        return inline.name_of(self._workspace, user)

    def _entries(self, room: Channel) -> list[tuple[str, Message | Shown]]:
        """Return what stands in a channel, with commands typed in it, each with its moment."""
        hidden = [m for m in self._workspace.ephemerals.values() if m.channel == room.id]
        posted = [m for m in room.posted() if not m.is_reply or m.broadcast]
        typed = [
            s for s in self._slack.journal.shown if s.kind == "command" and s.channel == room.id
        ]
        entries: list[tuple[str, Message | Shown]] = [(m.ts, m) for m in (*posted, *hidden)]
        entries += [(entry.ts or "", entry) for entry in typed]
        return sorted(entries, key=lambda pair: pair[0])

    def _stream(self, room: Channel) -> Iterator[str]:
        day = ""
        for ts, entry in self._entries(room):
            moment = self._moment(ts)
            if (today := f"{moment:%A, %B} {moment.day}") != day:
                day = today
                yield f'<div class="day"><span>{day}</span></div>'
            yield self._command(entry) if not _is_message(entry) else self._message(room, entry)

    def _moment(self, ts: str) -> datetime:
        return datetime.fromtimestamp(float(ts), UTC).astimezone(self._zone)

    def _time(self, ts: str) -> str:
        moment = self._moment(ts)
        words = f"{moment.hour % 12 or 12}:{moment:%M %p}"
        return f'<time datetime="{moment.isoformat()}">{words}</time>'

    def _command(self, entry: Any) -> str:  # noqa: ANN401 Shown
        who = escape(self._name(entry.user))
        return f'<p class="typed">{who} typed <code>{escape(entry.text)}</code></p>'

    def _message(self, room: Channel, message: Any) -> str:  # noqa: ANN401 Message
        thread = room.thread(message.ts) if message.ephemeral_to is None else []
        replies = "".join(self._bubble(reply) for reply in thread)
        if replies:
            count = f"{len(thread)} {'reply' if len(thread) == 1 else 'replies'}"
            replies = f'<div class="thread"><p class="count">{count}</p>{replies}</div>'
        return self._bubble(message) + replies

    def _bubble(self, message: Message) -> str:
        only = ""
        if message.ephemeral_to is not None:
            who = escape(self._name(message.ephemeral_to))
            only = f'<p class="only">👁 Only visible to you <span>({who})</span></p>'
        badge = '<span class="badge">APP</span>' if message.bot_id else ""
        edited = ' <span class="dim">(edited)</span>' if message.edited else ""
        name = f'<b class="name">{escape(self._name(message.user))}</b>'
        head = f'<p class="head">{name}{badge}{self._time(message.ts)}</p>'
        kind = "message hidden" if only else "message"
        return (
            f'<article class="{kind}">{only}{self._avatar(message.user)}'
            f'<div class="body">{head}{self._words(message)}{edited}</div></article>'
        )

    def _words(self, message: Message) -> str:
        if message.blocks and message.bot_id is not None:
            return draw.blocks(self._workspace, message.blocks)
        return f'<div class="block" dir="auto">{inline.marked(self._workspace, message.text)}</div>'

    def _avatar(self, user: str) -> str:
        name = self._name(user)
        colour = sum(map(ord, user)) % _COLOURS
        kind = "bot" if user == self._workspace.bot.id else f"c{colour}"
        return f'<span class="avatar {kind}" aria-hidden="true">{escape(name[:1].upper())}</span>'

    def _views(self) -> list[View]:
        world = self._slack.world
        return [*world.homes.values(), *(view for view in world.views.values() if view.is_open)]

    def _heading(self, view: View) -> str:
        what = "Home" if view.content["type"] == "home" else "Dialog"
        return f"{what} of {self._name(view.user)}"

    def _view(self, shown: JSON) -> str:
        blocks = hand.filled_in(shown["blocks"], shown["state"]["values"])
        body = draw.blocks(self._workspace, blocks)
        if shown["type"] == "home":
            return f'<div class="home">{body}</div>'
        title = inline.text(self._workspace, shown["title"])
        close = shown["close"] or {"type": "plain_text", "text": "Cancel"}
        buttons = f'<span class="button">{inline.text(self._workspace, close)}</span>'
        if shown["submit"]:
            words = inline.text(self._workspace, shown["submit"])
            buttons += f'<span class="button primary">{words}</span>'
        return (
            f'<div class="modal"><h2>{title}<span class="dim">✕</span></h2>'
            f'<div class="inside">{body}</div><div class="foot">{buttons}</div></div>'
        )


def _is_message(entry: object) -> bool:
    return hasattr(entry, "ephemeral_to")


def _pane(name: str, title: str, about: str, body: str) -> str:
    head = f'<header><h2>{title}</h2><span class="dim">{about}</span></header>'
    return f'<section id="{name}">{head}\n{body}\n</section>'
