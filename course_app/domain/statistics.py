"""What answers say about a question."""

from dataclasses import dataclass
from math import sqrt

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
