"""Many finished attempts at a quiz of fixed questions, put into the tables at once: more than the services could."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import insert, select

from course_app.domain.grading import POINT, graded
from course_app.domain.questions import Question as QuestionContent
from course_app.domain.quizzes import Quiz, Section, Slot
from course_app.extensions import read_connection
from course_app.models import (
    Attempt,
    AttemptItem,
    Course,
    Enrolment,
    Grade,
    Mark,
    Person,
    Question,
    QuestionVersion,
    QuizVersion,
    Response,
)
from course_app.models import Quiz as QuizRow
from course_app.queries.catalogue import newest_outline
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION, questions
from course_app.services import authoring_quizzes
from course_app.services.transaction import transaction


def fixed_quiz(author: int, course: str, title: str, codes: Sequence[str], now: datetime) -> str:
    """A quiz that asks everybody these questions, saved; its slug."""
    slots = tuple(Slot(question=code) for code in codes)
    quiz = Quiz(id="", title=title, sections=(Section("part-1", "All", slots),), required=False)
    return authoring_quizzes.add_quiz(author, newest_outline(course), quiz, now).slug


def crowd(course: str, slug: str, answers: Sequence[Sequence[str]], now: datetime, learner: int | None = None) -> None:
    """Attempts at the newest version of a fixed quiz; each answers slot after slot by letters, "" not at all.

    Each is by a learner of its own, or all are by the one that is named.
    """
    with read_connection() as connection:
        quiz = connection.execute(
            select(QuizRow.id, QuizRow.course_id, QuizVersion.id.label("version"), QuizVersion.content)
            .join(QuizVersion, QuizVersion.quiz_id == QuizRow.id)
            .join(Course, Course.id == QuizRow.course_id)
            .where(Course.slug == course, QuizRow.slug == slug)
            .order_by(QuizVersion.number.desc())
        ).first()
        codes = [slot["question"] for section in quiz.content["sections"] for slot in section["slots"]]
        found = connection.execute(
            select(Question.code, QuestionVersion.id)
            .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
            .where(Question.course_id == quiz.course_id, Question.code.in_(codes))
        ).all()
    versions = dict(tuple(row) for row in found)
    items = [(versions[code], questions(versions.values())[versions[code]]) for code in codes]
    with transaction() as session:
        enrolments = [learner] * len(answers) if learner else _enrolments(session, quiz.course_id, len(answers), now)
        own = {"quiz_id": quiz.id, "quiz_version_id": quiz.version, "seed": 1, "closed_by": "submission"}
        own |= {"started_at": now - timedelta(minutes=9), "closed_at": now}
        numbers = range(1, len(answers) + 1) if learner else [1] * len(answers)
        attempts = _added(
            session,
            Attempt,
            [
                own | {"enrolment_id": one, "number": number, "public_id": token_hex(16)}
                for one, number in zip(enrolments, numbers, strict=True)
            ],
        )
        _answer(session, list(zip(attempts, answers, strict=True)), items, now)


def _enrolments(session, course_id: int, many: int, now: datetime) -> list[int]:
    names = [token_hex(8) for _ in range(many)]
    people = _added(
        session,
        Person,
        [
            {
                "public_id": token_hex(16),
                "name": f"Ŵyn {name}",
                "search_key": f"wyn {name}",
                "sort_key": f"wyn {name}",
                "email": f"{name}@example.org",
                "fs_uniquifier": token_hex(16),
                "created_at": now,
            }
            for name in names
        ],
    )
    rows = [{"person_id": one, "course_id": course_id, "created_at": now, "pseudonym": token_hex(16)} for one in people]
    return _added(session, Enrolment, rows)


def _answer(
    session,
    attempts: Sequence[tuple[int, Sequence[str]]],
    items: Sequence[tuple[int, QuestionContent]],
    now: datetime,
) -> None:
    given, shown = [], []
    for attempt, answers in attempts:
        for slot, (letters, (version, question)) in enumerate(zip(answers, items, strict=True), start=1):
            order = "".join(option.letter for option in question.options)
            shown.append({"attempt_id": attempt, "slot": slot, "question_version_id": version, "option_order": order})
            given.append((attempt, slot, tuple(letters), graded(slot, "part-1", question, letters).mark))
    session.execute(insert(AttemptItem), [one | {"section": "part-1"} for one in shown])
    responses = _added(
        session,
        Response,
        [
            {"attempt_id": attempt, "slot": slot, "revision": slot, "seq": slot, "client": "crowd"}
            | {"choice": list(letters), "counts": True, "received_at": now}
            for attempt, slot, letters, _mark in given
        ],
    )
    scores: dict[int, int] = {}
    for attempt, _slot, _letters, mark in given:
        scores[attempt] = scores.get(attempt, 0) + mark
    grades = dict(
        zip(scores, _added(session, Grade, [_grade(*one, len(items), now) for one in scores.items()]), strict=True)
    )
    session.execute(
        insert(Mark),
        [
            {"grade_id": grades[attempt], "slot": slot, "mark": mark, "maximum": POINT, "response_id": response}
            for (attempt, slot, _letters, mark), response in zip(given, responses, strict=True)
        ],
    )


def _grade(attempt: int, score: int, items: int, now: datetime) -> dict[str, object]:
    own = {"attempt_id": attempt, "number": 1, "score": score, "maximum": items * POINT, "passed": False}
    return own | {"result": {}, "reason": "Handed in", "graded_at": now, "dated_at": now}


def _added(session, model, rows: Sequence[dict[str, object]]) -> list[int]:
    return list(session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))
