"""How far a score can be relied on: worked examples, and published and computed quantiles of F."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.reliability import ALL_ALIKE, ONE_ATTEMPT, ONE_ITEM, f_quantile, interval, reliability


@pytest.mark.parametrize(
    ("p", "first", "second", "value"),
    [
        (0.975, 5, 10, 4.236085668188632),  # scipy.stats.f.ppf; tables print 4.24
        (0.025, 5, 10, 0.151076701029982),
        (0.975, 1, 1, 647.7890114778442),
        (0.025, 1, 1, 0.001543712508674131),
        (0.975, 1, 9, 7.209283247522017),
        (0.975, 49, 441, 1.4705832164469217),
        (0.975, 999, 3996, 1.1014512333334125),
        (0.025, 999, 3996, 0.905241030570834),
        (0.975, 9999, 89991, 1.0294731084322883),
        (0.025, 9999, 89991, 0.9710344429080896),
    ],
)
def test_quantiles_of_f(p, first, second, value):
    assert f_quantile(p, first, second) == pytest.approx(value, rel=1e-9)


def test_the_interval_of_the_lsat_is_feldts():
    assert interval(0.2949971922, 1000, 5) == pytest.approx((0.2234737878, 0.3618025317), abs=1e-9)


def test_the_interval_of_a_large_quiz_is_narrow():
    low, high = interval(0.8, 200_000, 60)
    assert 0.79 < low < 0.8 < high < 0.81


def test_items_that_agree_wholly_leave_no_error():
    found = reliability([[(0, 2), (1, 2)]] * 3, [(0, 2), (3, 2)])
    assert (found.alpha, found.low, found.high, found.error) == (1, 1, 1, 0)
    assert (found.mean, found.deviation) == (1.5, pytest.approx(3**0.5))


def test_items_that_contradict_each_other_have_a_negative_alpha():
    found = reliability([[(0, 2), (1, 2)], [(0, 2), (1, 2)]], [(0, 1), (1, 2), (2, 1)])
    assert found.alpha == 0
    found = reliability([[(0, 5), (1, 5)], [(0, 5), (1, 5)]], [(1, 9), (2, 1)])
    assert found.alpha < 0


@pytest.mark.parametrize(
    ("items", "totals", "sentence"),
    [
        ([[(1, 3), (0, 2)]], [(1, 3), (0, 2)], ONE_ITEM),
        ([[(1, 1)], [(0, 1)]], [(1, 1)], ONE_ATTEMPT),
        ([[(1, 7)], [(1, 7)]], [(2, 7)], ALL_ALIKE),
        ([[(1, 2), (0, 2)], [(1, 2), (0, 2)]], [(1, 4)], ALL_ALIKE),
    ],
)
def test_where_alpha_is_not_defined_a_sentence_says_why(items, totals, sentence):
    assert reliability(items, totals) == sentence


@given(st.integers(2, 400), st.integers(2, 80), st.floats(-1, 0.999))
def test_the_interval_holds_what_was_found_or_lies_just_below(n, items, alpha):
    low, high = interval(alpha, n, items)
    assert low < high <= 1
    assert low <= alpha
    assert (1 - alpha) / (1 - high) > 1


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=2, max_size=30))
def test_alpha_never_exceeds_one(people):
    found = reliability([[(marks[item], 1) for marks in people] for item in range(4)], [(sum(m), 1) for m in people])
    if found != ALL_ALIKE:
        assert found.alpha <= 1
        assert found.error >= 0
