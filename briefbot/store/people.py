"""Subscriptions, saved stories, votes, mutes: what readers keep and say."""

from __future__ import annotations

from briefbot.store.writer import Writer


class PeopleStore(Writer):
    """Subscriptions, saved stories, votes, mutes: what readers keep and say."""
