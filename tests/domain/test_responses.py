"""Which answer counts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_app.domain.errors import RuleBroken
from course_app.domain.responses import (
    Answer,
    SeqReused,
    Stored,
    Verdict,
    bad_choice,
    current,
    judge,
    repeat_of,
)

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)


def an_answer(client="phone", seq=1, base=None, choice="a", slot=3, flag=False, confidence=""):
    return Answer(
        slot=slot,
        client=client,
        seq=seq,
        base=base,
        choice=tuple(choice),
        flag=flag,
        confidence=confidence,
        received_at=NINE,
    )


def keep(answer, earlier, is_late=False):
    """What a service does with a new answer: judge it, and append it under the next revision."""
    verdict = judge(answer, earlier, is_late)
    return Stored(revision=len(earlier) + 1, counts=verdict.counts, problem=verdict.problem or "", **vars(answer))


def kept(*answers):
    earlier = []
    for answer in answers:
        earlier.append(keep(answer, earlier))
    return earlier


def counting(standing):
    return Verdict(counts=True, problem=None, current=standing)


def not_counting(problem, standing):
    return Verdict(counts=False, problem=problem, current=standing)


# One client


def test_a_first_answer_counts():
    assert judge(an_answer(), [], is_late=False) == counting(None)


def test_a_later_number_of_the_same_client_replaces_the_earlier_one():
    first, second = kept(an_answer(seq=1, choice="a"), an_answer(seq=2, choice="b"))
    assert current([first, second]) == {3: second}


def test_a_lower_number_that_arrives_later_is_kept_does_not_count_and_is_no_problem():
    (later,) = kept(an_answer(seq=8, choice="b"))
    assert judge(an_answer(seq=7, choice="a"), [later], is_late=False) == not_counting(None, later)


def test_a_lower_number_does_not_count_even_when_the_higher_one_did_not_count_either():
    earlier = kept(an_answer("laptop", 1, choice="c"), an_answer("phone", 8, base=0, choice="b"))
    assert [stored.counts for stored in earlier] == [True, False]
    assert judge(an_answer("phone", 7, base=None), earlier, is_late=False) == not_counting(None, earlier[0])


def test_numbers_are_compared_within_one_slot_only():
    earlier = kept(an_answer(slot=4, seq=9))
    assert judge(an_answer(slot=3, seq=5), earlier, is_late=False) == counting(None)


def test_a_base_older_than_the_clients_own_answers_is_not_stale():
    earlier = kept(an_answer(seq=1, base=0), an_answer(seq=2, base=0))
    assert judge(an_answer(seq=3, base=0), earlier, is_late=False) == counting(earlier[1])


def test_an_empty_choice_clears_the_slot_and_is_its_current_response():
    answered, cleared = kept(an_answer(seq=1, choice="a"), an_answer(seq=2, choice=""))
    assert current([answered, cleared])[3].choice == ()


def test_a_slot_without_a_response_is_absent():
    assert current([]) == {}


# Two clients


def test_a_base_older_than_another_clients_answer_is_refused_as_newer_answer():
    (other,) = kept(an_answer("laptop", 1))
    assert judge(an_answer("phone", 1, base=0), [other], is_late=False) == not_counting("newer-answer", other)


def test_a_base_that_has_seen_the_other_clients_answer_counts():
    (other,) = kept(an_answer("laptop", 1))
    assert judge(an_answer("phone", 1, base=1), [other], is_late=False) == counting(other)


def test_without_a_base_nothing_is_stale():
    (other,) = kept(an_answer("laptop", 1))
    assert judge(an_answer("phone", 1, base=None), [other], is_late=False) == counting(other)


def test_an_answer_that_did_not_count_makes_no_other_answer_stale():
    earlier = kept(an_answer("laptop", 1), an_answer("phone", 1, base=0))
    assert judge(an_answer("tablet", 1, base=1), earlier, is_late=False) == counting(earlier[0])


def test_choosing_ones_own_answer_after_being_asked_counts_and_the_other_device_is_asked_in_turn():
    earlier = kept(
        an_answer("laptop", 1, base=0, choice="a"),
        an_answer("phone", 1, base=0, choice="b"),
        an_answer("phone", 2, base=1, choice="b"),
        an_answer("laptop", 2, base=1, choice="c"),
    )
    assert [(stored.counts, stored.problem) for stored in earlier] == [
        (True, ""),
        (False, "newer-answer"),
        (True, ""),
        (False, "newer-answer"),
    ]
    assert current(earlier) == {3: earlier[2]}


# Late


def test_a_late_answer_does_not_count_and_says_so():
    (standing,) = kept(an_answer(seq=1))
    assert judge(an_answer(seq=2), [standing], is_late=True) == not_counting("too-late", standing)


def test_late_comes_before_stale_since_there_is_nothing_left_to_choose():
    (other,) = kept(an_answer("laptop", 1))
    assert judge(an_answer("phone", 1, base=0), [other], is_late=True) == not_counting("too-late", other)


# Repeats


def test_the_same_body_again_is_the_stored_response():
    (stored,) = kept(an_answer(seq=1, choice="ab", confidence="sure"))
    again = an_answer(seq=1, choice="ab", confidence="sure", base=7)
    assert repeat_of(again, [stored]) is stored


def test_another_number_or_another_client_is_no_repeat():
    earlier = kept(an_answer("phone", 1))
    assert repeat_of(an_answer("phone", 2), earlier) is None
    assert repeat_of(an_answer("laptop", 1), earlier) is None


@pytest.mark.parametrize("change", [{"slot": 4}, {"choice": "b"}, {"flag": True}, {"confidence": "sure"}])
def test_another_body_under_the_same_number_is_refused(change):
    (stored,) = kept(an_answer())
    with pytest.raises(SeqReused) as refused:
        repeat_of(an_answer(**change), [stored])
    assert refused.value.stored is stored
    assert isinstance(refused.value, RuleBroken)
    assert str(refused.value) == ("Another answer is already saved under this number. It is kept; please answer again.")


# Choices


@pytest.mark.parametrize(
    ("choice", "question_type", "sentence"),
    [
        ((), "single", None),
        (("b",), "single", None),
        (("c", "a"), "multiple", None),
        (("z",), "single", "This question has no option “z”."),
        (("ab",), "multiple", "This question has no option “ab”."),
        (("",), "multiple", "This question has no option “”."),
        (("a", "b"), "single", "Only one option can be chosen in this question."),
        (("a", "a"), "multiple", "The same option is named twice."),
    ],
)
def test_a_bad_choice_is_named_in_a_sentence(choice, question_type, sentence):
    assert bad_choice(choice, "abc", question_type) == sentence


# Properties: three clients, two slots, answers in any interleaving

answers = st.builds(
    an_answer,
    client=st.sampled_from(["phone", "laptop", "tablet"]),
    seq=st.integers(1, 8),
    base=st.none() | st.integers(0, 12),
    choice=st.sampled_from(["", "a", "b", "c"]),
    slot=st.sampled_from([1, 2]),
)
walks = st.lists(st.tuples(answers, st.booleans()), max_size=14, unique_by=lambda step: (step[0].client, step[0].seq))


@settings(max_examples=100, deadline=None)
@given(walks)
def test_a_counting_answer_is_superseded_only_by_a_newer_counting_one(walk):
    earlier = []
    for answer, is_late in walk:
        before = current(earlier)
        earlier.append(keep(answer, earlier, is_late))
        after = current(earlier)
        if earlier[-1].counts:
            assert after == before | {answer.slot: earlier[-1]}
        else:
            assert after == before


@settings(max_examples=100, deadline=None)
@given(walks, st.randoms(use_true_random=False))
def test_the_fold_over_all_responses_in_any_order_equals_replaying_them_one_by_one(walk, chance):
    earlier, replayed = [], {}
    for answer, is_late in walk:
        stored = keep(answer, earlier, is_late)
        earlier.append(stored)
        if stored.counts:
            replayed[answer.slot] = stored
    chance.shuffle(earlier)
    assert current(earlier) == replayed


@settings(max_examples=100, deadline=None)
@given(walks, answers, st.booleans())
def test_the_current_response_and_the_clients_highest_number_are_all_that_a_verdict_needs(walk, answer, is_late):
    earlier = []
    for step, late in walk:
        earlier.append(keep(step, earlier, late))
    own = [stored for stored in earlier if (stored.client, stored.slot) == (answer.client, answer.slot)]
    highest = sorted(own, key=lambda stored: stored.seq)[-1:]
    standing = [stored for stored in current(earlier).values() if stored.slot == answer.slot]
    assert judge(answer, [*standing, *highest], is_late) == judge(answer, earlier, is_late)


@settings(max_examples=120, deadline=None)
@given(walks, st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=6), st.booleans(), st.data())
def test_the_order_of_arrival_of_one_clients_numbers_does_not_change_the_result(walk, sent, tells_base, data):
    earlier = []
    for answer, is_late in walk:
        earlier.append(keep(answer, earlier, is_late))
    base, queue = 0, []
    for seq, (choice, seen_more) in enumerate(sent, start=1):
        base += seen_more
        queue.append(an_answer("watch", seq, base if tells_base else None, choice, slot=1))
    results = []
    for order in (queue, data.draw(st.permutations(queue))):
        after = list(earlier)
        for answer in order:
            after.append(keep(answer, after))
        standing = current(after).get(1)
        results.append(standing and (standing.client, standing.seq, standing.choice))
    assert results[0] == results[1]


@settings(max_examples=100, deadline=None)
@given(walks)
def test_a_repeat_is_found_among_all_responses_and_is_the_same_one(walk):
    earlier = []
    for answer, is_late in walk:
        earlier.append(keep(answer, earlier, is_late))
    later = NINE + timedelta(minutes=1)
    again = [Answer(**(vars(answer) | {"received_at": later})) for answer, _ in walk]
    assert [repeat_of(answer, earlier) for answer in again] == earlier
