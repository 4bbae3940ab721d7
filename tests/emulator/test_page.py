"""The page shows what the workspace shows, and nothing in it comes alive."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from briefbot.emulator import inline
from briefbot.emulator.page import page
from briefbot.emulator.workspace import Workspace
from tests.emulator.test_acts import FORM, STORIES

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from briefbot.emulator import Slack

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)"></style>"\' <!channel>'


def _all_kinds() -> list[dict[str, Any]]:
    """Return one block of each kind, with hostile text wherever text may stand."""
    plain = {"type": "plain_text", "text": HOSTILE[:75]}
    words = {"type": "mrkdwn", "text": f"{HOSTILE} *bold* <https://x.example/?a=1&b=2|label>"}
    inner = [
        {"type": "text", "text": HOSTILE, "style": {"bold": True, "code": True}},
        {"type": "link", "url": "https://x.example/", "text": "Harbour"},
        {"type": "link", "url": "javascript:alert(1)", "text": "evil"},
        {"type": "broadcast", "range": "here"},
        {"type": "user", "user_id": "U404"},
        {"type": "emoji", "name": HOSTILE},
        {"type": "date", "timestamp": 1_700_000_000, "format": "{date}"},
    ]
    section = {"type": "rich_text_section", "elements": inner}
    return [
        {"type": "header", "text": plain},
        {"type": "divider"},
        {"type": "section", "text": words, "fields": [words, plain]},
        {"type": "context", "elements": [words, plain]},
        {"type": "image", "image_url": "https://x.example/i.png", "alt_text": HOSTILE},
        {"type": "markdown", "text": HOSTILE},
        {"type": "table", "rows": [[{"type": "raw_text", "text": HOSTILE}]]},
        {
            "type": "rich_text",
            "elements": [
                section,
                {"type": "rich_text_list", "style": "ordered", "elements": [section]},
                {"type": "rich_text_quote", "elements": inner},
                {"type": "rich_text_preformatted", "elements": inner[:2]},
            ],
        },
        *STORIES,
    ]


async def test_the_page_lays_everything_out(slack: Slack, web: AsyncWebClient) -> None:
    """Messages, threads, ephemerals, commands, direct messages, modals and Home are on it."""
    slack.limits.on = False
    ana = slack.workspace.user("ana").id
    news = slack.workspace.channel("news").id
    await slack.say("ben", "#news", "Morning all")
    act = await slack.command("ana", "#news", "taiwan")
    first = (await web.chat_postMessage(channel=news, text="x", blocks=STORIES))["ts"]
    await web.chat_postMessage(channel=news, text="a reply", thread_ts=first)
    await web.chat_postEphemeral(channel=news, user=ana, text="psst")
    await web.chat_postMessage(channel=ana, text="Good morning")
    await web.views_open(trigger_id=act.payload["trigger_id"], view=FORM)
    await web.views_publish(user_id=ana, view={"type": "home", "blocks": STORIES})
    text = html.fromstring(page(slack, zone="Asia/Taipei")).text_content()
    for words in (
        "Morning all",
        "Ana Lindqvist typed /brief taiwan",
        "1 reply",
        "a reply",
        "Only visible to you",
        "psst",
        "briefbot ↔ Ana Lindqvist",
        "Good morning",
        "Subscribe",
        "Save",
        "Home of Ana Lindqvist",
        "Hide",
    ):
        assert words in text
    hour = datetime.fromtimestamp(float(first), UTC).hour + 8
    assert f"{hour % 12 or 12}:" in text


async def test_nothing_in_the_page_comes_alive(slack: Slack, web: AsyncWebClient) -> None:
    """No script, no handler, nothing loaded, and links to http(s) alone."""
    await web.chat_postMessage(channel="#news", text=HOSTILE, blocks=_all_kinds())
    await web.chat_postMessage(channel="#news", text=f"{HOSTILE} <javascript:alert(1)|x>")
    await slack.say("ana", "#news", HOSTILE)
    tree = html.fromstring(page(slack))
    assert tree.xpath("//script | //img | //iframe | //link | //object | //form") == []
    assert tree.xpath("//@*[starts-with(name(), 'on')] | //@src") == []
    links = [href for href in tree.xpath("//@href") if not href.startswith("#")]
    assert links
    assert all(href.startswith(("https://", "http://")) for href in links)
    assert tree.text_content().count("<script>alert(1)</script>") >= 10
    assert len(tree.xpath("//style")) == 1


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("*bold* _it_ ~no~ `code`", "<b>bold</b> <i>it</i> <s>no</s> <code>code</code>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        ("&gt; quoted\nafter", "<q>quoted</q>after"),
        ("<!here> :newspaper: :unknown:", '<span class="mention loud">@here</span> 📰 :unknown:'),
        ("<mailto:a@x.example|mail>", "mail"),
    ],
)
def test_mrkdwn_is_drawn_as_slack_draws_it(text: str, drawn: str) -> None:
    """Styles need word boundaries; entities stay what they are."""
    assert inline.marked(Workspace(_now), text) == drawn


def _now() -> Any:
    return datetime(2026, 11, 25, tzinfo=UTC)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("<>&|*_~`:!@# \nahtps/.\"'")))
def test_no_text_makes_an_element_of_its_own(text: str) -> None:
    """Whatever is written, the tags in the drawing are ours."""
    drawn = inline.marked(Workspace(_now), text) + inline.plain(text)
    tags = set(re.findall(r"<(/?\w+)", drawn))
    assert {tag.strip("/") for tag in tags} <= {"b", "i", "s", "code", "q", "br", "a", "span"}


async def test_a_form_stands_there_as_it_was_filled_in(slack: Slack, web: AsyncWebClient) -> None:
    """Not as it was opened: what was typed, what was ticked, and what was emptied."""
    act = await slack.command("ana", "#news", "x")
    opened = await web.views_open(trigger_id=act.payload["trigger_id"], view=FORM)
    await slack.submit("ana", opened["view"]["id"], {"query": "typed by ana", "days": ["tue"]})
    drawn = html.fromstring(page(slack)).text_content()
    assert "typed by ana" in drawn
    assert "☑\ufe0e Tue" in drawn
    assert "☐ Mon" in drawn
    await slack.submit("ana", opened["view"]["id"], {"query": ""})
    assert "typed by ana" not in html.fromstring(page(slack)).text_content()
