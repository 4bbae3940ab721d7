"""An older archive's full-text index is made anew when a newer briefbot opens it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from briefbot.models import Query
from briefbot.store import indexing
from briefbot.store.connect import connect
from briefbot.store.sqlite import Store
from tests.makers import reading, state

if TYPE_CHECKING:
    from pathlib import Path

OLD = """
CREATE VIRTUAL TABLE search USING fts5 (
    title, lead, text,
    content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
)
"""


def found(store: Store, word: str) -> list[str]:
    return [hit.stored.article.title for hit in store.search(Query(words=(word,)))]


def test_what_an_older_briefbot_indexed_is_found(tmp_path: Path) -> None:
    """Every kept text is indexed again, more than are in memory at once; the forgotten are not."""
    titles = ["台灣地震", "Das Haus", *(f"Note {n}" for n in range(indexing.AT_ONCE + 1))]
    readings = [
        reading(f"page-{place}", title=title, language="de" if title == "Das Haus" else "zh")
        for place, title in enumerate(titles)
    ]
    with closing(Store(tmp_path / "briefbot.db")) as store:
        store.record(state(), readings)
    with closing(connect(tmp_path / "briefbot.db", write=True)) as db:
        db.execute("DROP TABLE search")
        db.execute(OLD)
        db.execute("DELETE FROM bodies WHERE article_id = 3")
        indexing.rebuild(db)
        assert db.execute("SELECT count(*) FROM search").fetchone() == (len(titles) - 1,)
    with closing(Store(tmp_path / "briefbot.db")) as store:
        assert found(store, "台湾") == ["台灣地震"]
        assert found(store, "Häuser") == ["Das Haus"]
        assert found(store, str(indexing.AT_ONCE)) == [f"Note {indexing.AT_ONCE}"]
        assert found(store, "0") == []


def test_a_new_archive_has_the_index(tmp_path: Path) -> None:
    """The migrations of an empty archive end with the same table."""
    with closing(connect(tmp_path / "briefbot.db", write=True)) as db:
        assert "ascii" in db["search"].schema
