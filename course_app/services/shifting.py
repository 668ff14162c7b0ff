"""Open and close quizzes to a cohort at other times than to everybody."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.accommodations import Allowance
from course_app.domain.errors import RuleBroken
from course_app.domain.windows import moment_of, shifted, wall_clock, window_faults
from course_app.models import Attempt, CohortWindow, Enrolment, Quiz
from course_app.queries.allowances import AT_QUIZZES, allowance_of
from course_app.queries.catalogue import Outline, QuizCard
from course_app.services.accommodating import let_end_later, under_way
from course_app.services.administering import NoSuchThing
from course_app.services.grouping import cohort_of
from course_app.services.ledgers import audit
from course_app.services.transaction import hold, transaction

MOST_DAYS = 730
WRITE = "Write a date and a time, such as 2026-12-01 09:00, for what this quiz has. Nothing was changed."


class NotToBeShifted(RuleBroken):
    """A window that cannot be set, with a sentence; `place`: the field at which it is wrong."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(sentence)
        self.place = place


@dataclass(frozen=True)
class Shift:
    """A window as it was filled in: a number of days, or an opening and a closing in the course's zone.

    What is left empty is as for everybody.
    """

    days: int | None = None
    opens: str = ""
    closes: str = ""


def set_window(actor_id: int, outline: Outline, cohort: str, quiz: str, shift: Shift, now: datetime) -> None:
    """Set when a quiz is open to a cohort of the course. An attempt under way ends later where that says so, and
    never earlier. Raises `NoSuchThing` or `NotToBeShifted`.
    """
    card = outline.quizzes.get(quiz)
    if card is None or not (card.quiz.opens or card.quiz.closes):
        raise NoSuchThing("There is no such quiz, or it is always open.")
    zone = ZoneInfo(outline.course.zone)
    opens, closes = _written(card, shift, zone)
    with transaction() as session:
        row = cohort_of(session, cohort)
        if row.course_id != outline.course_id:
            raise NoSuchThing("There is no such quiz in the course of this cohort.")
        theirs = select(Enrolment.id).where(Enrolment.cohort_id == row.id).order_by(Enrolment.id)
        hold(session, theirs)
        before = _allowances(session, row.id, card.quiz_id)
        own = {"cohort_id": row.id, "quiz_id": card.quiz_id}
        window = session.get(CohortWindow, own) or CohortWindow(**own)
        bounds = (moment_of(opens, zone) if opens else None, moment_of(closes, zone) if closes else None)
        if bounds == (window.opens_at, window.closes_at):
            return
        window.opens_at, window.closes_at = bounds
        session.add(window)
        audit(session, actor_id, "quiz window set", f"cohort {row.id}", now, reason=_words(quiz, opens, closes))
        session.flush()
        after = _allowances(session, row.id, card.quiz_id)
        at_quiz = Attempt.enrolment_id.in_(theirs.order_by(None)) & (Attempt.quiz_id == card.quiz_id)
        for attempt in under_way(session, at_quiz, now):
            one = attempt.enrolment_id
            let_end_later(session, actor_id, attempt, before[one], after[one], now)


def _written(card: QuizCard, shift: Shift, zone: ZoneInfo) -> tuple[str, str]:
    """The cohort's own opening and closing, as they are written; empty where they are everybody's."""
    quiz = card.quiz
    if shift.days is not None:
        if shift.opens or shift.closes:
            raise NotToBeShifted("days", "Write a number of days, or dates; not both. Nothing was changed.")
        opens, closes = shifted(quiz, shift.days) if shift.days else ("", "")
    else:
        opens = wall_clock(shift.opens) if quiz.opens else ""
        closes = wall_clock(shift.closes) if quiz.closes else ""
    _refuse(shift, opens, closes)
    for fault in window_faults(opens or quiz.opens, closes or quiz.closes, zone):
        place = "days" if shift.days else fault.place
        raise NotToBeShifted(place, f"{fault.sentence} Nothing was changed.")
    return opens, closes


def _refuse(shift: Shift, opens: str, closes: str) -> None:
    if abs(shift.days or 0) > MOST_DAYS:
        raise NotToBeShifted("days", f"A window is moved by at most {MOST_DAYS} days. Nothing was changed.")
    for place, typed, read in (("opens", shift.opens, opens), ("closes", shift.closes, closes)):
        if typed and not read:
            raise NotToBeShifted(place, WRITE)


def _allowances(session: Session, cohort_id: int, quiz_id: int) -> dict[int, Allowance]:
    """What the learners of a cohort are given at a quiz, by enrolment, this transaction's own change included."""
    rows = session.execute(AT_QUIZZES.where(Enrolment.cohort_id == cohort_id, Quiz.id == quiz_id))
    return {row.id: allowance_of(row) for row in rows}


def _words(quiz: str, opens: str, closes: str) -> str:
    """What was set, for the audit; times in the course's zone."""
    said = [f"{name} {one}" for name, one in (("opens", opens), ("closes", closes)) if one]
    return f"quiz {quiz}: {', '.join(said) or 'as for everybody'}"
