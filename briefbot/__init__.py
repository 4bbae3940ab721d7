"""briefbot tells a team the news of its field, each story once, in the sources' own words.

    ingest   sources -> fetch -> parse -> extract -> summarise -> cluster -> STORE
    brief    STORE -> rank -> compose digest -> render

Each step is one file or one folder with the step's name. `pipeline.py` holds
their order; `app.py` makes the real objects; `models.py` and `config.py` hold
the nouns; `ports.py` holds the seams.
"""

__version__ = "0.1.0"
