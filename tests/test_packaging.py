"""What is shipped: the container and its compose file as data, the locks, the wheel, the start."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from ruamel.yaml import YAML

from briefbot import __version__, cli, settings

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock")


# ---------------------------------------------------------------- the Dockerfile


@dataclass
class Stage:
    """What stands between one FROM and the next."""

    base: str
    lines: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        """Return the arguments of every such instruction, in their order."""
        return [arguments for name, arguments in self.lines if name == word]

    def one(self, word: str) -> str:
        """Return the arguments of the only such instruction."""
        (arguments,) = self.all(word)
        return arguments


def stages(text: str) -> list[Stage]:
    """Parse a Dockerfile: comments go, lines that end in a backslash are joined."""
    kept = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    found: list[Stage] = []
    for line in filter(str.strip, re.sub(r"\s*\\\n\s*", " ", kept).splitlines()):
        word, _, arguments = line.strip().partition(" ")
        if word == "FROM":
            found.append(Stage(arguments))
        else:
            found[-1].lines.append((word, arguments.strip()))
    return found


DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
WHEELS, LAST = stages(DOCKERFILE)
ENV = dict(pair.split("=", 1) for line in LAST.all("ENV") for pair in line.split())


def test_what_parses_a_dockerfile_joins_lines_and_drops_comments() -> None:
    """The parser of this file reads the forms that ours uses."""
    (stage,) = stages("FROM a AS b\n# no\nRUN one \\\n  # no\n  && two\nENV A=1 \\\n    B=2\n")
    assert stage.base == "a AS b"
    assert stage.lines == [("RUN", "one && two"), ("ENV", "A=1 B=2")]


def test_the_image_is_built_in_two_stages_on_the_same_slim_python() -> None:
    """What compiles is left behind, and what runs is the Python that the wheels were made for."""
    base = LAST.base
    assert re.fullmatch(r"python:3\.1[123]-slim-\w+(@sha256:[0-9a-f]{64})?", base)
    assert WHEELS.base == f"{base} AS wheels"
    assert not re.search(r"\d+\.\d+-slim-\w+/|docker\.io|ghcr|quay|# syntax", DOCKERFILE)


def test_the_last_stage_has_no_user_named_root() -> None:
    """It runs as a fixed number, so that a volume's files keep their owner across images."""
    user = LAST.one("USER")
    assert re.fullmatch(r"([1-9]\d{3,4}):\1", user)
    number = user.partition(":")[0]
    (made,) = LAST.all("RUN")
    assert f"--uid {number}" in made
    assert f"--owner={number}" in made
    order = [name for name, _ in LAST.lines]
    assert order.index("RUN") < order.index("USER") < order.index("ENTRYPOINT")


def test_the_last_stage_gets_wheels_and_no_tools() -> None:
    """It installs from the first stage's wheels alone: no index, no compiler, no cache."""
    (run,) = LAST.all("RUN")
    assert "from=wheels" in run
    assert {"--no-index", "--no-deps", "--no-cache-dir"} <= set(run.split())
    assert not re.search(r"\b(apt|apt-get|gcc|make|build-essential|curl|wget|git)\b", run)


def test_the_first_stage_builds_only_what_the_lock_names_by_hash() -> None:
    """Each pip that may reach an index asks for hashes, and none fetches build tools by itself."""
    steps = [step for run in WHEELS.all("RUN") for step in run.split("&&") if "pip" in step]
    assert len(steps) == 3
    for step in steps:
        assert "--require-hashes" in step or "--no-deps" in step
        assert "--no-build-isolation" in step or "-r setuptools.lock" in step


def test_everything_that_changes_stands_under_data() -> None:
    """The configuration and the archive are in the volume, which belongs to the user."""
    found = settings.read(ENV)
    assert found.config == Path("/data/config/briefbot.yaml")
    assert found.database == Path("/data/briefbot.db")
    assert LAST.one("VOLUME") == "/data"
    assert "/data" in LAST.all("RUN")[0]


def test_the_shipped_configuration_is_where_the_first_start_looks() -> None:
    """The variable names the file that COPY puts there, outside of the volume."""
    source, target = LAST.one("COPY").split()
    assert source == "config/briefbot.yaml"
    assert settings.read(ENV).shipped_config == Path(target)
    assert not target.startswith("/data")


def test_every_file_that_the_image_copies_exists_and_is_let_in() -> None:
    """Each COPY source is in the repository, and .dockerignore does not hide it."""
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert "*" in let_in
    for copy in WHEELS.all("COPY") + LAST.all("COPY"):
        for source in copy.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert f"!{source}" in let_in


def test_the_container_says_how_it_is_and_stops_when_told() -> None:
    """Health is asked of the program itself, which also gets its signals without a shell."""
    health = LAST.one("HEALTHCHECK")
    assert health.endswith('CMD ["briefbot", "health"]')
    assert LAST.one("STOPSIGNAL") == "SIGTERM"
    assert LAST.one("ENTRYPOINT") == '["briefbot"]'
    assert LAST.one("CMD") == '["run"]'
    assert {"health", "run"} <= set(cli.briefbot.commands)


# ---------------------------------------------------------------- compose.yaml


@pytest.fixture
def service() -> dict[str, Any]:
    """Return the one service of compose.yaml."""
    found = YAML(typ="safe", pure=True).load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert set(found["services"]) == {"briefbot"}
    assert found["volumes"] == {"data": None}
    return dict(found["services"]["briefbot"])


