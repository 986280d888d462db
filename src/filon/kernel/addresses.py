"""Which network addresses the product may call, and how a name becomes addresses.

Only resolved addresses are judged, never the text of a URL: the system resolver turns
2130706433, 0x7f.1, 0177.0.0.1 and 127.1 into 127.0.0.1. The flags of `ipaddress` are
not enough either: Python 3.11 calls NAT64 and 6to4 forms of loopback, site-local and
multicast addresses "global", hence the explicit list.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int, float], Sequence[Address]]

_DENIED: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and cloud metadata at 100.100.100.200
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # former 6to4 relay
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",  # unspecified, loopback, IPv4-compatible
        "64:ff9b::/96",  # NAT64: hides any IPv4 address
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4: hides any IPv4 address
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)


def unwrapped(address: Address) -> Address:
    """Return the IPv4 address inside an IPv4-mapped IPv6 address, else the address."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def is_within(address: Address, networks: Iterable[Network]) -> bool:
    """Tell whether the address, unwrapped, lies in one of the networks."""
    inner = unwrapped(address)
    return any(inner in network for network in networks)


def is_public(address: Address) -> bool:
    """Tell whether the address belongs to the public Internet and to nothing else."""
    inner = unwrapped(address)
    if not inner.is_global or inner.is_multicast or inner.is_reserved:
        return False
    return not is_within(inner, _DENIED)


def parse_networks(text: str) -> tuple[Network, ...]:
    """Read networks separated by commas or spaces, such as `10.0.0.0/8, ::1`.

    :raises ValueError: if one of them is not a network (host bits set included).
    """
    return tuple(ipaddress.ip_network(part) for part in text.replace(",", " ").split())


def resolve(host: str, port: int, timeout: float) -> Sequence[Address]:
    """Return the addresses of a host by the system's resolver, in its order.

    The system call knows no deadline, so it runs on a thread of its own that is
    abandoned after `timeout` seconds.

    :raises OSError: if the name has no address, or none in time.
    """
    answers: list[Address] = []
    failures: list[OSError] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            texts = [str(row[4][0]).split("%")[0] for row in rows]
            answers.extend(ipaddress.ip_address(text) for text in texts)
        except (OSError, UnicodeError) as error:
            failures.append(OSError(str(error)))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(timeout)
    if thread.is_alive():
        raise TimeoutError(host)
    if failures:
        raise failures[0]
    return list(dict.fromkeys(answers))
