"""Vectors of SS-01: nothing inside the company is called, by whatever spelling."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence
from ipaddress import ip_address, ip_network

import pytest

from filon.kernel.addresses import Address
from filon.kernel.errors import DomainError
from filon.kernel.fetch import (
    AddressRefused,
    AnswerTooSlow,
    AnswerUnusable,
    FetchRefused,
    OutboundClosed,
    TooManyRedirects,
    fetch,
    outbound_closed,
)
from tests.kernel.listener import listening, response

HOSTS = """
127.0.0.1 0.0.0.0 [::1] [::] [::ffff:127.0.0.1] [0:0:0:0:0:ffff:7f00:1] 2130706433
0x7f000001 0x7f.1 0177.0.0.1 127.1 127.0.0.1. localhost LOCALHOST 169.254.169.254
100.64.0.1 192.88.99.1 224.0.0.1 10.0.0.1 192.168.0.1 172.16.0.1 [fe80::1]
[64:ff9b::7f00:1] [2002:7f00:1::] [::127.0.0.1] [fec0::1] [3fff::1] [fd00:ec2::254]
127。0。0。1 127．0．0．1 １２７.0.0.1 ①②⑦.0.0.1 ⓛⓞⓒⓐⓛⓗⓞⓢⓣ
"""

LOOPBACK = [ip_network("127.0.0.1/32")]


class Answers:
    """A resolver that gives the next of its answers each time it is asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, timeout: float) -> Sequence[Address]:
        self.asked.append(host)
        return [ip_address(text) for text in self.answers.pop(0)]


@pytest.mark.parametrize("host", HOSTS.split())
def test_internal_address_is_refused_without_a_connection(host: str) -> None:
    with listening() as listener:
        for port in ("", f":{listener.port}"):
            with pytest.raises(FetchRefused):
                fetch(f"http://{host}{port}/", timeout=5)

        assert listener.connections == 0


@pytest.mark.parametrize(
    "template",
    [
        r"http://8.8.8.8\@127.0.0.1:{port}/",
        "http://8.8.8.8#@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}#@example.org/",
        "http://user:secret@127.0.0.1:{port}/",
        "http://example.org@127.0.0.1:{port}/",
        "http://@127.0.0.1:{port}/",
        "http://[::1%25lo]:{port}/",
        "http://[fe80::1%lo]:{port}/",
        "http://127.0.0.1:{port}\t/",
        "http://127.0.0.1:{port}/\r\nX-Injected: 1",
        "http://127.0.0.1\x00.example.org:{port}/",
        "http:/127.0.0.1:{port}/",
        "http:127.0.0.1:{port}/",
        "http:///127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "127.0.0.1:{port}",
        "ftp://127.0.0.1:{port}/",
        "gopher://127.0.0.1:{port}/_GET",
        "file:///etc/passwd",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:x/",
        "http://a..b/",
        "http://" + "a" * 64 + ".org/",
        "http://example.org/" + "a" * 2000,
        "http://exa mple.org/",
        "http://exam%70le.org/",
        "",
    ],
)
def test_trick_in_a_url_is_refused_even_where_loopback_is_allowed(
    template: str,
) -> None:
    with listening() as listener:
        with pytest.raises(AddressRefused) as refusal:
            fetch(template.format(port=listener.port), allow=LOOPBACK, timeout=5)

        assert listener.connections == 0
        assert isinstance(refusal.value, DomainError)
        assert str(refusal.value)


@pytest.mark.parametrize(
    "host", [host for host in HOSTS.split() if host != "127.0.0.1"]
)
def test_redirect_to_an_internal_address_is_refused(host: str) -> None:
    with listening() as inner:
        target = f"http://{host}:{inner.port}/"
        answer = (
            f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
        ).encode()
        with listening(answer, address="127.0.0.2") as outer:
            with pytest.raises(FetchRefused):
                fetch(outer.url, allow=[ip_network("127.0.0.2/32")], timeout=5)

            assert outer.connections == 1
        assert inner.connections == 0


def test_redirect_to_another_scheme_is_refused() -> None:
    answer = response(b"", "Location: file:///etc/passwd", status="302 Found")
    with listening(answer) as listener, pytest.raises(AddressRefused):
        fetch(listener.url, allow=LOOPBACK)


def test_fourth_redirect_is_refused() -> None:
    with listening(response(b"", "Location: /again", status="302 Found")) as listener:
        with pytest.raises(TooManyRedirects):
            fetch(listener.url, allow=LOOPBACK)

        assert listener.connections == 4


def test_one_internal_address_among_public_ones_refuses_the_name() -> None:
    resolver = Answers(["8.8.8.8", "127.0.0.1"])

    with listening() as listener:
        with pytest.raises(AddressRefused):
            fetch(f"http://mixed.example:{listener.port}/", resolve=resolver)

        assert listener.connections == 0


def test_second_dns_answer_changes_nothing() -> None:
    """The name is public when judged, loopback when asked again."""
    resolver = Answers(["127.0.0.2"], ["127.0.0.1"])
    allow = [ip_network("127.0.0.2/32")]

    with listening(address="127.0.0.2") as judged:
        fetched = fetch(
            f"http://rebound.example:{judged.port}/", allow=allow, resolve=resolver
        )

    assert fetched.content == b"ok"
    assert resolver.asked == ["rebound.example"]


def test_each_redirect_is_judged_by_its_own_dns_answer() -> None:
    resolver = Answers(["127.0.0.2"], ["127.0.0.1"])
    allow = [ip_network("127.0.0.2/32")]
    answer = response(b"", "Location: /next", status="302 Found")

    with listening() as inner:
        with listening(answer, address="127.0.0.2") as outer:
            with pytest.raises(AddressRefused):
                fetch(
                    f"http://rebound.example:{outer.port}/",
                    allow=allow,
                    resolve=resolver,
                )
            assert outer.connections == 1
        assert inner.connections == 0


def test_other_port_of_a_public_address_is_refused() -> None:
    with pytest.raises(AddressRefused, match="8080"):
        fetch("http://public.example:8080/", resolve=Answers(["8.8.8.8"]))


def test_unknown_name_is_refused_with_a_sentence() -> None:
    def unknown(host: str, port: int, timeout: float) -> Sequence[Address]:
        raise OSError(host)

    with pytest.raises(AnswerUnusable):
        fetch("http://nowhere.example/", resolve=unknown)
    with pytest.raises(AnswerUnusable):
        fetch("http://nowhere.example/", resolve=Answers([]))


def test_closed_workspace_calls_nobody_and_opens_again() -> None:
    with listening() as listener:
        with outbound_closed(), pytest.raises(OutboundClosed):
            fetch(listener.url, allow=LOOPBACK)
        assert listener.connections == 0

        assert fetch(listener.url, allow=LOOPBACK).status == 200


def test_proxy_of_the_environment_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with listening() as proxy, listening() as listener:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)

        fetch(listener.url, allow=LOOPBACK)

        assert proxy.connections == 0
        assert listener.connections == 1


def test_resolver_that_hangs_is_given_up_at_the_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = threading.Event()

    def hang(*_arguments: object, **_options: object) -> list[object]:
        released.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)

    with pytest.raises(AnswerTooSlow):
        fetch("http://slow.example/", timeout=0.1)

    released.set()
