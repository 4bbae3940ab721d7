"""`briefbot summarise`: a page, a file or standard input in its own sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands import call, one_sentence
from tests.press import CABLE, HARBOUR, ORCHID, page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Desk


def plain(text: str) -> str:
    """Return the article's text as it is stored: a paragraph a line."""
    return text.replace("\n\n", "\n")


def test_a_page(desk: Desk) -> None:
    """An address is fetched and read; `--format json` has each sentence's place in the text."""
    url = desk.server.url("/ledger/cable")
    told = call("summarise", url, "--config", desk.config, "--format", "json")
    assert (told.code, told.err) == (0, "")
    found = told.json
    assert (found["title"], found["language"], found["quality"]) == (CABLE.title, "en", "full")
    assert (found["text"], found["summariser"]) == (plain(CABLE.text), "coverage")
    assert len(found["sentences"]) == 3
    for sentence in found["sentences"]:
        assert found["text"][sentence["start"] : sentence["end"]] == sentence["text"]


def test_a_file_by_its_first_sentences(tmp_path: Path) -> None:
    """`--summariser lead --sentences 2` prints the first two sentences of an HTML file."""
    file = tmp_path / "harbour.html"
    file.write_bytes(page(HARBOUR))
    told = call("summarise", file, "--summariser", "lead", "--sentences", "2")
    assert (told.code, told.err) == (0, "")
    first, second = told.out.splitlines()
    assert plain(HARBOUR.text).startswith(first)
    assert second in HARBOUR.text


def test_a_plain_text_about_something(tmp_path: Path) -> None:
    """A text file needs no markup, and `--about` prefers what says the words."""
    file = tmp_path / "orchid.txt"
    file.write_text(ORCHID.text, encoding="utf-8")
    told = call("summarise", file, "--about", "Amsterdam price", "--sentences", "1")
    assert (told.code, told.err) == (0, "")
    assert (
        told.out == "Buyers in Amsterdam took the whole harvest, and the price rose by a fifth.\n"
    )


def test_standard_input() -> None:
    """`-` reads what is piped in, in any encoding that a page names."""
    text = (
        "颱風過後，台南的蘭花農夫重新出貨。溫室的屋頂掉了一半。買家在阿姆斯特丹買下全部的花。" * 2
    )
    html = f"<html><head><meta charset=big5></head><body><p>{text}</p></body></html>"
    told = call("summarise", "-", "--format", "json", stdin=html.encode("big5"))
    assert (told.code, told.err) == (0, "")
    assert told.json["language"] == "zh"
    assert told.json["text"] == text


def test_an_unknown_summariser_is_a_usage_error(tmp_path: Path) -> None:
    """The known names stand in the sentence, and the exit code is 2."""
    file = tmp_path / "orchid.txt"
    file.write_text(ORCHID.text, encoding="utf-8")
    told = call("summarise", file, "--summariser", "magic")
    assert told.out == ""
    said = told.err.splitlines()[-1]
    assert "magic" in said
    assert "lead" in said
    assert "lexrank" in said
    assert "coverage" in said
    assert "WorkError" not in said
    assert "read_page" not in said
    assert told.code == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.txt", None, "can't read {file}: No such file or directory; name a file, an address"),
        ("empty.txt", b" \n", "{file} is empty"),
        ("large.txt", b"x" * 2_000_001, "{file} is larger than 2 MB; cut it first"),
        ("folder", b"", "can't read {file}: Is a directory; name a file, an address"),
    ],
)
def test_a_file_that_cannot_be_read(
    tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    """Missing, empty, too large or a folder: one sentence, exit 1."""
    file = tmp_path / name
    if content is not None and content:
        file.write_bytes(content)
    elif content is not None:
        file.mkdir()
    told = call("summarise", file)
    assert (told.code, told.out) == (1, "")
    assert one_sentence(told.err).startswith(says.format(file=file))


def test_a_page_that_is_not_there(desk: Desk) -> None:
    """The server's word is passed on in one sentence."""
    told = call("summarise", desk.server.url("/no-such"), "--config", desk.config)
    assert (told.code, told.out) == (1, "")
    assert one_sentence(told.err).startswith("404 from 127.0.0.1:")


def test_a_page_that_cannot_be_reached_is_69(desk: Desk) -> None:
    """Nothing could be reached, so the exit code says that trying again may help."""
    told = call("summarise", "http://127.0.0.1:9/", "--config", desk.config)
    assert told.code == 69
    assert one_sentence(told.err)


def test_too_many_sentences_is_a_usage_error(tmp_path: Path) -> None:
    """What is asked for has limits, and they are named."""
    told = call("summarise", "-", "--sentences", "0")
    assert told.code == 2
    assert "1<=x<=50" in told.err
