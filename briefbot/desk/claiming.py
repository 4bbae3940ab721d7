"""Making whoever has the operator's one-time code an admin."""

from __future__ import annotations

from briefbot.desk.office import Office
from briefbot.errors import BriefbotError, Stale
from briefbot.models import Author, Change


async def claim(office: Office, author: Author, code: str) -> bool:
    """Make somebody an admin; tell whether their code was the one.

    Where the file can't be changed that is raised, and the code stays good for another try.
    """
    good = await office.redeem(code)
    if good is None:
        return False
    try:
        while not await _admitted(office, author):  # somebody has changed the admins meanwhile
            pass
    except BriefbotError:
        await office.restore(good)
        raise
    return True


async def _admitted(office: Office, author: Author) -> bool:
    said = (await office.data()).get("admins")
    admins = [said] if isinstance(said, str) else list(said or ())
    if author.name in admins:
        return True
    change = Change(part="settings", id="admins", before=said, after=[*admins, author.name])
    try:
        await office.change(author, [change])
    except Stale:
        return False
    return True
