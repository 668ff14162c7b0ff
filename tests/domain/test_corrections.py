"""What may be suggested and answered, at the borders."""

import pytest

from course_app.domain.corrections import LONGEST_ANSWER, LONGEST_BODY, fault_of_answer, fault_of_body


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("", "Write what is wrong, and what it should say."),
        ("x" * LONGEST_BODY, ""),
        ("x" * (LONGEST_BODY + 1), "This has 1001 characters; at most 1000 are kept."),
    ],
)
def test_a_suggestion_says_something_and_not_too_much(body, fault):
    assert fault_of_body(body) == fault


@pytest.mark.parametrize(
    ("state", "answer", "fault"),
    [
        ("taken-up", "", ""),
        ("declined", "", "Write why you decline it. Whoever suggested it reads your answer."),
        ("declined", "No.", ""),
        ("taken-up", "x" * (LONGEST_ANSWER + 1), "This has 501 characters; at most 500 are kept."),
        ("open", "Yes.", "Say whether you take it up or decline it. Nothing was changed."),
        ("", "", "Say whether you take it up or decline it. Nothing was changed."),
    ],
)
def test_who_declines_says_why(state, answer, fault):
    assert fault_of_answer(state, answer) == fault
