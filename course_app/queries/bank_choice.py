"""Questions that were chosen in the list of the bank, as a change of all of them finds them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from course_app.domain.bank_changes import Chosen
from course_app.domain.drawing import Candidate
from course_app.domain.questions import Question as Content
from course_app.domain.reviewing import Item
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.models import Membership, Person, Question, QuestionVersion
from course_app.queries.authored_questions import faults_in
from course_app.queries.candidates import candidates_of
from course_app.queries.catalogue import Outline

HEAD = func.coalesce(Question.waiting_number, Question.newest_number)


def chosen_questions(outline: Outline, codes: Collection[str]) -> list[Chosen]:
    """Those of the codes that the course has, in order."""
    with read_connection() as connection:
        rows = connection.execute(_versions(outline.course_id, codes)).all()
        members = _members(connection, outline.course_id)
    by_code: dict[str, list[Any]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    return [_chosen(outline, own, members) for own in by_code.values()]


def questions_in_use(course_id: int) -> dict[str, Candidate]:
    """What quizzes may ask now, by code."""
    with read_connection() as connection:
        return candidates_of(connection, course_id)


def counts_by_kind(connection: Connection, course_id: int) -> dict[tuple[str, str], int]:
    """How many questions quizzes may draw, by topic and pool."""
    kind = (Question.topic, Question.pool)
    own = (Question.course_id == course_id, Question.state == "approved", Question.pool != "self-check")
    rows = connection.execute(select(*kind, func.count()).where(*own).group_by(*kind))
    return {(topic, pool): count for topic, pool, count in rows}


def newest_contents(course_id: int, codes: Collection[str]) -> Mapping[str, tuple[int, Content]]:
    """By code, the number of the newest version and what it says."""
    statement = (
        select(Question.code, QuestionVersion.number, QuestionVersion.content)
        .join(QuestionVersion, (QuestionVersion.question_id == Question.id) & (QuestionVersion.number == HEAD))
        .where(Question.course_id == course_id, Question.code.in_(codes))
    )
    with read_connection() as connection:
        return {row.code: (row.number, from_plain(Content, row.content)) for row in connection.execute(statement)}


def _versions(course_id: int, codes: Collection[str]) -> Select[Any]:
    """The newest version of each, the one in use and the first."""
    told = (QuestionVersion.number == HEAD) | (QuestionVersion.number == Question.newest_number)
    return (
        select(
            Question.code,
            Question.state,
            Question.newest_number,
            Question.waiting_number,
            QuestionVersion.number,
            QuestionVersion.author_id,
            case((told, QuestionVersion.content)).label("content"),
        )
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(Question.course_id == course_id, Question.code.in_(codes), told | (QuestionVersion.number == 1))
        .order_by(Question.code, QuestionVersion.number)
    )


def _members(connection: Connection, course_id: int) -> set[int]:
    statement = (
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.course_id == course_id, Person.active.is_(True))
    )
    return set(connection.scalars(statement))


def _chosen(outline: Outline, rows: Sequence[Any], members: set[int]) -> Chosen:
    first = rows[0]
    head = first.waiting_number or first.newest_number
    content = {row.number: from_plain(Content, row.content) for row in rows if row.content}
    newest, used = content[head], content[first.newest_number]
    writers = {row.author_id for row in rows if row.number in (1, head) and row.author_id}
    is_safety, is_waiting = newest.safety or used.safety, first.waiting_number is not None
    item = Item(first.state, is_safety, is_waiting, frozenset(writers), bool(members - writers))
    lacks = " ".join(fault.sentence for fault in faults_in(outline, newest))
    return Chosen(first.code, item, newest, used, lacks)
