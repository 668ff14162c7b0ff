"""How far the score of a quiz can be relied on: Cronbach's alpha, its interval, the standard error of measurement.

Alpha compares the variances of the items' marks with that of their sum, over learners who all answered the same items.
Where answers are right or wrong it is KR-20 (G. F. Kuder and M. W. Richardson, "The theory of the estimation of test
reliability", Psychometrika 2 (1937), 151–160). Where everybody gets other questions it is not defined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, lgamma, log, log1p, sqrt

from course_app.domain.statistics import FEW, mean, variance

DRAWN = (
    "This quiz draws its questions, so learners answered different ones. Alpha needs one set that all of them answered."
)
ONE_ITEM = "One question alone cannot agree with itself. Alpha needs at least two."
ONE_ATTEMPT = "Only one attempt is finished. Alpha compares learners, so it needs at least two."
ALL_ALIKE = "Everyone has the same score. Alpha compares learners, and here nothing tells them apart."
SMALLEST = 1e-300
"""Stands for 0 where the continued fraction would divide by it."""


@dataclass(frozen=True)
class Reliability:
    """Alpha with its 95 % interval over `n` attempts at the same `items`.

    `error` (of measurement), `mean` and `deviation` are in the unit of the marks.
    """

    n: int
    items: int
    alpha: float
    low: float
    high: float
    error: float
    mean: float
    deviation: float

    @property
    def is_small(self) -> bool:
        """Whether there are too few to judge by."""
        return self.n < FEW


def reliability(items: Sequence[Sequence[tuple[int, int]]], totals: Sequence[tuple[int, int]]) -> Reliability | str:
    """What the marks of a fixed set of items come to, or a sentence on why nothing can be said.

    `items`: each item's marks, `totals`: the sums, all as (value, how often) over the same attempts.

    Alpha is L. J. Cronbach's, "Coefficient alpha and the internal structure of tests", Psychometrika 16 (1951),
    297–334: k/(k-1) · (1 - sum of the items' variances / variance of the total). n or n - 1 cancels out of it. The
    standard error of measurement is s·√(1 - alpha) with s by n - 1, as R's psych prints it; Moodle's "standard error"
    of a quiz is the same in per cents of the marks.
    """
    n, k = sum(times for _value, times in totals), len(items)
    if k < 2:
        return ONE_ITEM
    if n < 2:
        return ONE_ATTEMPT
    whole = variance(totals)
    if not whole:
        return ALL_ALIKE
    alpha = Fraction(k, k - 1) * (1 - sum(variance(item) for item in items) / whole)
    low, high = interval(float(alpha), n, k)
    error = sqrt(whole * (1 - alpha))
    return Reliability(n, k, float(alpha), low, high, error, float(mean(totals)), sqrt(whole))


def interval(alpha: float, n: int, items: int) -> tuple[float, float]:
    """The 95 % interval of an alpha over n attempts at that many items, both at least 2.

    L. S. Feldt, "The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty",
    Psychometrika 30 (1965), 357–370: (1 - true alpha) / (1 - alpha found) is distributed as F with n - 1 and
    (n - 1)(k - 1) degrees of freedom.
    """
    first, second = n - 1, (n - 1) * (items - 1)
    return 1 - (1 - alpha) * f_quantile(0.975, first, second), 1 - (1 - alpha) * f_quantile(0.025, first, second)


def f_quantile(p: float, first: int, second: int) -> float:
    """Below which value an F-distributed number of these degrees of freedom stays with the probability p.

    Found by halving an interval of the beta-distributed x = first·F / (first·F + second); M. Abramowitz and
    I. A. Stegun, Handbook of Mathematical Functions (1964), 26.6.2.
    """
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if beta_share(middle, first / 2, second / 2) < p:
            low = middle
        else:
            high = middle
    return second * high / (first * (1 - high))


def beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, 0 < x < 1: Abramowitz and Stegun 26.5.8; 26.5.2 past the middle."""
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    before = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return before / _continued(x, a, b)


def _continued(x: float, a: float, b: float) -> float:
    """1 + d₁/(1 + d₂/(1 + …)) from the front, by Lentz's rule: W. J. Lentz, Applied Optics 15 (1976), 668–671."""
    value = upper = 1.0
    lower, step, number = 0.0, 0.0, 0
    while abs(step - 1) > 1e-15:
        number += 1
        half = number // 2
        term = half * (b - half) if number % 2 == 0 else -(a + half) * (a + b + half)
        term *= x / ((a + number - 1) * (a + number))
        lower = 1 / ((1 + term * lower) or SMALLEST)
        upper = (1 + term / upper) or SMALLEST
        step = upper * lower
        value *= step
    return value
