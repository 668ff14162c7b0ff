"""Results at the lower edge: nothing right, hardly any points, hardly anything short (`domain.grading`)."""

from datetime import UTC, datetime

import pytest

from course_app.domain.grading import POINT, AttemptScore, Graded, amount, explain, grade, needed_units, standings
from course_app.domain.quizzes import Quiz, Section, Slot

CLOSED = datetime(2026, 11, 22, 10, 51, tzinfo=UTC)


def a_quiz(size, percent=70):
    return Quiz(id="q", title="Quiz", sections=(Section("all", "All", (Slot(),) * size),), pass_percent=percent)


def marks(*units, maximum=POINT):
    return [Graded(slot, "all", "t", one, maximum) for slot, one in enumerate(units, 1)]


def an_attempt(number, score):
    return AttemptScore(number, score, 2 * POINT, CLOSED, needed=POINT, passed=score >= POINT)


def test_with_nothing_right_whole_points_are_needed_all_the_same():
    assert explain(grade(marks(0, 0, 0, 0, 0, 0), a_quiz(6)), {}) == [
        "You needed 5 of 6; you have 0.",
        "You are five short of the mark.",
    ]


def test_the_size_of_the_questions_counts_in_what_is_needed_not_only_the_marks_given():
    """Two points of three each: 70 % of six points are five, though the marks alone would go in steps of two."""
    assert grade(marks(2 * POINT, 2 * POINT, maximum=3 * POINT), a_quiz(2)).needed == 5 * POINT


def test_the_smallest_score_there_is_can_pass():
    assert grade(marks(1, maximum=1), a_quiz(1)).passed is True
    assert grade(marks(0, maximum=1), a_quiz(1)).passed is False
    assert grade(marks(0, maximum=0), a_quiz(1, percent=0)).passed is False


@pytest.mark.parametrize(
    ("units", "said"), [(1, "0.01"), (499, "0.01"), (1_499, "0.01"), (1_500, "0.02"), (33_333, "0.33")]
)
def test_what_is_short_is_never_said_to_be_nothing(units, said):
    assert amount(units) == said


def test_what_is_short_of_whole_points_is_said_in_words():
    assert amount(needed_units(70, 6 * POINT, 4 * POINT) - 4 * POINT) == "one"


def test_an_attempt_that_misses_the_mark_by_the_smallest_part_is_told_so():
    """Three thirds of a point are 99,999 of 100,000."""
    result = grade(marks(99_999, 0), a_quiz(2, percent=50))
    assert explain(result, {}) == ["You needed 1 of 2; you have 0.99.", "You are 0.01 short of the mark."]
    assert standings([an_attempt(1, 99_999), an_attempt(2, POINT)])[1] == "0.01 short of the mark."
