"""Opening and closing: who may start when, what ends an attempt, and how a window is moved for one learner."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from course_app.domain.accommodations import Accommodation
from course_app.domain.attempts import Closed, NotOpenYet
from course_app.extensions import read_connection
from course_app.models import Attempt, AttemptAdjustment, AuditEntry, QuizAdjustment
from course_app.queries.attempts import attempt_page
from course_app.queries.catalogue import newest_outline
from course_app.queries.quiz_start import start_page
from course_app.services import answering, attempting, authoring_quizzes, previewing
from course_app.services.accommodating import NotToBeGiven, Single, adjust_quiz, give_profile
from course_app.services.answer_desk import Given
from tests.conftest import START, person_named

GATE_OPENS = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEEK_CLOSES = datetime(2026, 11, 29, 17, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def learner(app):
    return person_named("outsider")


@pytest.fixture
def ola(app):
    return person_named("other-instructor").id


@pytest.fixture
def closed(app):
    return newest_outline("closed-course")


def start(learner, quiz, now):
    return attempting.start_attempt(learner.id, "closed-course", quiz, now, 7)


def ends(attempt, learner, now):
    return attempt_page(attempt, learner.id, now).due_at


def move(ola, closed, learner, quiz, now=START, minutes=0, seen=0, **bounds):
    single = Single(0, minutes, "On leave.", seen, **bounds)
    adjust_quiz(ola, closed, learner.public_id, quiz, single, now)


def give(ola, closed, learner, now=START, **profile):
    give_profile(ola, closed.course_id, learner.public_id, Accommodation(**profile), now)


def rows(*columns):
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(columns[0]))]


# Starting


def test_an_attempt_starts_from_the_opening_on_and_before_the_closing(learner):
    with pytest.raises(NotOpenYet):
        start(learner, "gate", GATE_OPENS - timedelta(milliseconds=1))
    with pytest.raises(Closed):
        start(learner, "gate", GATE_OPENS + 45 * MINUTE)
    assert rows(Attempt.id) == []
    attempt = start(learner, "gate", GATE_OPENS)
    assert ends(attempt, learner, GATE_OPENS) == GATE_OPENS + 45 * MINUTE


def test_an_attempt_begun_just_before_the_closing_keeps_its_minutes_and_is_gone_on_with(learner):
    last = GATE_OPENS + 45 * MINUTE - timedelta(seconds=1)
    attempt = start(learner, "gate", last)
    later = last + 44 * MINUTE
    assert start(learner, "gate", later) == attempt
    (done,) = answering.save(attempt, learner.id, [Given(1, "tab", ("a",), seq=1)], later).acknowledged
    assert done.counts is True
    assert ends(attempt, learner, later) == last + 45 * MINUTE


def test_an_attempt_without_a_limit_ends_as_the_quiz_closes_and_is_closed_at_that(learner):
    attempt = start(learner, "week", START)
    assert ends(attempt, learner, START) == WEEK_CLOSES
    assert attempting.close_overdue(WEEK_CLOSES + 11 * timedelta(seconds=1)) == 1
    assert rows(Attempt.closed_at, Attempt.closed_by) == [(WEEK_CLOSES, "deadline")]


def test_what_the_start_page_says_of_the_end_is_what_the_attempt_gets(learner, ola, closed):
    give(ola, closed, learner, extra_percent=50)
    for quiz, now in (("gate", GATE_OPENS), ("week", START), ("noon", START), ("doors", START)):
        promised = start_page(learner.id, "closed-course", quiz, now).ends_at
        assert ends(start(learner, quiz, now), learner, now) == promised


def test_a_trial_knows_no_window(ola, closed):
    for slug in ("gate", "shut", "week"):
        attempt = previewing.preview_quiz(ola, closed, slug, 1, START, 3)
        due = attempt_page(attempt, ola, START).due_at
        assert due == (START + 45 * MINUTE if slug == "gate" else None)


def test_an_attempt_ends_by_the_window_of_the_version_it_began_on(learner, ola, closed):
    attempt = start(learner, "week", START)
    quiz = replace(closed.quizzes["week"].quiz, closes="2026-11-23 17:00")
    authoring_quizzes.save_quiz(ola, closed, "week", 1, quiz, START)
    authoring_quizzes.publish_quiz(ola, closed, "week", 2, START)
    assert ends(attempt, learner, START) == WEEK_CLOSES
    with pytest.raises(Closed):
        attempting.start_attempt(
            person_named("outsider").id, "closed-course", "week", after_closing(attempt, learner), 7
        )


def after_closing(attempt, learner):
    """The attempt is handed in; a moment after the new version's closing."""
    attempting.submit(attempt, learner.id, START)
    return datetime(2026, 11, 23, 17, tzinfo=UTC)


# Extra time


def test_who_has_extra_time_starts_until_the_same_closing_and_keeps_all_minutes(learner, ola, closed):
    give(ola, closed, learner, extra_percent=50)
    last = GATE_OPENS + 45 * MINUTE - timedelta(seconds=1)
    assert ends(start(learner, "gate", last), learner, last) == last + 67.5 * MINUTE
    with pytest.raises(Closed):
        start(person_named("outsider"), "gate", last + 68 * MINUTE)


