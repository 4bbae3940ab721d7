"""What people write in a message, out of Slack's markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.listeners.spoken import spoken


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("taiwan", "taiwan"),
        ("<@UBOT> taiwan 7d", "taiwan 7d"),
        ("taiwan <@UBOT>", "taiwan"),
        ("<https://news.example/a?b=1&amp;c=2>", "https://news.example/a?b=1&c=2"),
        ("why <https://news.example/a|the port>", "why https://news.example/a"),
        ("<http://news.example|news.example>", "news.example"),
        ("<mailto:ana@news.example|ana@news.example>", "ana@news.example"),
        ("<!channel> now", "@channel now"),
        ("<!subteam^S1|@desk>", "@desk"),
        ("<#C1|news> <#C2>", "#news"),
        ("<@U2|ben> said", "@ben said"),
        ("a &lt;!channel&gt; &amp;amp; b", "a <!channel> &amp; b"),
        ("1 &lt; 2", "1 < 2"),
        ("/brief taiwan", "taiwan"),
        ("Brief taiwan", "taiwan"),
        ("brief", "brief"),
        ("/brief", ""),
        ("briefing taiwan", "briefing taiwan"),
        ("", ""),
    ],
)
def test_a_message_is_read_as_it_was_typed(text: str, typed: str) -> None:
    """Names, channels, links and escapes become what their writer saw."""
    assert spoken(text, bot="UBOT") == typed


@given(st.text(max_size=200))
def test_escaped_text_comes_back(text: str) -> None:
    """What Slack escapes is unescaped once, whatever it is."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert spoken(f"x {escaped}") == f"x {text}".strip()
