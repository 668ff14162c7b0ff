"""Part of the verbs that write questions: rows, their immutable versions and the permanent letters in them."""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from course_app.domain.content_hash import content_hash
from course_app.domain.errors import RuleBroken
from course_app.domain.questions import Question, lettered
from course_app.formats.plain_json import from_plain, to_hash, to_plain
from course_app.models import Question as QuestionRow
from course_app.models import QuestionVersion
from course_app.queries.catalogue import Outline
from course_app.queries.grounds import current_grounds
from course_app.services.ledgers import audit

OWN_CODE = re.compile(r"Q([0-9]+)")


class LettersUsedUp(RuleBroken):
    """Letters of options are never used twice, and there are 26."""


def free_number(codes: Iterable[str]) -> int:
    """Of the codes Q1, Q2, … the first after the greatest of these."""
    numbers = [int(match[1]) for code in codes if (match := OWN_CODE.fullmatch(code))]
    return max(numbers, default=0) + 1


def new_row(outline: Outline, question: Question) -> QuestionRow:
    """A question of the site, a draft that nobody is asked; its first version is to be added."""
    row = QuestionRow(course_id=outline.course_id, code=question.id, origin="site", state="draft")
    row.grounds = to_plain(current_grounds(outline, question))
    put_to_use(row, 1, question)
    return row


def put_to_use(row: QuestionRow, number: int, question: Question) -> None:
    """What new attempts draw, if the question is in use; nothing waits any more."""
    row.newest_number, row.waiting_number = number, None
    row.topic, row.pool, row.type, row.credit = question.topic, question.pool, question.type, question.credit


def become_the_sites(session: Session, row: QuestionRow, actor_id: int | None, now: datetime) -> None:
    """From now on the question is the site's: publishing the text leaves it as it is."""
    if row.origin == "text":
        row.origin = "site"
        audit(session, actor_id, "question taken over by the site", f"question {row.id}", now, reason=row.code)


def versions_of(session: Session, question_id: int) -> list[Row]:
    """Number, hash and content of every version, the eldest first."""
    table = QuestionVersion
    statement = select(table.number, table.content_hash, table.content).where(table.question_id == question_id)
    return list(session.execute(statement.order_by(table.number)))


def with_letters(draft: Question, versions: list[Row], opened: int | None) -> Question:
    """The draft with the letters that its options had in the version it was opened on (None: in any), else new ones."""
    letters = {
        version.number: [option.letter for option in from_plain(Question, version.content).options]
        for version in versions
    }
    try:
        used = [letter for one in letters.values() for letter in one]
        return lettered(draft, used if opened is None else letters[opened], used)
    except ValueError as error:
        raise LettersUsedUp(
            "This question has had 26 options in all its versions, and no letter is used twice. "
            "Write it as a new question instead; nothing of it is lost."
        ) from error


def add_version(
    session: Session, question_id: int, number: int, question: Question, actor_id: int | None, now: datetime
) -> None:
    """Keep what the question says as that version."""
    session.add(
        QuestionVersion(
            question_id=question_id,
            number=number,
            content_hash=content_hash(to_hash(question)),
            content=to_plain(question),
            author_id=actor_id,
            created_at=now,
        )
    )
