"""What the environment sets, and what it is asked for."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot import settings
from briefbot.errors import SetupError, SourceError
from briefbot.settings import Secret, Settings, SlackSettings
from briefbot.workers import Workers

BOT, APP, SIGNING = "xoxb-1-abc", "xapp-1-abc", "0123456789abcdef"
NAMES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_API_URL",
    "BRIEFBOT_CONFIG",
    "BRIEFBOT_DATABASE",
)


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


def test_cookies_are_one_header() -> None:
    """They are sent together, each value from its own variable."""
    environ = {"SESSION": " abc= \n", "LANGUAGE": "de"}
    wanted = {"session": "SESSION", "lang": "LANGUAGE"}
    assert settings.headers({}, environ, wanted) == (("Cookie", "session=abc=; lang=de"),)
    both = settings.headers({"X-Key": "LANGUAGE"}, environ, wanted)
    assert [name for name, _ in both] == ["X-Key", "Cookie"]


@pytest.mark.parametrize("value", ["", "a; b=c", "a b", 'a"b', "a,b", "a\\b", "é", "a\nb"])
def test_a_cookie_that_could_be_two_is_refused(value: str) -> None:
    """The message names the cookie and its variable, and never the value."""
    with pytest.raises(SourceError, match="cookie session takes its value from") as caught:
        settings.headers({}, {"SESSION": value}, {"session": "SESSION"})
    assert not value.strip() or value not in str(caught.value)


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


# ---------------------------------------------------------------- secrets


def test_a_secret_hides_itself() -> None:
    """Neither its text, its representation nor that of its settings holds the value."""
    secret = Secret(BOT)
    found = SlackSettings(bot_token=secret)
    assert BOT not in f"{secret} {secret!r} {found} {[secret]}"
    assert secret.reveal() == BOT
    assert (secret == Secret(BOT), secret == Secret(APP), secret == BOT) == (True, False, False)
    assert {secret, Secret(BOT)} == {secret}


async def test_a_secret_goes_into_no_other_process() -> None:
    """It can't be pickled, so no worker can be handed one by mistake."""
    with pytest.raises(TypeError, match="stays in its process"):
        pickle.dumps(Secret(BOT))
    async with Workers(processes=1) as workers:
        with pytest.raises(Exception, match="stays in its process"):
            await workers(repr, Secret(BOT))


@pytest.mark.usefixtures("forked_anew")
async def test_a_worker_knows_no_setting_of_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens, the signing secret and the names of their files are wiped from its environment."""
    names = [*NAMES, *(f"{name}_FILE" for name in NAMES)]
    for name in names:
        monkeypatch.setenv(name, "xoxb-of-the-parent")
    async with Workers(processes=1) as workers:
        known = await workers(eval, "dict(__import__('os').environ)")
        started = await workers(eval, "open('/proc/self/environ', 'rb').read()")
    assert not set(names) & set(known)
    assert b"xoxb-of-the-parent" not in started


# ---------------------------------------------------------------- Slack


def test_without_tokens_slack_is_where_it_always_is() -> None:
    """An empty environment has no tokens, and Slack's own address."""
    found = settings.slack({})
    assert found == SlackSettings(api_url="https://slack.com/api/")
    assert found.secrets == ()


def test_slack_is_known_by_its_variables() -> None:
    """Tokens and secret come without the line break behind them, the address with its slash."""
    found = settings.slack(
        {
            "SLACK_BOT_TOKEN": f"{BOT}\n",
            "SLACK_APP_TOKEN": APP,
            "SLACK_SIGNING_SECRET": SIGNING,
            "SLACK_API_URL": "http://127.0.0.1:4000/api",
        }
    )
    assert [secret.reveal() for secret in found.secrets] == [BOT, APP, SIGNING]
    assert found.api_url == "http://127.0.0.1:4000/api/"


