from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from filon.kernel.addresses import is_public, is_within, parse_networks, resolve

FORBIDDEN = """
0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.8.8.8 169.254.169.254
172.16.0.1 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1
203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1
fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1
"""

PUBLIC = "8.8.8.8 9.9.9.9 90.80.70.60 ::ffff:8.8.8.8 2001:4860:4860::8888 2a01::1"


@pytest.mark.parametrize("text", FORBIDDEN.split())
def test_address_outside_the_public_internet_is_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC.split())
def test_address_of_the_public_internet_is_public(text: str) -> None:
    assert is_public(ip_address(text))


def test_mapped_address_lies_in_the_network_of_its_inner_address() -> None:
    networks = [ip_network("10.0.0.0/8")]

    assert is_within(ip_address("::ffff:10.1.2.3"), networks)
    assert not is_within(ip_address("::ffff:11.1.2.3"), networks)


def test_networks_are_read_with_commas_or_spaces() -> None:
    expected = (ip_network("10.0.0.0/8"), ip_network("127.0.0.1/32"))

    assert parse_networks("10.0.0.0/8,127.0.0.1") == expected
    assert parse_networks(" 10.0.0.0/8\n 127.0.0.1 ") == expected
    assert parse_networks("") == ()


def test_network_with_host_bits_is_refused() -> None:
    with pytest.raises(ValueError, match="host bits"):
        parse_networks("10.0.0.1/8")


@pytest.mark.parametrize("name", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1"])
def test_resolver_shows_the_address_behind_a_disguised_number(name: str) -> None:
    assert resolve(name, 80, 5) == [ip_address("127.0.0.1")]
