"""Which questions a seed draws, and in which order options stand."""

import itertools
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course_app.domain.drawing import (
    Candidate,
    FixedTwice,
    NotEnoughQuestions,
    alias_of,
    draw,
    letter_of,
    shown_order,
    shuffled,
)
from course_app.domain.errors import RuleBroken
from course_app.domain.questions import Option, Question
from course_app.domain.quizzes import Slot


def bank(topic="side-effects", pool="quiz", size=6, seen=(), start=1):
    ids = [f"{topic[0].upper()}{number:02}" for number in range(start, start + size)]
    return [Candidate(question, topic, pool, question in seen) for question in ids]


def places(count, topics=("side-effects",), pools=("quiz",)):
    return [Slot(topics=topics, pools=pools)] * count


def test_the_draw_of_a_seed_is_fixed_for_ever():
    drawn = draw([Slot(question="S03"), *places(4)], bank(size=8), seed=2026)
    assert drawn == ["S03", "S08", "S04", "S07", "S01"]


def test_another_seed_draws_otherwise():
    assert draw(places(4), bank(size=8), seed=1) != draw(places(4), bank(size=8), seed=2)


def test_the_order_of_the_candidates_does_not_matter():
    candidates = bank(size=8)
    assert draw(places(4), candidates, seed=5) == draw(places(4), candidates[::-1], seed=5)


def test_every_question_comes_equally_often_over_many_seeds():
    seeds = 3_000
    found = Counter(question for seed in range(seeds) for question in draw(places(2), bank(size=6), seed))
    assert sum(found.values()) == 2 * seeds
    assert all(abs(found[one.question] - seeds / 3) < 0.12 * seeds / 3 for one in bank(size=6))


def test_a_draw_takes_only_questions_of_its_topics_and_pools():
    candidates = bank(size=3) + bank("timelines", size=3) + bank("mechanisms", pool="final", size=3)
    slots = [*places(3, topics=("timelines",)), Slot(topics=("mechanisms", "timelines"), pools=("final",))]
    drawn = draw(slots, candidates, seed=1)
    assert sorted(drawn[:3]) == ["T01", "T02", "T03"]
    assert drawn[3][0] == "M"


def test_no_topics_and_no_pools_mean_any():
    candidates = bank(size=1) + bank("timelines", pool="final", size=1)
    assert sorted(draw([Slot(), Slot()], candidates, seed=1)) == ["S01", "T01"]


def test_a_fixed_question_is_reserved_before_anything_is_drawn():
    for seed in range(50):
        drawn = draw([*places(2), Slot(question="S01")], bank(size=3), seed)
        assert drawn[2] == "S01"
        assert sorted(drawn[:2]) == ["S02", "S03"]


def test_a_fixed_question_need_not_be_a_candidate():
    assert draw([Slot(question="X99")], [], seed=1) == ["X99"]


def test_unseen_questions_come_before_seen_ones():
    candidates = bank(size=6, seen=("S01", "S02", "S03"))
    for seed in range(50):
        assert sorted(draw(places(3), candidates, seed)) == ["S04", "S05", "S06"]


def test_seen_questions_fill_what_the_unseen_leave_open():
    candidates = bank(size=5, seen=("S01", "S02", "S03"))
    for seed in range(50):
        drawn = draw(places(3), candidates, seed)
        assert {"S04", "S05"} < set(drawn)
        assert len(set(drawn)) == 3


def test_a_wide_slot_makes_way_for_a_narrow_one():
    candidates = bank(size=1) + bank("timelines", size=1)
    slots = [*places(1, topics=("side-effects", "timelines")), *places(1)]
    for seed in range(50):
        assert draw(slots, candidates, seed) == ["T01", "S01"]


def test_a_long_chain_of_slots_that_make_way_needs_no_recursion():
    size = 1_500
    candidates = [Candidate(f"Q{number}", f"t{number}", "quiz", seen=False) for number in range(size)]
    chain = [Slot(topics=(f"t{number}", f"t{number + 1}")) for number in range(size - 1)]
    drawn = draw([*chain, Slot(topics=("t0",))], candidates, seed=3)
    assert drawn == [*(f"Q{number}" for number in range(1, size)), "Q0"]


def test_too_few_questions_are_counted_in_a_sentence():
    with pytest.raises(NotEnoughQuestions) as refused:
        draw(places(6), bank(size=4), seed=1)
    assert isinstance(refused.value, RuleBroken)
    assert (refused.value.needed, refused.value.available, refused.value.topics) == (6, 4, ("side-effects",))
    assert str(refused.value) == (
        "This quiz draws six questions on side-effects, but only four are available. Nothing was started."
    )


def test_only_the_slots_that_compete_are_counted():
    slots = [*places(2), *places(3, topics=("timelines",))]
    with pytest.raises(NotEnoughQuestions) as refused:
        draw(slots, bank(size=9) + bank("timelines", size=1), seed=1)
    assert str(refused.value) == (
        "This quiz draws three questions on timelines, but only one is available. Nothing was started."
    )


def test_slots_of_several_topics_that_compete_are_counted_together():
    slots = [*places(1), *places(2, topics=("timelines", "side-effects"))]
    with pytest.raises(NotEnoughQuestions) as refused:
        draw(slots, bank(size=1) + bank("timelines", size=1), seed=1)
    assert str(refused.value) == (
        "This quiz draws three questions on side-effects or timelines, but only two are available. Nothing was started."
    )


def test_an_empty_bank_is_said_to_be_empty():
    with pytest.raises(NotEnoughQuestions) as refused:
        draw([Slot()], [], seed=1)
    assert str(refused.value) == "This quiz draws one question, but none is available. Nothing was started."


