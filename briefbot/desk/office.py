"""The configuration as admins change it: its one writer, in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from briefbot.admin import Admin, Done, Judge, Noticed
from briefbot.config import Config
from briefbot.errors import BriefbotError, Refused
from briefbot.models import Author, Change, ChangeRecord
from briefbot.store import claims, configedit
from briefbot.store.audit import Audit
from briefbot.store.configedit import Data

P = ParamSpec("P")
T = TypeVar("T")
Said = TypeVar("Said", Done, Noticed)
Take = Callable[[Config], Awaitable[object]]
"""Let the running bot work by a configuration from now on."""


class Office:
    """Changes the configuration file, and lets the bot work by it at once.

    It takes a second with a thousand sources, in which the loop goes on. What two people
    ask for at the same time is done one after the other.
    """

    def __init__(
        self, file: Path, database: Path, take: Take, clock: Callable[[], datetime]
    ) -> None:
        self._file, self._database = file, database
        self._take = take
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="office")
        self._turn = asyncio.Lock()
        """Configurations are taken in the order in which the file said them."""
        self._held: tuple[Admin, Audit] | None = None

    # ------------------------------------------------------------ looking

    async def data(self) -> Data:
        """Return what the file says, key for key; raise ConfigError."""
        return await self._do(Admin.data)

    async def preview(self, changes: Sequence[Change]) -> str:
        """Return what would change in the file, as a diff; raise ConfigError or Stale."""
        return await self._do(Admin.preview, changes)

    async def history(self, limit: int = 20, offset: int = 0) -> tuple[ChangeRecord, ...]:
        """Return the last changes, newest first."""
        return await self._do(Admin.history, limit, offset)

    async def batches(
        self, limit: int = 20, offset: int = 0
    ) -> tuple[tuple[ChangeRecord, int], ...]:
        """Return what was done last, newest first: the first change of each batch, and its size."""
        return await self._do(Admin.batches, limit, offset)

    async def batch(self, number: int) -> tuple[ChangeRecord, ...]:
        """Return the changes that were made in one go with this one; none when it is not known."""
        return await self._do(Admin.batch, number)

    def unwritable(self) -> str:
        """Say why the file can't be changed; empty when it can."""
        return configedit.unwritable(self._file)

    # ------------------------------------------------------------ changing

    async def change(
        self,
        author: Author,
        changes: Sequence[Change],
        *,
        why_not: str = "",
        judge: Judge | None = None,
    ) -> Done:
        """Change the file; raise ConfigError, Stale or BriefbotError, and change nothing.

        With `why_not` the author may not: that is written down, and Refused raised with it.
        `judge` is asked when it is this change's turn, and whatever it raises is raised.
        """
        if why_not:
            await self._do(Admin.refuse, changes, author, self._clock(), why_not)
            raise Refused(why_not)
        return await self._taken(Admin.apply, changes, author, self._clock(), judge=judge)

    async def refuse(self, author: Author, deed: str, why: str) -> None:
        """Write down that somebody clicked or sent something who may not."""
        tried = Change(part="clicks", id=deed)
        await self._do(Admin.refuse, [tried], author, self._clock(), why)

    async def undo(self, author: Author, number: int, *, why_not: str = "") -> Done:
        """Take a change back, and all that was made in one go with it.

        Raise Stale when the file says something else by now, UsageError when there is none.
        """
        if why_not:
            back = [record.change.back for record in await self.batch(number)]
            return await self.change(author, back, why_not=why_not)
        return await self._taken(Admin.undo, number, author, self._clock())

    async def redeem(self, code: str) -> claims.Redeemed | None:
        """Make void what is the code that the operator was given, and return it."""
        call = partial(claims.redeem, self._database, code, self._clock())
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    async def restore(self, code: claims.Redeemed) -> None:
        """Make a code good again of which nothing came."""
        call = partial(claims.restore, self._database, code)
        await asyncio.get_running_loop().run_in_executor(self._thread, call)

    # ------------------------------------------------------------ what others did

    async def notice(self) -> Noticed:
        """Work by what the file says, and return it, and what a hand changed; raise ConfigError."""
        return await self._taken(Admin.notice, self._clock())

    async def begin(self) -> None:
        """Settle what a process that died has left; raise ConfigError when the file is broken."""
        await self._do(Admin.begin)

    async def news(self) -> tuple[ChangeRecord, ...]:
        """Return what was written down since people were told last, oldest first."""
        return await self._do(Admin.news)

    async def told(self, news: Sequence[ChangeRecord], overwritten: Sequence[ChangeRecord]) -> None:
        """Remember that people know of this news, and of changes that were overwritten."""
        await self._do(Admin.told, news, overwritten)

    def close(self) -> None:
        """Wait for what runs, and let the audit go."""
        self._thread.shutdown()
        if self._held:
            self._held[1].close()

    async def _taken(
        self, ask: Callable[Concatenate[Admin, P], Said], *args: P.args, **kwargs: P.kwargs
    ) -> Said:
        async with self._turn:
            said = await self._do(ask, *args, **kwargs)
            try:
                await self._take(said.config)
            except BriefbotError:
                if isinstance(said, Noticed):
                    raise
                # It is in the file, and confirmed: whoever watches that says what is amiss.
        return said

    async def _do(
        self, ask: Callable[Concatenate[Admin, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        call = partial(self._ask, ask, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def _ask(self, ask: Callable[Concatenate[Admin, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._held is None:
            audit = Audit(self._database)
            self._held = Admin(self._file, audit), audit
        return ask(self._held[0], *args, **kwargs)
