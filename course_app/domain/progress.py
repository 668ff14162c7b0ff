"""From facts to progress: what is done, what is left, in words, and where to go on.

A course is complete when every lesson is read and every required quiz passed, and a completed course stays
completed. Quizzes that are not required do not count. Planned lessons are nothing to read yet, and while the outline
promises any the course is not complete: a completion is never undone, so it must not come too soon.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course_app.domain.grading import amount
from course_app.domain.reasons import LessonFact, QuizFact, Reason, has_attempt_left, may_be_started, reasons_of
from course_app.domain.wording import first_upper, number_word, short_minutes


@dataclass(frozen=True)
class Place:
    """Where the learner stopped last: a lesson's id, and the paragraph (from 1) of how many."""

    lesson: str
    paragraph: int
    paragraphs: int


@dataclass(frozen=True)
class State:
    """The state of a module, lesson or quiz in words; `kind` chooses the icon.

    Modules: complete, begun, not-started, in-preparation. Lessons: read, begun, unread. Quizzes: passed, begun (an
    attempt is open), not-passed, open.
    """

    id: str
    kind: str
    words: str


@dataclass(frozen=True)
class Next:
    """The next step: `kind` "overdue" (see what became of the attempt at quiz `id` whose time was up), "attempt" (go
    on with the open one), "lesson" or "quiz".

    `number`, `minutes` (left) and the place are a lesson's; the place only when it was remembered.
    """

    kind: str
    id: str
    title: str
    number: str = ""
    minutes: int = 0
    place: Place | None = None


@dataclass(frozen=True)
class Progress:
    """How far an enrolment has come. `minutes_left` to read; `quizzes_total` are the required ones."""

    lessons_read: int
    lessons_total: int
    quizzes_passed: int
    quizzes_total: int
    minutes_left: int
    modules: tuple[State, ...]
    lessons: tuple[State, ...]
    quizzes: tuple[State, ...]
    complete: bool
    reasons: tuple[Reason, ...]
    next: Next | None
    headline: str

    @property
    def is_up_to_date(self) -> bool:
        """Whether all that can be read is read and all that is required is passed."""
        return self.lessons_read == self.lessons_total and self.quizzes_passed == self.quizzes_total


def progress_of(
    modules: Sequence[str],
    lessons: Sequence[LessonFact],
    quizzes: Sequence[QuizFact],
    place: Place | None = None,
    *,
    completed: bool = False,
    planned: Mapping[str, int] | None = None,
) -> Progress:
    """The progress that the facts amount to.

    `modules`: the ids of all modules in order, lessons and quizzes in the course's order; `completed`: the course
    was completed before, and stays so when something is added; `planned`: lessons in preparation by module.
    """
    required = [quiz for quiz in quizzes if quiz.required]
    planned = planned or {}
    reasons = () if completed else (*reasons_of(modules, lessons, quizzes), *_in_preparation(planned))
    counts = {
        "lessons_read": sum(lesson.read for lesson in lessons),
        "lessons_total": len(lessons),
        "quizzes_passed": sum(quiz.passed for quiz in required),
        "quizzes_total": len(required),
        "minutes_left": sum(_minutes_left(lesson, place) for lesson in lessons),
    }
    return Progress(
        **counts,
        modules=tuple(_module_state(module, lessons, required, planned.get(module, 0)) for module in modules),
        lessons=tuple(_lesson_state(lesson, place) for lesson in lessons),
        quizzes=tuple(_quiz_state(quiz) for quiz in quizzes),
        complete=not reasons,
        reasons=reasons,
        next=_next(lessons, quizzes, place),
        headline=_headline(**counts, complete=not reasons),
    )


def _next(lessons: Sequence[LessonFact], quizzes: Sequence[QuizFact], place: Place | None) -> Next | None:
    """An attempt that has to be looked at first, then the lesson last left, the first unread, a quiz still needed.

    Of several attempts under way the one whose time ends first, since its clock runs; then in the course's order.

    A quiz whose next attempt has to wait is no next step yet, and one that has closed is none any more.
    """
    unread = [lesson for lesson in lessons if not lesson.read]
    remembered = [lesson for lesson in unread if place is not None and lesson.id == place.lesson]
    timed = sorted((quiz for quiz in quizzes if quiz.open_until), key=lambda quiz: quiz.open_until)
    for quiz in (*timed, *quizzes):
        if quiz.overdue_attempt or quiz.open_attempt:
            return Next("overdue" if quiz.overdue_attempt else "attempt", quiz.id, quiz.title)
    for lesson in (*remembered, *unread):
        return Next(
            kind="lesson",
            id=lesson.id,
            title=lesson.title,
            number=lesson.number,
            minutes=_minutes_left(lesson, place),
            place=place if remembered else None,
        )
    for quiz in quizzes:
        if quiz.required and not quiz.passed and may_be_started(quiz):
            return Next("quiz", quiz.id, quiz.title)
    return None


