"""The newsroom's articles: enough of them, varied, and telling what they promise."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from briefbot.newsroom.world import OUTLETS, Piece, fill, load

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
PIECES = load(NOW)


def _told_by() -> dict[str, set[str]]:
    outlets: dict[str, set[str]] = defaultdict(set)
    for piece in PIECES:
        outlets[piece.story].add(piece.outlet.id)
    return outlets


def _piece(slug: str) -> Piece:
    return next(piece for piece in PIECES if piece.slug == slug)


def test_about_forty_articles_in_at_least_eight_outlets() -> None:
    """The newsroom is large enough for a digest that has something to choose from."""
    assert 40 <= len(PIECES) <= 60
    assert len({piece.outlet.id for piece in PIECES}) >= 8
    assert len({piece.url for piece in PIECES}) == len(PIECES)
    assert len({outlet.host for outlet in OUTLETS}) == len(OUTLETS)
    assert all(outlet.host.endswith(".example") for outlet in OUTLETS)


def test_several_events_are_told_by_several_outlets() -> None:
    """At least six events are told by two or more outlets."""
    assert sum(len(outlets) >= 2 for outlets in _told_by().values()) >= 6


def test_some_stories_stand_alone() -> None:
    """An article without a story in its header has an event of its own."""
    stories = Counter(piece.story for piece in PIECES)
    assert sum(count == 1 for count in stories.values()) >= 10
    assert stories[_piece("penghu-electric-ferry").story] == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("quake-hualien", "quake-tainan"), ("ransomware-lanyang", "ransomware-brannoc")],
)
def test_alike_events_are_different_stories(one: str, other: str) -> None:
    """Two earthquakes and two attacks on hospitals are there to be told apart."""
    told = _told_by()
    assert len(told[one]) >= 2
    assert len(told[other]) >= 2


def test_syndicated_article_repeats_the_text_under_another_headline() -> None:
    """A syndicated article has its origin's text, its own headline, and says where it is from."""
    copy, origin = _piece("island-cable-out-nine-days"), _piece("matsu-cable-fault")
    assert copy.body == origin.body
    assert copy.title != origin.title
    assert "Pacific Wire" in copy.credit
    assert not origin.credit


def test_only_the_syndicated_article_repeats_a_sentence() -> None:
    """Outlets tell the same event in their own words: no long sentence stands in two articles."""
    seen: dict[str, str] = {}
    for piece in PIECES:
        if piece.credit:
            continue
        for sentence in re.split(r"(?<=[.。])\s*", piece.body):
            if len(sentence) >= 40:
                assert seen.setdefault(sentence, piece.url) == piece.url


def test_a_follow_up_comes_a_day_later_in_the_same_outlet() -> None:
    """The hospital's recovery is the same story as the attack on it, a day later."""
    first = _piece("lanyang-hospital-grey-heron")
    later = _piece("lanyang-hospital-restored-without-paying")
    assert first.story == later.story
    assert later.published - first.published > timedelta(hours=20)


def test_chinese_articles_are_traditional_and_share_events_with_english_ones() -> None:
    """Six or more articles are in Traditional Chinese, most about events told in English too."""
    chinese = [piece for piece in PIECES if piece.outlet.language == "zh-TW"]
    english = {piece.story for piece in PIECES if piece.outlet.language == "en"}
    assert len(chinese) >= 6
    assert sum(piece.story in english for piece in chinese) >= 4
    text = "".join(piece.title + piece.body for piece in chinese)
    assert not set("国为这发电说时间湾们业网") & set(text) - {"這", "電"}
    assert "台灣" in text
    assert "臺" not in text


def test_lengths_are_those_of_short_news() -> None:
    """English articles have 150 to 450 words, Chinese ones 300 to 600 characters."""
    for piece in PIECES:
        chinese = piece.outlet.language.startswith("zh")
        size = len(piece.body) if chinese else len(piece.body.split())
        low, high = (300, 600) if chinese else (150, 450)
        assert low <= size <= high, piece.url


def test_most_articles_are_of_the_last_day() -> None:
    """The demo has news: most articles are younger than 26 hours, none is from the future."""
    ages = [NOW - piece.published for piece in PIECES]
    assert min(ages) > timedelta(0)
    assert max(ages) < timedelta(days=5)
    assert sum(age < timedelta(hours=26) for age in ages) > len(ages) / 2
    assert sum(age > timedelta(days=2) for age in ages) >= 5


def test_every_article_is_complete() -> None:
    """Each article has a headline, an author, a caption, a teaser and one of its sections."""
    for piece in PIECES:
        assert piece.title
        assert piece.author
        assert piece.caption
        assert piece.teaser
        assert piece.section in piece.outlet.sections
        assert len(piece.blocks) >= 4
        assert "{" not in piece.body


def test_sentences_hold_what_splitters_trip_over() -> None:
    """Titles, initials, decimals and times with full stops occur, and so do quotations."""
    text = "\n".join(piece.body for piece in PIECES)
    for hard in ("Dr. ", "Mr. ", "Mrs. ", "Ms. ", "Capt. ", "St. ", "3.4 percent", "p.m.", "「"):
        assert hard in text


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("{day:9}", "en", "Monday"),
        ("{day:15}", "en", "Sunday"),
        ("{clock:9}", "en", "5:30 a.m."),
        ("{clock:2}", "en", "12:30 p.m."),
        ("{date:24}", "en", "Nov. 22"),
        ("{day:-10}", "en", "Tuesday"),
        ("{day:9}{clock:9}", "zh-TW", "23日上午5時30分"),
        ("{clock:1}", "zh-TW", "下午1時30分"),
        ("{date:24}", "zh-TW", "11月22日"),
        ("{other:9}", "en", "{other:9}"),
    ],
)
def test_dates_are_relative_to_the_start(text: str, language: str, expected: str) -> None:
    """A placeholder becomes the day or time in Taipei that many hours before the start."""
    assert fill(text, language, NOW) == expected