def test_compose_takes_every_right_that_the_bot_does_not_need(service: dict[str, Any]) -> None:
    """A read-only root, no capability, no new privilege, and no port to connect to."""
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"ports", "privileged", "cap_add", "network_mode", "pid", "user"} & set(service)
    (tmp,) = service["tmpfs"]
    assert tmp.startswith("/tmp:")  # noqa: S108  the container's own
    assert {"noexec", "nosuid", "nodev"} <= set(tmp.partition(":")[2].split(","))


def test_compose_bounds_what_the_bot_may_use(service: dict[str, Any]) -> None:
    """Processes, memory and logs have limits."""
    assert service["pids_limit"] <= 512
    assert service["mem_limit"] == "1g"
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "3"}


def test_compose_lets_the_bot_stop_in_order(service: dict[str, Any]) -> None:
    """An init passes SIGTERM on, and the wait is longer than the ten seconds of the bot's own."""
    assert service["init"] is True
    assert service["stop_grace_period"] == "15s"
    assert service["restart"] == "unless-stopped"


def test_compose_has_one_volume_where_the_image_has_it(service: dict[str, Any]) -> None:
    """The one place to write is the image's /data."""
    assert service["volumes"] == [f"data:{LAST.one('VOLUME')}"]


def test_compose_names_the_version_that_it_builds(service: dict[str, Any]) -> None:
    """The image's tag is the project's version."""
    assert service["image"] == f"briefbot:{__version__}"


# ---------------------------------------------------------------- the locks


def name_of(requirement: str) -> str:
    """Return a distribution's name in its one normal form."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def locked(file: str) -> dict[str, set[str]]:
    """Return the versions of each name that a lock holds; each must have a hash."""
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, set[str]] = {}
    for line in filter(None, text.splitlines()):
        pinned = re.match(r"(\S+)==(\S+)(?: ; [^#]+?)?((?: +--hash=sha256:[0-9a-f]{64})+)$", line)
        assert pinned, f"{file}: no name, version and hash: {line[:80]}"
        found.setdefault(name_of(pinned[1]), set()).add(pinned[2])
    return found


@pytest.mark.parametrize("file", LOCKS)
def test_every_locked_requirement_has_a_hash_and_no_address(file: str) -> None:
    """A lock says what, not from where: any index that has the same bytes will do."""
    assert len(locked(file)) > 50
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host", text)


def test_the_lock_holds_every_dependency() -> None:
    """What pyproject asks for is locked, and so is what the tests need."""
    asked = set(map(name_of, PROJECT["dependencies"]))
    assert asked <= set(locked("requirements.lock"))
    assert set(map(name_of, PROJECT["optional-dependencies"]["dev"])) <= set(
        locked("requirements-dev.lock")
    )


def test_the_locks_agree() -> None:
    """The tests run on the very versions that users get."""
    users, developers = map(locked, LOCKS)
    assert {name: developers.get(name) for name in users} == users


def test_the_pythons_are_those_that_are_tried() -> None:
    """3.11 to 3.13; the Makefile looks for the same."""
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "(3, 11) <= sys.version_info < (3, 14)" in makefile
    assert "python3.11 python3.12 python3.13" in makefile


# ---------------------------------------------------------------- the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Build the project's wheel without a network and return the names in it."""
    folder = tmp_path_factory.mktemp("wheel")
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, folder)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "briefbot", folder / "briefbot", ignore=ignored)
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet")
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", ".", "."]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (built,) = folder.glob("briefbot-*-py3-none-any.whl")
    return ZipFile(built).namelist()


def test_the_wheel_holds_every_file_of_the_package(wheel: list[str]) -> None:
    """Code, types, stop words and the newsroom's texts all travel."""
    files = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "briefbot").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {"briefbot/py.typed", "briefbot/text/stopwords/zh.txt"} <= files
    assert any(file.startswith("briefbot/newsroom/articles/") for file in files)
    assert files - set(wheel) == set()


def test_the_wheel_holds_nothing_else(wheel: list[str]) -> None:
    """No tests, no configuration and no caches stand in a user's site-packages."""
    outside = [name for name in wheel if not name.startswith("briefbot/")]
    assert all(".dist-info/" in name for name in outside), outside
    assert not [name for name in wheel if "__pycache__" in name]


def test_the_entry_point_is_the_command() -> None:
    """`briefbot` runs briefbot.cli.main."""
    assert PROJECT["scripts"] == {"briefbot": "briefbot.cli:main"}
    (installed,) = entry_points(group="console_scripts", name="briefbot")
    assert installed.load() is cli.main


# ---------------------------------------------------------------- the start

HEAVY = ("trafilatura", "sumy", "numpy", "lxml", "aiohttp", "pydantic", "sqlite_utils", "ruamel")


def run(*arguments: str) -> str:
    """Run Python and return what it says."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


def children_seconds() -> float:
    """Return the processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_lists_every_command() -> None:
    """`briefbot --help` names them all, each with a sentence."""
    text = run("-m", "briefbot", "--help")
    for name in cli.briefbot.commands:
        assert re.search(rf"^  {name}  +\w", text, re.MULTILINE), name


def test_help_is_quick() -> None:
    """It costs less than 0.3 s of a processor: the best of three, as others use it too."""
    spent = []
    for _ in range(3):
        before = children_seconds()
        run("-m", "briefbot", "--help")
        spent.append(children_seconds() - before)
    assert min(spent) < 0.3


def test_the_commands_import_nothing_heavy() -> None:
    """What parses, extracts, summarises and fetches is imported where it is used."""
    loaded = run("-c", "import sys, briefbot.cli; print(*sys.modules)").split()
    assert "briefbot.cli.demo" in loaded
    assert not set(HEAVY) & {name.partition(".")[0] for name in loaded}
