"""What answers say about a question: shares, variances, correlations.

Values come weighted, as (value, how often) or (x, y, how often), so that what is alike is counted once. They are whole
numbers; sums are exact, and a result is rounded once, at its end: no order of adding up, and no large mean, costs it
a digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import copysign, sqrt

Z_95 = 1.959963984540054
FEW = 50


@dataclass(frozen=True)
class Share:
    """`hits` of `n`, and the interval in which the true share lies; both bounds from 0 to 1."""

    hits: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself, 0 when nothing was counted."""
        return self.hits / self.n if self.n else 0.0

    @property
    def is_small(self) -> bool:
        """Whether there are too few to judge by."""
        return self.n < FEW


def share(hits: int, n: int) -> Share:
    """A share with its 95 % score interval, without continuity correction.

    The formula is Wilson's: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), 209–212; z is the normal distribution's 0.975 quantile.

    It stays within 0 and 1, and says something for 0 or all of n. Without any n everything is possible. Raises
    ValueError when there are more hits than cases.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n}")
    if not n:
        return Share(0, 0, 0.0, 1.0)
    p, square = hits / n, Z_95 * Z_95
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = Z_95 * sqrt(p * (1 - p) / n + square / (4 * n * n)) / (1 + square / n)
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == n else min(1.0, middle + half)
    return Share(hits, n, low, high)


def mean(values: Sequence[tuple[int, int]]) -> Fraction:
    """The mean of weighted values; raises ZeroDivisionError without any."""
    return Fraction(sum(value * times for value, times in values), sum(times for _value, times in values))


def variance(values: Sequence[tuple[int, int]]) -> Fraction:
    """The variance of weighted values as a sample: the squares about the mean by n - 1, as R's `var`.

    Raises ZeroDivisionError with fewer than two.
    """
    n = sum(times for _value, times in values)
    first = sum(value * times for value, times in values)
    second = sum(value * value * times for value, times in values)
    return Fraction(n * second - first * first, n * (n - 1))


def correlation(pairs: Sequence[tuple[int, int, int]]) -> float | None:
    """Pearson's product-moment correlation of weighted pairs (x, y, times); None where x or y is always the same.

    K. Pearson, "Notes on regression and inheritance in the case of two parents", Proceedings of the Royal Society of
    London 58 (1895), 240–242. Whether variances are taken by n or n - 1 cancels out. Since the square is an exact
    fraction, the result never leaves -1 to 1.
    """
    n = x = y = xx = yy = xy = 0
    for one, other, times in pairs:
        n += times
        x += one * times
        y += other * times
        xx += one * one * times
        yy += other * other * times
        xy += one * other * times
    spread = (n * xx - x * x) * (n * yy - y * y)
    if not spread:
        return None
    common = n * xy - x * y
    return copysign(sqrt(Fraction(common * common, spread)), common)
