"""Search an index: read what was typed, find the entries, rank them.

What was typed is read word by word. A word stands for the words of the index that are the same, have its stem, or
begin with it; a word that is none of them for the nearest one by typing mistakes (one mistake from four letters on,
two from eight). Words that only join others are left out.

An entry is found when it has all of the words, one of them at least in its own text; when there is no such entry, one
that has some of them. Rank: the sum over the words of how rare the word is, how well it fits, and where it stands;
neighbours that were typed as neighbours count more. The rest is the order of the course.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from course_app.domain.search_index import CONTEXT, Entry, Index, Weights, pair_of
from course_app.domain.search_words import STOP_WORDS, Word, stem_of, words_of

LONGEST_QUERY, MOST_WORDS = 100, 12
SAME, STEM, BEGINNING, MISTAKEN = 1.0, 0.9, 0.6, 0.8
NEIGHBOURS = 0.5
MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class Sought:
    """A word that was typed, and the keys that it stands for, each with how well it fits.

    `pairs` are neighbours that it may be (triggerpoint); `read_as` is the word of the index for which a word with
    typing mistakes was taken, else "".
    """

    typed: str
    key: str
    forms: Mapping[str, float]
    pairs: frozenset[str] = frozenset()
    read_as: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the index has anything for it."""
        return bool(self.forms or self.pairs)


@dataclass(frozen=True)
class Found:
    """Entries by rank, and how what was typed was read.

    `unknown` are typed words for which there is nothing; `suggestions` what was typed with a word like them instead.
    `has_all` tells that every entry has all the words that are known.
    """

    entries: tuple[Entry, ...] = ()
    sought: tuple[Sought, ...] = ()
    has_all: bool = True
    unknown: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


@dataclass
class _Score:
    value: float = 0.0
    words: set[int] = field(default_factory=set)
    is_own: bool = False


def shortened(query: str) -> str:
    """A query as a search takes it: as many of its words as fit, or the beginning of one that is too long alone."""
    if len(query) <= LONGEST_QUERY:
        return query
    return query[: LONGEST_QUERY + 1].rpartition(" ")[0].rstrip() or query[:LONGEST_QUERY]


def is_too_short(query: str) -> bool:
    """Whether nothing but single Latin letters was typed: they stand everywhere and tell nothing."""
    words = words_of(query)
    return bool(words) and all(_is_letter(word.key) for word in words)


def search(index: Index, query: str) -> Found:
    """What the index has for a query. A long one has to be `shortened` before."""
    words = _telling(words_of(query))
    sought = [_sought(index, word, query[word.start : word.end]) for word in words]
    known = _with_solid(index, [one for one in sought if one.is_known])
    unknown = [one for one in sought if not one.is_known]
    scores = _scores(index, known)
    whole = {place for place, score in scores.items() if len(score.words) == len(known)}
    ranked = sorted(whole or scores, key=lambda place: (-round(scores[place].value, 6), place))
    return Found(
        entries=tuple(index.entries[place] for place in ranked),
        sought=tuple(known),
        has_all=bool(whole),
        unknown=tuple(one.typed for one in unknown),
        suggestions=tuple(better for one in unknown for better in _suggestions(index, one, query)),
    )


def _telling(words: Sequence[Word]) -> list[Word]:
    """The words that tell something, each once; all of them where none does."""
    telling = [word for word in words if word.key not in STOP_WORDS and not _is_letter(word.key)]
    once = {word.key: word for word in reversed(telling or words)}
    return sorted(once.values(), key=lambda word: word.start)[:MOST_WORDS]


def _is_letter(key: str) -> bool:
    return len(key) == 1 and key.isascii() and key.isalpha()


def _sought(index: Index, word: Word, typed: str) -> Sought:
    forms = _forms(index, word.key)
    pairs = frozenset({stem_of(word.key)} & index.pairs.keys())
    if forms or pairs:
        return Sought(typed, word.key, forms, pairs)
    near = index.near(word.key, _mistakes_allowed(word.key))
    if not near:
        return Sought(typed, word.key, {})
    nearest = near[0][0]
    forms = {key: fit * MISTAKEN for key, fit in _forms(index, nearest).items()}
    return Sought(typed, word.key, forms, read_as=index.shown[nearest])


def _forms(index: Index, key: str) -> dict[str, float]:
    forms = dict.fromkeys(index.beginning_with(key), BEGINNING)
    forms |= dict.fromkeys(index.stems.get(stem_of(key), ()), STEM)
    return forms | ({key: SAME} if key in index.own else {})


def _mistakes_allowed(key: str) -> int:
    if not key.isalpha():
        return 0
    return (len(key) >= 4) + (len(key) >= 8)


def _suggestions(index: Index, unknown: Sought, query: str) -> list[str]:
    """The query with words that are further away than a search goes by itself, about one mistake in three letters."""
    near = index.near(unknown.key, (len(unknown.key) + 1) // 3) if unknown.key.isalpha() else []
    return [_instead(query, unknown.key, index.shown[one]) for one, _distance in near[:MOST_SUGGESTIONS]]


def _instead(query: str, key: str, better: str) -> str:
    """The query with another word in the places of one; never within a longer word."""
    for word in reversed(words_of(query)):
        if word.key == key:
            query = f"{query[: word.start]}{better}{query[word.end :]}"
    return query


def _with_solid(index: Index, known: Sequence[Sought]) -> list[Sought]:
    """Neighbours that the index also writes as one word (drop out, dropout) both stand for that word too."""
    forms = [dict(one.forms) for one in known]
    for place, (first, second) in enumerate(pairwise(known)):
        solid = {first.key + second.key: SAME} if first.key + second.key in index.own else {}
        forms[place] |= solid
        forms[place + 1] |= solid
    return [Sought(one.typed, one.key, own, one.pairs, one.read_as) for one, own in zip(known, forms, strict=True)]


def _scores(index: Index, known: Sequence[Sought]) -> dict[int, _Score]:
    """Every entry in which at least one word stands in its own text."""
    scores: dict[int, _Score] = {}
    for number, one in enumerate(known):
        fitting = [(index.own[key], fit) for key, fit in one.forms.items()]
        own = _best(fitting + [(index.pairs[key], SAME) for key in one.pairs])
        around = {place for key in one.forms for place in index.around.get(key, ())} - own.keys()
        rarity = log(1 + len(index.entries) / len(own))
        for place, weight in (own | dict.fromkeys(around, CONTEXT)).items():
            score = scores.setdefault(place, _Score())
            score.value += rarity * weight
            score.words.add(number)
            score.is_own |= place in own
    for first, second in pairwise(known):
        for place, weight in index.pairs.get(pair_of(first.key, second.key), {}).items():
            scores[place].value += NEIGHBOURS * weight
    return {place: score for place, score in scores.items() if score.is_own}


def _best(weighted: Iterable[tuple[Weights, float]]) -> Weights:
    best: Weights = {}
    for weights, fit in weighted:
        for place, weight in weights.items():
            best[place] = max(best.get(place, 0.0), weight * fit)
    return best
