"""The guard lets nothing through but the public internet and what is allowed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot import guard

INSIDE = (
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.9",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456:789a::1",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
)
PUBLIC = (
    "1.1.1.1",
    "9.255.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "193.0.6.139",
    "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1",
    "2002:101:101::1",
    "2606:4700:4700::1111",
    "2a00:1450:4001:80b::200e",
)


def wrapped(address: IPv4Address) -> tuple[str, ...]:
    """Return every IPv6 form that may lead to an IPv4 address."""
    number = int(address)
    high, low = number >> 16, number & 0xFFFF
    return (
        f"::ffff:{address}",
        f"64:ff9b::{address}",
        f"2002:{high:x}:{low:x}::",
        f"2002:{high:x}:{low:x}:1:2:3:4:5",
        f"::{address}",
        f"::ffff:0:{address}",
        f"64:ff9b:1::{address}",
        f"2001::{high ^ 0xFFFF:x}:{low ^ 0xFFFF:x}",
    )


@pytest.mark.parametrize("host", INSIDE)
def test_inside_addresses_are_refused(host: str) -> None:
    """An address that is not public is refused on both web ports."""
    assert guard.refusal(host, 80) == "is not public"
    assert guard.refusal(host, 443) == "is not public"


@pytest.mark.parametrize("host", PUBLIC)
def test_public_addresses_are_let_through(host: str) -> None:
    """A public address is let through, also when it is wrapped in IPv6."""
    assert guard.refusal(host, 443) is None


@pytest.mark.parametrize(
    "host", ["", "localhost", "127.1", "0177.0.0.1", "2130706433", "0x7f.1", "①②⑦.⓪.⓪.①", "[::1]"]
)
def test_anything_but_a_literal_is_refused(host: str) -> None:
    """What the socket call would have to look up or reinterpret is refused, even if allowed."""
    everything = (guard.parse_allowed("0.0.0.0/0"), guard.parse_allowed("::/0"))
    assert guard.refusal(host, 80, everything) == "is not a network address"


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8080, 8443, 65_535])
def test_other_ports_are_refused(port: int) -> None:
    """Only the web's two ports are read, unless another is allowed."""
    assert guard.refusal("1.1.1.1", port) == f"is asked on port {port}, not on 80 or 443"
    assert guard.refusal("1.1.1.1", port, (guard.parse_allowed("1.1.1.1"),)) is None


@given(st.ip_addresses())
def test_no_address_passes_that_is_not_global(address: IPv4Address | IPv6Address) -> None:
    """Whatever the standard library calls not global, or multicast, or reserved, is refused."""
    lead = guard.unwrap(address)
    if not lead.is_global or lead.is_multicast or lead.is_reserved or lead.is_link_local:
        assert guard.refusal(str(address), 80)


@given(
    st.one_of(
        st.sampled_from([IPv4Address(host) for host in INSIDE if "." in host and ":" not in host]),
        st.ip_addresses(v=4, network="10.0.0.0/8"),
        st.ip_addresses(v=4, network="127.0.0.0/8"),
        st.ip_addresses(v=4, network="169.254.0.0/16"),
        st.ip_addresses(v=4, network="224.0.0.0/3"),
    )
)
def test_no_ipv4_address_passes_in_ipv6_clothes(address: IPv4Address) -> None:
    """An inside IPv4 address is refused in every IPv6 form that may lead to it."""
    assert all(guard.refusal(form, 80) for form in wrapped(address))


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_judged_as_what_it_leads_to(address: IPv4Address) -> None:
    """Mapped, NAT64 and 6to4 forms pass exactly when their IPv4 address passes."""
    for form in wrapped(address)[:4]:
        assert guard.refusal(form, 80) == guard.refusal(str(address), 80)


@given(st.ip_addresses(v=6))
def test_nothing_outside_global_unicast_passes(address: IPv6Address) -> None:
    """Outside 2000::/3 only wrapped IPv4 addresses can pass."""
    if address not in IPv6Network("2000::/3") and guard.unwrap(address) == address:
        assert guard.refusal(str(address), 80)


