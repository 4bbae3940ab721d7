"""Both scripts of Chinese are compared as one, character by character."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.text.scripts import simplified

HAN = st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("臺灣與台湾", "台湾与台湾"),
        ("頭髮發展", "头发发展"),
        ("乾燥乾坤", "干燥干坤"),
        ("著名 看著", "着名 看着"),
        ("東京の国会", "东京の国会"),
        ("Taiwan 대만", "Taiwan 대만"),
    ],
)
def test_one_script(written: str, compared: str) -> None:
    """Traditional characters become simplified ones; all else stays."""
    assert simplified(written) == compared


@given(st.text(HAN), st.text(HAN), st.text())
def test_each_character_by_itself(one: str, other: str, rest: str) -> None:
    """What stands beside a character does not change what becomes of it, nor how many there are."""
    text = one + rest + other
    assert simplified(text) == simplified(one) + simplified(rest) + simplified(other)
    assert len(simplified(text)) == len(text)
    assert simplified(simplified(text)) == simplified(text)


def test_nothing_is_loaded_before_the_first_chinese_text() -> None:
    """English asks for no converter, and importing the module makes none."""
    code = (
        "import sys; from briefbot.text.words import fold; fold('Taipei é'); "
        "assert 'opencc' not in sys.modules; fold('臺'); assert 'opencc' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
