"""Whether a change to the bank leaves every published quiz possible; within the transaction of the verb that asks."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.drawing import Candidate, draw
from course_app.domain.errors import RuleBroken
from course_app.domain.questions import Question
from course_app.domain.quizzes import Quiz, slots_of
from course_app.models import Question as QuestionRow
from course_app.queries.catalogue import Outline


class StillNeeded(RuleBroken):
    """A published quiz could not be asked any more."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(
            f"Nothing was changed, since the quiz “{title}” could not be asked any more: {why} "
            "Change the quiz first, or put another question into use."
        )


def candidates_of(session: Session, course_id: int) -> dict[str, Candidate]:
    """What a quiz of the course may ask, by code: the questions in use, self-checks left out."""
    rows = session.execute(
        select(QuestionRow.code, QuestionRow.topic, QuestionRow.pool).where(
            QuestionRow.course_id == course_id, QuestionRow.state == "approved", QuestionRow.pool != "self-check"
        )
    )
    return {row.code: Candidate(row.code, row.topic, row.pool, seen=False) for row in rows}


def refuse_what_breaks_a_quiz(
    session: Session, outline: Outline, question: Question | None, *, without: str = ""
) -> None:
    """Raise StillNeeded if a published quiz that works now would not, with `question` as it is to be, or without one.

    A quiz that does not work now is passed over: it must not stand in the way of mending the bank.
    """
    before = candidates_of(session, outline.course_id)
    after = {code: one for code, one in before.items() if code != without}
    if question is not None:
        after.pop(question.id, None)
        if question.pool != "self-check":
            after[question.id] = Candidate(question.id, question.topic, question.pool, seen=False)
    for card in outline.quizzes.values():
        why = impossible(card.quiz, after)
        if why and not impossible(card.quiz, before):
            raise StillNeeded(card.title, why)


def impossible(quiz: Quiz, candidates: dict[str, Candidate]) -> str:
    """Why the quiz cannot be asked from these questions, in a sentence; empty when it can."""
    slots = [slot for _section, slot in slots_of(quiz)]
    missing = [slot.question for slot in slots if slot.question and slot.question not in candidates]
    if missing:
        return f"question {missing[0]}, which it always asks, would not be in use."
    try:
        draw(slots, list(candidates.values()), seed=0)
    except RuleBroken as refusal:
        return str(refusal).removesuffix(" Nothing was started.")
    return ""
