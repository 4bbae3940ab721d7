"""Headlines without the names of their sites, and headlines that only look as if they had one."""

from __future__ import annotations

import pytest

from briefbot.text.sitename import without_site


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Gates hold | The Post", "https://www.thepost.example/a"),
        ("Gates hold - thepost.example", "https://thepost.example/a"),
        ("Gates hold - La Posta", "https://www.laposta.example/a"),
        ("Gates hold — EL PÓST", "https://elpost.example/a"),
        ("Gates hold » Post Blog", "https://blog.post.example/a"),
        ("Gates hold - Rhein-Neckar Löwen", "https://www.rhein-neckar-loewen.example/a"),
        ("Gates hold | Sport | Post", "https://www.post.example/a"),
        ("Gates hold | DW | 23.05.2011", "https://www.dw.example/fr/a"),
        ("The Post | Gates hold", "https://www.thepost.example/a"),
    ],
)
def test_the_site_is_left_out(title: str, url: str) -> None:
    """Behind the headline or before it, as the address spells it, with a section or a day."""
    assert without_site(title, url).removesuffix(" | Sport") == "Gates hold"


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("武汉的声音：才有英雄的城！-新华网", "武汉的声音：才有英雄的城！"),
        ("留学生看两会_教育频道_中国青年网", "留学生看两会"),
        ("颱風逼近台灣 | 聯合新聞", "颱風逼近台灣"),
    ],
)
def test_a_chinese_site_is_known_by_how_it_is_called(title: str, headline: str) -> None:
    """Its address is in other letters, so the ending tells."""
    assert without_site(title, "https://www.news.example/a") == headline


@pytest.mark.parametrize(
    "title",
    [
        "The Post",
        "Gates hold",
        "Gates hold – and the post is late",
        "Gates hold – with the Post?",
        "Gates hold - Rain stays",
        "Post: gates hold",
        "Well-known gates hold",
        "Gates hold | Storm watch",
        "Gates hold - 23.05.2011",
        "| The Post",
        "颱風來襲-發布陸上警報",
        "茅台集团-2024年报",
        "郑钦文晋级-澳网",
        "Gates hold - The Post 3.13",
        "Gates hold | Post 4",
        "",
    ],
)
def test_a_headline_stays_whole(title: str) -> None:
    """A dash may go on with the headline, and a name alone is all that there is."""
    assert without_site(title, "https://www.thepost.example/a") == title
