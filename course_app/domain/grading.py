"""From key and response to mark, from marks to grade.

Marks are whole numbers of 1/100000 point (`POINT` of them make one), added and compared exactly; only `points`
rounds, for display. Functions here take and give these units unless they say "points".

How much of the point a response is worth, its type says (`question_types`), as an exact fraction. One that is no whole
number of units (a third) is rounded up, by less than a unit: so parts that make a whole point never come to less, and
nobody fails by the rounding.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from course_app.domain.question_types.registry import credit_of, type_of
from course_app.domain.questions import Question
from course_app.domain.quizzes import Quiz, Section, slots_of
from course_app.domain.wording import both, first_upper, number_word, within

POINT = 100_000
HUNDREDTH = POINT // 100


@dataclass(frozen=True)
class Graded:
    """The mark of one slot, of at most `maximum`. `in_parts`: its question can give parts of the point."""

    slot: int
    section: str
    topic: str
    mark: int
    maximum: int = POINT
    in_parts: bool = False


@dataclass(frozen=True)
class SectionResult:
    """A section's score; `minimum` is what it needs (None: nothing of its own), `met` whether it has that."""

    id: str
    score: int
    maximum: int
    minimum: int | None
    met: bool


@dataclass(frozen=True)
class TopicResult:
    """A topic's score."""

    id: str
    score: int
    maximum: int


@dataclass(frozen=True)
class Result:
    """What an attempt came to. Sections in the quiz's order, topics in that of the slots.

    `passed` is exactly: `score` reaches `needed`, and every section has its minimum.
    """

    score: int
    maximum: int
    needed: int
    sections: tuple[SectionResult, ...]
    topics: tuple[TopicResult, ...]
    passed: bool


@dataclass(frozen=True)
class AttemptScore:
    """One attempt as far as it matters for which counts; `closed_at` None: still open, so it cannot count."""

    number: int
    score: int
    maximum: int
    closed_at: datetime | None
    needed: int
    passed: bool


def graded(slot: int, section: str, question: Question, choice: Sequence[str]) -> Graded:
    """The mark of a slot in which that was chosen, () being nothing. An empty choice has no mark.

    Raises ValueError for a question without a key, of an unknown type, or with another type's rule of marking: such an
    item must never be graded as if everybody were wrong.
    """
    in_parts = credit_of(question).in_parts
    share = type_of(question).share(question, choice)
    return Graded(slot, section, question.topic, math.ceil(share * POINT), in_parts=in_parts)


def explain_mark(mark: int, maximum: int, question: Question, choice: Sequence[str]) -> str:
    """Why a stored mark is what it is: “0.5 of 1 point: two of the four steps from one line to the next are right.”"""
    unit = "point" if maximum == POINT else "points"
    return f"{points(mark)} of {points(maximum)} {unit}: {type_of(question).reason(question, choice)}"


