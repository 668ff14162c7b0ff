"""Make a demonstration: three people who can sign in, and simulated learners whose work gives the pages life.

All of it goes through the services that the site itself calls, dated over the last weeks; the same course gives the
same demonstration. Run again it sets the passwords anew, and goes on where it was interrupted.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from course_app.domain.drawing import alias_of
from course_app.domain.enquiries import CONTACT, LINKS, PRACTICAL_DAY, consent_words
from course_app.domain.errors import RuleBroken
from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import Question
from course_app.extensions import read_connection
from course_app.models import Attempt, AttemptItem, Enquiry, Enrolment, Person
from course_app.queries.catalogue import Outline, newest_outlines
from course_app.queries.questions import questions
from course_app.services.accounts import make_person
from course_app.services.answering import Given, save
from course_app.services.attempting import start_attempt, submit
from course_app.services.enquiring import Asked, Desk, enquire
from course_app.services.studying import mark_as_read
from course_app.services.transaction import transaction

PASSWORD = "dry-needling-demo"  # noqa: S105  known to everybody, and for a private address only
LEARNER, INSTRUCTOR, ADMIN = SIGN_INS = ("learner@example.org", "instructor@example.org", "admin@example.org")
SECONDS_AN_ANSWER = 35


@dataclass(frozen=True)
class Pretence:
    """A simulated learner: name, when they began, how many lessons they read, and the share of answers they know."""

    name: str
    days_ago: int
    lessons: int
    quizzes: int
    knows: float


SIMULATED = (
    Pretence("Łukasz Pawłowski", 41, 18, 7, 1),
    Pretence("Siŵan Prydderch", 40, 18, 7, 0.97),
    Pretence("Miloš Šimůnek", 38, 18, 6, 0.7),
    Pretence("İbrahim Çelik", 35, 18, 7, 0.6),
    Pretence("Begoña Muñoz", 33, 16, 6, 0.9),
    Pretence("محمد عبد الرحمن", 30, 12, 4, 0.6),
    Pretence("王小明", 27, 14, 5, 0.75),
    Pretence("Maria Aleksandra Wiśniewska-Dąbrowska de Albuquerque e Sousa", 24, 6, 2, 0.55),
    Pretence("Amelia Okafor", 20, 9, 3, 0.9),
    Pretence("Seán O’Brien", 15, 7, 2, 0.65),
    Pretence("Nguyễn Thị Hương", 9, 3, 1, 0.8),
    Pretence("Priya Raman", 4, 1, 1, 0.5),
)
CONSENT = consent_words("The academy")
ENQUIRIES = (
    (
        12,
        Asked(PRACTICAL_DAY, "Siŵan Prydderch", "simulated-02@example.org", place="North Wales", consent=CONSENT),
    ),
    (
        3,
        Asked(
            CONTACT,
            "Amelia Okafor",
            "simulated-09@example.org",
            body="Does the course count towards my CPD, and is there a certificate that I can show to my employer?",
        ),
    ),
    (
        1,
        Asked(
            CONTACT,
            "Best Rank",
            "rank@example.com",
            body="https://example.com/a https://example.com/b https://example.com/c",
            sign=LINKS,
        ),
    ),
)
THE_LEARNER = Pretence("Robin Hale", 9, 3, 1, 0.67)


def demonstrate(password_hashes: Mapping[str, str], now: datetime) -> None:
    """Make the people who sign in, unless they are there, and set their passwords: hashes by e-mail of `SIGN_INS`."""
    outline = newest_outlines()[0]
    there = _people()
    made_at = now - timedelta(days=60)
    if ADMIN not in there:
        make_person("Avery Lindqvist", ADMIN, None, made_at, is_admin=True)
    if INSTRUCTOR not in there:
        make_person("Morgan Adeyemi", INSTRUCTOR, None, made_at, instructor_of=(outline.course.id,))
    _take_part(outline, THE_LEARNER, there.get(LEARNER), LEARNER, "learner", now)
    _enquire(now)
    with transaction() as session:
        for email, password_hash in password_hashes.items():
            session.execute(update(Person).where(Person.email == email).values(password=password_hash))


def _enquire(now: datetime) -> None:
    """People wrote to the academy, unless they did before."""
    with read_connection() as connection:
        if connection.execute(select(Enquiry.id).limit(1)).first() is not None:
            return
    for days_ago, asked in ENQUIRIES:
        enquire(asked, "demonstration", Desk("", "", str), now - timedelta(days=days_ago))


def simulate(now: datetime) -> None:
    """Make the simulated learners, unless they are there. Seconds: call it when the site answers already."""
    outline = newest_outlines()[0]
    there = _people()
    for place, pretence in enumerate(SIMULATED, 1):
        email = f"simulated-{place:02}@example.org"
        _take_part(outline, pretence, there.get(email), email, "simulated", now)


def _people() -> dict[str, int]:
    with read_connection() as connection:
        return {row.email: row.id for row in connection.execute(select(Person.email, Person.id))}


def _take_part(outline: Outline, who: Pretence, person_id: int | None, email: str, kind: str, now: datetime) -> None:
    """Everything one learner did, unless it was done before: enrolment, lessons read, attempts handed in."""
    began = now - timedelta(days=who.days_ago)
    if person_id is None:
        person_id = make_person(who.name, email, None, began)
    elif _has_attempted(person_id):
        return
    enrolment_id = _enrol(person_id, outline.course_id, kind, began)
    chance = random.Random(who.name)
    step = timedelta(days=who.days_ago) / (who.lessons + who.quizzes + 1)
    for place, card in enumerate(outline.written[: who.lessons]):
        mark_as_read(enrolment_id, card.lesson_id, card.version_id, began + step * (place + 0.5))
    for place, quiz in enumerate(list(outline.quizzes)[: who.quizzes]):
        _attempt(person_id, outline.course.id, quiz, began + step * (who.lessons + place + 0.5), who.knows, chance)


def _has_attempted(person_id: int) -> bool:
    statement = select(Attempt.id).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    with read_connection() as connection:
        return connection.execute(statement.where(Enrolment.person_id == person_id).limit(1)).first() is not None


def _enrol(person_id: int, course_id: int, kind: str, now: datetime) -> int:
    """Enrol whether or not the course is open to everybody; `enrolling` knows no simulated learners. The id."""
    with transaction() as session:
        theirs = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.course_id == course_id)
        enrolment = session.scalar(theirs)
        if enrolment is None:
            enrolment = Enrolment(person_id=person_id, course_id=course_id, kind=kind, created_at=now)
            session.add(enrolment)
            session.flush()
        return enrolment.id


def _attempt(person_id: int, course: str, quiz: str, began: datetime, knows: float, chance: random.Random) -> None:
    """Start, answer, hand in. A quiz that cannot be started yet (too few questions) is passed over."""
    try:
        attempt = start_attempt(person_id, course, quiz, began, chance.getrandbits(62))
    except RuleBroken:
        return
    items = _items(attempt)
    content = questions([item.question_version_id for item in items])
    answers = [
        Given(one.slot, "demonstration", _choice(content[one.question_version_id], one.option_order, knows, chance))
        for one in items
    ]
    ended = began + timedelta(seconds=SECONDS_AN_ANSWER * len(items))
    save(attempt, person_id, answers, ended)
    submit(attempt, person_id, ended)


def _items(attempt: str) -> Sequence:
    statement = (
        select(AttemptItem.slot, AttemptItem.question_version_id, AttemptItem.option_order)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.public_id == attempt)
        .order_by(AttemptItem.slot)
    )
    with read_connection() as connection:
        return connection.execute(statement).all()


def _choice(question: Question, order: str, knows: float, chance: random.Random) -> tuple[str, ...]:
    """The aliases of what is right as often as this learner knows it, else a wrong option, or all as they are shown."""
    letters = type_of(question).correct(question)
    wrong = [letter for letter in order if letter not in letters]
    if chance.random() >= knows:
        letters = [chance.choice(wrong)] if wrong else list(order)
    return tuple(alias_of(order, letter) for letter in letters)
