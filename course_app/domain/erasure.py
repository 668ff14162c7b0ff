"""Erasing a person's data: what goes, what stays and why, and what stands in a name's place afterwards.

What stays tells nobody who it was. It hangs on the person's random id, which also stands in the list of erasures, so
that an erasure can be applied again to data that were restored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from course_app.domain.names import search_key

NAME = "Erased person"
AUTHOR = "a former author"
STRAGGLERS = timedelta(hours=1)
"""How long after an erasure a request that had begun before it may still write something."""


@dataclass(frozen=True)
class Erasure:
    """One erasure: the person's public id, and when it was confirmed."""

    person: str
    at: datetime


@dataclass(frozen=True)
class Kind:
    """A kind of data; `why` it stays, or what exactly goes."""

    key: str
    words: str
    why: str


@dataclass(frozen=True)
class Line:
    """A kind of data of one person, and how many pieces there are; None where it cannot be counted."""

    words: str
    why: str
    count: int | None


GOES = (
    Kind("account", "The account", "Name, e-mail, password, second step, time zone and look. Nobody can sign in."),
    Kind("passkeys", "Passkeys", "They sign nobody in any more."),
    Kind("sign_ins", "Sign-ins", "Those that failed too, with the browsers and addresses they came from."),
    Kind("links", "One-time links", "Invitations, confirmations and new passwords. None works any more."),
    Kind("messages", "Mails", "Address, subject and text. What waits is not sent."),
    Kind("subscriptions", "What was said of mails", "Which of them were stopped, agreed to, or wanted again."),
    Kind("rows", "Rows of uploaded lists", "With every cell of the row."),
    Kind("roles", "Roles", "Of instructor, reviewer, observer or administrator."),
    Kind("allowances", "Accommodations", "More time, larger text, less motion. Why they were given is not kept."),
    Kind("places", "Places in lessons", "Where reading stopped."),
    Kind("typed", "Questions being typed", "What was kept of them while they were written, and not saved."),
    Kind("reflections", "Reflections", "Written in private about courses that were completed."),
    Kind("corrections", "Corrections suggested", "What was suggested to lessons, and what was answered."),
    Kind("enquiries", "Enquiries", "Questions and wishes sent to the academy, with name, e-mail and text."),
    Kind(
        "words",
        "Words in other entries",
        "Earlier names and e-mails, reasons that were written about the person, and what the person said of questions.",
    ),
)
STAYS = (
    Kind(
        "enrolments",
        "Enrolments",
        "With lessons read and courses completed. They end, and stay without a name, so that the course’s counts "
        "remain true.",
    ),
    Kind(
        "attempts",
        "Attempts",
        "With answers and grades, without a name. They show how well the questions work, and each grade can still be "
        "derived from its answers. Receipts can still be checked; nothing here says whose they are.",
    ),
    Kind(
        "records",
        "Completion records",
        "Without a name. Whoever checks a paper is told that the site issued it and can no longer say to whom.",
    ),
    Kind(
        "questions",
        "Questions written",
        f"Every version: learners were asked it. It stands as by {AUTHOR}, and so do approvals with their notes.",
    ),
    Kind("entries", "Entries of the audit", "What was done and when, without a name: it has to be provable later."),
    Kind(
        "backups",
        "Backups made before",
        "They are not changed, and the nightly ones are replaced in turn. Whoever restores one erases again what was "
        "erased since.",
    ),
)


def lines_of(kinds: tuple[Kind, ...], counts: Mapping[str, int]) -> tuple[Line, ...]:
    """The kinds of which there is something, or of which nobody knows how much."""
    found = (Line(kind.words, kind.why, counts.get(kind.key)) for kind in kinds)
    return tuple(line for line in found if line.count != 0)


def people(number: int) -> str:
    """“one person”, “3 people”."""
    return "one person" if number == 1 else f"{number} people"


def email_of(person: str) -> str:
    """What stands in an erased person's e-mail: no mail can reach it (RFC 2606), and it is unique as the id is."""
    return f"{person}@erased.invalid"


def names_the_person(text: str, name: str, email: str) -> bool:
    """Whether a text holds somebody's whole name or e-mail, in whatever letters."""
    return search_key(name) in search_key(text) or email in text.casefold()
