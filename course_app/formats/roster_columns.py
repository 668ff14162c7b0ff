"""Which column of a list of people is which, by the words that name it; case and punctuation do not matter.

A heading is first looked up as a whole, then by its words: “NHS e-mail (work)” is an e-mail, “Line manager e-mail” is
somebody else's. Of two columns that could be the same, the one that says it plainly wins, else the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from course_app.domain.names import search_key
from course_app.formats.person_text import tidy

MOST_ABOVE = 5
"""Rows of titles that may stand above the names of the columns."""
PLAIN = {
    "name": {"name", "full name", "fullname", "learner", "participant", "employee", "employee name", "display name"},
    "given": {"first name", "firstname", "given name", "forename", "forenames", "first names", "given names", "first"},
    "family": {"surname", "last name", "lastname", "family name", "second name", "last"},
    "email": {"e mail", "email", "mail", "e mail address", "email address", "mail address"},
    "number": {"employee number", "staff number", "payroll number", "personnel number", "assignment number", "number"},
}
BY_WORDS = {
    "email": ({"email"}, {"mail"}, {"emails"}),
    "given": ({"forename"}, {"forenames"}, {"first", "name"}, {"given", "name"}),
    "family": ({"surname"}, {"last", "name"}, {"family", "name"}),
    "number": (
        *({who, what} for who in ("employee", "staff", "payroll", "personnel", "assignment") for what in ("no", "id")),
        *({who, "number"} for who in ("employee", "staff", "payroll", "personnel", "assignment", "esr")),
        *({who, what} for who in ("employee", "staff") for what in ("code", "ref")),
    ),
    "name": ({"full", "name"}, {"learner", "name"}, {"participant", "name"}, {"staff", "name"}, {"employee", "name"}),
}
LAST = {"number": {"id", "no"}}
ELSEWHERE = {"manager", "supervisor", "assessor", "mentor", "emergency", "kin", "sent", "preferred"}
"""Words of headings that are about somebody or something else."""


@dataclass(frozen=True)
class Columns:
    """Where each thing stands, by name: email, name, given, family, number."""

    at: dict[str, int] = field(default_factory=dict)

    def cell(self, cells: tuple[str, ...], name: str) -> str:
        """What stands in that column of a row; nothing without such a column."""
        place = self.at.get(name, -1)
        return tidy(cells[place]) if 0 <= place < len(cells) else ""


def heading_of(rows: Sequence[tuple[str, ...]]) -> tuple[Columns, int]:
    """The columns, and how many rows stand above the row that names them; none when no row does.

    Further down than in the first row, names count only where they name the e-mail, and no e-mail stands above.
    """
    first = named_columns(rows[0])
    if "email" in first.at:
        return first, 0
    for above, cells in enumerate(rows[: MOST_ABOVE + 1]):
        if any("@" in cell for cell in cells):
            break
        columns = named_columns(cells)
        if "email" in columns.at and len(columns.at) > 1:
            return columns, above
    return first, 0


def named_columns(cells: tuple[str, ...]) -> Columns:
    """The columns that a row names; none when it is a row like the others."""
    if any("@" in cell for cell in cells):
        return Columns()
    at: dict[str, int] = {}
    keys = [(search_key(cell) if cell.strip() else "") for cell in cells]
    for find in (_plainly, _by_words, _at_last):
        for place, key in enumerate(keys):
            name = find(key) if place not in at.values() else ""
            if name:
                at.setdefault(name, place)
    return Columns(at)


def _plainly(key: str) -> str:
    return next((name for name, words in PLAIN.items() if key in words), "")


def _by_words(key: str) -> str:
    words = set(key.split())
    if words & ELSEWHERE:
        return ""
    return next((name for name, sets in BY_WORDS.items() if any(one <= words for one in sets)), "")


def _at_last(key: str) -> str:
    return next((name for name, words in LAST.items() if key in words), "")
