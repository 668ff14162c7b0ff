"""Numbers, lists and lengths of time in words."""

import pytest

from course_app.domain.wording import both, duration, either, first_upper, number_word, short_minutes, within


@pytest.mark.parametrize(("number", "word"), [(0, "no"), (1, "one"), (6, "six"), (10, "ten"), (11, "11"), (-1, "-1")])
def test_numbers_up_to_ten_are_words(number, word):
    assert number_word(number) == word


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (90, "90 seconds"),
        (60, "1 minute"),
        (125, "2 minutes and 5 seconds"),
        (3_599, "59 minutes and 59 seconds"),
        (2_700, "45 minutes"),
        (3_600, "60 minutes"),
        (5_400, "90 minutes"),
        (7_200, "2 hours"),
        (86_400, "24 hours"),
        (172_800, "2 days"),
        (180_000, "50 hours"),
    ],
)
def test_a_length_of_time_is_said_in_its_largest_whole_unit(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 min"), (25, "25 min"), (60, "1 h"), (85, "1 h 25 min")])
def test_minutes_to_read_are_short(minutes, words):
    assert short_minutes(minutes) == words


def test_lists_are_joined_with_a_word_before_the_last():
    assert [both([]), both(["a"]), both(["a", "b"]), both(["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert either(["a", "b", "c"]) == "a, b or c"


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("Side effects and safety", "side effects and safety"),
        ("NHS rules", "NHS rules"),
        ("GPs and nurses", "GPs and nurses"),
        ("A", "a"),
        ("", ""),
    ],
)
def test_a_title_within_a_sentence_begins_small_unless_its_first_word_has_other_capitals(title, inside):
    assert within(title) == inside


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest():
    assert [first_upper("the NHS"), first_upper("")] == ["The NHS", ""]
