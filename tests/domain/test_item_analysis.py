"""Item analysis: R's psych on the LSAT6 data, worked examples, and what holds of any answers."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.item_analysis import Tally, analyse, thirds
from course_app.domain.reliability import reliability

LSAT6 = (3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61)
LSAT6 += (28, 298)
"""Section 6 of the Law School Admission Test: how many of 1,000 gave each pattern, from all wrong (00000) to all right
(11111), counted up as binary numbers. R. D. Bock and M. Lieberman, Psychometrika 35 (1970), 179–197."""
PATTERNS = tuple((pattern, times) for pattern, times in zip(product((0, 1), repeat=5), LSAT6, strict=True) if times)


def tally(mark, total, times=1, choice=("a",), maximum=1, out_of=5, is_reached=True):
    return Tally(choice, mark, maximum, total, out_of, is_reached, times)


def lsat(item):
    return [tally(pattern[item], sum(pattern), times) for pattern, times in PATTERNS]


def test_reliability_of_the_lsat_is_that_of_rs_psych():
    items = [[(pattern[item], times) for pattern, times in PATTERNS] for item in range(5)]
    found = reliability(items, [(sum(pattern), times) for pattern, times in PATTERNS])
    assert (found.n, found.items) == (1000, 5)
    assert found.alpha == pytest.approx(0.2949971922, abs=1e-10)
    assert found.error == pytest.approx(0.8690666, abs=1e-7)
    assert found.mean == pytest.approx(3.819)


def test_discrimination_of_the_lsat_is_that_of_rs_psych():
    found = [analyse(lsat(item)) for item in range(5)]
    assert [one.discrimination for one in found] == pytest.approx(
        [0.1128327, 0.1531781, 0.1727789, 0.1444281, 0.1215964], abs=1e-7
    )
    assert [one.facility.hits for one in found] == [924, 709, 553, 763, 870]
    assert [one.facility.n for one in found] == [1000] * 5


def test_the_size_of_the_unit_changes_nothing():
    unit = 100_000
    large = [
        Tally(one.choice, one.mark * unit, unit, one.total * unit, 5 * unit, one.is_reached, one.times)
        for one in lsat(2)
    ]
    assert analyse(large) == analyse(lsat(2))


def test_left_out_and_not_reached_stand_apart():
    found = analyse(
        [
            tally(1, 4, 3),
            tally(0, 2, 2, choice=()),
            tally(0, 1, 1, choice=(), is_reached=False),
        ]
    )
    assert (found.answered, found.omitted, found.not_reached, found.facility.hits) == (3, 2, 1, 3)
    assert found.blank == (3, 0, 0)


def test_choices_are_counted_by_thirds_of_the_total():
    found = analyse(
        [
            tally(0, 0, 2, choice=("b",)),
            tally(0, 1, 1, choice=("b", "c")),
            tally(1, 3, 3),
            tally(1, 5, 2),
            tally(0, 4, 1, choice=("c",)),
        ]
    )
    assert found.thirds == (3, 3, 3)
    assert found.chosen == {"a": (0, 3, 2), "b": (3, 0, 0), "c": (1, 0, 1)}
    assert found.right == (0, 3, 2)


def test_equal_scores_stay_in_one_third():
    assert thirds([((3, 5), 9), ((5, 5), 1)]) == {(3, 5): 1, (5, 5): 2}
    assert thirds([((3, 6), 1), ((1, 2), 1), ((0, 2), 1)]) == {(3, 6): 2, (1, 2): 2, (0, 2): 0}
    assert thirds([((2, 5), 4)]) == {(2, 5): 1}


def test_parts_of_a_mark_count_as_what_they_are():
    found = analyse([tally(1, 3, 1, maximum=2), tally(2, 4, 1, maximum=2), tally(0, 1, 2, maximum=2)])
    assert (found.facility.hits, found.facility.n, found.worth, found.in_part) == (1, 4, 0.375, 1)


def test_attempts_at_a_longer_quiz_are_compared_by_shares():
    short = [tally(1, 3, out_of=3), tally(0, 0, out_of=3), tally(1, 2, out_of=3)]
    long = [tally(1, 5, out_of=5), tally(0, 0, out_of=5), tally(1, 3, out_of=5)]
    assert analyse([*short, *long]).discrimination == pytest.approx(analyse(short).discrimination)


@pytest.mark.parametrize(
    ("tallies", "alike"),
    [
        ([tally(1, 5), tally(1, 3)], "mark"),
        ([tally(1, 3), tally(0, 2)], "rest"),
        ([tally(1, 5)], "mark"),
        ([tally(1, 1, out_of=1), tally(0, 0, out_of=1)], "rest"),
    ],
)
def test_where_all_are_alike_there_is_no_correlation(tallies, alike):
    found = analyse(tallies)
    assert (found.discrimination, found.alike) == (None, alike)


@st.composite
def attempts(draw):
    """Tallies of one item of up to three points, each with choices, in quizzes of several lengths."""
    maximum = draw(st.integers(1, 3))
    found = []
    for _ in range(draw(st.integers(1, 12))):
        choice = tuple(sorted(draw(st.sets(st.sampled_from("abcd"), max_size=3))))
        mark = draw(st.integers(0, maximum)) if choice else 0
        rest = draw(st.integers(0, 9))
        found.append(
            Tally(
                choice,
                mark,
                maximum,
                mark + rest,
                maximum + draw(st.integers(9, 11)),
                bool(choice) or draw(st.booleans()),
                draw(st.integers(1, 40)),
            )
        )
    return found


@given(attempts())
def test_whatever_was_answered_the_counts_add_up(tallies):
    found = analyse(tallies)
    n = sum(one.times for one in tallies)
    assert found.facility.n == n
    assert found.answered + found.omitted + found.not_reached == n
    assert sum(found.thirds) == n
    assert sum(found.blank) == found.omitted + found.not_reached
    assert sum(found.right) == found.facility.hits
    times = defaultdict(int)
    for one in tallies:
        for letter in one.choice:
            times[letter] += one.times
    assert {letter: sum(counts) for letter, counts in found.chosen.items()} == times
    assert found.facility.value - 1e-12 <= found.worth <= 1


@given(attempts())
def test_a_correlation_stays_within_one_either_way(tallies):
    found = analyse(tallies)
    assert (found.discrimination is None) == bool(found.alike)
    assert found.discrimination is None or -1 <= found.discrimination <= 1


@given(attempts(), st.randoms(use_true_random=False))
def test_the_order_of_attempts_does_not_matter_nor_does_counting_them_one_by_one(tallies, random):
    single = [
        Tally(one.choice, one.mark, one.maximum, one.total, one.out_of, one.is_reached, 1)
        for one in tallies
        for _ in range(one.times)
    ]
    random.shuffle(single)
    assert analyse(single) == analyse(tallies)


@given(st.lists(st.tuples(st.tuples(st.integers(0, 6), st.just(6)), st.integers(1, 9)), min_size=1))
def test_a_better_score_is_never_in_a_lower_third(scores):
    places = thirds(scores)
    assert [places[score] for score in sorted(places)] == sorted(places.values())
