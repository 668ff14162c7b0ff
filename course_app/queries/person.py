"""One person as an administrator sees them: roles, enrolments with progress, attempts without answers, sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, func, select

from course_app.domain.links import INVITATION
from course_app.domain.windows import last_day
from course_app.extensions import read_connection
from course_app.models import (
    Cohort,
    Course,
    CourseCompletion,
    CourseVersion,
    Enrolment,
    Membership,
    Observer,
    OneTimeLink,
    Organisation,
    Person,
    SignIn,
)
from course_app.queries.attempt_scores import AttemptLine, lines
from course_app.queries.audit import AuditLine, about
from course_app.queries.catalogue import IS_NEWEST_VERSION, Outline, outline
from course_app.queries.invitations import IS_INVITED
from course_app.queries.messages import MessageLine, newest_to
from course_app.queries.progress import Facts, facts_of, progress_of

NEWEST_ENTRIES, NEWEST_MAILS = 20, 5
PERSON = select(
    Person.id,
    Person.public_id,
    Person.name,
    Person.email,
    Person.active.label("is_active"),
    Person.is_admin,
    IS_INVITED.label("is_invited"),
    Person.password.is_not(None).label("has_password"),
    Person.tf_totp_secret.is_not(None).label("has_second_step"),
    Person.confirmed_at,
    Person.created_at,
    Person.last_seen_at,
    Person.erasure_asked_at,
).where(Person.erased_at.is_(None))
"""The columns bear the names of the page's fields."""


@dataclass(frozen=True)
class Held:
    """A role in a course, or an organisation observed; `id` is its row's."""

    id: int
    role: str
    of: str


@dataclass(frozen=True)
class QuizAttempts:
    """The attempts at one quiz, the eldest first."""

    title: str
    attempts: tuple[AttemptLine, ...]


@dataclass(frozen=True)
class EnrolmentCard:
    """One enrolment with the `headline` of its progress. `last_day`: of access, None: no end; `ran_out`: it is over.

    `number`: what the employer calls the learner by, empty: nothing is known.
    """

    id: int
    course: str
    slug: str
    cohort: str
    cycle: int
    kind: str
    number: str
    created_at: datetime
    last_day: date | None
    ran_out: bool
    ended_at: datetime | None
    end_reason: str
    completed_at: datetime | None
    headline: str
    last_at: datetime | None
    quizzes: tuple[QuizAttempts, ...]

    @property
    def is_active(self) -> bool:
        """Whether the person learns in it now."""
        return self.ended_at is None


@dataclass(frozen=True)
class PersonPage:
    """Everything an administrator sees of a person. `invited_until`: until when an invitation still works."""

    id: int
    public_id: str
    name: str
    email: str
    is_active: bool
    is_admin: bool
    is_invited: bool
    has_password: bool
    has_second_step: bool
    confirmed_at: datetime | None
    created_at: datetime
    last_seen_at: datetime | None
    erasure_asked_at: datetime | None
    sign_ins: int
    invited_until: datetime | None
    memberships: tuple[Held, ...]
    observed: tuple[Held, ...]
    enrolments: tuple[EnrolmentCard, ...]
    entries: tuple[AuditLine, ...]
    mails: tuple[MessageLine, ...]


def person_page(public_id: str, opened_after: datetime, now: datetime) -> PersonPage | None:
    """The page of a person; None when there is no such person, or their data were erased."""
    with read_connection() as connection:
        row = connection.execute(PERSON.where(Person.public_id == public_id)).one_or_none()
        if row is None:
            return None
        enrolments = _enrolments(connection, row.id, now)
        seen = _last_seen(row, connection.scalar(_newest_sign_in(row.id)), enrolments)
        return PersonPage(
            **dict(row._mapping) | {"last_seen_at": seen},
            sign_ins=connection.scalar(_open_sign_ins(row.id, opened_after)) or 0,
            invited_until=connection.scalar(_invitation(row.id, now)),
            memberships=_memberships(connection, row.id),
            observed=_observed(connection, row.id),
            enrolments=enrolments,
            entries=about(connection, row.id, NEWEST_ENTRIES),
            mails=newest_to(connection, row.id, NEWEST_MAILS),
        )


