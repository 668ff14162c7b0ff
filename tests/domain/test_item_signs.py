"""What is worth a look, in sentences."""

from dataclasses import replace

from course_app.domain.item_analysis import Tally, analyse
from course_app.domain.item_signs import signs
from course_app.domain.questions import Option, Question

KETTLE = Question(
    id="T1",
    stem="Which kettle whistles?",
    options=tuple(Option(letter, letter, "Because.", is_key=letter == "a") for letter in "abc"),
    topic="brewing",
    level="apply",
    difficulty="easy",
    pool="quiz",
    claims=("C1",),
)


def said(*groups, question=KETTLE):
    """Signs of groups (choice, total of 10, times): right when it is the key."""
    tallies = [
        Tally(tuple(choice), int(choice == "a"), 1, total, 10, choice != "." and is_reached, times)
        for choice, total, times, *rest in groups
        for is_reached in [not rest]
    ]
    tallies = [replace(one, choice=()) if one.choice in (("-",), (".",)) else one for one in tallies]
    return [(one.is_serious, one.sentence) for one in signs(question, analyse(tallies))]


def test_a_sound_item_has_no_sign():
    assert said(("a", 9, 30), ("b", 3, 15), ("c", 2, 15), ("a", 4, 10)) == []


def test_under_fifty_nothing_is_said():
    assert said(("b", 9, 20), ("a", 1, 29)) == []


def test_a_key_that_the_best_chose_less_often_than_the_weakest_is_looked_at():
    serious = [
        sentence for is_serious, sentence in said(("b", 9, 20), ("a", 6, 20), ("a", 1, 15), ("c", 1, 5)) if is_serious
    ]
    assert serious == [
        "Fewer of the best third chose the key than of the weakest third: look at the key.",
        "More of the best third chose B than the key: look at the key.",
    ]


def test_where_several_are_right_no_option_is_called_the_key():
    first, *_rest = said(("b", 9, 30), ("a", 1, 30), question=replace(KETTLE, type="multiple"))
    assert first == (True, "Fewer of the best third had it right than of the weakest third: look at the key.")


def test_no_more_right_than_by_guessing_is_looked_at():
    assert said(("a", 9, 20), ("b", 5, 20), ("c", 2, 20)) == [
        (True, "No more had it right than would by guessing: look at the key, and at whether it is taught.")
    ]


def test_a_wrong_option_that_nobody_chose_is_named():
    assert said(("a", 9, 40), ("b", 2, 20)) == [
        (False, "Nobody chose C: a wrong option that tempts nobody tells nothing.")
    ]


def test_left_out_and_not_reached_are_said_apart():
    assert said(("a", 9, 40), ("b", 2, 10), ("c", 2, 10), ("-", 3, 8)) == [
        (False, "Many left it out, though they went on: read whether it is clear what is asked.")
    ]
    assert said(("a", 9, 40), ("b", 2, 10), ("c", 2, 10), (".", 3, 8)) == [
        (False, "Many did not get as far as this question: the time may be short.")
    ]


def test_an_item_that_all_had_right_and_one_that_tells_nobody_apart():
    options = replace(KETTLE, options=KETTLE.options[:2])
    assert said(("a", 9, 59), ("b", 1, 1), question=options) == [
        (False, "Nearly everybody had it right. That is fine where everybody should know it.")
    ]
    assert said(("a", 6, 25), ("b", 4, 20), ("a", 4, 22), question=options) == [
        (False, "It hardly tells those who know the subject from those who do not.")
    ]


def test_of_an_order_no_single_option_is_spoken():
    assert said(("b", 9, 30), ("a", 9, 30), ("b", 2, 20), question=replace(KETTLE, type="ordering")) == []