def grade(marks: Sequence[Graded], quiz: Quiz) -> Result:
    """The result of all marks of one attempt under the rules of its quiz. Without any points nobody passes.

    What is needed is the exact percentage where parts of points can be had, the fewest whole points otherwise.
    """
    score = sum(one.mark for one in marks)
    maximum = sum(one.maximum for one in marks)
    in_parts = any(one.in_parts for one in marks)
    step = math.gcd(int(in_parts), *(one.mark for one in marks), *(one.maximum for one in marks)) or 1
    needed = needed_points(quiz.pass_percent, maximum // step) * step
    sections = tuple(_section_result(section, marks) for section in quiz.sections)
    topics = tuple(_topic_result(topic, marks) for topic in dict.fromkeys(one.topic for one in marks))
    passed = maximum > 0 and score >= needed and all(section.met for section in sections)
    return Result(score, maximum, needed, sections, topics, passed)


def needed_points(percent: int, maximum: int) -> int:
    """The fewest whole points of `maximum` points that are at least that percentage: 70 % of 6 → 5.

    The unit is the caller's: whole points in, whole points out.
    """
    return -(-percent * maximum // 100)


def needed_units(percent: int, maximum: int, score: int) -> int:
    """What a score has to reach: whole points, or the exact percentage for a score with parts of points.

    The verdict is the same: between the percentage and the whole points above it lies no score of whole points.
    """
    if score % POINT:
        return needed_points(percent, maximum)
    return needed_points(percent, maximum // POINT) * POINT


def points(units: int) -> str:
    """A score (0 or more) as shown: “5”, “4.5”, “0.33”. Never rounds up to a whole point that was not reached."""
    hundredths = (2 * 100 * units + POINT) // (2 * POINT)
    if hundredths % 100 == 0 and hundredths * POINT > 100 * units:
        hundredths -= 1
    return str(hundredths / 100).removesuffix(".0")


def percent(score: int, maximum: int) -> int:
    """Whole per cents that were reached: 5 of 6 → 83. Never rounded up, so that 69.9 does not look like 70."""
    return 100 * score // maximum if maximum else 0


def requirement(quiz: Quiz, *, in_parts: bool = False) -> str:
    """What it takes to pass, before anything is answered: “24 of 30, and at least 5 of 6 in side effects”."""
    needed, minima = needed_sentence(quiz, in_parts=in_parts), minima_sentence(quiz)
    return f"{needed}, and {minima}" if minima else needed


def needed_sentence(quiz: Quiz, *, in_parts: bool = False) -> str:
    """The points of the whole that it takes: “24 of 30”; the exact percentage where parts of points can be had."""
    maximum = len(slots_of(quiz))
    if in_parts:
        return f"{points(needed_points(quiz.pass_percent, maximum * POINT))} of {maximum}"
    return f"{needed_points(quiz.pass_percent, maximum)} of {maximum}"


def minima_sentence(quiz: Quiz) -> str:
    """What sections need by themselves: “at least 5 of 6 in side effects”; nothing when none does."""
    return both(
        [
            f"at least {section.minimum} of {len(section.slots)} in {within(section.title)}"
            for section in quiz.sections
            if section.minimum is not None
        ]
    )


def explain(result: Result, titles: Mapping[str, str]) -> list[str]:
    """Why the result is what it is, in sentences. `titles`: section id → title."""
    minima = [section for section in result.sections if section.minimum is not None]
    sentences = [_needed_sentence(result, minima, titles)]
    if result.score < result.needed:
        sentences.append(f"You are {amount(result.needed - result.score)} short of the mark.")
    for section in minima:
        if not section.met:
            short = amount((section.minimum or 0) - section.score)
            sentences.append(f"In {within(titles[section.id])} you are {short} short.")
    return sentences


def which_counts(attempts: Sequence[AttemptScore]) -> int | None:
    """The number of the attempt that counts: the best, the earliest among equals; None while none is closed.

    A passed attempt is better than one that is not, since a section's minimum can fail a higher score. Scores are
    compared as exact shares of their maximum, since a newer version of the quiz may have more questions.
    """
    closed = [attempt for attempt in attempts if attempt.closed_at is not None]
    best = max(closed, key=lambda attempt: (*_rank(attempt), -attempt.number), default=None)
    return None if best is None else best.number


def standings(attempts: Sequence[AttemptScore]) -> dict[int, str]:
    """By number of each closed attempt, a sentence on whether it counts and why."""
    counting = which_counts(attempts)
    best = next((attempt for attempt in attempts if attempt.number == counting), None)
    if best is None:
        return {}
    return {attempt.number: _standing(attempt, best) for attempt in attempts if attempt.closed_at is not None}


def amount(units: int) -> str:
    """A number of points within a sentence: words up to ten, “4.5” otherwise, “0.01” for what is less."""
    return number_word(units // POINT) if units % POINT == 0 else points(max(units, HUNDREDTH))


def _section_result(section: Section, marks: Sequence[Graded]) -> SectionResult:
    own = [one for one in marks if one.section == section.id]
    score = sum(one.mark for one in own)
    minimum = None if section.minimum is None else section.minimum * POINT
    met = minimum is None or score >= minimum
    return SectionResult(section.id, score, sum(one.maximum for one in own), minimum, met)


def _topic_result(topic: str, marks: Sequence[Graded]) -> TopicResult:
    own = [one for one in marks if one.topic == topic]
    return TopicResult(topic, sum(one.mark for one in own), sum(one.maximum for one in own))


def _needed_sentence(result: Result, minima: Sequence[SectionResult], titles: Mapping[str, str]) -> str:
    if not minima:
        return f"You needed {points(result.needed)} of {points(result.maximum)}; you have {points(result.score)}."
    needs = [
        f"at least {points(section.minimum or 0)} of {points(section.maximum)} in {within(titles[section.id])}"
        for section in minima
    ]
    have = [points(section.score) for section in minima]
    return f"You needed {points(result.needed)}, and {both(needs)}; you have {both(have)}."


def _rank(attempt: AttemptScore) -> tuple[bool, Fraction]:
    return attempt.passed, Fraction(attempt.score, attempt.maximum) if attempt.maximum else Fraction(0)


def _standing(attempt: AttemptScore, best: AttemptScore) -> str:
    if attempt.number == best.number:
        return "Counts, as the best so far."
    if _rank(attempt) == _rank(best):
        return "The same score; the earlier attempt counts."
    if attempt.passed:
        return "Passed, with a lower score."
    short = attempt.needed - attempt.score
    if short > 0:
        return f"{first_upper(amount(short))} short of the mark."
    return "Enough points, but too few in one of the sections."
