"""What holds for every type of question and each of its rules of marking, whatever is asked and answered."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course_app.domain.grading import POINT, graded
from course_app.domain.question_faults import difficulties_of
from course_app.domain.question_types.registry import CREDITS, TYPES, credit_named, credit_of, type_named, type_of
from course_app.domain.questions import Option
from tests.domain.question_types.an_item import an_item

RULES = [(kind, credit.name) for kind, one in TYPES.items() for credit in one.credits]


@st.composite
def items(draw):
    """A question of any type that can be graded."""
    kind, credit = draw(st.sampled_from(RULES))
    size = 2 if kind == "true-false" else draw(st.integers(3, 12))
    letters = "".join(draw(st.permutations("abcdefghijkl"[:size]))) if kind == "ordering" else "abcdefghijkl"[:size]
    most = 1 if TYPES[kind].control == "one" else size
    key = "".join(draw(st.sets(st.sampled_from(letters), min_size=1, max_size=most)))
    return an_item(kind, letters, key, credit)


@st.composite
def answered(draw):
    """The same with a response to it."""
    item = draw(items())
    letters = [option.letter for option in item.options]
    choice = draw(st.lists(st.sampled_from(letters), unique=True))
    if type_of(item).control == "order" and choice:
        choice = draw(st.permutations(letters))
    assume(not type_of(item).wrong(choice, letters))
    return item, type_of(item).canonical(choice)


@given(items())
def test_what_a_type_takes_for_a_question_has_no_difficulties(item):
    assert difficulties_of(item) == []


@given(answered())
def test_a_share_is_from_nothing_to_all_and_all_for_the_correct_response_alone(pair):
    item, choice = pair
    share = type_of(item).share(item, choice)
    assert 0 <= share <= 1
    assert (share == 1) == (choice == type_of(item).correct(item))


@given(items())
def test_no_answer_has_no_mark(item):
    assert type_of(item).share(item, ()) == 0
    assert type_of(item).reason(item, ()) == "you gave no answer."


@given(items())
def test_the_correct_response_is_a_response_in_its_one_spelling(item):
    kind = type_of(item)
    assert kind.wrong(kind.correct(item), [option.letter for option in item.options]) == ""
    assert kind.canonical(kind.correct(item)) == kind.correct(item)
    assert kind.share(item, kind.correct(item)) == 1


@given(answered(), st.randoms(use_true_random=False))
def test_where_no_order_is_asked_for_the_order_of_what_was_chosen_means_nothing(pair, chance):
    item, choice = pair
    assume(type_of(item).control != "order")
    mixed = list(choice)
    chance.shuffle(mixed)
    assert type_of(item).canonical(mixed) == choice
    assert type_of(item).share(item, mixed) == type_of(item).share(item, choice)


@given(answered())
def test_a_mark_is_the_share_in_whole_units_rounded_up_by_less_than_one(pair):
    item, choice = pair
    one = graded(1, "all", item, choice)
    assert 0 <= one.mark - type_of(item).share(item, choice) * POINT < 1
    assert (one.mark == POINT) == (choice == type_of(item).correct(item))
    assert one.in_parts == credit_of(item).in_parts


@given(items(), st.randoms(use_true_random=False))
def test_what_is_displayed_is_a_permutation_and_never_gives_an_order_away(item, chance):
    letters = "".join(option.letter for option in item.options)
    mixed = list(letters)
    chance.shuffle(mixed)
    shown = type_of(item).shown(letters, "".join(mixed), item.fixed_order)
    assert sorted(shown) == sorted(letters)
    assert type_of(item).control != "order" or tuple(shown) != type_of(item).correct(item)


@pytest.mark.parametrize("name", TYPES)
def test_no_type_takes_an_option_twice_or_one_that_is_not_there(name):
    assert TYPES[name].wrong(("a", "a", "b"), "abc") == "The same option is named twice."
    assert TYPES[name].wrong(("a", "z"), "abc") == "This question has no option “z”."
    assert TYPES[name].wrong((), "abc") == ""


def test_thirds_that_make_a_point_are_never_less_than_one():
    thirds = an_item("multiple", "abcd", "abc", "right-minus-wrong")
    assert [graded(1, "all", thirds, choice).mark for choice in (("a",), ("a", "b"))] == [33_334, 66_667]
    assert Fraction(3 * 33_334, POINT) >= 1


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"type": "single"}, ["Mark one option only: 2 are marked as right."]),
        ({"type": "multiple", "options": "abc"}, ["Mark every right option: none is marked."]),
        ({"type": "true-false"}, ["Write two options, “True” and “False”, in this order."]),
        ({"type": "ordering"}, ["Every line of an ordering belongs to the right order: leave none out."]),
        (
            {"type": "ordering", "options": "AB", "fixed_order": True},
            [
                "Write at least three lines to be put in order.",
                "An ordering is never shown as written: take the fixed order away.",
            ],
        ),
        (
            {"type": "ordering", "options": "ABC", "pool": "self-check"},
            ["A question of the type “Put in order” cannot stand in a lesson as a self-check."],
        ),
        ({"credit": "adjacent-pairs"}, ["A question of the type “Several may be right” is not marked like that."]),
    ],
)
def test_what_a_type_asks_of_a_definition_is_said_in_a_sentence(changes, sentences):
    """Options by their letters, those of the key in capitals."""
    letters = changes.get("options", "ABc")
    options = tuple(Option(one.lower(), f"Line {one}", f"Why {one}", one.isupper()) for one in letters)
    assert difficulties_of(replace(an_item("multiple"), **(changes | {"options": options}))) == sentences


def test_a_type_or_rule_of_another_program_is_never_graded():
    with pytest.raises(ValueError, match="unknown type of question: essay"):
        type_named("essay")
    with pytest.raises(ValueError, match="unknown rule of marking for single: adjacent-pairs"):
        credit_named(TYPES["single"], "adjacent-pairs")
    with pytest.raises(ValueError, match="unknown rule of marking"):
        graded(1, "all", an_item("single", key="a", credit="adjacent-pairs"), ("a",))


def test_the_rules_of_marking_have_names_of_their_own():
    assert CREDITS == ("right-minus-wrong", "adjacent-pairs")


def test_every_order_of_three_lines_has_its_marks_by_pairs():
    item = an_item("ordering", "abc", credit="adjacent-pairs")
    marks = {"".join(one): type_of(item).share(item, one) for one in permutations("abc")}
    half = Fraction(1, 2)
    assert marks == {"abc": 1, "acb": 0, "bac": 0, "bca": half, "cab": half, "cba": 0}
