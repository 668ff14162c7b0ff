"""Where the words of a search stand in a text: marked runs, an excerpt around them, and the spot they stand in."""

from collections.abc import Sequence
from itertools import pairwise

from course_app.domain.search_index import Spot, pair_of
from course_app.domain.search_words import Word, words_of
from course_app.domain.searching import Sought

EXCERPT = 260
_LEAD = 60

Run = tuple[str, bool]
"""A piece of text, and whether it is marked."""


def marked(text: str, sought: Sequence[Sought]) -> tuple[Run, ...]:
    """The whole text in runs."""
    return _runs(text, matches(text, sought), 0, len(text))


def excerpt(text: str, sought: Sequence[Sought]) -> tuple[Run, ...]:
    """The text in runs; of a long one the part in which most of the words stand, cut between words."""
    found = matches(text, sought)
    if len(text) <= EXCERPT:
        return _runs(text, found, 0, len(text))
    begin = max((max(word.start - _LEAD, 0) for word in found), key=lambda at: (_held(found, at), -at), default=0)
    start = text.rfind(" ", 0, begin) + 1
    end = text.rfind(" ", start, start + EXCERPT) if len(text) > start + EXCERPT else len(text)
    end = end if end > start else start + EXCERPT
    before, after = [("… ", False)] if start else [], [(" …", False)] if end < len(text) else []
    return (*before, *_runs(text, found, start, end), *after)


def spot_of(text: str, spots: Sequence[Spot], sought: Sequence[Sought]) -> str:
    """The id of the spot in which most of the words stand, the first of equals; "" when none stands in any."""
    found = matches(text, sought)
    counts = [(sum(spot.start <= word.start < spot.end for word in found), spot.id) for spot in spots]
    most, spot = max(counts, key=lambda count: count[0], default=(0, ""))
    return spot if most else ""


def matches(text: str, sought: Sequence[Sought]) -> list[Word]:
    """The words of the text that what was sought stands for, in order."""
    keys = {key for one in sought for key in one.forms}
    pairs = {key for one in sought for key in one.pairs}
    words = words_of(text)
    in_pairs = {one for pair in pairwise(words) if pair_of(pair[0].key, pair[1].key) in pairs for one in pair}
    return [word for word in words if word.key in keys or word in in_pairs]


def _held(found: Sequence[Word], begin: int) -> int:
    """How many different words an excerpt beginning there holds."""
    return len({word.key for word in found if begin <= word.start and word.end <= begin + EXCERPT})


def _runs(text: str, found: Sequence[Word], start: int, end: int) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = start
    for word in found:
        if word.start < at or word.end > end:
            continue
        runs += [(text[at : word.start], False), (text[word.start : word.end], True)]
        at = word.end
    return tuple(run for run in [*runs, (text[at:end], False)] if run[0])