def test_each_setting_can_stand_in_a_file(tmp_path: Path) -> None:
    """NAME_FILE names a mounted file that holds the value."""
    values = (BOT, APP, SIGNING, "https://slack.example/api/", "/etc/b.yaml", "/srv/b.db")
    environ = {}
    for name, value in zip(NAMES, values, strict=True):
        (tmp_path / name).write_text(f"{value}\n", encoding="utf-8")
        environ[f"{name}_FILE"] = str(tmp_path / name)
    found = settings.slack(environ)
    assert [secret.reveal() for secret in found.secrets] == [BOT, APP, SIGNING]
    assert found.api_url == "https://slack.example/api/"
    files = settings.read(environ)
    assert (files.config, files.database) == (Path("/etc/b.yaml"), Path("/srv/b.db"))


@pytest.mark.parametrize("name", NAMES)
def test_a_value_and_a_file_are_one_too_many(name: str) -> None:
    """Nobody can tell which was meant; the message names both variables."""
    environ = {name: BOT, f"{name}_FILE": "/run/secrets/x"}
    ask = settings.slack if name.startswith("SLACK") else settings.read
    with pytest.raises(SetupError, match=f"^both {name} and {name}_FILE are set; keep one"):
        ask(environ)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "can't be read: No such file or directory"),
        (b"\n", "is empty"),
        (b"\xff\xfe", "can't be read: it is no text in UTF-8"),
        (b"x" * 20_000, "is too long to be a secret"),
    ],
)
def test_a_file_that_holds_no_secret_is_named(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    """What can't be read, is empty or no text is one sentence with the variable and the file."""
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SetupError) as caught:
        settings.slack({"SLACK_BOT_TOKEN_FILE": str(file)})
    assert str(caught.value) == f"SLACK_BOT_TOKEN_FILE names {file}, which {says}"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_BOT_TOKEN", APP, "begins with xapp-: that is the app token; it begins with xoxb-"),
        ("SLACK_APP_TOKEN", BOT, "begins with xoxb-: that is the bot token; it begins with xapp-"),
        ("SLACK_BOT_TOKEN", "xoxp-1-abc", "begins with xoxp-: that is a user token"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-1-abc", "turn token rotation off"),
        ("SLACK_BOT_TOKEN", "hush", "does not begin with xoxb-; copy the bot token"),
        ("SLACK_BOT_TOKEN", f"{BOT} {APP}", "holds more than one word of plain ASCII"),
        ("SLACK_SIGNING_SECRET", "hushé", "holds more than one word of plain ASCII"),
        ("SLACK_API_URL", "slack.example/api", "is no address such as https://slack.com/api/"),
        ("SLACK_API_URL", "http://[::1/api", "is no address such as https://slack.com/api/"),
        ("SLACK_API_URL", "https://u:p@slack.com/api/", "is no address"),
        ("SLACK_API_URL", "https://slack.com/api/?x=1", "is no address"),
    ],
)
def test_what_can_not_be_right_is_said_at_once(name: str, value: str, says: str) -> None:
    """The kind of a token is told by its beginning; the message never repeats a value."""
    with pytest.raises(SetupError) as caught:
        settings.slack({name: value})
    assert str(caught.value).startswith(name)
    assert says in str(caught.value)
    assert value not in str(caught.value)


@given(value=st.text(min_size=1))
def test_no_message_repeats_a_token(value: str) -> None:
    """Whatever stands in the variable, it is taken or refused unseen."""
    shown = []
    try:
        shown.append(repr(settings.slack({"SLACK_SIGNING_SECRET": f"hush{value}hush"})))
    except SetupError as error:
        shown.append(str(error))
    assert "hush" not in shown[0]


@pytest.mark.parametrize(
    ("environ", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy.test:3128"}, "http://proxy.test:3128"),
        ({"https_proxy": "http://u:p@proxy.test"}, "http://u:p@proxy.test"),
        ({"HTTP_PROXY": "http://proxy.test:3128"}, None),
        ({"HTTPS_PROXY": "http://proxy.test", "NO_PROXY": "x.test, .slack.com"}, None),
        ({"HTTPS_PROXY": "http://proxy.test", "no_proxy": "slack.com"}, None),
        ({"HTTPS_PROXY": "http://proxy.test", "NO_PROXY": "*"}, None),
        ({"HTTPS_PROXY": "http://proxy.test", "NO_PROXY": "*.slack.com"}, None),
        ({"HTTPS_PROXY": "http://proxy.test", "NO_PROXY": "lack.com,,"}, "http://proxy.test"),
    ],
)
def test_slack_is_reached_through_a_proxy_where_one_is_named(
    environ: dict[str, str], proxy: str | None
) -> None:
    """The variables that every tool knows count, NO_PROXY too; a password in one is a secret."""
    found = settings.slack(environ)
    assert found.proxy == (Secret(proxy) if proxy else None)
    assert "proxy.test" not in repr(found)


