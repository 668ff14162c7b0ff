"""One option is right: worked examples of its marks."""

from fractions import Fraction

import pytest

from tests.domain.question_types.an_item import an_item, worth


@pytest.mark.parametrize("kind", ["single", "true-false"])
@pytest.mark.parametrize(
    ("choice", "share", "reason"),
    [
        ("b", Fraction(1), "you chose the right answer."),
        ("a", Fraction(0), "you chose another answer than the right one."),
        ("", Fraction(0), "you gave no answer."),
    ],
)
def test_the_key_alone_gives_the_point(kind, choice, share, reason):
    assert worth(an_item(kind, "ab", "b"), choice) == (share, reason)


def test_the_key_beside_another_option_gives_nothing():
    assert worth(an_item("single", key="b"), "ab")[0] == 0


@pytest.mark.parametrize("kind", ["single", "true-false", "multiple"])
def test_a_question_without_a_key_is_never_graded(kind):
    with pytest.raises(ValueError, match=r"the key \[\] is not among the options \['a', 'b'\]"):
        worth(an_item(kind, "ab"), "a")
