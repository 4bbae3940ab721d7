"""The archive: one SQLite file, written by one process, read by any."""
