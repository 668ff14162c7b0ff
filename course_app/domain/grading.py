"""From key and response to mark, from marks to grade.

Marks are whole numbers of 1/100000 point (`POINT` of them make one), added and compared exactly; only `points`
rounds, for display. Functions here take and give these units unless they say "points".
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from course_app.domain.questions import Question, key_of
from course_app.domain.quizzes import Quiz, Section
from course_app.domain.wording import both, first_upper, number_word, within

POINT = 100_000


@dataclass(frozen=True)
class Graded:
    """The mark of one slot, of at most `maximum`."""

    slot: int
    section: str
    topic: str
    mark: int
    maximum: int = POINT


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


def mark(question_type: str, key: frozenset[str], choice: Sequence[str], letters: Sequence[str]) -> int:
    """One point or none: "single" for the key, "multiple" for exactly all keys. Nothing is taken away.

    An empty choice has no mark. Raises ValueError when the key is not among the letters: such an item must never
    be graded as if everybody were wrong.
    """
    if not key or not key <= set(letters):
        raise ValueError(f"the key {sorted(key)} is not among the options {list(letters)}")
    if question_type == "single":
        return POINT if len(choice) == 1 and choice[0] in key else 0
    if question_type == "multiple":
        return POINT if set(choice) == key else 0
    raise ValueError(f"unknown type of question: {question_type}")


def graded(slot: int, section: str, question: Question, choice: Sequence[str]) -> Graded:
    """The mark of a slot in which that was chosen; raises what `mark` raises."""
    letters = [option.letter for option in question.options]
    return Graded(slot, section, question.topic, mark(question.type, key_of(question), choice, letters))


def grade(marks: Sequence[Graded], quiz: Quiz) -> Result:
    """The result of all marks of one attempt under the rules of its quiz. Without any points nobody passes."""
    score = sum(one.mark for one in marks)
    maximum = sum(one.maximum for one in marks)
    step = math.gcd(*(one.mark for one in marks), *(one.maximum for one in marks)) or 1
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


def points(units: int) -> str:
    """A score (0 or more) as shown: “5”, “4.5”, “0.33”. Never rounds up to a whole point that was not reached."""
    hundredths = (2 * 100 * units + POINT) // (2 * POINT)
    if hundredths % 100 == 0 and hundredths * POINT > 100 * units:
        hundredths -= 1
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)


def percent(score: int, maximum: int) -> int:
    """Whole per cents that were reached: 5 of 6 → 83. Never rounded up, so that 69.9 does not look like 70."""
    return 100 * score // maximum if maximum else 0


def requirement(quiz: Quiz) -> str:
    """What it takes to pass, before anything is answered: “24 of 30, and at least 5 of 6 in side effects”."""
    minima = minima_sentence(quiz)
    return f"{needed_sentence(quiz)}, and {minima}" if minima else needed_sentence(quiz)


def needed_sentence(quiz: Quiz) -> str:
    """The points of the whole that it takes: “24 of 30”."""
    maximum = sum(len(section.slots) for section in quiz.sections)
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
    """A number of points within a sentence: words up to ten, “4.5” otherwise."""
    return number_word(units // POINT) if units % POINT == 0 else points(units)


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
