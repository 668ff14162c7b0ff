"""What a search looks in: entries, and where each of their words stands. Made once, then only read."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from course_app.domain.search_words import Word, stem_of, words_of

TITLE, TEXT, ASIDE, CONTEXT = 3.0, 1.0, 0.8, 0.3
"""How much a word weighs by where it stands."""

SHORTEST_PREFIX = 3


@dataclass(frozen=True)
class Spot:
    """A part of an entry's text that has an address of its own."""

    id: str
    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    """Something that can be found. `key` is its own; `kind` and `within` are the caller's, for groups and places.

    `aside` is searched and not shown; `heading` stands over an entry without a title and is not searched. `context`,
    what else stands around the entry, counts for a search for several words; alone it finds nothing.
    """

    key: str
    kind: str
    title: str
    text: str = ""
    aside: str = ""
    context: str = ""
    heading: str = ""
    within: str = ""
    spots: tuple[Spot, ...] = ()


Weights = dict[int, float]
"""Of a word: by the entry's place in the index, how much it weighs there."""


@dataclass(frozen=True)
class Index:
    """Entries in the order of the course. `own` and `around` are by key, `pairs` by `pair_of` two neighbours.

    `keys` are sorted; `stems` holds the keys of each stem, `shown` how each key is written in the entries.
    """

    entries: tuple[Entry, ...]
    own: dict[str, Weights]
    around: dict[str, frozenset[int]]
    pairs: dict[str, Weights]
    keys: tuple[str, ...]
    stems: dict[str, tuple[str, ...]]
    shown: dict[str, str]

    def beginning_with(self, key: str) -> Sequence[str]:
        """The longer keys that begin so; none for numbers and for what is too short to say anything."""
        if len(key) < SHORTEST_PREFIX or not key.isalpha():
            return ()
        first = bisect_left(self.keys, key)
        last = bisect_left(self.keys, key + "\U0010ffff", lo=first)
        return [one for one in self.keys[first:last] if one != key]

    def near(self, key: str, most: int) -> list[tuple[str, int]]:
        """The keys at most so many typing mistakes away, with their distances: nearest first, then most frequent.

        One mistake is a letter left out, too many, or wrong, or two neighbouring letters exchanged (OSA distance).
        """
        found = process.extract(key, self.keys, scorer=OSA.distance, score_cutoff=most, limit=None)
        words = [(one, int(distance)) for one, distance, _place in found if one.isalpha()]
        return sorted(words, key=lambda word: (word[1], -len(self.own[word[0]]), word[0]))


def index_of(entries: Iterable[Entry]) -> Index:
    """The index of some entries."""
    entries = tuple(entries)
    own: dict[str, Weights] = {}
    around: dict[str, set[int]] = {}
    pairs: dict[str, Weights] = {}
    shown: dict[str, str] = {}
    for place, entry in enumerate(entries):
        for text, weight in ((entry.title, TITLE), (entry.text, TEXT), (entry.aside, ASIDE)):
            words = words_of(text)
            _add(own, place, {word.key for word in words}, weight)
            _add(pairs, place, _pairs(words), weight)
            _show(shown, text, words)
        for word in words_of(entry.context):
            around.setdefault(word.key, set()).add(place)
    stems: dict[str, list[str]] = {}
    for key in sorted(own):
        stems.setdefault(stem_of(key), []).append(key)
    return Index(
        entries=entries,
        own=own,
        around={key: frozenset(places) for key, places in around.items()},
        pairs=pairs,
        keys=tuple(sorted(own)),
        stems={stem: tuple(keys) for stem, keys in stems.items()},
        shown=shown,
    )


def pair_of(first: str, second: str) -> str:
    """Two neighbours as one word, by its stem: “trigger points” is found as “triggerpoint”."""
    return first + stem_of(second)


def _pairs(words: Sequence[Word]) -> set[str]:
    """The neighbours, each as one word. Short words are left out: “are a” is no “area”."""
    return {
        pair_of(first.key, second.key)
        for first, second in pairwise(words)
        if min(len(first.key), len(second.key)) >= SHORTEST_PREFIX
    }


def _add(weights: dict[str, Weights], place: int, keys: Iterable[str], weight: float) -> None:
    for key in keys:
        there = weights.setdefault(key, {})
        there[place] = there.get(place, 0.0) + weight


def _show(shown: dict[str, str], text: str, words: Iterable[Word]) -> None:
    """A word is shown as first met, but in small letters where it is met so."""
    for word in words:
        written = text[word.start : word.end]
        if word.key not in shown or (written.islower() and not shown[word.key].islower()):
            shown[word.key] = written
