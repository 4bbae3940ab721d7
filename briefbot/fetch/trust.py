"""Whose certificates are believed: those that the system trusts, and a company's own."""

from __future__ import annotations

import ssl

from briefbot.errors import SetupError


def trust(ca_file: str = "") -> ssl.SSLContext:
    """Return what connections are checked by; raise SetupError for a file that holds none.

    The certificates of the file, in PEM form, are believed besides the system's.
    """
    context = ssl.create_default_context()
    if not ca_file:
        return context
    try:
        context.load_verify_locations(cafile=ca_file)
    except ssl.SSLError as error:
        raise SetupError(
            f"fetch.ca_file names {ca_file}, which holds no certificate; it wants PEM form,"
            " which begins with -----BEGIN CERTIFICATE-----"
        ) from error
    except OSError as error:
        raise SetupError(
            f"fetch.ca_file names {ca_file}, which can't be read: {error.strerror}"
        ) from error
    return context
