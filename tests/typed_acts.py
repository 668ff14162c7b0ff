"""What was done with questions of every type before a page is shown; more of tests/acts.py."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from course_app.extensions import db
from course_app.models import Attempt, AttemptItem, Enrolment, Question, QuestionVersion, Response
from course_app.queries.catalogue import newest_outline
from course_app.services import answering, attempting
from course_app.services.answer_desk import Given
from course_app.services.transaction import transaction
from tests.acts import ALIASES, receipt_text
from tests.conftest import COURSES, publish_folder

TYPES = "types-course"
RIGHT = {"K01": "a", "K02": "ac", "K03": "abc", "K04": "b", "K05": "abcd", "K06": "abcde"}
IN_PART = {"K01": "a", "K02": "ab", "K03": "abd", "K04": "a", "K05": "bacd", "K06": "abdce"}
"""What is answered, in permanent letters. In part: 1, 0, 1/3, 0, 0 and 1/4 of a point."""


def published(_stage, _person):
    """A course with a question of every type was published."""
    if newest_outline(TYPES) is None:
        publish_folder(COURSES / "types")
    return {}


def types_course(stage, person):
    """The same, and the person takes part."""
    take_part(person, stage.now)
    return {}


def take_part(person, now):
    """The same, without a stage."""
    published(None, person)
    with transaction() as session:
        session.add(Enrolment(person_id=person, course_id=newest_outline(TYPES).course_id, created_at=now))


def stored_choices(attempt):
    """The choices of an attempt in the order in which they came, as aliases."""
    statement = (
        select(Response.choice, AttemptItem.option_order)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(AttemptItem, (AttemptItem.attempt_id == Attempt.id) & (AttemptItem.slot == Response.slot))
        .where(Attempt.public_id == attempt)
        .order_by(Response.revision)
    )
    with db.engines["read"].connect() as connection:
        rows = connection.execute(statement).all()
    return [[ALIASES[order.index(letter)] for letter in choice] for choice, order in rows]


def began(answers=None, quiz="kinds", seed=7):
    """A quiz of that course was begun, and some questions answered (letters by code)."""

    def act(stage, person):
        types_course(stage, person)
        attempt = attempting.start_attempt(person, TYPES, quiz, stage.now - timedelta(minutes=3), seed)
        if answers:
            answering.save(attempt, person, given(attempt, answers), stage.now - timedelta(minutes=2))
        return {"attempt": attempt}

    return act


def finished(answers=None, quiz="kinds", seed=7):
    """The same, handed in."""

    def act(stage, person):
        found = began(answers, quiz, seed)(stage, person)
        attempting.submit(found["attempt"], person, stage.now - timedelta(minutes=1))
        return found

    return act


def given(attempt, answers):
    """Answers in permanent letters as a browser gives them."""
    statement = (
        select(AttemptItem.slot, AttemptItem.option_order, Question.code)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(Attempt.public_id == attempt)
    )
    with db.engines["read"].connect() as connection:
        rows = [row for row in connection.execute(statement) if row.code in answers]
    return [
        Given(row.slot, "acts", tuple(ALIASES[row.option_order.index(one)] for one in answers[row.code]), seq=row.slot)
        for row in rows
    ]


def in_two_orders(stage, person):
    """An order was given in two tabs; the second one waits for the learner's word."""
    attempt = began()(stage, person)["attempt"]
    for client, order in (("one", "bacd"), ("other", "dcba")):
        (one,) = given(attempt, {"K05": order})
        answering.save(attempt, person, [replace(one, client=client, seq=1, base=0)], stage.now)
    return {"attempt": attempt}


def with_receipt(stage, person):
    """The quiz was handed in, right in part, and its receipt downloaded."""
    attempt = finished(IN_PART)(stage, person)["attempt"]
    return {"receipt": receipt_text(attempt, person, stage.app.config["SETTINGS"].data)}


def taken_by_learners(stage, _person):
    """Learners took the quiz: all right, right in part, nothing answered."""
    for name, answers in (("Ñusta İnan", RIGHT), ("王小明", IN_PART), ("Łukasz Żółć-Wiśniewski", {})):
        finished(answers)(stage, stage.person(name))
    return {}
