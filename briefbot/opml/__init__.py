"""Lists of feeds as other readers keep them (OPML): read, taken in, written; pure.

reading   bytes -> what the list holds, and what in it is no feed
mending   a list whose writer forgot to escape
taking    a list and a configuration -> the sources and topics that are new
writing   a configuration -> a list
"""

from briefbot.opml.reading import LARGEST, Listed, Listing, Other, read
from briefbot.opml.taking import Taken, take
from briefbot.opml.writing import write

__all__ = ["LARGEST", "Listed", "Listing", "Other", "Taken", "read", "take", "write"]
