"""How much alike two questions are: the share of three-word runs of stem and key that they have in common (L24).

`Likenesses` finds the nearest among thousands without comparing all pairs. Two sets that share at least a part t of
their union share one of the first |A| − ⌈t·|A|⌉ + 1 runs of the one in any fixed order of all runs, and likewise of
the other (prefix filtering: Chaudhuri, Ganti, Kaushik, “A primitive operator for similarity joins in data cleaning”,
2006). With the rarest runs first those few bring hardly anything together that is not alike. Where a whole bank is
alike, as after a template, the first MOST_NEAR that come so are compared and no more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, islice

from course_app.domain.item_findings import answer_of
from course_app.domain.item_words import runs, tokens
from course_app.domain.questions import Question

ALIKE, RATHER_ALIKE = 0.5, 0.35
MOST_NEAR = 1_000
Run = tuple[str, ...]
Name = str | int


def runs_of(question: Question) -> frozenset[Run]:
    """The three-word runs of stem and key."""
    return frozenset(runs(tokens(f"{question.stem} {answer_of(question)}"), 3))


def share(first: frozenset[Run], second: frozenset[Run]) -> float:
    """The part of all runs of two questions that both have, from 0 to 1."""
    either = len(first | second)
    return len(first & second) / either if either else 0.0


@dataclass
class Likenesses:
    """Sets of runs by name, to find the nearest to another one. `frequency`: of every run among all that may come."""

    frequency: Counter[Run]
    _sets: dict[Name, frozenset[Run]] = field(default_factory=dict)
    _holders: defaultdict[Run, list[Name]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def over(cls, sets: Iterable[frozenset[Run]]) -> "Likenesses":
        """An empty index for these and no others."""
        return cls(Counter(run for one in sets for run in one))

    def add(self, name: Name, found: frozenset[Run]) -> None:
        """Put one in."""
        self._sets[name] = found
        for run in self._first(found):
            self._holders[run].append(name)

    def nearest(self, found: frozenset[Run]) -> tuple[Name, float] | None:
        """The one that shares most, if that is a third or more (RATHER_ALIKE), and the share."""
        holders = chain.from_iterable(self._holders.get(run, ()) for run in self._first(found))
        best: tuple[Name, float] | None = None
        for name in dict.fromkeys(islice(holders, MOST_NEAR)):
            part = share(found, self._sets[name])
            if part >= RATHER_ALIKE and (best is None or part > best[1]):
                best = (name, part)
        return best

    def _first(self, found: frozenset[Run]) -> list[Run]:
        ordered = sorted(found, key=lambda run: (self.frequency[run], run))
        return ordered[: len(found) - _fewest_shared(len(found)) + 1]


def _fewest_shared(size: int) -> int:
    """⌈t·size⌉ in whole numbers: a float might be a hair too great."""
    return -(-round(100 * RATHER_ALIKE) * size // 100)
