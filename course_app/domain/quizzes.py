"""The rules of a quiz: what a QuizVersion freezes.

Percentages are whole numbers of the points (`pass_percent` 70 means 70 %); times are whole seconds; None means
"no limit". A `Slot` is either one fixed question or one place of a draw.
"""

from dataclasses import dataclass
from typing import Protocol

PRESENTATIONS = ("one-per-page", "all-on-one-page")
SHOWN = ("score", "topics", "choices", "key", "rationales", "passages")


@dataclass(frozen=True)
class Slot:
    """One place in a quiz: the fixed `question`, or a draw from `topics` and `pools`."""

    question: str = ""
    topics: tuple[str, ...] = ()
    pools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A group of slots, with the least number of points it needs for a pass, if any."""

    id: str
    title: str
    slots: tuple[Slot, ...]
    minimum: int | None = None


@dataclass(frozen=True)
class ReviewPolicy:
    """What of `SHOWN` a learner sees after an attempt, by outcome. Nothing is released before submission."""

    passed: tuple[str, ...] = SHOWN
    failed: tuple[str, ...] = SHOWN


@dataclass(frozen=True)
class Quiz:
    """One version of a quiz, as authored.

    `opens` and `closes`: between which times attempts may start, as the clocks of the course's zone show them,
    “2026-12-01 09:00”; empty: no such bound.
    """

    id: str
    title: str
    sections: tuple[Section, ...]
    summary: str = ""
    required: bool = True
    presentation: str = "one-per-page"
    pass_percent: int = 70
    time_limit: int | None = None
    attempts: int | None = None
    delay: int | None = None
    review: ReviewPolicy = ReviewPolicy()
    opens: str = ""
    closes: str = ""


def is_assessed(quiz: Quiz) -> bool:
    """Whether the quiz counts beyond practice: its attempts are limited, or it is a final assessment."""
    return quiz.attempts is not None or "final" in quiz.id


class Askable(Protocol):
    """What a slot looks at of a question."""

    @property
    def id(self) -> str:
        """Its permanent id."""

    @property
    def topic(self) -> str:
        """One of the course's topics."""

    @property
    def pool(self) -> str:
        """Quiz, final or self-check."""


def may_hold(slot: Slot, question: Askable) -> bool:
    """Whether the slot is this question, or a draw that may come to it. No topics or no pools mean any."""
    if slot.question:
        return slot.question == question.id
    topic_fits = not slot.topics or question.topic in slot.topics
    return topic_fits and (not slot.pools or question.pool in slot.pools)


def slots_of(quiz: Quiz) -> list[tuple[Section, Slot]]:
    """All slots in order, each with its section; the first is slot 1."""
    return [(section, slot) for section in quiz.sections for slot in section.slots]
