"""What a question is, and when it can be graded.

An option carries a permanent `letter` (its authored position, never reused); the browser only ever sees an
alias by displayed position. `difficulties` lists what makes an item ungradable; how well it is written is
another matter (the lint).
"""

import string
from dataclasses import dataclass

LEVELS = ("remember", "understand", "apply", "analyse", "evaluate")
DIFFICULTIES = ("easy", "medium", "hard")
POOLS = ("quiz", "final", "self-check")
TYPES = ("single", "multiple")
LETTERS = string.ascii_lowercase
MOST_OPTIONS = 12


@dataclass(frozen=True)
class Option:
    """A key or a distractor, with the reason why it is right or wrong."""

    letter: str
    text: str
    rationale: str
    is_key: bool = False


@dataclass(frozen=True)
class Question:
    """One version of a question. Texts are Markdown (emphasis and strong only).

    `references` and `claims` are ids, `lesson` a lesson's number or id as the author wrote it; `passage` the
    id of the passage that holds the answer, where the claims alone do not tell it.
    """

    id: str
    stem: str
    options: tuple[Option, ...]
    topic: str
    level: str
    difficulty: str
    pool: str
    claims: tuple[str, ...]
    type: str = "single"
    fixed_order: bool = False
    references: tuple[str, ...] = ()
    lesson: str = ""
    passage: str = ""
    trap: str = ""
    safety: bool = False
    waivers: tuple[str, ...] = ()
    checked_on: str = ""
    tags: tuple[str, ...] = ()


def key_of(question: Question) -> frozenset[str]:
    """The letters of the key."""
    return frozenset(option.letter for option in question.options if option.is_key)


def difficulties_of(question: Question) -> list[str]:
    """What keeps the question from being graded, as sentences; empty when it is well formed."""
    found = []
    keys = len(key_of(question))
    texts = [" ".join(option.text.split()).casefold() for option in question.options]
    if not question.stem.strip():
        found.append("The stem is empty.")
    if not 2 <= len(question.options) <= MOST_OPTIONS:
        found.append(f"It has {len(question.options)} options; 2 to {MOST_OPTIONS} are possible.")
    if question.type == "single" and keys != 1:
        found.append(f"A single-answer question needs exactly one key; this one has {keys}.")
    if question.type == "multiple" and keys == 0:
        found.append("It has no key.")
    if "" in texts:
        found.append("An option is empty.")
    if len(set(texts)) != len(texts):
        found.append("Two options say the same.")
    if not all(option.rationale.strip() for option in question.options):
        found.append("An option has no rationale.")
    return found
