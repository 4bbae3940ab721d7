"""Web addresses: fit to open, tidy to keep and show, canonical to compare, readable as a host.

    fit        what a source gave, safe to open: every parameter is kept
    tidy       the same page for sure, and still the source's own: what an article's link is
    canonical  one form for all addresses of a page (mobile, AMP, print): compared, never opened
    host       whose address it is, as people read it

Everything here takes what a stranger wrote, and none of it raises.
"""

from briefbot.addresses.canon import canonical, known_as, stand_in
from briefbot.addresses.opening import fit, is_web
from briefbot.addresses.shown import host
from briefbot.addresses.tidying import tidy

__all__ = ["canonical", "fit", "host", "is_web", "known_as", "stand_in", "tidy"]
