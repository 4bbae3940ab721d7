"""Charsets: the bytes come first, claims second, guesses last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.text.charset import decode

CHINESE = "<p>台灣資安新聞：行政院表示，這是一個測試，資料外洩事件持續調查中。</p>"
MAINLAND = "<p>中国网络安全新闻：有关部门表示，这是一个测试，事件仍在调查之中。</p>"
JAPANESE = "<p>日本語のテキストです。東京で開かれた会議について報告します。</p>"
KOREAN = "<p>한국어 텍스트입니다. 서울에서 열린 회의에 대해 보고합니다.</p>"
RUSSIAN = "<p>Это русский текст о кибербезопасности и новостях дня в Москве.</p>"
FRENCH = "<p>Résumé des nouvelles : l’été à Noël — “citation”, €5</p>"
POLISH = "<p>Zażółć gęślą jaźń. Wiadomości dnia: rząd ogłosił nowe przepisy.</p>"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (FRENCH, "cp1252", "iso-8859-1"),
        (FRENCH, "cp1252", "us-ascii"),
        (FRENCH, "utf-8", "latin-1"),
        (FRENCH, "utf-8", "utf-7"),
        (CHINESE, "big5", "Big5"),
        ("碁銹裏粧", "cp950", "big5"),
        ("咗嘅啲", "big5hkscs", "big5"),
        (MAINLAND + "镕", "gb18030", "gb2312"),
        (JAPANESE + "①㈱", "cp932", "shift_jis"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (JAPANESE, "iso2022_jp", None),
        (KOREAN + "똠", "cp949", "euc-kr"),
        (KOREAN, "cp949", "ks_c_5601-1987"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (CHINESE, "utf-16", None),
        (CHINESE, "utf-16-le", "utf-8"),
        (CHINESE, "utf-16-be", None),
        (CHINESE, "utf-8-sig", "big5"),
        (CHINESE, "utf-32", None),
    ],
)
def test_the_bytes_and_the_web_s_names_give_the_text(
    text: str, encoding: str, declared: str | None
) -> None:
    """Names mean what the web means by them: latin-1 is windows-1252, gb2312 is gb18030."""
    assert decode(text.encode(encoding), declared) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(CHINESE, "big5"), (MAINLAND, "gb18030"), (JAPANESE, "euc_jp"), (JAPANESE, "cp932"),
     (KOREAN, "cp949"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (FRENCH, "cp1252"),
     (POLISH, "cp1250")],
)  # fmt: skip
@pytest.mark.parametrize("declared", [None, "utf-8", "undefined", "idna", "rot13", "\0", "é" * 99])
def test_without_a_useful_word_the_letters_tell(text: str, encoding: str, declared: str) -> None:
    """Undeclared and wrongly declared text is read by how often its letters occur."""
    assert decode(text.encode(encoding), declared) == text


def test_the_document_s_word_counts_before_the_server_s() -> None:
    """Servers send one default for all files; whoever wrote the document knew."""
    xml = '<?xml version="1.0" encoding="koi8-r"?><a>Новости дня</a>'
    page = '<meta charset="windows-1251"><p>Новости дня</p>'
    assert decode(xml.encode("koi8-r"), "iso-8859-1") == xml
    assert decode(page.encode("cp1251"), "iso-8859-1") == page


def test_one_broken_letter_does_not_cost_a_page_its_charset() -> None:
    """UTF-8 with a cut character stays UTF-8 with one mark."""
    assert decode(CHINESE.encode()[:-5] + b"</p>", "big5") == CHINESE[:-5] + "\ufffd</p>"


def test_letters_that_tell_may_stand_late() -> None:
    """A long ASCII head hides nothing."""
    text = "<script>x()</script>" * 10_000 + RUSSIAN
    assert decode(text.encode("cp1251"), None) == text


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=20)))
def test_any_bytes_give_text_without_nul_and_half_characters(
    body: bytes, declared: str | None
) -> None:
    """Nothing raises, and the text can be stored."""
    text = decode(body, declared)
    assert "\0" not in text
    text.encode("utf-8")
