"""The log: one JSON object a line, from us and from the libraries, with no secret in it."""

from __future__ import annotations

import logging
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from briefbot.settings import Secret

SOCKET = "briefbot.socket"
"""The logger that Slack's Socket Mode client gets."""
LEVELS = {
    "": logging.WARNING,
    "briefbot": logging.INFO,
    SOCKET: logging.WARNING,
    "slack_bolt": logging.ERROR,
    "aiohttp.access": logging.CRITICAL,
}
"""Libraries tell what went wrong. That APScheduler ran a job twice a minute is no news, nor is
what Bolt warns of at each start: that it does not use the tokens that it sees."""

HIDDEN = "(hidden)"
_TOKEN = re.compile(r"(xox[a-z](?:\.xox[a-z])?|xapp)-[\w-]+", re.IGNORECASE)
_USERINFO = re.compile(r"(://)[^\s/?#\"'\\@]*@")
_TICKET = re.compile(r"(wss?://[^\s?\"'\\]*\?)[^\s\"'\\]+", re.IGNORECASE)
_KEY = re.compile(
    r"([?&;][\w.-]*(?:key|token|secret|password|sig|signature|auth)=)[^\s&#\"'\\]+", re.IGNORECASE
)

Event = structlog.typing.EventDict


class Scrubber:
    """Takes out of a text what looks like a secret, and the secrets that it knows."""

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        self._known = tuple(secret.reveal() for secret in secrets)

    def __call__(self, text: str) -> str:
        """Return the text with `(hidden)` in the place of each."""
        for value in self._known:
            text = text.replace(value, HIDDEN)
        text = _TOKEN.sub(rf"\1-{HIDDEN}", text)
        text = _USERINFO.sub(rf"\1{HIDDEN}@", text)
        text = _TICKET.sub(rf"\1{HIDDEN}", text)
        return _KEY.sub(rf"\1{HIDDEN}", text)


class _Lossy:
    """A stream that fails nobody: its reader may be gone, or its disk be full.

    A line that can't be written is lost. The bot goes on, and stops when it is told to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


def start(secrets: Iterable[Secret] = (), stream: TextIO | None = None) -> None:
    """Write all that structlog and logging are told to the stream, standard output if none.

    No text from the web or from Slack can forge a line, or steer the terminal that shows it.
    """
    render = _renderer(Scrubber(secrets))
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper("iso", utc=True),
    ]
    out = cast("TextIO", _Lossy(stream or sys.stdout))
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, render],
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                render,
            ],
            foreign_pre_chain=[*shared, _origin],
        )
    )
    logging.basicConfig(handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)


def _origin(_: object, __: str, event: Event) -> Event:
    """Say which library speaks; a connection that could not be made needs no traceback."""
    record: logging.LogRecord = event["_record"]
    event["logger"] = record.name
    if record.name == SOCKET:
        event.pop("exc_info", None)
    return event


def _renderer(scrub: Scrubber) -> Callable[[object, str, Event], str]:
    # It writes ASCII alone, so that control characters and line separators come as codes.
    as_json = structlog.processors.JSONRenderer()

    def render(logger: object, method: str, event: Event) -> str:
        line = as_json(logger, method, _scrubbed(event, scrub))
        assert isinstance(line, str)  # noqa: S101  json.dumps gives text
        return line

    return render


def _scrubbed(value: Any, scrub: Scrubber) -> Any:  # noqa: ANN401  whatever is logged
    """Return the value with its texts scrubbed; before JSON escapes what a secret is made of."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {scrub(str(key)): _scrubbed(item, scrub) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_scrubbed(item, scrub) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return scrub(repr(value))
