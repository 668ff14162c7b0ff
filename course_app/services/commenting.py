"""Comment on questions, settle what was said, and open it again. Nothing is ever taken away but by erasure."""

from datetime import datetime

from sqlalchemy import select

from course_app.domain.commenting import refusal
from course_app.domain.errors import RuleBroken
from course_app.models import Question, QuestionComment
from course_app.services.ledgers import audit
from course_app.services.transaction import held, transaction


class NoComment(RuleBroken):
    """That cannot be said, or there is no such comment."""


def add_comment(actor_id: int, course_id: int, code: str, place: str, body: str, now: datetime) -> None:
    """Say something about a question, or a place of it that the caller knows it has. Raises NoComment."""
    if why := refusal(body):
        raise NoComment(why)
    with transaction() as session:
        row = held(session, select(Question).where(Question.course_id == course_id, Question.code == code))
        if row is None:
            raise NoComment("There is no such question.")
        number = row.waiting_number or row.newest_number
        comment = QuestionComment(
            question_id=row.id, number=number, place=place, body=body.strip(), author_id=actor_id, at=now
        )
        session.add(comment)
        audit(session, actor_id, "question commented on", f"question {row.id}", now, reason=code)


def settle_comment(
    actor_id: int, course_id: int, code: str, comment_id: int, now: datetime, *, is_resolved: bool
) -> None:
    """Resolve a comment, or open it again; what it is already changes nothing. Raises NoComment."""
    with transaction() as session:
        own = select(Question.id).where(Question.course_id == course_id, Question.code == code)
        wanted = (QuestionComment.id == comment_id) & QuestionComment.question_id.in_(own)
        comment = held(session, select(QuestionComment).where(wanted))
        if comment is None:
            raise NoComment("There is no such comment.")
        if (comment.resolved_at is not None) == is_resolved:
            return
        comment.resolved_at, comment.resolved_by_id = (now, actor_id) if is_resolved else (None, None)
        verb = "comment resolved" if is_resolved else "comment opened again"
        audit(session, actor_id, verb, f"question {comment.question_id}", now, reason=code)
