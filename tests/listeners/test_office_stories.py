"""A digest is deleted and a story split from a story's menu, by those who may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from briefbot.emulator import Shown, faults
from briefbot.listeners.office import stories
from tests.listeners.atwork import TEXT, Work, work
from tests.listeners.bureau import view_of


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Work]:
    """Run the bot with a file, after the digest of the morning."""
    async with work(tmp_path, post=True, text=TEXT) as running:
        yield running


def option(bot: Work) -> str:
    """Return what the first story's menu carries for words and corrections."""
    blocks = bot.slack.workspace.message(channel(bot), bot.posted)
    assert blocks
    menus = [
        element
        for block in blocks.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == "story_menu"
    ]
    return next(
        str(each["value"]) for each in menus[0]["options"] if each["value"].startswith("word:")
    )


def channel(bot: Work) -> str:
    """Return the channel of the digest."""
    return bot.slack.workspace.channel("#news").id


async def menu(bot: Work, user: str = "ana") -> list[Shown]:
    """Open what stands below the menu's last choice."""
    act = await bot.slack.click(user, "#news", bot.posted, "story_menu", option=option(bot))
    return await bot.after(act)


async def asked(bot: Work, button: str, user: str = "ana") -> Shown:
    """Click a correction; return the form that asks."""
    (shown,) = await menu(bot, user)
    act = await bot.slack.click_view(user, view_of(shown), button)
    return (await bot.after(act))[-1]


async def sent(bot: Work, shown: Shown, values: dict[str, Any], user: str = "ana") -> Any:
    """Send a form, and wait until all is done."""
    act = await bot.slack.submit(user, view_of(shown), values)
    await bot.settled()
    return act


async def together(bot: Work) -> tuple[int, list[int]]:
    """Let the first story have the articles of the second one too; return it, and them."""
    story = int(option(bot).partition(":")[2].partition(".")[0])

    def merge() -> list[int]:
        sql = "SELECT id FROM articles WHERE story_id != ? LIMIT 1"
        (row,) = bot.store._rows(sql, story)
        bot.store._db.execute("UPDATE articles SET story_id = ? WHERE id = ?", (story, row["id"]))
        return [each.id for each in bot.store.members([story])[story]]

    return story, await bot.db(merge)


async def test_an_admin_is_offered_both_beside_muting(bot: Work) -> None:
    """Who may not, sees neither."""
    (shown,) = await menu(bot)
    for words in ("Mute, or put right", "Split this story", "Delete this digest"):
        assert words in shown.words
    (refused,) = await menu(bot, "ben")
    assert refused.kind == "ephemeral"
    assert "Only the admins" in refused.words


async def test_a_digest_is_deleted_and_told_anew(bot: Work) -> None:
    """All of its messages go; nothing is posted again by itself, the next edition tells it."""
    shown = await asked(bot, "digest_delete")
    assert set((await sent(bot, shown, {})).errors) == {"sure"}
    act = await sent(bot, shown, {"sure": ["yes"]})
    assert act.errors == {}
    assert bot.slack.workspace.message(channel(bot), bot.posted) is None
    assert stories.DELETED in act.so_far[-1].words
    assert await bot.db(bot.store.latest, channel(bot)) == ()
    assert await bot.db(bot.store.waiting) == ()
    assert await bot.db(bot.store.last_digest, "morning", "#news") is None
    (told,) = (await bot.desk.edition("morning"),)
    assert "Taiwan opens port" in told[0].plain


async def test_what_slack_does_not_delete_is_tried_again(bot: Work) -> None:
    """The form says why; a message that is gone already counts as deleted."""
    shown = await asked(bot, "digest_delete")
    bot.slack.faults.add("chat.delete", faults.refused("internal_error"))
    act = await sent(bot, shown, {"sure": ["yes"]})
    assert "did not delete all of it" in act.errors["sure"]
    assert await bot.db(bot.store.last_digest, "morning", "#news")
    await bot.office.client.chat_delete(channel=channel(bot), ts=bot.posted)
    assert (await sent(bot, shown, {"sure": ["yes"]})).errors == {}
    assert await bot.db(bot.store.last_digest, "morning", "#news") is None


async def test_rights_are_judged_when_the_form_is_sent(bot: Work) -> None:
    """Who is no admin any more deletes and splits nothing."""
    await together(bot)
    delete, split = await asked(bot, "digest_delete"), await asked(bot, "story_split")
    await bot.desk.web.live.take(bot.without_admins().config)
    for shown, values in ((split, {"article": "1"}),):
        act = await sent(bot, shown, values)
        assert "no admin" in " ".join(act.errors.values())
    bot.slack.world.views[view_of(delete)].is_open = True
    act = await sent(bot, delete, {"sure": ["yes"]})
    assert "no admin" in act.errors["sure"]
    assert bot.slack.workspace.message(channel(bot), bot.posted)


async def test_a_story_is_split(bot: Work) -> None:
    """The article that was chosen stands alone; a form that comes again says that it does."""
    story, (one, two) = await together(bot)
    shown = await asked(bot, "story_split")
    assert "The story has 2 articles" in shown.words
    act = await sent(bot, shown, {"article": str(two)})
    assert act.errors == {}
    assert stories.SPLIT in act.so_far[-1].words
    left = await bot.desk.members(story)
    assert [each.id for each in left] == [one]
    bot.slack.world.views[view_of(shown)].is_open = True
    act = await sent(bot, shown, {"article": str(two)})
    assert act.errors == {"article": stories.APART}


async def test_a_story_of_one_article_has_nothing_to_split(bot: Work) -> None:
    """The form says so."""
    assert stories.ALONE in (await asked(bot, "story_split")).words
