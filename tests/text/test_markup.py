"""Markup: made safe before a parser, made plain after it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefbot.text.markup import asks_password, first_words, plain, root, safe_xml, without_doctype


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<!DOCTYPE html><p>x", "<p>x"),
        ('<!doctype a SYSTEM "x>y"><p>', "<p>"),
        ("<!DOCTYPE a [<!ENTITY b '>]'><!-- ]> ' -->]><p>", "<p>"),
        ("<a><!DOCTYPE b></a>", "<a></a>"),
        ("<!DOCTYPE never closed", " never closed"),
        ('<!DOCTYPE a "<p>', ' a "<p>'),
        ("no doctype", "no doctype"),
    ],
)
def test_every_doctype_goes(text: str, left: str) -> None:
    """With quotes, an internal subset, or unclosed: the word DOCTYPE never reaches a parser."""
    assert without_doctype(text) == left


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<?xml version='1.0'?>\n<!-- <html> --><!DOCTYPE a [<!ENTITY b '<c>'>]><rdf:RDF>", "rdf"),
        ("\ufeffjunk <HTML lang=en>", "html"),
        ("<!-- never closed <a>", ""),
        ("1 < 2", ""),
    ],
)
def test_the_first_element_is_found(text: str, name: str) -> None:
    """Comments and declarations may name elements that are not there."""
    assert root(text) == name


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a & b &amp; c", "a & b & c"),
        ("x?a=1&b=2&copy=3", "x?a=1&b=2&copy=3"),
        ("&eacute;&nbsp;&LT;&hellip;", "é\xa0<…"),
        ("&unknown; &#x41; &#146; &#xD800; &#0; &#x110000;", "&unknown; A ’   \ufffd"),
        ("\x01\x02<![CDATA[ & &eacute; &#xD800; <b> ]]> & \x1f", " & &eacute;  <b>  & "),
    ],
)
def test_what_xml_forbids_reads_as_it_was_meant(text: str, read: str) -> None:
    """An XML parser gets text that it neither refuses nor drops."""
    found = etree.fromstring(safe_xml(f"<?xml version='1.0' encoding='big5'?><a>{text}</a>"))
    assert found.text == read


def test_half_a_character_is_not_smuggled_in() -> None:
    """A number that no text may hold goes even where a damaged document seems to quote it."""
    body = safe_xml("<!-- <![CDATA[ --><a b='&#xD800;'>&#55357;</a>")
    assert b"D800" not in body
    assert b"55357" not in body


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>Bold</b>", "Bold"),
        ("line<br/>two", "line two"),
        ("List<String> and <video>", "List<String> and <video>"),
        ("a < b > c", "a < b > c"),
        ("AT&amp;amp;T", "AT&T"),
        ("&lt;b&gt;", "<b>"),
        ("safe<script>x()</script><!-- not --> news", "safe news"),
        ("safe<object data='x'><embed src='x'></object> news", "safe news"),
        ("the <iframe> and the </video>", "the <iframe> and the </video>"),
    ],
)
def test_a_plain_title_keeps_what_it_says(text: str, shown: str) -> None:
    """Formatting goes and entities are read; other tags are words."""
    assert " ".join(plain(text).split()) == shown


def test_a_title_of_a_megabyte_is_cut_before_it_is_read() -> None:
    """Comments that never end are searched for once, and a title needs no megabyte."""
    assert len(plain("<!-- " * 200_000)) <= 5000


def test_the_first_words_skip_scripts_and_cut_tags() -> None:
    """A name made of a text shows no markup, not even a tag that the cut left open."""
    assert (
        first_words("<style>p{}</style><p>One &amp; <i>two</i></p><script>x</script>", 80)
        == "One & two"
    )
    assert first_words("word " * 30 + "<a href='" + "x" * 3000, 150).endswith("word")


def test_a_password_field_is_found_however_it_is_written() -> None:
    """Quotes, case and order of the attributes do not matter."""
    assert asks_password("<INPUT id=a Type = 'password'>")
    assert not asks_password("<input type=text> password")


@given(st.text("<>!-[]&;#x\"' DOCTYPEdoctypeCDATA/ab\0\ud800", max_size=80))
def test_any_text_goes_through(text: str) -> None:
    """Nothing raises, and no DOCTYPE comes out where one could be read."""
    body = safe_xml(text)
    body.decode("utf-8")
    root(text)
    plain(text)
    first_words(text, 20)
