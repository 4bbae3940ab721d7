"""`briefbot preview`: the digest, its forms, where it goes, and how it ends."""

from __future__ import annotations

import shlex
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefbot.cli.preview import code_of, problems_of
from briefbot.clock import utc_now
from briefbot.models import Looked
from briefbot.store.archive import Archive
from tests.cli.conftest import configuration
from tests.commands import call, one_sentence
from tests.press import CABLE, HARBOUR, ORCHID, publish

if TYPE_CHECKING:
    from pathlib import Path

    from tests.badserver import BadServer
    from tests.cli.conftest import Desk

NOWHERE = "http://127.0.0.1:9/feed.xml"


def _own_disk(steps: str) -> subprocess.CompletedProcess[str] | None:
    """Run steps where a disk can be mounted that nobody else sees; None where that is refused."""
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    try:
        probe = "mount -t tmpfs -o size=4096 none /mnt"
        subprocess.run([*command, probe], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return subprocess.run([*command, steps], capture_output=True, text=True, check=False)


def test_the_first_preview_shows_the_news(filled: Desk) -> None:
    """Both outlets are read, each event is told once, and the progress is plain lines."""
    assert filled.first.code == 0
    assert filled.first.out.startswith("Taipei desk\n")
    titles = [piece.title for piece in (CABLE, HARBOUR, ORCHID)]
    assert [filled.first.out.count(title) for title in titles] == [1, 1, 1]
    assert "Also in" in filled.first.out
    assert filled.first.err == "2 sources due\n2 of 2 sources read, 4 new articles\n"


def test_a_second_preview_tells_the_same(desk: Desk) -> None:
    """Nothing is due, no server is asked, and nothing counts as told."""
    asked = len(desk.server.heads)
    second, third = (desk.call("preview", "--format", "json") for _ in range(2))
    assert len(desk.server.heads) == asked
    assert (second.code, second.err) == (third.code, third.err) == (0, "0 sources due\n")
    assert second.json["items"] == third.json["items"]
    assert len(second.json["items"]) == 3
    places = [desk.first.out.index(item["headline"]) for item in second.json["items"]]
    assert places == sorted(places)


def test_every_sentence_of_the_json_is_in_its_article(desk: Desk) -> None:
    """What docs/json.md promises: text[start:end] of the stored article, character by character."""
    digest = desk.call("preview", "--format", "json", "--quiet")
    assert digest.err == ""
    sentences = [s for item in digest.json["items"] for s in item["sentences"]]
    assert len(sentences) >= 3
    for sentence in sentences:
        article = call(
            "article", sentence["url"], "--database", desk.database, "--format", "json"
        ).json
        assert article["text"][sentence["start"] : sentence["end"]] == sentence["text"]


def test_the_json_holds_the_keys_of_its_contract(desk: Desk) -> None:
    """A digest has the keys that docs/json.md names, and no source's name is left out."""
    digest = desk.call("preview", "--format", "json", "--quiet").json
    assert (digest["version"], digest["briefing"], digest["zone"]) == (1, "desk", "Asia/Taipei")
    told = {item["headline"]: item for item in digest["items"]}
    assert [source["name"] for source in told[ORCHID.title]["sources"]] == ["Morning Post"]
    assert len(told[CABLE.title]["sources"]) == 2
    assert set(told[ORCHID.title]) == {
        *("story", "topic", "headline", "url", "sources", "published", "language", "quality"),
        *("update", "sentences", "beside"),
    }
    assert digest["coverage"] == {
        "read": 2,
        "total": 2,
        "articles": 4,
        "stories": 3,
        "ailing": [],
    }


def test_the_page_is_html(desk: Desk) -> None:
    """`--format html` prints one whole page without a script."""
    page = desk.call("preview", "--format", "html", "--quiet").out
    assert page.startswith("<!DOCTYPE html>")
    assert CABLE.title in page
    assert "<script" not in page


def test_the_messages_are_block_kit(desk: Desk) -> None:
    """`--format slack` prints the messages that a channel would get, every story in them."""
    [message] = desk.call("preview", "--format", "slack", "--quiet").json["messages"]
    assert message["blocks"][0]["type"] == "header"
    assert message["text"].startswith("Taipei desk, ")
    assert CABLE.title in str(message["blocks"])


def test_another_briefing_and_another_window(desk: Desk) -> None:
    """`--briefing` and `--since` choose what is told."""
    islands = desk.call("preview", "--briefing", "islands", "--format", "json", "--quiet").json
    assert islands["briefing"] == "islands"
    assert HARBOUR.title not in [item["headline"] for item in islands["items"]]
    recent = desk.call("preview", "--since", "150m", "--format", "json", "--quiet").json
    assert [item["headline"] for item in recent["items"]] == [CABLE.title]


def test_a_file_gets_the_digest_whole(desk: Desk, tmp_path: Path) -> None:
    """`--output` writes the file and nothing else, into folders that it makes."""
    page = tmp_path / "new" / "today.html"
    outcome = desk.call("preview", "--format", "html", "--output", page, "--quiet")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    assert page.read_text("utf-8").rstrip().endswith("</html>")
    assert [file.name for file in page.parent.iterdir()] == ["today.html"]


def test_a_file_that_cannot_be_written_keeps_its_old_text(desk: Desk, tmp_path: Path) -> None:
    """The digest is written beside the file first, so a failure leaves yesterday's in place."""
    page = tmp_path / "today.html"
    page.write_text("yesterday", encoding="utf-8")
    (tmp_path / "today.html.part").mkdir()
    outcome = desk.call("preview", "--output", page, "--quiet")
    assert outcome.code == 1
    assert f"can't write {page}" in one_sentence(outcome.err)
    assert page.read_text("utf-8") == "yesterday"


@pytest.mark.parametrize("output", [".", "..", "/", "", "x" * 300])
def test_an_output_that_is_no_file_is_a_usage_error(desk: Desk, output: str) -> None:
    """A folder is told before anything is read, and so is a name that no disk takes."""
    outcome = desk.call("preview", "--output", output)
    assert (outcome.code, outcome.out) == (2, "")
    assert one_sentence(outcome.err).endswith(" with --output")


@pytest.mark.parametrize("database", ["/", ".", "", "x" * 300])
@pytest.mark.parametrize("command", [["preview"], ["search", "x"], ["sources", "list"], ["health"]])
def test_a_database_that_is_no_file_is_a_usage_error(
    desk: Desk, command: list[str], database: str
) -> None:
    """Each command that needs the archive says in a sentence that this can be none."""
    config: list[str | Path] = [] if command == ["health"] else ["--config", desk.config]
    outcome = call(*command, *config, "--database", database)
    assert (outcome.code, outcome.out) == (2, "")
    assert one_sentence(outcome.err).endswith("with --database or BRIEFBOT_DATABASE")


def test_a_briefing_that_is_not_there_is_a_usage_error(desk: Desk) -> None:
    """The name is repeated with the nearest one, and the exit code is 2."""
    outcome = desk.call("preview", "--briefing", "dsek")
    assert outcome.code == 2
    assert 'briefing "dsek" is not in the configuration; did you mean "desk"?' in one_sentence(
        outcome.err
    )


def test_a_configuration_without_a_briefing_is_a_usage_error(
    server: BadServer, tmp_path: Path
) -> None:
    """There is nothing to compose, and the sentence says what to add."""
    file = tmp_path / "briefbot.yaml"
    file.write_text(configuration(server).partition("topics:")[0] + "  []\n", encoding="utf-8")
    outcome = call("preview", "--config", file)
    assert outcome.code == 2
    assert "add one under `briefings:`" in one_sentence(outcome.err)


def test_a_wrong_span_is_a_usage_error(desk: Desk) -> None:
    """What a span looks like stands in the message."""
    outcome = desk.call("preview", "--since", "yesterday-ish")
    assert outcome.code == 2
    assert "use a number and m, h, d or w, such as 24h" in outcome.err


def test_nothing_reached_is_69(server: BadServer, tmp_path: Path) -> None:
    """When every source fails, each is named in a sentence and the digest still comes."""
    file = tmp_path / "briefbot.yaml"
    sources = [f"{{id: gone, url: '{server.url('/no-such')}'}}", f"{{id: dead, url: '{NOWHERE}'}}"]
    file.write_text(configuration(server, *sources), encoding="utf-8")
    outcome = call("preview", "--config", file, "--quiet")
    assert outcome.code == 69
    assert outcome.out.startswith("Taipei desk\n")
    gone, dead = sorted(outcome.err.splitlines(), reverse=True)
    assert gone.startswith(f"source 'gone': 404 from {server.host}:{server.port}: ")
    assert dead.startswith("source 'dead': 127.0.0.1:9 ")


def test_one_source_read_is_success() -> None:
    """A source that fails beside one that is read does not fail the command, nor does no source."""
    bad, good = Looked(source_id="bad", failure="no"), Looked(source_id="good", unread=("p: no",))
    assert [code_of(looks) for looks in ((bad, good), (bad, bad), ())] == [0, 69, 0]
    assert problems_of((bad, good)) == ["source 'bad': no", "source 'good': p: no"]


def test_a_second_instance_is_75(desk: Desk) -> None:
    """While another process holds the database, preview stops and the readers read."""
    hold = (
        "import sys; from pathlib import Path; from briefbot.store.connect import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(desk.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        refused = desk.call("preview")
        url = Archive(desk.database).article(desk.server.url("/post/orchid"))
        assert url is not None
        readers = [
            desk.call("search", "orchid"),
            call("article", url.article.url, "--database", desk.database),
            desk.call("why", url.article.url),
            desk.call("sources", "list"),
            call("check", "--config", desk.config),
        ]
        holder.communicate()
    assert refused.code == 75
    said = one_sentence(refused.err)
    assert f"{desk.database} is held by another briefbot (process {holder.pid})" in said
    assert "stop it first" in said
    assert [(reader.code, reader.err) for reader in readers] == [(0, "")] * 5


@pytest.mark.skipif(not _own_disk("true"), reason="this user may mount no disk of its own")
def test_a_full_disk_shows_the_digest_nevertheless(
    filled: Desk, server: BadServer, tmp_path: Path
) -> None:
    """What is stored is told, one sentence says that the disk is full, and the exit code is 1."""
    disk, config = tmp_path / "disk", tmp_path / "briefbot.yaml"
    disk.mkdir()
    publish(server, "late", [replace(ORCHID, slug="late", text=ORCHID.text * 10)], utc_now())
    late = f"{{id: late, url: '{server.url('/late/feed.xml')}'}}"
    text = filled.config.read_text("utf-8").replace("topics:", f"  - {late}\ntopics:", 1)
    config.write_text(text, encoding="utf-8")
    room = filled.database.stat().st_size // 4096 * 4096 + 12 * 4096
    python = shlex.quote(sys.executable)
    steps = (
        f"mount -t tmpfs -o size={room} none {disk} && cp {filled.database} {disk}/briefbot.db && "
        f"{python} -m briefbot preview --config {config} --database {disk}/briefbot.db"
    )
    ran = _own_disk(steps)
    assert ran
    assert ran.returncode == 1
    assert ORCHID.title in ran.stdout
    *progress, said = ran.stderr.splitlines()
    assert progress == ["1 source due"]
    assert said == (
        f"{disk}/briefbot.db: the disk is full; free some space and run again "
        "(nothing stored was lost)"
    )


@pytest.mark.parametrize("command", ["preview", "search"])
def test_a_newer_database_is_left_alone(desk: Desk, command: str) -> None:
    """Whoever wrote it, this version says so in a sentence and touches nothing."""
    from sqlite_utils import Database

    db = Database(str(desk.database))
    db.table("_sqlite_migrations").insert(
        {"migration_set": "briefbot", "name": "m999_future", "applied_at": "2030"}
    )
    db.close()
    before = desk.database.read_bytes()
    outcome = desk.call(command, *(["orchid"] if command == "search" else []))
    assert (outcome.code, outcome.out) == (1, "")
    assert "was written by a newer briefbot; update this one" in one_sentence(outcome.err)
    assert desk.database.read_bytes() == before


def test_the_shipped_configuration_is_seeded_once(
    filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a container the first start writes the file that the environment names, and says so."""
    config = tmp_path / "data" / "config" / "briefbot.yaml"
    monkeypatch.setenv("BRIEFBOT_SHIPPED_CONFIG", str(filled.config))
    monkeypatch.setenv("BRIEFBOT_CONFIG", str(config))
    monkeypatch.setenv("BRIEFBOT_DATABASE", str(filled.database))
    outcome = call("preview", "--quiet")
    assert (outcome.code, config.read_bytes()) == (0, filled.config.read_bytes())
    assert f"wrote the first configuration: {config}" in one_sentence(outcome.err)
    assert call("preview", "--quiet").err == ""


def test_a_missing_configuration_is_one_sentence(tmp_path: Path) -> None:
    """The default place is named, and what to do."""
    outcome = call("preview")
    assert outcome.code == 1
    assert one_sentence(outcome.err) == (
        "config/briefbot.yaml: there is no such file; write one, or name another"
    )
    assert list(tmp_path.iterdir()) == []
