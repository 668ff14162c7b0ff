"""What a question is.

An option carries a permanent `letter` (its authored position, never reused); the browser only ever sees an
alias by displayed position. What makes an item ungradable is told by `question_faults`, what its type means by
`question_types`; how well it is written is another matter (the lint).
"""

import string
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

LEVELS = ("remember", "understand", "apply", "analyse", "evaluate")
DIFFICULTIES = ("easy", "medium", "hard")
POOLS = ("quiz", "final", "self-check")
STATES = ("draft", "in-review", "approved", "retired")
LETTERS = string.ascii_lowercase
FEWEST_OPTIONS, MOST_OPTIONS = 2, 12


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

    `type`: the name of one of `question_types`; `credit`: of its rule of marking, "" for the type's own. Options of an
    ordering stand in the right order.

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
    credit: str = ""
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


def is_blank(option: Option) -> bool:
    """Whether a row of a form was left empty: no option at all."""
    return not (option.text or option.rationale or option.is_key)


class Fault(NamedTuple):
    """What is wrong, and where: “stem”, “options”, “option-2” (counted from 0), “reason-2”, or a field's name.

    `is_lacking`: something is still to be added, which a draft may wait for; nobody can be asked the question as yet.
    """

    place: str
    sentence: str
    is_lacking: bool = False


def lettered(question: Question, kept: Collection[str], used: Collection[str]) -> Question:
    """The question with permanent letters: an option keeps its letter if it is one of `kept`, and once only.

    Every other option gets the first letters after all those ever `used`. Raises ValueError when they run out.
    """
    taken: set[str] = set()
    fresh = iter(LETTERS[max((LETTERS.index(letter) + 1 for letter in used), default=0) :])
    options = []
    for option in question.options:
        letter = option.letter if option.letter in kept and option.letter not in taken else next(fresh, "")
        if not letter:
            raise ValueError("all letters have been used")
        taken.add(letter)
        options.append(replace(option, letter=letter))
    return replace(question, options=tuple(options))
