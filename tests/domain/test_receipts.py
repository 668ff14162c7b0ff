"""What of a receipt is released, and how it is said (`domain.receipts`)."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.grading import POINT, Graded, grade
from course_app.domain.quizzes import SHOWN, Quiz, ReviewPolicy, Section, Slot
from course_app.domain.receipts import (
    Minimum,
    ReceiptSlot,
    TopicScore,
    also_held,
    as_released,
    outcome,
    rule_of,
    topics_of,
)
from course_app.domain.review_policy import released
from tests.a_receipt import WHOLE as A_RECEIPT

QUIZ = Quiz("q", "Q", (Section("one", "One", (Slot("A"),), minimum=1), Section("two", "Two", (Slot("B"),))))
RESULT = grade([Graded(1, "one", "x", POINT), Graded(2, "two", "y", 0)], QUIZ)
WHOLE = replace(A_RECEIPT, slots=A_RECEIPT.slots[:1])
NOTHING = replace(WHOLE, slots=(ReceiptSlot(1, "all", "b" * 64),), score=None, topics=None)
HELD_BACK = {
    "score": lambda receipt: receipt.score,
    "topics": lambda receipt: receipt.topics,
    "choices": lambda receipt: (receipt.slots[0].choice, receipt.slots[0].answered_at),
    "key": lambda receipt: (receipt.slots[0].mark, receipt.slots[0].maximum),
}


@given(st.sets(st.sampled_from(SHOWN)), st.booleans())
def test_each_word_of_the_policy_releases_its_own_part_and_no_other(words, passed):
    release = released(ReviewPolicy(tuple(words), tuple(words)), "submitted", passed)
    receipt = as_released(WHOLE, release)
    for word, part in HELD_BACK.items():
        assert part(receipt) == (part(WHOLE) if getattr(release, word) else part(NOTHING))
    bare = {"score", "topics", "slots"}
    assert {name: value for name, value in asdict(receipt).items() if name not in bare} == {
        name: value for name, value in asdict(WHOLE).items() if name not in bare
    }


def test_an_open_attempt_would_release_nothing():
    assert as_released(WHOLE, released(QUIZ.review, "open", None)) == NOTHING


def test_the_rule_says_what_was_needed_in_units_of_a_mark():
    rule = rule_of(QUIZ, RESULT)
    assert (rule.point, rule.pass_percent, rule.needed, rule.minima) == (
        POINT,
        70,
        2 * POINT,
        (Minimum("one", POINT),),
    )
    assert topics_of(RESULT) == (TopicScore("x", POINT, POINT), TopicScore("y", 0, POINT))


@pytest.mark.parametrize(
    ("receipt", "said", "held"),
    [
        (
            WHOLE,
            "Not passed, with 1 of 2 points; 2 were needed",
            "One question by content hash, each with the answer, its time and its mark",
        ),
        (
            replace(WHOLE, passed=True, slots=tuple(replace(one, mark=None) for one in WHOLE.slots * 2)),
            "Passed, with 1 of 2 points; 2 were needed",
            "Two questions by content hash, each with the answer and its time",
        ),
        (
            replace(WHOLE, score=None, slots=(ReceiptSlot(1, "all", "b" * 64),) * 30),
            "Not passed",
            "30 questions by content hash; answers and marks were not released",
        ),
    ],
)
def test_a_receipt_is_said_as_far_as_it_tells(receipt, said, held):
    assert (outcome(receipt), also_held(receipt)) == (said, held)