@pytest.mark.parametrize(
    ("text", "network", "port"),
    [
        ("10.0.0.0/8", "10.0.0.0/8", None),
        ("10.1.2.3", "10.1.2.3/32", None),
        ("10.1.2.3:8080", "10.1.2.3/32", 8080),
        ("10.0.0.0/8:65535", "10.0.0.0/8", 65_535),
        ("fd00::/8", "fd00::/8", None),
        ("::1", "::1/128", None),
        ("[::1]", "::1/128", None),
        ("[::1]:80", "::1/128", 80),
        ("[fd00::/8]:8080", "fd00::/8", 8080),
    ],
)
def test_allowed_networks_are_read(text: str, network: str, port: int | None) -> None:
    """A network is written as CIDR or as one address, with or without a port behind it."""
    assert guard.parse_allowed(text) == guard.Allowed(ip_network(network), port)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "write it as"),
        ("intranet.example", "write it as"),
        ("10.0.0.1/8", "write 10.0.0.0/8"),
        ("fd00::1/8", "write fd00::/8"),
        ("fd00::/8:8080", "[fd00::/8]:8080"),
        ("10.0.0.0/33", "write it as"),
        ("10.0.0.0/8:", "no valid port"),
        ("10.0.0.0/8:0", "no valid port"),
        ("10.0.0.0/8:65536", "no valid port"),
        ("10.0.0.0/8:٨٠", "no valid port"),
        ("10.0.0.0/8:-1", "no valid port"),
        ("[fd00::/8]8080", "write it as"),
        ("[fd00::/8", "write it as"),
        (" 10.0.0.0/8", "write it as"),
        ("::ffff:10.0.0.0/104", "wraps IPv4"),
        ("64:ff9b::/96", "wraps IPv4"),
    ],
)
def test_a_bad_network_is_named_with_its_cure(text: str, says: str) -> None:
    """A mistake in the allow-list is a ValueError that shows it and says what to write."""
    with pytest.raises(ValueError, match=r"network|port|wraps") as caught:
        guard.parse_allowed(text)
    assert says in str(caught.value)
    assert repr(text) in str(caught.value)


@given(st.text(alphabet="0123456789abcdef:./[]% \n٨", max_size=30))
def test_reading_a_network_raises_nothing_but_value_errors(text: str) -> None:
    """No text makes the reader fail otherwise, and what it takes it really covers."""
    try:
        allowed = guard.parse_allowed(text)
    except ValueError:
        return
    assert allowed.covers(allowed.network[0], allowed.port or 1234)


def test_an_allowed_network_covers_its_port_alone() -> None:
    """A network that is allowed on one port stays closed on all others."""
    allowed = (guard.parse_allowed("127.0.0.2:8080"),)
    assert guard.refusal("127.0.0.2", 8080, allowed) is None
    assert guard.refusal("127.0.0.2", 80, allowed) == "is not public"
    assert guard.refusal("127.0.0.1", 8080, allowed)


def test_an_allowed_network_covers_wrapped_addresses() -> None:
    """An allowed IPv4 address may be reached in its mapped form, and the two worlds stay apart."""
    allowed = (guard.parse_allowed("10.0.0.0/8"), guard.parse_allowed("fd00::/8"))
    assert guard.refusal("::ffff:10.1.2.3", 8080, allowed) is None
    assert guard.refusal("fd00::1", 8080, allowed) is None
    assert guard.refusal("fe80::1", 8080, allowed)
    assert not allowed[0].covers(ip_address("fd00::1"), 80)


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("http://10.0.0.5/feed", False),
        ("http://10.0.0.5:8080/feed", True),
        ("http://[::ffff:10.0.0.5]:8080/feed", True),
        ("http://[fd00::1]/feed", True),
        ("https://[fd00::1]/feed", True),
        ("http://intranet.example:8080/feed", False),
        ("http://localhost:8080/feed", False),
        ("http://10.0.0.6:8080/feed", False),
        ("http://[", False),
        ("http://10.0.0.5:99999/", False),
    ],
)
def test_an_address_is_our_own_by_its_numbers(url: str, *, own: bool) -> None:
    """Where it is in an opened network, on its port; a name says nothing of where it leads."""
    assert guard.opened(url, ("10.0.0.5/32:8080", "fd00::/8")) is own
    assert not guard.opened(url, ("192.168.0.0/16",))
    assert guard.opened(url, ("10.0.0.5/32:8080", "fd00::/8")) is own
