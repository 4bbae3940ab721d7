"""The order of the steps, and nothing else.

    ingest   sources -> fetch -> parse -> extract -> summarise -> cluster -> STORE
    brief    STORE -> rank -> compose digest -> render -> OUTBOX

`ingest.py` looks at sources, each as in `look.py`, and `pages.py` reads what they link
to: they wait (for servers, workers, the store's thread), so they are async. `brief.py`
composes, `post.py` puts what is due into the outbox, `outages.py` tells of sources that
fail, and `ask.py` answers people: plain functions over the archive, for the store's thread.
"""

from briefbot.pipeline.ask import answer, case, record
from briefbot.pipeline.brief import Reader, compose, first_reader, ranking
from briefbot.pipeline.ingest import CLUSTERING, Keeper, Trial, ingest, trial
from briefbot.pipeline.lanes import Lanes
from briefbot.pipeline.outages import warn
from briefbot.pipeline.pages import read_address, read_bytes
from briefbot.pipeline.post import Outcome, Press, due, edition, post, send
from briefbot.pipeline.web import Client, Web

__all__ = [
    "CLUSTERING",
    "Client",
    "Keeper",
    "Lanes",
    "Outcome",
    "Press",
    "Reader",
    "Trial",
    "Web",
    "answer",
    "case",
    "compose",
    "due",
    "edition",
    "first_reader",
    "ingest",
    "post",
    "ranking",
    "read_address",
    "read_bytes",
    "record",
    "send",
    "trial",
    "warn",
]
