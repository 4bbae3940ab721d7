"""What is added to the configuration file leaves every other byte of it as it was."""

from __future__ import annotations

import io
import os
import stat
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from briefbot.config import Config, Source, Topic
from briefbot.errors import BriefbotError, ConfigError, Stale
from briefbot.models import Change
from briefbot.store import configedit, configfile
from tests.config.strategies import configs

SHIPPED = Path("config/briefbot.yaml")
UNHURRIED = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
TOPIC = Topic(id="sea", name="Sea: news", words=("sea", "no"))
ODD = Source(
    id="odd",
    url="https://odd.example/?a=1,2&b={c}#",
    name='"Odd" #1: 朝日 - no',
    topics=("sea",),
    language="zh",
)
PLAIN = Source(id="plain", url="https://plain.example/feed", name="Plain News")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "briefbot.yaml"


def add(file: Path, sources: Sequence[Source] = (), topics: Sequence[Topic] = ()) -> Config:
    """Add them to the file, and return what it means then."""
    changes = configedit.additions(sources=sources, topics=topics)
    edit = configedit.edited(file, changes)
    configedit.write(edit)
    return edit.config


def added(file: Path, content: str, *sources: Source, topics: tuple[Topic, ...] = ()) -> str:
    """Write the content, add to it, and return what stands there then."""
    file.write_bytes(content.encode())
    before = configfile.load(file)
    found = add(file, sources=sources, topics=topics)
    assert found.sources == (*before.sources, *sources)
    assert found.topics == (*before.topics, *topics)
    assert configfile.load(file) == found
    return file.read_bytes().decode()


