"""Stored grades derived again: what was answered, under the rules of its version, must come to what is stored.

The current grade of an attempt follows from the responses that count, late ones that were decided to count among them;
an earlier one from the responses that it says it marked, since an answer may have been taken into account later.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from course_app.domain.grading import Graded, Result, grade, graded, points
from course_app.domain.questions import Question
from course_app.domain.quizzes import Quiz


@dataclass(frozen=True)
class StoredSlot:
    """One slot of a stored grade. `choice`: that of the response which has to be marked, `due` its id (None: none).

    `mark` and `maximum` are None where no mark is stored; `marked` is the response that the mark names.
    """

    slot: int
    section: str
    question: Question
    choice: tuple[str, ...]
    due: int | None
    mark: int | None
    maximum: int | None
    marked: int | None


@dataclass(frozen=True)
class StoredGrade:
    """A grade as it is stored; `result` is the domain's Result as plain JSON, `marks` the number of its marks."""

    attempt: str
    number: int
    quiz: Quiz
    score: int
    maximum: int
    passed: bool
    result: Any
    marks: int
    slots: tuple[StoredSlot, ...]


@dataclass(frozen=True)
class Difference:
    """What is stored and what follows, in words. `place`: “slot 3”, “marks”, “score” or “details”."""

    attempt: str
    grade: int
    place: str
    stored: str
    derived: str

    def __str__(self) -> str:
        return f"attempt {self.attempt}, grade {self.grade}, {self.place}: stored {self.stored}, derived {self.derived}"


def differences(stored: StoredGrade) -> list[Difference]:
    """Where a stored grade is not what follows; empty when it is."""
    places, derived = _slots(stored)
    if stored.marks != len(stored.slots):
        places.append(("marks", str(stored.marks), str(len(stored.slots))))
    if len(derived) == len(stored.slots):
        places += _whole(stored, grade(derived, stored.quiz))
    return [Difference(stored.attempt, stored.number, *one) for one in places]


_Place = tuple[str, str, str]


def _slots(stored: StoredGrade) -> tuple[list[_Place], list[Graded]]:
    """What differs slot by slot, and the marks that follow; none for a question that cannot be marked."""
    places, derived = [], []
    for one in stored.slots:
        place, kept = f"slot {one.slot}", _mark(one.mark, one.maximum)
        try:
            follows = graded(one.slot, one.section, one.question, one.choice)
        except ValueError as error:
            places.append((place, kept, f"nothing: {error}"))
            continue
        derived.append(follows)
        if (one.mark, one.maximum) != (follows.mark, follows.maximum):
            places.append((place, kept, _mark(follows.mark, follows.maximum)))
        elif one.marked != one.due:
            places.append((place, _response(one.marked), _response(one.due)))
    return places, derived


def _whole(stored: StoredGrade, follows: Result) -> list[_Place]:
    kept = _score(stored.score, stored.maximum, stored.passed)
    derived = _score(follows.score, follows.maximum, follows.passed)
    if (stored.score, stored.maximum, stored.passed) != (follows.score, follows.maximum, follows.passed):
        return [("score", kept, derived)]
    details, wanted = _spelt(stored.result), _spelt(asdict(follows))
    return [] if details == wanted else [("details", details, wanted)]


def _score(score: int, maximum: int, passed: bool) -> str:
    return f"{_mark(score, maximum)}, {'passed' if passed else 'not passed'}"


def _mark(mark: int | None, maximum: int | None) -> str:
    return "no mark" if mark is None or maximum is None else f"{points(mark)} of {points(maximum)}"


def _response(response: int | None) -> str:
    return "no response" if response is None else f"response {response}"


def _spelt(result: Any) -> str:
    return json.dumps(result, sort_keys=True)
