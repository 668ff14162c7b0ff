"""Keys with which people enrol themselves in a cohort: administrators make and withdraw them, who has one uses it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course_app.domain.enrolment_keys import (
    GUESSES,
    UNKNOWN,
    Key,
    KeyRefused,
    TooManyGuesses,
    refusal,
    refusal_of_learner,
    word_of,
)
from course_app.domain.enrolments import EnrolmentEnded
from course_app.domain.errors import RuleBroken
from course_app.domain.sign_in_limits import LONGEST_WINDOW, place_of
from course_app.domain.windows import end_of
from course_app.gateways import chance
from course_app.gateways.tokens import fingerprint
from course_app.models import Cohort, Course, Enrolment, EnrolmentKey, SignInFailure
from course_app.queries.accounts import longest_wait
from course_app.services.administering import NoSuchThing
from course_app.services.enrolling import active_one, add_cycle, enrolments_of
from course_app.services.grouping import cohort_of
from course_app.services.ledgers import audit
from course_app.services.transaction import held, held_by_key, hold_name, transaction


class PastDay(RuleBroken):
    """The last day of a key lies in the past."""


@dataclass(frozen=True)
class Guest:
    """Whoever tries a word: the person's id and normalised e-mail, and the address they come from."""

    person_id: int
    email: str
    address: str


def make_key(actor_id: int, cohort: str, seats: int | None, last_day: date | None, now: datetime) -> str:
    """A new key of a cohort; its word. Raises `NoSuchThing` or `PastDay`."""
    with transaction() as session:
        row = cohort_of(session, cohort)
        zone = ZoneInfo(session.get_one(Course, row.course_id).zone)
        expires_at = end_of(last_day, zone) if last_day else None
        if expires_at is not None and expires_at <= now:
            raise PastDay("This day is over. Choose a later last day, or none.")
        key = EnrolmentKey(
            public_id=chance.public_id(),
            cohort_id=row.id,
            word=chance.password(),
            seats=seats,
            created_at=now,
            expires_at=expires_at,
        )
        session.add(key)
        session.flush()
        audit(session, actor_id, "key made", f"cohort {row.id}", now, reason=row.name)
        return key.word


def revoke_key(actor_id: int, cohort: str, key: str, now: datetime) -> None:
    """Let a key enrol nobody any more; whoever it enrolled stays. Raises `NoSuchThing`."""
    with transaction() as session:
        row = cohort_of(session, cohort)
        its = select(EnrolmentKey).where(EnrolmentKey.public_id == key, EnrolmentKey.cohort_id == row.id)
        found = held(session, its)
        if found is None:
            raise NoSuchThing("There is no such key.")
        if found.revoked_at is None:
            found.revoked_at = now
            audit(session, actor_id, "key withdrawn", f"cohort {row.id}", now, reason=row.name)


def enrol_by_key(guest: Guest, typed: str, now: datetime) -> str:
    """Enrol whoever has typed a key into its cohort; the course's slug.

    Raises `KeyRefused`, `EnrolmentEnded` or `TooManyGuesses`. A word that is none is counted; so the refusal is raised
    after what was counted is kept.
    """
    with transaction() as session:
        _refuse_guessing(session, guest, now)
        key_id = session.scalar(select(EnrolmentKey.id).where(EnrolmentKey.word == word_of(typed)))
        if key_id is not None:
            return _enrol(session, guest, key_id, now)
        session.execute(delete(SignInFailure).where(SignInFailure.at <= now - LONGEST_WINDOW))
        session.add(SignInFailure(account=_account(guest), address=place_of(guest.address), at=now))
    raise KeyRefused(UNKNOWN)


def _account(guest: Guest) -> str:
    return fingerprint(f"key {guest.email}")


def _refuse_guessing(session: Session, guest: Guest, now: datetime) -> None:
    hold_name(session, f"key {guest.person_id}")
    wait = longest_wait(session, GUESSES, _account(guest), place_of(guest.address), now)
    if wait > timedelta(0):
        raise TooManyGuesses(wait)


def _enrol(session: Session, guest: Guest, key_id: int, now: datetime) -> str:
    cohort = session.scalars(select(Cohort).join(EnrolmentKey).where(EnrolmentKey.id == key_id)).one()
    course = session.get_one(Course, cohort.course_id)
    earlier = enrolments_of(session, guest.person_id, course.id)
    key = held_by_key(session, EnrolmentKey, key_id)
    learnt = [one for one in earlier if one.kind != "preview"]
    active = active_one(learnt)
    own = _name_of(session, active) if active else None
    as_it_stands = Key(key.seats, key.uses, key.expires_at, key.revoked_at, cohort.retired_at is not None)
    if sentence := refusal_of_learner(course.title, cohort.name, own) or refusal(as_it_stands, now):
        raise KeyRefused(sentence)
    if learnt and active is None:
        raise EnrolmentEnded(course.title)
    for trial in earlier:
        trial.ended_at = trial.ended_at or (now if trial.kind == "preview" else None)
    enrolment = active or add_cycle(session, guest.person_id, course.id, earlier, now)
    enrolment.cohort_id = cohort.id
    key.uses += 1
    verb = "moved by a key" if active else "enrolled by a key"
    audit(session, guest.person_id, verb, f"cohort {cohort.id}", now, person=guest.person_id)
    return course.slug


def _name_of(session: Session, enrolment: Enrolment) -> str:
    """The name of an enrolment's cohort; empty in none."""
    return session.scalar(select(Cohort.name).where(Cohort.id == enrolment.cohort_id)) or ""
