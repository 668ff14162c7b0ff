"""What a quiz may ask somebody now: the approved questions, and which of them the person met before."""

from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from course_app.domain.drawing import Candidate
from course_app.domain.quizzes import Slot
from course_app.models import Attempt, AttemptItem, Enrolment, Question, QuestionVersion
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION

MET = (
    select(QuestionVersion.question_id)
    .join(AttemptItem, AttemptItem.question_version_id == QuestionVersion.id)
    .join(Attempt, Attempt.id == AttemptItem.attempt_id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Enrolment.person_id == bindparam("person"), Enrolment.course_id == bindparam("course"))
    .distinct()
    .subquery()
)
DRAWABLE = (
    select(
        Question.code,
        Question.topic,
        Question.pool,
        MET.c.question_id.is_not(None).label("seen"),
        QuestionVersion.id.label("version_id"),
    )
    .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
    .outerjoin(MET, MET.c.question_id == Question.id)
    .where(Question.course_id == bindparam("course"), Question.state == "approved", Question.pool != "self-check")
)


def drawable(
    connection: Connection, course_id: int, person_id: int, slots: tuple[Slot, ...]
) -> dict[str, tuple[Candidate, int]]:
    """What these slots may ask, perhaps more: by code the candidate and the key of the question's newest version."""
    rows = connection.execute(_statement(slots), {"person": person_id, "course": course_id}).all()
    return {code: (Candidate(code, topic, pool, seen), version) for code, topic, pool, seen, version in rows}


@lru_cache(maxsize=1_024)
def _statement(slots: tuple[Slot, ...]) -> Select:
    """A bank holds many times what a quiz draws from: where all draws name topics, or pools, only those are read."""
    draws = [slot for slot in slots if not slot.question]
    topics, pools = [slot.topics for slot in draws], [slot.pools for slot in draws]
    drawn = and_(_is_named(Question.topic, topics), _is_named(Question.pool, pools))
    fixed = [slot.question for slot in slots if slot.question]
    return DRAWABLE.where(or_(drawn, Question.code.in_(fixed)) if fixed else drawn)


def _is_named(column: InstrumentedAttribute[str], wanted: list[tuple[str, ...]]) -> ColumnElement[bool]:
    """Comparisons one by one: they are written once, an IN of unknown length anew at every call."""
    names = sorted({name for names in wanted for name in names})
    return or_(false(), *(column == name for name in names)) if all(wanted) else true()
