"""Why a course is not complete yet: facts about one enrolment, and sentences with links made of them.

A `Reason` is a sentence in parts, so that a template can link some of them and say moments in the reader's zone:
`text_of` joins the rest. Only lessons that can be read are facts; planned ones are left out by the caller. Scores are
in 1/100000 point.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from course_app.domain.grading import points
from course_app.domain.wording import first_upper, number_word, within


class Link(NamedTuple):
    """A part of a sentence that leads somewhere: `kind` "lesson" or "quiz", `id` its id."""

    text: str
    kind: str
    id: str


Reason = tuple[str | Link | datetime, ...]


@dataclass(frozen=True)
class LessonFact:
    """A lesson that can be read; `number` as in “5.2”, `module` the module's id."""

    id: str
    number: str
    title: str
    minutes: int
    read: bool
    module: str


@dataclass(frozen=True)
class QuizFact:
    """A quiz and how it stands. `best`: the score of the attempt that counts, None before a first result.

    `attempts_used` counts started attempts, the open one included; `attempts_allowed` None: as many as one likes.
    `open_until`: when the time of the open one ends, None without a limit.
    `overdue_attempt`: the time of one was up, and its result is not there yet; it is no open one.
    `module`: the id of its module, "" for a quiz of the whole course. `waits_until`: the moment from which the next
    attempt may start, None when neither the delay nor the opening holds anything up. `closed_at`: when the quiz
    closed for the learner, None while it has not.
    """

    id: str
    title: str
    required: bool
    needed: int
    maximum: int
    best: int | None
    passed: bool
    attempts_used: int
    attempts_allowed: int | None
    open_attempt: bool
    module: str = ""
    open_until: datetime | None = None
    overdue_attempt: bool = False
    waits_until: datetime | None = None
    closed_at: datetime | None = None


def has_attempt_left(quiz: QuizFact) -> bool:
    """Whether another attempt may be started, as far as their number goes."""
    return quiz.attempts_allowed is None or quiz.attempts_used < quiz.attempts_allowed


def may_be_started(quiz: QuizFact) -> bool:
    """Whether another attempt may be started now."""
    return has_attempt_left(quiz) and quiz.waits_until is None and quiz.closed_at is None


def text_of(reason: Reason) -> str:
    """The sentence without its links, its moments as they are kept."""
    return "".join(part.text if isinstance(part, Link) else str(part) for part in reason)


def reasons_of(
    modules: Sequence[str], lessons: Sequence[LessonFact], quizzes: Sequence[QuizFact]
) -> tuple[Reason, ...]:
    """Why the course is not complete yet; empty when nothing is missing. `modules`: the ids in order.

    A course in which nothing can be done yet is not complete either, and says so.
    """
    required = [quiz for quiz in quizzes if quiz.required]
    if not lessons and not required:
        return (("There is nothing to read or to answer yet.",),)
    missing = [quiz for quiz in required if not quiz.passed]
    tried = [_tried(quiz, _called(quiz, modules, quizzes)) for quiz in missing if _is_begun(quiz)]
    return tuple(
        reason for reason in (unread(lessons), *tried, _untaken(missing, required, modules, quizzes)) if reason
    )


def unread(lessons: Sequence[LessonFact]) -> Reason | None:
    """“Six lessons are unread: 4.3, 5.2, 5.3 and all three of module 6.” None when all are read."""
    left = [lesson for lesson in lessons if not lesson.read]
    if not left:
        return None
    if len(left) == len(lessons) > 1:
        return ("No lesson has been read yet. Begin with ", _link(left[0], left[0].number), ".")
    count = "One lesson is" if len(left) == 1 else f"{first_upper(number_word(len(left)))} lessons are"
    items: list[Reason] = []
    for module, group in groupby(left, key=lambda lesson: lesson.module):
        own = list(group)
        if len(own) == sum(lesson.module == module for lesson in lessons) > 1:
            share = "both" if len(own) == 2 else f"all {number_word(len(own))}"
            items.append((f"{share} of ", _link(own[0], f"module {own[0].number.partition('.')[0]}")))
        else:
            items.extend((_link(lesson, lesson.number),) for lesson in own)
    return (f"{count} unread: ", *_listed(items), ".")


def _link(lesson: LessonFact, text: str) -> Link:
    return Link(text, "lesson", lesson.id)


def _is_begun(quiz: QuizFact) -> bool:
    return quiz.best is not None or quiz.attempts_used > 0 or quiz.open_attempt


def _tried(quiz: QuizFact, called: str) -> Reason:
    """What a quiz that was begun still needs, and what can be done about it."""
    if quiz.best is None:
        if quiz.open_attempt:
            return ("An attempt at the ", Link(called, "quiz", quiz.id), " is open.")
        return ("The result of the ", Link(called, "quiz", quiz.id), " is not there yet.")
    best, maximum = points(quiz.best), points(quiz.maximum)
    if quiz.best < quiz.needed:
        said = f"The {called} needs {points(quiz.needed)} of {maximum}; your best is {best}. "
    else:
        said = f"In the {called} your best, {best} of {maximum}, has too few points in one of the sections. "
    if quiz.open_attempt:
        return (said, Link("Go on with the open attempt", "quiz", quiz.id), ".")
    if has_attempt_left(quiz) and quiz.closed_at:
        return (f"{said}It closed on ", quiz.closed_at, "; ask your instructor.")
    if has_attempt_left(quiz) and quiz.waits_until:
        return (f"{said}The next attempt can start on ", quiz.waits_until, ".")
    if has_attempt_left(quiz):
        return (said, Link("Try it again", "quiz", quiz.id), ".")
    return (f"{said}No attempt is left; ask your instructor.",)


def _untaken(
    missing: Sequence[QuizFact], required: Sequence[QuizFact], modules: Sequence[str], quizzes: Sequence[QuizFact]
) -> Reason | None:
    untaken = [quiz for quiz in missing if not _is_begun(quiz)]
    if not untaken:
        return None
    if len(untaken) == len(required) > 2:
        return ("No quiz has been taken yet.",)
    items: list[Reason] = [("the ", Link(_called(quiz, modules, quizzes), "quiz", quiz.id)) for quiz in untaken]
    items[0] = ("The ", *items[0][1:])
    return (*_listed(items), f" {'has' if len(untaken) == 1 else 'have'} not been taken.")


def _called(quiz: QuizFact, modules: Sequence[str], quizzes: Sequence[QuizFact]) -> str:
    """What a quiz is called after “the”: “module 5 quiz” when it is its module's only one, else by its title."""
    if quiz.module in modules and sum(other.module == quiz.module for other in quizzes) == 1:
        return f"module {modules.index(quiz.module) + 1} quiz"
    title = within(quiz.title)
    says_what_it_is = title.casefold().endswith(("quiz", "assessment", "test", "exam", "examination"))
    return title if says_what_it_is else f"quiz “{quiz.title}”"


def _listed(items: Sequence[Reason]) -> list[str | Link | datetime]:
    """The parts of all items, with commas and a last “and” between them."""
    parts: list[str | Link | datetime] = []
    for place, item in enumerate(items):
        if place:
            parts.append(" and " if place == len(items) - 1 else ", ")
        parts.extend(item)
    return parts
