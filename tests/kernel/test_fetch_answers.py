from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import time
import zlib
from ipaddress import ip_address, ip_network
from pathlib import Path
from shutil import which

import pytest

from filon.kernel.fetch import (
    AddressRefused,
    AnswerTooLarge,
    AnswerTooSlow,
    AnswerUnusable,
    fetch,
)
from filon.kernel.fetch.exchange import _tls
from tests.kernel.listener import listening, response

LOOPBACK = [ip_network("127.0.0.1/32")]
BOMB = gzip.compress(bytes(50_000_000))


def test_allowed_loopback_serves_a_feed_on_any_port() -> None:
    feed = b"<rss version='2.0'><channel><title>Salon</title></channel></rss>"
    answer = response(
        feed,
        "Content-Type: application/rss+xml",
        'ETag: W/"3"',
        "Last-Modified: Tue, 24 Nov 2026 06:00:00 GMT",
    )

    with listening(answer) as listener:
        fetched = fetch(f"{listener.url}/actualités?q=a+b", allow=LOOPBACK)

    assert fetched.status == 200
    assert fetched.content == feed
    assert fetched.etag == 'W/"3"'
    assert fetched.last_modified == "Tue, 24 Nov 2026 06:00:00 GMT"
    assert fetched.headers["content-type"] == "application/rss+xml"
    assert fetched.final_url == f"{listener.url}/actualit%C3%A9s?q=a+b"
    assert not fetched.moved_permanently


def test_request_names_the_host_and_asks_for_what_has_changed() -> None:
    not_modified = b'HTTP/1.1 304 Not Modified\r\nETag: W/"3"\r\n\r\n'

    with listening(not_modified) as listener:
        fetched = fetch(
            f"http://veille.example:{listener.port}/f",
            allow=LOOPBACK,
            etag='W/"3"',
            last_modified="Tue, 24 Nov 2026 06:00:00 GMT",
            resolve=lambda *_: [ip_address("127.0.0.1")],
        )

    assert fetched.status == 304
    assert fetched.content == b""
    request = listener.requests[0].decode().split("\r\n")
    assert request[0] == "GET /f HTTP/1.1"
    assert f"Host: veille.example:{listener.port}" in request
    assert 'If-None-Match: W/"3"' in request
    assert "If-Modified-Since: Tue, 24 Nov 2026 06:00:00 GMT" in request


def test_remembered_value_cannot_start_a_header_of_its_own() -> None:
    with listening() as listener:
        fetch(listener.url, allow=LOOPBACK, etag='"1"\r\nX-Injected: 1')

    assert b"X-Injected" not in listener.requests[0]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "503 Busy"])
def test_status_is_left_to_the_caller(status: str) -> None:
    with listening(response(b"", "Retry-After: 9", status=status)) as listener:
        fetched = fetch(listener.url, allow=LOOPBACK)

    assert fetched.status == int(status[:3])
    assert fetched.headers["retry-after"] == "9"


def test_permanent_redirect_is_followed_and_told() -> None:
    with listening() as target:
        moved = response(b"", f"Location: {target.url}/new", status="301 Moved")
        with listening(moved) as listener:
            fetched = fetch(listener.url, allow=LOOPBACK)

    assert fetched.final_url == f"{target.url}/new"
    assert fetched.moved_permanently


def test_headers_of_the_caller_do_not_follow_to_another_host() -> None:
    with listening() as target:
        moved = response(b"", f"Location: {target.url}/new", status="302 Found")
        with listening(moved) as listener:
            fetch(listener.url, allow=LOOPBACK, headers={"Authorization": "Bearer k"})

    assert b"Authorization: Bearer k" in listener.requests[0]
    assert b"Authorization" not in target.requests[0]


def test_body_is_posted_and_never_sent_on() -> None:
    with listening() as listener:
        fetch(listener.url, allow=LOOPBACK, body=b'{"id": 1}')
    request = listener.requests[0]
    assert request.startswith(b"POST / HTTP/1.1\r\n")
    assert b"Content-Length: 9\r\n" in request

    with listening() as target:
        moved = response(b"", f"Location: {target.url}/", status="307 Moved")
        with listening(moved) as listener, pytest.raises(AddressRefused):
            fetch(listener.url, allow=LOOPBACK, body=b"x")
        assert target.connections == 0


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"texte" * 9)),
        ("gzip", gzip.compress(b"texte" * 4) + gzip.compress(b"texte" * 5)),
        ("deflate", zlib.compress(b"texte" * 9)),
        ("deflate", zlib.compress(b"texte" * 9, wbits=-15)),
        ("identity", b"texte" * 9),
    ],
    # Bytes make no name: a gzip header holds the second it was written in, and the
    # workers of one run must agree on the names of the tests.
    ids=["gzip", "gzip-members", "zlib", "deflate", "identity"],
)
def test_body_is_decompressed(coding: str, packed: bytes) -> None:
    with listening(response(packed, f"Content-Encoding: {coding}")) as listener:
        assert fetch(listener.url, allow=LOOPBACK).content == b"texte" * 9


