"""Give learners what they need: a profile that holds in every course, single adjustments at one quiz.

What is given reaches an attempt under way: it is appended to it here, and every page and every answer reads it. An
attempt that is over stays over, and one under way keeps what it had when less is given later. No reason for a profile
is asked for or kept, since it would tell of somebody's health.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import Session

from course_app.domain.accommodations import MOST_PERCENT, NOTHING, Allowance, still_to_add
from course_app.domain.accommodations import Accommodation as Profile
from course_app.domain.attempts import state
from course_app.domain.errors import RuleBroken
from course_app.domain.quizzes import Quiz
from course_app.domain.windows import OwnWindow, limit_to_share, moment_of, own_window, wall_clock, window_faults
from course_app.models import Accommodation, Attempt, AttemptAdjustment, Course, Enrolment, QuizAdjustment
from course_app.models import Quiz as QuizRow
from course_app.queries.allowances import AT_QUIZZES, allowance_of, profile_of
from course_app.queries.catalogue import Outline
from course_app.queries.deadlines import DEADLINE, due_of
from course_app.queries.quizzes import quiz_version
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
    """What is given at one quiz; `seen`: how many such adjustments the page showed.

    `opens` and `closes`: to what its window is moved, as typed in the course's zone; empty where it is not.
    """

    attempts: int
    minutes: int
    reason: str
    seen: int
    opens: str = ""
    closes: str = ""


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
        for attempt in under_way(session, theirs, now):
            _give_by_profile(session, actor_id, attempt, profile, now)


def adjust_quiz(actor_id: int, outline: Outline, person: str, quiz: str, single: Single, now: datetime) -> None:
    """Give a learner of the course further attempts or minutes at one quiz, or move its window for them.

    Raises NoSuchPerson, NotToBeGiven or AdjustedMeanwhile.
    """
    card = outline.quizzes.get(quiz)
    if card is None:
        raise NoSuchPerson("There is no such quiz.")
    zone = ZoneInfo(outline.course.zone)
    _refuse(card.quiz, single, zone)
    with transaction() as session:
        learner = _learner(session, outline.course_id, person)
        theirs = (QuizAdjustment.enrolment_id == learner.enrolment_id) & (QuizAdjustment.quiz_id == card.quiz_id)
        if session.scalar(select(func.count()).select_from(QuizAdjustment).where(theirs)) != single.seen:
            raise AdjustedMeanwhile
        before = _allowance(session, learner.enrolment_id, card.quiz_id)
        if single.minutes and limit_to_share(card.quiz, zone, before) is None:
            raise NotToBeGiven("This quiz has no time limit. Nothing was changed.")
        row = QuizAdjustment(enrolment_id=learner.enrolment_id, quiz_id=card.quiz_id, actor_id=actor_id, at=now)
        row.attempts, row.seconds, row.reason = single.attempts, single.minutes * 60, single.reason
        row.opens_at, row.closes_at = _moment(single.opens, zone), _moment(single.closes, zone)
        session.add(row)
        words = _words(quiz, single)
        audit(session, actor_id, "quiz adjusted", words, now, person=learner.person_id, reason=single.reason)
        session.flush()
        after = _allowance(session, learner.enrolment_id, card.quiz_id)
        _refuse_window(own_window(card.quiz, zone, after), row.closes_at)
        own = (Attempt.enrolment_id == learner.enrolment_id) & (Attempt.quiz_id == card.quiz_id)
        for attempt in under_way(session, own, now):
            let_end_later(session, actor_id, attempt, before, after, now)


def _refuse(quiz: Quiz, single: Single, zone: ZoneInfo) -> None:
    if not 0 <= single.attempts <= MOST_ATTEMPTS or not 0 <= single.minutes <= MOST_MINUTES:
        raise NotToBeGiven(
            f"At most {MOST_ATTEMPTS} attempts and {MOST_MINUTES} minutes are given at once. Nothing was changed."
        )
    if not (single.attempts or single.minutes or single.opens or single.closes):
        raise NotToBeGiven("Write how many attempts or minutes, or when it opens or closes. Nothing was changed.")
    if single.attempts and quiz.attempts is None:
        raise NotToBeGiven("This quiz may be taken as often as one likes already. Nothing was changed.")
    if (single.opens and not quiz.opens) or (single.closes and not quiz.closes):
        raise NotToBeGiven("This quiz has no such bound to be moved. Nothing was changed.")
    if any(one and not wall_clock(one) for one in (single.opens, single.closes)):
        raise NotToBeGiven("Write a date and a time, such as 2026-12-01 09:00. Nothing was changed.")
    for fault in window_faults(wall_clock(single.opens), wall_clock(single.closes), zone):
        raise NotToBeGiven(f"{fault.sentence} Nothing was changed.")


def _refuse_window(own: OwnWindow, closes: datetime | None) -> None:
    """Refuse a window that the new adjustment would leave empty, or a closing that would take something away."""
    if closes is not None and own.group.closes is not None and closes <= own.group.closes:
        whose = "Everybody" if own.group == own.usual else "Their cohort"
        raise NotToBeGiven(f"{whose}’s closing is not earlier than that; choose a later one. Nothing was changed.")
    if own.window.opens and own.window.closes and own.window.opens >= own.window.closes:
        raise NotToBeGiven(
            "For this learner it would close before it opens. Move the closing as well. Nothing was changed."
        )


def _moment(typed: str, zone: ZoneInfo) -> datetime | None:
    return moment_of(wall_clock(typed), zone) if typed else None


def _words(quiz: str, single: Single) -> str:
    """What was given, for the audit; times in the course's zone."""
    moved = [f", {name} {one}" for name, one in (("opens", single.opens), ("closes", single.closes)) if one]
    return f"quiz {quiz}: {single.attempts} attempts, {single.minutes} minutes{''.join(moved)}"


