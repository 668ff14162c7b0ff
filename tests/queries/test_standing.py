"""Where somebody stands in a course."""

import pytest
from sqlalchemy import update

from course_app.models import Enrolment
from course_app.queries.standing import open_standings, standing
from course_app.services.transaction import transaction
from tests.conftest import START, enrolment_of, person_named


@pytest.mark.parametrize(
    ("name", "course", "is_enrolled", "may_enrol"),
    [
        ("learner", "small-course", True, False),
        ("learner", "closed-course", False, False),
        ("outsider", "small-course", False, True),
        ("outsider", "closed-course", True, False),
        ("admin", "small-course", False, True),
    ],
)
def test_who_is_enrolled_and_who_may_enrol(app, name, course, is_enrolled, may_enrol):
    found = standing(course, person_named(name).id)
    assert (found.is_enrolled, found.may_enrol) == (is_enrolled, may_enrol)


def test_a_visitor_is_enrolled_nowhere(app):
    assert standing("small-course", None).enrolment_id is None


def test_an_enrolment_that_has_ended_does_not_count(app):
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.id == enrolment_of("learner")).values(ended_at=START))
    assert standing("small-course", person_named("learner").id).is_enrolled is False


def test_an_unknown_course_has_no_standing(app):
    assert standing("no-such-course", None) is None


def test_only_open_courses_are_offered(app):
    found = open_standings(person_named("admin").id)
    assert [(one.outline.course.id, one.may_enrol, one.ended) for one in found] == [("small-course", True, "")]
