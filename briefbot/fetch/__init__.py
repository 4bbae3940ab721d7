"""One polite, safe HTTP GET: guarded at the connect call, bounded in time and in bytes.

    client.py    the one client: turns, redirects, and what a status means
    answer.py    the body within its limit, and what the headers say of it; unpack.py undoes gzip
    permission.py  whether a host lets bots read its pages; robots.py reads its robots.txt
    way.py       straight, or through a proxy; trust.py: whose certificates are believed
    turns.py     whose turn it is, over all hosts and at one; allowance.py: time, room for bodies
    target.py    which addresses are asked; headers.py: what is said to them, and to them alone
    wording.py   what went wrong, in a sentence; pause.py reads Retry-After
    connect.py   the guard and the resolver

Each file imports only from those below it.
"""

from briefbot.fetch.client import Fetcher

__all__ = ["Fetcher"]
