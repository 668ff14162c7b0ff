"""Approving questions: by whom, which version, and what learners are asked meanwhile. On both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from course_app.domain.quizzes import Slot
from course_app.extensions import db
from course_app.models import QuestionApproval
from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.queries.drawable import drawable
from course_app.queries.questions import questions
from course_app.services import authoring
from course_app.services.approving import StepRefused
from tests.conftest import START, person_named
from tests.meeting import at_once
from tests.teaching_acts import DRAFT

REVIEWING = authoring.Reviewing(may_edit=False, note="Agrees with the leaflet of the trust.")


@pytest.fixture
def ray(app):
    return person_named("reviewer").id


@pytest.fixture
def safe(small, ann, ray):
    """T02 is a safety item in use, in version 2, which the reviewer approved."""
    whole = authored_question(small, "T02").question
    authoring.edit_question(ann, small, "T02", 1, replace(whole, safety=True), START)
    authoring.set_state(ray, small, "T02", "approved", START, by=REVIEWING)
    return small


def drawn_stem(small, person, code="T02"):
    """What a new attempt is asked."""
    with db.session() as session:
        _candidate, version = drawable(session, small.course_id, person, (Slot(),))[code]
    return questions([version])[version].stem


def standing(small, code="T02"):
    one = authored_question(small, code)
    return one.state, one.in_use, one.number, one.item.is_waiting


def test_a_safety_item_stays_in_use_as_approved_until_somebody_else_approves_its_new_version(safe, ann, ray):
    asked = drawn_stem(safe, ann)
    one = authored_question(safe, "T02")
    authoring.edit_question(ann, safe, "T02", 2, replace(one.question, stem="Reworded?"), START)
    assert (standing(safe), drawn_stem(safe, ann)) == (("approved", 2, 3, True), asked)
    with pytest.raises(StepRefused, match="somebody else has to approve it"):
        authoring.set_state(ann, safe, "T02", "approved", START)
    authoring.set_state(ray, safe, "T02", "approved", START, seen=3, by=REVIEWING)
    assert (standing(safe), drawn_stem(safe, ann)) == (("approved", 3, 3, False), "Reworded?")
    one = authored_question(safe, "T02")
    assert (one.versions[0].author, one.versions[2].author) == ("", "Ann Instructor")
    assert [(one.name, one.note, one.is_alone) for one in one.versions[2].approvals] == [
        ("Ray Reviewer", "Agrees with the leaflet of the trust.", False)
    ]


def test_going_back_to_the_version_in_use_ends_the_wait_and_no_item_slips_out_of_it(safe, ann):
    used = authored_question(safe, "T02").question
    authoring.edit_question(ann, safe, "T02", 2, replace(used, stem="Reworded?", safety=False), START)
    assert standing(safe) == ("approved", 2, 3, True)
    authoring.edit_question(ann, safe, "T02", 3, used, START)
    assert standing(safe) == ("approved", 2, 2, False)


def test_a_restored_version_comes_back_with_its_number_and_its_letters(small, ann):
    whole = authored_question(small, "T02").question
    fewer = replace(whole, options=whole.options[:-1])
    authoring.edit_question(ann, small, "T02", 1, fewer, START)
    assert authoring.restore_question(ann, small, "T02", 2, 1, START).number == 1
    assert (standing(small), authored_question(small, "T02").question) == (("approved", 1, 1, False), whole)
    with pytest.raises(authoring.EditedMeanwhile):
        authoring.restore_question(ann, small, "T02", 2, 1, START)
    with pytest.raises(authoring.QuestionNotFound):
        authoring.restore_question(ann, small, "T02", 1, 9, START)


def test_what_waited_is_the_draft_once_the_question_is_taken_back(safe, ann):
    used = authored_question(safe, "T02").question
    authoring.edit_question(ann, safe, "T02", 2, replace(used, stem="Reworded?", pool="final"), START)
    authoring.set_state(ann, safe, "T02", "draft", START)
    assert standing(safe) == ("draft", 3, 3, False)
    assert authored_question(safe, "T02").used.pool == "final"


def test_a_version_that_was_not_looked_at_is_not_approved(safe, ann, ray):
    used = authored_question(safe, "T02").question
    authoring.edit_question(ann, safe, "T02", 2, replace(used, stem="Reworded?"), START)
    with pytest.raises(authoring.EditedMeanwhile):
        authoring.set_state(ray, safe, "T02", "approved", START, seen=2, by=REVIEWING)
    assert standing(safe) == ("approved", 2, 3, True)


def test_a_sole_instructor_approves_with_a_note_that_stands_on_the_item(app):
    ola, closed = person_named("other-instructor").id, newest_outline("closed-course")
    first = next(iter(closed.claims))
    draft = replace(DRAFT, topic=next(iter(dict(closed.course.topics))), claims=(first,), safety=True)
    code = authoring.add_question(ola, closed, draft, START).code
    with pytest.raises(StepRefused, match="nobody else in this course could approve it"):
        authoring.set_state(ola, closed, code, "approved", START)
    by = authoring.Reviewing(note="Checked against the manual.")
    authoring.set_state(ola, closed, code, "approved", START, by=by)
    (approval,) = authored_question(closed, code).versions[0].approvals
    assert (approval.name, approval.is_alone, approval.note) == ("Ola Other", True, "Checked against the manual.")


def test_two_who_approve_at_once_are_one_approval(app, safe, ann, ray):
    used = authored_question(safe, "T02").question
    authoring.edit_question(ann, safe, "T02", 2, replace(used, stem="Reworded?"), START)
    admin = person_named("admin").id
    at_once(
        app,
        lambda: authoring.set_state(ray, safe, "T02", "approved", START, by=REVIEWING),
        lambda: authoring.set_state(admin, safe, "T02", "approved", START),
    )
    with db.engines["read"].connect() as connection:
        of_third = select(func.count()).where(QuestionApproval.number == 3)
        assert (standing(safe), connection.scalar(of_third)) == (("approved", 3, 3, False), 1)
