"""What an address says after its question mark, read without trust."""

from flask import request

from course_app.formats.person_text import tidy
from course_app.web.shared.keys import LARGEST_KEY


def key_in(name: str) -> int:
    """A key to go on after or before; 0 when there is none, or none that a table could hold."""
    value = request.args.get(name, 0, type=int)
    return value if 0 <= value <= LARGEST_KEY else 0


def text_in(name: str) -> str:
    """A line of text, empty when there is none."""
    return tidy(request.args.get(name))
