"""A configuration of a few lines with comments, and commands that change it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefbot.config import Config
from briefbot.store import configfile
from tests.commands import Outcome, call
from tests.hand import edited

TEXT = """\
# ours
fetch: {contact: me@site.example}
sources:
  - id: krebs          # the one
    url: https://krebs.example/feed
  - id: talos
    url: https://talos.example/rss
    topics: [cyber, spare]   # both
topics:
  - id: cyber
    name: Cyber
    words: [ransomware]   # more to come
  - id: spare
    name: Spare
    words: [spare]
briefings:
  - id: morning
    name: Morning
    topics: [cyber]
    sources: [krebs]
    destinations: ["#news"]
    schedule:
      times: [08:00]   # early
      zone: Asia/Taipei
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file, and the archive beside it."""

    file: Path
    database: Path

    def call(self, *words: str, stdin: bytes = b"") -> Outcome:
        """Run a command on the file, from a list of words."""
        return call(*words, "--config", self.file, "--database", self.database, stdin=stdin)

    def look(self, *words: str) -> Outcome:
        """Run a command that needs the file alone."""
        return call(*words, "--config", self.file)

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    @property
    def config(self) -> Config:
        return configfile.load(self.file)


def paper(folder: Path, text: str = TEXT) -> Paper:
    """Write the file."""
    made = Paper(file=folder / "briefbot.yaml", database=folder / "briefbot.db")
    edited(made.file, text)
    return made
