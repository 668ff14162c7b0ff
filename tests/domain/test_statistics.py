"""Shares and their intervals, against published values."""

from fractions import Fraction

import pytest

from course_app.domain.statistics import correlation, mean, share, variance


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
        (0, 1, 0.0, 0.7935),
    ],
)
def test_the_interval_is_wilsons(hits, n, low, high):
    found = share(hits, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_without_answers_everything_is_possible():
    assert (share(0, 0).low, share(0, 0).high, share(0, 0).value) == (0.0, 1.0, 0.0)


def test_the_value_is_the_plain_share_and_fewer_than_fifty_are_too_few():
    assert share(27, 36).value == 0.75
    assert [share(0, n).is_small for n in (0, 49, 50)] == [True, True, False]


def test_more_hits_than_cases_is_an_error():
    with pytest.raises(ValueError, match="3 of 2"):
        share(3, 2)


def test_variance_is_that_of_a_sample():
    assert variance([(2, 1), (4, 3), (5, 2), (7, 1), (9, 1)]) == Fraction(32, 7)
    assert variance([(10**12 + value, 1) for value in (2, 4, 4, 4, 5, 5, 7, 9)]) == Fraction(32, 7)
    assert mean([(2, 1), (4, 3), (5, 2), (7, 1), (9, 1)]) == 5


def test_correlation_is_pearsons():
    # Anscombe 1973, the first of his four sets; in tenths and hundredths.
    xs = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)
    ys = (804, 695, 758, 881, 833, 996, 724, 426, 1084, 482, 568)
    assert correlation([(x, y, 1) for x, y in zip(xs, ys, strict=True)]) == pytest.approx(0.81642, abs=5e-6)
    assert correlation([(1, 3, 5), (2, 2, 1), (3, 1, 9)]) == -1
    assert correlation([(1, 3, 5), (1, 2, 1)]) is None
    assert correlation([]) is None
