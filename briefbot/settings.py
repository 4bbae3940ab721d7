"""Environment and secrets; the only reader of `os.environ`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from briefbot.errors import SetupError, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

DEFAULT_CONFIG = Path("config/briefbot.yaml")
DEFAULT_DATABASE = Path("briefbot.db")
DEFAULT_SLACK_API = "https://slack.com/api/"
SHIPPED = "BRIEFBOT_SHIPPED_CONFIG"
LONGEST_SECRET = 16_384
"""Characters; a file that is longer is no mounted secret."""
TOKENS = {
    "xoxb-": "the bot token",
    "xapp-": "the app token",
    "xoxp-": "a user token",
    "xoxe": "a token that rotates; turn token rotation off in the Slack app",
}


class Secret:
    """A value that shows itself only when it is asked to, and travels to no other process."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(hidden)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: a worker process gets no secrets."""
        raise TypeError("a secret stays in its process")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where this installation keeps its things."""

    config: Path = DEFAULT_CONFIG
    """BRIEFBOT_CONFIG: the configuration file."""
    database: Path = DEFAULT_DATABASE
    """BRIEFBOT_DATABASE: the archive."""
    shipped_config: Path | None = None
    """BRIEFBOT_SHIPPED_CONFIG: what the configuration file is seeded with at the first start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    """How this installation is known to Slack."""

    bot_token: Secret | None = None
    """SLACK_BOT_TOKEN: what it posts with."""
    app_token: Secret | None = None
    """SLACK_APP_TOKEN: what it opens connections with."""
    signing_secret: Secret | None = None
    """SLACK_SIGNING_SECRET: how it knows Slack's requests in HTTP mode."""
    api_url: str = DEFAULT_SLACK_API
    """SLACK_API_URL: where the Web API is."""

    proxy: Secret | None = None
    """HTTPS_PROXY, or HTTP_PROXY for an address without TLS, unless NO_PROXY names its host."""

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What no log may show."""
        found = (self.bot_token, self.app_token, self.signing_secret, self.proxy)
        return tuple(secret for secret in found if secret is not None)


def environment(
    environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> Mapping[str, str]:
    """Return the process's environment, above what a `.env` in the working directory says.

    A variable that is set is never overridden. The container's image sets
    BRIEFBOT_SHIPPED_CONFIG, and no file is read there: its volume holds data, no settings.
    """
    found = os.environ if environ is None else environ
    file = (folder or Path()) / ".env"
    if SHIPPED in found or not file.is_file():
        return found
    from dotenv import dotenv_values  # noqa: PLC0415  only where there is such a file

    try:
        said = dotenv_values(file, interpolate=False)
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{file} can't be read: {_why(error)}") from error
    return {name: value for name, value in said.items() if value is not None} | dict(found)


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in the environment; an empty variable counts as none."""
    found = environment() if environ is None else environ
    shipped = found.get(SHIPPED)
    return Settings(
        config=Path(_given("BRIEFBOT_CONFIG", found) or DEFAULT_CONFIG),
        database=Path(_given("BRIEFBOT_DATABASE", found) or DEFAULT_DATABASE),
        shipped_config=Path(shipped) if shipped else None,
    )


def house(environ: MutableMapping[str, str] | None = None) -> None:
    """Name a home where nobody did: of a user that the system does not know it can't be found."""
    (os.environ if environ is None else environ).setdefault("HOME", os.sep)


def slack(environ: Mapping[str, str] | None = None) -> SlackSettings:
    """Return the Slack app's settings; raise SetupError when one can't be right.

    Messages name the variable and the kind of a token, and never repeat a value.
    """
    found = environment() if environ is None else environ
    api_url = _api_url(_given("SLACK_API_URL", found) or DEFAULT_SLACK_API)
    return SlackSettings(
        bot_token=_token("SLACK_BOT_TOKEN", "xoxb-", found),
        app_token=_token("SLACK_APP_TOKEN", "xapp-", found),
        signing_secret=_secret("SLACK_SIGNING_SECRET", found),
        api_url=api_url,
        proxy=_proxy(api_url, found),
    )


