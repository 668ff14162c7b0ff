"""Which permanent letters the options of a question keep that comes back as text, where options have no letters.

An option is the one it was if its words are exactly the same; else if it is clearly more like that one than like any
other. Text and reason count alike: “24 hours” that became “26 hours” is known by its reason. Where two fit about as
well nothing is guessed: an option that takes another's letter would take the answers that were given to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from course_app.domain.questions import Option

ALIKE = 0.6
"""From this part of their signs on two options may be the same one: a word or two of a sentence can change."""
CLEAR = 0.1
"""By so much a pair is to be more alike than any other of either of the two."""
Pair = tuple[int, int]


@dataclass(frozen=True)
class Matched:
    """The options, with the letter "" where they are new.

    `retired`: letters that no option has any more. `doubtful`: those of them that an option is like, but not clearly.
    """

    options: tuple[Option, ...]
    retired: tuple[str, ...]
    doubtful: tuple[str, ...]


def matched(options: Sequence[Option], known: Sequence[Option]) -> Matched:
    """The options of a text with the letters of those `known`; each letter stands once in `known`, and is given once.

    The same whatever order the known ones come in.
    """
    found = _same([_words(one) for one in options], [_words(one) for one in known])
    found |= _same([one.text for one in options], [one.text for one in known], found)
    likeness = {
        (new, old): _likeness(one, other)
        for new, one in enumerate(options)
        for old, other in enumerate(known)
        if new not in found and old not in found.values()
    }
    doubtful: set[int] = set()
    while likeness:
        clear = _clear(likeness)
        if not clear:
            doubtful = {old for (_new, old), part in likeness.items() if part >= ALIKE}
            break
        found |= dict(clear)
        taken = set(found.values())
        likeness = {pair: part for pair, part in likeness.items() if pair[0] not in found and pair[1] not in taken}
    return Matched(
        tuple(replace(one, letter=known[found[new]].letter if new in found else "") for new, one in enumerate(options)),
        tuple(sorted(one.letter for old, one in enumerate(known) if old not in found.values())),
        tuple(sorted(known[old].letter for old in doubtful)),
    )


def _words(option: Option) -> tuple[str, str]:
    return option.text, option.rationale


def _same(new: Sequence[object], old: Sequence[object], found: dict[int, int] | None = None) -> dict[int, int]:
    """Place → place of what stands once on each side and is the same, among what is not `found` yet."""
    gone = found or {}
    left = [place for place in range(len(new)) if place not in gone]
    there = [place for place in range(len(old)) if place not in gone.values()]
    once = {
        place: same[0] for place in left if len(same := [other for other in there if old[other] == new[place]]) == 1
    }
    return {place: other for place, other in once.items() if list(once.values()).count(other) == 1}


def _likeness(one: Option, other: Option) -> float:
    """How much of their words two options have in common, from 0 to 1; reasons count where both have one."""
    text = Indel.normalized_similarity(one.text, other.text)
    if not (one.rationale and other.rationale):
        return text
    return (text + Indel.normalized_similarity(one.rationale, other.rationale)) / 2


def _clear(likeness: dict[Pair, float]) -> list[Pair]:
    """The pairs that are alike, and clearly more so than any other pair of either of the two."""
    return [pair for pair, part in likeness.items() if part >= ALIKE and part >= _next(likeness, pair) + CLEAR]


def _next(likeness: dict[Pair, float], pair: Pair) -> float:
    """How much alike the next best pair is in which one of these two is."""
    rivals = (
        part for other, part in likeness.items() if other != pair and (other[0] == pair[0] or other[1] == pair[1])
    )
    return max(rivals, default=-1.0)
