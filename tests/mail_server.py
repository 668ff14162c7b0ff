"""A mail server for the tests: aiosmtpd on a loopback port, which refuses, or hangs up, now and then if asked to."""

import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """What the server took, and how it behaves. `fails` is the share of mails it refuses for the time being.

    `gone` are addresses it does not know; every second failure hangs up in the middle instead of answering.
    """

    def __init__(self, fails: float = 0.0, gone: tuple[str, ...] = (), seed: int = 1) -> None:
        self.taken: list[EmailMessage] = []
        self.fails = fails
        self.failures = 0
        self._gone = gone
        self._chance = random.Random(seed)
        self._lock = threading.Lock()

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient."""
        if address in self._gone:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail, or not."""
        with self._lock:
            if self._chance.random() < self.fails:
                self.failures += 1
                if self.failures % 2:
                    server.transport.abort()
                return "451 4.3.0 try again later"
            self.taken.append(message_from_bytes(envelope.original_content, policy=default))
        return "250 OK"

    def ids(self) -> Counter[str]:
        """Message-ID → how often it was taken."""
        with self._lock:
            return Counter(message["Message-ID"] for message in self.taken)


@contextmanager
def listening(postbox: Postbox) -> Iterator[str]:
    """The address of a server that fills the postbox."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
