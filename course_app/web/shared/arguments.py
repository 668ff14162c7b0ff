"""What an address says after its question mark, and numbers as typed, read without trust."""

import re
from datetime import date

from flask import request

from course_app.formats.person_text import tidy
from course_app.web.shared.keys import LARGEST_KEY

ID = re.compile(r"[0-9a-f]{32}")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)


def key_in(name: str) -> int:
    """A key to go on after or before; 0 when there is none, or none that a table could hold."""
    value = request.args.get(name, 0, type=int)
    return value if 0 <= value <= LARGEST_KEY else 0


def id_in(name: str) -> str:
    """A public id to go on after; empty when there is none, or none that could be one."""
    value = request.args.get(name, "")
    return value if ID.fullmatch(value) else ""


def date_in(name: str) -> date | None:
    """A day, None when there is none, or none of this era."""
    return day_of(request.args.get(name, ""))


def day_of(text: str) -> date | None:
    """A day as typed, or None."""
    try:
        value = date.fromisoformat(text)
    except ValueError:
        return None
    return value if FIRST_DAY <= value <= LAST_DAY else None


def text_in(name: str) -> str:
    """A line of text, empty when there is none."""
    return tidy(request.args.get(name))


def whole_number(text: str) -> int | None:
    """A number from 0 as typed, or None."""
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else None
