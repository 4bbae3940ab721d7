"""Words are folded alike in every language, and a query finds what was indexed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefbot.text.words import fold, open_ended, phrase_tokens, stems, tokens, words

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE VIRTUAL TABLE page USING fts5(text, tokenize = 'ascii')")
        yield base


def finds(index: sqlite3.Connection, text: str, query: str, language: str = "") -> bool:
    """Ask the index that the store builds the question that the store asks."""
    rows = phrase_tokens(query)
    match = " OR ".join(f'"{" ".join(row)}"{" *" if open_ended(row) else ""}' for row in rows)
    index.execute("DELETE FROM page")
    index.execute("INSERT INTO page VALUES (?)", (tokens(text, language),))
    found = index.execute("SELECT 1 FROM page WHERE page MATCH ?", (match,)).fetchone()
    return found is not None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź ÉCOLE naïve Ørsted İstanbul", "lodz ecole naive orsted istanbul"),
        ("ｆｕｌｌ　ﬁne ²", "full fine 2"),
        ("Straße Æther", "strasse aether"),
        ("ёлка Москва́ й", "елка москва й"),
        ("co\u00adop\ufeff", "coop"),
        ("كِتَاب", "كتاب"),
        ("台灣 ｶﾞｽ", "台湾 ガス"),
        ("臺灣颱風", "台湾台风"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    """Folding undoes case, width, Latin accents and points, and leaves other letters alone."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Taiwan’s U.S. envoy", "en", ["taiwan", "us", "envoy"]),
        (
            "C++, C# and node.js on 5G",
            "en",
            ["cplusplus", "csharp", "and", "node", "js", "on", "5g"],
        ),
        ("CVE-2026-1234 at 192.168.0.1", "en", ["cve", "2026", "1234", "at", "192.168.0.1"]),
        ("1,000 and 1.5", "en", ["1000", "and", "1.5"]),
        ("12345,678", "en", ["12345.678"]),
        ("1.000 und 1,5", "de", ["1000", "und", "1.5"]),
        ("台灣5G網路", "zh-TW", ["台湾", "5g", "网路"]),
        ("馬 대만에서", "ko", ["马", "대만", "만에", "에서"]),
        ("हिन्दी में", "hi", ["हिन्दी", "में"]),
        ("台.灣", "zh", ["台", "湾"]),
        ("... '' ++ # _", "en", []),
    ],
)
def test_words(text: str, language: str, expected: list[str]) -> None:
    """Words are runs of letters and digits, acronyms and numbers whole, unspaced runs pairs."""
    assert words(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The hospitals were attacked, it's said", "en", ["hospit", "attack"]),
        ("las informaciones y la información", "es", ["inform", "inform"]),
        ("Außerdem wurden Krankenhäuser", "de", ["krankenhaus"]),
        ("L’État n’a pas été", "fr", ["etat"]),
        ("我們的醫院", "zh", ["们的", "的医", "医院"]),
        ("雨でした", "ja", ["雨で"]),
        ("unknown language keeps all", "xx", ["unknown", "language", "keeps", "all"]),
    ],
)
def test_stems(text: str, language: str, expected: list[str]) -> None:
    """Stems leave out function words and unite a word's forms, accents folded afterwards."""
    found = stems(text, language)
    assert found == expected if language != "zh" else found[-1] == expected[-1]


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "it", "pt", "nl", "ru", "zh", "ja", "ko"]
)
def test_stop_words_of_every_first_class_language(language: str) -> None:
    """Every first-class language leaves out its most frequent function word."""
    frequent = {
        "en": "the", "de": "und", "fr": "les", "es": "los", "it": "della", "pt": "não",
        "nl": "het", "ru": "что", "zh": "的", "ja": "です", "ko": "에서",
    }  # fmt: skip
    assert words(frequent[language], language)
    assert stems(frequent[language], language) == []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("An advisory on CVE-2026-1234.", "cve-2026-1234"),
        ("Written in C++ and node.js", "c++"),
        ("The committee has finished C++26", "C++"),
        ("C#12 is out", "c#"),
        ("The e-mail was read", "email"),
        ("The email was read", "e-mail"),
        ("Die E\u2011Mail-Adressen sind weg", "email"),
        ("Five F-35 jets", "F35"),
        ("The e-mail was read", "mail"),
        ("Written in C++ and node.js", "Node.JS"),
        ("It’s Taiwan’s turn", "it's"),
        ("It’s Taiwan’s turn", "taiwan"),
        ("the U.S. Senate", "US"),
        ("the US Senate", "U.S."),
        ("Mail bob@example.org now", "bob@example.org"),
        ("The fee is 1,000 for 5G", "1000"),
        ("Cats and dogs OR birds", "or"),
        ("中華民國台灣省政府", "台灣"),
        ("中華民國台灣省政府", "府"),
        ("中華民國台灣省政府", "中"),
        ("他買了台灣5G網路", "台灣5G網"),
        ("總統訪問東京、大阪", "訪問東京"),
        ("在第5屆大會", "第5屆"),
        ("대만에서 지진", "대만"),
        ("東京でガス爆発", "ｶﾞｽ"),
    ],
)
def test_query_finds_what_was_indexed(index: sqlite3.Connection, text: str, query: str) -> None:
    """A word or phrase finds the text that holds it, whatever its form."""
    assert finds(index, text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("台南和高雄灣", "台灣"),
        ("A chipmunk", "chip"),
        ("We use it", "US"),
        ("1234 for CVE-2026", "CVE-2026-1234"),
    ],
)
def test_query_finds_nothing_else(index: sqlite3.Connection, text: str, query: str) -> None:
    """A phrase does not match its parts standing apart, nor a longer word."""
    assert not finds(index, text, query)
    assert not finds(index, text, query, "en")


