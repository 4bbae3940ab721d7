"""The schema, as a list of migrations: append one, never edit an old one."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from briefbot.store import indexing
from briefbot.store.tables import TABLES

SCHEMA = Migrations("briefbot")


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


@SCHEMA()
def first_tables(db: Database) -> None:
    """Make the archive of version 0.1."""
    _run(db, TABLES)


POSTING = """
-- A standing order that posts: a briefing, or a reader's subscription. Slots that were due
-- by `since` are none of it: then it, or its schedule, was first seen.
CREATE TABLE orders (
    order_id TEXT PRIMARY KEY,
    schedule TEXT NOT NULL,
    since TEXT NOT NULL
) STRICT;
CREATE TABLE slots (
    order_id TEXT NOT NULL,
    day TEXT NOT NULL,
    label TEXT NOT NULL,
    due TEXT NOT NULL,
    state TEXT NOT NULL,
    detail TEXT NOT NULL,
    settled TEXT NOT NULL,
    PRIMARY KEY (order_id, day, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX slots_by_due ON slots (due);

ALTER TABLE digests ADD COLUMN destination TEXT NOT NULL DEFAULT '';
CREATE INDEX digests_by_briefing ON digests (briefing_id, destination, made);

-- The outbox: what is to be posted, frozen when its digest was composed.
CREATE TABLE deliveries (
    key TEXT PRIMARY KEY,
    digest_id INTEGER NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    destination TEXT NOT NULL,
    part INTEGER NOT NULL,
    message TEXT NOT NULL,
    plain INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    looks INTEGER NOT NULL,
    created TEXT NOT NULL,
    expires TEXT NOT NULL,
    not_before TEXT NOT NULL,
    claimed TEXT,
    channel TEXT,
    ts TEXT,
    error TEXT NOT NULL,
    UNIQUE (digest_id, destination, part)
) STRICT;
CREATE INDEX deliveries_open ON deliveries (destination, created, digest_id, part)
    WHERE state IN ('pending', 'sending');
CREATE INDEX deliveries_by_channel ON deliveries (channel, created);
CREATE TABLE channels (destination TEXT PRIMARY KEY, channel TEXT NOT NULL) STRICT;

-- A story is told once to each destination of a briefing. An update tells it again: when that
-- digest is never posted, what the earlier ones told stays told.
CREATE TABLE told_to (
    briefing_id TEXT NOT NULL,
    destination TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL,
    digest_id INTEGER NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    headline INTEGER NOT NULL,
    PRIMARY KEY (briefing_id, destination, article_id, digest_id)
) STRICT, WITHOUT ROWID;
INSERT INTO told_to
    SELECT briefing_id, '', article_id, story_id, digest_id, headline FROM told;
DROP TABLE told;
ALTER TABLE told_to RENAME TO told;
CREATE INDEX told_by_story ON told (story_id);
CREATE INDEX told_by_article ON told (article_id);
CREATE INDEX told_by_digest ON told (digest_id);

-- What readers keep for themselves and say of stories.
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id TEXT NOT NULL,
    query TEXT NOT NULL,
    label TEXT NOT NULL,
    weekdays TEXT NOT NULL,
    zone TEXT NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (user_id, query)
) STRICT;
CREATE TABLE saved (
    user_id TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    saved TEXT NOT NULL,
    PRIMARY KEY (user_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_by_article ON saved (article_id);
CREATE TABLE votes (
    channel TEXT NOT NULL,
    user_id TEXT NOT NULL,
    story_id INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    topic_id TEXT,
    value INTEGER NOT NULL,
    voted TEXT NOT NULL,
    PRIMARY KEY (channel, user_id, story_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE mutes (
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,  -- story, source, word
    value TEXT NOT NULL,
    user_id TEXT NOT NULL,
    muted TEXT NOT NULL,
    PRIMARY KEY (channel, kind, value)
) STRICT, WITHOUT ROWID;

-- Requests of Slack's that were acted on: none is acted on twice.
CREATE TABLE handled (id TEXT PRIMARY KEY, handled TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX handled_by_time ON handled (handled);
CREATE TABLE alerts (
    key TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    since TEXT NOT NULL,
    told TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


@SCHEMA()
def posting(db: Database) -> None:
    """Make room for slots, the outbox and readers: version 0.2."""
    _run(db, POSTING)


WEB = """
-- What a source's rhythm, its server and its feed say of when to ask it again.
ALTER TABLE sources ADD COLUMN not_before TEXT;
ALTER TABLE sources ADD COLUMN asked TEXT;
ALTER TABLE sources ADD COLUMN per_day REAL;
ALTER TABLE sources ADD COLUMN news TEXT;
ALTER TABLE sources ADD COLUMN ttl INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN skip_hours TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN skip_days TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN moved_to TEXT;
ALTER TABLE sources ADD COLUMN moved_looks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN moved_since TEXT;
ALTER TABLE sources ADD COLUMN moved_seen TEXT;
ALTER TABLE sources ADD COLUMN gone TEXT;
ALTER TABLE sources ADD COLUMN rolled_from TEXT;
ALTER TABLE sources ADD COLUMN rolled_to TEXT;

-- How a source fares beside that.
ALTER TABLE sources ADD COLUMN rolled_at TEXT;
ALTER TABLE sources ADD COLUMN took REAL;
ALTER TABLE sources ADD COLUMN undated REAL;
-- How many articles are comparable is asked often.
CREATE INDEX features_by_placing ON features (placed);
ALTER TABLE sources ADD COLUMN validators_from TEXT;
CREATE INDEX sources_failing ON sources (failing_since) WHERE failing_since IS NOT NULL;
DROP INDEX articles_by_found;
CREATE INDEX articles_by_found ON articles (found, source_id, quality);
-- What each destination was told last of a source that fails: since when, or that it is over.
CREATE TABLE outages (
    destination TEXT NOT NULL,  -- empty: the admins
    source_id TEXT NOT NULL,
    since TEXT NOT NULL,
    over INTEGER NOT NULL,
    digest_id INTEGER REFERENCES digests (id) ON DELETE SET NULL,  -- what told it
    PRIMARY KEY (destination, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outages_by_digest ON outages (digest_id);

-- What an entry said when its page was read, and how often it was read again for it.
ALTER TABLE entries ADD COLUMN said TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN rereads INTEGER NOT NULL DEFAULT 0;
-- Which version of a corrected article's text this is, and when it was read if not at first.
ALTER TABLE bodies ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE bodies ADD COLUMN read TEXT;
CREATE TABLE versions (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    sentences TEXT NOT NULL,
    summariser TEXT NOT NULL,
    read TEXT NOT NULL,
    PRIMARY KEY (article_id, version)
) STRICT, WITHOUT ROWID;

-- Whether a sentence of it was shown beside the article that was shown.
ALTER TABLE told ADD COLUMN quoted INTEGER NOT NULL DEFAULT 0;
"""


@SCHEMA()
def web(db: Database) -> None:
    """Make room for what polling, health and full text remember of the web: version 0.3.

    The search index is made anew: it has stems of every language and one script of Chinese.
    """
    _run(db, WEB)
    indexing.rebuild(db)


ADMINISTRATION = """
-- Who changed the configuration: kept for good, it is small.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL,  -- the number of the first one made in one go with it
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    way TEXT NOT NULL,  -- slack, cli, file
    part TEXT NOT NULL,  -- sources, topics, briefings, settings
    item TEXT NOT NULL,
    before TEXT,  -- JSON; NULL: it was not there
    after TEXT,
    state TEXT NOT NULL,  -- intended, applied, undone, failed, overwritten, refused
    spelling TEXT NOT NULL,
    note TEXT NOT NULL,
    undoes INTEGER,  -- the number of the one that it takes back
    untold INTEGER NOT NULL DEFAULT 0,  -- a hand overwrote it, and no admin knows yet
    times INTEGER NOT NULL DEFAULT 1  -- how often it was asked for, where it was refused
) STRICT;
CREATE INDEX changes_by_item ON changes (part, item, number);
CREATE INDEX changes_by_batch ON changes (batch);
CREATE INDEX changes_unsettled ON changes (state) WHERE state = 'intended';
CREATE INDEX changes_refused ON changes (who, number) WHERE state = 'refused';
CREATE INDEX changes_untold ON changes (number) WHERE untold;
-- What the file is known to have held last, as JSON: one row.
CREATE TABLE config_said (data TEXT NOT NULL) STRICT;
-- The code that makes its first user an admin: one row at most, its hash alone.
CREATE TABLE claims (
    hash BLOB NOT NULL,
    salt BLOB NOT NULL,
    expires TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Sources that members propose, and what an admin made of it.
CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    address TEXT NOT NULL,  -- the canonical one, by which it is known again
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,  -- open, adding, approved, declined
    source_id TEXT NOT NULL DEFAULT '',  -- what is added for it
    decided_by TEXT NOT NULL DEFAULT '',
    decided_at TEXT
) STRICT;
CREATE INDEX suggestions_by_address ON suggestions (address);
CREATE INDEX suggestions_by_state ON suggestions (state, id);
"""


@SCHEMA()
def administration(db: Database) -> None:
    """Make room for the audit of the configuration: version 0.4."""
    _run(db, ADMINISTRATION)


@SCHEMA()
def places(db: Database) -> None:
    """Remember where an item stood that was taken away."""
    _run(
        db,
        "ALTER TABLE changes ADD COLUMN behind TEXT;\n"
        "ALTER TABLE changes ADD COLUMN gap TEXT NOT NULL DEFAULT ''",
    )


@SCHEMA()
def told_until(db: Database) -> None:
    """Remember the last change of the configuration that admins were told of: one row at most."""
    _run(db, "CREATE TABLE config_told (number INTEGER NOT NULL) STRICT")


@SCHEMA()
def names(db: Database) -> None:
    """Remember what Slack called those who changed something: an id tells an operator nothing."""
    _run(db, "ALTER TABLE changes ADD COLUMN called TEXT NOT NULL DEFAULT ''")
