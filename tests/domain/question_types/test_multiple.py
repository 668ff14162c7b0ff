"""Several options may be right: worked examples of both rules of marking."""

from fractions import Fraction

import pytest

from tests.domain.question_types.an_item import an_item, worth

THREE_OF_FIVE = an_item("multiple", "abcde", "ace")
IN_PARTS = an_item("multiple", "abcde", "ace", credit="right-minus-wrong")


@pytest.mark.parametrize(
    ("choice", "share", "reason"),
    [
        ("ace", 1, "you chose the three right answers and no wrong one."),
        ("eca", 1, "you chose the three right answers and no wrong one."),
        (
            "ac",
            0,
            "you chose two of the three right answers and nothing wrong; the point is for all the right ones and no "
            "other.",
        ),
        (
            "abce",
            0,
            "you chose the three right answers and one wrong one; the point is for all the right ones and no other.",
        ),
        (
            "bd",
            0,
            "you chose none of the three right answers and two wrong ones; the point is for all the right ones and no "
            "other.",
        ),
        ("", 0, "you gave no answer."),
    ],
)
def test_all_or_nothing_gives_the_point_for_the_key_and_for_nothing_else(choice, share, reason):
    assert worth(THREE_OF_FIVE, choice) == (share, reason)


@pytest.mark.parametrize(
    ("choice", "share", "reason"),
    [
        ("ace", Fraction(1), "you chose the three right answers and no wrong one."),
        (
            "ac",
            Fraction(2, 3),
            "you chose two of the three right answers and nothing wrong; right minus wrong leaves two of three.",
        ),
        (
            "a",
            Fraction(1, 3),
            "you chose one of the three right answers and nothing wrong; right minus wrong leaves one of three.",
        ),
        (
            "abc",
            Fraction(1, 3),
            "you chose two of the three right answers and one wrong one; right minus wrong leaves one of three.",
        ),
        (
            "abcde",
            Fraction(1, 3),
            "you chose the three right answers and two wrong ones; right minus wrong leaves one of three.",
        ),
        (
            "ab",
            Fraction(0),
            "you chose one of the three right answers and one wrong one; right minus wrong leaves nothing of three.",
        ),
        (
            "bd",
            Fraction(0),
            "you chose none of the three right answers and two wrong ones; right minus wrong leaves nothing of three.",
        ),
        ("", Fraction(0), "you gave no answer."),
    ],
)
def test_right_minus_wrong_takes_away_within_the_question_and_stops_at_nothing(choice, share, reason):
    assert worth(IN_PARTS, choice) == (share, reason)


def test_one_right_answer_is_told_as_one():
    item = an_item("multiple", "abc", "b", credit="right-minus-wrong")
    assert worth(item, "b") == (1, "you chose the one right answer and no wrong one.")
    assert worth(item, "a")[1] == (
        "you chose none of the one right answer and one wrong one; right minus wrong leaves nothing of one."
    )