@pytest.mark.parametrize(
    ("text", "language", "query"),
    [
        ("Taiwanese chips", "en", "taiwan"),
        ("Taiwanese chips", "en", "Chip"),
        ("Taiwan's chip", "en", "Taiwanese chips"),
        ("taiwanische Häuser", "de", "taiwan"),
        ("taiwanische Häuser", "de", "Haus"),
        ("taiwanische Häuser", "de", "haus"),
        ("Das Haus", "de", "HÄUSER"),
        ("Die Chips", "de", "chip"),
        ("Ein Foto", "de", "Fotos"),
        ("les informations", "fr", "information"),
        ("las elecciones", "es", "elección"),
        ("le elezioni", "it", "elezione"),
        ("as eleições", "pt", "eleição"),
        ("de verkiezingen", "nl", "verkiezing"),
        ("о выборах", "ru", "выборы"),
        ("在臺灣的地震", "zh", "台湾"),
        ("在台湾的地震", "zh", "台灣"),
        ("乾坤", "zh", "乾"),
        ("乾燥", "zh", "干燥"),
        ("看著", "zh", "看着"),
        ("東京で地震", "ja", "东京"),
    ],
)
def test_query_finds_other_forms(
    index: sqlite3.Connection, text: str, language: str, query: str
) -> None:
    """Whatever language a word is asked in, it finds its forms, and either script of Chinese."""
    assert finds(index, text, query, language)


def test_words_of_no_language_are_found_as_they_stand(index: sqlite3.Connection) -> None:
    """A text of an unknown language, and one without a stemmer, is found by its own words."""
    assert finds(index, "Kroz hospitals", "hospitals", "und")
    assert finds(index, "Silná zemětřesení", "zemetreseni", "cs")


CHINESE = st.text("台灣大學台湾乾ガス대만馬", min_size=1, max_size=12)


@given(parts=st.lists(CHINESE, min_size=1, max_size=4), data=st.data())
def test_every_piece_of_a_run_is_found(
    index: sqlite3.Connection, parts: list[str], data: st.DataObject
) -> None:
    """Every substring of a run of unspaced characters is found in the text, single ones too."""
    run = data.draw(st.sampled_from(parts))
    start = data.draw(st.integers(0, len(run) - 1))
    end = data.draw(st.integers(start + 1, len(run)))
    assert finds(index, "。".join(parts), run[start:end])


@given(st.text())
@example("\u0345\u0300ǰİ")
@example("台.灣..1,2.,3 a.b.c.dd c++# ''s")
@example("\ud800")
def test_any_text(text: str) -> None:
    """Any text folds once and for all, and gives tokens of letters and digits."""
    assert fold(fold(text)) == fold(text)
    assert "".join(words(text, "en")) == fold("".join(words(text, "en")))
    assert all(stems(text, "de"))
    for token in (*tokens(text, "es").split(), *chain.from_iterable(phrase_tokens(text))):
        assert token
        assert not set(token) & set(" .,'\"*+#-_")


@pytest.mark.parametrize(
    "piece", ["a.", "1.", "1,", "1", "a", "'s", "c++", "é", "台", "台.", "\u0301", "U.S.A"]
)
def test_hostile_repetition(piece: str) -> None:
    """A long text of one pattern is read in linear time: this test would not end otherwise."""
    text = piece * (200_000 // len(piece)) + "x"
    assert words(text, "en")
    assert stems(text, "en")
    assert tokens(text)
