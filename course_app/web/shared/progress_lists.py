"""Lists of progress of a group, for administrators and observers: what they are narrowed to, and their file."""

from collections.abc import Sequence

from flask import Response, render_template

from course_app.domain.learning_states import LISTS, WORDS
from course_app.formats.grade_csv import write_grades
from course_app.queries.group_progress import Asked, ExportLine, ProgressPage
from course_app.web.shared.arguments import text_in
from course_app.web.shared.downloads import csv_file

LONGEST = 200
COLUMNS = ("Name", "E-mail", "Employee number", "Course", "Version", "Cohort", "State", "Date", "Last day")


def asked_in() -> Asked:
    """What the address asks for."""
    state = text_in("state")
    return Asked(text_in("cohort")[:LONGEST], state if state in LISTS else "", text_in("q")[:LONGEST])


def _asked_for(asked: Asked) -> dict[str, str]:
    """The same as an address carries it, without what is empty."""
    return {
        name: value for name, value in (("cohort", asked.cohort), ("state", asked.state), ("q", asked.search)) if value
    }


def shown(template: str, page: ProgressPage, asked: Asked, after: int, here: str) -> str:
    """The page of a list, narrowed as it was asked for."""
    return render_template(
        template, page=page, asked=_asked_for(asked), after=after, lists=LISTS, words=WORDS, here=here
    )


def progress_file(lines: Sequence[ExportLine]) -> Response:
    """A line a learner; the date is that of the completion, else of the last thing done."""
    return csv_file(write_grades(COLUMNS, map(_cells, lines)), "progress.csv")


def _cells(one: ExportLine) -> tuple[str, ...]:
    on, ends_on = str(one.on or ""), str(one.ends_on or "")
    state = WORDS[one.state]
    return (one.name, one.email, one.number, one.course, str(one.version), one.cohort, state, on, ends_on)
