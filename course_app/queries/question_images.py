"""Images of questions: one for who may see it, and those that a course has."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Text, cast, select, true

from course_app.domain.images import Picture, images_of
from course_app.domain.questions import Question
from course_app.extensions import read_connection
from course_app.models import Attempt, AttemptItem, Enrolment, QuestionImage, QuestionVersion
from course_app.queries.viewer import Viewer


@dataclass(frozen=True)
class ShownImage:
    """The bytes of an image and their type."""

    data: bytes
    mimetype: str


def image_for(viewer: Viewer, digest: str) -> ShownImage | None:
    """An image if the viewer teaches or reviews a course that has it, or one of their attempts asks a text with it."""
    own = (
        select(AttemptItem.slot)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id)
        .where(
            Enrolment.person_id == viewer.id,
            Enrolment.course_id == QuestionImage.course_id,
            cast(QuestionVersion.content, Text).contains(f"(image:{digest}-"),
        )
        .correlate(QuestionImage)
        .exists()
    )
    is_staff = QuestionImage.course_id.in_(viewer.instructor_of | viewer.reviewer_of)
    may_see = true() if viewer.is_admin else is_staff | own
    statement = select(QuestionImage.data, QuestionImage.mimetype).where(QuestionImage.hash == digest, may_see)
    with read_connection() as connection:
        row = connection.execute(statement.limit(1)).one_or_none()
    return ShownImage(row.data, row.mimetype) if row else None


def known_images(course_id: int, digests: Collection[str]) -> set[str]:
    """Those of these images that the course has."""
    if not digests:
        return set()
    statement = select(QuestionImage.hash).where(QuestionImage.course_id == course_id, QuestionImage.hash.in_(digests))
    with read_connection() as connection:
        return set(connection.scalars(statement))


def pictures_of(course_id: int, questions: Iterable[Question]) -> dict[str, Picture]:
    """The images that the course has of those which the questions show, by hash."""
    digests = set[str]().union(*map(images_of, questions))
    if not digests:
        return {}
    image = QuestionImage
    columns = (image.hash, image.mimetype, image.width, image.height, image.data)
    statement = select(*columns).where(image.course_id == course_id, image.hash.in_(digests))
    with read_connection() as connection:
        return {row.hash: Picture(*row) for row in connection.execute(statement)}