def headers(
    wanted: Mapping[str, str],
    environ: Mapping[str, str] | None = None,
    cookies: Mapping[str, str] | None = None,
) -> tuple[tuple[str, str], ...]:
    """Return the headers of a source with their values, its cookies as one of them.

    `wanted` gives for each header, and `cookies` for each cookie, the variable that holds its
    value. Raise SourceError when one is not set or not fit; the message never repeats a value.
    """
    found = environment() if environ is None and (wanted or cookies) else environ or {}
    given = [(name, _value("header", name, variable, found)) for name, variable in wanted.items()]
    pairs = [
        f"{name}={_cookie(name, variable, found)}" for name, variable in (cookies or {}).items()
    ]
    return (*given, ("Cookie", "; ".join(pairs))) if pairs else tuple(given)


def proxy_login(variable: str | None, environ: Mapping[str, str] | None = None) -> Secret | None:
    """Return `user:password` for the proxy on the way to sources, if a variable is named.

    Raise SetupError when it is not set or is none; the message never repeats it.
    """
    if variable is None:
        return None
    found = (environment() if environ is None else environ).get(variable, "").strip()
    where = f"fetch.proxy_login names the environment variable {variable}"
    if not found:
        raise SetupError(f"{where}, which is not set; set it, or remove the key")
    if ":" not in found or not found.isprintable():
        raise SetupError(f"{where}, which does not hold user:password in one line")
    return Secret(found)


# ---------------------------------------------------------------- one variable


def _given(name: str, environ: Mapping[str, str]) -> str:
    """Return what a variable says, or the file that NAME_FILE names; empty when neither is set."""
    plain, file = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if plain and file:
        raise SetupError(f"both {name} and {name}_FILE are set; keep one of them")
    return _mounted(name, Path(file)) if file else plain


def _mounted(name: str, file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as stream:
            text = stream.read(LONGEST_SECRET + 1).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{name}_FILE names {file}, which can't be read: {_why(error)}") from error
    if not text or len(text) > LONGEST_SECRET:
        how = "is empty" if not text else "is too long to be a secret"
        raise SetupError(f"{name}_FILE names {file}, which {how}")
    return text


def _why(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or "it is no text in UTF-8"


def _secret(name: str, environ: Mapping[str, str]) -> Secret | None:
    text = _given(name, environ)
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise SetupError(f"{name} holds more than one word of plain ASCII; copy it from Slack anew")
    return Secret(text) if text else None


def _token(name: str, prefix: str, environ: Mapping[str, str]) -> Secret | None:
    secret = _secret(name, environ)
    if secret is None or secret.reveal().startswith(prefix):
        return secret
    for other, what in TOKENS.items():
        if secret.reveal().startswith(other):
            raise SetupError(f"{name} begins with {other}: that is {what}; it begins with {prefix}")
    raise SetupError(f"{name} does not begin with {prefix}; copy {TOKENS[prefix]} from Slack anew")


def _api_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        fit = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    except ValueError:
        fit = False
    if not fit or set("?# ") & set(text):
        raise SetupError("SLACK_API_URL is no address such as https://slack.com/api/")
    return text if text.endswith("/") else f"{text}/"


def _proxy(url: str, environ: Mapping[str, str]) -> Secret | None:
    """Return the proxy on the way to an address; its own may hold a password."""
    parts = urlsplit(url)
    name = f"{parts.scheme}_proxy"
    found = environ.get(name.upper(), "").strip() or environ.get(name, "").strip()
    without = environ.get("NO_PROXY", "") or environ.get("no_proxy", "")
    host = f".{parts.hostname}"
    spared = (each.strip().lower().removeprefix("*").lstrip(".") for each in without.split(","))
    if not found or without.strip() == "*" or any(e and host.endswith(f".{e}") for e in spared):
        return None
    if urlsplit(found).scheme not in {"http", "https"}:
        raise SetupError(f"{name.upper()} is no address such as http://proxy.example:3128")
    return Secret(found)


def _cookie(name: str, variable: str, environ: Mapping[str, str]) -> str:
    value = _value("cookie", name, variable, environ)
    if set(' ",;\\') & set(value):
        raise SourceError(
            "no_secret",
            f"cookie {name} takes its value from the environment variable {variable}, which holds"
            " a character that no cookie may; copy the value alone, without its name",
        )
    return value


def _value(what: str, name: str, variable: str, environ: Mapping[str, str]) -> str:
    # A secret that was read from a file often ends in a line break.
    value = environ.get(variable, "").strip()
    where = f"{what} {name} takes its value from the environment variable {variable}"
    if not value:
        raise SourceError("no_secret", f"{where}, which is not set; set it, or remove the {what}")
    if not (value.isascii() and value.isprintable()):
        raise SourceError("no_secret", f"{where}, which holds more than one line of plain ASCII")
    return value
