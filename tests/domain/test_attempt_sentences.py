"""What the start page and the result page say of time and attempts (`domain.attempts`)."""

import pytest

from course_app.domain.attempts import allowance_sentence, remaining_sentence
from course_app.domain.quizzes import Quiz

DAY = 86_400


def a_quiz(**rules):
    return Quiz(id="final-assessment", title="Final assessment", sections=(), **rules)


@pytest.mark.parametrize(
    ("started", "rules", "sentence"),
    [
        (0, {"attempts": 3, "delay": DAY}, "3 of 3 left, at least 24 hours apart."),
        (1, {"attempts": 3}, "2 of 3 left."),
        (0, {"attempts": 1, "delay": DAY}, "1 of 1 left."),
        (7, {}, "As many as you like."),
        (7, {"delay": 3_600}, "As many as you like, at least 60 minutes apart."),
    ],
)
def test_the_allowance_says_how_many_are_left_of_how_many_and_how_far_apart(started, rules, sentence):
    assert allowance_sentence(started, a_quiz(**rules)) == sentence


@pytest.mark.parametrize(
    ("started", "rules", "passed", "sentence"),
    [
        (
            2,
            {"attempts": 3, "delay": DAY},
            True,
            "One attempt is left. You do not need it; a lower score would not replace this one.",
        ),
        (
            1,
            {"attempts": 3},
            True,
            "Two attempts are left. You do not need them; a lower score would not replace this one.",
        ),
        (3, {"attempts": 3}, True, "No attempt is left, and none is needed."),
        (3, {"attempts": 3}, False, "No attempt is left. Ask your instructor."),
        (
            1,
            {"attempts": 3, "delay": DAY},
            False,
            "Two attempts are left. The next can start 24 hours after the end of the last one.",
        ),
        (
            4,
            {},
            True,
            "You may try again as often as you like. You do not need to; a lower score would not replace this one.",
        ),
        (4, {}, False, "You may try again as often as you like."),
    ],
)
def test_after_a_result_the_remaining_attempts_are_told(started, rules, passed, sentence):
    assert remaining_sentence(started, a_quiz(**rules), passed=passed) == sentence


@pytest.mark.parametrize(
    ("started", "attempts", "passed", "sentence"),
    [
        (1, 3, False, "The quiz has closed: no further attempt can start."),
        (2, 3, True, "The quiz has closed: no further attempt can start, and none is needed."),
        (4, None, False, "The quiz has closed: no further attempt can start."),
        (3, 3, False, "No attempt is left. Ask your instructor."),
        (3, 3, True, "No attempt is left, and none is needed."),
    ],
)
def test_a_quiz_that_has_closed_is_told_unless_no_attempt_is_left_anyway(started, attempts, passed, sentence):
    assert remaining_sentence(started, a_quiz(attempts=attempts), passed=passed, is_closed=True) == sentence
