"""Whether a text repeats the source article's words, seen through hashes of the article's runs of words.

The article itself is not shipped. What is kept are truncated hashes of its runs of five and of seven words: enough to
recognise a run that somebody wrote again, not enough to read the article from. Numbers in brackets (citations) are no
words, so that a copied sentence is recognised without them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from course_app.domain.item_words import runs, tokens

SHORT, LONG = 5, 7
DIGITS = 10

_CITATION = re.compile(r"\(\s*\d+(?:\s*,\s*\d+)*\s*\)")
_LISTED = re.compile(r"\s*\d{1,3}\.\s")


@dataclass(frozen=True)
class SourceRuns:
    """Hashes of an article's runs of five words and of seven."""

    short: frozenset[str] = frozenset()
    long: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Overlap:
    """Words that stand in the article in the same order: `size` is the run recognised, 5 or 7."""

    size: int
    words: str


def source_runs(article: str, titles: Iterable[str] = ()) -> SourceRuns:
    """The hashes of an article's runs, each within one paragraph (a line).

    The list of references (lines that begin with a number and a full stop) is left out, and so is every run that
    stands in one of the `titles`: whoever names a work repeats its title.
    """
    paragraphs = [words_of(line) for line in article.splitlines() if not _LISTED.match(line)]
    named = [words_of(title) for title in titles]
    return SourceRuns(*(_hashes(paragraphs, size) - _hashes(named, size) for size in (SHORT, LONG)))


def overlaps(text: str, article: SourceRuns) -> list[Overlap]:
    """The longest stretches of a text that the article has too; a stretch of seven words or more counts as 7."""
    words = words_of(text)
    found = []
    for size, known in ((LONG, article.long), (SHORT, article.short)):
        starts = [start for start, run in enumerate(runs(words, size)) if hash_of(run) in known]
        found += [(first, last + size, size) for first, last in _stretches(starts)]
    longs = [stretch for stretch in found if stretch[2] == LONG]
    kept = [one for one in found if one[2] == LONG or not any(_touch(one, long) for long in longs)]
    return [Overlap(size, " ".join(words[first:end])) for first, end, size in sorted(kept)]


def words_of(text: str) -> list[str]:
    """The words that count, without citations."""
    return tokens(_CITATION.sub(" ", text))


def hash_of(run: Iterable[str]) -> str:
    """The truncated hash of a run of words."""
    return sha256(" ".join(run).encode()).hexdigest()[:DIGITS]


def _hashes(texts: Iterable[list[str]], size: int) -> frozenset[str]:
    return frozenset(hash_of(run) for words in texts for run in runs(words, size))


def _stretches(starts: list[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers as pairs (first, last)."""
    pairs: list[tuple[int, int]] = []
    for start in starts:
        if pairs and start == pairs[-1][1] + 1:
            pairs[-1] = (pairs[-1][0], start)
        else:
            pairs.append((start, start))
    return pairs


def _touch(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
