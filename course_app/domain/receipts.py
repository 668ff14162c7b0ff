"""What a receipt says of an attempt that was handed in, and what of it its learner may have.

A receipt holds ids, hashes, numbers and the server's times: no name, no e-mail, no words that anybody wrote, and no
extra time, which would tell of a disability. The learner is a random id of one enrolment, told nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from course_app.domain.grading import POINT, Result, points
from course_app.domain.quizzes import Quiz
from course_app.domain.review_policy import Release
from course_app.domain.wording import first_upper, number_word

FORMAT = 1
MARKING = "one point for exactly the key"


@dataclass(frozen=True)
class Minimum:
    """The points that a section needs, in 1/100000 point."""

    section: str
    points: int


@dataclass(frozen=True)
class Rule:
    """How it was marked; `point` is how many units of a mark make a point, `needed` a score in these units."""

    marking: str
    point: int
    pass_percent: int
    needed: int
    minima: tuple[Minimum, ...]


@dataclass(frozen=True)
class TopicScore:
    """The score of a topic, in 1/100000 point."""

    topic: str
    score: int
    maximum: int


@dataclass(frozen=True)
class ReceiptSlot:
    """One question by its content hash. What is not released is None; a choice is of permanent letters, () for none.

    `marking`: how it was marked, where that was not the receipt's rule.
    """

    slot: int
    section: str
    question: str
    choice: tuple[str, ...] | None = None
    answered_at: datetime | None = None
    mark: int | None = None
    maximum: int | None = None
    marking: str = ""


@dataclass(frozen=True)
class Receipt:
    """What one grade of one attempt came to. `quiz_version` is a content hash; what is not released is None."""

    format: int
    learner: str
    course: str
    quiz: str
    quiz_version: str
    attempt: int
    started_at: datetime
    closed_at: datetime
    closed_by: str
    grade: int
    graded_at: datetime
    rule: Rule
    passed: bool
    maximum: int
    slots: tuple[ReceiptSlot, ...]
    score: int | None = None
    topics: tuple[TopicScore, ...] | None = None


def rule_of(quiz: Quiz, result: Result) -> Rule:
    """The rule by which a result came about."""
    minima = [Minimum(one.id, one.minimum * POINT) for one in quiz.sections if one.minimum is not None]
    return Rule(MARKING, POINT, quiz.pass_percent, result.needed, tuple(minima))


def topics_of(result: Result) -> tuple[TopicScore, ...]:
    """The scores of the topics."""
    return tuple(TopicScore(one.id, one.score, one.maximum) for one in result.topics)


def as_released(receipt: Receipt, release: Release) -> Receipt:
    """The receipt without what the review policy has not released: score, topics, choices, marks."""
    return replace(
        receipt,
        score=receipt.score if release.score else None,
        topics=receipt.topics if release.topics else None,
        slots=tuple(_released(slot, release) for slot in receipt.slots),
    )


def key_id(public_key: bytes) -> str:
    """What a key is called in a receipt: the first 16 hexadecimal digits of the SHA-256 of its public half."""
    return sha256(public_key).hexdigest()[:16]


def outcome(receipt: Receipt) -> str:
    """“Passed, with 4 of 4 points; 3 were needed”, as far as it is released."""
    verdict = "Passed" if receipt.passed else "Not passed"
    if receipt.score is None:
        return verdict
    reached = f"{points(receipt.score)} of {points(receipt.maximum)} points"
    return f"{verdict}, with {reached}; {points(receipt.rule.needed)} were needed"


def also_held(receipt: Receipt) -> str:
    """What stands in it of each question, in words."""
    asked = f"{_count(receipt.slots)} by content hash"
    if any(slot.mark is not None for slot in receipt.slots):
        return f"{asked}, each with the answer, its time and its mark"
    if any(slot.choice is not None for slot in receipt.slots):
        return f"{asked}, each with the answer and its time"
    return f"{asked}; answers and marks were not released"


def _released(slot: ReceiptSlot, release: Release) -> ReceiptSlot:
    shown = slot if release.key else replace(slot, mark=None, maximum=None)
    return shown if release.choices else replace(shown, choice=None, answered_at=None)


def _count(slots: Sequence[ReceiptSlot]) -> str:
    return f"{first_upper(number_word(len(slots)))} {'question' if len(slots) == 1 else 'questions'}"