def test_one_question_in_two_fixed_slots_is_refused():
    with pytest.raises(FixedTwice) as refused:
        draw([Slot(question="S01"), Slot(question="S01")], bank(), seed=1)
    assert refused.value.question == "S01"
    assert str(refused.value) == "Question S01 stands in two places of this quiz, and none may be asked twice."


# Option order and aliases


def test_the_option_order_of_a_seed_is_fixed_for_ever():
    assert [shuffled("abcd", seed=2026, slot=slot) for slot in (1, 2, 3)] == [
        "dbca",
        "adbc",
        "bcda",
    ]


def asked(letters, **fields):
    """A question with these options, all right, so that it can be of any type."""
    options = tuple(Option(letter, f"Line {letter}", "Why", is_key=True) for letter in letters)
    return Question("T01", "Which?", options, "t", "apply", "easy", "quiz", ("C1",), **fields)


def test_an_attempt_shows_the_order_that_the_seed_gives():
    assert [shown_order(asked("abcd"), 2026, slot) for slot in (1, 2, 3)] == ["dbca", "adbc", "bcda"]


def test_a_fixed_order_stays_as_authored():
    assert shown_order(asked("abcd", fixed_order=True), seed=9, slot=1) == "abcd"


def test_true_and_false_stay_as_authored():
    assert {shown_order(asked("ab", type="true-false"), seed, 1) for seed in range(50)} == {"ab"}


def test_an_ordering_comes_up_in_every_order_but_the_right_one():
    orders = {shown_order(asked("acb", type="ordering"), seed, 1) for seed in range(300)}
    assert orders == {"".join(order) for order in itertools.permutations("abc")} - {"acb"}


def test_every_order_of_three_options_comes_up():
    orders = {shuffled("abc", seed=seed, slot=1) for seed in range(200)}
    assert orders == {"".join(order) for order in itertools.permutations("abc")}


def test_an_alias_names_the_position_shown():
    assert [alias_of("cabd", letter) for letter in "cabd"] == ["a", "b", "c", "d"]


def test_the_letter_behind_an_alias_is_found_again():
    assert [letter_of("cabd", alias) for alias in "abcd"] == ["c", "a", "b", "d"]


@pytest.mark.parametrize("alias", ["e", "", "ab", "A", "1", "ca"])
def test_an_unknown_alias_has_no_letter(alias):
    assert letter_of("cabd", alias) is None


@pytest.mark.parametrize("letter", ["e", "", "ca"])
def test_an_unknown_letter_has_no_alias(letter):
    with pytest.raises(ValueError, match="not"):
        alias_of("cabd", letter)


# Properties

topics = st.sampled_from(["m", "t", "s"])
pools = st.sampled_from(["quiz", "final"])
banks = st.lists(
    st.builds(Candidate, st.integers(0, 30).map("Q{:02}".format), topics, pools, st.booleans()),
    max_size=8,
    unique_by=lambda candidate: candidate.question,
)
draws = st.builds(
    Slot,
    topics=st.lists(topics, max_size=2, unique=True).map(tuple),
    pools=st.lists(pools, max_size=1).map(tuple),
)
fixed_slots = st.builds(Slot, question=st.integers(0, 30).map("Q{:02}".format))
seeds = st.integers(0, 2**62)


def fits(slot, candidate):
    return (not slot.topics or candidate.topic in slot.topics) and (not slot.pools or candidate.pool in slot.pools)


def most_unseen(slots, candidates):
    """By trying everything: the most unseen questions that a feasible draw has; None when there is no draw."""
    reserved = {slot.question for slot in slots if slot.question}
    options = [
        [one for one in candidates if fits(slot, one) and one.question not in reserved]
        for slot in slots
        if not slot.question
    ]
    feasible = [
        sum(not one.seen for one in chosen)
        for chosen in itertools.product(*options)
        if len({one.question for one in chosen}) == len(chosen)
    ]
    return max(feasible, default=None)


@settings(max_examples=100, deadline=None)
@given(st.lists(draws, max_size=4), st.lists(fixed_slots, max_size=2, unique=True), banks, seeds)
def test_a_draw_succeeds_whenever_one_is_possible_with_as_many_unseen_as_possible(drawing, fixed, candidates, seed):
    slots = [*drawing, *fixed]
    best = most_unseen(slots, candidates)
    if best is None:
        with pytest.raises(NotEnoughQuestions) as refused:
            draw(slots, candidates, seed)
        assert refused.value.available < refused.value.needed
        return
    known = {candidate.question: candidate for candidate in candidates}
    found = draw(slots, candidates, seed)
    assert len(set(found)) == len(slots)
    assert found[len(drawing) :] == [slot.question for slot in fixed]
    assert all(fits(slot, known[question]) for slot, question in zip(drawing, found, strict=False))
    assert sum(not known[question].seen for question in found[: len(drawing)]) == best


@settings(max_examples=60, deadline=None)
@given(st.lists(draws, max_size=4), banks, seeds, st.randoms(use_true_random=False))
def test_a_draw_depends_on_slots_candidates_and_seed_alone(slots, candidates, seed, chance):
    assume(most_unseen(slots, candidates) is not None)
    mixed = list(candidates)
    chance.shuffle(mixed)
    assert draw(slots, mixed, seed) == draw(slots, candidates, seed)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), seeds, st.integers(1, 60))
def test_an_option_order_is_a_permutation_and_its_aliases_lead_back(count, seed, slot):
    letters = "abcdefghijkl"[:count]
    order = shuffled(letters, seed=seed, slot=slot)
    assert sorted(order) == list(letters)
    assert [letter_of(order, alias_of(order, letter)) for letter in letters] == list(letters)
