"""Sources, topics, briefings: the configuration's nouns and their checks; pure.

values       what one value may look like
nouns        the frozen models, and the JSON Schema made from them
references   what one value says of another: ids, and rules across parts
naming       ids for what is new
check        plain data -> Config, or every problem at once
notes        what is no mistake, and yet deserves a look
pausing      what is paused at a moment
"""

from briefbot.config.check import parse
from briefbot.config.fields import Weekday
from briefbot.config.notes import notes
from briefbot.config.nouns import (
    Briefing,
    Config,
    FetchOptions,
    Part,
    Retention,
    Schedule,
    Source,
    Topic,
    schema,
    sources_of,
    topics_of,
)
from briefbot.config.pausing import on, today
from briefbot.config.references import Finding, secrets
from briefbot.config.values import KINDS, SUMMARISERS
from briefbot.config.wording import Lines, Path

__all__ = [
    "KINDS",
    "SUMMARISERS",
    "Briefing",
    "Config",
    "FetchOptions",
    "Finding",
    "Lines",
    "Part",
    "Path",
    "Retention",
    "Schedule",
    "Source",
    "Topic",
    "Weekday",
    "notes",
    "on",
    "parse",
    "schema",
    "secrets",
    "sources_of",
    "today",
    "topics_of",
]
