"""Try a saved version of a quiz on the real attempt pages, without being counted anywhere."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.quizzes import Quiz
from course_app.formats.plain_json import from_plain
from course_app.models import Quiz as QuizRow
from course_app.queries.catalogue import Outline
from course_app.services.attempting import Setting, begin
from course_app.services.authoring_quizzes import QuizVersionNotFound, refuse_obstacles, version_of
from course_app.services.enrolling import active_one, add_cycle, enrolments_of
from course_app.services.transaction import transaction


class LearnsTheCourse(RuleBroken):
    """Whoever learns the course would mix the trial with their own attempts."""

    def __init__(self) -> None:
        super().__init__(
            "You are enrolled in this course as a learner, and a trial must not mix with your own attempts. "
            "Take the quiz as a learner, or let a colleague try it. Nothing was started."
        )


def preview_quiz(person_id: int, outline: Outline, slug: str, number: int, now: datetime, seed: int) -> str:
    """The public id of a new trial attempt at a saved version.

    Each trial has an enrolment of kind preview of its own, so that limits of attempts and delays do not bind it; the
    one before ends. No e-mail need be confirmed for what counts nowhere, and no window holds for it. Raises
    LearnsTheCourse, QuizVersionNotFound or NotPublishable.
    """
    with transaction() as session:
        quiz_id = session.scalar(select(QuizRow.id).where(QuizRow.course_id == outline.course_id, QuizRow.slug == slug))
        if quiz_id is None:
            raise QuizVersionNotFound("There is no such quiz.")
        version = version_of(session, quiz_id, number)
        quiz = from_plain(Quiz, version.content)
        refuse_obstacles(session, outline, quiz)
        enrolment_id = _preview_enrolment(session, person_id, outline.course_id, now)
        setting = Setting(
            course_id=outline.course_id,
            zone=outline.course.zone,
            enrolment_id=enrolment_id,
            enrolment_active=True,
            email_confirmed=True,
            quiz_id=quiz_id,
            quiz_version_id=version.id,
        )
        return begin(session.connection(), setting, replace(quiz, opens="", closes=""), person_id, 1, now, seed)


def _preview_enrolment(session: Session, person_id: int, course_id: int, now: datetime) -> int:
    earlier = enrolments_of(session, person_id, course_id)
    active = active_one(earlier)
    if active is not None and active.kind != "preview":
        raise LearnsTheCourse
    if active is not None:
        active.ended_at, active.end_reason = now, "another trial began"
    return add_cycle(session, person_id, course_id, earlier, now, kind="preview").id
