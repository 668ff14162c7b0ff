"""Whether a change to the bank leaves every published quiz possible; within the transaction of the verb that asks."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.drawing import Candidate
from course_app.domain.errors import RuleBroken
from course_app.domain.questions import Question
from course_app.domain.quiz_building import can_spare, impossible
from course_app.models import Question as QuestionRow
from course_app.queries.bank_choice import counts_by_kind
from course_app.queries.candidates import candidates_of
from course_app.queries.catalogue import Outline


class StillNeeded(RuleBroken):
    """A published quiz could not be asked any more."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(
            f"Nothing was changed, since the quiz “{title}” could not be asked any more: {why} "
            "Change the quiz first, or put another question into use."
        )


def refuse_what_breaks_a_quiz(
    session: Session, outline: Outline, question: Question | None, *, without: str = ""
) -> None:
    """Raise StillNeeded if a published quiz that works now would not, with `question` as it is to be, or without one.

    A quiz that does not work now is passed over: it must not stand in the way of mending the bank.
    """
    if _is_spare(session, outline, question.id if question else without):
        return
    before = candidates_of(session.connection(), outline.course_id)
    after = {code: one for code, one in before.items() if code != without}
    if question is not None:
        after.pop(question.id, None)
        if question.pool != "self-check":
            after[question.id] = Candidate(question.id, question.topic, question.pool, seen=False)
    for card in outline.quizzes.values():
        why = impossible(card.quiz, after)
        if why and not impossible(card.quiz, before):
            raise StillNeeded(card.title, why)


def _is_spare(session: Session, outline: Outline, code: str) -> bool:
    """Whether every quiz surely can do without what the question is now; so a bank of any size is only counted."""
    kind = select(QuestionRow.topic, QuestionRow.pool)
    now = session.execute(kind.where(QuestionRow.course_id == outline.course_id, QuestionRow.code == code)).one()
    counts = counts_by_kind(session.connection(), outline.course_id)
    return all(can_spare(card.quiz, code, *now, counts) for card in outline.quizzes.values())
