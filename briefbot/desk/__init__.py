"""What readers ask for, and what they keep: everything that Slack's listeners call.

room      what it works with, and the archives that it reads
answers   a search, a channel's latest digest, the day's top stories
stories   one story at length, why, a page read now
state     topics, sources, status, App Home
own       subscriptions, saved stories, votes, mutes
shelves   sources, briefings and topics, as admins see them
corrections  a digest deleted, a story split, by admins
editions  an edition before it is posted, or at once, for admins
office    the configuration, for admins
claiming  how somebody becomes the first of them
"""

from briefbot.desk.answers import Answers, Found
from briefbot.desk.corrections import Corrections
from briefbot.desk.editions import Editions
from briefbot.desk.office import Office
from briefbot.desk.own import Own
from briefbot.desk.shelves import Shelves
from briefbot.desk.state import State
from briefbot.desk.stories import Stories

__all__ = ["Desk", "Found", "Office"]


class Desk(Answers, Stories, State, Own, Shelves, Editions, Corrections):
    """Answers readers; errors that it raises are sentences for them."""
