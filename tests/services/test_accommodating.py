"""What learners are given: profiles and single adjustments, and how both reach an attempt under way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from course_app.domain.accommodations import NOTHING, Accommodation
from course_app.domain.attempts import AttemptsUsedUp
from course_app.extensions import read_connection
from course_app.models import Accommodation as Row
from course_app.models import AttemptAdjustment, AuditDetail, AuditEntry, QuizAdjustment
from course_app.queries.attempts import attempt_page
from course_app.queries.deadlines import overdue_attempts
from course_app.services import answering, attempting, erasing
from course_app.services.accommodating import AdjustedMeanwhile, NotToBeGiven, Single, adjust_quiz, give_profile
from course_app.services.administering import NoSuchPerson
from course_app.services.answer_desk import Given
from tests.conftest import START, person_named
from tests.meeting import at_once

HALF, UNTIMED = Accommodation(extra_percent=50), Accommodation(is_untimed=True)


@pytest.fixture
def learner(app):
    return person_named("learner")


def start(learner, time, quiz="sitting", seed=7):
    return attempting.start_attempt(learner.id, "small-course", quiz, time.time, seed)


def minutes(attempt, learner, time):
    """How long the attempt is as its page shows it; None when untimed."""
    page = attempt_page(attempt, learner.id, time.time)
    return None if page.due_at is None else (page.due_at - page.started_at) / timedelta(minutes=1)


def rows(statement):
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def appended():
    return rows(select(AttemptAdjustment.source, AttemptAdjustment.seconds).order_by(AttemptAdjustment.id))


def give(ann, small, learner, profile, time):
    give_profile(ann, small.course_id, learner.public_id, profile, time.time)


def single(ann, small, learner, time, quiz="sitting", attempts=0, minutes=0, seen=0):
    adjust_quiz(ann, small, learner.public_id, quiz, Single(attempts, minutes, "The fire alarm.", seen), time.time)


# The profile


def test_an_attempt_that_starts_has_the_time_that_the_profile_gives(ann, small, learner, time):
    give(ann, small, learner, HALF, time)
    assert minutes(start(learner, time), learner, time) == 15
    assert appended() == [("profile", 300)]


def test_a_profile_reaches_an_attempt_under_way_at_the_next_answer(ann, small, learner, time):
    attempt = start(learner, time)
    time.advance(minutes=9)
    give(ann, small, learner, HALF, time)
    assert answering.save(attempt, learner.id, [], time.time).seconds_left == 360
    time.advance(minutes=5)
    (done,) = answering.save(attempt, learner.id, [Given(1, "tab", ("a",), seq=1)], time.time).acknowledged
    assert done.counts is True


def test_without_a_limit_an_attempt_under_way_ends_no_more_by_itself(ann, small, learner, time):
    attempt = start(learner, time)
    give(ann, small, learner, UNTIMED, time)
    assert minutes(attempt, learner, time) is None
    assert answering.save(attempt, learner.id, [], time.advance(days=2)).seconds_left is None
    assert overdue_attempts(time.time) == {}
    assert attempting.close_overdue(time.time) == 0


def test_more_is_added_to_what_was_given_and_less_takes_nothing_away(ann, small, learner, time):
    attempt = start(learner, time)
    shown = []
    for percent in (25, 100, 50, 0):
        give(ann, small, learner, Accommodation(extra_percent=percent), time)
        shown.append(minutes(attempt, learner, time))
    assert shown == [12.5, 20, 20, 20]
    assert appended() == [("profile", 150), ("profile", 450)]


def test_a_withdrawn_profile_holds_for_no_attempt_that_starts_afterwards(ann, small, learner, time):
    give(ann, small, learner, HALF, time)
    give(ann, small, learner, NOTHING, time)
    assert minutes(start(learner, time), learner, time) == 10
    assert rows(select(Row.person_id)) == []


def test_an_attempt_that_is_over_stays_over(ann, small, learner, time):
    attempt = start(learner, time)
    time.advance(minutes=10, seconds=11)
    give(ann, small, learner, HALF, time)
    single(ann, small, learner, time, minutes=30)
    assert appended() == []
    (late,) = answering.save(attempt, learner.id, [Given(1, "tab", ("a",), seq=1)], time.time).refused
    assert late.type == "too-late"


def test_a_quiz_without_a_limit_needs_no_adjustment(ann, small, learner, time):
    give(ann, small, learner, HALF, time)
    start(learner, time, "practice")
    assert appended() == []


def test_the_profile_holds_for_nobody_else(ann, small, learner, time):
    classmate = person_named("classmate")
    give(ann, small, learner, HALF, time)
    assert minutes(start(classmate, time), classmate, time) == 10


def test_the_same_profile_again_leaves_no_second_entry(ann, small, learner, time):
    give(ann, small, learner, HALF, time)
    give(ann, small, learner, HALF, time)
    assert len(rows(select(AuditEntry.id).where(AuditEntry.verb == "accommodation given"))) == 1


def test_what_was_given_and_withdrawn_stands_in_the_audit_without_a_reason(ann, small, learner, time):
    give(ann, small, learner, HALF, time)
    give(ann, small, learner, NOTHING, time)
    entry = select(AuditEntry.actor_id, AuditEntry.person_id, AuditEntry.verb, AuditEntry.reason)
    assert rows(entry.where(AuditEntry.verb.startswith("accommodation")).order_by(AuditEntry.id)) == [
        (ann, learner.id, "accommodation given", ""),
        (ann, learner.id, "accommodation withdrawn", ""),
    ]
    details = rows(select(AuditDetail.before, AuditDetail.after).order_by(AuditDetail.entry_id))
    assert [(one["extra_percent"], other["extra_percent"]) for one, other in details] == [(0, 50), (50, 0)]


def test_nothing_that_is_kept_of_a_profile_can_hold_a_diagnosis():
    kinds = {column.name: column.type.python_type for column in Row.__table__.columns if not column.foreign_keys}
    assert {name for name, kind in kinds.items() if kind is str} == set()


@pytest.mark.parametrize("percent", [-1, 301])
def test_a_share_that_cannot_be_is_refused(ann, small, learner, time, percent):
    with pytest.raises(NotToBeGiven):
        give(ann, small, learner, Accommodation(extra_percent=percent), time)


@pytest.mark.parametrize("name", ["outsider", "instructor"])
def test_whoever_does_not_learn_the_course_is_not_there(ann, small, time, name):
    with pytest.raises(NoSuchPerson):
        give(ann, small, person_named(name), HALF, time)
    with pytest.raises(NoSuchPerson):
        single(ann, small, person_named(name), time, minutes=5)


def test_erasing_a_person_removes_the_profile_and_the_reasons_of_what_was_given(ann, small, learner, time):
    give(ann, small, learner, HALF, time)
    single(ann, small, learner, time, minutes=5)
    erasing.erase(person_named("admin").id, learner.public_id, "By letter", time.time)
    assert rows(select(Row.person_id)) == []
    assert rows(select(QuizAdjustment.seconds, QuizAdjustment.reason)) == [(300, "")]


# Single adjustments


def test_further_minutes_reach_the_attempt_under_way_and_those_that_follow(ann, small, learner, time):
    first = start(learner, time)
    single(ann, small, learner, time, minutes=5)
    assert minutes(first, learner, time) == 15
    attempting.submit(first, learner.id, time.time)
    time.advance(days=2)
    second = start(learner, time)
    assert minutes(second, learner, time) == 15
    assert appended() == [("single", 300), ("single", 300)]


def test_minutes_and_the_profile_add_up_in_either_order(ann, small, learner, time):
    give(ann, small, learner, HALF, time)
    single(ann, small, learner, time, minutes=5)
    assert minutes(start(learner, time), learner, time) == 20
    classmate = person_named("classmate")
    attempt = start(classmate, time)
    single(ann, small, classmate, time, minutes=5)
    give(ann, small, classmate, HALF, time)
    assert minutes(attempt, classmate, time) == 20


def test_a_further_attempt_may_be_started_and_no_more(ann, small, learner, time):
    for seed in (1, 2):
        attempting.submit(start(learner, time, seed=seed), learner.id, time.time)
        time.advance(days=2)
    with pytest.raises(AttemptsUsedUp):
        start(learner, time)
    single(ann, small, learner, time, attempts=1)
    attempting.submit(start(learner, time, seed=3), learner.id, time.time)
    time.advance(days=2)
    with pytest.raises(AttemptsUsedUp) as refused:
        start(learner, time)
    assert refused.value.allowed == 3


def test_adjustments_are_appended_and_those_of_another_quiz_do_not_matter(ann, small, learner, time):
    single(ann, small, learner, time, minutes=5)
    single(ann, small, learner, time, minutes=3, seen=1)
    single(ann, small, learner, time, quiz="final", minutes=60)
    kept = select(QuizAdjustment.seconds, QuizAdjustment.reason).order_by(QuizAdjustment.id)
    assert rows(kept) == [(300, "The fire alarm."), (180, "The fire alarm."), (3_600, "The fire alarm.")]
    assert minutes(start(learner, time), learner, time) == 18


def test_the_same_form_twice_gives_once(ann, small, learner, time):
    single(ann, small, learner, time, minutes=5)
    with pytest.raises(AdjustedMeanwhile):
        single(ann, small, learner, time, minutes=5)
    assert minutes(start(learner, time), learner, time) == 15


@pytest.mark.parametrize(
    ("quiz", "attempts", "given_minutes", "why"),
    [
        ("sitting", 0, 0, "Write how many attempts or minutes, or when it opens or closes."),
        ("sitting", 21, 0, "At most 20 attempts and 600 minutes are given at once."),
        ("sitting", 0, -5, "At most 20 attempts and 600 minutes are given at once."),
        ("practice", 0, 5, "This quiz has no time limit."),
        ("practice", 1, 0, "This quiz may be taken as often as one likes already."),
    ],
)
def test_what_makes_no_sense_is_refused_with_why(ann, small, learner, time, quiz, attempts, given_minutes, why):
    with pytest.raises(NotToBeGiven) as refused:
        single(ann, small, learner, time, quiz, attempts, given_minutes)
    assert str(refused.value) == f"{why} Nothing was changed."
    assert rows(select(QuizAdjustment.id)) == []


def test_a_single_adjustment_stands_in_the_audit_with_its_reason(ann, small, learner, time):
    single(ann, small, learner, time, attempts=1, minutes=5)
    entry = select(AuditEntry.person_id, AuditEntry.object, AuditEntry.reason).where(AuditEntry.verb == "quiz adjusted")
    assert rows(entry) == [(learner.id, "quiz sitting: 1 attempts, 5 minutes", "The fire alarm.")]


# Meeting


def test_an_attempt_that_starts_while_a_profile_is_given_has_it(app, ann, small, learner, time):
    outcomes = at_once(app, lambda: start(learner, time), lambda: give(ann, small, learner, HALF, time))
    attempt = next(one for one in outcomes if isinstance(one, str))
    assert minutes(attempt, learner, time) == 15


def test_two_who_give_minutes_at_once_give_them_once(app, ann, small, learner, time):
    attempt = start(learner, time)
    other = person_named("admin").id
    at_once(
        app,
        lambda: single(ann, small, learner, time, minutes=5),
        lambda: single(other, small, learner, time, minutes=5),
    )
    assert minutes(attempt, learner, time) == 15


def test_minutes_that_meet_the_sweep_come_in_time_or_not_at_all(app, ann, small, learner, time):
    attempt = start(learner, time)
    early = time.time + timedelta(minutes=10)
    outcomes = at_once(
        app,
        lambda: attempting.close_overdue(START + timedelta(minutes=10, seconds=11)),
        lambda: adjust_quiz(ann, small, learner.public_id, "sitting", Single(0, 5, "Late.", 0), early),
    )
    page = attempt_page(attempt, learner.id, START + timedelta(minutes=11))
    was_closed = 1 in outcomes
    assert page.state == ("closed" if was_closed else "open")
    assert len(appended()) == (0 if was_closed else 1)
