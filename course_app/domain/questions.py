"""What a question is, and when it can be graded.

An option carries a permanent `letter` (its authored position, never reused); the browser only ever sees an
alias by displayed position. `difficulties` lists what makes an item ungradable; how well it is written is
another matter (the lint).
"""

import string
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

LEVELS = ("remember", "understand", "apply", "analyse", "evaluate")
DIFFICULTIES = ("easy", "medium", "hard")
POOLS = ("quiz", "final", "self-check")
TYPES = ("single", "multiple")
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


class Fault(NamedTuple):
    """What is wrong, and where: “stem”, “options”, “option-2” (counted from 0), “reason-2”, or a field's name."""

    place: str
    sentence: str


def difficulties_of(question: Question) -> list[str]:
    """What keeps the question from being graded, as sentences; empty when it is well formed."""
    return [fault.sentence for fault in faults_of(question)]


def faults_of(question: Question) -> list[Fault]:
    """The same as `difficulties_of`, each with its place. An option without a letter is named by its number."""
    found = [] if question.stem.strip() else [Fault("stem", "Write the question: it is empty.")]
    if len(question.options) < FEWEST_OPTIONS:
        found.append(Fault("options", "Write at least two options."))
    elif len(question.options) > MOST_OPTIONS:
        found.append(Fault("options", f"It has {len(question.options)} options; {MOST_OPTIONS} at most are possible."))
    else:
        found += _faults_of_key(question)
    for place, option in enumerate(question.options):
        found += _faults_of_option(question, place, option)
    return found


def _faults_of_key(question: Question) -> list[Fault]:
    keys = sum(option.is_key for option in question.options)
    if not keys:
        which = "every right option" if question.type == "multiple" else "the right option"
        return [Fault("options", f"Mark {which}: none is marked.")]
    if question.type == "single" and keys > 1:
        return [Fault("options", f"Mark one option only: {keys} are marked as right.")]
    return []


def _faults_of_option(question: Question, place: int, option: Option) -> list[Fault]:
    found, text = [], _folded(option)
    before = next((one for one, other in enumerate(question.options[:place]) if text and _folded(other) == text), None)
    if not text:
        found.append(Fault(f"option-{place}", f"Option {name_of(question, place)} is empty."))
    if before is not None:
        names = f"{name_of(question, before)} and {name_of(question, place)}"
        found.append(Fault(f"option-{place}", f"Options {names} say the same."))
    if not option.rationale.strip():
        found.append(
            Fault(f"reason-{place}", f"Option {name_of(question, place)} has no reason why it is right or wrong.")
        )
    return found


def name_of(question: Question, place: int) -> str:
    """What an option is called where a question is written: its letter, or its number while it has none."""
    return question.options[place].letter.upper() or str(place + 1)


def _folded(option: Option) -> str:
    return " ".join(option.text.split()).casefold()


def misfits_of(question: Question, topics: Collection[str], claims: Collection[str]) -> list[Fault]:
    """Where the question does not fit its course: the topics and claims that the course has, the words we know."""
    lists = (("topic", topics), ("level", LEVELS), ("difficulty", DIFFICULTIES), ("pool", POOLS), ("type", TYPES))
    found = [
        Fault(name, f"Choose the {name} from the list.")
        for name, known in lists
        if getattr(question, name) not in known
    ]
    unknown = [claim for claim in question.claims if claim not in claims]
    if unknown:
        found.append(Fault("claims", f"The course has no claim {unknown[0]} any more; choose another."))
    if not question.claims:
        found.append(Fault("claims", "Choose the claim it tests, by a sentence of the lessons that teaches it."))
    return found


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
