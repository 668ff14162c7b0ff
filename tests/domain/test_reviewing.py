"""Which step a question may take, and by whom."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.questions import STATES
from course_app.domain.reviewing import Actor, Item, is_alone, is_done, refusal

ANN, BEN, RAY = Actor(1, may_edit=True), Actor(2, may_edit=True), Actor(3, may_edit=False)
NOTE = "Checked against the guideline of 2024."


def item(state="in-review", *, safety=True, waiting=False, writers=(1,), others=True):
    return Item(state, safety, waiting, frozenset(writers), others)


def may(one, state, actor, note=""):
    return refusal(one, state, actor, note) == ""


def test_an_ordinary_item_goes_any_way_that_an_instructor_wants_but_from_use_to_review():
    possible = {
        (was, state)
        for was, state in product(STATES, STATES)
        if was != state and may(item(was, safety=False), state, ANN)
    }
    assert possible == {(was, state) for was, state in product(STATES, STATES) if was != state} - {
        ("approved", "in-review")
    }


def test_a_reviewer_approves_what_is_in_review_or_waits_and_does_nothing_else():
    possible = {(was, state) for was, state in product(STATES, STATES) if may(item(was), state, RAY)}
    assert possible == {("in-review", "approved"), ("approved", "approved")}
    assert refusal(item("draft"), "approved", RAY) == (
        "Nobody has asked for a review of it yet. An instructor of the course does that."
    )


def test_a_safety_item_needs_somebody_who_neither_wrote_it_nor_edited_it_last():
    one = item(writers=(1, 2))
    assert [may(one, "approved", actor, NOTE) for actor in (ANN, BEN, RAY)] == [False, False, True]
    assert refusal(one, "approved", ANN, NOTE) == (
        "This is a safety item, and you wrote it or made its newest version: somebody else has to approve it. "
        "Nothing was changed."
    )


def test_a_sole_instructor_approves_with_a_note_and_alone():
    one = item(others=False)
    assert [may(one, "approved", ANN, note) for note in ("", "  fine     ", NOTE)] == [False, False, True]
    assert (is_alone(one, ANN), is_alone(one, BEN), is_alone(item(safety=False), ANN)) == (True, False, False)


def test_what_waits_is_not_done_although_the_question_is_approved():
    assert [is_done(item("approved", waiting=waits), "approved") for waits in (False, True)] == [True, False]


@given(
    st.sampled_from(STATES),
    st.booleans(),
    st.booleans(),
    st.sets(st.integers(1, 4)),
    st.booleans(),
    st.sampled_from([ANN, BEN, RAY]),
    st.text(max_size=30),
)
def test_nobody_ever_approves_their_own_safety_item_while_somebody_else_could(
    state, safety, waiting, writers, others, actor, note
):
    one = item(state, safety=safety, waiting=waiting, writers=writers, others=others)
    if may(one, "approved", actor, note) and is_alone(one, actor):
        assert not others
        assert len(note.strip()) >= 10


def test_the_state_is_one_of_the_four():
    assert refusal(item(), "loved", ANN) == "A question is a draft, in review, in use or retired."
