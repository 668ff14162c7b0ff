"""When an attempt may start, until when it runs, and what is late."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from course_app.domain.attempts import (
    GRACE_SECONDS,
    AttemptsUsedUp,
    NotEnrolled,
    QuizNotOpen,
    StartFacts,
    TooSoon,
    attempts_left,
    due_at,
    effective_close,
    is_late,
    may_start,
    next_start,
    seconds_left,
    state,
)
from course_app.domain.errors import RuleBroken
from course_app.domain.quizzes import Quiz

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
DAY = 86_400


def after(seconds):
    return NINE + timedelta(seconds=seconds)


def a_quiz(**rules):
    return Quiz(id="final-assessment", title="Final assessment", sections=(), **rules)


def facts(**changes):
    usual = {
        "enrolment_active": True,
        "quiz_published": True,
        "started": 0,
        "last_closed_at": None,
        "has_open": False,
        "email_confirmed": True,
    }
    return StartFacts(**(usual | changes))


# May one start


def test_a_first_attempt_may_start():
    assert may_start(facts(), a_quiz(attempts=3, delay=DAY), NINE) is None


def test_without_an_active_enrolment_nothing_new_starts():
    with pytest.raises(NotEnrolled) as refused:
        may_start(facts(enrolment_active=False), a_quiz(), NINE)
    assert str(refused.value) == ("Your enrolment is not active, so no new attempt can start. What you did is kept.")


def test_an_unpublished_quiz_does_not_start():
    with pytest.raises(QuizNotOpen) as refused:
        may_start(facts(quiz_published=False), a_quiz(), NINE)
    assert str(refused.value) == "This quiz is not open at present. Earlier attempts and their results are kept."


def test_the_last_allowed_attempt_may_start_and_no_further_one():
    assert may_start(facts(started=2), a_quiz(attempts=3), NINE) is None
    with pytest.raises(AttemptsUsedUp) as refused:
        may_start(facts(started=3), a_quiz(attempts=3), NINE)
    assert refused.value.allowed == 3
    assert str(refused.value) == (
        "All three attempts are used; what you reached is kept. If you need another, ask your instructor."
    )


def test_an_only_attempt_that_is_used_is_said_so():
    assert str(AttemptsUsedUp(1)) == (
        "The only attempt is used; what you reached is kept. If you need another, ask your instructor."
    )


def test_unlimited_attempts_never_run_out():
    assert may_start(facts(started=1_000), a_quiz(attempts=None), NINE) is None


def test_the_delay_counts_from_the_last_close_to_the_second():
    waiting = facts(started=1, last_closed_at=NINE)
    with pytest.raises(TooSoon) as refused:
        may_start(waiting, a_quiz(delay=DAY), after(DAY - 1))
    assert refused.value.when == after(DAY)
    assert refused.value.delay == DAY
    assert str(refused.value) == "The next attempt can start 24 hours after the end of the last one."
    assert may_start(waiting, a_quiz(delay=DAY), after(DAY)) is None


def test_twenty_four_hours_are_86400_seconds_when_the_clocks_change():
    before_the_change = datetime(2026, 10, 24, 12, tzinfo=LONDON)
    when = next_start(before_the_change, DAY)
    assert when == datetime(2026, 10, 25, 11, tzinfo=LONDON)
    assert when.tzinfo is UTC


@pytest.mark.parametrize(("closed", "delay"), [(None, DAY), (NINE, None)])
def test_without_a_delay_or_a_closed_attempt_there_is_nothing_to_wait_for(closed, delay):
    assert next_start(closed, delay) is None


@pytest.mark.parametrize("change", [{"enrolment_active": False}, {"quiz_published": False}, {"started": 3}])
def test_an_open_attempt_always_goes_on(change):
    assert may_start(facts(has_open=True, last_closed_at=NINE, **change), a_quiz(attempts=3, delay=DAY), NINE) is None


def test_the_errors_are_tried_in_the_order_in_which_a_person_can_do_something_about_them():
    everything = facts(enrolment_active=False, quiz_published=False, started=3, last_closed_at=NINE)
    with pytest.raises(NotEnrolled):
        may_start(everything, a_quiz(attempts=3, delay=DAY), NINE)
    with pytest.raises(AttemptsUsedUp):
        may_start(facts(started=3, last_closed_at=NINE), a_quiz(attempts=3, delay=DAY), NINE)


@pytest.mark.parametrize("error", [NotEnrolled, QuizNotOpen, AttemptsUsedUp, TooSoon])
def test_every_refusal_is_a_broken_rule(error):
    assert issubclass(error, RuleBroken)


# Until when


def test_an_untimed_attempt_never_ends_by_itself():
    assert due_at(NINE, None, [900]) is None


def test_the_end_is_start_and_limit_and_all_adjustments():
    assert due_at(NINE, 2_700) == after(2_700)
    assert due_at(NINE, 2_700, [900, 300, 60]) == after(3_960)
    assert due_at(NINE, 2_700, [0]) == after(2_700)


def test_the_window_cuts_the_limit_off_and_adjustments_move_both():
    assert due_at(NINE, 2_700, window_closes=after(1_800)) == after(1_800)
    assert due_at(NINE, 2_700, [900], window_closes=after(1_800)) == after(2_700)
    assert due_at(NINE, 2_700, [900], window_closes=after(9_000)) == after(3_600)


def test_a_lifted_limit_ends_neither_with_the_limit_nor_with_the_window():
    assert due_at(NINE, 2_700, [900, None], window_closes=after(1_800)) is None


def test_an_untimed_attempt_ends_with_its_window():
    assert due_at(NINE, None, window_closes=after(60)) == after(60)
    assert due_at(NINE, None, [900], window_closes=after(60)) == after(960)


def test_what_would_shorten_is_no_adjustment():
    with pytest.raises(ValueError, match=r"^an adjustment never shortens$"):
        due_at(NINE, 600, [900, -60])


def test_the_limit_runs_through_the_change_of_the_clocks():
    started = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    assert due_at(started, 3_600) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(TypeError, match=r"^a time without its zone$"):
        due_at(NINE.replace(tzinfo=None), 60)


# What is late


def test_the_grace_is_ten_seconds():
    assert GRACE_SECONDS == 10


def test_an_answer_in_the_last_moment_of_the_grace_is_in_time_and_one_after_it_late():
    assert is_late(after(10), due=NINE) is False
    assert is_late(after(10) + timedelta(milliseconds=1), due=NINE) is True


def test_nothing_is_late_in_an_untimed_attempt():
    assert is_late(after(10**9), due=None) is False


# State


@pytest.mark.parametrize(
    ("submitted", "due", "now", "expected"),
    [
        (None, None, after(10**9), "open"),
        (None, NINE, after(-1), "open"),
        (None, NINE, after(10), "open"),
        (None, NINE, after(11), "overdue"),
        (after(-60), NINE, after(-30), "closed"),
        (after(5), NINE, after(11), "closed"),
    ],
)
def test_an_attempt_is_open_until_no_answer_would_count_then_overdue_and_once_submitted_closed(
    submitted, due, now, expected
):
    assert state(submitted, due, now) == expected


def test_an_attempt_is_overdue_exactly_when_an_answer_would_be_too_late():
    for seconds in range(-3, 15):
        assert (state(None, NINE, after(seconds)) == "overdue") is is_late(after(seconds), NINE)


@pytest.mark.parametrize(
    ("submitted", "due", "now", "expected"),
    [
        (None, None, after(10**9), None),
        (None, NINE, after(10), None),
        (None, NINE, after(9_999), NINE),
        (after(-60), NINE, after(0), after(-60)),
        (after(7), NINE, after(8), NINE),
        (after(7), None, after(8), after(7)),
    ],
)
def test_an_attempt_dates_from_its_submission_or_its_deadline_whichever_is_earlier(submitted, due, now, expected):
    assert effective_close(submitted, due, now) == expected


@pytest.mark.parametrize(("now", "seconds"), [(after(-90), 90), (after(-0.4), 0), (after(0), 0), (after(5), 0)])
def test_seconds_left_are_whole_rounded_down_and_never_negative(now, seconds):
    assert seconds_left(NINE, now) == seconds


def test_an_untimed_attempt_has_no_seconds_left_to_show():
    assert seconds_left(None, NINE) is None


def test_attempts_left_never_fall_below_none():
    assert [attempts_left(started, 3) for started in (0, 2, 3, 5)] == [3, 1, 0, 0]
    assert attempts_left(5, None) is None
