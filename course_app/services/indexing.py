"""Keep what the list of the bank searches and filters by: at every write, at publications, and by the worker.

What a question says and whether it is stale is noted by whoever changes it, in the same transaction. Its findings are
judged there too, and again by the worker once a day and after a publication, since they depend on the day and on the
course. How learners answered it is counted by the worker alone.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.orm import Session

from course_app.domain.item_writing import worst_finding
from course_app.domain.names import search_key
from course_app.domain.questions import Question
from course_app.domain.reviews import Groundwork
from course_app.formats.plain_json import from_plain
from course_app.models import BankEntry, QuestionVersion
from course_app.models import Question as QuestionRow
from course_app.queries.bank_facts import answers_in, courses_to_count, entries_to_judge
from course_app.queries.catalogue import Outline, newest_outlines
from course_app.queries.grounds import STANDING, groundwork, is_stale, surroundings
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION
from course_app.services.transaction import hold, transaction

JUDGED_FOR = timedelta(days=1)
AT_ONCE = 200
REPEATED = ("code", "state", "topic", "pool", "type", "origin")
NOTED = (*REPEATED, "is_waiting", "number", "sought", "level", "claims", "is_stale")
NOT_COUNTED = {"facility": None, "answers": 0, "counted_at": None}
NOT_JUDGED = {"judged_at": None, "judged_with": None}


def index_question(session: Session, outline: Outline, row: QuestionRow, now: datetime) -> None:
    """Note what the question says, and judge it. Part of the transaction that changed it."""
    index_questions(session, outline, [row], now)


def index_questions(session: Session, outline: Outline, rows: Sequence[QuestionRow], now: datetime) -> None:
    """The same of several."""
    session.flush()
    _judge(session, outline, [row.id for row in rows], now)


def index_course(session: Session, course_id: int, course: Groundwork) -> None:
    """Note what every question of the course says, for the worker to judge. Part of a publication."""
    rows = session.execute(_indexed(QuestionRow.course_id == course_id)).all()
    _write(session, course_id, [(row, _values(row, course) | NOT_JUDGED) for row in rows if not _is_noted(row, course)])


def judge_waiting(now: datetime) -> int:
    """The worker's job: judge what nobody has judged today in the course as it is; how many questions that were."""
    done = 0
    for outline in newest_outlines():
        waiting = entries_to_judge(outline, now - JUDGED_FOR)
        for start in range(0, len(waiting), AT_ONCE):
            some = waiting[start : start + AT_ONCE]
            with transaction() as session:
                hold(session, select(QuestionRow.id).where(QuestionRow.id.in_(some)).order_by(QuestionRow.id))
                _judge(session, outline, some, now)
        done += len(waiting)
    return done


def count_answers(now: datetime) -> int:
    """The worker's job: how learners answered the questions of the courses in which somebody has answered since."""
    courses = courses_to_count()
    for course_id in courses:
        counted = answers_in(course_id)
        with transaction() as session:
            hold(session, select(QuestionRow.id).where(QuestionRow.id.in_(counted)).order_by(QuestionRow.id))
            own = BankEntry.course_id == course_id
            session.execute(update(BankEntry).where(own).values(NOT_COUNTED | {"counted_at": now}))
            if counted:
                session.execute(
                    update(BankEntry),
                    [{"question_id": one, "counted_at": now} | found for one, found in counted.items()],
                )
    return len(courses)


def _judge(session: Session, outline: Outline, question_ids: Collection[int], now: datetime) -> None:
    course, around = groundwork(outline), surroundings(outline, now.date().isoformat())
    judged = {"judged_at": now, "judged_with": outline.version_id}
    rows = session.execute(_indexed(QuestionRow.id.in_(question_ids))).all()
    found = [(row, worst_finding(from_plain(Question, row.content), around)) for row in rows]
    noted = [(row, _values(row, course) | judged | {"finding": finding}) for row, finding in found]
    _write(session, outline.course_id, noted)


def _write(session: Session, course_id: int, noted: Sequence[tuple[Row[Any], dict[str, Any]]]) -> None:
    """Add or change entries; what was counted of another version is forgotten."""
    fresh = [values | {"course_id": course_id} for row, values in noted if row.old_number is None]
    known = [values for row, values in noted if row.old_number is not None]
    other = [row.question_id for row, _values in noted if row.old_number not in (None, row.newest_number)]
    if fresh:
        session.execute(insert(BankEntry), fresh)
    if known:
        session.execute(update(BankEntry), known)
    if other:
        session.execute(update(BankEntry).where(BankEntry.question_id.in_(other)).values(NOT_COUNTED))


def _is_noted(row: Row[Any], course: Groundwork) -> bool:
    return all(getattr(row, f"old_{name}") == value for name, value in _values(row, course).items() if name in NOTED)


def _indexed(condition: Any) -> Select[Any]:
    """The version in use of some questions, and what is noted of it."""
    return (
        select(
            QuestionRow.id.label("question_id"),
            *(getattr(QuestionRow, name) for name in REPEATED),
            QuestionRow.newest_number,
            QuestionRow.waiting_number,
            QuestionVersion.content,
            *STANDING,
            *(getattr(BankEntry, name).label(f"old_{name}") for name in NOTED),
        )
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .outerjoin(BankEntry, BankEntry.question_id == QuestionRow.id)
        .where(condition)
    )


def _values(row: Row[Any], course: Groundwork) -> dict[str, Any]:
    content = row.content
    words = (row.code.casefold(), *map(_folded, (row.code, content["stem"], *content.get("tags", ()))))
    return {name: getattr(row, name) for name in REPEATED} | {
        "question_id": row.question_id,
        "is_waiting": row.waiting_number is not None,
        "number": row.newest_number,
        "sought": " ".join(words),
        "level": content["level"],
        "claims": "".join(f" {one}" for one in content["claims"]) + " ",
        "is_stale": is_stale(row, course),
    }


def _folded(text: str) -> str:
    """Word by word, since a key has a greatest length and a stem has none."""
    return " ".join(map(search_key, text.split()))