def test_a_window_that_is_the_sitting_closes_later_for_who_has_extra_time(learner, ola, closed):
    give(ola, closed, learner, extra_percent=50)
    attempt = start(learner, "noon", NOON + 30 * MINUTE)
    assert ends(attempt, learner, NOON + 30 * MINUTE) == NOON + 120 * MINUTE
    assert rows(AttemptAdjustment.source, AttemptAdjustment.seconds) == [("profile", 7200)]


def test_extra_time_reaches_an_attempt_under_way_that_the_closing_ends(learner, ola, closed):
    attempt = start(learner, "noon", START)
    give(ola, closed, learner, NOON - MINUTE, extra_percent=50)
    assert answering.save(attempt, learner.id, [], NOON).seconds_left == 7200
    give(ola, closed, learner, NOON, is_untimed=True)
    assert answering.save(attempt, learner.id, [], NOON).seconds_left is None


def test_extra_time_adds_nothing_to_a_span_of_days(learner, ola, closed):
    attempt = start(learner, "week", START)
    give(ola, closed, learner, extra_percent=50)
    assert rows(AttemptAdjustment.id) == []
    assert ends(attempt, learner, START) == WEEK_CLOSES


# Moved for one learner


def test_a_window_is_moved_for_one_learner_alone(learner, ola, closed):
    move(ola, closed, learner, "gate", opens="2026-11-24T09:00", closes="2026-11-24T09:45")
    with pytest.raises(NotOpenYet):
        start(learner, "gate", GATE_OPENS)
    assert start(learner, "gate", GATE_OPENS + timedelta(days=1))
    assert rows(AuditEntry.object, AuditEntry.reason)[-1:] == [
        ("quiz gate: 0 attempts, 0 minutes, opens 2026-11-24T09:00, closes 2026-11-24T09:45", "On leave.")
    ]


def test_the_newest_move_of_each_bound_holds(learner, ola, closed):
    move(ola, closed, learner, "gate", closes="2026-11-25 09:00")
    move(ola, closed, learner, "gate", seen=1, closes="2026-11-24 09:00")
    move(ola, closed, learner, "gate", seen=2, opens="2026-11-22 09:00")
    window = start_page(learner.id, "closed-course", "gate", START).own.window
    assert (window.opens, window.closes) == (START, GATE_OPENS + timedelta(days=1))


def test_a_later_closing_reaches_an_attempt_under_way_that_it_ends(learner, ola, closed):
    attempt = start(learner, "week", START)
    move(ola, closed, learner, "week", closes="2026-12-01 17:00")
    assert ends(attempt, learner, START) == WEEK_CLOSES + timedelta(days=2)
    move(ola, closed, learner, "week", seen=1, closes="2026-11-30 17:00")
    assert ends(attempt, learner, START) == WEEK_CLOSES + timedelta(days=2)
    assert rows(AttemptAdjustment.source, AttemptAdjustment.seconds) == [("single", 172_800)]


def test_a_later_closing_adds_nothing_to_an_attempt_that_has_its_minutes(learner, ola, closed):
    attempt = start(learner, "gate", GATE_OPENS)
    move(ola, closed, learner, "gate", GATE_OPENS, closes="2026-11-24 09:00")
    assert ends(attempt, learner, GATE_OPENS) == GATE_OPENS + 45 * MINUTE


def test_minutes_are_given_where_the_window_is_the_limit(learner, ola, closed):
    attempt = start(learner, "noon", START)
    move(ola, closed, learner, "noon", minutes=20)
    assert ends(attempt, learner, START) == NOON + 20 * MINUTE


@pytest.mark.parametrize(
    ("quiz", "bounds", "why"),
    [
        ("gate", {"opens": "tomorrow"}, "Write a date and a time, such as 2026-12-01 09:00."),
        ("gate", {"closes": "2026-11-23 09:45"}, "Everybody’s closing is not earlier than that; choose a later one."),
        ("gate", {"opens": "2026-11-23 09:45"}, "For this learner it would close before it opens. Move the closing as"),
        ("gate", {"opens": "2026-11-25 09:00", "closes": "2026-11-24 09:00"}, "It closes before it opens."),
        ("week", {"closes": "2027-03-28 01:30"}, "There is no 01:30 on 28 March 2027"),
        ("shut", {"opens": "2026-11-20 09:00"}, "This quiz has no such bound to be moved."),
        ("doors", {"closes": "2026-11-30 09:00"}, "This quiz has no such bound to be moved."),
    ],
)
def test_a_window_that_makes_no_sense_is_refused_with_why(learner, ola, closed, quiz, bounds, why):
    with pytest.raises(NotToBeGiven) as refused:
        move(ola, closed, learner, quiz, **bounds)
    assert str(refused.value).startswith(why)
    assert str(refused.value).endswith(" Nothing was changed.")
    assert rows(QuizAdjustment.id) == []
