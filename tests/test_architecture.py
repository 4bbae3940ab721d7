"""The rules of the house that no other tool holds: read from the source, file by file."""

from __future__ import annotations

import ast
import configparser
import re
import sys
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from briefbot import cli, config, errors, plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "briefbot"
FILES = sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py"))
TESTS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.py"))

KINDS = {
    "briefbot.sources": ("PARSE", "Parse"),
    "briefbot.summarise": ("WEIGH", "Weigh"),
    "briefbot.render": ("RENDER", "Render"),
}
"""Package: the constant that each of its files ends in, and that constant's type."""

LONGEST_FILE = 300
MESSAGE = 20
"""Characters from which a part of a message is telling."""


@cache
def tree(file: str, folder: Path = PACKAGE) -> ast.Module:
    """Parse a file of the package, or of the tests."""
    return ast.parse((folder / file).read_text(encoding="utf-8"))


def imports(file: str, folder: Path = PACKAGE) -> Iterator[str]:
    """Yield every name that a file imports, dotted, wherever in it that stands."""
    for node in ast.walk(tree(file, folder)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for such an expression, as far as it is made of names."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def uses(file: str) -> set[str]:
    """Return the dotted names that a file speaks of."""
    found = (node for node in ast.walk(tree(file)) if isinstance(node, ast.Attribute | ast.Name))
    return {dotted(node) for node in found}


def calls(file: str, folder: Path = PACKAGE) -> Iterator[tuple[str, ast.Call]]:
    """Yield what a file calls, by its dotted name."""
    for node in ast.walk(tree(file, folder)):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def texts(file: str) -> Iterator[str]:
    """Yield the strings of a file but its docstrings."""
    silent = {
        id(node.value)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree(file)):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node.value


# ---------------------------------------------------------------- kinds and messages


@pytest.mark.parametrize(
    ("package", "name"), [(package, name) for package in KINDS for name in plugins.names(package)]
)
def test_every_kind_ends_in_its_typed_constant(package: str, name: str) -> None:
    """Each kind loads, and the type checker judges its signature where it stands."""
    constant, kind = KINDS[package]
    assert callable(plugins.load(package, name, constant))
    assert import_module(f"{package}.{name}").__annotations__[constant] == kind


def test_every_kind_can_be_asked_for() -> None:
    """The configuration and the command line know the files' names, and no others."""
    assert set(plugins.names("briefbot.sources")) == set(config.KINDS) - {"auto"}
    assert set(plugins.names("briefbot.summarise")) == set(config.SUMMARISERS)
    (format_,) = (p for p in cli.briefbot.commands["preview"].params if p.name == "format_")
    assert isinstance(format_.type, click.Choice)
    assert set(plugins.names("briefbot.render")) == set(format_.type.choices)


@pytest.mark.parametrize("package", KINDS)
def test_files_of_one_kind_do_not_know_each_other(package: str) -> None:
    """A kind can be added or removed alone; what two share stands in a file with an underscore."""
    folder = package.partition(".")[2]
    for name in plugins.names(package):
        siblings = {f"{package}.{other}" for other in plugins.names(package) if other != name}
        for imported in imports(f"{folder}/{name}.py"):
            assert imported not in siblings
            assert imported.rpartition(".")[0] not in siblings


def test_every_message_that_the_documentation_explains_is_one_that_is_given() -> None:
    """Whoever meets a message finds its words in the tables; words that changed are found here."""
    given = "\n".join(text for file in FILES for text in texts(file))
    for page in ("operating.md", "administering.md"):
        rows = re.findall(
            r"^\| (`.*?`) \|", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE
        )
        parts = [part for row in rows for part in re.split(r"[`…]|, `|: ", row)]
        words = [word for part in parts if len(word := part.strip(" (),")) >= MESSAGE]
        assert [part for part in words if part not in given and not part.startswith("/")] == []


# ---------------------------------------------------------------- errors


def test_every_error_is_in_the_tree_and_used() -> None:
    """Each class of errors.py descends from BriefbotError, and some other file speaks of it."""
    found = {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, Exception)
    }
    assert all(issubclass(kind, errors.BriefbotError) for kind in found.values())
    used: set[str] = set().union(*(uses(file) for file in FILES if file != "errors.py"))
    assert set(found) - used == set()


def test_no_other_file_makes_an_error_that_leaves_it() -> None:
    """A new class of errors elsewhere is private: its file translates it."""
    names = {
        node.name
        for file in FILES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ClassDef) and file != "errors.py" and node.name.endswith("Error")
    }
    assert all(name.startswith("_") for name in names), names


