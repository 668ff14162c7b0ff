"""Lines to be put in order: worked examples of both rules of marking, and how a line is moved."""

from fractions import Fraction

import pytest

from course_app.domain.question_types.ordering import moved
from course_app.domain.question_types.registry import type_of
from tests.domain.question_types.an_item import an_item, worth

WHOLE = an_item("ordering", "abcde")
PAIRS = an_item("ordering", "abcde", credit="adjacent-pairs")


@pytest.mark.parametrize(
    ("choice", "share", "reason"),
    [
        ("abcde", 1, "all five lines stand in the right order."),
        ("abced", 0, "three of the five lines stand in their place; the point is for the whole order."),
        ("edcba", 0, "one of the five lines stands in its place; the point is for the whole order."),
        ("bcdea", 0, "none of the five lines stand in their place; the point is for the whole order."),
        ("", 0, "you gave no answer."),
    ],
)
def test_all_or_nothing_gives_the_point_for_the_whole_order(choice, share, reason):
    assert worth(WHOLE, choice) == (share, reason)


@pytest.mark.parametrize(
    ("choice", "share", "reason"),
    [
        ("abcde", Fraction(1), "all five lines stand in the right order."),
        ("bcdea", Fraction(3, 4), "three of the four steps from one line to the next are right."),
        ("abced", Fraction(2, 4), "two of the four steps from one line to the next are right."),
        ("acbde", Fraction(1, 4), "one of the four steps from one line to the next is right."),
        ("edcba", Fraction(0), "none of the four steps from one line to the next are right."),
        ("", Fraction(0), "you gave no answer."),
    ],
)
def test_adjacent_pairs_give_a_share_for_each_right_step(choice, share, reason):
    assert worth(PAIRS, choice) == (share, reason)


def test_the_right_order_is_that_of_the_lines_and_not_that_of_their_letters():
    item = an_item("ordering", "dacb")
    assert (worth(item, "dacb")[0], worth(item, "abcd")[0]) == (1, 0)
    assert type_of(item).correct(item) == ("d", "a", "c", "b")


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ((), ""),
        (("c", "b", "a"), ""),
        (("a", "b"), "An order names all three lines."),
        (("a", "b", "b"), "The same option is named twice."),
        (("a", "b", "z"), "This question has no option “z”."),
    ],
)
def test_a_response_names_every_line_once_or_none(choice, sentence):
    assert type_of(WHOLE).wrong(choice, "abc") == sentence


@pytest.mark.parametrize(
    ("line", "where", "after"),
    [
        ("b", "earlier", "bac"),
        ("b", "later", "acb"),
        ("a", "earlier", "abc"),
        ("c", "later", "abc"),
        ("z", "later", "abc"),
        ("b", "sideways", "abc"),
    ],
)
def test_a_line_changes_places_with_its_neighbour_if_it_has_one(line, where, after):
    assert moved("abc", line, where) == tuple(after)
