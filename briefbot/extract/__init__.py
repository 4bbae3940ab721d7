"""HTML to article text: the page's own when it has one, else what the feed brought along.

    choice.py    the page's text or the feed's: which is kept, and what it is then called
    plain.py     plain text as a page's
    page.py      a page: its article text, and all that it says of itself
    head.py      what its meta elements, its JSON-LD and its byline say
    feedtext.py  a feed's own text
    walls.py     texts that stand in place of an article: paywalls, consent, checks for robots
    signs.py     what a page's markup says that it is: a wall, a live blog, a video, pictures
    files.py     what a link leads to when it is no page
    blocks.py    the text of elements, and of those that a selector picks
    lines.py     extracted lines as prose: no list marks, no cut sentences, no repeated headline
    tree.py      the parser, and what must not reach it

Each file imports only from those below it.
"""

from briefbot.extract.choice import choose
from briefbot.extract.feedtext import from_feed
from briefbot.extract.files import form, named
from briefbot.extract.page import Extracted, extract
from briefbot.extract.plain import from_plain
from briefbot.extract.walls import said

__all__ = ["Extracted", "choose", "extract", "form", "from_feed", "from_plain", "named", "said"]