def is_broad(node: ast.AST) -> bool:
    """Tell whether this catches everything."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or dotted(kind) in {"Exception", "BaseException"} for kind in kinds)


def test_a_broad_except_stands_only_at_an_edge() -> None:
    """Catching everything hides mistakes, so it is for the command, the tick and hostile bytes."""
    found = {file for file in FILES if any(map(is_broad, ast.walk(tree(file))))}
    edges = {"cli/__init__.py", "scheduler.py", "briefer.py", "job.py", "sources/_readers.py"}
    edges |= {"outbox/jobs.py"}  # one odd delivery must not end all posting
    edges |= {"listeners/edge.py"}  # whoever asked gets a sentence, whatever went wrong
    undoing = {"store/connect.py"}  # they close or roll back, and raise again
    assert found <= edges | undoing


# ---------------------------------------------------------------- who may do what

SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s.*INTO|UPDATE\s\w+\sSET|DELETE\sFROM|CREATE\s(TABLE|INDEX)|PRAGMA)\b",
    re.DOTALL,
)


@pytest.mark.parametrize("file", FILES)
def test_sql_stands_only_in_the_store(file: str) -> None:
    """No other package writes a statement or runs one."""
    statements = [text for text in texts(file) if SQL.search(text)]
    run = [name for name, _ in calls(file) if re.search(r"\.execute(many|script)?$", name)]
    assert file.startswith("store/") or not statements + run


def test_the_store_does_write_sql() -> None:
    """The rule above can tell SQL when it sees it."""
    assert any(SQL.search(text) for text in texts("store/archive.py"))


@pytest.mark.parametrize("file", FILES)
def test_the_environment_is_read_only_in_settings(file: str) -> None:
    """Secrets come in at one place; a worker process only wipes what it inherits."""
    used = uses(file) & {"os.environ", "os.getenv", "os.environb"}
    imported = {"os.environ", "os.getenv"} & set(imports(file))
    assert file in {"settings.py", "job.py", "forking.py", "workers.py"} or not used | imported


@pytest.mark.parametrize("file", FILES)
def test_the_clock_is_read_in_one_place(file: str) -> None:
    """Time is an argument everywhere else; a deadline's stopwatch is no clock."""
    clocks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
    assert file == "clock.py" or not uses(file) & clocks


def test_every_library_that_is_imported_is_asked_for() -> None:
    """What comes in only with another library could go with it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {re.split(r"[^\w.-]", text)[0].casefold() for text in project["dependencies"]}
    names = {"Stemmer": "pystemmer", "ruamel": "ruamel.yaml", "pydantic_core": "pydantic"}
    names["dotenv"] = "python-dotenv"
    used = {name.partition(".")[0] for file in FILES for name in imports(file)}
    foreign = used - set(sys.stdlib_module_names) - {"briefbot", "None"}
    wanted = {names.get(name, name).replace("_", "-").casefold() for name in foreign}
    assert wanted - asked == set()


FOREIGN_HTTP = re.compile(
    r"(requests|httpx|urllib3|urllib\.request|http\.client|niquests|pycurl)(\.|$)"
)


@pytest.mark.parametrize("file", FILES)
def test_the_web_is_read_only_through_the_guarded_client(file: str) -> None:
    """One client judges every address that it connects to; any other would go around it."""
    assert not [name for name in imports(file) if FOREIGN_HTTP.match(name)]
    session = {"ClientSession", "aiohttp.ClientSession", "aiohttp.request"}
    imported = {"aiohttp.ClientSession", "aiohttp.request"} & set(imports(file))
    # The emulator is Slack, which posts to the bot: to an address that the caller gives it. The
    # client of Slack talks to one host alone, which the administrator configures.
    slack = file in {"emulator/http.py", "slack/client.py"}
    assert file.startswith("fetch/") or slack or not uses(file) & session | imported
    whole = "aiohttp" in set(imports(file))
    assert file.startswith(("fetch/", "newsroom/", "emulator/")) or not whole
    openers = {"create_connection", "open_connection", "urlopen", "fetch_url", "fetch_response"}
    assert not {name.rpartition(".")[2] for name in uses(file)} & openers


def test_feedparser_gets_bytes_in_a_stream_alone() -> None:
    """Anything else may name a file that feedparser opens, or an address that it fetches."""
    found = [call for file in FILES for name, call in calls(file) if name == "feedparser.parse"]
    assert found
    for call in found:
        assert isinstance(call.args[0], ast.Call)
        assert dotted(call.args[0].func) == "io.BytesIO"


# ---------------------------------------------------------------- form


@pytest.mark.parametrize("file", FILES)
def test_no_file_is_too_long(file: str) -> None:
    """A file past 300 lines wants splitting by subject."""
    lines = len((PACKAGE / file).read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE


def test_every_module_has_its_layer() -> None:
    """The import contract names each file and folder of the package, so that none escapes it."""
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter", encoding="utf-8")
    named = set(re.findall(r"briefbot\.(\w+)", contract["importlinter:contract:layers"]["layers"]))
    modules = {file.partition("/")[0].removesuffix(".py") for file in FILES} - {"__init__"}
    assert modules == named


def test_the_import_contracts_are_checked_by_make_lint() -> None:
    """`make lint` runs them, and `.ci/run` runs `make test` and `make lint`."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("\nlint:")[2].partition("\n\n")[0]
    assert all(tool in recipe for tool in ("ruff format", "ruff check", "mypy", "lint-imports"))
    steps = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert steps.index("make test") < steps.index("make lint")


@pytest.mark.parametrize("file", TESTS)
def test_tests_use_fakes_and_patch_nothing_by_its_dotted_path(file: str) -> None:
    """A seam is an argument; a patched path breaks when code moves, or silently misses."""
    assert not [name for name in imports(file, ROOT) if re.search(r"\bmock\b|pytest_mock", name)]
    patched = [
        call
        for name, call in calls(file, ROOT)
        if name.endswith(".setattr") and call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert patched == []


@pytest.mark.parametrize("file", TESTS)
def test_every_test_says_in_a_sentence_what_holds(file: str) -> None:
    """A test's docstring states the behaviour."""
    for node in ast.walk(tree(file, ROOT)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name[:5] == "test_":
            first = (ast.get_docstring(node) or "").partition("\n\n")[0]
            assert first.endswith("."), node.name
