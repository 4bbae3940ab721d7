"""What runs in a network of its own: briefbot reads a web that leads it inside, in every way.

    unshare --map-root-user --net --mount python -m tests.faults.inside ways FOLDER

There is a public site at a public address, and servers inside that count who comes. All names
come from a name server of ours. The last line that is printed is what was found, in JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import time
from itertools import count
from pathlib import Path
from typing import Any

from briefbot.app import App, running
from briefbot.cli.progress import Quiet
from briefbot.clock import utc_now
from briefbot.config import Briefing, Config, FetchOptions, Schedule, Source
from briefbot.desk import Desk
from briefbot.errors import BriefbotError
from briefbot.store.archive import Archive
from tests.badserver import CERTIFICATE, BadServer, redirect
from tests.faults import lures, names
from tests.faults.lures import INSIDE, PROXY, PUBLIC, ROBOTS
from tests.faults.opened import Opened
from tests.stalls import Stalls

REBINDS = 50
OPEN = ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "169.254.0.0/16")
"""All that is inside."""


def _address_of(name: str) -> str | None:
    """Return what the name server says: everything is the public site but what says otherwise."""
    if not name.endswith(".example"):
        return None
    return lures.NAMES.get(name, PUBLIC)


class _Rebinding:
    """A name server whose rebinding names are public the first time and inside after that."""

    def __init__(self) -> None:
        self._asked: dict[str, Iterator[int]] = {}

    def __call__(self, name: str) -> str | None:
        if name.startswith("rebinding-"):
            before = next(self._asked.setdefault(name, count()))
            return "127.0.0.1" if before else PUBLIC
        return _address_of(name)


@asynccontextmanager
async def listening(host: str, port: int = 80, *, tls: bool = False) -> AsyncIterator[BadServer]:
    """Listen at one address on a port of the web."""
    server = BadServer(host, tls=tls)
    server.port = port
    async with server:
        yield server


@asynccontextmanager
async def network(folder: Path) -> AsyncIterator[dict[str, BadServer]]:
    """Serve the public site, the one whose robots.txt leads inside, and all that is inside."""
    names.give(PUBLIC, ROBOTS, *(host for host in INSIDE if host not in {"127.0.0.1", "::1"}))
    names.known_alone(folder)
    await names.serve(_Rebinding())
    async with AsyncExitStack() as stack:
        places = {
            host: await stack.enter_async_context(listening(host))
            for host in (PUBLIC, ROBOTS, *INSIDE)
        }
        places["proxy"] = await stack.enter_async_context(listening(*PROXY))
        places["tls"] = await stack.enter_async_context(listening("127.0.0.1", 443, tls=True))
        yield places


def configured(folder: Path, sources: Sequence[Source]) -> Config:
    """Return a configuration in which nothing inside is allowed but the one that speaks TLS."""
    authority = folder / "authority.pem"
    authority.write_text(CERTIFICATE, encoding="ascii")
    return Config(
        sources=tuple(sources),
        briefings=(Briefing(id="desk", name="Desk", schedule=Schedule(times=(time(0, 1),))),),
        fetch=FetchOptions(
            contact="https://desk.example/about",
            allow_private=("127.0.0.1/32:443",),
            ca_file=str(authority),
        ),
    )


async def _briefed(app: App, addresses: Sequence[str]) -> dict[str, str]:
    """Ask for pages as a reader does, and return what is said of each."""
    desk, said = Desk(app.keeper, app.web, utc_now), {}
    for address in addresses:
        try:
            item, _ = await desk.summarise(address)
            said[address] = item.headline
        except BriefbotError as error:
            said[address] = str(error)
    desk.close()
    return said


async def ways(folder: Path) -> dict[str, Any]:
    """Read every lure once, and ask for pages as a reader does."""
    secret = folder / "secret.xml"
    secret.write_bytes(lures.feed("secret", []))
    database = folder / "briefbot.db"
    async with network(folder) as places:
        sources = lures.lay(places, secret)
        config = configured(folder, sources)
        with Opened(secret) as opened:
            async with running(config, database) as app, Stalls() as stalls:
                await app.ingest(Quiet())
                said = await _briefed(app, lures.ASKED)
            times = opened.times()
        archive = Archive(database)
        states = archive.states()
        details = archive._rows("SELECT source_id, detail, fate FROM entries")
        archive.close()
        return {
            "inside": {host: places[host].heads for host in INSIDE},
            "accepted": sum(places[host].accepted for host in INSIDE),
            "metadata": places["169.254.169.254"].accepted,
            "proxy": places["proxy"].accepted,
            "tls": [*map(_asked, places["tls"].heads)],
            "opened": times,
            "public": [*map(_asked, places[PUBLIC].heads), *map(_asked, places[ROBOTS].heads)],
            "reasons": {name: state.reason for name, state in states.items()},
            "details": [[row["source_id"], row["fate"], row["detail"]] for row in details],
            "brief": said,
            "stall": stalls.longest,
        }


async def opened(folder: Path) -> dict[str, Any]:
    """Read every lure that is public itself while all that is inside is open; and one inside."""
    secret = folder / "secret.xml"
    secret.write_bytes(lures.feed("secret", []))
    database = folder / "briefbot.db"
    async with network(folder) as places:
        laid = lures.lay(places, secret)
        sources = [one for one in laid if not one.id.startswith("source-") and not one.inside]
        sources += lures.own(places)
        config = configured(folder, sources)
        fetch = config.fetch.model_copy(update={"allow_private": OPEN})
        async with running(config.model_copy(update={"fetch": fetch}), database) as app:
            await app.ingest(Quiet())
            said = await _briefed(app, lures.ASKED)
        archive = Archive(database)
        states = archive.states()
        archive.close()
        heads = [head for host in INSIDE for head in places[host].heads]
        return {
            "inside": sorted(head.split(" ", 2)[1] for head in heads),
            "tls": [*map(_asked, places["tls"].heads)],
            "public": [*map(_asked, places[PUBLIC].heads)],
            "reasons": {name: state.reason for name, state in states.items()},
            "brief": said,
        }


async def rebinding(folder: Path) -> dict[str, Any]:
    """Read fifty feeds whose names are public once and inside when they are looked up again."""
    async with network(folder) as places:
        sources = []
        for number in range(REBINDS):
            name = f"rebinding-{number}.example"
            # another port, for which the name is looked up anew
            places[PUBLIC].pages[f"/{number}/feed"] = redirect(f"https://{name}/{number}/again")
            sources.append(Source(id=f"r{number}", url=f"http://{name}/{number}/feed"))
        database = folder / "briefbot.db"
        config = configured(folder, sources)
        closed = config.model_copy(
            update={"fetch": config.fetch.model_copy(update={"allow_private": ()})}
        )
        async with running(closed, database) as app, Stalls() as stalls:
            await app.ingest(Quiet())
        archive = Archive(database)
        reasons = [state.reason for state in archive.states().values()]
        archive.close()
        return {
            "first": places[PUBLIC].accepted,
            "accepted": sum(places[host].accepted for host in (*INSIDE, "tls")),
            "reasons": reasons,
            "stall": stalls.longest,
        }


def _asked(head: str) -> str:
    """Return host and path of a request."""
    path = head.split(" ", 2)[1]
    host = next(line[6:] for line in head.split("\r\n") if line.lower().startswith("host: "))
    return f"{host}{path}"


CASES = {"ways": ways, "opened": opened, "rebinding": rebinding}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(CASES[sys.argv[1]](Path(sys.argv[2])))))
