"""briefbot tells a team the news of its field, each story once, in the sources' own words.

    ingest   sources -> fetch -> parse -> extract -> summarise -> cluster -> STORE
    brief    STORE -> rank -> compose digest -> render -> OUTBOX     (one transaction)
    deliver  OUTBOX -> send -> settle                                (effectively once)

Each step is one file or one folder with the step's name. `pipeline/` holds
their order; `app.py` and `bot.py` make the real objects; `models/` and
`config/` hold the nouns; `ports.py` holds the seams.
"""

__version__ = "0.1.0"
