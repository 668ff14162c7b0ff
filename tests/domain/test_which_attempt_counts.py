"""Which of several attempts counts, and what each is told about it (`domain.grading`)."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.grading import POINT, AttemptScore, standings, which_counts

CLOSED = datetime(2026, 11, 22, 10, 51, tzinfo=UTC)


def an_attempt(number, score, passed=None, maximum=30, is_open=False):
    return AttemptScore(
        number=number,
        score=score * POINT,
        maximum=maximum * POINT,
        closed_at=None if is_open else CLOSED,
        needed=24 * POINT,
        passed=score >= 24 if passed is None else passed,
    )


def test_the_best_attempt_counts():
    attempts = [an_attempt(1, 22), an_attempt(2, 26), an_attempt(3, 25)]
    assert which_counts(attempts) == 2
    assert standings(attempts) == {
        1: "Two short of the mark.",
        2: "Counts, as the best so far.",
        3: "Passed, with a lower score.",
    }


def test_among_equals_the_earliest_counts_in_whatever_order_they_come():
    attempts = [an_attempt(3, 26), an_attempt(1, 26)]
    assert which_counts(attempts) == 1
    assert standings(attempts) == {
        3: "The same score; the earlier attempt counts.",
        1: "Counts, as the best so far.",
    }


def test_a_passed_attempt_counts_before_a_higher_score_that_missed_a_section():
    attempts = [an_attempt(1, 28, passed=False), an_attempt(2, 25)]
    assert which_counts(attempts) == 2
    assert standings(attempts)[1] == "Enough points, but too few in one of the sections."


def test_a_score_of_exactly_what_is_needed_that_failed_was_short_in_a_section():
    attempts = [an_attempt(1, 24, passed=False), an_attempt(2, 25)]
    assert standings(attempts)[1] == "Enough points, but too few in one of the sections."


def test_scores_of_different_maxima_are_compared_as_exact_shares():
    assert which_counts([an_attempt(1, 20, maximum=30), an_attempt(2, 21, maximum=31)]) == 2
    assert which_counts([an_attempt(1, 20, maximum=30), an_attempt(2, 18, maximum=27)]) == 1
    assert which_counts([an_attempt(1, 19, maximum=30), an_attempt(2, 18, maximum=20)]) == 2


def test_an_open_attempt_does_not_count():
    assert which_counts([an_attempt(1, 22), an_attempt(2, 30, is_open=True)]) == 1
    assert standings([an_attempt(1, 22), an_attempt(2, 30, is_open=True)]) == {1: "Counts, as the best so far."}


def test_without_a_closed_attempt_none_counts():
    assert which_counts([]) is None
    assert standings([an_attempt(1, 0, is_open=True)]) == {}


def test_an_attempt_without_points_never_beats_one_with_a_score():
    assert which_counts([an_attempt(1, 0, maximum=0), an_attempt(2, 5)]) == 2


attempt_lists = st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.booleans()), max_size=6).map(
    lambda rows: [an_attempt(n, score, passed, 6, is_open) for n, (score, passed, is_open) in enumerate(rows, 1)]
)


@settings(max_examples=100, deadline=None)
@given(attempt_lists, st.randoms(use_true_random=False))
def test_which_attempt_counts_does_not_depend_on_the_order_in_which_they_are_told(attempts, chance):
    counting = which_counts(attempts)
    shuffled = list(attempts)
    chance.shuffle(shuffled)
    assert which_counts(shuffled) == counting
    assert [number for number, said in standings(attempts).items() if said.startswith("Counts")] == (
        [counting] if counting else []
    )
