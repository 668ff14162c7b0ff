"""Names that may be the same person's, spelled otherwise: told to people, who decide.

Two names are near when their words are the same in any order (Wyn, Siân and Sian Wyn), or when they have at least
eight letters and one letter is missing, added, wrong or changed places with its neighbour. Every name is looked up
under itself and under each form with one letter left out, so that a list of thousands takes a moment.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from course_app.domain.names import search_key

SHORTEST = 8
MOST_CANDIDATES = 5


def near_names(names: Sequence[str]) -> dict[int, int]:
    """Place → the place of an earlier name that is near. Names of one word, or with digits, are near none."""
    kept: dict[str, list[int]] = defaultdict(list)
    found: dict[int, int] = {}
    keys = [_key(name) for name in names]
    for place, key in enumerate(keys):
        forms = list(_forms(key)) if key else []
        candidates = (other for form in forms for other in kept.get(form, ()))
        near = next((other for other in candidates if OSA.distance(key, keys[other], score_cutoff=1) <= 1), None)
        if near is not None:
            found[place] = near
        for form in forms:
            if len(kept[form]) < MOST_CANDIDATES:
                kept[form].append(place)
    return found


def _key(name: str) -> str:
    """The words of a name in one order; nothing for one that is compared with none."""
    words = search_key(name).split() if name else []
    return " ".join(sorted(words)) if len(words) > 1 and not any(map(str.isdigit, "".join(words))) else ""


def _forms(key: str) -> Iterator[str]:
    yield key
    if len(key) > SHORTEST:
        yield from {key[:place] + key[place + 1 :] for place in range(len(key))}