def _open_sign_ins(person_id: int, opened_after: datetime) -> Any:
    return (
        select(func.count())
        .select_from(SignIn)
        .where(SignIn.person_id == person_id, SignIn.revoked_at.is_(None), SignIn.created_at > opened_after)
    )


def _newest_sign_in(person_id: int) -> Any:
    return select(func.max(SignIn.last_seen_at)).where(SignIn.person_id == person_id)


def _last_seen(row: Row[Any], signed_in: datetime | None, enrolments: Sequence[EnrolmentCard]) -> datetime | None:
    """The latest trace of the person: a sign-in, something written, something done in a course."""
    return max(filter(None, (row.last_seen_at, signed_in, *(one.last_at for one in enrolments))), default=None)


def _invitation(person_id: int, now: datetime) -> Any:
    return select(func.max(OneTimeLink.expires_at)).where(
        OneTimeLink.person_id == person_id,
        OneTimeLink.purpose == INVITATION,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now,
    )


def _memberships(connection: Connection, person_id: int) -> tuple[Held, ...]:
    statement = (
        select(Membership.id, Membership.role, Course.title)
        .join(Course, Course.id == Membership.course_id)
        .where(Membership.person_id == person_id)
        .order_by(Course.title, Membership.role)
    )
    return tuple(Held(*row) for row in connection.execute(statement))


def _observed(connection: Connection, person_id: int) -> tuple[Held, ...]:
    statement = (
        select(Observer.id, Organisation.name)
        .join(Organisation, Organisation.id == Observer.organisation_id)
        .where(Observer.person_id == person_id)
        .order_by(Organisation.name)
    )
    return tuple(Held(row.id, "observer", row.name) for row in connection.execute(statement))


def _enrolments(connection: Connection, person_id: int, now: datetime) -> tuple[EnrolmentCard, ...]:
    """All of them, the newest first, by the newest version of each course."""
    statement = (
        select(
            Enrolment.id,
            Enrolment.cycle,
            Enrolment.kind,
            Enrolment.employee_number,
            Enrolment.created_at,
            Enrolment.expires_at,
            Course.zone,
            Enrolment.ended_at,
            Enrolment.end_reason,
            Course.title,
            Course.slug,
            Cohort.name.label("cohort"),
            CourseVersion.id.label("version_id"),
            CourseCompletion.completed_at,
        )
        .join(Course, Course.id == Enrolment.course_id)
        .join(CourseVersion, IS_NEWEST_VERSION)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
        .where(Enrolment.person_id == person_id)
        .order_by(Enrolment.created_at.desc(), Enrolment.id.desc())
    )
    rows = connection.execute(statement).all()
    facts = facts_of(connection, [row.id for row in rows]) if rows else {}
    return tuple(_card(row, facts[row.id], outline(row.version_id), now) for row in rows)


def _card(row: Row[Any], facts: Facts, outlined: Outline, now: datetime) -> EnrolmentCard:
    progress = progress_of(outlined, facts, now, completed=row.completed_at is not None)
    return EnrolmentCard(
        id=row.id,
        course=row.title,
        slug=row.slug,
        cohort=row.cohort or "",
        cycle=row.cycle,
        kind=row.kind,
        number=row.employee_number,
        created_at=row.created_at,
        last_day=row.expires_at and last_day(row.expires_at, ZoneInfo(row.zone)),
        ran_out=row.ended_at is not None and row.ended_at == row.expires_at,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
        completed_at=row.completed_at,
        headline=progress.headline,
        last_at=facts.last_at,
        quizzes=_quizzes(facts, outlined),
    )


def _quizzes(facts: Facts, outlined: Outline) -> tuple[QuizAttempts, ...]:
    titles = {card.quiz_id: card.title for card in outlined.quizzes.values()}
    attempted: Sequence[tuple[int, Any]] = sorted(facts.attempts.items())
    return tuple(
        QuizAttempts(titles.get(quiz_id, "A quiz that is no longer offered"), tuple(lines(rows)))
        for quiz_id, rows in attempted
        if rows
    )
