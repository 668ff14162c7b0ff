"""Approvals of questions: what a question stood on when somebody approved it, and what of that has changed since.

A question stands on the claims that it tests, on every passage that teaches one of them, and on the passage that it
names itself. Of each a digest is kept with the approval. What else a lesson says is no matter: it changes none of them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from course_app.domain.content_hash import content_hash
from course_app.domain.courses import Passage
from course_app.domain.evidence import Claim
from course_app.domain.questions import Question

DIGITS = 12
DIGEST = re.compile(rf"[0-9a-f]{{{DIGITS}}}")
HOW = {"changed": "has other words", "gone": "is there no more", "new": "is new"}


@dataclass(frozen=True)
class Grounds:
    """What one question stands on: digests by the ids of its claims and passages."""

    claims: Mapping[str, str] = field(default_factory=dict)
    passages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Groundwork:
    """What the questions of a course can stand on: digests by id, and by claim the passages that teach it."""

    claims: Mapping[str, str]
    passages: Mapping[str, str]
    taught: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Review:
    """Somebody's approval of the question `id` (of its `wording`) on a day (an ISO date)."""

    id: str
    wording: str
    grounds: Grounds
    by: str
    date: str
    note: str = ""


class Shift(NamedTuple):
    """What is otherwise than it was at the approval: a claim or a passage (`kind`), and `how` (a key of HOW)."""

    kind: str
    id: str
    how: str

    @property
    def words(self) -> str:
        """How it is otherwise."""
        return HOW[self.how]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} {self.words}"


def groundwork_of(claims: Iterable[Claim], passages: Iterable[Passage]) -> Groundwork:
    """The digests of a whole course: of a claim its words, origin and fit, of a passage its words without markup."""
    digests: dict[str, str] = {}
    taught: dict[str, tuple[str, ...]] = {}
    for passage in passages:
        digests[passage.id] = _digest(" ".join(passage.text.split()))
        for claim in passage.claims:
            taught[claim] = (*taught.get(claim, ()), passage.id)
    return Groundwork({one.id: _digest([one.text, one.origin, one.fit]) for one in claims}, digests, taught)


def grounds_of(claims: Iterable[str], passage: str, course: Groundwork) -> Grounds:
    """What a question that tests these claims and names this passage (or none) stands on now."""
    tested = [claim for claim in claims if claim in course.claims]
    passages = {passage, *(one for claim in tested for one in course.taught.get(claim, ()))}
    return Grounds(
        claims={claim: course.claims[claim] for claim in sorted(tested)},
        passages={one: course.passages[one] for one in sorted(passages) if one in course.passages},
    )


def seal_of(grounds: Grounds) -> str:
    """One digest of all that a question stands on."""
    return _digest([dict(grounds.claims), dict(grounds.passages)])


def wording_of(question: Question) -> str:
    """A digest of what a reader of the question approves: its words, its key, what it tests and names as support."""
    options = [[one.letter, one.text, one.rationale, one.is_key] for one in question.options]
    named = [question.claims, question.references, question.passage, *filter(None, [question.credit])]
    return _digest([question.type, question.stem, options, named])


def shifts(then: Grounds, now: Grounds) -> tuple[Shift, ...]:
    """What makes the question stale, claims first; empty while it stands on what it stood on."""
    kinds = (("claim", then.claims, now.claims), ("passage", then.passages, now.passages))
    return tuple(
        Shift(kind, one, "gone" if one not in new else "new" if one not in old else "changed")
        for kind, old, new in kinds
        for one in sorted(old.keys() | new.keys())
        if old.get(one) != new.get(one)
    )


def approve(question: Question, course: Groundwork, by: str, date: str, note: str = "") -> Review:
    """The approval of a question as it is worded, and on what it stands, now."""
    grounds = grounds_of(question.claims, question.passage, course)
    return Review(question.id, wording_of(question), grounds, by, date, note)


def holds(review: Review, question: Question, course: Groundwork) -> bool:
    """Whether the approval is of these words, and they stand on what they stood on then."""
    return review.wording == wording_of(question) and not shifts(
        review.grounds, grounds_of(question.claims, question.passage, course)
    )


def _digest(value: object) -> str:
    return content_hash(value)[:DIGITS]