def _allowance(session: Session, enrolment_id: int, quiz_id: int) -> Allowance:
    """What a learner is given at a quiz, this transaction's own gift included."""
    statement = AT_QUIZZES.where(Enrolment.id == enrolment_id, QuizRow.id == quiz_id)
    return allowance_of(session.execute(statement).one())


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


def under_way(session: Session, which: ColumnElement[bool], now: datetime) -> Sequence[Row[Any]]:
    """Attempts that something ends and that still take answers, held."""
    has_end = or_(Attempt.limit_seconds.is_not(None), Attempt.window_closes_at.is_not(None))
    is_open = (which, Attempt.closed_at.is_(None), has_end)
    hold(session, select(Attempt.id).where(*is_open).order_by(Attempt.id))
    statement = (
        select(Attempt.id, Attempt.enrolment_id, Attempt.quiz_version_id, Course.zone, *DEADLINE)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Course, Course.id == Enrolment.course_id)
        .where(*is_open)
    )
    rows = session.execute(statement).all()
    return [row for row in rows if state(None, due_of(row), now) == "open"]


def _give_by_profile(session: Session, actor_id: int, attempt: Row[Any], profile: Profile, now: datetime) -> None:
    """Append what the attempt still lacks of what the profile gives."""
    by_profile = (AttemptAdjustment.attempt_id == attempt.id) & (AttemptAdjustment.source == "profile")
    had = session.scalars(select(AttemptAdjustment.seconds).where(by_profile)).all()
    wanted = _window(attempt, Allowance(profile.extra_percent, profile.is_untimed)).given.get("profile", 0)
    more = still_to_add(wanted, had)
    if more != 0:
        _append(session, actor_id, attempt.id, "profile", more, now)


def let_end_later(
    session: Session, actor_id: int, attempt: Row[Any], before: Allowance, after: Allowance, now: datetime
) -> None:
    """Append that by which the attempt would end later now, by minutes or by its quiz's closing."""
    ends = [_window(attempt, one).due(attempt.started_at, attempt.limit_seconds) for one in (before, after)]
    more = int((ends[1] - ends[0]).total_seconds()) if ends[0] and ends[1] else 0
    if more > 0:
        _append(session, actor_id, attempt.id, "single", more, now)


def _window(attempt: Row[Any], allowance: Allowance) -> OwnWindow:
    return own_window(quiz_version(attempt.quiz_version_id), ZoneInfo(attempt.zone), allowance)


def _append(session: Session, actor_id: int, attempt_id: int, source: str, seconds: int | None, now: datetime) -> None:
    session.add(
        AttemptAdjustment(attempt_id=attempt_id, source=source, seconds=seconds, reason="", actor_id=actor_id, at=now)
    )
