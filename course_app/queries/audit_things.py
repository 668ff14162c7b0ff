"""What the entries of the audit name, in words: “enrolment 17” is the course, “roster 1” the list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, String, cast, literal, select, union_all

from course_app.models import (
    Announcement,
    Cohort,
    Course,
    Enquiry,
    Enrolment,
    Message,
    Organisation,
    PracticalDay,
    Question,
    QuestionImport,
    Quiz,
    RosterImport,
)

_NOTHING = literal("")
_KINDS = {
    "enrolment": (Enrolment.id, Course.title, Course.slug, _NOTHING),
    "course": (Course.slug, Course.title, Course.slug, _NOTHING),
    "cohort": (Cohort.id, Cohort.name, Cohort.public_id, _NOTHING),
    "organisation": (Organisation.id, Organisation.name, _NOTHING, _NOTHING),
    "roster": (RosterImport.id, RosterImport.file_name, RosterImport.public_id, _NOTHING),
    "import": (QuestionImport.id, literal("Its items"), QuestionImport.public_id, Course.slug),
    "question": (Question.id, Question.code, Question.code, Course.slug),
    "quiz": (Quiz.id, Quiz.slug, Quiz.slug, Course.slug),
    "practical-day": (PracticalDay.id, PracticalDay.title, PracticalDay.public_id, _NOTHING),
    "announcement": (Announcement.id, Announcement.subject, Announcement.public_id, _NOTHING),
    "enquiry": (Enquiry.id, literal("What was written"), Enquiry.public_id, _NOTHING),
    "message": (Message.id, Message.subject, _NOTHING, _NOTHING),
}
"""Kind → what an entry knows the thing by, its words, and what its address is made of."""
_IN_A_COURSE = {
    "enrolment": Enrolment.course_id,
    "import": QuestionImport.course_id,
    "question": Question.course_id,
    "quiz": Quiz.course_id,
}


@dataclass(frozen=True)
class Thing:
    """What an entry is about besides a person. `key` and `course` are for its address."""

    kind: str
    words: str
    key: str
    course: str


def things(connection: Connection, objects: Iterable[str]) -> dict[str, Thing]:
    """The things of some entries, by the entries' `object`; one statement. People and sign-ins are none."""
    asked: dict[str, list[str]] = defaultdict(list)
    for one in objects:
        kind, _, key = one.partition(" ")
        asked[kind].append(key)
    rows = connection.execute(union_all(*(_of_kind(kind, asked[kind]) for kind in _KINDS)))
    return {f"{kind} {known}": Thing(kind, words, key, course) for kind, known, words, key, course in rows}


def _of_kind(kind: str, keys: list[str]) -> Select[Any]:
    known, *columns = _KINDS[kind]
    statement = select(literal(kind), cast(known, String), *columns)
    if kind in _IN_A_COURSE:
        statement = statement.join(Course, Course.id == _IN_A_COURSE[kind])
    wanted = keys if kind == "course" else [int(key) for key in keys if key.isascii() and key.isdecimal()]
    return statement.where(known.in_(wanted))