def test_chunked_body_is_joined() -> None:
    chunked = b"Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n"
    with listening(b"HTTP/1.1 200 OK\r\n" + chunked) as listener:
        assert fetch(listener.url, allow=LOOPBACK).content == b"abcdef"


@pytest.mark.parametrize(
    "answer",
    [
        response(bytes(5_000_001)),
        response(bytes(5_000_001), length=False),
        b"HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n",
        response(BOMB, "Content-Encoding: gzip"),
        response(zlib.compress(bytes(50_000_000)), "Content-Encoding: deflate"),
        response(gzip.compress(bytes(4_000_000)) * 2, "Content-Encoding: gzip"),
    ],
    ids=["long", "without-length", "announced", "gzip", "deflate", "members"],
)
def test_body_over_the_limit_is_refused_after_decompression(answer: bytes) -> None:
    with listening(answer) as listener, pytest.raises(AnswerTooLarge):
        fetch(listener.url, allow=LOOPBACK)


def test_body_at_the_limit_passes() -> None:
    with listening(response(b"x" * 1000)) as listener:
        fetched = fetch(listener.url, allow=LOOPBACK, max_bytes=1000)

    assert len(fetched.content) == 1000


def drip(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(100):
        client.sendall(b"x")
        time.sleep(0.05)


def drip_headers(client: socket.socket) -> None:
    for _ in range(100):
        client.sendall(b"H")
        time.sleep(0.05)


def endless_headers(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100):
        client.sendall(b"X-Long: " + b"x" * 60_000 + b"\r\n")


def endless_continue(client: socket.socket) -> None:
    for _ in range(200_000):
        client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 40)


def silence(client: socket.socket) -> None:
    time.sleep(0.6)


@pytest.mark.parametrize("answer", [drip, drip_headers, silence])
def test_slow_server_is_given_up_at_the_deadline(answer: object) -> None:
    started = time.monotonic()

    with listening(answer) as listener, pytest.raises(AnswerTooSlow):  # type: ignore[arg-type]
        fetch(listener.url, allow=LOOPBACK, timeout=0.4)

    assert time.monotonic() - started < 8


@pytest.mark.parametrize("answer", [endless_headers, endless_continue])
def test_endless_headers_are_refused(answer: object) -> None:
    with listening(answer) as listener, pytest.raises(AnswerTooLarge):  # type: ignore[arg-type]
        fetch(listener.url, allow=LOOPBACK)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        response(b"brotli", "Content-Encoding: br"),
        response(b"not gzip", "Content-Encoding: gzip"),
        response(gzip.compress(b"texte" * 99)[:-9], "Content-Encoding: gzip"),
    ],
    ids=["empty", "ssh", "short", "headers", "brotli", "no-gzip", "cut-gzip"],
)
def test_answer_that_is_no_http_is_refused(answer: bytes) -> None:
    with listening(answer) as listener, pytest.raises(AnswerUnusable):
        fetch(listener.url, allow=LOOPBACK)


def test_closed_port_is_refused_with_a_sentence() -> None:
    with listening() as listener:
        url = listener.url

    with pytest.raises(AnswerUnusable):
        fetch(url, allow=LOOPBACK)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    openssl = which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    path = tmp_path / "server.pem"
    arguments = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        " -subj /CN=veille.example -addext subjectAltName=DNS:veille.example"
    )
    subprocess.run(  # noqa: S603
        [
            openssl,
            *arguments.split(),
            "-keyout",
            path,
            "-out",
            path.with_suffix(".crt"),
        ],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + path.with_suffix(".crt").read_bytes())
    return path


def test_tls_keeps_the_name_of_the_url_and_refuses_strangers(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _sock, name, _context: names.append(name)
    _tls.cache_clear()

    with listening(tls=context) as listener:

        def call(host: str) -> bytes:
            url = f"https://{host}:{listener.port}/"
            loopback = [ip_address("127.0.0.1")]
            return fetch(url, allow=LOOPBACK, resolve=lambda *_: loopback).content

        with pytest.raises(AnswerUnusable):
            call("veille.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
        _tls.cache_clear()
        assert call("veille.example") == b"ok"
        with pytest.raises(AnswerUnusable):
            call("other.example")

    _tls.cache_clear()
    assert names == ["veille.example", "veille.example", "other.example"]
