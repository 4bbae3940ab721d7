"""The forms of a briefing: all that it says, a pause, posting it now, taking it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefbot.blocks import pieces
from briefbot.blocks.admin import fields, parts
from briefbot.config import values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefbot.blocks.pieces import Piece
    from briefbot.config import Briefing, Config
    from briefbot.models import Block

CHOSEN = 100
"""So many topics or sources can be chosen in the form; where the file names more, they stay."""
MOST_STORIES, MOST_SENTENCES = 50, 10
_LIST = 3000
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_USUAL = "08:00"
_QUIET = (("Say that there is nothing", "say"), ("Post nothing", "skip"))
_ALL_SOURCES = "Left empty: every source that is read."
_ALL_TOPICS = "Told in this order. Left empty: whatever the sources bring."
_KEPT = "It names {number:,} {what} in the file. That is more than a form holds, so they stay."


def briefing_modal(
    briefing: Briefing | None,
    config: Config,
    *,
    carried: Mapping[str, Any],
    zone: str = "UTC",
    channel: str = "",
    note: str = "",
) -> dict[str, Any]:
    """Return the form of a briefing that is there, or of a new one; with a sentence on top.

    Values stand under `name`, `times`, `weekdays`, `zone`, `topics`, `sources`, `max_stories`,
    `sentences`, `quiet_day`, `languages`, and `channel` for a new one.
    """
    blocks = [fields.said(note)] if note else []
    blocks += [*_what(briefing, channel), *_when(briefing, zone)]
    blocks += [*_of(briefing, config), *_how(briefing)]
    title = "Change briefing" if briefing else "New briefing"
    return fields.modal("admin_briefing", title, *blocks, submit=fields.NEXT, carried=carried)


def _what(briefing: Briefing | None, channel: str) -> Iterator[Block]:
    name = fields.typed(briefing.name if briefing else "", most=values.LONGEST_LINE)
    yield fields.field("name", "Name", name, hint="The title of its digests.")
    if briefing is None:
        yield fields.field("channel", "Channel", _channels(channel))
    else:
        where = parts.places(briefing.destinations)
        yield pieces.rich(pieces.section(pieces.text("Posted to "), *where))


def _channels(channel: str) -> Piece:
    picker: dict[str, Any] = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "placeholder": pieces.plain_text("Choose", 150),
    }
    if channel[:1] in ("C", "G"):
        return {**picker, "initial_conversation": channel}
    return {**picker, "default_to_current_conversation": True}


def _when(briefing: Briefing | None, zone: str) -> Iterator[Block]:
    plan = briefing.schedule if briefing else None
    times = ", ".join(map(values.clock_text, plan.times)) if plan else _USUAL
    hint = "One or several, such as 08:00, 18:30."
    yield fields.field("times", "Times", fields.typed(times, most=_LIST), hint=hint)
    options = [(day, day[:3].casefold()) for day in _DAYS]
    days = [str(day) for day in plan.weekdays] if plan else list(values.WEEKDAYS)
    yield fields.field("weekdays", "Days", fields.ticks(options, days))
    shown = fields.typed(plan.zone if plan else zone, most=100)
    yield fields.field("zone", "Time zone", shown, hint="Such as Asia/Taipei, or UTC.")


def _of(briefing: Briefing | None, config: Config) -> Iterator[Block]:
    topics = {topic.id: topic.name for topic in config.topics}
    sources = {source.id: source.label for source in config.sources}
    told, read = (briefing.topics, briefing.sources) if briefing else ((), ())
    if config.topics:
        yield _several("topics", "Topics", topics, told, _ALL_TOPICS)
    yield _several("sources", "Sources", sources, read, _ALL_SOURCES)


def _several(
    name: str, label: str, names: Mapping[str, str], chosen: Sequence[str], hint: str
) -> Block:
    """Return a field whose options are served as somebody types: there may be a thousand."""
    if len(chosen) > CHOSEN:
        return pieces.context(_KEPT.format(number=len(chosen), what=name))
    piece: dict[str, Any] = {
        "type": "multi_external_select",
        "min_query_length": 0,
        "max_selected_items": CHOSEN,
        "placeholder": pieces.plain_text("Type to find one", 150),
    }
    if chosen:
        piece["initial_options"] = options([(names.get(each, each), each) for each in chosen])
    return fields.field(name, label, piece, hint=hint, optional=True)


def options(found: Sequence[tuple[str, str]]) -> list[Piece]:
    """Return pairs of words and value as the options that a field is served."""
    return [
        pieces.option(pieces.line(words, pieces.OPTION) or value, value)
        for words, value in found[:CHOSEN]
    ]


def _how(briefing: Briefing | None) -> Iterator[Block]:
    stories, sentences = (briefing.max_stories, briefing.sentences) if briefing else (10, 3)
    yield fields.field("max_stories", "Most stories", _number(stories, MOST_STORIES))
    yield fields.field("sentences", "Sentences for each story", _number(sentences, MOST_SENTENCES))
    quiet = briefing.quiet_day if briefing else "say"
    made = [pieces.option(words, value) for words, value in _QUIET]
    ticked = next(option for option in made if option["value"] == quiet)
    radio = {"type": "radio_buttons", "options": made, "initial_option": ticked}
    yield fields.field("quiet_day", "When there is nothing to tell", radio)
    languages = ", ".join(briefing.languages) if briefing else ""
    hint = "Two letters each, such as en, zh. Left empty: any language."
    typed = fields.typed(languages, most=_LIST)
    yield fields.field("languages", "Languages", typed, hint=hint, optional=True)


def _number(value: int, most: int) -> Piece:
    return {
        "type": "number_input",
        "is_decimal_allowed": False,
        "initial_value": str(value),
        "min_value": "1",
        "max_value": str(most),
    }


# ---------------------------------------------------------------- what is done with one


def _named(briefing: Briefing) -> str:
    return pieces.isolated(pieces.line(briefing.name, pieces.LIST_NAME)) or "This briefing"


def pause_modal(
    briefing: Briefing, *, carried: Mapping[str, Any], note: str = ""
) -> dict[str, Any]:
    """Return the form that pauses a briefing: `until.until.selected_date`, or nothing."""
    picker = {"type": "datepicker", "placeholder": pieces.plain_text("A day", 150)}
    zone = briefing.schedule.zone
    hint = f"The day on which it is posted again, in {zone}. Left empty: until somebody resumes it."
    return fields.modal(
        "admin_briefing_pause",
        "Pause briefing",
        fields.said(note, f"{_named(briefing)} keeps its settings and posts nothing meanwhile."),
        fields.field("until", "Until", picker, hint=hint, optional=True),
        submit="Pause",
        carried=carried,
    )


def send_modal(briefing: Briefing, *, carried: Mapping[str, Any], note: str = "") -> dict[str, Any]:
    """Return the form that asks whether a briefing is to be posted now."""
    told = pieces.section(
        pieces.text(f"{note}\n" if note else ""),
        pieces.text(_named(briefing), bold=True),
        pieces.text(" is posted to "),
        *parts.places(briefing.destinations),
        pieces.text(" at once, with all that is new there. What it tells is not told there again."),
    )
    return fields.modal(
        "admin_briefing_send",
        "Send now",
        pieces.rich(told),
        submit="Send",
        carried=carried,
    )


def remove_modal(
    briefing: Briefing, *, carried: Mapping[str, Any], note: str = ""
) -> dict[str, Any]:
    """Return the form that asks whether a briefing is to be taken away."""
    return fields.modal(
        "admin_briefing_remove",
        "Remove briefing",
        fields.said(
            note,
            f"{_named(briefing)} is taken out of the configuration and posts nothing any more.",
            "Its digests stay in their channels. You can undo it under the last changes.",
        ),
        fields.field("sure", "Are you sure?", fields.ticks([("Yes, remove it", "yes")])),
        submit="Remove",
        carried=carried,
    )
