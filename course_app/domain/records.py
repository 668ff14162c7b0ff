"""Records of completion: when one is issued, and what stands on it.

What a record says is taken from what is stored when it is issued and never changes; a wrong name is put right by
another record, and the earlier one then says that it was replaced. It tells no score: a completed course is all that
it proves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from course_app.domain.courses import Course, Lesson
from course_app.domain.errors import RuleBroken

ASSESSED, ATTENDANCE = "assessed", "attendance"
STANDS, REVOKED, ERASED = "stands", "revoked", "erased"
REPLACED = "Replaced by a record with another name"
MOST_OUTCOMES = 8
LONGEST_REFLECTION = 2_000
PROMPT_AFTER = timedelta(weeks=6)
"""When the holder is asked what came of it: long enough to have met patients with it."""
FORMULA = (
    "Reading time: the words of each lesson at 200 a minute, rounded up, and one minute more for each figure and each "
    "self-check question. Quizzes are not counted."
)


class NotIssued(RuleBroken):
    """No record follows from what is stored."""


@dataclass(frozen=True)
class Content:
    """What a record says besides the name. Days are the course's own; `minutes` by `FORMULA`.

    `digest` begins the hash of the course version; `quizzes`: those required, each passed; `basis`: assessed or
    attendance; `outcomes` and how many `more` there are; `unreviewed`: titles of modules whose clinical review was
    still to come.
    """

    course: str
    slug: str
    zone: str
    version: int
    digest: str
    started_on: date
    completed_on: date
    lessons: int
    quizzes: int
    minutes: int
    basis: str
    outcomes: tuple[str, ...]
    more: int
    limits: str
    unreviewed: tuple[str, ...]


def why_not(kind: str, completed_at: datetime | None, issued: int) -> str:
    """Why an enrolment of that kind, completed then, with so many records, gets no (other) record; empty: it does."""
    if kind != "learner":
        return "Records are for learners: this enrolment tries the course out."
    if completed_at is None:
        return "The course is not complete yet. What is missing stands on your course’s page."
    if issued:
        return "There is a record already."
    return ""


def basis_of(required_quizzes: int) -> str:
    """Whether completing the course meant passing something."""
    return ASSESSED if required_quizzes else ATTENDANCE


def outcomes_of(course: Course, lessons: Sequence[Lesson]) -> tuple[str, ...]:
    """What somebody can do after the course: what they can say, or else the outcomes of its lessons."""
    said = tuple(one.say for one in course.sayings)
    return said or tuple(outcome for lesson in lessons for outcome in lesson.outcomes)


def unreviewed_modules(course: Course) -> tuple[str, ...]:
    """The titles of the modules that wait for a clinical review."""
    if course.clinical_review.name:
        return ()
    return tuple(module.title for module in course.modules if module.clinical_review)


def state_of(name: str, revoked_at: datetime | None) -> str:
    """Whether a record stands, was revoked, or lost its name when its holder's data were erased."""
    if not name:
        return ERASED
    return REVOKED if revoked_at else STANDS


def key_of(typed: str) -> str:
    """The id as it is kept, however it was copied from paper: without hyphens and blanks, in small letters."""
    return "".join(typed.split()).replace("-", "").casefold()


def grouped(key: str) -> str:
    """The id as paper shows it: 0123-4567-…, in groups of four."""
    return "-".join(key[start : start + 4] for start in range(0, len(key), 4))


def too_long_reflection(text: str) -> str:
    """The sentence about a text that is longer than is kept; empty for any other."""
    if len(text) <= LONGEST_REFLECTION:
        return ""
    return f"This text has {len(text):,} characters; at most {LONGEST_REFLECTION:,} are kept."
