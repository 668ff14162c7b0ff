"""From key and response to mark, from marks to grade."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.grading import (
    POINT,
    Graded,
    Result,
    SectionResult,
    TopicResult,
    amount,
    explain,
    explain_mark,
    grade,
    needed_points,
    needed_units,
    percent,
    points,
    requirement,
)
from course_app.domain.quizzes import Quiz, Section, Slot
from tests.domain.question_types.an_item import an_item

TITLES = {"side-effects": "Side effects and safety", "rest": "Everything else"}


def a_quiz(*sections, percent=70):
    return Quiz(id="q", title="Quiz", sections=sections, pass_percent=percent)


def a_section(name, size, minimum=None):
    return Section(id=name, title=TITLES[name], slots=(Slot(),) * size, minimum=minimum)


def marks(section, right, of, topic="t", start=1):
    return [Graded(start + place, section, topic, POINT if place < right else 0) for place in range(of)]


def final(side_effects, rest):
    """A final of 30 with 80 % to pass, and 5 of 6 in side effects."""
    graded = marks("side-effects", side_effects, 6, "side-effects") + marks("rest", rest, 24, "timelines", start=7)
    return grade(graded, a_quiz(a_section("side-effects", 6, minimum=5), a_section("rest", 24), percent=80))


# What is needed


@pytest.mark.parametrize(
    ("percent", "maximum", "needed"),
    [(70, 6, 5), (70, 4, 3), (70, 5, 4), (70, 3, 3), (80, 30, 24), (70, 10, 7), (100, 7, 7), (0, 7, 0), (1, 100, 1)],
)
def test_the_needed_points_are_the_fewest_whole_points_that_reach_the_percentage(percent, maximum, needed):
    assert needed_points(percent, maximum) == needed


# A grade


def test_a_result_adds_up_sections_and_topics_and_tells_what_was_needed():
    assert final(5, 21) == Result(
        score=2_600_000,
        maximum=3_000_000,
        needed=2_400_000,
        sections=(
            SectionResult("side-effects", 500_000, 600_000, 500_000, met=True),
            SectionResult("rest", 2_100_000, 2_400_000, None, met=True),
        ),
        topics=(TopicResult("side-effects", 500_000, 600_000), TopicResult("timelines", 2_100_000, 2_400_000)),
        passed=True,
    )


def test_exactly_what_is_needed_passes_and_a_point_less_does_not():
    assert (final(6, 18).score, final(6, 18).passed) == (2_400_000, True)
    assert (final(6, 17).score, final(6, 17).passed) == (2_300_000, False)


def test_a_section_below_its_minimum_fails_a_score_that_would_pass():
    result = final(4, 24)
    assert (result.score, result.passed) == (2_800_000, False)
    assert [section.met for section in result.sections] == [False, True]


def test_five_of_six_pass_at_seventy_per_cent_and_four_do_not():
    quiz = a_quiz(a_section("rest", 6))
    assert grade(marks("rest", 5, 6), quiz).passed is True
    assert grade(marks("rest", 4, 6), quiz).passed is False


def test_parts_of_points_are_compared_exactly():
    quiz = a_quiz(a_section("rest", 6))
    just = [*marks("rest", 4, 5), Graded(6, "rest", "t", 20_000)]
    under = [*marks("rest", 4, 5), Graded(6, "rest", "t", 19_999)]
    assert (grade(just, quiz).needed, grade(just, quiz).passed) == (420_000, True)
    assert (grade(under, quiz).needed, grade(under, quiz).passed) == (420_000, False)


def test_where_parts_can_be_had_the_exact_percentage_is_needed_whatever_marks_came_out():
    quiz = a_quiz(a_section("rest", 6))
    whole = marks("rest", 4, 6)
    in_parts = [replace(one, in_parts=True) for one in whole]
    assert (grade(whole, quiz).needed, grade(in_parts, quiz).needed) == (500_000, 420_000)


def test_thirds_that_make_the_needed_point_pass():
    quiz = a_quiz(a_section("rest", 3), percent=34)
    third = [Graded(place, "rest", "t", 33_334, in_parts=True) for place in (1, 2, 3)]
    assert (grade(third, quiz).needed, grade(third, quiz).passed) == (102_000, False)
    quiz = a_quiz(a_section("rest", 4), percent=25)
    assert grade([*third, Graded(4, "rest", "t", 0)], quiz).passed is True


@pytest.mark.parametrize(
    ("score", "needed"), [(400_000, 500_000), (500_000, 500_000), (419_999, 420_000), (450_000, 420_000)]
)
def test_a_score_of_whole_points_is_compared_with_whole_points_and_one_of_parts_exactly(score, needed):
    assert needed_units(70, 600_000, score) == needed


@given(st.integers(0, 100), st.integers(1, 40), st.integers(0, 4_000_000))
def test_either_way_the_verdict_is_that_of_the_exact_percentage(percent, total, score):
    maximum = total * POINT
    assert (score >= needed_units(percent, maximum, score)) == (score * 100 >= percent * maximum)


@pytest.mark.parametrize(
    ("mark", "maximum", "sentence"),
    [
        (POINT, POINT, "1 of 1 point: you chose the right answer."),
        (33_334, POINT, "0.33 of 1 point: you chose the right answer."),
        (POINT, 2 * POINT, "1 of 2 points: you chose the right answer."),
    ],
)
def test_a_mark_is_explained_as_it_is_stored(mark, maximum, sentence):
    assert explain_mark(mark, maximum, an_item("single", key="b"), ("b",)) == sentence


def test_topics_stand_in_the_order_of_the_slots():
    graded = [Graded(1, "rest", "b", POINT), Graded(2, "rest", "a", 0), Graded(3, "rest", "b", 0)]
    assert grade(graded, a_quiz(a_section("rest", 3))).topics == (
        TopicResult("b", 100_000, 200_000),
        TopicResult("a", 0, 100_000),
    )


def test_an_attempt_without_any_points_is_not_passed():
    assert grade([], a_quiz()) == Result(0, 0, 0, (), (), passed=False)


# Points as shown


@pytest.mark.parametrize(
    ("units", "shown"),
    [
        (0, "0"),
        (500_000, "5"),
        (450_000, "4.5"),
        (33_333, "0.33"),
        (66_667, "0.67"),
        (33_500, "0.34"),
        (1_000_000, "10"),
        (10_000_000, "100"),
        (499_999, "4.99"),
        (499_499, "4.99"),
        (500_001, "5"),
        (1_005_000, "10.05"),
    ],
)
def test_points_are_rounded_to_hundredths_but_never_up_to_a_whole_point_that_was_not_reached(units, shown):
    assert points(units) == shown


def test_points_in_a_sentence_are_words_up_to_ten():
    assert [amount(units) for units in (100_000, 1_000_000, 1_100_000, 150_000)] == ["one", "ten", "11", "1.5"]


# Sentences


def test_a_passed_final_tells_what_was_needed_in_all_and_in_its_section():
    assert explain(final(5, 21), TITLES) == [
        "You needed 24, and at least 5 of 6 in side effects and safety; you have 5.",
    ]


def test_a_failed_final_tells_what_is_short():
    assert explain(final(5, 17), TITLES) == [
        "You needed 24, and at least 5 of 6 in side effects and safety; you have 5.",
        "You are two short of the mark.",
    ]


def test_a_section_that_is_short_is_named():
    assert explain(final(4, 24), TITLES) == [
        "You needed 24, and at least 5 of 6 in side effects and safety; you have 4.",
        "In side effects and safety you are one short.",
    ]


def test_a_quiz_without_minima_tells_needed_and_reached():
    quiz = a_quiz(a_section("rest", 6))
    assert explain(grade(marks("rest", 6, 6), quiz), TITLES) == ["You needed 5 of 6; you have 6."]
    assert explain(grade(marks("rest", 4, 6), quiz), TITLES) == [
        "You needed 5 of 6; you have 4.",
        "You are one short of the mark.",
    ]


def test_exactly_what_was_needed_is_not_short():
    assert explain(grade(marks("rest", 5, 6), a_quiz(a_section("rest", 6))), TITLES) == [
        "You needed 5 of 6; you have 5."
    ]
    assert explain(final(5, 19), TITLES) == [
        "You needed 24, and at least 5 of 6 in side effects and safety; you have 5."
    ]


def test_several_minima_are_told_together():
    quiz = a_quiz(a_section("side-effects", 2, minimum=1), a_section("rest", 2, minimum=2), percent=50)
    graded = marks("side-effects", 1, 2) + marks("rest", 2, 2, start=3)
    assert explain(grade(graded, quiz), TITLES) == [
        "You needed 2, and at least 1 of 2 in side effects and safety and at least 2 of 2 in everything else; "
        "you have 1 and 2.",
    ]


def test_what_it_takes_to_pass_is_told_before_the_start():
    plain = a_quiz(a_section("rest", 6))
    strict = a_quiz(a_section("side-effects", 6, minimum=5), a_section("rest", 24), percent=80)
    assert requirement(plain) == "5 of 6"
    assert requirement(plain, in_parts=True) == "4.2 of 6"
    assert requirement(strict) == "24 of 30, and at least 5 of 6 in side effects and safety"


# Properties

some_marks = st.lists(
    st.tuples(st.sampled_from(["side-effects", "rest"]), st.sampled_from("mts"), st.sampled_from([0, 33_333, POINT])),
    min_size=1,
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(some_marks, st.integers(0, 100), st.none() | st.integers(0, 4))
def test_a_grade_passes_exactly_when_the_percentage_and_every_minimum_are_reached(given_marks, percent, minimum):
    graded = [Graded(place, *one) for place, one in enumerate(given_marks, start=1)]
    quiz = a_quiz(a_section("side-effects", 6, minimum=minimum), a_section("rest", 6), percent=percent)
    result = grade(graded, quiz)
    in_section = sum(one.mark for one in graded if one.section == "side-effects")
    reached = Fraction(result.score, result.maximum) >= Fraction(percent, 100)
    assert (result.score >= result.needed) is reached
    assert result.passed is (reached and (minimum is None or in_section >= minimum * POINT))
    assert sum(section.score for section in result.sections) == result.score
    assert sum(topic.score for topic in result.topics) == result.score
    assert sum(topic.maximum for topic in result.topics) == result.maximum


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 100), st.integers(0, 200))
def test_the_needed_points_pass_and_one_less_does_not(percent, maximum):
    needed = needed_points(percent, maximum)
    assert needed * 100 >= percent * maximum
    assert (needed - 1) * 100 < percent * maximum


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000_000))
def test_shown_points_are_within_a_hundredth_and_whole_only_when_reached(units):
    shown = Fraction(points(units))
    assert abs(shown - Fraction(units, POINT)) <= Fraction(1, 100)
    assert int(shown) == units // POINT


@pytest.mark.parametrize(
    ("score", "maximum", "shown"),
    [(5, 6, 83), (2, 3, 66), (699, 1000, 69), (7, 10, 70), (4, 4, 100), (0, 4, 0), (0, 0, 0)],
)
def test_a_percentage_is_never_more_than_was_reached(score, maximum, shown):
    assert percent(score * POINT, maximum * POINT) == shown