HEAD = "fetch: {contact: me@site.example}  # us\n"
FORMS = {
    "a list": (
        HEAD + "sources:\n  # first\n  - id: a   # the one\n    url: https://a.example/\n\n"
        "  # a commented one\n  # - id: b\n\n# ---- the rest\nadmins: []\n",
        HEAD + "sources:\n  # first\n  - id: a   # the one\n    url: https://a.example/\n"
        "  - id: plain\n    name: Plain News\n    url: https://plain.example/feed\n\n"
        "  # a commented one\n  # - id: b\n\n# ---- the rest\nadmins: []\n",
    ),
    "no indentation": (
        "sources:\n- {id: a, url: 'https://a.example/'}\n" + HEAD,
        "sources:\n- {id: a, url: 'https://a.example/'}\n- id: plain\n  name: Plain News\n"
        "  url: https://plain.example/feed\n" + HEAD,
    ),
    "empty brackets": (
        HEAD + "sources: [] # none yet\nadmins: []\n",
        HEAD + "sources: # none yet\n  - id: plain\n    name: Plain News\n"
        "    url: https://plain.example/feed\nadmins: []\n",
    ),
    "brackets": (
        HEAD + "sources: [{id: a, url: 'https://a.example/'},]\n",
        HEAD + "sources: [{id: a, url: 'https://a.example/'}, "
        '{"id": "plain", "name": "Plain News", "url": "https://plain.example/feed"},]\n',
    ),
    "no last line break": (
        HEAD + "sources:\n  - id: a\n    url: https://a.example/",
        HEAD + "sources:\n  - id: a\n    url: https://a.example/\n"
        "  - id: plain\n    name: Plain News\n    url: https://plain.example/feed\n",
    ),
    "braces": (
        "{sources: [], fetch: {contact: me@site.example}}\n",
        (
            '{sources: [{"id": "plain", "name": "Plain News", "url": "https://plain.example/feed"}],'
            " fetch: {contact: me@site.example}}\n"
        ),
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_source_stands_behind_the_last_one(file: Path, form: str) -> None:
    """Whatever form the list has, comments and all else stay where they were."""
    before, after = FORMS[form]
    assert added(file, before, PLAIN) == after


def test_odd_values_are_quoted(file: Path) -> None:
    """Names and addresses that mean something in YAML come back as they are."""
    text = added(file, HEAD + "sources: []\n", ODD, topics=(TOPIC,))
    assert text.endswith('\ntopics:\n  - id: sea\n    name: "Sea: news"\n    words: [sea, "no"]\n')


def test_windows_line_ends_and_a_mark_are_kept(file: Path) -> None:
    """A file of another system stays one."""
    before = ("\ufeff" + HEAD + "sources:\n  - {id: a, url: 'https://a.example/'}\n").replace(
        "\n", "\r\n"
    )
    text = added(file, before, PLAIN)
    assert text.startswith(before)
    assert text.count("\n") == text.count("\r\n") == before.count("\n") + 3


def test_the_shipped_file_keeps_every_line(file: Path) -> None:
    """Every line of it is there afterwards, in its order, comments included."""
    before = SHIPPED.read_text(encoding="utf-8")
    after = iter(added(file, before, PLAIN, ODD, topics=(TOPIC,)).splitlines())
    assert all(line in after for line in before.splitlines())


@UNHURRIED
@given(written=configs(), more=configs(), flow=st.sampled_from([True, False, None]))
def test_any_file_takes_any_source(
    *, written: Config, more: Config, flow: bool | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any configuration, in blocks or in brackets, is itself with what is added."""
    yaml, stream = YAML(typ="safe", pure=True), io.BytesIO()
    yaml.default_flow_style = flow
    yaml.dump(written.model_dump(mode="json"), stream)
    file = tmp_path_factory.mktemp("edited") / "briefbot.yaml"
    file.write_bytes(stream.getvalue())
    try:
        configfile.load(file)
    except ConfigError:
        return  # in brackets, ruamel writes `?x` and reads it as a key
    ids, topics = {s.id for s in written.sources}, {t.id for t in written.topics}
    new = [t for t in more.topics if t.id not in topics]
    known = topics | {t.id for t in new}
    sources = [s for s in more.sources if s.id not in ids and set(s.topics) <= known]
    found = add(file, sources=sources, topics=new)
    assert found == written.model_copy(
        update={
            "sources": (*written.sources, *sources),
            "topics": (*written.topics, *new),
        }
    )


def test_what_would_be_wrong_is_not_written(file: Path) -> None:
    """An id that is taken, or a topic that is not there, leaves the file untouched."""
    file.write_text(HEAD + "sources:\n  - {id: plain, url: 'https://a.example/'}\n", "utf-8")
    before = file.read_bytes()
    with pytest.raises(Stale, match="somebody has changed source 'plain' meanwhile"):
        add(file, sources=[PLAIN])
    with pytest.raises(ConfigError, match="nothing is changed: it would be"):
        add(file, sources=[ODD])
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_form_that_cannot_be_edited_is_not_called_wrong(file: Path) -> None:
    """What is there is sound, and so is what was asked for: a person can write it."""
    text = (
        HEAD + "? sources\n: - id: a\n    url: https://a.example/\n  - {id: b, url: 'https://b/'}\n"
    )
    file.write_text(text, "utf-8")
    gone = Change(part="sources", id="a", before=configedit.content(file).data["sources"][0])
    with pytest.raises(ConfigError, match="nothing is changed: a comment would be lost, or"):
        configedit.edited(file, [gone])


def test_a_thousand_sources_go_and_come_back_within_ten_seconds(file: Path) -> None:
    """To their places, though all of them went in one go."""
    items = (f"  # about {n}\n  - id: s{n}\n    url: https://s{n}.example/\n" for n in range(1200))
    file.write_text(HEAD + f"sources:\n{''.join(items)}", "utf-8")
    before = configedit.content(file)
    gone = [Change(part="sources", id=s["id"], before=s) for s in before.data["sources"][:1000]]
    began = time.process_time()
    edit = configedit.edited(file, gone)
    configedit.write(edit)
    back = configedit.edited(file, [each.back for each in gone], edit.spellings)
    assert time.process_time() - began < 10
    assert back.after == before.text


def test_a_file_does_not_grow_beyond_what_is_read(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would be too large to be read again is not written."""
    file.write_text(HEAD + "sources: []\n", "utf-8")
    monkeypatch.setattr(configfile, "LARGEST", file.stat().st_size + 10)
    with pytest.raises(ConfigError, match="it would be larger than"):
        add(file, sources=[PLAIN])


def test_rights_and_links_are_kept(tmp_path: Path) -> None:
    """The file keeps its mode, and a link goes on to lead to it."""
    real, link = tmp_path / "real.yaml", tmp_path / "briefbot.yaml"
    real.write_text(HEAD + "sources: []\n", "utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    add(link, sources=[PLAIN])
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert configfile.load(real).sources == (PLAIN,)


def test_a_disk_that_takes_nothing_leaves_the_file_whole(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the new file can't be written out, the old one stays and nothing is left behind."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    file.write_text(HEAD + "sources: []\n", "utf-8")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BriefbotError, match="No space left on device; nothing is changed"):
        add(file, sources=[PLAIN])
    assert list(file.parent.iterdir()) == [file]
    assert configfile.load(file).sources == ()


def test_a_folder_that_does_not_settle_undoes_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some disks sync no folder: what stands in the file by then is done, not refused."""
    sync = os.fsync

    def files_alone(number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(22, "Invalid argument")
        sync(number)

    file.write_text(HEAD + "sources: []\n", "utf-8")
    monkeypatch.setattr(os, "fsync", files_alone)
    assert add(file, sources=[PLAIN]) == configfile.load(file)
    assert configfile.load(file).sources == (PLAIN,)


def test_what_somebody_else_writes_meanwhile_is_not_lost(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change between reading and writing stops the edit."""
    file.write_text(HEAD + "sources: []\n", "utf-8")
    sync = os.fsync

    def edited(number: int) -> None:
        sync(number)
        file.write_text(HEAD + "sources: []\nadmins: []\n", "utf-8")

    monkeypatch.setattr(os, "fsync", edited)
    with pytest.raises(ConfigError, match="somebody else has changed it meanwhile"):
        add(file, sources=[PLAIN])
    assert "admins" in file.read_text("utf-8")
    assert list(file.parent.iterdir()) == [file]


def test_a_thousand_sources_are_added_within_ten_seconds(file: Path) -> None:
    """To a file that has a thousand already, without asking any of them."""
    many = [Source(id=f"s{n}", url=f"https://s{n}.example/feed") for n in range(2000)]
    file.write_text(HEAD + "sources: []\n", "utf-8")
    add(file, sources=many[:1000])
    began = time.process_time()
    assert len(add(file, sources=many[1000:]).sources) == 2000
    assert time.process_time() - began < 10
