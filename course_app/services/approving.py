"""Part of the verbs that approve a question: who wrote it, who else could approve it, and the note of it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.questions import Question
from course_app.domain.reviewing import Actor, Item, is_alone, refusal
from course_app.formats.plain_json import from_plain
from course_app.models import Question as QuestionRow
from course_app.models import QuestionApproval, QuestionVersion
from course_app.queries.authored_questions import others_than


class StepRefused(RuleBroken):
    """The question cannot take that step now, or not by this person."""


def head_of(row: QuestionRow) -> int:
    """The number of the newest version: the one that waits for its approval, or the one in use."""
    return row.waiting_number or row.newest_number


def content_of(session: Session, row: QuestionRow, number: int) -> Question:
    """One version of the question."""
    own = (QuestionVersion.question_id == row.id) & (QuestionVersion.number == number)
    return from_plain(Question, session.execute(select(QuestionVersion.content).where(own)).scalar_one())


def item_of(session: Session, row: QuestionRow, *versions: Question) -> Item:
    """The question as a step finds it; `versions`: its newest one, and the one in use where that is another."""
    table = QuestionVersion
    own = (table.question_id == row.id) & table.number.in_((1, head_of(row)))
    writers = {one for one in session.scalars(select(table.author_id).where(own)) if one}
    return Item(
        state=row.state,
        is_safety=any(one.safety for one in versions),
        is_waiting=row.waiting_number is not None,
        writers=writers,
        has_others=session.scalar(select(others_than(row.course_id, writers).exists())),
    )


def refuse_step(item: Item, state: str, actor: Actor, note: str) -> None:
    """Raise StepRefused if the actor may not bring the question there."""
    if why := refusal(item, state, actor, note):
        raise StepRefused(why)


def note_approval(session: Session, row: QuestionRow, item: Item, actor: Actor, note: str, now: datetime) -> None:
    """Remember who approved the newest version."""
    session.add(
        QuestionApproval(
            question_id=row.id,
            number=head_of(row),
            person_id=actor.id,
            is_alone=is_alone(item, actor),
            note=note.strip(),
            at=now,
        )
    )
