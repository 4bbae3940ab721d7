"""The Dockerfile and compose.yaml as data: what the container is, and what it may not do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from briefbot import __version__, cli, settings

ROOT = Path(__file__).parents[1]


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


def test_compose_takes_secrets_from_a_file_that_is_nowhere_else(service: dict[str, Any]) -> None:
    """It may be missing; git does not take it, nor a `.env`, and no image holds one."""
    assert service["env_file"] == [{"path": "secrets.env", "required": False}]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split("\n")
    assert {".env", "secrets.env"} <= set(ignored)
    kept_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert {"**/.env", "**/*.env"} <= set(kept_out)
    assert kept_out.index("**/.env") > kept_out.index("!briefbot/")  # the last match counts


def test_compose_names_the_version_that_it_builds(service: dict[str, Any]) -> None:
    """The image's tag is the project's version."""
    assert service["image"] == f"briefbot:{__version__}"
