"""What the questions of a course stand on now, and which of them are stale: what they stood on has changed since."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select

from course_app.domain.item_findings import Surroundings
from course_app.domain.questions import Question
from course_app.domain.reviews import Grounds, Groundwork, grounds_of, groundwork_of, shifts
from course_app.extensions import read_connection
from course_app.models import BankEntry, QuestionVersion
from course_app.models import Question as QuestionRow
from course_app.queries.catalogue import Outline
from course_app.queries.kept import kept

STANDING = (
    QuestionVersion.content["claims"].label("claims"),
    QuestionVersion.content["passage"].as_string().label("passage"),
    QuestionRow.grounds,
)
"""The columns that `is_stale` needs, besides the question's state."""


def groundwork(outline: Outline) -> Groundwork:
    """What questions can stand on in this version of the course."""
    return kept("groundwork", outline.version_id, lambda: _groundwork(outline))


def current_grounds(outline: Outline, question: Question) -> Grounds:
    """What the question stands on in this version of the course."""
    return grounds_of(question.claims, question.passage, groundwork(outline))


def surroundings(outline: Outline, today: str) -> Surroundings:
    """What an item by itself is judged against on a day (an ISO date); the article's runs are not on the site."""
    policy = "strict" if outline.course.item_writing == "strict" else "plain"
    return Surroundings(policy=policy, claims=outline.claims, references=outline.references, today=today)


def is_stale(row: Any, course: Groundwork) -> bool:
    """Whether a row with STANDING and the state is stale; never a retired one, nor one of no known approval."""
    if row.state == "retired" or row.grounds is None:
        return False
    return bool(shifts(Grounds(**row.grounds), grounds_of(row.claims, row.passage or "", course)))


def stale_counts(outlines: Collection[Outline]) -> Mapping[int, int]:
    """By course, how many of its questions are stale, as the bank has noted."""
    counts = dict.fromkeys((one.course_id for one in outlines), 0)
    statement = (
        select(BankEntry.course_id, func.count())
        .where(BankEntry.course_id.in_(counts), BankEntry.is_stale)
        .group_by(BankEntry.course_id)
    )
    with read_connection() as connection:
        return counts | {course_id: count for course_id, count in connection.execute(statement)}


def stale_codes(outline: Outline) -> set[str]:
    """The codes of the course's stale questions, as the bank has noted."""
    statement = select(BankEntry.code).where(BankEntry.course_id == outline.course_id, BankEntry.is_stale)
    with read_connection() as connection:
        return set(connection.scalars(statement))


def _groundwork(outline: Outline) -> Groundwork:
    return groundwork_of(outline.claims.values(), [taught.passage for taught in outline.passages.values()])
