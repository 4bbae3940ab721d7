"""A headline says what happened, or it teases and shouts."""

from __future__ import annotations

import pytest

from briefbot.text.headlines import is_plain


@pytest.mark.parametrize(
    "title",
    [
        "Magnitude 6.1 earthquake shakes eastern Taiwan; two hurt, no tsunami",
        "Why the dam broke, and what the engineers wrote in 2019",
        "NASA, ESA and JAXA agree on a lunar base",
        "Five ministers resign over the dam",
        "IBM buys ARM",
        "Inside the factory: 3,200 jobs lost",
        "台中城鎮韌性演習停電20分鐘 抓出一個壞掉的開關",
        "花蓮外海規模6.1地震",
        "Wie der Damm brach",
        "Port opens!",
        "",
        "123 456",
        "삼성전자 SK하이닉스 LG전자 AI반도체 공장 화재",
    ],
)
def test_plain(title: str) -> None:
    """What happened is plain, with acronyms, numbers and one exclamation."""
    assert is_plain(title)


@pytest.mark.parametrize(
    "title",
    [
        "Here's why the dam broke",
        "Here’s what we know about the quake",
        "You won't believe what this port did",
        "What you need to know about the new chip plant",
        "7 things to know before the vote",
        "This is why everyone is talking about Hualien",
        "WATCH: ferry leaves Keelung",
        "The moment a minister's phone rang... ",
        "Is this the end of helium?",
        "TAIWAN QUAKE LEAVES DOZENS HURT",
        "ЗЕМЛЕТРЯСЕНИЕ РАЗРУШИЛО ЗДАНИЯ ТАЙНАНЬ",
        "Das müssen Sie über den Chip wissen",
        "Voici pourquoi le barrage a cédé",
        "Ecco perché la diga ha ceduto",
        "Lo que debes saber del terremoto",
        "震驚！花蓮外海地震 網友全看傻",
        "地震は本当に来るのか？",
    ],
)
def test_teasing_or_shouting(title: str) -> None:
    """What leaves the main thing out, asks, or stands in capitals is not."""
    assert not is_plain(title)
