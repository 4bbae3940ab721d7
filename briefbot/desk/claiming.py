"""Making whoever has the operator's one-time code an admin."""

from __future__ import annotations

from briefbot.desk.office import Office
from briefbot.errors import BriefbotError, Stale
from briefbot.models import Author, Change
from briefbot.store import configedit


async def claim(office: Office, author: Author, code: str) -> bool:
    """Make somebody an admin; tell whether their code was the one.

    Whatever is wrong with the file is raised before the code is used up.
    """
    if why := office.unwritable():
        raise BriefbotError(f"{why}; {configedit.NOTHING}")
    await office.data()
    if not await office.redeem(code):
        return False
    while not await _admitted(office, author):  # somebody else has changed the admins meanwhile
        pass
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
