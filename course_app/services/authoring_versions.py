"""Part of the verbs that write questions: their immutable versions and the permanent letters in them."""

from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from course_app.domain.content_hash import content_hash
from course_app.domain.errors import RuleBroken
from course_app.domain.questions import Question, lettered
from course_app.formats.plain_json import from_plain, to_hash, to_plain
from course_app.models import QuestionVersion


class LettersUsedUp(RuleBroken):
    """Letters of options are never used twice, and there are 26."""


def versions_of(session: Session, question_id: int) -> list[Row]:
    """Number, hash and content of every version, the eldest first."""
    table = QuestionVersion
    statement = select(table.number, table.content_hash, table.content).where(table.question_id == question_id)
    return list(session.execute(statement.order_by(table.number)))


def with_letters(draft: Question, versions: list[Row], opened: int) -> Question:
    """The draft with the letters that its options had in the version it was opened on, new ones for the others."""
    letters = {
        version.number: [option.letter for option in from_plain(Question, version.content).options]
        for version in versions
    }
    try:
        return lettered(draft, letters[opened], [letter for one in letters.values() for letter in one])
    except ValueError as error:
        raise LettersUsedUp(
            "This question has had 26 options in all its versions, and no letter is used twice. "
            "Write it as a new question instead; what you typed is kept here."
        ) from error


def add_version(
    session: Session, question_id: int, number: int, question: Question, actor_id: int, now: datetime
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
