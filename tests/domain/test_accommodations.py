"""What learners are given, and how it moves the end of an attempt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.accommodations import (
    NOTHING,
    Accommodation,
    Allowance,
    adjustments,
    attempts_sentence,
    limit_for,
    profile_sentences,
    quiz_for,
    share,
    still_to_add,
    time_sentence,
)
from course_app.domain.attempts import due_at
from course_app.domain.quizzes import Quiz

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = 86_400
LIMITS = st.none() | st.integers(0, DAY)
GIVEN = st.lists(st.integers(0, DAY), max_size=6)
WITH_LIFTED = st.lists(st.none() | st.integers(0, DAY), max_size=6)
WINDOWS = st.none() | st.integers(0, 3 * DAY).map(lambda seconds: NINE + timedelta(seconds=seconds))
ALLOWANCES = st.builds(Allowance, st.integers(0, 300), st.booleans(), st.integers(0, DAY), st.integers(0, 20))


@given(LIMITS, GIVEN, WINDOWS)
def test_limit_and_window_move_together_by_exactly_what_was_given(limit, added, window):
    usual, moved = due_at(NINE, limit, (), window), due_at(NINE, limit, added, window)
    assert moved == (None if usual is None else usual + timedelta(seconds=sum(added)))


@given(LIMITS, WITH_LIFTED, WINDOWS, st.randoms(use_true_random=False))
def test_the_order_of_adjustments_does_not_matter(limit, added, window, random):
    shuffled = random.sample(added, len(added))
    assert due_at(NINE, limit, shuffled, window) == due_at(NINE, limit, added, window)


@given(LIMITS, WITH_LIFTED, st.none() | st.integers(0, DAY), WINDOWS)
def test_an_adjustment_never_shortens(limit, added, one_more, window):
    before, after = due_at(NINE, limit, added, window), due_at(NINE, limit, [*added, one_more], window)
    assert after is None or (before is not None and after >= before)


@given(st.integers(1, DAY), ALLOWANCES)
def test_the_limit_that_the_start_page_names_is_the_one_that_the_attempt_gets(limit, allowance):
    due = due_at(NINE, limit, tuple(adjustments(limit, allowance).values()))
    whole = limit_for(limit, allowance)
    assert due == (None if whole is None else NINE + timedelta(seconds=whole))


@given(st.integers(1, DAY), st.lists(st.integers(0, 300), min_size=1, max_size=5))
def test_an_attempt_under_way_comes_to_the_most_it_was_given_whatever_came_after(limit, percents):
    had = []
    for percent in percents:
        had.append(still_to_add(share(limit, percent), had))
    assert sum(had) == share(limit, max(percents))


def test_a_lifted_limit_stays_lifted():
    assert still_to_add(None, [900]) is None
    assert still_to_add(900, [300, None]) == 0
    assert still_to_add(None, [None]) == 0


def test_a_share_is_rounded_up_to_whole_seconds():
    assert (share(1_800, 50), share(601, 25), share(600, 33)) == (900, 151, 198)


def test_where_nothing_is_given_or_limited_nothing_is_added():
    assert adjustments(None, Allowance(percent=50, is_untimed=True, seconds=60)) == {}
    assert adjustments(1_800, Allowance(attempts=2)) == {}
    assert adjustments(1_800, Allowance(percent=50)) == {"profile": 900}
    assert adjustments(1_800, Allowance(is_untimed=True, seconds=60)) == {"profile": None, "single": 60}


def test_further_attempts_are_added_to_the_quizs_own_unless_there_is_no_limit():
    quiz = Quiz(id="q", title="Q", sections=(), attempts=2)
    assert quiz_for(quiz, Allowance(attempts=3)).attempts == 5
    assert quiz_for(replace(quiz, attempts=None), Allowance(attempts=3)).attempts is None


@pytest.mark.parametrize(
    ("limit", "allowance", "sentence"),
    [
        (None, Allowance(percent=50), "No limit. Take the time you need."),
        (2_700, Allowance(), "45 minutes."),
        (1_800, Allowance(percent=50), "45 minutes: 30 + 50 % for you."),
        (1_800, Allowance(percent=50, seconds=300), "50 minutes: 30 + 50 % + 5 for you."),
        (2_700, Allowance(seconds=900), "60 minutes: 45 + 15 for you."),
        (7_200, Allowance(percent=25), "150 minutes: 2 hours + 25 % for you."),
        (600, Allowance(percent=25), "12 minutes and 30 seconds: 10 minutes + 25 % for you."),
        (1_800, Allowance(is_untimed=True, percent=50), "No limit for you; the usual one is 30 minutes."),
    ],
)
def test_the_time_is_told_with_what_was_given_to_this_learner(limit, allowance, sentence):
    assert time_sentence(limit, allowance) == sentence


@pytest.mark.parametrize(
    ("limit", "allowance", "sentence"),
    [
        (None, Allowance(), "No limit."),
        (1_800, Allowance(percent=50), "45 minutes: 30 + 50 % for this learner."),
        (1_800, Allowance(is_untimed=True), "No limit for this learner; the usual one is 30 minutes."),
    ],
)
def test_whoever_gives_time_reads_for_whom_it_is(limit, allowance, sentence):
    assert time_sentence(limit, allowance, "this learner") == sentence


@pytest.mark.parametrize(
    ("attempts", "sentence"),
    [
        (0, ""),
        (1, "One attempt more than usual was given to you."),
        (2, "Two attempts more than usual were given to you."),
    ],
)
def test_further_attempts_are_told(attempts, sentence):
    assert attempts_sentence(Allowance(attempts=attempts)) == sentence


def test_a_profile_is_told_in_sentences():
    assert profile_sentences(NOTHING) == ()
    assert profile_sentences(Accommodation(extra_percent=25, larger_text=True, reduced_motion=True)) == (
        "25 % more time at every quiz with a time limit.",
        "Larger text.",
        "Nothing on the pages moves.",
    )
    assert profile_sentences(Accommodation(extra_percent=25, is_untimed=True)) == ("No time limit at any quiz.",)
