"""One completed course for a log of continuing professional development: a line, a text, a row of a spreadsheet."""

from dataclasses import dataclass
from datetime import date

from course_app.domain.records import FORMULA, Content
from course_app.domain.wording import first_upper, short_minutes
from course_app.formats.grade_csv import write_grades

HEADER = (
    *("Name", "Completed on", "Course", "Provider", "Version", "Started on", "Minutes", "How counted", "Kind"),
    *("Record", "What", "So what", "Now what"),
)


@dataclass(frozen=True)
class CpdEntry:
    """What goes into the log. `address`: where the record is checked; the last three are the learner's own texts."""

    name: str
    content: Content
    provider: str
    address: str
    what: str = ""
    so_what: str = ""
    now_what: str = ""


def line_of(entry: CpdEntry) -> str:
    """“22 November 2026: Foundations of dry needling (Breeze Academy, version 3), online theory, …”."""
    content = entry.content
    return (
        f"{_day(content.completed_on)}: {content.course} ({entry.provider}, version {content.version}), online theory, "
        f"{content.basis}, about {short_minutes(content.minutes)} of reading. Record: {entry.address}"
    )


def text_of(entry: CpdEntry) -> str:
    """The line, how the time was counted, and what the learner wrote, in paragraphs; line ends as for Windows."""
    own = (("What", entry.what), ("So what", entry.so_what), ("Now what", entry.now_what))
    written = [f"{title}\n{text}" for title, text in own if text]
    paragraphs = (entry.name, line_of(entry), FORMULA, entry.content.limits, *written)
    return ("\n\n".join(filter(None, paragraphs)) + "\n").replace("\n", "\r\n")


def csv_of(entry: CpdEntry) -> bytes:
    """A header and one row; no cell runs in a spreadsheet."""
    content = entry.content
    row = (
        *(entry.name, content.completed_on.isoformat(), content.course, entry.provider, str(content.version)),
        *(content.started_on.isoformat(), str(content.minutes), FORMULA, first_upper(content.basis), entry.address),
        *(entry.what, entry.so_what, entry.now_what),
    )
    return write_grades(HEADER, [row])


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
