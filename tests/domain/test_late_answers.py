"""What is said of late answers, and which of them count once that was decided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.late_answers import decided_sentence, grade_reason, waiting_sentence
from course_app.domain.responses import TOO_LATE, Stored, current
from tests.conftest import START


def stored(revision, slot=1, client="tab", seq=None, late=False, choice=("a",)):
    return Stored(
        slot=slot,
        client=client,
        seq=revision if seq is None else seq,
        base=None,
        choice=choice,
        flag=False,
        confidence="",
        received_at=START,
        revision=revision,
        counts=not late,
        problem=TOO_LATE if late else "",
    )


def test_a_late_answer_counts_once_that_is_decided_and_up_to_the_revision_decided_on():
    first, late, later = stored(1), stored(2, late=True), stored(3, late=True)
    assert current([first, late, later]) == {1: first}
    assert current([first, late, later], late_through=2) == {1: late}
    assert current([first, late], late_through=2) == {1: late}
    assert current([first, late, later], late_through=3) == {1: later}


def test_of_one_page_only_its_last_word_counts_late_whatever_the_order_of_arrival():
    word, older = stored(1, seq=5, late=True), stored(2, seq=4, late=True)
    assert current([older, word], late_through=2) == {1: word}
    other = stored(3, client="phone", seq=1, late=True)
    assert current([word, older, other], late_through=3) == {1: other}


def test_an_answer_in_time_that_came_after_a_late_one_since_the_clock_was_set_back_is_the_newer_one():
    late, in_time = stored(1, late=True), stored(2, client="phone")
    assert current([late, in_time], late_through=1) == {1: in_time}


def test_what_is_refused_for_another_reason_never_counts_with_the_late_ones():
    stale = Stored(**vars(stored(1)) | {"counts": False, "problem": "newer-answer"})
    assert current([stale], late_through=9) == {}


@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["tab", "phone"]), st.integers(1, 6)), max_size=12),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_a_decision_touches_no_slot_without_late_answers_and_never_takes_an_answer_away(answers, from_late, through):
    """In the order of receipt: from some moment on everything is late."""
    responses = [
        stored(revision, slot, client, seq, late=revision > from_late)
        for revision, (slot, client, seq) in enumerate(answers, 1)
    ]
    before, after = current(responses), current(responses, through)
    assert before.keys() <= after.keys()
    changed = {slot for slot, one in after.items() if before.get(slot) != one}
    assert changed <= {one.slot for one in responses if one.problem == TOO_LATE and one.revision <= through}
    assert all(after[slot].problem == TOO_LATE for slot in changed)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            waiting_sentence([2]),
            "Your answer to question 2 reached us after the end. It is kept, and does not count unless an instructor "
            "decides that it does. The decision will stand here.",
        ),
        (
            waiting_sentence([3, 2, 3]),
            "Your answers to questions 2 and 3 reached us after the end. They are kept, and do not count unless an "
            "instructor decides that they do. The decision will stand here.",
        ),
        (
            decided_sentence([2], counts=True),
            "Your answer to question 2 reached us after the end. An instructor decided: it counts.",
        ),
        (
            decided_sentence([2], counts=False),
            "Your answer to question 2 reached us after the end. An instructor decided: it does not count.",
        ),
        (
            decided_sentence([5, 2, 3], counts=True),
            "Your answers to questions 2, 3 and 5 reached us after the end. An instructor decided: they count.",
        ),
        (
            decided_sentence([2, 3], counts=False),
            "Your answers to questions 2 and 3 reached us after the end. An instructor decided: they do not count.",
        ),
        (grade_reason([1], counts=True), "Marked again: answer to question 1 after the end decided to count"),
        (
            grade_reason([1, 2], counts=False),
            "Marked again: answers to questions 1 and 2 after the end decided not to count",
        ),
    ],
)
def test_what_is_said(sentence, words):
    assert sentence == words
