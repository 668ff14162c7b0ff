"""Keep what somebody types into the form of a question on every pause, until it is saved or thrown away."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select

from course_app.domain.errors import RuleBroken
from course_app.models import Question, TypedQuestion
from course_app.queries.catalogue import Outline
from course_app.services.transaction import hold_name, transaction

MOST, LARGEST = 20, 60_000
OWN_ID = re.compile(r"[0-9a-f]{32}")


class NotKept(RuleBroken):
    """What was typed cannot be kept as it is; the form still holds it."""


def keep(
    person_id: int, outline: Outline, form: str, code: str, fields: Sequence[tuple[str, str]], now: datetime
) -> None:
    """Keep the fields of a form (its own id) of a question of the course; no code for a new one. Raises NotKept.

    Of one person's forms in a course the eldest go when there are too many.
    """
    if not OWN_ID.fullmatch(form):
        raise NotKept("The form has no number of its own. Open it anew.")
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        raise NotKept("That is too long to be kept while you write. Save it, or shorten it.")
    opened = dict(fields).get("opened", "0")
    with transaction() as session:
        hold_name(session, f"typed questions of {person_id}")
        row = session.scalar(select(TypedQuestion).where(_theirs(person_id, outline), TypedQuestion.public_id == form))
        if row is None:
            question = select(Question.id).where(Question.course_id == outline.course_id, Question.code == code)
            row = TypedQuestion(
                public_id=form,
                person_id=person_id,
                course_id=outline.course_id,
                question_id=session.scalar(question) if code else None,
            )
            session.add(row)
        row.opened = int(opened) if opened.isdecimal() and len(opened) < 7 else 0
        row.fields, row.updated_at = [list(field) for field in fields], now
        session.flush()
        latest = select(TypedQuestion.id).where(_theirs(person_id, outline))
        latest = latest.order_by(TypedQuestion.updated_at.desc(), TypedQuestion.id.desc())
        eldest = session.scalars(latest.offset(MOST)).all()
        session.execute(delete(TypedQuestion).where(TypedQuestion.id.in_(eldest)))


def throw_away(person_id: int, outline: Outline, form: str) -> None:
    """Forget what was typed into one's own form; again is fine."""
    with transaction() as session:
        session.execute(delete(TypedQuestion).where(_theirs(person_id, outline), TypedQuestion.public_id == form))


def _theirs(person_id: int, outline: Outline) -> ColumnElement[bool]:
    return and_(TypedQuestion.person_id == person_id, TypedQuestion.course_id == outline.course_id)
