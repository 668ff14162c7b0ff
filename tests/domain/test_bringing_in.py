"""What a file of questions will do to a bank: nothing lost, nothing twice, nothing taken for another."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.bringing_in import (
    ALIKE,
    CHANGED,
    NEW,
    REJECTED,
    UNCHANGED,
    Bank,
    Decision,
    Known,
    Offered,
    digest_of,
    fitted,
    merged,
    plan,
)
from course_app.domain.likeness import RATHER_ALIKE, Likenesses, runs_of, share
from course_app.domain.questions import Option, Question

WORDS = ["kettle", "tea", "warm", "cold", "whistle", "brew", "pot", "leaf"]
WORDS += ["cup", "steam", "water", "fire", "shelf", "spoon", "sugar", "milk"]
KETTLE = Question(
    "S01",
    "Which kettle on the shelf whistles when the water is hot?",
    (Option("a", "This one", "Correct. It boils.", is_key=True), Option("b", "That one", "It is cold.")),
    topic="brewing",
    level="apply",
    difficulty="easy",
    pool="quiz",
    claims=("C1",),
)
DOOR = replace(KETTLE, id="S02", stem="How many hinges has an ordinary door of a house?")
BARE = replace(KETTLE, topic="", level="", difficulty="", pool="", claims=())


def without_reasons(question):
    return replace(question, options=tuple(replace(one, rationale="") for one in question.options))


def bank(*questions, **more):
    known = {one.id: Known(3, "approved", one) for one in questions}
    return Bank(known, {"brewing"}, {"C1"}, **more)


def decided(question, *questions, source_id="", **more):
    (decision,) = plan([Offered(question, source_id)], bank(*questions, **more))
    return decision


def test_an_item_that_nobody_knows_is_new_and_keeps_its_id():
    assert decided(KETTLE) == Decision(NEW, "S01")


@pytest.mark.parametrize("id", ["", "S02", "x" * 61])
def test_an_id_that_is_not_free_or_cannot_be_a_code_becomes_the_next_number(id):
    assert decided(replace(KETTLE, id=id), DOOR) == Decision(NEW, "")


def test_the_same_content_under_its_code_is_unchanged_and_so_is_less_of_it():
    for item in (KETTLE, BARE, without_reasons(KETTLE)):
        assert decided(item, KETTLE) == Decision(UNCHANGED, "S01", 3, reason="S01 says the same.")


def test_other_words_under_its_code_are_a_new_version():
    assert decided(replace(KETTLE, stem=KETTLE.stem + " Name one."), KETTLE) == Decision(CHANGED, "S01", 3)


def test_a_code_that_is_another_questions_here_takes_nothing_over():
    assert decided(replace(DOOR, id="S01"), KETTLE) == Decision(NEW, "")


def test_an_id_that_the_same_file_brought_before_is_that_question_whatever_it_says_now():
    assert decided(replace(DOOR, id=""), KETTLE, source_id="i7", sources={"i7": "S01"}) == Decision(CHANGED, "S01", 3)


def test_an_item_that_was_brought_in_before_changes_nothing_even_if_the_question_was_edited_since():
    before = replace(KETTLE, id="i7")
    edited = replace(KETTLE, stem="What was written since?")
    decision = decided(before, edited, source_id="i7", digests={digest_of(before): "S01"}, sources={"i7": "S01"})
    assert decision == Decision(UNCHANGED, "S01", reason="It was brought in before, as S01.")


def test_without_an_id_the_same_words_are_the_same_question_and_other_reasons_make_it_alike():
    item = replace(without_reasons(BARE), id="", stem="**Which** kettle on the shelf whistles when the water is hot?")
    assert decided(item, KETTLE) == Decision(UNCHANGED, "S01", reason="S01 says the same.")
    other = replace(KETTLE, id="", options=tuple(replace(one, rationale="Another.") for one in KETTLE.options))
    assert decided(other, KETTLE) == Decision(ALIKE, like="S01", percent=100)


def test_what_is_much_like_a_question_or_an_earlier_item_is_said_to_be():
    near = replace(KETTLE, id="N1", stem="Which kettle on the shelf whistles when the water is cold?")
    assert decided(near, KETTLE, DOOR) == Decision(ALIKE, "N1", like="S01", percent=57)
    first, second, third = plan([Offered(near), Offered(replace(near, id="N2")), Offered(KETTLE)], bank())
    assert (first.kind, second.reason) == (NEW, "The same as item 1 of this file.")
    assert third == Decision(ALIKE, "S01", like_item=1, percent=57)


def test_a_retired_question_gets_no_new_version():
    known = Bank({"S01": Known(1, "retired", KETTLE)}, {"brewing"}, {"C1"})
    assert plan([Offered(replace(KETTLE, level="analyse"))], known)[0].kind == REJECTED


def test_what_the_course_does_not_have_is_left_blank_and_told():
    strange = replace(KETTLE, topic="doors", claims=("C1", "C9"))
    question, notes = fitted(strange, {"brewing"}, {"C1"})
    assert (question.topic, question.claims, len(notes)) == ("", ("C1",), 2)
    assert decided(strange, KETTLE) == Decision(UNCHANGED, "S01", 3, reason="S01 says the same.")


def test_a_new_version_keeps_letters_by_words_then_by_likeness_and_gives_none_to_what_is_new():
    options = (Option("a", "That one", ""), Option("b", "This very one", "", is_key=True), Option("c", "None", ""))
    letters = [(one.letter, one.rationale) for one in merged(replace(KETTLE, options=options), KETTLE).options]
    assert letters == [("b", "It is cold."), ("a", "Correct. It boils."), ("", "")]
    rewritten = (Option("a", "Whichever stands on the fire", "", is_key=True), Option("b", "That one", ""))
    assert [one.letter for one in merged(replace(KETTLE, options=rewritten), KETTLE).options] == ["", "b"]
    same_places = (Option("a", "This very one", "", is_key=True), Option("b", "That one", ""))
    assert [one.letter for one in merged(replace(KETTLE, options=same_places), KETTLE).options] == ["a", "b"]


TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
QUESTIONS = st.builds(
    lambda stem, key, other, id: replace(
        KETTLE, id=id, stem=stem, options=(Option("a", f"{key} yes", "", is_key=True), Option("b", f"{other} no", ""))
    ),
    TEXTS,
    TEXTS,
    TEXTS,
    st.sampled_from(["", "S01", "S02", "S03", "Q1", "ß!"]),
)
FILES = st.lists(QUESTIONS.map(Offered) | st.just(Offered(None, reasons=("No key.",))), max_size=12)
BANKS = st.lists(QUESTIONS.filter(lambda one: one.id), max_size=6, unique_by=lambda one: one.id).map(
    lambda questions: bank(*questions)
)


@settings(max_examples=150)
@given(FILES, BANKS)
def test_every_item_is_accepted_unchanged_or_rejected_and_a_second_time_nothing_happens(offered, there):
    decisions = plan(offered, there)
    assert len(decisions) == len(offered)
    new = [(one, decision) for one, decision in zip(offered, decisions, strict=True) if decision.kind in (NEW, ALIKE)]
    codes = [decision.code for _, decision in new if decision.code]
    assert len(set(codes)) == len(codes)
    assert not set(codes) & set(there.questions)
    changed = [decision.code for decision in decisions if decision.kind == CHANGED]
    assert len(set(changed)) == len(changed)

    questions, digests = dict(there.questions), {}
    for number, (one, decision) in enumerate(zip(offered, decisions, strict=True)):
        if decision.kind == CHANGED:
            questions[decision.code] = Known(4, "draft", merged(one.question, questions[decision.code].question))
        if decision.kind in (NEW, ALIKE, CHANGED):
            code = decision.code or f"N{number}"
            questions.setdefault(code, Known(1, "draft", replace(one.question, id=code)))
            digests[digest_of(one.question)] = code
    again = plan(offered, replace(there, questions=questions, digests=digests))
    assert {decision.kind for decision in again} <= {UNCHANGED, REJECTED}


@settings(max_examples=150)
@given(st.lists(QUESTIONS, min_size=2, max_size=12))
def test_the_index_finds_what_comparing_all_pairs_finds(questions):
    sets = [runs_of(one) for one in questions]
    index = Likenesses.over(sets)
    for place, one in enumerate(sets):
        pairs = [share(one, other) for other in sets[:place]]
        found = index.nearest(one)
        best = max(pairs, default=0)
        assert (found[1] if found else 0) == (best if best >= RATHER_ALIKE else 0)
        index.add(place, one)


def test_five_thousand_items_meet_a_bank_of_ten_thousand():
    def numbered(place):
        words = [WORDS[place // 16**power % 16] for power in range(4)]
        stem = f"In which {words[0]} does the {words[1]} {words[2]} of number {place} meet the {words[3]}?"
        return replace(KETTLE, id=f"N{place}", stem=stem)

    there = bank(*map(numbered, range(10_000)))
    decisions = plan([Offered(numbered(place)) for place in range(7_500, 12_500)], there)
    kinds = [decision.kind for decision in decisions]
    assert kinds[:2_500] == [UNCHANGED] * 2_500
    assert len(kinds) == 5_000
