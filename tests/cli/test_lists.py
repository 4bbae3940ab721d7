"""`briefbot sources import` and `export`: what they add, tell and leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefbot.store import configfile
from briefbot.store.sqlite import Store
from tests.commands import call, one_sentence
from tests.hand import edited
from tests.makers import state

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
fetch: {contact: me@site.example}
sources:
  - id: krebs          # ours
    url: https://krebs.example/feed
"""
LIST = """\
<opml version="2.0"><body>
<outline text="Security">
<outline text="Krebs" xmlUrl="http://krebs.example/feed"/>
<outline text="Talos" xmlUrl="https://talos.example/rss"/>
<outline text="Talos" xmlUrl="https://talos.example/rss"/>
<outline text="A page" type="link" url="https://page.example/"/>
</outline>
<outline text="Odd&#27;[31m" xmlUrl="file:///etc/passwd"/>
</body></opml>
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "briefbot.yaml"
    edited(file, CONFIG)
    return file


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.opml"
    edited(file, LIST)
    return file


TOLD = """\
added    talos: https://talos.example/rss
there    line 3: Krebs: it is source 'krebs' already
refused  line 6: A page: a page, and no feed (xmlUrl); try it with `briefbot sources test`
refused  line 8: Odd[31m: the address must begin with https:// or http://, not with "file:"
topic    security: Security (1 sources); add it to a briefing
4 feeds in the list: 1 added, 1 there already, 1 said again, 2 refused; 1 topics added
"""


def test_an_import_tells_each_line_and_adds_what_is_new(config: Path, listing: Path) -> None:
    """The file keeps its comments; a second import of the same list adds nothing."""
    outcome = call("sources", "import", "--config", config, listing)
    back = "change 1; `briefbot config undo 1` takes it back\n"
    assert (outcome.code, outcome.out, outcome.err) == (0, TOLD + back, "")
    text = config.read_text(encoding="utf-8")
    assert text.startswith(CONFIG)
    assert [(s.id, s.topics) for s in configfile.load(config).sources] == [
        ("krebs", ()),
        ("talos", ("security",)),
    ]
    again = call("sources", "import", "--config", config, listing)
    assert "4 feeds in the list: 0 added, 3 there already, 2 refused; 0 topics added" in again.out
    assert config.read_text(encoding="utf-8") == text


def large(folders: int = 10, each: int = 30) -> str:
    """Return a list of nested folders, each with feeds in both, and a line that is no feed."""
    lines = []
    for at in range(folders):
        feeds = [
            f'<outline text="Outlet {at}.{n}" xmlUrl="https://o{at}-{n}.example/feed"/>'
            for n in range(each)
        ]
        outer, inner = "\n".join(feeds[::2]), "\n".join(feeds[1::2])
        lines.append(
            f'<outline text="Desk {at}">\n{outer}\n<outline text="Beat {at}">\n{inner}\n'
            f'<outline text="Page {at}" type="link" url="https://p{at}.example/"/>\n'
            "</outline>\n</outline>"
        )
    return "\n".join(['<opml version="2.0"><body>', *lines, "</body></opml>"])


def test_a_large_list_is_imported_in_one_go(config: Path, listing: Path) -> None:
    """All feeds are there with the topics of all their folders, as one change; the rest is told."""
    text = large()
    listing.write_text(text, encoding="utf-8")
    outcome = call("sources", "import", "--config", config, listing)
    assert (outcome.code, outcome.err) == (0, "")
    told = outcome.out.splitlines()
    assert told[-2] == (
        "300 feeds in the list: 300 added, 0 there already, 10 refused; 20 topics added"
    )
    pages = [n for n, line in enumerate(text.splitlines(), 1) if 'type="link"' in line]
    assert [line for line in told if line.startswith("refused")] == [
        f"refused  line {line}: Page {at}: a page, and no feed (xmlUrl); try it with"
        " `briefbot sources test`"
        for at, line in enumerate(pages)
    ]
    assert "topic    desk-3: Desk 3 (30 sources); add it to a briefing" in told
    assert "topic    beat-3: Beat 3 (15 sources); add it to a briefing" in told
    found = configfile.load(config)
    topics = {source.url: source.topics for source in found.sources}
    assert topics["https://o3-0.example/feed"] == ("desk-3",)
    assert topics["https://o3-1.example/feed"] == ("desk-3", "beat-3")
    assert len({s.id for s in found.sources}) == 301
    assert config.read_text(encoding="utf-8").startswith(CONFIG)
    [line] = call("config", "history", "--config", config).out.splitlines()[1:-1]
    assert "and 319 more" in line
    assert call("config", "undo", "1", "--config", config).code == 0
    assert [s.id for s in configfile.load(config).sources] == ["krebs"]
    assert configfile.load(config).topics == ()


def test_a_dry_run_changes_nothing(config: Path) -> None:
    """It tells the same, from standard input too, and says that it was one."""
    outcome = call("sources", "import", "--dry-run", "--config", config, "-", stdin=LIST.encode())
    assert outcome.out == TOLD + "nothing is changed: this was a dry run\n"
    assert config.read_text(encoding="utf-8") == CONFIG


def test_an_export_comes_back_by_an_import(config: Path, listing: Path, tmp_path: Path) -> None:
    """What is exported, to a file or to standard output, gives the same sources elsewhere."""
    call("sources", "import", "--config", config, listing)
    file, other = tmp_path / "out.opml", tmp_path / "other.yaml"
    assert call("sources", "export", "--config", config, file).code == 0
    assert call("sources", "export", "--config", config).out.startswith("<?xml")
    other.write_text("fetch: {contact: me@site.example}\nsources: []\n", encoding="utf-8")
    assert call("sources", "import", "--config", other, file).code == 0
    here, there = configfile.load(config), configfile.load(other)
    assert {s.url for s in here.sources} == {s.url for s in there.sources}
    assert here.topics == there.topics


def test_an_id_that_the_archive_remembers_is_given_to_no_other_feed(
    config: Path, listing: Path
) -> None:
    """A source was taken out; what the archive knows of it is not taken for the new one's."""
    database = config.parent / "briefbot.db"
    store = Store(database)
    store.record(state(source_id="talos", url="https://old.example/rss"))
    store.close()
    call("sources", "import", "--config", config, "--database", database, listing)
    assert [source.id for source in configfile.load(config).sources] == ["krebs", "talos-2"]


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_a_folder_is_no_place_for_a_list(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    """It is said, and nothing is left behind."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    outcome = call("sources", "export", "--config", config, folder)
    assert outcome.code == 2
    assert one_sentence(outcome.err) == f"{folder} is a folder; name a file in it"
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("feed.xml", "<rss/>", "line 1: this is no OPML list; it begins with <rss>"),
        ("nowhere.opml", None, "nowhere.opml can't be read: No such file or directory"),
        (".", None, "is no ordinary file"),
    ],
)
def test_what_is_no_list_is_one_sentence(
    config: Path, tmp_path: Path, name: str, content: str | None, says: str
) -> None:
    """The file stays as it is, and the sentence says what was given instead."""
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    outcome = call("sources", "import", "--config", config, tmp_path / name)
    assert outcome.code in {1, 2}
    assert says in one_sentence(outcome.err)
    assert config.read_text(encoding="utf-8") == CONFIG
