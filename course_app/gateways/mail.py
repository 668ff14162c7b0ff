"""Mail out of the house: by SMTP, or, when no server is set, as .eml files in the data folder.

    smtp://mail.example.org                 port 25; STARTTLS when the server offers it, its certificate checked
    smtp://name:password@mail.example.org:587    the same, and never without STARTTLS
    smtps://name:password@mail.example.org  port 465, TLS from the start

On loopback (localhost, 127.0.0.1, ::1) smtp:// never asks for TLS: there is nobody in between.

What is guaranteed: `deliver` returns after the server has taken the mail, and raises otherwise. Between the two lies
the one moment in which a killed process cannot know whether the mail was taken (the server has it, and its answer was
not read or not noted yet). Whoever calls tries again then, with the same Message-ID and the same bytes, by which mail
systems recognise the copy. As a file a mail exists once in any case: its name comes from its Message-ID.
"""

import contextlib
import smtplib
import ssl
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import idna

from course_app.gateways.ports import is_loopback

SECONDS = 20
PERMANENT = range(500, 600)


class NotSent(Exception):
    """The mail was not taken. `is_final`: no later try can help; `is_server`: no other mail would get through now."""

    def __init__(self, why: str, *, is_final: bool = False, is_server: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final
        self.is_server = is_server


@dataclass(frozen=True)
class Mail:
    """One mail, ready to go. `stop`: the address that stops such mails, for one that nobody has to get (RFC 8058)."""

    message_id: str
    address: str
    subject: str
    body: str
    link: str
    at: datetime
    stop: str = ""


@dataclass(frozen=True)
class Sender:
    """From whom mail comes, and where it goes out: `url` of the server (empty: files in `folder`)."""

    name: str
    address: str
    url: str
    folder: Path

    @property
    def domain(self) -> str:
        """What stands behind the @ of Message-IDs."""
        return self.address.rpartition("@")[2]


class Outbox:
    """Delivers mails one after the other over one connection, opened when the first one goes."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._smtp: smtplib.SMTP | None = None

    def deliver(self, mail: Mail) -> None:
        """Send one mail; returns when it was taken. Raises `NotSent`."""
        try:
            message = _message(mail, self._sender)
        except ValueError as error:
            raise NotSent(_why(error), is_final=True) from error
        if not self._sender.url:
            _write(message, mail, self._sender.folder)
            return
        try:
            if self._smtp is None:
                self._smtp = _connected(self._sender.url)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(_why(error), is_server=True) from error
        try:
            self._smtp.send_message(message)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self._look_after(error)
            raise NotSent(_why(error), is_final=_is_final(error)) from error

    def close(self) -> None:
        """End the connection."""
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp = None

    def _look_after(self, error: Exception) -> None:
        """After a refusal the connection goes on; after anything else it is not to be trusted."""
        if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException | UnicodeError):
            self._smtp.close()
            self._smtp = None


@contextlib.contextmanager
def outbox(sender: Sender) -> Iterator[Outbox]:
    """An outbox, closed at the end."""
    box = Outbox(sender)
    try:
        yield box
    finally:
        box.close()


def server_of(url: str) -> tuple[str, int, bool]:
    """Host, port, and whether TLS comes from the start."""
    parts = urlsplit(url)
    is_tls = parts.scheme == "smtps"
    return parts.hostname or "", parts.port or (465 if is_tls else 25), is_tls


def try_server(url: str) -> str:
    """What keeps the server from taking mail (connection, TLS, name and password); empty: nothing."""
    try:
        _connected(url).quit()
    except (OSError, smtplib.SMTPException) as error:
        return _why(error)
    return ""


def forget_files(folder: Path, mails: Iterable[tuple[datetime, str]]) -> None:
    """Remove the files of mails, each named by its time and Message-ID, as far as there are any."""
    for at, message_id in mails:
        _file_of(folder, at, message_id).unlink(missing_ok=True)


def _connected(url: str) -> smtplib.SMTP:
    host, port, is_tls = server_of(url)
    parts = urlsplit(url)
    if is_tls:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
    else:
        smtp = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        if not is_tls and not is_loopback(host):
            _start_tls(smtp, is_needed=bool(parts.username))
        if parts.username:
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        smtp.close()
        raise
    return smtp


def _start_tls(smtp: smtplib.SMTP, *, is_needed: bool) -> None:
    smtp.ehlo_or_helo_if_needed()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=ssl.create_default_context())
    elif is_needed:
        raise smtplib.SMTPException("the server offers no STARTTLS, and a password is not sent in the clear")


def _message(mail: Mail, sender: Sender) -> EmailMessage:
    """A mail for a server is encoded so that any can take it; in a file every line, the link's above all, is whole."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = _in_ascii(mail.address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.stop:
        message["List-Unsubscribe"] = f"<{mail.stop}>"
        if mail.stop.startswith("https:"):  # RFC 8058 allows a button for no other address
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body, cte=None if sender.url else "8bit")
    return message


def _in_ascii(address: str) -> str:
    """The address with its domain as mail servers write it; a local part beyond ASCII needs SMTPUTF8 and stays."""
    local, _, domain = address.rpartition("@")
    with contextlib.suppress(idna.IDNAError):
        domain = idna.encode(domain, uts46=True).decode()
    return f"{local}@{domain}"


def _write(message: EmailMessage, mail: Mail, folder: Path) -> None:
    """A file a mail, whole or not at all, for its owner alone, and a line on the terminal."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = _file_of(folder, mail.at, mail.message_id)
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_bytes(message.as_bytes())
    draft.replace(path)
    sys.stdout.write(" · ".join(part for part in (f"Mail to {mail.address}", mail.subject, mail.link) if part) + "\n")
    sys.stdout.flush()


def _file_of(folder: Path, at: datetime, message_id: str) -> Path:
    return folder / f"{at:%Y%m%d-%H%M%S}-{message_id.strip('<>').partition('@')[0]}.eml"


def _is_final(error: Exception) -> bool:
    """Whether the server refused this mail for good (5xx at the recipient or the content), or nobody could take it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code in PERMANENT
    return isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError)


def _why(error: Exception) -> str:
    """One line for the message's row."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _line(f"{code} {text.decode(errors='replace')}")
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return _line(f"{error.smtp_code} {text.decode(errors='replace') if isinstance(text, bytes) else text}")
    return _line(str(error) or type(error).__name__)


def _line(text: str) -> str:
    return " ".join(text.split())[:500]
