"""What each setting may be: a reader turns a text into the value, or raises `SettingsProblem` with what to write."""

import importlib.util
import re
from pathlib import Path
from urllib.parse import urlsplit

from course_app.domain.colours import HEX, LEAST_CONTRAST, LIGHT_PAPER, contrast, is_readable
from course_app.domain.retention import LEAST_SIGN_IN_DAYS, LONGEST_DAYS

POSTGRES_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
LONGEST_LINE = 200
LONGEST_GRACE = 365
MOST_MAILS = 1_000_000
PHONE = re.compile(r"\+?[0-9(][0-9 ()-]{3,28}[0-9]")


class SettingsProblem(Exception):
    """A setting is unknown or unusable; the text is one sentence for the person who starts the program."""


def text(_name: str, value: str) -> str:
    """Any text."""
    return value


def line(name: str, value: str) -> str:
    """One line."""
    if len(value) > LONGEST_LINE or not value.isprintable():
        raise SettingsProblem(f"{name} is not one line of at most {LONGEST_LINE} characters; shorten it.")
    return value


def phone(name: str, value: str) -> str:
    """A telephone number."""
    if value and not PHONE.fullmatch(value):
        raise SettingsProblem(f"{name} is “{value}”; write a telephone number such as +44 20 7946 0123.")
    return value


def colour(name: str, value: str) -> str:
    """A colour that can be read on the page, as #rrggbb."""
    if not value:
        return value
    if not HEX.fullmatch(value):
        raise SettingsProblem(f"{name} is “{value}”; write a colour as #rrggbb, such as #0b5d66.")
    if not is_readable(value):
        raise SettingsProblem(
            f"{name} is {value}, whose contrast on the page is {contrast(value, LIGHT_PAPER):.1f}:1; "
            f"it needs at least {LEAST_CONTRAST}:1, so choose a darker colour."
        )
    return value


def file(_name: str, value: str) -> Path | None:
    """The path of a file; None: not set."""
    return Path(value) if value else None


def folder(name: str, value: str) -> Path:
    """The path of the data folder."""
    if not value:
        raise SettingsProblem(f"{name} is empty; give the path of the data folder, or leave the setting out.")
    return Path(value)


def secret(name: str, value: str) -> str:
    """A key long enough not to be guessed."""
    if len(value) < 32:
        raise SettingsProblem(f"{name} has {len(value)} characters; it needs at least 32 that nobody can guess.")
    return value


def address(name: str, value: str) -> str:
    """The site's address, a host of its own."""
    parts = urlsplit(value)
    is_right = parts.scheme in ("http", "https") and parts.netloc and "@" not in parts.netloc
    if not is_right or parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingsProblem(
            f"{name} is “{value}”; write the site's address, a host of its own such as https://learn.example.org."
        )
    return value.rstrip("/")


def count(name: str, value: str) -> int:
    """A number of proxies."""
    if not value.isdecimal() or int(value) > 10:
        raise SettingsProblem(f"{name} is “{value}”; write how many proxies stand in front, 0 to 10.")
    return int(value)


def nights(name: str, value: str) -> int:
    """A number of backups."""
    if not value.isdecimal() or int(value) > 1000:
        raise SettingsProblem(f"{name} is “{value}”; write how many nightly backups to keep, 0 (none is made) to 1000.")
    return int(value)


def days(name: str, value: str) -> int:
    """For how many days a kind of data is kept."""
    if not value.isdecimal() or int(value) > LONGEST_DAYS:
        raise SettingsProblem(f"{name} is “{value}”; write for how many days, 0 (it stays) to {LONGEST_DAYS}.")
    if name.endswith("KEEP_SIGN_INS") and 0 < int(value) < LEAST_SIGN_IN_DAYS:
        raise SettingsProblem(
            f"{name} is {value}; a sign-in lasts {LEAST_SIGN_IN_DAYS} days, so write that or more, or 0 (it stays)."
        )
    return int(value)


def grace(name: str, value: str) -> int:
    """For how many days nobody is kept out."""
    if not value.isdecimal() or int(value) > LONGEST_GRACE:
        raise SettingsProblem(f"{name} is “{value}”; write for how many days, 0 (never) to {LONGEST_GRACE}.")
    return int(value)


def mails(name: str, value: str) -> int:
    """A number of mails."""
    if not value.isdecimal() or int(value) > MOST_MAILS:
        raise SettingsProblem(f"{name} is “{value}”; write how many mails a day, 0 (no limit) to {MOST_MAILS}.")
    return int(value)


def flag(name: str, value: str) -> bool:
    """Yes or no."""
    if value not in ("0", "1"):
        raise SettingsProblem(f"{name} is “{value}”; write 1 for yes or 0 for no.")
    return value == "1"


def level(name: str, value: str) -> str:
    """A level of the log."""
    if value not in ("debug", "info", "warning", "error"):
        raise SettingsProblem(f"{name} is “{value}”; write debug, info, warning or error.")
    return value


def database(name: str, value: str) -> str:
    """The URL of a database, as SQLAlchemy takes it."""
    scheme, separator, rest = value.partition("://")
    if scheme == "sqlite" and separator and rest.startswith("/"):
        return value
    if scheme not in POSTGRES_SCHEMES or not rest:
        raise SettingsProblem(
            f"{name} does not name a database of a kind this program uses; "
            "write postgresql://user@host/database, or sqlite:///path/to/file."
        )
    if importlib.util.find_spec("psycopg") is None:
        raise SettingsProblem(
            f"{name} names PostgreSQL, whose driver is missing; run: pip install 'course-app[postgres]'."
        )
    return f"postgresql+psycopg://{rest}"


def mail_server(name: str, value: str) -> str:
    """The URL of a mail server."""
    try:
        parts = urlsplit(value)
        is_right = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_right = False
    if not is_right or parts.path.strip("/") or parts.query or parts.fragment:
        raise SettingsProblem(
            f"{name} is not the address of a mail server; write smtp://name:password@mail.example.org:587, "
            "or smtps://… for TLS from the start."
        )
    return value


def mail_address(name: str, value: str) -> str:
    """One e-mail address."""
    local, _, domain = value.rpartition("@")
    if not local or not domain or any(character.isspace() or character in "<>," for character in value):
        raise SettingsProblem(f"{name} is “{value}”; write one e-mail address, such as courses@example.org.")
    return value
