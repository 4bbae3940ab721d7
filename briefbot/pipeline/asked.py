"""The words of a topic by which the sentences of its stories are chosen."""

from __future__ import annotations

from collections.abc import Iterable

from briefbot.config import Topic
from briefbot.models import Ranked
from briefbot.text.mention import mention


def asked(ranked: Ranked, topics: Iterable[Topic]) -> tuple[str, ...]:
    """Return the words of the story's topic; none where its headline says one of them.

    Such an article is about the topic throughout. A sentence that names it once more is no
    better for that, and is often background.
    """
    words = next((topic.words for topic in topics if topic.id == ranked.topic_id), ())
    title = ranked.story.articles[0].article.title
    return () if mention(title, words) is not None else words
