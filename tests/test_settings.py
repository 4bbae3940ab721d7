"""What the environment sets, and what it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot import settings
from briefbot.errors import SourceError
from briefbot.settings import Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    """Without variables, the shipped configuration and a database beside it are used."""
    assert settings.read({}) == Settings(
        config=Path("config/briefbot.yaml"), database=Path("briefbot.db"), shipped_config=None
    )


def test_variables_name_the_files() -> None:
    """Each variable names one file."""
    environ = {
        "BRIEFBOT_CONFIG": "/data/config/briefbot.yaml",
        "BRIEFBOT_DATABASE": "/data/briefbot.db",
        "BRIEFBOT_SHIPPED_CONFIG": "/app/config/briefbot.yaml",
    }
    assert settings.read(environ) == Settings(
        config=Path("/data/config/briefbot.yaml"),
        database=Path("/data/briefbot.db"),
        shipped_config=Path("/app/config/briefbot.yaml"),
    )


def test_an_empty_variable_counts_as_none() -> None:
    """`BRIEFBOT_CONFIG=` in a compose file means the default, not the current folder."""
    names = ("BRIEFBOT_CONFIG", "BRIEFBOT_DATABASE", "BRIEFBOT_SHIPPED_CONFIG")
    assert settings.read(dict.fromkeys(names, "")) == Settings()


def test_the_process_environment_is_read_when_none_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The program reads the real environment at the time of the call."""
    monkeypatch.setenv("BRIEFBOT_DATABASE", "elsewhere.db")
    assert settings.read().database == Path("elsewhere.db")


def test_headers_take_their_values_from_the_environment() -> None:
    """A header's value is its variable's, without the line break of the file it came from."""
    environ = {"TOKEN": "Bearer abc\n", "OTHER": "x"}
    wanted = {"Authorization": "TOKEN", "X-Key": "OTHER"}
    assert settings.headers(wanted, environ) == (("Authorization", "Bearer abc"), ("X-Key", "x"))
    assert settings.headers({}, environ) == ()


@pytest.mark.parametrize("environ", [{}, {"TOKEN": ""}, {"TOKEN": " \n"}])
def test_a_missing_secret_is_named(environ: dict[str, str]) -> None:
    """A variable that is not set makes one clear sentence, naming header and variable."""
    with pytest.raises(SourceError, match=r"Authorization .* TOKEN, which is not set; set it"):
        settings.headers({"Authorization": "TOKEN"}, environ)


@pytest.mark.parametrize("value", ["hush\r\nHost: x", "hush\x00", "hushé", "hush\x7f"])
def test_a_secret_that_would_break_the_request_is_refused_unseen(value: str) -> None:
    """A value with a line break or control character is refused, and never repeated."""
    with pytest.raises(SourceError, match="more than one line of plain ASCII") as caught:
        settings.headers({"Authorization": "TOKEN"}, {"TOKEN": value})
    assert "hush" not in str(caught.value)