def _headline(
    lessons_read: int,
    lessons_total: int,
    quizzes_passed: int,
    quizzes_total: int,
    minutes_left: int,
    *,
    complete: bool,
) -> str:
    """“12 of 18 lessons read, 4 of 7 quizzes passed. About 1 h 25 min of reading to go.”"""
    parts = []
    if lessons_total:
        parts.append(f"{lessons_read} of {lessons_total} {'lesson' if lessons_total == 1 else 'lessons'} read")
    if quizzes_total:
        parts.append(f"{quizzes_passed} of {quizzes_total} {'quiz' if quizzes_total == 1 else 'quizzes'} passed")
    sentences = [", ".join(parts)] if parts else ["Nothing to read yet"]
    if complete:
        sentences.insert(0, "Complete")
    elif minutes_left:
        sentences.append(f"About {short_minutes(minutes_left)} of reading to go")
    return f"{'. '.join(sentences)}."


def _in_preparation(planned: Mapping[str, int]) -> tuple[Reason, ...]:
    number = sum(planned.values())
    verb = "lesson is" if number == 1 else "lessons are"
    return ((f"{first_upper(number_word(number))} more {verb} in preparation.",),) if number else ()


def _module_state(module: str, lessons: Sequence[LessonFact], required: Sequence[QuizFact], planned: int) -> State:
    own = [lesson for lesson in lessons if lesson.module == module]
    own_quizzes = [quiz for quiz in required if quiz.module == module]
    unread = [lesson for lesson in own if not lesson.read]
    failing = [quiz for quiz in own_quizzes if not quiz.passed]
    is_begun = len(unread) < len(own) or any(quiz.attempts_used for quiz in own_quizzes)
    if not own and not own_quizzes:
        return State(module, "in-preparation", "In preparation")
    if not unread and not failing:
        return State(module, "complete", "All so far" if planned else "Complete")
    if not is_begun:
        return State(module, "not-started", "Not started")
    return State(module, "begun", _module_words(own, unread, failing))


def _module_words(own: Sequence[LessonFact], unread: Sequence[LessonFact], failing: Sequence[QuizFact]) -> str:
    if len(unread) == 1:
        return f"Lesson {unread[0].number} left"
    if unread:
        return f"{len(own) - len(unread)} of {len(own)} lessons read"
    return "Quiz left" if len(failing) == 1 else f"{first_upper(number_word(len(failing)))} quizzes left"


def _lesson_state(lesson: LessonFact, place: Place | None) -> State:
    if lesson.read:
        return State(lesson.id, "read", "Read")
    left = short_minutes(_minutes_left(lesson, place))
    if place is not None and place.lesson == lesson.id and place.paragraph > 1:
        return State(lesson.id, "begun", f"{left} left")
    return State(lesson.id, "unread", left)


def _quiz_state(quiz: QuizFact) -> State:
    if quiz.passed:
        return State(quiz.id, "passed", "Passed")
    if quiz.open_attempt:
        return State(quiz.id, "begun", "Attempt open")
    if quiz.overdue_attempt:
        return State(quiz.id, "begun", "Time was up")
    if quiz.best is not None:
        return State(quiz.id, "not-passed", _not_passed_words(quiz, quiz.best))
    if quiz.attempts_used:
        return State(quiz.id, "not-passed", "Result to come")
    if quiz.closed_at or quiz.waits_until:
        return State(quiz.id, "open", "Closed" if quiz.closed_at else "Not open yet")
    if quiz.attempts_allowed is None:
        return State(quiz.id, "open", "Open")
    return State(quiz.id, "open", f"Open, {quiz.attempts_allowed} {_attempts(quiz.attempts_allowed)}")


def _not_passed_words(quiz: QuizFact, best: int) -> str:
    short = quiz.needed - best
    said = f"{first_upper(amount(short))} more needed" if short > 0 else "Too few in one section"
    return said if has_attempt_left(quiz) else f"{said}, no attempt left"


def _attempts(number: int) -> str:
    return "attempt" if number == 1 else "attempts"


def _minutes_left(lesson: LessonFact, place: Place | None) -> int:
    """Whole minutes, rounded up: the share of the paragraphs from the remembered one on; 0 once read."""
    if lesson.read:
        return 0
    if place is None or place.lesson != lesson.id or place.paragraphs < 1:
        return lesson.minutes
    before = min(max(place.paragraph, 1), place.paragraphs) - 1
    return -(-lesson.minutes * (place.paragraphs - before) // place.paragraphs)
