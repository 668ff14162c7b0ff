"""What a rule of item writing is given and what it gives back.

A check is a pure function of an item and its `Surroundings`; it yields `Found`s, which say where and why. The
catalogue in `item_writing` makes them `Finding`s: with the rule's number, a level after the course's policy, and what
to do about it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from course_app.domain.evidence import Claim, Reference
from course_app.domain.questions import Option, Question
from course_app.domain.quizzes import Quiz
from course_app.domain.source_runs import SourceRuns

STEM = "stem"


@dataclass(frozen=True)
class Pilot:
    """How learners answered an item: how many, how many of them right, what each option drew, discrimination.

    `discrimination` is the point-biserial correlation of this item with the score on the others.
    """

    answers: int
    right: int
    chosen: Mapping[str, int]
    discrimination: float


@dataclass(frozen=True)
class Surroundings:
    """What an item is judged against. What is left empty is not known, and rules that need it find nothing.

    `today`: an ISO date. `is_complete`: no lesson of the course is still planned.
    """

    policy: str = "plain"
    claims: Mapping[str, Claim] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    quizzes: tuple[Quiz, ...] = ()
    article: SourceRuns = field(default_factory=SourceRuns)
    pilots: Mapping[str, Pilot] = field(default_factory=dict)
    today: str = ""
    is_complete: bool = False

    def claims_of(self, question: Question) -> list[Claim]:
        """The claims that the item names and the course has."""
        return [self.claims[name] for name in question.claims if name in self.claims]

    def references_of(self, question: Question) -> list[Reference]:
        """The references that the item names and the course has."""
        return [self.references[name] for name in question.references if name in self.references]


@dataclass(frozen=True)
class Found:
    """One thing that a rule found. `place`: "stem", an option's letter, letter + "-rationale", or "" for the item.

    `level` is given only where it differs from that of the rule.
    """

    place: str
    reason: str
    level: str = ""


@dataclass(frozen=True)
class Finding:
    """A `Found` with its rule, its level (error, warning, note) and what to do. `waived`: the author's reason.

    `question` is empty for a finding about the whole bank.
    """

    rule: str
    level: str
    question: str
    place: str
    reason: str
    advice: str
    waived: str = ""


Check = Callable[[Question, Surroundings], Iterable[Found]]


def keys_of(question: Question) -> list[Option]:
    """The options that are right."""
    return [option for option in question.options if option.is_key]


def distractors_of(question: Question) -> list[Option]:
    """The options that are wrong."""
    return [option for option in question.options if not option.is_key]


def answer_of(question: Question) -> str:
    """The text of the key; of several keys, all of them."""
    return " ".join(option.text for option in keys_of(question))
