"""The log: each record is one line of JSON, whoever writes it, and no secret is in it."""

from __future__ import annotations

import io
import json
import logging
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from hypothesis import example, given
from hypothesis import strategies as st

from briefbot import logs
from briefbot.settings import Secret

if TYPE_CHECKING:
    pass

SIGNING = 'sign"ing\\0123456789'
SECRETS = (Secret("xoxb-1-abc"), Secret(SIGNING))


class Written:
    """What was written, line by line."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    @property
    def entry(self) -> dict[str, Any]:
        (entry,) = self.entries
        return entry


@pytest.fixture
def written() -> Written:
    """Start the log on a stream of the test's own."""
    found = Written()
    logs.start(SECRETS, found.stream)
    return found


def test_ours_and_the_libraries_records_look_alike(written: Written) -> None:
    """Event, level and time stand in each; a library's says whose it is."""
    structlog.get_logger("briefbot").info("due", sources=3)
    logging.getLogger("slack_bolt.AsyncApp").error("odd %s", "thing")
    ours, theirs = written.entries
    assert (ours.pop("event"), ours.pop("level"), ours.pop("sources")) == ("due", "info", 3)
    assert (theirs["event"], theirs["level"]) == ("odd thing", "error")
    assert theirs["logger"] == "slack_bolt.AsyncApp"
    assert ours.pop("timestamp").endswith("Z")
    assert ours == {}
    assert theirs["timestamp"].endswith("Z")


def test_libraries_tell_only_what_went_wrong(written: Written) -> None:
    """A scheduler that ran its job, and a server that was asked, are no news."""
    logging.getLogger("apscheduler.executors.default").info("Running job")
    logging.getLogger("slack_sdk").info("A new session")
    logging.getLogger("aiohttp.access").error("GET / 200")
    logging.getLogger("asyncio").error("slow")
    assert [entry["event"] for entry in written.entries] == ["slow"]


def test_a_traceback_is_one_line_too(written: Written) -> None:
    """An exception comes with its traceback, inside the one object."""
    try:
        raise ValueError("xoxb-1-abc fell")
    except ValueError:
        structlog.get_logger("briefbot").exception("ingest")
        logging.getLogger("slack_bolt").exception("listener")
    ours, theirs = written.entries
    for entry in (ours, theirs):
        assert entry["exception"].startswith("Traceback")
        assert "ValueError: (hidden) fell" in entry["exception"]


def test_a_connection_that_failed_needs_no_traceback(written: Written) -> None:
    """The Socket Mode client says each failure with a traceback; the sentence is enough."""
    try:
        raise OSError("refused")
    except OSError as error:
        logging.getLogger(logs.SOCKET).exception("Failed to connect (error: %s)", error)
    entry = written.entry
    assert entry["event"] == "Failed to connect (error: refused)"
    assert "exception" not in entry


def test_warnings_of_python_are_records_too(written: Written) -> None:
    """They would otherwise go to standard error as plain lines."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("old way", DeprecationWarning, stacklevel=1)
    assert "old way" in written.entry["event"]


def test_a_log_that_cannot_be_written_stops_no_work() -> None:
    """A full disk loses lines, and raises nothing where something is logged."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        logs.start(stream=full)
        structlog.get_logger("briefbot").info("due", sources=3)
        logging.getLogger("slack_bolt").error("odd")
        with suppress(OSError):
            full.close()  # it holds what it could not write


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("posted with xoxb-1-abc", "posted with (hidden)"),
        ("another: xoxb-77-Ab-9", "another: xoxb-(hidden)"),
        ("app xapp-1-A0-55-f00.", "app xapp-(hidden)."),
        ("old xoxe.xoxb-1-abd, xoxe-2-x", "old xoxe.xoxb-(hidden), xoxe-(hidden)"),
        ("user_xoxp-3-y xoxs-4", "user_xoxp-(hidden) xoxs-(hidden)"),
        (f"secret {SIGNING}!", "secret (hidden)!"),
        ("https://u:p@news.example/feed", "https://(hidden)@news.example/feed"),
        ("https://news.example/@ann?x=1", "https://news.example/@ann?x=1"),
        (
            "wss://wss.example/link/?ticket=ab-c&app_id=1 failed",
            "wss://wss.example/link/?(hidden) failed",
        ),
        ("https://a.example/f?api_key=abc&n=2", "https://a.example/f?api_key=(hidden)&n=2"),
        ("https://a.example/f?page=2&sig=x#y", "https://a.example/f?page=2&sig=(hidden)#y"),
        ("a plain line: 100% fine", "a plain line: 100% fine"),
    ],
)
def test_what_is_secret_is_hidden(written: Written, text: str, left: str) -> None:
    """Tokens of every kind, known secrets, and what addresses carry; the rest stays readable."""
    log = structlog.get_logger("briefbot")
    log.info(text, value=text, deep={"list": [text, ("a", text)], text: 1}, path=Path("x"))
    logging.getLogger("slack_sdk").warning("%s", text)
    ours, theirs = written.entries
    assert (ours["event"], ours["value"], theirs["event"]) == (left, left, left)
    assert ours["deep"] == {"list": [left, ["a", left]], left: 1}
    assert SIGNING not in json.dumps(ours)


def test_what_an_object_says_of_itself_is_scrubbed(written: Written) -> None:
    """An error or any other object in a field is its text, without the token in it."""
    structlog.get_logger("briefbot").info("odd", error=ValueError("xoxb-9-zz"), none=None, n=1.5)
    entry = written.entry
    assert entry["error"] == "ValueError('xoxb-(hidden)')"
    assert (entry["none"], entry["n"]) == (None, 1.5)


@given(text=st.text(), key=st.text(min_size=1))
@example(text="\x7f\x1b[2J\x9b\u2028\n\r\x00", key="\x7f")
def test_no_text_can_forge_a_line(text: str, key: str) -> None:
    """Any text is one line of plain ASCII without control characters, and reads back as JSON."""
    written = Written()
    logs.start(stream=written.stream)
    structlog.get_logger("briefbot").info("said", **{f"k{key}": text})
    logging.getLogger("slack_sdk").warning("%s", text)
    lines = written.stream.getvalue().split("\n")
    assert len(lines) == 3
    assert lines[2] == ""
    for line in lines[:2]:
        assert line.isascii()
        assert line.isprintable()
    assert next(iter(json.loads(lines[1]))) == "event"


@given(rest=st.from_regex(r"[0-9A-Za-z-]{1,30}", fullmatch=True), text=st.text(max_size=20))
def test_no_token_gets_through(rest: str, text: str) -> None:
    """Wherever it stands in a text, behind whatever, its telling part is gone."""
    kept = logs.Scrubber()(f"{text} xoxb-hush{rest} {text}")
    assert "hush" not in kept.replace(text, "")
