"""The nouns: frozen dataclasses that every step speaks.

Times are aware UTC. Text is clean (see `briefbot.text.clean`) once it stands in an
`Article`; a span is a pair of character offsets (code points) into that text.
"""

from briefbot.models.archive import (
    Article,
    Body,
    Fate,
    Features,
    Looked,
    Passed,
    Quality,
    Reading,
    Sentence,
    SourceState,
)
from briefbot.models.asked import Answer, EntryRecord, Hit, Query, Record, Showing
from briefbot.models.shown import (
    Ailing,
    Coverage,
    Digest,
    Factor,
    Item,
    Outlet,
    Quote,
    Ranked,
    Section,
    StoredArticle,
    Story,
)
from briefbot.models.web import Entry, Feed, Request, Response

__all__ = [
    "Ailing",
    "Answer",
    "Article",
    "Body",
    "Coverage",
    "Digest",
    "Entry",
    "EntryRecord",
    "Factor",
    "Fate",
    "Features",
    "Feed",
    "Hit",
    "Item",
    "Looked",
    "Outlet",
    "Passed",
    "Quality",
    "Query",
    "Quote",
    "Ranked",
    "Reading",
    "Record",
    "Request",
    "Response",
    "Section",
    "Sentence",
    "Showing",
    "SourceState",
    "StoredArticle",
    "Story",
]