def test_a_proxy_on_the_way_to_this_machine() -> None:
    """An address without TLS has its own variable, and this machine may be spared."""
    here = {"SLACK_API_URL": "http://127.0.0.1:8080/api/", "HTTP_PROXY": "http://proxy.test"}
    assert settings.slack(here).proxy == Secret("http://proxy.test")
    assert settings.slack({**here, "NO_PROXY": "localhost,127.0.0.1"}).proxy is None
    with pytest.raises(SetupError, match="HTTP_PROXY is no address such as"):
        settings.slack({**here, "HTTP_PROXY": "proxy.test:3128"})


# ---------------------------------------------------------------- .env


def test_a_dotenv_file_stands_below_the_environment(tmp_path: Path) -> None:
    """In the working directory it is read, and never overrides a variable that is set."""
    (tmp_path / ".env").write_text(
        f"SLACK_BOT_TOKEN={BOT}\nSLACK_APP_TOKEN='{APP}'\nODD\nMONEY=a$HOME\n", encoding="utf-8"
    )
    found = settings.environment({"SLACK_BOT_TOKEN": "xoxb-2", "HOME": "/root"}, tmp_path)
    assert found == {
        "SLACK_BOT_TOKEN": "xoxb-2",
        "SLACK_APP_TOKEN": APP,
        "MONEY": "a$HOME",
        "HOME": "/root",
    }


def test_a_dotenv_file_is_taken_by_every_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files, tokens and the sources' own secrets may stand in it; the process keeps its own."""
    monkeypatch.chdir(tmp_path)
    for name in (*NAMES, "KEY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".env").write_text(
        f"BRIEFBOT_DATABASE=x.db\nSLACK_BOT_TOKEN={BOT}\nKEY=abc\n", encoding="utf-8"
    )
    assert settings.read().database == Path("x.db")
    assert settings.slack().bot_token == Secret(BOT)
    assert settings.headers({"X-Key": "KEY"}) == (("X-Key", "abc"),)


def test_a_container_reads_no_dotenv_file(tmp_path: Path) -> None:
    """The image's own variable marks it; what lies in its volume is data."""
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={BOT}\n", encoding="utf-8")
    environ = {"BRIEFBOT_SHIPPED_CONFIG": "/usr/local/share/briefbot/briefbot.yaml"}
    assert settings.environment(environ, tmp_path) == environ
    assert settings.environment({}, tmp_path / "empty") == {}


def test_a_dotenv_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """One sentence, not a traceback."""
    (tmp_path / ".env").write_bytes(b"A=\xff\xfe\n")
    with pytest.raises(SetupError, match=r"\.env can't be read: it is no text in UTF-8"):
        settings.environment({}, tmp_path)


def test_the_login_at_a_proxy_comes_from_its_variable() -> None:
    """It is kept as a secret; without a variable there is none."""
    assert settings.proxy_login(None) is None
    login = settings.proxy_login("PROXY_LOGIN", {"PROXY_LOGIN": " ana:hunter2\n"})
    assert login
    assert login.reveal() == "ana:hunter2"


@pytest.mark.parametrize("value", ["", "hunter2", "ana:hunter2\nx"])
def test_a_login_that_is_none_is_named_and_not_shown(value: str) -> None:
    """The message names the variable, and repeats nothing of what it holds."""
    with pytest.raises(SetupError, match="proxy_login names the environment") as caught:
        settings.proxy_login("PROXY_LOGIN", {"PROXY_LOGIN": value})
    assert "hunter2" not in str(caught.value)
