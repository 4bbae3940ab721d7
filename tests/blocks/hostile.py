"""What feeds and people may send at worst, as strategies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from briefbot.models import Ailing, Coverage, Digest, Item, Outlet, Quality, Quote, Section
from tests.render import samples

TRICKS = (
    "<!channel>",
    "<!here|x>",
    "<@U012AB3CD>",
    "<#C012AB3CD|general>",
    "<!subteam^S012>",
    "<!date^1^{date}|x>",
    "<https://evil.example|https://bank.example>",
    "&lt;!channel&gt;",
    "&amp;",
    "@here @channel",
    "*bold* _it_ ~no~ `code` ```",
    ":rotating_light:",
    "[x](https://evil.example)",
    "https://bank.example/login",
    "www.bank.example",
    "|",
    "<",
    ">",
    "\u202egnp.exe\u2066\u200b\ufeff",
    "\x1b[2J\x00\x07\r\n\t\u2028",
    "\ud800",
    "\U000e0041\U000e007f",
    "👩‍🚀🇹🇼",
    "ثغرة في بوابة",
    "海底電纜修復",
    "e" + "\u0301" * 40,
    "",
    " ",
)

words = st.one_of(
    st.sampled_from(TRICKS),
    st.lists(st.sampled_from(TRICKS), max_size=6).map(" ".join),
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.builds(lambda text, times: text * times, st.sampled_from(TRICKS), st.sampled_from((9, 999))),
)

urls = st.one_of(
    st.sampled_from(
        (
            "https://a.example/x",
            "http://b.example/?q=<x>|y&z=\"'",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://user:pw@c.example/",
            "slack://channel?id=C1",
            "",
            "https://a.example/" + "y" * 1900,
            f"https://{'.'.join(['long' * 12] * 5)}.example/",
            "https://xn--bnk-2ya.example/",
        )
    ),
    words,
)

zones = st.sampled_from(("Asia/Taipei", "America/New_York", "UTC"))
languages = st.sampled_from(("en", "zh", "ar", "he", "ja", "und", "<x>"))
moments = st.integers(-(10**5), 10**5).map(lambda hours: samples.MADE - timedelta(hours=hours / 24))
outlets = st.builds(Outlet, name=words, url=urls)
ids = st.integers(1, 10**12)


@st.composite
def sentences(draw: st.DrawFn) -> tuple[Quote, ...]:
    """Draw the sentences of one article."""
    made, at = [], 0
    for text in draw(st.lists(words, max_size=4)):
        at += draw(st.sampled_from((0, 1, 200)))
        made.append(Quote(text=text, url="https://a.example/x", start=at, end=at + len(text)))
        at += len(text)
    return tuple(made)


items = st.builds(
    Item,
    story_id=ids,
    article_id=ids,
    source_id=words,
    headline=words,
    url=urls,
    sources=st.lists(outlets, max_size=9).map(tuple),
    published=moments,
    sentences=sentences(),
    language=languages,
    quality=st.sampled_from(Quality),
    update=st.booleans(),
    beside=st.none() | st.builds(samples.beside, words, words),
)

ailing = st.builds(Ailing, name=words, since=moments, message=words)
coverage = st.builds(
    Coverage,
    read=st.integers(0, 9),
    total=st.integers(0, 2000),
    ailing=st.lists(ailing, max_size=9).map(tuple),
    articles=st.integers(0, 9),
    stories=st.integers(0, 99),
)
sections = st.builds(Section, name=words, items=st.lists(items, max_size=4).map(tuple))


@st.composite
def digests(draw: st.DrawFn, *, stories: st.SearchStrategy[Any] | None = None) -> Digest:
    """Draw a digest of a few topics, sometimes of many stories."""
    groups = draw(stories if stories is not None else st.lists(sections, max_size=4))
    return Digest(
        briefing_id="b",
        name=draw(words),
        made=samples.MADE,
        since=samples.MADE - timedelta(hours=24),
        zone=draw(zones),
        sections=tuple(groups),
        coverage=draw(coverage),
        quiet=draw(st.none() | words),
        missed=draw(st.sampled_from((0, 0, 3))),
    )
