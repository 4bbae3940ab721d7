"""A change is judged whole, written down, applied, undone; none that was confirmed is lost."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from briefbot.admin import Admin
from briefbot.errors import BriefbotError, ConfigError, Stale, UsageError
from briefbot.models import Author, Change, ChangeRecord, ChangeState
from briefbot.store import configedit, configfile, mounts, still
from briefbot.store.audit import Audit

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
ANA = Author(name="U0123ABCD", way="slack")
BEN = Author(name="U0123ABCE", way="slack")
TEXT = """\
# ours
fetch: {contact: me@site.example}
sources:
  - id: a     # the one
    url: https://a.example/
  - id: b
    url: https://b.example/
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "briefbot.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {"STILL": 0.2, "LONGER": 0.3}.items():
        monkeypatch.setattr(still, name, seconds)


def _still_for(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let a file be done when it has been still for so long."""
    for name in ("STILL", "LONGER"):
        monkeypatch.setattr(still, name, seconds)


def admin(file: Path) -> Admin:
    return Admin(file, Audit(file.with_suffix(".db")))


def source(office: Admin, name: str, /, **values: object) -> Change:
    """Return the change of a source's keys, as somebody sees it now."""
    before = configedit.value(office.data(), "sources", name)
    return Change(part="sources", id=name, before=before, after={**(before or {}), **values})


def states(office: Admin) -> list[str]:
    return [record.state.value for record in office.history()]


def test_a_change_is_applied_and_written_down(file: Path) -> None:
    """The file says it, the audit says who, when, what and from what."""
    office = admin(file)
    change = source(office, "a", weight=2)
    assert office.preview([change]) == (
        "@@ -3,5 +3,6 @@\n sources:\n   - id: a     # the one\n     url: https://a.example/\n"
        "+    weight: 2\n   - id: b\n     url: https://b.example/"
    )
    assert configfile.load(file).source("a").weight == 1
    done = office.apply([change], ANA, NOW)
    assert done.config == configfile.load(file)
    assert done.config.source("a").weight == 2
    [record] = office.history()
    assert (record.change, record.author, record.at) == (change, ANA, NOW)
    assert record.state is ChangeState.APPLIED
    assert record.number == done.number


def test_an_undo_restores_what_was_there_comments_and_all(file: Path) -> None:
    """An item that was taken away comes back as it was spelt; a change is undone once."""
    office = admin(file)
    gone = Change(part="sources", id="a", before=office.data()["sources"][0])
    done = office.apply([gone], ANA, NOW)
    assert [s.id for s in configfile.load(file).sources] == ["b"]
    office.undo(done.number, BEN, NOW)
    assert file.read_text("utf-8") == TEXT
    assert states(office) == ["applied", "undone"]
    with pytest.raises(UsageError, match="change 1 is undone already"):
        office.undo(done.number, BEN, NOW)
    with pytest.raises(UsageError, match="change 9 is not known"):
        office.undo(9, BEN, NOW)


def test_what_was_done_in_one_go_is_one_line(file: Path) -> None:
    """A thousand sources that were imported at once do not push out what was done before."""
    office = admin(file)
    office.apply([source(office, "a", weight=2)], ANA, NOW)
    office.apply([source(office, "a", weight=3), source(office, "b", weight=4)], BEN, NOW)
    found = [(first.number, first.author, size) for first, size in office.batches()]
    assert found == [(2, BEN, 2), (1, ANA, 1)]
    assert [first.number for first, _ in office.batches(1, 1)] == [1]


def test_the_second_of_two_admins_sees_the_newer_values(file: Path) -> None:
    """Both looked at the same source; one wins, and nothing of the other's is written."""
    office = admin(file)
    ana, ben = source(office, "a", weight=2), source(office, "a", weight=3)
    other = source(office, "b", weight=4)
    office.apply([ana], ANA, NOW)
    with pytest.raises(Stale, match=r'meanwhile: it says .*"weight": 2') as error:
        office.apply([ben], BEN, NOW)
    assert error.value.now["weight"] == 2
    office.apply([other], BEN, NOW)  # another source is another matter
    found = configfile.load(file)
    assert [s.weight for s in found.sources] == [2, 4]
    assert states(office) == ["applied", "applied"]


def test_what_would_be_wrong_changes_nothing(file: Path) -> None:
    """The file is judged whole, and neither it nor the audit says anything of the attempt."""
    office, before = admin(file), file.read_bytes()
    with pytest.raises(ConfigError, match="weight"):
        office.apply([source(office, "a", weight=1000)], ANA, NOW)
    assert file.read_bytes() == before
    assert office.history() == ()


def test_a_refusal_is_written_down(file: Path) -> None:
    """Somebody who may not change anything leaves a trace, and changes nothing."""
    office, before = admin(file), file.read_bytes()
    office.refuse([source(office, "a", weight=2)], BEN, NOW, "no admin")
    assert file.read_bytes() == before
    [record] = office.history()
    assert (record.state, record.note) == (ChangeState.REFUSED, "no admin")


def test_a_folder_that_may_not_be_written_says_why(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is begun where the file can't be replaced."""
    office = admin(file)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(BriefbotError, match="nothing is changed; let briefbot write to it and to "):
        office.apply([source(office, "a", weight=2)], ANA, NOW)
    assert office.history() == ()


def test_a_disk_that_cannot_be_locked_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read or changed there: another process may be at it."""

    def unlockable(*_: int) -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    office = admin(file)
    change = source(office, "a", weight=2)
    monkeypatch.setattr(fcntl, "flock", unlockable)
    said = "can't lock the folder of .*: Bad file descriptor; nothing is changed; put it on a disk"
    for ask in (lambda: office.apply([change], ANA, NOW), lambda: office.notice(NOW)):
        with pytest.raises(BriefbotError, match=said):
            ask()
    assert file.read_text("utf-8") == TEXT


def test_a_file_that_is_mounted_by_itself_says_why(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forms need not be filled in for nothing."""
    office = admin(file)
    found = file.with_name("mountinfo")
    found.write_text(f"1 2 8:1 / {file} rw - ext4 /dev/root rw\n", "utf-8")
    monkeypatch.setattr(mounts, "MOUNTS", found)
    assert office.unwritable().endswith("is mounted by itself, so it can't be replaced")
    with pytest.raises(BriefbotError, match="mounted by itself"):
        office.apply([source(office, "a", weight=2)], ANA, NOW)
    assert office.history() == ()


@pytest.mark.parametrize("written", [True, False])
def test_a_death_in_between_is_settled_at_the_next_start(file: Path, *, written: bool) -> None:
    """What the file says decides what became of an intention."""
    office = admin(file)
    change = source(office, "a", weight=2)
    Audit(file.with_suffix(".db")).intend([change], ANA, NOW)
    if written:
        configedit.write(configedit.edited(file, [change]))
    assert states(office) == ["intended"]
    office.reconcile()
    assert states(office) == ["applied" if written else "failed"]


def test_news_is_what_was_written_down_since_people_were_told(file: Path) -> None:
    """What is only begun waits, with all after it, until it is known what becomes of it."""
    office, audit = admin(file), Audit(file.with_suffix(".db"))
    office.apply([source(office, "a", weight=2)], ANA, NOW)
    office.begin()
    assert office.news() == ()
    begun = audit.intend([source(office, "a", weight=3)], BEN, NOW)
    audit.intend([source(office, "b", weight=3)], BEN, NOW, ChangeState.APPLIED)
    assert office.news() == ()
    audit.settle([begun], ChangeState.FAILED)
    news = office.news()
    assert [each.change.id for each in news] == ["a", "b"]
    office.told(news[:1], ())
    office.told((), ())
    office.begin()
    assert office.news() == news[1:]


@pytest.mark.parametrize("settled", [True, False])
def test_what_a_dead_process_has_written_is_no_hands_doing(file: Path, *, settled: bool) -> None:
    """It is audited once, as its author's, and no earlier change counts as taken back by it."""
    office = admin(file)
    office.notice(NOW)
    office.apply([source(office, "a", weight=2)], ANA, NOW)
    change = source(office, "a", weight=3)
    Audit(file.with_suffix(".db")).intend([change], BEN, NOW)
    configedit.write(configedit.edited(file, [change]))
    if settled:
        office.reconcile()
    found = office.notice(NOW)
    assert (found.changes, found.overwritten) == ((), ())
    assert [(r.author, r.state.value) for r in office.history()] == [
        (BEN, "applied"),
        (ANA, "applied"),
    ]


DIED = 9


def dies(file: Path, number: int, at: int) -> bool:
    """Undo a change in a process that is gone at its so many-th step; return whether it was.

    A step is whatever the system is asked for: a file opened, renamed, locked, removed.
    """
    child = os.fork()
    if not child:
        signal.alarm(30)
        left = iter(range(at))

        def step(event: str, _: object) -> None:
            asked = event.partition(".")[0] in {"open", "os", "fcntl", "tempfile"}
            if asked and next(left, None) is None:
                os._exit(DIED)

        try:
            office = admin(file)
            sys.addaudithook(step)
            office.undo(number, BEN, NOW)
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, DIED}
    return code == DIED


def changed(folder: Path) -> tuple[Path, int]:
    """Write a file and change it; return it, and the change's number."""
    folder.mkdir()
    file, audit = folder / "briefbot.yaml", Audit(folder / "briefbot.db")
    file.write_text(TEXT, encoding="utf-8")
    office = Admin(file, audit)
    office.notice(NOW)
    done = office.apply([source(office, "a", weight=2)], ANA, NOW)
    audit.close()
    return file, done.number


def test_an_undo_that_dies_at_any_step_is_settled(tmp_path: Path) -> None:
    """The file decides: back as it was, the change is undone; else it stands as applied."""
    seen = set()
    for at in range(1000):
        file, number = changed(tmp_path / str(at))
        died = dies(file, number, at)
        office = admin(file)
        office.reconcile()
        assert not list(file.parent.glob(".*.part"))
        back = configfile.load(file).source("a").weight == 1
        assert states(office)[-1] == ("undone" if back else "applied")
        assert states(office)[:-1] in ([["applied"]] if back else [[], ["failed"]])
        assert office.notice(NOW).changes == ()
        seen.add((back, len(states(office))))
        if not died:
            break
    assert seen == {(False, 1), (False, 2), (True, 2)}
    assert at > 10  # it was killed before, while and after the file was replaced


def test_a_hand_that_takes_back_a_confirmed_change_is_found(file: Path) -> None:
    """The editor's old copy is saved over it: the change counts as overwritten, and is told."""
    office = admin(file)
    office.notice(NOW)
    old = file.read_text("utf-8")
    office.apply([source(office, "a", weight=2)], ANA, NOW)
    file.write_text(old.replace("https://b.example/", "https://bb.example/"), "utf-8")
    found = office.notice(NOW + timedelta(minutes=5))
    assert [change.id for change in found.changes] == ["a", "b"]
    [lost] = found.overwritten
    assert lost.author == ANA
    assert states(office) == ["applied", "applied", "overwritten"]
    assert office.notice(NOW + timedelta(minutes=6)).changes == ()


def test_a_hand_that_changes_something_else_takes_nothing_back(file: Path) -> None:
    """Another key of the same source is no quarrel, and is audited as the file's."""
    office = admin(file)
    office.notice(NOW)
    office.apply([source(office, "a", weight=2)], ANA, NOW)
    text = file.read_text("utf-8").replace("weight: 2", "weight: 2\n    name: A")
    file.write_text(text, "utf-8")
    found = office.notice(NOW)
    assert (len(found.changes), found.overwritten) == (1, ())
    assert office.history()[0].author == Author(name="", way="file")


def test_what_was_made_in_one_go_is_taken_back_whole_or_not_at_all(file: Path) -> None:
    """Also once it is known that a hand made something else of one of the items."""
    office = admin(file)
    office.notice(NOW)
    both = [source(office, "a", weight=2), source(office, "b", weight=2)]
    number = office.apply(both, ANA, NOW).number
    made = file.read_text("utf-8")
    file.write_text(made.replace("weight: 2", "weight: 3", 1), "utf-8")
    changed = file.read_text("utf-8")
    for _ in range(2):
        with pytest.raises(Stale) as stale:
            office.undo(number, ANA, NOW)
        assert stale.value.id == "a"
        assert file.read_text("utf-8") == changed
        office.notice(NOW)
    assert "overwritten" in states(office)


def test_what_a_hand_took_back_keeps_nobody_from_taking_back_the_rest(file: Path) -> None:
    """The file says again what it said before the change."""
    office = admin(file)
    office.notice(NOW)
    both = [source(office, "a", weight=2), source(office, "b", weight=2)]
    number = office.apply(both, ANA, NOW).number
    file.write_text(file.read_text("utf-8").replace("    weight: 2\n", "", 1), "utf-8")
    office.notice(NOW)
    office.undo(number, ANA, NOW)
    assert file.read_text("utf-8") == TEXT


def test_a_hand_before_a_change_is_not_the_admins(file: Path) -> None:
    """What an editor wrote a moment ago is audited as the file's before the change is."""
    office = admin(file)
    office.notice(NOW)
    file.write_text(TEXT.replace("https://b.example/", "https://bb.example/"), "utf-8")
    office.apply([source(office, "a", weight=2)], ANA, NOW)
    assert [record.author.way for record in office.history()] == ["slack", "file"]
    assert configfile.load(file).source("b").url == "https://bb.example/"


@pytest.mark.parametrize("at", ["  - id: b\n", "b.example/"])
def test_a_file_that_is_just_written_is_waited_for(
    file: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Its first half, sound or not, is not taken for what the hand wants."""
    office = admin(file)
    office.notice(NOW)
    change = source(office, "a", weight=2)
    first, last = TEXT.partition(at)[0], TEXT.removeprefix(TEXT.partition(at)[0])
    waits: list[float] = []

    class Hand:
        """Writes the rest while it is waited for, however long that takes."""

        @staticmethod
        def sleep(seconds: float) -> None:
            waits.append(seconds)
            editor.write(last)
            editor.flush()
            _still_for(monkeypatch, 0)

    _still_for(monkeypatch, 600)
    monkeypatch.setattr(still, "time", Hand)
    with file.open("w", encoding="utf-8") as editor:
        editor.write(first)
        editor.flush()
        office.apply([change], ANA, NOW)
    assert len(waits) == 1
    assert [s.id for s in configfile.load(file).sources] == ["a", "b"]
    assert states(office) == ["applied"]


def test_what_a_later_change_took_back_is_not_the_hands(file: Path) -> None:
    """An admin weighed it anew in between: only that change is one that a hand can lose."""
    office = admin(file)
    office.notice(NOW)
    office.apply([source(office, "a", weight=2)], ANA, NOW)
    office.apply([source(office, "a", weight=3)], BEN, NOW)
    text = file.read_text("utf-8")
    file.write_text(text.replace("weight: 3", "weight: 3\n    name: A"), "utf-8")
    assert office.notice(NOW).overwritten == ()
    file.write_text(text.replace("weight: 3", "weight: 4\n    name: A"), "utf-8")
    assert [record.author for record in office.notice(NOW).overwritten] == [BEN]


Wish = Callable[[Admin, str, str], Change]


class Crowd:
    """Twenty admins who edit the same sources, each with a connection of their own."""

    def __init__(self, file: Path, wish: Wish, *, sources: int, edits: int) -> None:
        self.file, self.wish = file, wish
        self.sources, self.edits = sources, edits
        self.confirmed: list[tuple[str, str]] = []
        items = (f"  - id: s{n}  # {n}\n    url: https://s{n}.example/\n" for n in range(sources))
        text = f"fetch: {{contact: me@site.example}}\nsources:\n{''.join(items)}"
        file.write_text(text, encoding="utf-8")
        admin(file).notice(NOW)

    def work(self, who: int) -> None:
        """Make the edits; one that comes too late is made again on what is there by then."""
        office = admin(self.file)
        for at in range(self.edits):
            name, value = f"s{(who + at) % self.sources}", f"{who}.{at}"
            while not self._applied(office, name, value, Author(name=f"U{who:08}", way="slack")):
                pass
            self.confirmed.append((name, value))

    def _applied(self, office: Admin, name: str, value: str, author: Author) -> bool:
        try:
            office.apply([self.wish(office, name, value)], author, NOW)
        except (Stale, ConfigError):  # another admin was faster, or a hand
            return False
        return True

    def edit(self, *beside: Callable[[], None]) -> None:
        """Let all of them work at once, and something go on beside them."""
        threads = [threading.Thread(target=self.work, args=(who,)) for who in range(20)]
        others = [threading.Thread(target=work) for work in beside]
        for thread in (*others, *threads):
            thread.start()
        for thread in threads:
            thread.join()
        for other in others:
            other.join()


class Watch:
    """Reads the file again and again, so many times at least."""

    def __init__(self, file: Path, times: int) -> None:
        self.file, self.times = file, times
        self.seen = 0
        self.broken: list[BriefbotError] = []
        self.stop = threading.Event()

    def work(self) -> None:
        """Read it until told to stop."""
        while not self.stop.is_set() or self.seen < self.times:
            try:
                configfile.parse("watched", configfile.read(self.file))
            except BriefbotError as error:
                self.broken.append(error)
            self.seen += 1


@contextmanager
def watched(file: Path, times: int) -> Iterator[None]:
    """Let somebody read the file meanwhile; it has to be sound each time."""
    watch = Watch(file, times)
    watcher = threading.Thread(target=watch.work)
    watcher.start()
    try:
        yield
    finally:
        watch.stop.set()
        watcher.join()
    assert watch.broken == []


def test_twenty_admins_at_once_lose_no_change(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of 200 edits is confirmed once; the file is sound whenever somebody reads it."""
    monkeypatch.setattr(configedit, "PATIENCE", 120)  # nobody gives up on a busy machine
    crowd = Crowd(file, lambda *at: source(*at[:2], name=at[2]), sources=10, edits=10)
    with watched(file, 1000):
        crowd.edit()
    office = admin(file)
    history = list(reversed(office.history(500)))
    assert len(crowd.confirmed) == len(history) == 200
    assert {r.state for r in history} == {ChangeState.APPLIED}
    for found in configfile.load(file).sources:
        chain = [record.change for record in history if record.change.id == found.id]
        told = {value for name, value in crowd.confirmed if name == found.id}
        assert {change.after["name"] for change in chain} == told
        assert chain[-1].after["name"] == found.name
        assert all(two.before == one.after for one, two in pairwise(chain))
    assert all(f"# {n}" in file.read_text("utf-8") for n in range(10))


class Editor:
    """Somebody with the file open: now and then they save the copy that they read before."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.saved = 0
        self.stop = threading.Event()

    def work(self) -> None:
        """Edit until told to stop: a line of their own, whatever others wrote meanwhile."""
        while not self.stop.is_set():
            copy = self.file.read_text("utf-8")
            self.stop.wait(0.15)
            self.saved += 1
            new = self.file.with_suffix(".new")
            new.write_text(f"# save {self.saved}\n{copy}", "utf-8")
            new.replace(self.file)
            self.stop.wait(0.1)


def included(office: Admin, name: str, word: str) -> Change:
    """Return the change that adds a word to those that a source takes."""
    now = configedit.value(office.data(), "sources", name)
    after = {**now, "include": [*now.get("include", ()), word]}
    return Change(part="sources", id=name, before=now, after=after)


def word(record: ChangeRecord) -> str:
    """Return the word that a change adds."""
    [found] = {*record.change.after["include"]} - {*record.change.before.get("include", ())}
    return str(found)


def test_a_hand_among_twenty_admins_hides_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was confirmed is in the file at the end, or audited as overwritten and reported."""
    monkeypatch.setattr(configedit, "PATIENCE", 120)
    _still_for(monkeypatch, 0.02)
    crowd, editor = Crowd(file, included, sources=4, edits=4), Editor(file)
    hand = threading.Thread(target=editor.work)
    with watched(file, 100):
        hand.start()
        crowd.edit()
        editor.stop.set()
        hand.join()
    office = admin(file)
    reported = {word(record) for record in office.notice(NOW).overwritten}
    theirs = [record for record in office.history(1000) if record.author.way == "slack"]
    of = {state: {word(r) for r in theirs if r.state is state} for state in ChangeState}
    there = {each for found in configfile.load(file).sources for each in found.include}
    assert {value for _, value in crowd.confirmed} == of[ChangeState.APPLIED] | reported
    assert of[ChangeState.APPLIED] <= there
    assert of[ChangeState.OVERWRITTEN] == reported
    assert len(crowd.confirmed) == 80
    assert editor.saved > 3
    assert len(reported) > 3
