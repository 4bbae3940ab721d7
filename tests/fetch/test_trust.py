"""A company's own certificates are believed besides the system's."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest

from briefbot.errors import SetupError
from briefbot.fetch.trust import trust
from tests.badserver import CERTIFICATE, BadServer, reply
from tests.fetch.asking import ask, fetcher

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_site_of_the_company_is_read(tmp_path: Path) -> None:
    """With the authority's file, a certificate that it signed is taken as any other."""
    file = tmp_path / "ca.pem"
    file.write_text(CERTIFICATE, encoding="ascii")
    async with BadServer(tls=True) as server:
        server.pages["/"] = reply(b"x")
        async with fetcher(server, ca_file=str(file)) as fetch:
            assert (await fetch(ask(server.url()))).body == b"x"


def test_the_system_is_still_trusted(tmp_path: Path) -> None:
    """The file adds to what the system trusts, and takes no check away."""
    file = tmp_path / "ca.pem"
    file.write_text(CERTIFICATE, encoding="ascii")
    plain, ours = trust(), trust(str(file))
    before, after = plain.get_ca_certs(binary_form=True), ours.get_ca_certs(binary_form=True)
    assert set(before) < set(after)
    assert (ours.verify_mode, ours.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("no certificate", "which holds no certificate; it wants PEM form"),
        (CERTIFICATE[:200], "which holds no certificate"),
        ("", "which holds no certificate"),
        (None, "which can't be read: No such file or directory"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: str | None, says: str) -> None:
    """A file without certificates, or none at all, is said at the start in one sentence."""
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content, encoding="ascii")
    with pytest.raises(SetupError) as caught:
        trust(str(file))
    assert str(caught.value).startswith(f"fetch.ca_file names {file}, ")
    assert says in str(caught.value)
