"""The outbox: what is composed is posted once, whatever breaks in between.

A delivery is claimed, sent and settled. When nobody knows whether it was sent, the channel
is searched for it, twice, before it is sent again.
"""

from briefbot.outbox.loop import Outbox, Versions
from briefbot.outbox.pace import Pace

__all__ = ["Outbox", "Pace", "Versions"]
