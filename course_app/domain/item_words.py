"""The words of an item as the rules see them: lower case, straight quotes, no emphasis, tokens, word families.

A word family is the first six letters of a word of five letters or more; what every item of a course on needling
says anyway, and what only joins words, belongs to no family.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
HEDGE = re.compile(
    r"\b(?:may|might|can|could|some|tends?|suggests?|thought|proposed|possible|likely|usually|often)\b", re.IGNORECASE
)
ABSOLUTE = re.compile(
    r"\b(?:always|never|all|none|only|every|completely|entirely|guaranteed|impossible|certainly|prove[sn]?)\b",
    re.IGNORECASE,
)
ATTRIBUTION = re.compile(
    r"\brefs? \d|\baccording to\b|\bproposed\b|\bthe articles?\b|\barticle's\b|\bciting\b|\bcite[sd]?\b|\bsources?\b"
    r"|\baccounts?\b|\bexplanation\b|\breviews?\b|\bopinion\b|\bthis lesson\b|\bmodel\b",
    re.IGNORECASE,
)

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "*": "", "\u00a0": " "})
_FAMILY = 6
_LEAST = 5
_EVERYWHERE = """
    about above after again against among another around because before being below between could during either every
    first fourth given gives given going having itself least might never nothing often other others ought quite rather
    really second seems shall should since still their theirs there therefore these thing things third those though
    through today toward towards under until usually where whether which while whose without would
    article articles clinician clinicians client clients muscle muscles needle needled needles needling patient patients
    people point points session sessions source sources treatment treatments trigger
"""
_NO_FAMILY = frozenset(_EVERYWHERE.split())


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """The text in lower case with straight quotes and hyphens, without emphasis, blanks one at a time.

    Kept: thirty rules look at the same options one after another.
    """
    return " ".join(text.translate(_STRAIGHT).lower().split())


def tokens(text: str) -> list[str]:
    """The words and numbers of a text in order."""
    return TOKEN.findall(normal(text))


@lru_cache(maxsize=2048)
def families(text: str) -> frozenset[str]:
    """The word families of a text."""
    words = (token.partition("'")[0] for token in tokens(text))
    return frozenset(word[:_FAMILY] for word in words if len(word) >= _LEAST and word not in _NO_FAMILY)


def length(text: str) -> int:
    """How long a reader sees the text to be, in characters."""
    return len(normal(text))


def last_sentence(text: str) -> str:
    """The last sentence of a text: the lead-in of a stem."""
    return re.split(r"(?<=[.!?])[\"']?\s+", normal(text))[-1]


def quoted_out(text: str) -> str:
    """The text, normal, without what stands between double quotation marks: others' words are not the item's."""
    return re.sub(r'"[^"]*"', '""', normal(text))


def runs(words: Iterable[str], size: int) -> list[tuple[str, ...]]:
    """Every run of so many neighbouring words."""
    row = list(words)
    return [tuple(row[start : start + size]) for start in range(len(row) - size + 1)]
