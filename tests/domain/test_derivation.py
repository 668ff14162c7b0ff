"""Where a stored grade is not what follows from its responses (`domain.derivation`)."""

from dataclasses import asdict, replace

import pytest

from course_app.domain.derivation import StoredGrade, StoredSlot, differences
from course_app.domain.grading import POINT, grade, graded
from course_app.domain.questions import Option, Question
from course_app.domain.quizzes import Quiz, Section, Slot

QUESTION = Question(
    id="T01",
    stem="Which?",
    options=(Option("a", "This", "Yes.", is_key=True), Option("b", "That", "No.")),
    topic="brewing",
    level="remember",
    difficulty="easy",
    pool="quiz",
    claims=("C1",),
)
QUIZ = Quiz("practice", "Practice", (Section("all", "All", (Slot("T01"), Slot("T02"))),), pass_percent=50)
NO_KEY = replace(QUESTION, options=(Option("b", "That", "No."), Option("c", "Other", "No.")))


def a_grade(choices=("a", "b"), **changes):
    """A grade as it would be stored: one slot a choice."""
    marks = [graded(place, "all", QUESTION, (choice,)) for place, choice in enumerate(choices, 1)]
    slots = tuple(
        StoredSlot(one.slot, "all", QUESTION, (choice,), 10 + one.slot, one.mark, one.maximum, 10 + one.slot)
        for one, choice in zip(marks, choices, strict=True)
    )
    result = grade(marks, QUIZ)
    stored = StoredGrade("abc", 1, QUIZ, result.score, result.maximum, result.passed, asdict(result), len(slots), slots)
    return replace(stored, **changes)


def with_slot(**changes):
    """The same with its second slot changed."""
    stored = a_grade()
    return replace(stored, slots=(stored.slots[0], replace(stored.slots[1], **changes)))


def said(stored):
    return [str(one).removeprefix("attempt abc, grade 1, ") for one in differences(stored)]


def test_a_grade_that_follows_from_its_responses_differs_nowhere():
    assert said(a_grade()) == []


@pytest.mark.parametrize(
    ("stored", "sentences"),
    [
        (with_slot(mark=POINT), ["slot 2: stored 1 of 1, derived 0 of 1"]),
        (with_slot(mark=None, maximum=None, marked=None), ["slot 2: stored no mark, derived 0 of 1"]),
        (with_slot(marked=99), ["slot 2: stored response 99, derived response 12"]),
        (with_slot(due=None), ["slot 2: stored response 12, derived no response"]),
        (
            with_slot(choice=("a",)),
            ["slot 2: stored 0 of 1, derived 1 of 1", "score: stored 1 of 2, passed, derived 2 of 2, passed"],
        ),
        (a_grade(passed=False), ["score: stored 1 of 2, not passed, derived 1 of 2, passed"]),
        (a_grade(score=2 * POINT), ["score: stored 2 of 2, passed, derived 1 of 2, passed"]),
        (a_grade(maximum=3 * POINT), ["score: stored 1 of 3, passed, derived 1 of 2, passed"]),
        (a_grade(marks=3), ["marks: stored 3, derived 2"]),
        (
            with_slot(question=NO_KEY),
            ["slot 2: stored 0 of 1, derived nothing: the key [] is not among the options ['b', 'c']"],
        ),
    ],
)
def test_each_difference_says_what_is_stored_and_what_follows(stored, sentences):
    assert said(stored) == sentences


def test_a_changed_detail_of_the_result_is_a_difference_too():
    stored = a_grade()
    (one,) = differences(replace(stored, result=stored.result | {"needed": 0}))
    assert (one.place, '"needed": 0' in one.stored, '"needed": 100000' in one.derived) == ("details", True, True)
