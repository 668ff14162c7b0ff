"""How a quiz is marked, said before it starts."""

import pytest

from course_app.domain.coverage import Item
from course_app.domain.marking import USUAL, WITHIN, marking_sentences
from course_app.domain.quizzes import Quiz, Section, Slot

DRAWN = (Slot(topics=("tea",), pools=("quiz",)),) * 3
WHOLE = "Put in order: one point for the whole order; otherwise none."
PAIRS = "Put in order: each line that is followed by the right one gives its share of the point; nothing is taken away."
MINUS = (
    "Choose all that apply: each right one gives its share of the point, and each wrong one takes as much away; never "
    "less than nothing."
)


def told(*items, slots=DRAWN, percent=70):
    quiz = Quiz("q", "Quiz", (Section("all", "All", slots),), pass_percent=percent)
    return list(marking_sentences(quiz, items))


def item(kind, credit="", code="T01", topic="tea", pool="quiz"):
    return Item(code, topic, pool, (), kind, credit)


@pytest.mark.parametrize("items", [(), (item("single"),), (item("true-false"),), (item("single"), item("true-false"))])
def test_where_one_option_is_right_the_usual_sentence_is_enough(items):
    assert told(*items) == [USUAL]


def test_each_rule_is_told_once_in_one_order():
    assert told(item("ordering"), item("ordering", code="T02"), item("single")) == [USUAL, WHOLE]


def test_parts_of_points_say_what_is_enough_exactly():
    enough = "Parts of a point count: 70 per cent of the points, 2.1 of 3, is enough to pass."
    assert told(item("ordering", "adjacent-pairs"), item("ordering")) == [USUAL, WHOLE, PAIRS, enough]


def test_where_something_is_taken_away_it_is_said_that_it_stays_within_the_question():
    assert told(item("multiple", "right-minus-wrong"), percent=100) == [
        WITHIN,
        MINUS,
        "Parts of a point count: 100 per cent of the points, 3 of 3, is enough to pass.",
    ]


@pytest.mark.parametrize("other", [item("ordering", topic="jam"), item("ordering", pool="final")])
def test_what_the_quiz_cannot_draw_is_not_told(other):
    assert told(other) == [USUAL]


def test_a_fixed_question_is_told_whatever_its_topic():
    fixed = (Slot(question="J01"),)
    assert told(item("ordering", code="J01", topic="jam", pool="final"), slots=fixed) == [USUAL, WHOLE]
    assert told(item("ordering", code="J02"), slots=fixed) == [USUAL]
