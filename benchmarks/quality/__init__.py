"""How good the text is: a table for each task, ours beside every peer's, in one run.

    python -m benchmarks.quality DATA [TASK ...] [--write docs/quality.md]

DATA is a folder with the public sets (summaries, stories, sentences, extraction); a task
whose set is not there says so. What is tuned is tuned on half of each set, and the other half
is what the tables report. Each task is a file here:

    summaries.py   sentences of an article beside its journalists' highlights
    stories.py     which articles tell of one event
    copies.py      syndicated copies, made from real articles by documented edits
    sentences.py   where a sentence ends
    extraction.py  a page's text, and what does not belong to it
    searching.py   whether the best answers come first
"""
