"""Deciding on late answers: appended, idempotent, audited, and a new grade that follows from it."""

import pytest
from sqlalchemy import select

from course_app.domain.derivation import differences
from course_app.domain.grading import POINT
from course_app.extensions import read_connection
from course_app.models import AuditEntry, Grade, LateDecision, Mark, Response
from course_app.queries import stored_grades
from course_app.services import answering, attempting
from course_app.services.answer_desk import Given
from course_app.services.answering import AttemptNotFound
from course_app.services.deciding_late import DecidedMeanwhile, NothingLate, Verdict, decide_late
from tests.acts import keys_of
from tests.conftest import person_named
from tests.meeting import at_once


@pytest.fixture
def learner(app):
    return person_named("learner").id


@pytest.fixture
def late(learner, time):
    """An attempt of two questions that ran out unanswered; both right answers came a minute after its end."""
    attempt = attempting.start_attempt(learner, "small-course", "sitting", time.time, 7)
    attempting.close_overdue(time.advance(minutes=11))
    answer_late(attempt, learner, time)
    return attempt


def answer_late(attempt, learner, time, first=1):
    given = [Given(slot, "tab", key, seq=first + slot) for slot, key in keys_of(attempt).items()]
    answering.save(attempt, learner, given, time.time)


def rows(statement):
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def grades():
    return rows(select(Grade.number, Grade.score // POINT, Grade.passed, Grade.reason).order_by(Grade.number))


def decide(ann, small, attempt, time, *, counts=True, through=2, seen=0, reason="The line was down."):
    decide_late(ann, small.course_id, attempt, Verdict(through, seen, counts, reason), time.time)


def differing():
    return [one for grade in stored_grades.stored_grades() for one in differences(grade)]


BEGIN = (1, 0, False, "Marked by the rules of the quiz")
COUNTED = "Marked again: answers to questions 1 and 2 after the end decided to count"
LEFT_OUT = "Marked again: answers to questions 1 and 2 after the end decided not to count"


def test_late_answers_that_are_counted_lead_to_a_new_grade_that_says_why(ann, small, late, time):
    assert grades() == [BEGIN]
    decide(ann, small, late, time)
    assert grades() == [BEGIN, (2, 2, True, COUNTED)]
    marked = select(Response.problem).join(Mark, Mark.response_id == Response.id)
    assert rows(marked) == [("too-late",), ("too-late",)]


def test_the_grade_stays_dated_at_the_deadline_and_names_who_decided(ann, small, late, time):
    decide(ann, small, late, time)
    (first, second) = rows(select(Grade.dated_at, Grade.graded_at, Grade.grader_id).order_by(Grade.number))
    assert (second[0], second[1], second[2]) == (first[0], time.time, ann)


def test_no_answer_is_changed_by_a_decision(ann, small, late, time):
    before = rows(select(Response.__table__).order_by(Response.id))
    decide(ann, small, late, time)
    assert rows(select(Response.__table__).order_by(Response.id)) == before


def test_late_answers_that_are_left_out_leave_the_score_and_say_so(ann, small, late, time):
    decide(ann, small, late, time, counts=False)
    assert grades() == [BEGIN, (2, 0, False, LEFT_OUT)]


def test_the_same_decision_again_changes_nothing(ann, small, late, time):
    decide(ann, small, late, time)
    decide(ann, small, late, time)
    decide(ann, small, late, time, seen=1, reason="The line was down, really.")
    assert len(grades()) == 2
    assert len(rows(select(LateDecision.id))) == 1


def test_one_may_change_ones_mind_and_both_decisions_are_kept(ann, small, late, time):
    decide(ann, small, late, time)
    decide(ann, small, late, time, counts=False, seen=1, reason="It was not.")
    assert [one[1] for one in grades()] == [0, 2, 0]
    assert rows(
        select(LateDecision.number, LateDecision.counts, LateDecision.reason).order_by(LateDecision.number)
    ) == [
        (1, True, "The line was down."),
        (2, False, "It was not."),
    ]


def test_a_decision_made_unaware_of_another_is_refused(ann, small, late, time):
    decide(ann, small, late, time)
    with pytest.raises(DecidedMeanwhile):
        decide(ann, small, late, time, counts=False, seen=0)
    assert len(grades()) == 2


def test_what_comes_after_a_decision_waits_for_another_one(ann, small, late, learner, time):
    decide(ann, small, late, time)
    wrong = {slot: next(one for one in "abcd" if one not in key) for slot, key in keys_of(late).items()}
    answering.save(late, learner, [Given(1, "phone", (wrong[1],), seq=1)], time.advance(minutes=1))
    decide(ann, small, late, time, counts=False, through=3, seen=1)
    decide(ann, small, late, time, through=3, seen=2)
    assert [one[1] for one in grades()] == [0, 2, 0, 1]


def test_what_the_same_page_sends_after_a_decision_changes_nothing_of_what_was_decided(ann, small, late, learner, time):
    decide(ann, small, late, time)
    answering.save(late, learner, [Given(1, "tab", (), seq=9)], time.advance(minutes=1))
    assert differing() == []
    decide(ann, small, late, time, counts=False, through=3, seen=1)
    decide(ann, small, late, time, through=2, seen=2)
    assert ([one[1] for one in grades()], differing()) == ([0, 2, 0, 2], [])


def test_late_answers_never_displace_one_that_came_in_time_after_them(ann, small, learner, time):
    """The server's clock was ahead, and was set right while the attempt went on."""
    attempt = attempting.start_attempt(learner, "small-course", "sitting", time.time, 7)
    right = keys_of(attempt)[1]
    answering.save(attempt, learner, [Given(1, "tab", (), seq=1)], time.advance(minutes=11))
    answering.save(attempt, learner, [Given(1, "phone", right, seq=1)], time.advance(minutes=-10))
    attempting.submit(attempt, learner, time.time)
    decide(ann, small, attempt, time, through=1)
    assert ([one[1] for one in grades()], differing()) == ([1, 1], [])


def test_where_nothing_is_late_there_is_nothing_to_decide(ann, small, late, learner, time):
    for through in (0, 3):
        with pytest.raises(NothingLate):
            decide(ann, small, late, time, through=through)
    assert grades() == [BEGIN]


def test_an_open_attempt_and_one_of_another_course_are_not_there(ann, small, late, learner, time):
    open_one = attempting.start_attempt(learner, "small-course", "practice", time.time, 1)
    with pytest.raises(AttemptNotFound):
        decide(ann, small, open_one, time)
    with pytest.raises(AttemptNotFound):
        decide_late(ann, small.course_id + 1, late, Verdict(2, 0, counts=True, reason="x"), time.time)


def test_the_decision_stands_in_the_audit_with_its_reason(ann, small, late, learner, time):
    decide(ann, small, late, time)
    entry = select(AuditEntry.actor_id, AuditEntry.person_id, AuditEntry.verb, AuditEntry.reason)
    assert rows(entry.where(AuditEntry.verb.startswith("late"))) == [
        (ann, learner, "late answers counted", "The line was down.")
    ]


def test_two_who_decide_at_once_make_one_decision(app, ann, small, late, time):
    other = person_named("admin").id
    outcomes = at_once(
        app,
        lambda: decide(ann, small, late, time),
        lambda: decide(other, small, late, time, counts=False, reason="No."),
    )
    assert sorted(type(one) for one in outcomes if one is not None) == [DecidedMeanwhile]
    assert len(rows(select(LateDecision.id))) == 1
    assert len(grades()) == 2


def test_grades_after_a_decision_follow_from_what_is_stored(ann, small, late, time):
    decide(ann, small, late, time)
    assert differing() == []
    decide(ann, small, late, time, counts=False, seen=1)
    assert differing() == []
    assert len(grades()) == 3
