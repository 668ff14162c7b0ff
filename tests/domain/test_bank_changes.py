"""What one change of many questions will do, and why not to some."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.bank_changes import NEEDED, Chosen, edited, plan
from course_app.domain.drawing import Candidate
from course_app.domain.questions import Option, Question
from course_app.domain.quiz_building import can_spare, impossible
from course_app.domain.quizzes import Quiz, Section, Slot
from course_app.domain.reviewing import Actor, Item

ANN = Actor(1, may_edit=True)
ONE = Question("Q1", "Which?", (Option("a", "This", "Yes", is_key=True),), "tea", "apply", "easy", "quiz", ("C1",))
SAFE = replace(ONE, safety=True)


def chosen(code, state="approved", question=ONE, used=None, writers=(), lacks=""):
    item = Item(state, question.safety, used is not None, frozenset(writers), has_others=True)
    return Chosen(code, item, replace(question, id=code), replace(used or question, id=code), lacks)


def asking(*slots):
    return Quiz(id="quiz", title="Quiz", sections=(Section("one", "One", slots),))


def in_use(count, topic="tea"):
    return {f"Q{number}": Candidate(f"Q{number}", topic, "quiz", seen=False) for number in range(1, count + 1)}


def test_retiring_says_what_is_retired_already_and_what_a_quiz_needs():
    quiz = asking(Slot(question="Q3"), Slot(topics=("tea",)))
    some = [chosen("Q1"), chosen("Q2", "retired"), chosen("Q3"), chosen("Q4", "draft")]
    found = plan("retire", "", some, ANN, [quiz], in_use(9))
    assert (found.changed, found.already, found.perhaps) == (("Q1", "Q4"), ("Q2",), ())
    assert dict(found.refused) == {NEEDED: ("Q3",)}


def test_as_many_go_as_leave_what_the_quiz_asks_and_in_a_large_bank_perhaps():
    some = [chosen(f"Q{number}") for number in range(1, 6)]
    quiz = asking(*[Slot(topics=("tea",))] * 2)
    found = plan("retire", "", some, ANN, [quiz], in_use(5))
    assert (found.changed, dict(found.refused)) == (("Q1", "Q2", "Q3"), {NEEDED: ("Q4", "Q5")})
    large = in_use(5) | {f"X{number}": Candidate(f"X{number}", "rain", "quiz", seen=False) for number in range(10_000)}
    found = plan("retire", "", some, ANN, [quiz], large)
    assert (found.changed, found.perhaps) == (("Q1", "Q2"), ("Q3", "Q4", "Q5"))


def test_a_tag_on_a_safety_item_in_use_waits_and_one_that_is_there_changes_nothing():
    some = [chosen("Q1"), chosen("Q2", question=SAFE), chosen("Q3", question=replace(ONE, tags=("new",)))]
    found = plan("tag", "new", some, ANN, [], {})
    assert (found.changed, found.waiting, found.already) == (("Q1",), ("Q2",), ("Q3",))


def test_what_cannot_be_approved_is_named_with_the_reason():
    some = [chosen("Q1", "draft", lacks="It tests no claim."), chosen("Q2", "in-review", SAFE, writers=(1,))]
    found = plan("approve", "", some, ANN, [], {})
    assert found.possible == ()
    assert dict(found.refused) == {
        "It tests no claim.": ("Q1",),
        "This is a safety item, and you wrote it or made its newest version: somebody else has to approve it. "
        "Nothing was changed.": ("Q2",),
    }


def test_an_edit_changes_that_field_alone():
    assert edited(ONE, "pool", "final") == replace(ONE, pool="final")
    assert edited(edited(ONE, "tag", "new"), "untag", "new") == ONE


KINDS = st.tuples(st.sampled_from("ab"), st.sampled_from(("quiz", "final")))
SLOTS = st.one_of(
    st.builds(Slot, question=st.sampled_from(["q0", "q1"])),
    st.builds(
        lambda topics, pools: Slot(topics=tuple(topics), pools=tuple(pools)),
        st.sets(st.sampled_from("ab")),
        st.sets(st.sampled_from(("quiz", "final"))),
    ),
)


@given(st.lists(KINDS, min_size=2, max_size=12), st.lists(SLOTS, min_size=1, max_size=4))
def test_what_a_quiz_surely_can_spare_it_can(kinds, slots):
    candidates = {f"q{place}": Candidate(f"q{place}", *kind, seen=False) for place, kind in enumerate(kinds)}
    quiz, counts = asking(*slots), Counter(kinds)
    if impossible(quiz, candidates):
        return
    for code, one in candidates.items():
        if can_spare(quiz, code, one.topic, one.pool, counts):
            assert not impossible(quiz, {key: value for key, value in candidates.items() if key != code})
