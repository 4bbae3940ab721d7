"""`briefbot check`: all problems at once, each with its line, its path and what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.commands import call, one_sentence

if TYPE_CHECKING:
    import pytest

    from tests.cli.conftest import Desk

ROOT = Path(__file__).parents[2]

THREE_MISTAKES = """\
fetch:
  contact: https://example.org/bot
sources:
  - id: ledger
    url: ftp://ledger.example/feed
  - id: post
    url: https://post.example/feed
    wieght: 2
topics:
  - id: taiwan
    name: Taiwan
    words: [Taiwan]
briefings:
  - id: desk
    name: Desk
    topics: [taiwna]
    schedule: {times: ["08:00"]}
"""


def test_a_good_configuration_is_fine(desk: Desk) -> None:
    """What is in it is counted, and the exit code is 0."""
    outcome = call("check", "--config", desk.config)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == (f"{desk.config}: fine: 2 sources (2 enabled), 2 topics, 2 briefings\n")


def test_three_mistakes_are_all_told_at_once(tmp_path: Path) -> None:
    """Each has the file, its line, its path in the file and what to do; the exit code is 1."""
    file = tmp_path / "briefbot.yaml"
    file.write_text(THREE_MISTAKES, encoding="utf-8")
    outcome = call("check", "--config", file)
    assert (outcome.code, outcome.out) == (1, "")
    lines = outcome.err.splitlines()
    assert len(lines) == 3
    for line, (number, path, advice) in zip(
        lines,
        [
            (5, "sources[0].url", "must begin with https:// or http://"),
            (8, "sources[1].wieght", 'did you mean "weight"?'),
            (16, "briefings[0].topics[0]", 'did you mean "taiwan"?'),
        ],
        strict=True,
    ):
        assert line.startswith(f"{file}: line {number}: {path}: ")
        assert advice in line


def test_the_shipped_configuration_is_fine() -> None:
    """Whoever begins begins without a mistake; only the example contact is noted."""
    outcome = call("check", "--config", ROOT / "config" / "briefbot.yaml")
    assert outcome.code == 0
    *notes, last = outcome.out.splitlines()
    assert ": fine: " in last
    assert [note for note in notes if ": note: " not in note] == []


def test_a_note_is_no_mistake(tmp_path: Path) -> None:
    """What is hardly meant is noted, and the exit code stays 0."""
    file = tmp_path / "briefbot.yaml"
    text = THREE_MISTAKES.replace("ftp:", "https:").replace("wieght", "weight")
    unused = "  - {id: idle, name: Idle, words: [idle]}\nbriefings:"
    file.write_text(
        text.replace("taiwna", "taiwan").replace("briefings:", unused), encoding="utf-8"
    )
    outcome = call("check", "--config", file)
    assert (outcome.code, outcome.err) == (0, "")
    assert f"{file}: note: line 13: topics[1]" in outcome.out


def test_a_secret_that_is_not_set_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source whose header takes an unset variable is named; once it is set, all is fine."""
    file = tmp_path / "briefbot.yaml"
    text = THREE_MISTAKES.replace("ftp:", "https:").replace("taiwna", "taiwan")
    headers = "headers: {Authorization: POST_TOKEN}"
    file.write_text(text.replace("wieght: 2", headers), encoding="utf-8")
    monkeypatch.delenv("POST_TOKEN", raising=False)
    outcome = call("check", "--config", file)
    assert outcome.code == 1
    said = one_sentence(outcome.err)
    assert said.startswith(f"{file}: ")
    assert ": line 8: sources[1].headers.Authorization: " in said
    assert "environment variable POST_TOKEN, which is not set; set it" in said
    monkeypatch.setenv("POST_TOKEN", "a-secret")
    assert call("check", "--config", file).code == 0


def test_a_missing_secret_is_told_beside_the_other_problems(tmp_path: Path) -> None:
    """All at once and in the order of the file; a source that is off needs no secret."""
    file = tmp_path / "briefbot.yaml"
    headers = "headers: {Authorization: POST_TOKEN}"
    off = f"  - {{id: off, url: 'https://off.example', enabled: false, {headers}}}\ntopics:"
    text = THREE_MISTAKES.replace("wieght: 2", headers).replace("topics:", off, 1)
    file.write_text(text, encoding="utf-8")
    outcome = call("check", "--config", file)
    assert outcome.code == 1
    assert [line.split(": ")[1:3] for line in outcome.err.splitlines()] == [
        ["line 5", "sources[0].url"],
        ["line 8", "sources[1].headers.Authorization"],
        ["line 17", "briefings[0].topics[0]"],
    ]


def test_a_proxy_and_certificates_that_are_not_there_are_problems(tmp_path: Path) -> None:
    """The login's variable and the file are looked for, and what is no name is not repeated."""
    file = tmp_path / "briefbot.yaml"
    head = "sources: []\nfetch:\n  contact: me@site.example\n  proxy: http://proxy.example:3128\n"
    file.write_text(f"{head}  proxy_login: NO_SUCH_LOGIN\n  ca_file: nowhere.pem\n", "utf-8")
    outcome = call("check", "--config", file)
    assert outcome.code == 1
    login, ca = outcome.err.splitlines()
    assert ": line 5: fetch.proxy_login: " in login
    assert "NO_SUCH_LOGIN, which is not set" in login
    assert ": line 6: fetch.ca_file: fetch.ca_file names nowhere.pem, which can't" in ca
    file.write_text(f"{head}  proxy_login: 'ana:hunter2'\n", "utf-8")
    outcome = call("check", "--config", file)
    assert "hunter2" not in one_sentence(outcome.err)


def test_what_is_no_yaml_is_one_sentence(tmp_path: Path) -> None:
    """A file that can't be read as YAML has one problem, with its line."""
    file = tmp_path / "briefbot.yaml"
    file.write_text("fetch:\n\tcontact: x\n", encoding="utf-8")
    outcome = call("check", "--config", file)
    assert outcome.code == 1
    assert one_sentence(outcome.err).startswith(f"{file}: line 2: ")


def test_the_environment_names_the_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `--config` it is BRIEFBOT_CONFIG that counts."""
    monkeypatch.setenv("BRIEFBOT_CONFIG", str(desk.config))
    assert call("check").out.startswith(f"{desk.config}: fine: ")


def test_the_schema_is_the_one_in_the_repository() -> None:
    """`--schema` prints what `config/briefbot.schema.json` holds: `make schema` was run."""
    outcome = call("check", "--schema")
    stored = (ROOT / "config" / "briefbot.schema.json").read_text("utf-8")
    assert json.loads(stored) == outcome.json
    assert outcome.json["$schema"].startswith("https://json-schema.org/")
