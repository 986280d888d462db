"""A small HTTP listener for tests: counts connections, answers what it is told."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Answer = bytes | Callable[[socket.socket], None]


class Listener:
    """Listens on one loopback address and answers every request alike."""

    def __init__(self, answer: Answer, address: str, tls: ssl.SSLContext | None):
        self.connections = 0
        self.requests: list[bytes] = []
        self._answer = answer
        self._tls = tls
        self._server = socket.create_server((address, 0))
        self.port: int = self._server.getsockname()[1]
        self.url = f"http://{address}:{self.port}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                client, _peer = self._server.accept()
            except OSError:
                return
            self.connections += 1
            with client:
                client.settimeout(5)
                try:
                    self._talk(client)
                except OSError:
                    continue

    def _talk(self, client: socket.socket) -> None:
        if self._tls:
            with self._tls.wrap_socket(client, server_side=True) as secure:
                self._respond(secure)
        else:
            self._respond(client)

    def _respond(self, client: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            chunk = client.recv(65_536)
            if not chunk:
                return
            request += chunk
        self.requests.append(request)
        if callable(self._answer):
            self._answer(client)
        else:
            client.sendall(self._answer)

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(timeout=6)


@contextmanager
def listening(
    answer: Answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    *,
    address: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
) -> Iterator[Listener]:
    """Run a listener for the block."""
    listener = Listener(answer, address, tls)
    try:
        yield listener
    finally:
        listener.close()


def response(
    body: bytes = b"", *headers: str, status: str = "200 OK", length: bool = True
) -> bytes:
    """Return a whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body
