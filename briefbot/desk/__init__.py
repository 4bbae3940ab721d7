"""What readers ask for, and what they keep: everything that Slack's listeners call.

room      what it works with, and the archives that it reads
answers   a search, a channel's latest digest, the day's top stories
stories   one story at length, why, a page read now
state     topics, sources, status, App Home
own       subscriptions, saved stories, votes, mutes
office    the configuration, for admins
"""

from briefbot.desk.answers import Answers, Found
from briefbot.desk.office import Office
from briefbot.desk.own import Own
from briefbot.desk.state import State
from briefbot.desk.stories import Stories

__all__ = ["Desk", "Found", "Office"]


class Desk(Answers, Stories, State, Own):
    """Answers readers; errors that it raises are sentences for them."""
