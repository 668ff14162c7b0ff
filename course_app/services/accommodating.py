"""Give learners what they need: a profile that holds in every course, single adjustments at one quiz.

What is given reaches an attempt under way: it is appended to it here, and every page and every answer reads it. An
attempt that is over stays over, and one under way keeps what it had when less is given later. No reason for a profile
is asked for or kept, since it would tell of somebody's health.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from course_app.domain.accommodations import MOST_PERCENT, NOTHING, Allowance, adjustments, still_to_add
from course_app.domain.accommodations import Accommodation as Profile
from course_app.domain.attempts import state
from course_app.domain.errors import RuleBroken
from course_app.models import Accommodation, Attempt, AttemptAdjustment, Enrolment, QuizAdjustment
from course_app.queries.allowances import profile_of
from course_app.queries.catalogue import Outline, QuizCard
from course_app.queries.deadlines import DEADLINE, due_of
from course_app.services.administering import NoSuchPerson, person_of
from course_app.services.ledgers import audit
from course_app.services.transaction import hold, transaction

MOST_ATTEMPTS, MOST_MINUTES = 20, 600


class NotToBeGiven(RuleBroken):
    """What was asked for cannot be given."""


class AdjustedMeanwhile(RuleBroken):
    """Something was given at this quiz since the page was opened: by somebody else, or by the same press twice."""

    def __init__(self) -> None:
        super().__init__(
            "Something was given at this quiz since you opened the page; it stands below. Look at it first. Nothing "
            "was added this time."
        )


@dataclass(frozen=True)
class Single:
    """What is given at one quiz; `seen`: how many such adjustments the page showed."""

    attempts: int
    minutes: int
    reason: str
    seen: int


def give_profile(actor_id: int, course_id: int, person: str, profile: Profile, now: datetime) -> None:
    """Make this the profile of a learner of the course; the same again changes nothing, an empty one withdraws it.

    Raises NoSuchPerson, or NotToBeGiven for a share of time that cannot be.
    """
    if not 0 <= profile.extra_percent <= MOST_PERCENT:
        raise NotToBeGiven(f"Extra time is a whole number from 0 to {MOST_PERCENT} percent. Nothing was changed.")
    with transaction() as session:
        learner = _learner(session, course_id, person)
        row = session.get(Accommodation, learner.person_id)
        before = profile_of(row)
        if before == profile:
            return
        if row is not None:
            session.delete(row)
            session.flush()
        if profile != NOTHING:
            given = asdict(profile)
            session.add(Accommodation(person_id=learner.person_id, given_by_id=actor_id, given_at=now, **given))
        verb = "accommodation withdrawn" if profile == NOTHING else "accommodation given"
        audit(
            session,
            actor_id,
            verb,
            f"person {learner.person_id}",
            now,
            person=learner.person_id,
            before=asdict(before),
            after=asdict(profile),
        )
        theirs = Attempt.enrolment_id.in_(select(Enrolment.id).where(Enrolment.person_id == learner.person_id))
        for attempt in _under_way(session, theirs, now):
            _give_by_profile(session, actor_id, attempt, profile, now)


def adjust_quiz(actor_id: int, outline: Outline, person: str, quiz: str, single: Single, now: datetime) -> None:
    """Give a learner of the course further attempts or minutes at one quiz.

    Raises NoSuchPerson, NotToBeGiven or AdjustedMeanwhile.
    """
    card = outline.quizzes.get(quiz)
    if card is None:
        raise NoSuchPerson("There is no such quiz.")
    _refuse(card, single)
    with transaction() as session:
        learner = _learner(session, outline.course_id, person)
        theirs = (QuizAdjustment.enrolment_id == learner.enrolment_id) & (QuizAdjustment.quiz_id == card.quiz_id)
        if session.scalar(select(func.count()).select_from(QuizAdjustment).where(theirs)) != single.seen:
            raise AdjustedMeanwhile
        session.add(
            QuizAdjustment(
                enrolment_id=learner.enrolment_id,
                quiz_id=card.quiz_id,
                attempts=single.attempts,
                seconds=single.minutes * 60,
                reason=single.reason,
                actor_id=actor_id,
                at=now,
            )
        )
        words = f"quiz {quiz}: {single.attempts} attempts, {single.minutes} minutes"
        audit(session, actor_id, "quiz adjusted", words, now, person=learner.person_id, reason=single.reason)
        own = (Attempt.enrolment_id == learner.enrolment_id) & (Attempt.quiz_id == card.quiz_id)
        if single.minutes:
            for attempt in _under_way(session, own, now):
                _append(session, actor_id, attempt.id, "single", single.minutes * 60, now)


def _refuse(card: QuizCard, single: Single) -> None:
    if not 0 <= single.attempts <= MOST_ATTEMPTS or not 0 <= single.minutes <= MOST_MINUTES:
        raise NotToBeGiven(
            f"At most {MOST_ATTEMPTS} attempts and {MOST_MINUTES} minutes are given at once. Nothing was changed."
        )
    if not single.attempts and not single.minutes:
        raise NotToBeGiven("Write how many attempts or minutes. Nothing was changed.")
    if single.attempts and card.quiz.attempts is None:
        raise NotToBeGiven("This quiz may be taken as often as one likes already. Nothing was changed.")
    if single.minutes and card.quiz.time_limit is None:
        raise NotToBeGiven("This quiz has no time limit. Nothing was changed.")


def _learner(session: Session, course_id: int, person: str) -> Row[Any]:
    """A learner of the course, held with all their enrolments, so that no attempt starts unseen meanwhile."""
    person_id = person_of(session, person).id
    hold(session, select(Enrolment.id).where(Enrolment.person_id == person_id).order_by(Enrolment.id))
    found = session.execute(
        select(Enrolment.id.label("enrolment_id"), Enrolment.person_id).where(
            Enrolment.person_id == person_id,
            Enrolment.course_id == course_id,
            Enrolment.ended_at.is_(None),
            Enrolment.kind != "preview",
        )
    ).one_or_none()
    if found is None:
        raise NoSuchPerson("There is no such learner.")
    return found


def _under_way(session: Session, which: ColumnElement[bool], now: datetime) -> Sequence[Row[Any]]:
    """Attempts with a limit that still take answers, held."""
    is_open = (which, Attempt.closed_at.is_(None), Attempt.limit_seconds.is_not(None))
    hold(session, select(Attempt.id).where(*is_open).order_by(Attempt.id))
    rows = session.execute(select(Attempt.id, *DEADLINE).where(*is_open)).all()
    return [row for row in rows if state(None, due_of(row), now) == "open"]


def _give_by_profile(session: Session, actor_id: int, attempt: Row[Any], profile: Profile, now: datetime) -> None:
    """Append what the attempt still lacks of what the profile gives."""
    by_profile = (AttemptAdjustment.attempt_id == attempt.id) & (AttemptAdjustment.source == "profile")
    had = session.scalars(select(AttemptAdjustment.seconds).where(by_profile)).all()
    allowance = Allowance(profile.extra_percent, profile.is_untimed)
    wanted = adjustments(attempt.limit_seconds, allowance).get("profile", 0)
    more = still_to_add(wanted, had)
    if more != 0:
        _append(session, actor_id, attempt.id, "profile", more, now)


def _append(session: Session, actor_id: int, attempt_id: int, source: str, seconds: int | None, now: datetime) -> None:
    session.add(
        AttemptAdjustment(attempt_id=attempt_id, source=source, seconds=seconds, reason="", actor_id=actor_id, at=now)
    )
