"""The configuration file: hostile, broken and odd YAML, lines, and the loop it must not block."""

from __future__ import annotations

import asyncio
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from ruamel.yaml import YAML

from briefbot.errors import ConfigError
from briefbot.store import configfile
from tests.config.strategies import configs
from tests.stalls import LIMIT, Stalls

if TYPE_CHECKING:
    from briefbot.config import Config

SOUND = """\
# A comment.
sources:
  - id: one
    url: https://one.example/feed
  - id: two
    url: https://two.example/feed
fetch:
  contact: me@site.example
topics: [{id: t, name: T, words: [台灣, "2330"]}]
briefings:
  - {id: b, name: B, topics: [t], schedule: {times: [08:00, 10:30]}}
"""
UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
SHIPPED = Path("config/briefbot.yaml")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "briefbot.yaml"


def refused(file: Path, content: str | bytes) -> list[str]:
    """Return what is wrong with a file of this content, as `line: sentence`."""
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ConfigError) as caught:
        configfile.load(file)
    assert caught.value.file == str(file)
    return [f"{problem.line}: {problem.message}" for problem in caught.value.problems]


def test_a_plain_time_is_a_time(file: Path) -> None:
    """`08:00` and `10:30` need no quotes, which YAML 1.1 would read as numbers to the base 60."""
    file.write_text(SOUND, encoding="utf-8")
    times = configfile.load(file).briefings[0].schedule.times
    assert [f"{time:%H:%M}" for time in times] == ["08:00", "10:30"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + SOUND.encode(),
        SOUND.replace("\n", "\r\n").encode(),
        SOUND.rstrip().encode(),
        b"%YAML 1.2\n---\n" + SOUND.encode() + b"...\n",
    ],
    ids=["BOM", "CRLF", "no last line break", "markers"],
)
def test_what_editors_leave_behind_does_no_harm(file: Path, content: bytes) -> None:
    """A BOM, Windows line ends and document markers change nothing."""
    file.write_text(SOUND, encoding="utf-8")
    plain = configfile.load(file)
    file.write_bytes(content)
    assert configfile.load(file) == plain


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "python tag": ("a: 1\nb: !!python/object/apply:os.system [id]\n", "2: a tag stands here"),
    "own tag": ("a: !secret x\n", "1: a tag stands here"),
    "tag on a key": ("!x a: 1\n", "1: a tag stands here"),
    "alias bomb": ("a: &a [x, x]\nb: &b [*a, *a]\n", "1: an anchor or alias stands here"),
    "alias only": ("a: 1\nb: *chip\n", "2: an anchor or alias stands here"),
    "merge": ("a: &a {x: 1}\nb:\n  <<: *a\n", "1: an anchor or alias stands here"),
    "nested brackets": ("a: " + "[" * 100_000, "1: more than 12 levels of nesting"),
    "nested braces": ("{a: " * 100_000, "1: more than 12 levels of nesting"),
    "nested dashes": ("a:\n  " + "- " * 100_000, "2: more than 12 levels of nesting"),
    "nested keys": ("? " * 100_000, "1: a list or group cannot be a key"),
    "YAML 1.1": ("%YAML 1.1\n---\na: 10:30\n", "2: remove the line that begins with %"),
    "tag handles": ("%TAG ! tag:x\n---\na: 1\n", "2: remove the line that begins with %"),
    "two documents": (SOUND + "---\nsources: []\n", "12: a second document begins here"),
    "control character": ("a: 1\nb: \x00\n", "2: the file holds a control character"),
    "not UTF-8": ("a: 1\nb: café\n".encode("latin-1"), "2: the file is not UTF-8 text"),
    "UTF-16": ("a: 1\n".encode("utf-16"), "1: the file is not UTF-8 text"),
    "10 MB": (b"a: 1\n" * 2_000_000, "None: the file is larger than 4 MB"),
    "empty": ("", "1: the file is empty"),
    "only comments": ("# nothing\n", "1: the file is empty"),
    "only a marker": ("---\n", "1: the file is empty"),
    "list as key": ("? [a]\n: b\n", "1: a list or group cannot be a key"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_yaml_is_refused_with_its_line(file: Path, case: str) -> None:
    """Nothing is expanded, run or descended into: one sentence says what stands where."""
    content, sentence = HOSTILE[case]
    (found,) = refused(file, content)
    assert found.startswith(sentence)


SLIPS = {
    "tab": ("a:\n\tb: 2\n", "2: a tab stands here; indent with spaces"),
    "colon": ("a: 1\nname: News: Taiwan\n", "2: a colon too many"),
    "quote": ('a: 1\nb: "x\nc: 2\n', "2: a quotation mark is not closed"),
    "bracket": ("a: 1\nb: [x, y\n", "2: a bracket is not closed"),
    "comma": ("a: [x\nb: 1\n", "2: a comma or the closing bracket is missing"),
    "at": ("a: 1\nb: @bob\n", "2: this character means something in YAML"),
    "apostrophe": ("a: x\nb: 'it's'\n", "2: something stands behind a closed quotation"),
    "quoted": ('a: x\nb:\n  - c: "d" e\n', "3: something stands behind a closed quotation"),
    "indent": ("a:\n  - x\n - y\n", "3: this line is not in line with those above it"),
    "no colon": ("a: 1\nb\nc: 2\n", "2: the colon after a key is missing"),
    "cut in half": (SOUND[:-30], "11: a bracket is not closed"),
}


@pytest.mark.parametrize("case", SLIPS)
def test_a_slip_of_the_pen_is_explained(file: Path, case: str) -> None:
    """Common mistakes in YAML are told in words that help, with the line to look at."""
    content, sentence = SLIPS[case]
    (found,) = refused(file, content)
    assert found.startswith(sentence)


def test_each_problem_has_the_line_of_its_key(file: Path) -> None:
    """Problems in values, unknown keys, missing keys and repeated keys name their lines."""
    broken = SOUND.replace("id: two", "idd: two").replace("url: https://two", "url: ftp://two")
    assert [one.split(";")[0] for one in refused(file, broken + "fetch: {}\n")] == [
        '5: key "id" is missing',
        '5: unknown key "idd"',
        '6: the address must begin with https:// or http://, not with "ftp:"',
        "12: the key stands twice: line 7 has it already",
    ]


def test_a_repeated_key_alone_is_refused(file: Path) -> None:
    """The second of two equal keys is named, and where the first one stands."""
    content = SOUND.replace("    url: https://one", "    id: uno\n    url: https://one")
    assert refused(file, content) == ["4: the key stands twice: line 3 has it already; remove one"]


def test_a_number_of_thousands_of_digits_is_refused_in_its_place(file: Path) -> None:
    """A number too long to convert is one more wrong value, not a crash."""
    for number in ("9" * 100_000, "0x" + "f" * 100_000):
        (found,) = refused(file, f"summariser: {number}\n{SOUND}")
        assert found.startswith("1: ")
        assert len(found) < 200


def test_dates_and_yes_and_no_stay_text(file: Path) -> None:
    """The Norwegian language is `no`, and a date is nothing but its letters."""
    content = SOUND.replace("id: one", "id: one\n    language: no\n    name: 2024-01-01")
    file.write_text(content, encoding="utf-8")
    source = configfile.load(file).sources[0]
    assert (source.language, source.name) == ("no", "2024-01-01")


def test_a_missing_file_is_one_sentence(file: Path) -> None:
    """A file that is not there says so, and what to do."""
    with pytest.raises(ConfigError, match="there is no such file; write one, or name another"):
        configfile.load(file)


def test_a_folder_and_a_pipe_are_no_files(tmp_path: Path) -> None:
    """Nothing but a file is opened: a pipe would be waited on for ever."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(ConfigError, match="this is no ordinary file"):
            configfile.load(path)


def test_a_file_that_may_not_be_read_says_why(tmp_path: Path) -> None:
    """What the system says stands in the sentence, here that links go round in a circle."""
    loop = tmp_path / "briefbot.yaml"
    loop.symlink_to(loop)
    with pytest.raises(ConfigError, match="levels of symbolic links; let the user"):
        configfile.load(loop)


def test_a_name_that_is_too_long_says_so() -> None:
    """What the system says of it stands in a sentence."""
    with pytest.raises(ConfigError, match="File name too long"):
        configfile.load(Path("x" * 300))


def test_what_else_is_wrong_stands_in_its_place(file: Path) -> None:
    """A caller's judgement of the data comes with its line among the other problems, or alone."""

    def judge(data: object) -> list[tuple[tuple[int | str, ...], str]]:
        assert isinstance(data, dict)
        return [(("sources", 0, "url"), "ours")]

    file.write_text(SOUND.replace("# A comment.", "odd: 1"), encoding="utf-8")
    with pytest.raises(ConfigError) as all_at_once:
        configfile.examine(file, judge)
    file.write_text(SOUND, encoding="utf-8")
    with pytest.raises(ConfigError) as alone:
        configfile.examine(file, judge)
    assert [(each.line, each.path) for each in all_at_once.value.problems] == [
        (1, "odd"),
        (4, "sources[0].url"),
    ]
    assert [str(each) for each in alone.value.problems] == ["line 4: sources[0].url: ours"]


def test_the_shipped_configuration_is_sound() -> None:
    """The file in the box loads, names some twenty sources, and asks for a contact alone."""
    config, notes = configfile.examine(SHIPPED)
    assert len(config.sources) >= 20
    assert [note.path for note in notes] == ["fetch.contact"]
    assert notes[0].line is not None
    schema = SHIPPED.with_suffix(".schema.json").name
    assert SHIPPED.read_text(encoding="utf-8").startswith(
        f"# yaml-language-server: $schema={schema}"
    )


@UNHURRIED
@given(written=configs())
def test_what_is_written_to_a_file_is_read_from_it(
    written: Config, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any configuration dumped as YAML and loaded again is the same."""
    yaml, stream = YAML(typ="safe", pure=True), io.BytesIO()
    yaml.default_flow_style = False  # in brackets, ruamel writes `?x` and reads it as a key
    yaml.dump(written.model_dump(mode="json"), stream)
    file = tmp_path_factory.mktemp("dumped") / "briefbot.yaml"
    file.write_bytes(stream.getvalue())
    assert configfile.load(file) == written


@pytest.fixture
def thousand(file: Path) -> Path:
    sources = "".join(
        f"  - id: s{n}\n    url: https://s{n}.example/feed\n    name: Outlet {n}\n    weight: 1.5\n"
        for n in range(1000)
    )
    file.write_text(f"fetch: {{contact: me@site.example}}\nsources:\n{sources}", encoding="utf-8")
    return file


async def test_a_thousand_sources_do_not_block_the_loop(thousand: Path) -> None:
    """While a thread reads a large file, the event loop runs on without a stall of 250 ms."""
    turns = 0
    async with Stalls() as stalls:
        loading = asyncio.create_task(asyncio.to_thread(configfile.load, thousand))
        while not loading.done():
            await asyncio.sleep(0.002)
            turns += 1
    assert len((await loading).sources) == 1000
    assert turns > 5
    assert stalls.longest < LIMIT
