"""The order of the steps, and nothing else.

    ingest   sources -> fetch -> parse -> extract -> summarise -> cluster -> STORE
    brief    STORE -> rank -> compose digest -> render

`ingest.py` looks at sources and `pages.py` reads what they link to: both wait (for
servers, workers, the store's thread), so they are async. `brief.py` composes and `ask.py`
answers people: plain functions over the archive, for the store's thread.
"""

from briefbot.pipeline.ask import answer, case, record
from briefbot.pipeline.brief import compose, ranking
from briefbot.pipeline.ingest import CLUSTERING, Keeper, Trial, ingest, trial
from briefbot.pipeline.pages import Web, read_address, read_bytes

__all__ = [
    "CLUSTERING",
    "Keeper",
    "Trial",
    "Web",
    "answer",
    "case",
    "compose",
    "ingest",
    "ranking",
    "read_address",
    "read_bytes",
    "record",
    "trial",
]
