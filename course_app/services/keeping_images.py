"""Keep the images that are added to questions, and remove those that nothing names any more."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, cast, delete, exists, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from course_app.domain.images import Picture
from course_app.models import (
    Course,
    Question,
    QuestionImage,
    QuestionImport,
    QuestionImportItem,
    QuestionVersion,
    TypedQuestion,
)
from course_app.queries.catalogue import Outline
from course_app.services.transaction import hold, transaction

GRACE = timedelta(days=7)


def keep_image(actor_id: int | None, outline: Outline, picture: Picture, now: datetime) -> None:
    """Keep an image for the course; one that it has already is only noted as added again."""
    with transaction() as session:
        keep_images(session, actor_id, outline, [picture], now)


def keep_images(
    session: Session, actor_id: int | None, outline: Outline, pictures: Iterable[Picture], now: datetime
) -> None:
    """Keep several, within the transaction of the verb that asks."""
    given = {one.hash: one for one in pictures}
    if not given:
        return
    hold(session, select(Course.id).where(Course.id == outline.course_id))
    own = select(QuestionImage).where(QuestionImage.course_id == outline.course_id, QuestionImage.hash.in_(given))
    for row in session.scalars(own):
        row.added_by_id, row.added_at = actor_id, now
        del given[row.hash]
    for one in given.values():
        session.add(
            QuestionImage(
                course_id=outline.course_id,
                hash=one.hash,
                mimetype=one.mimetype,
                width=one.width,
                height=one.height,
                data=one.data,
                added_by_id=actor_id,
                added_at=now,
            )
        )


def clear_images(now: datetime) -> int:
    """The worker's job: remove images added a week ago or longer that no version, draft or file names; how many."""
    old = (QuestionImage.added_at <= now - GRACE) & ~_is_named()
    with transaction() as session:
        return session.execute(delete(QuestionImage).where(old)).rowcount


def _is_named() -> ColumnElement[bool]:
    """Whether a text of its course names the image: of any version, of a form not saved, of a file brought in."""
    course = QuestionImage.course_id
    return or_(
        exists()
        .where(Question.id == QuestionVersion.question_id, Question.course_id == course)
        .where(_names(QuestionVersion.content)),
        exists().where(TypedQuestion.course_id == course, _names(TypedQuestion.fields)),
        exists()
        .where(QuestionImport.id == QuestionImportItem.import_id, QuestionImport.course_id == course)
        .where(_names(QuestionImportItem.content)),
    )


def _names(column: InstrumentedAttribute) -> ColumnElement[bool]:
    return cast(column, Text).contains(literal("(image:") + QuestionImage.hash + "-")
