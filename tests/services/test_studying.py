"""Marking lessons as read, remembering places, completing a course."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from course_app.extensions import db
from course_app.models import (
    Completion,
    Course,
    CourseCompletion,
    CourseVersion,
    Enrolment,
    Lesson,
    LessonVersion,
    Place,
)
from course_app.services import studying
from course_app.services.transaction import transaction
from tests.conftest import START, enrolment_of, publish_without_plans
from tests.histories import attempt


@pytest.fixture
def lessons(app):
    """The two lessons of the small course: slug → ids of lesson and version."""
    statement = (
        select(Lesson.slug, Lesson.id, LessonVersion.id)
        .join(LessonVersion, LessonVersion.lesson_id == Lesson.id)
        .join(Course, Course.id == Lesson.course_id)
        .where(Course.slug == "small-course")
    )
    return {slug: (lesson, version) for slug, lesson, version in rows(statement)}


def rows(statement):
    with db.engines["read"].connect() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def end(name):
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.id == enrolment_of(name)).values(ended_at=START))


def test_a_lesson_is_marked_as_read_once_with_the_version_that_was_seen(lessons):
    lesson, version = lessons["first-steps"]
    for later in (0, 1):
        studying.mark_as_read(enrolment_of("learner"), lesson, version, START + timedelta(days=later))
    assert rows(
        select(Completion.enrolment_id, Completion.lesson_id, Completion.lesson_version_id, Completion.completed_at)
    ) == [(enrolment_of("learner"), lesson, version, START)]


def test_a_place_is_moved_and_not_multiplied(lessons):
    lesson, _version = lessons["first-steps"]
    for paragraph in (3, 2):
        studying.remember_place(enrolment_of("learner"), lesson, paragraph, START + timedelta(minutes=9 - paragraph))
    assert rows(select(Place.enrolment_id, Place.lesson_id, Place.paragraph, Place.at)) == [
        (enrolment_of("learner"), lesson, 2, START + timedelta(minutes=7))
    ]


def test_an_enrolment_that_has_ended_records_nothing_more(lessons):
    end("learner")
    lesson, version = lessons["first-steps"]
    with pytest.raises(studying.EnrolmentNotActive) as refusal:
        studying.mark_as_read(enrolment_of("learner"), lesson, version, START)
    with pytest.raises(studying.EnrolmentNotActive):
        studying.remember_place(enrolment_of("learner"), lesson, 2, START)
    assert str(refusal.value) == (
        "Your enrolment in this course has ended. What you did is kept; nothing more is recorded."
    )
    assert rows(select(Completion.id)) == rows(select(Place.id)) == []


def test_lessons_alone_do_not_complete_a_course_with_required_quizzes(lessons):
    for lesson, version in lessons.values():
        studying.mark_as_read(enrolment_of("learner"), lesson, version, START)
    assert rows(select(CourseCompletion.id)) == []


def test_the_last_missing_step_completes_the_course_once_and_for_good(lessons):
    publish_without_plans()
    attempt("practice", 1, START, score=4, passed=True)
    attempt("final", 1, START, score=4, passed=True)
    steps = list(lessons.values())
    for day, (lesson, version) in enumerate([*steps, *steps], 1):
        studying.mark_as_read(enrolment_of("learner"), lesson, version, START + timedelta(days=day))
    attempt("final", 2, START + timedelta(days=8), score=1)
    newest = (
        select(CourseVersion.id)
        .join(Course, (Course.id == CourseVersion.course_id) & (Course.newest_number == CourseVersion.number))
        .where(Course.slug == "small-course")
    )
    completion = CourseCompletion
    assert rows(select(completion.enrolment_id, completion.course_version_id, completion.completed_at)) == [
        (enrolment_of("learner"), rows(newest)[0][0], START + timedelta(days=2))
    ]


def test_the_last_missing_step_may_be_a_quiz(lessons):
    publish_without_plans()
    for lesson, version in lessons.values():
        studying.mark_as_read(enrolment_of("learner"), lesson, version, START)
    attempt("practice", 1, START, score=4, passed=True)
    attempt("final", 1, START, score=2)
    assert rows(select(CourseCompletion.id)) == []
    attempt("final", 2, START + timedelta(days=3), score=3, passed=True)
    assert rows(select(CourseCompletion.completed_at)) == [(START + timedelta(days=3),)]


def test_a_course_is_not_completed_while_lessons_are_in_preparation(lessons):
    attempt("practice", 1, START, score=4, passed=True)
    attempt("final", 1, START, score=4, passed=True)
    for lesson, version in lessons.values():
        studying.mark_as_read(enrolment_of("learner"), lesson, version, START)
    assert rows(select(CourseCompletion.id)) == []
