"""Options that come back as text keep their letters, where it is clear which they were."""

import random

import pytest

from course_app.domain.option_letters import matched
from course_app.domain.questions import LETTERS, Option, is_blank


def known(*texts, reasons=()):
    """Options lettered by position; a reason each, blank unless told otherwise."""
    return [Option(LETTERS[place], text, [*reasons, *[""] * 12][place]) for place, text in enumerate(texts)]


def letters(options, *others):
    """The letters that options get, new ones as a dash."""
    return "".join(one.letter or "-" for one in matched(options, *others).options)


HOURS = known("6 hours", "24 hours", "72 hours", reasons=("Shorter than cited.", "A day only.", "Correct. Up to 72."))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (known("72 hours", "6 hours", "24 hours"), "cab"),
        (known("6 hours", "A whole week of rest", "24 hours", "72 hours"), "a-bc"),
        (known("24 hours", "72 hours"), "bc"),
        (known("6 hours", "about 24 hours", "72 hours"), "abc"),
        (known("8 hours", "26 hours", "72 hours", reasons=[one.rationale for one in HOURS]), "abc"),
        (known("6 hours", "24 hours", "72 hours", reasons=("New.", "Other.", "Third.")), "abc"),
        (known("Until somebody asks", "24 hours", "72 hours"), "-bc"),
    ],
)
def test_letters_follow_words_and_not_places(typed, kept):
    assert letters(typed, HOURS) == kept


def test_what_may_be_either_of_two_is_new_and_both_are_named():
    old = known("It warms the pot", "It warms the cup", "It cools")
    found = matched(known("It warms the pan", "It cools"), old)
    assert letters(known("It warms the pan", "It cools"), old) == "-c"
    assert (found.retired, found.doubtful) == (("a", "b"), ("a", "b"))


def test_what_is_told_by_its_reason_settles_the_one_beside_it():
    old = known("It warms the pot", "It warms the cup", reasons=("Because of the pot.", "Nobody drinks from it."))
    new = known("It warms the pan", "It warms the jug", reasons=("Because of the pot.", "Nobody drinks from it."))
    assert letters(new, old) == "ab"


def test_two_options_with_the_same_words_are_told_apart_by_their_reasons():
    old = known("The same", "The same", reasons=("For one reason.", "For quite another one."))
    new = known("The same", "The same", reasons=("For quite another one.", "For one reason."))
    assert letters(new, old) == "ba"
    assert letters(known("The same", "The same"), old) == "--"


def test_any_order_and_any_removal_keeps_every_letter_and_gives_none_twice():
    chance = random.Random(6)
    words = ["pot", "cup", "kettle", "leaf", "steam", "water", "spoon", "china", "minute", "degree"]
    for _ in range(300):
        texts = list(dict.fromkeys(" ".join(chance.sample(words, 4)) for _ in range(chance.randint(2, 8))))
        old = known(*texts)
        stay = chance.sample(old, chance.randint(1, len(old)))
        typed = [Option("", one.text, "A reason that was added." * chance.randint(0, 1)) for one in stay]
        assert letters(typed, old) == "".join(one.letter for one in stay)
        edited = [Option("", " ".join(chance.sample(words, 4)), "") for _ in old]
        found, backwards = matched(edited, old), matched(edited, old[::-1])
        given = [one.letter for one in found.options if one.letter]
        assert found == backwards
        assert sorted([*given, *found.retired]) == [one.letter for one in old]
        assert set(found.doubtful) <= set(found.retired)
        assert not any(map(is_blank, found.options))
