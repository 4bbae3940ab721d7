"""What is shipped: the locks, the wheel, and how quickly it starts."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from zipfile import ZipFile

import pytest

from briefbot import cli

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-dev.lock")


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


def cost(*arguments: str) -> float:
    """Return the processor time that such a Python takes: the least of five, as others run too."""
    spent = []
    for _ in range(5):
        before = children_seconds()
        run(*arguments)
        spent.append(children_seconds() - before)
    return min(spent)


def test_help_lists_every_command() -> None:
    """`briefbot --help` names them all, each with a sentence."""
    text = run("-m", "briefbot", "--help")
    for name in cli.briefbot.commands:
        assert re.search(rf"^  {name}  +\w", text, re.MULTILINE), name


def test_help_is_quick() -> None:
    """It costs less than ten Pythons that do nothing, 0.25 s of a processor of 2026."""
    assert cost("-m", "briefbot", "--help") < 10 * cost("-c", "")


def test_the_commands_import_nothing_heavy() -> None:
    """What parses, extracts, summarises and fetches is imported where it is used."""
    loaded = run("-c", "import sys, briefbot.cli; print(*sys.modules)").split()
    assert "briefbot.cli.demo" in loaded
    assert not set(HEAVY) & {name.partition(".")[0] for name in loaded}
