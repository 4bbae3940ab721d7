"""What readers keep and say: subscriptions, saved stories, votes, mutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from briefbot import search
from briefbot.config import Config, Topic, values
from briefbot.desk.room import Room
from briefbot.desk.state import next_due
from briefbot.errors import BriefbotError, Refused, UsageError
from briefbot.models import Forgotten, StoredArticle, Subscription, Vote
from briefbot.store.library import Library
from briefbot.text.clean import clean
from briefbot.text.mention import mention
from briefbot.text.words import fold

MOST_SUBSCRIPTIONS = 20
LONGEST_QUERY = search.LONGEST
LONGEST_WORD = 80
MOST_WORDS = 8
SHORTEST = 4
"""Letters of a headline's word that is offered for muting."""
WHO_MAY = (
    "Only the admins of this bot may do that here. Anybody may say more or less like this; "
    "in my direct messages, everything is yours to choose."
)
GONE = "That story is no longer in the archive."


class Own(Room):
    """Keeps what readers want kept.

    `admin` says that who asks is one by a user group or by the workspace's word, which the
    configuration does not name.
    """

    def may(self, user: str, channel: str, *, admin: bool = False) -> bool:
        """Tell whether somebody may decide what a channel gets: an admin, or in their own DM."""
        return admin or user in self.config.admins or channel.startswith("D")

    async def handled(self, request_id: str) -> bool:
        """Return whether a request comes in for the first time; it is remembered for a day."""
        return await self.db(self.store.handled, request_id, self.clock())

    async def unhandled(self, request_id: str) -> None:
        """Forget a request of which nothing came, so that it may come in again."""
        await self.db(self.store.unhandled, request_id)

    # ------------------------------------------------------------ subscriptions

    async def subscriptions(self, user: str) -> tuple[tuple[Subscription, datetime], ...]:
        """Return a reader's subscriptions, each with when it is posted next."""
        mine = await self.read(Library.subscriptions_of, user)
        now = self.clock()
        return tuple((each, next_due(self.config, each, now)) for each in mine)

    async def subscribe(
        self, user: str, query: str, label: str, weekdays: tuple[str, ...], zone: str
    ) -> Subscription:
        """Begin a subscription; one to the same words gets the new time."""
        wanted = self._wanted(user, query, label, weekdays, zone)
        mine = await self.read(Library.subscriptions_of, user)
        same = next((each for each in mine if fold(each.query) == fold(wanted.query)), None)
        if same is None and len(mine) >= MOST_SUBSCRIPTIONS:
            raise UsageError(
                f"You have {MOST_SUBSCRIPTIONS} subscriptions, and that is the most. "
                "End one of them first."
            )
        query = same.query if same else wanted.query
        return await self.db(self.store.subscribe, replace(wanted, query=query))

    async def change_subscription(
        self,
        id: int,  # noqa: A002  a subscription's own word
        user: str,
        query: str,
        label: str,
        weekdays: tuple[str, ...],
        zone: str,
    ) -> None:
        """Change a reader's own subscription."""
        wanted = replace(self._wanted(user, query, label, weekdays, zone), id=id)
        if not await self.db(self.store.change_subscription, wanted):
            raise UsageError("You no longer have that subscription.")

    async def moved(self, user: str, zone: str) -> None:
        """Let a reader's subscriptions keep to the clock where the reader is now."""
        await self.db(self.store.move_subscriptions, user, zone)

    def _wanted(
        self, user: str, query: str, label: str, weekdays: tuple[str, ...], zone: str
    ) -> Subscription:
        words = clean(query, limit=LONGEST_QUERY)
        now = self.clock()
        if not search.parse(words, now=now, topics=self.config.topics).wanted:
            raise UsageError("Subscribe to what? Give a topic or words to look for.")
        days = tuple(day for day in values.WEEKDAYS if day in weekdays)
        if not days:
            raise UsageError("Choose at least one day of the week.")
        try:
            time = values.clock_text(values.clock(label))
        except ValueError:
            raise UsageError(f'"{label}" is no time of day. Write it as 08:00.') from None
        return Subscription(
            id=0, user_id=user, query=words, label=time, weekdays=days, zone=zone, created=now
        )

    async def unsubscribe(self, user: str, which: int | str) -> tuple[Subscription, ...]:
        """End a reader's subscriptions by number, by words, or "all"; return those that ended."""
        mine = await self.read(Library.subscriptions_of, user)
        ended = [each for each in mine if _is(each, which)]
        return tuple(
            [each for each in ended if await self.db(self.store.unsubscribe, user, each.id)]
        )

    # ------------------------------------------------------------ stories

    async def save(self, user: str, article_id: int) -> None:
        """Keep a story for a reader."""
        if not await self.db(self.store.save, user, article_id, self.clock()):
            raise BriefbotError(GONE)

    async def unsave(self, user: str, article_id: int) -> None:
        """Let a saved story go."""
        await self.db(self.store.unsave, user, article_id)

    async def vote(
        self, channel: str, user: str, story_id: int, article_id: int, value: int
    ) -> None:
        """Take a reader's word on a story: more like it (1) or less (-1)."""
        stored = await self._article(article_id)
        vote = Vote(
            channel=channel,
            user_id=user,
            story_id=story_id,
            source_id=stored.article.source_id,
            topic_id=_topic(stored, self.config),
            value=value,
        )
        await self.db(self.store.vote, vote, self.clock())

    async def hide(self, channel: str, user: str, story_id: int, *, admin: bool = False) -> None:
        """Keep a story out of a channel."""
        self._check(user, channel, admin=admin)
        await self._mute(channel, user, "story", str(story_id))

    async def mute_source(
        self, channel: str, user: str, article_id: int, *, admin: bool = False
    ) -> None:
        """Keep the source of an article out of a channel."""
        self._check(user, channel, admin=admin)
        stored = await self._article(article_id)
        await self._mute(channel, user, "source", stored.article.source_id)

    async def mute_word(self, channel: str, user: str, word: str, *, admin: bool = False) -> None:
        """Keep stories that say a word out of a channel."""
        self._check(user, channel, admin=admin)
        muted = clean(word, limit=LONGEST_WORD)
        if not any(character.isalnum() for character in muted):
            raise UsageError("Give a word with at least one letter or digit.")
        await self._mute(channel, user, "word", muted)

    async def reset(self, channel: str, user: str, *, admin: bool = False) -> Forgotten:
        """Forget what was said of stories in a channel: all of it for who may, else one's own."""
        if self.may(user, channel, admin=admin):
            return await self.db(self.store.forget_taste, channel)
        return await self.db(self.store.forget_votes, channel, user)

    async def words(
        self, channel: str, user: str, story_id: int, article_id: int, *, admin: bool = False
    ) -> tuple[str, ...]:
        """Return words of a story that may be muted; raise Refused when this reader may not."""
        del story_id
        self._check(user, channel, admin=admin)
        title = (await self._article(article_id)).article.title
        plain = (word.strip(".,:;!?\"'()[]“”‘’«»") for word in title.split())
        return tuple(dict.fromkeys(w for w in plain if len(w) >= SHORTEST))[:MOST_WORDS]

    async def _mute(self, channel: str, user: str, kind: str, value: str) -> None:
        await self.db(self.store.mute, channel, kind, value, user, self.clock())

    def _check(self, user: str, channel: str, *, admin: bool) -> None:
        if not self.may(user, channel, admin=admin):
            raise Refused(WHO_MAY)

    async def _article(self, article_id: int) -> StoredArticle:
        found = await self.read(Library.articles, [article_id])
        if article_id not in found:
            raise BriefbotError(GONE)
        return found[article_id]


def _is(subscription: Subscription, which: int | str) -> bool:
    if isinstance(which, int):
        return subscription.id == which
    return fold(which) in {"all", "everything", fold(subscription.query)}


def _topic(stored: StoredArticle, config: Config) -> str | None:
    """Return the topic that an article is about: by its title, or else by its source."""
    named = (topic for topic in config.topics if _names(topic, stored))
    found = next(named, None)
    if found:
        return found.id
    own = (s.topics for s in config.sources if s.id == stored.article.source_id)
    return next(iter(next(own, ())), None)


def _names(topic: Topic, stored: StoredArticle) -> bool:
    return mention(stored.article.title, topic.words) is not None
