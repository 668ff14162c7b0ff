"""How each question of a quiz did: right, telling apart, left out, not reached, what was chosen by whom.

Attempts that met a question alike are one `Tally`. Marks are whole units of any size (1/100000 point, say), an item's
mark from 0 to its maximum, so that parts of a point count as what they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from course_app.domain.statistics import Share, correlation, share

WEAKEST, MIDDLE, BEST = 0, 1, 2
Thirds = tuple[int, int, int]


@dataclass(frozen=True)
class Tally:
    """`times` attempts met an item alike: they chose that, had that mark, and that `total` of at most `out_of`.

    `choice` () is no answer; `is_reached` then tells whether a later slot was answered. The total contains the mark.
    `counted`: the options to count, where they are not the choice itself (of an ordering, the lines in their places).
    """

    choice: tuple[str, ...]
    mark: int
    maximum: int
    total: int
    out_of: int
    is_reached: bool
    times: int
    counted: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ItemAnalysis:
    """What the attempts that met one item say about it.

    `facility`: the share with the full mark; `in_part`: how many had a part of it; `worth`: the mean mark as a share of
    the maximum, the same where there are no parts. `discrimination`: None where it cannot be told, and then `alike`
    says of what everybody had the same: “mark” or “rest”. Answered, omitted and not reached add up to `facility.n`, and
    so do `thirds`. `right` and each of `chosen` (by letter) count by thirds.
    """

    facility: Share
    in_part: int
    worth: float
    discrimination: float | None
    alike: str
    answered: int
    omitted: int
    not_reached: int
    thirds: Thirds
    right: Thirds
    blank: Thirds
    chosen: dict[str, Thirds]


def analyse(tallies: Sequence[Tally]) -> ItemAnalysis:
    """The analysis of one item from all that met it; there is at least one.

    Facility is Moodle's facility index (documentation: Quiz statistics calculations) where marks are whole.
    Discrimination is the item–rest correlation, "corrected" in that the total is taken without the item:
    F. M. Lord and M. R. Novick, Statistical Theories of Mental Test Scores (1968). R's psych calls it
    r.drop, Moodle the discrimination index. Mark and rest are taken as shares of their maxima, so that attempts at
    longer and shorter versions of a quiz can be compared.

    Omitted: no answer, though a later slot was answered. Not reached: no answer, and none after it. Both count as not
    right. That the two are kept apart follows F. M. Lord, "Estimation of latent ability and item parameters when
    there are omitted responses", Psychometrika 39 (1974), 247–264.
    """
    n = sum(one.times for one in tallies)
    hits = sum(one.times for one in tallies if one.mark == one.maximum)
    blank = [one for one in tallies if not one.choice]
    omitted = sum(one.times for one in blank if one.is_reached)
    missing = sum(one.times for one in blank)
    third = thirds([((one.total, one.out_of), one.times) for one in tallies])
    by_third = [(third[one.total, one.out_of], one) for one in tallies]
    found, alike = _discrimination(tallies)
    return ItemAnalysis(
        facility=share(hits, n),
        in_part=sum(one.times for one in tallies if 0 < one.mark < one.maximum),
        worth=float(sum(Fraction(one.mark * one.times, one.maximum) for one in tallies) / n),
        discrimination=found,
        alike=alike,
        answered=n - missing,
        omitted=omitted,
        not_reached=missing - omitted,
        thirds=_counted(by_third),
        right=_counted((place, one) for place, one in by_third if one.mark == one.maximum),
        blank=_counted((place, one) for place, one in by_third if not one.choice),
        chosen=_chosen(by_third),
    )


def thirds(scores: Iterable[tuple[tuple[int, int], int]]) -> dict[tuple[int, int], int]:
    """To which third (0 weakest, 2 best) each score ((points, of how many), how often) belongs.

    Equal scores stay together: they go where the middle of their ranks falls, so a third may be larger than another,
    or empty. No order among equals, and no chance, decides.
    """
    counts: dict[Fraction, int] = defaultdict(int)
    known: dict[tuple[int, int], Fraction] = {}
    for score, times in scores:
        if score not in known:
            known[score] = _part(*score)
        counts[known[score]] += times
    n, below, places = sum(counts.values()), 0, {}
    for value in sorted(counts):
        middle = 3 * (2 * below + counts[value])
        places[value] = WEAKEST if middle <= 2 * n else BEST if middle >= 4 * n else MIDDLE
        below += counts[value]
    return {score: places[value] for score, value in known.items()}


def _part(points: int, out_of: int) -> Fraction:
    return Fraction(points, out_of) if out_of else Fraction(0)


def _discrimination(tallies: Sequence[Tally]) -> tuple[float | None, str]:
    """The item–rest correlation, or of what everybody had the same. Shares are brought to common whole units."""
    mark_unit = lcm(*{one.maximum for one in tallies})
    rest_unit = lcm(*{(one.out_of - one.maximum) or 1 for one in tallies})
    pairs = [
        (
            one.mark * (mark_unit // one.maximum),
            (one.total - one.mark) * (rest_unit // ((one.out_of - one.maximum) or 1)),
            one.times,
        )
        for one in tallies
    ]
    if len({mark for mark, _rest, _times in pairs}) == 1:
        return None, "mark"
    found = correlation(pairs)
    return found, "rest" if found is None else ""


def _counted(places: Iterable[tuple[int, Tally]]) -> Thirds:
    counts = [0, 0, 0]
    for place, one in places:
        counts[place] += one.times
    return counts[WEAKEST], counts[MIDDLE], counts[BEST]


def _chosen(places: Sequence[tuple[int, Tally]]) -> dict[str, Thirds]:
    letters: dict[str, list[tuple[int, Tally]]] = defaultdict(list)
    for place, one in places:
        for letter in one.choice if one.counted is None else one.counted:
            letters[letter].append((place, one))
    return {letter: _counted(found) for letter, found in sorted(letters.items())}
