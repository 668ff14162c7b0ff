"""When a quiz is open, to everybody and to one learner, and when attempts end by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.accommodations import USUAL, Allowance
from course_app.domain.attempts import ALWAYS, Closed, NotOpenYet, StartFacts, Window, may_start, next_moment
from course_app.domain.quizzes import Quiz
from course_app.domain.windows import (
    clock_fault,
    limit_to_share,
    moment_of,
    own_window,
    shifted,
    wall_clock,
    window_cautions,
    window_faults,
    window_of,
    written_of,
)

LONDON, HAVANA = ZoneInfo("Europe/London"), ZoneInfo("America/Havana")
NINE = datetime(2026, 12, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITTING = Quiz("q", "Q", (), opens="2026-12-01 09:00", closes="2026-12-01 10:00")
EXAM = Quiz("q", "Q", (), time_limit=3600, opens="2026-12-01 09:00", closes="2026-12-01 10:00")
WEEK = Quiz("q", "Q", (), opens="2026-12-01 09:00", closes="2026-12-08 09:00")
MOMENTS = st.datetimes(
    datetime.fromisoformat("2001-01-01"), datetime.fromisoformat("2098-12-31"), timezones=st.just(UTC)
)
ALLOWANCES = st.builds(
    Allowance,
    percent=st.integers(0, 300),
    is_untimed=st.booleans(),
    seconds=st.integers(0, 86_400),
    opens=st.none() | MOMENTS,
    closes=st.none() | MOMENTS,
)


def facts(window=ALWAYS, *, has_open=False):
    return StartFacts(
        enrolment_active=True,
        quiz_published=True,
        started=0,
        last_closed_at=None,
        has_open=has_open,
        email_confirmed=True,
        window=window,
    )


# As it is written


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-12-01 09:00", "2026-12-01 09:00"),
        (" 2026-12-01T09:00 ", "2026-12-01 09:00"),
        ("2026-02-29 09:00", ""),
        ("2026-12-01 24:00", ""),
        ("2026-12-01", ""),
        ("1 December 2026 at 09:00", ""),
        ("0001-01-01 00:00", ""),
        ("", ""),
    ],
)
def test_a_time_is_kept_in_one_spelling_and_nothing_else_is_one(typed, kept):
    assert wall_clock(typed) == kept


@given(MOMENTS, st.sampled_from(["Europe/London", "Asia/Kathmandu", "America/Havana", "Pacific/Apia"]))
def test_what_the_clocks_show_leads_back_to_the_moment_unless_it_comes_twice(moment, name):
    zone, moment = ZoneInfo(name), moment.replace(second=0, microsecond=0)
    written = written_of(moment, zone)
    if not clock_fault(written, zone):
        assert moment_of(written, zone) == moment


def test_the_same_words_are_another_moment_in_summer_and_in_another_zone():
    assert moment_of("2026-07-01 09:00", LONDON) == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert moment_of("2026-12-01 09:00", LONDON) == NINE
    assert moment_of("2026-12-01 09:00", HAVANA) == datetime(2026, 12, 1, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-03-29 00:59", ""),
        ("2026-03-29 01:00", "There is no 01:00 on 29 March 2026"),
        ("2026-03-29 01:59", "There is no 01:59 on 29 March 2026"),
        ("2026-03-29 02:00", ""),
        ("2026-10-25 00:59", ""),
        ("2026-10-25 01:00", "01:00 comes twice on 25 October 2026"),
        ("2026-10-25 01:59", "01:59 comes twice on 25 October 2026"),
        ("2026-10-25 02:00", ""),
    ],
)
def test_a_time_that_the_clocks_skip_or_show_twice_is_named(written, said):
    assert clock_fault(written, LONDON).partition(" in the course’s zone")[0] == said


def test_a_window_closes_after_it_opens():
    early, late = "2026-12-01 09:00", "2026-12-01 09:01"
    assert window_faults(early, late, LONDON) == []
    assert window_faults("", early, LONDON) == window_faults(early, "", LONDON) == []
    wrong = [[fault.place for fault in window_faults(*pair, LONDON)] for pair in ((late, early), (early, early))]
    assert wrong == [["closes"], ["closes"]]


def test_each_time_that_does_not_exist_is_named_at_its_place():
    faults = window_faults("2026-03-29 01:30", "2026-10-25 01:30", LONDON)
    assert [fault.place for fault in faults] == ["opens", "closes"]


def test_a_window_shorter_than_the_limit_is_worth_a_sentence():
    short = Quiz("q", "Q", (), time_limit=5400, opens=EXAM.opens, closes=EXAM.closes)
    assert window_cautions(short, LONDON) == (
        "It is open for 60 minutes, less than its time limit of 90 minutes. Closing stops starting only: whoever has "
        "begun keeps the whole 90 minutes.",
    )
    assert [window_cautions(one, LONDON) for one in (EXAM, SITTING, WEEK, Quiz("q", "Q", ()))] == [()] * 4


def test_a_window_shorter_than_the_limit_of_whoever_has_the_most_time_is_worth_a_sentence():
    assert window_cautions(EXAM, LONDON, 25) == (
        "It is open for 60 minutes, less than the 75 minutes of a learner who is given extra time. Closing stops "
        "starting only: whoever has begun keeps the whole 75 minutes.",
    )
    half = replace(EXAM, time_limit=1800)
    assert [len(window_cautions(half, LONDON, percent)) for percent in (0, 100, 101)] == [0, 0, 1]
    assert window_cautions(SITTING, LONDON, 100) == ()


# Whether one may start


@given(MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS)
def test_attempts_start_from_the_opening_on_and_before_the_closing(now, opens, closes):
    window = Window(opens, closes)
    inside = (opens is None or opens <= now) and (closes is None or now < closes)
    assert (window.state(now) == "open") == inside
    if inside:
        assert may_start(facts(window), Quiz("q", "Q", ()), now) is None
    else:
        with pytest.raises((NotOpenYet, Closed)):
            may_start(facts(window), Quiz("q", "Q", ()), now)


def test_the_refusal_says_when():
    window = Window(NINE, NINE + HOUR)
    with pytest.raises(NotOpenYet, match="not open yet") as early:
        may_start(facts(window), EXAM, NINE - timedelta(milliseconds=1))
    with pytest.raises(Closed, match="has closed, so no attempt can start") as late:
        may_start(facts(window), EXAM, NINE + HOUR)
    assert [(one.value.when, one.value.when_is) for one in (early, late)] == [
        (NINE, "It opens on"),
        (NINE + HOUR, "It closed on"),
    ]


def test_an_open_attempt_goes_on_when_the_quiz_has_closed():
    assert may_start(facts(Window(None, NINE), has_open=True), EXAM, NINE + HOUR) is None


def test_an_attempt_waits_for_the_later_of_opening_and_delay():
    window = Window(NINE, None)
    assert next_moment(window, None, NINE - HOUR) == NINE
    assert next_moment(window, NINE + HOUR, NINE - HOUR) == NINE + HOUR
    assert next_moment(window, NINE - HOUR / 2, NINE - HOUR) == NINE
    assert next_moment(window, None, NINE) is None


# For one learner


def test_a_quiz_without_a_window_is_always_open_and_ends_nothing():
    own = own_window(Quiz("q", "Q", ()), LONDON, Allowance(percent=50, is_untimed=True, closes=NINE))
    assert (own.window, own.cut, own.given, own.due(NINE, None)) == (ALWAYS, None, {}, None)


def test_a_running_attempt_keeps_its_minutes_when_the_quiz_closes():
    own = own_window(EXAM, LONDON, USUAL)
    assert own.window == Window(NINE, NINE + HOUR)
    assert own.due(NINE + HOUR - timedelta(seconds=1), EXAM.time_limit) == NINE + 2 * HOUR - timedelta(seconds=1)


def test_who_has_extra_time_starts_until_the_same_closing_and_keeps_all_of_it():
    own = own_window(EXAM, LONDON, Allowance(percent=50))
    assert (own.window, own.is_moved) == (Window(NINE, NINE + HOUR), False)
    assert own.due(NINE, EXAM.time_limit) == NINE + 1.5 * HOUR


def test_an_attempt_without_a_limit_ends_as_the_quiz_closes():
    assert own_window(WEEK, LONDON, USUAL).due(NINE + HOUR, None) == NINE + timedelta(days=7)


def test_a_window_that_is_the_sitting_closes_later_by_the_share_of_its_length():
    own = own_window(SITTING, LONDON, Allowance(percent=50, seconds=600))
    closes = NINE + timedelta(minutes=60 + 30 + 10)
    assert (own.window, own.is_moved) == (Window(NINE, closes), True)
    assert own.due(NINE, None) == own.due(NINE + HOUR, None) == closes


def test_a_span_of_days_is_no_limit_of_which_there_is_a_share():
    assert [limit_to_share(one, LONDON) for one in (EXAM, SITTING, WEEK)] == [3600, 3600, None]
    day = Quiz("q", "Q", (), opens="2026-12-01 09:00", closes="2026-12-02 09:00")
    longer = Quiz("q", "Q", (), opens="2026-12-01 09:00", closes="2026-12-02 09:01")
    assert [limit_to_share(one, LONDON) for one in (day, longer)] == [86_400, None]
    assert own_window(WEEK, LONDON, Allowance(percent=50)).window == window_of(WEEK, LONDON)


def test_without_a_limit_for_them_they_start_until_the_closing_and_nothing_ends_the_attempt():
    own = own_window(SITTING, LONDON, Allowance(is_untimed=True))
    assert (own.window, own.due(NINE, None)) == (Window(NINE, NINE + HOUR), None)


def test_a_moved_window_holds_for_the_bounds_that_the_quiz_has():
    moved = Allowance(opens=NINE + 2 * HOUR, closes=NINE + 5 * HOUR)
    assert own_window(EXAM, LONDON, moved).window == Window(NINE + 2 * HOUR, NINE + 5 * HOUR)
    only_closes = Quiz("q", "Q", (), closes=EXAM.closes)
    assert own_window(only_closes, LONDON, moved).window == Window(None, NINE + 5 * HOUR)


def test_a_closing_that_was_moved_is_never_earlier_than_everybodys():
    assert own_window(WEEK, LONDON, Allowance(closes=NINE + HOUR)).window == window_of(WEEK, LONDON)


@given(st.sampled_from([EXAM, SITTING, WEEK]), ALLOWANCES, st.integers(0, 3599))
def test_nothing_that_is_given_makes_an_attempt_end_earlier_or_the_quiz_close_earlier(quiz, allowance, after):
    started = NINE + timedelta(seconds=after)
    usual, own = own_window(quiz, LONDON, USUAL), own_window(quiz, LONDON, allowance)
    assert own.window.closes >= usual.window.closes
    ends = own.due(started, quiz.time_limit)
    assert ends is None or ends >= usual.due(started, quiz.time_limit)


@given(ALLOWANCES, st.integers(0, 3599))
def test_an_attempt_without_a_limit_never_outlives_the_learners_own_closing(allowance, after):
    own = own_window(SITTING, LONDON, allowance)
    assert own.due(NINE + timedelta(seconds=after), None) == (None if allowance.is_untimed else own.window.closes)


# A cohort's


@pytest.mark.parametrize(
    ("given", "window", "is_cohorts"),
    [
        (Allowance(cohort_opens=NINE + HOUR, cohort_closes=NINE + 4 * HOUR), (1, 4), True),
        (Allowance(cohort_closes=NINE + HOUR / 2), (0, 0.5), True),
        (Allowance(cohort_closes=NINE + 2 * HOUR, closes=NINE + 3 * HOUR), (0, 3), False),
        (Allowance(cohort_closes=NINE + 2 * HOUR, closes=NINE + HOUR), (0, 2), True),
        (Allowance(cohort_opens=NINE + HOUR, opens=NINE, cohort_closes=NINE + 4 * HOUR), (0, 4), False),
        (Allowance(), (0, 1), False),
    ],
)
def test_a_cohort_s_window_stands_in_the_place_of_everybody_s_and_what_one_is_given_comes_on_top(
    given, window, is_cohorts
):
    own = own_window(EXAM, LONDON, given)
    assert (own.window, own.is_cohorts) == (Window(*(NINE + HOUR * one for one in window)), is_cohorts)
    assert own.usual == window_of(EXAM, LONDON)


def test_extra_time_is_a_share_of_the_cohort_s_sitting():
    two_hours = Allowance(percent=50, cohort_closes=NINE + 2 * HOUR)
    assert own_window(SITTING, LONDON, two_hours).window.closes == NINE + 3 * HOUR


def test_a_cohort_sets_no_bound_that_the_quiz_has_not():
    closing = replace(WEEK, opens="")
    assert own_window(closing, LONDON, Allowance(cohort_opens=NINE)).window.opens is None


def test_days_move_both_bounds_by_the_clock_on_the_wall():
    assert shifted(WEEK, 7) == ("2026-12-08 09:00", "2026-12-15 09:00")
    assert shifted(replace(WEEK, closes=""), -1) == ("2026-11-30 09:00", "")
