"""The tables of version 0.1, which the first migration makes; never edited."""

from __future__ import annotations

TABLES = """
CREATE TABLE sources (
    source_id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    kind TEXT, feed_url TEXT, title TEXT NOT NULL,
    etag TEXT, last_modified TEXT, body_hash TEXT,
    first_seen TEXT, checked TEXT, succeeded TEXT, next_check TEXT,
    failing_since TEXT, failures INTEGER NOT NULL, reason TEXT, error TEXT,
    gone_before TEXT  -- what was last seen before then is no longer listed
) STRICT;

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    source_id TEXT NOT NULL,
    entry_key TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    fate TEXT NOT NULL,
    detail TEXT NOT NULL,
    article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL,
    UNIQUE (source_id, entry_key)
) STRICT;
CREATE INDEX entries_by_url ON entries (url);
CREATE INDEX entries_by_article ON entries (article_id);
CREATE INDEX entries_by_last_seen ON entries (last_seen);

CREATE TABLE stories (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;

CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    story_id INTEGER NOT NULL REFERENCES stories (id),
    duplicate_of INTEGER REFERENCES articles (id) ON DELETE SET NULL,
    source_id TEXT NOT NULL,
    outlet TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    language TEXT NOT NULL,
    quality TEXT NOT NULL,
    words INTEGER NOT NULL,
    image TEXT,
    published TEXT NOT NULL,
    found TEXT NOT NULL
) STRICT;
CREATE INDEX articles_by_story ON articles (story_id);
CREATE INDEX articles_by_published ON articles (published, source_id, story_id);
CREATE INDEX articles_by_found ON articles (found);
CREATE INDEX articles_by_original ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE TABLE bodies (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    sentences TEXT NOT NULL,
    summariser TEXT NOT NULL
) STRICT;

-- What makes articles comparable; a row goes when its article has grown too old to compare.
CREATE TABLE features (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    digest TEXT NOT NULL,
    sketch BLOB NOT NULL,
    terms BLOB NOT NULL,
    placed INTEGER NOT NULL
) STRICT;
CREATE INDEX features_to_place ON features (article_id) WHERE placed = 0;
CREATE TABLE terms (
    term INTEGER NOT NULL, article_id INTEGER NOT NULL, PRIMARY KEY (term, article_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE sketches (
    hash INTEGER NOT NULL, article_id INTEGER NOT NULL, PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE term_counts (term INTEGER PRIMARY KEY, articles INTEGER NOT NULL) STRICT;

-- The tokens are made by briefbot.text.words; the text itself stands in bodies only.
CREATE VIRTUAL TABLE search USING fts5 (
    title, lead, text,
    content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE digests (
    id INTEGER PRIMARY KEY,
    briefing_id TEXT NOT NULL,
    made TEXT NOT NULL,
    payload TEXT NOT NULL
) STRICT;
CREATE TABLE told (
    briefing_id TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL,
    digest_id INTEGER NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    headline INTEGER NOT NULL,
    PRIMARY KEY (briefing_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_by_story ON told (story_id);
CREATE INDEX told_by_article ON told (article_id);
CREATE INDEX told_by_digest ON told (digest_id);
"""
