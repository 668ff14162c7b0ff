"""What an author should have read before a quiz is published; drawing and its impossibilities are in `test_drawing`."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.drawing import Candidate
from course_app.domain.quiz_building import attempts_without_repeats, obstacles, unpublishing, warnings
from course_app.domain.quizzes import Quiz, Section, Slot

TOPICS, POOLS = ("brewing", "kettles"), ("quiz", "final")
SLOTS = st.builds(
    Slot,
    topics=st.lists(st.sampled_from(TOPICS), unique=True, max_size=2).map(tuple),
    pools=st.lists(st.sampled_from(POOLS), unique=True, max_size=2).map(tuple),
)
KINDS = st.lists(st.tuples(st.sampled_from(TOPICS), st.sampled_from(POOLS)), max_size=6)


def bank(kinds):
    return {f"Q{number}": Candidate(f"Q{number}", *kind, seen=False) for number, kind in enumerate(kinds)}


def quiz(*slots, **rules):
    return Quiz(id="tea", title="Tea", sections=(Section("a", "All", slots),), **rules)


def asks(slot, one):
    return (not slot.topics or one.topic in slot.topics) and (not slot.pools or one.pool in slot.pools)


@given(st.lists(SLOTS, min_size=1, max_size=2), KINDS, st.integers(1, 3))
def test_as_many_attempts_get_new_questions_as_trying_every_order_of_the_bank_finds(slots, kinds, allowed):
    candidates = bank(kinds)
    possible = (
        number
        for number in range(allowed, 0, -1)
        for order in permutations(candidates.values(), len(slots) * number)
        if all(asks(slot, one) for slot, one in zip(slots * number, order, strict=True))
    )
    assert attempts_without_repeats(quiz(*slots, attempts=allowed), candidates) == next(possible, 0)


@given(
    st.lists(
        st.tuples(
            st.lists(SLOTS | st.builds(Slot, question=st.sampled_from(("Q0", "Q1", "Q9"))), max_size=3),
            st.none() | st.integers(1, 3),
        ),
        max_size=2,
    ),
    KINDS,
)
def test_a_quiz_is_refused_exactly_when_no_order_of_the_bank_fills_it_or_a_part_asks_too_much(parts, kinds):
    sections = tuple(Section(f"s{n}", f"Part {n}", tuple(slots), minimum) for n, (slots, minimum) in enumerate(parts))
    candidates = bank(kinds)
    slots = [slot for section in sections for slot in section.slots]
    can_be_asked = any(
        all(
            one.question == slot.question if slot.question else asks(slot, one)
            for slot, one in zip(slots, order, strict=True)
        )
        for order in permutations(candidates.values(), len(slots))
    )
    can_be_passed = all(slots and (minimum or 0) <= len(slots) for slots, minimum in parts)
    found = obstacles(Quiz(id="tea", title="Tea", sections=sections), TOPICS, candidates)
    assert bool(found) == (not (sections and can_be_asked and can_be_passed))


def test_a_quiz_that_runs_out_of_new_questions_says_after_how_many_attempts():
    draw, three = Slot(topics=("brewing",)), bank([("brewing", "quiz")] * 3)
    assert warnings(quiz(draw, attempts=3), three, (), is_over=False) == []
    assert warnings(quiz(draw, draw, attempts=4), three, (), is_over=False) == [
        "The first attempt can be asked new questions throughout; after that some come again, and four are allowed."
    ]
    two = bank([("brewing", "quiz")] * 2)
    assert warnings(quiz(draw), two, (), is_over=False) == [
        "The first two attempts can be asked new questions throughout; after that some come again, and there is no "
        "limit to attempts."
    ]
    assert warnings(quiz(Slot(question="Q0")), two, (), is_over=False) == []


def test_stale_questions_that_it_may_ask_are_named_and_others_are_not():
    many = bank([("brewing", "quiz")] * 7 + [("kettles", "quiz")])
    asking = quiz(Slot(question="Q0"), Slot(topics=("kettles",)), attempts=1)
    assert warnings(asking, many, {"Q1", "Q9"}, is_over=False) == []
    assert warnings(asking, many, {"Q0"}, is_over=False) == [
        "It may ask what is stale: Q0. Look first whether it is still right."
    ]
    wide = replace(asking, sections=(Section("a", "All", (Slot(),)),))
    assert warnings(wide, many, set(many), is_over=True) == [
        "Its window is over: nobody can start it, unless it is moved for them.",
        "It may ask what is stale: Q0, Q1, Q2, Q3, Q4 and 3 more. Look first whether they are still right.",
    ]


def test_nothing_is_said_of_a_quiz_that_cannot_be_asked_at_all():
    assert warnings(quiz(Slot(question="Q9")), bank([("brewing", "quiz")]), {"Q0"}, is_over=True) == []


@pytest.mark.parametrize(
    ("required", "needing", "says"),
    [
        (False, 7, "Learners cannot start it any more; nobody needs it to complete the course."),
        (True, 0, "nobody needs it to complete the course from then on."),
        (True, 1, "One learner still has to pass it to complete the course: from then on"),
        (True, 1200, "1,200 learners still have to pass it to complete the course: from then on"),
    ],
)
def test_taking_a_quiz_away_says_whom_it_concerns_and_what_stays(required, needing, says):
    quiz = Quiz(id="q", title="Q", sections=(), required=required)
    said = unpublishing(quiz, needing)
    assert (says in said, said.endswith("completed courses stay complete.")) == (True, True)
