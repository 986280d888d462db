"""A mail server on loopback that keeps what it is given."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(slots=True)
class Mail:
    """One mail as it came."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def parsed(self) -> EmailMessage:
        """The mail, read by the standard library."""
        message = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass(slots=True)
class Catcher:
    """What came, and how to behave: answers by address or by command."""

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    connections: int = 0
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The setting that leads here."""
        return f"smtp://127.0.0.1:{self.port}?tls=none"


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        catcher = self.server.catcher
        catcher.connections += 1
        sender = ""
        recipients: list[str] = []
        self.say("220 catcher")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].split(":")[0].upper()
            address = line.partition("<")[2].partition(">")[0]
            answer = catcher.answers.get(address or verb, "250 ok")
            if verb == "MAIL":
                sender, recipients = address, []
            elif verb == "RCPT" and answer.startswith("2"):
                recipients.append(address)
            elif verb == "DATA":
                answer = self.receive(sender, recipients)
            elif verb == "QUIT":
                self.say("221 bye")
                return
            self.say(answer)

    def receive(self, sender: str, recipients: list[str]) -> str:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        answer = self.server.catcher.answers.get("CONTENT", "250 taken")
        if answer.startswith("2"):
            mail = Mail(sender, recipients, b"".join(lines))
            self.server.catcher.mails.append(mail)
        return answer

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, catcher: Catcher) -> None:
        self.catcher = catcher
        super().__init__(("127.0.0.1", 0), _Session)


@contextmanager
def catching() -> Iterator[Catcher]:
    """Run a catcher while the block lasts."""
    catcher = Catcher()
    with _Server(catcher) as server:
        catcher.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield catcher
        finally:
            server.shutdown()
            thread.join()
