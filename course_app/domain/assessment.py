"""How a course is assessed, in words, computed from the rules of its quizzes."""

from collections.abc import Sequence

from course_app.domain.grading import requirement
from course_app.domain.quizzes import Quiz, slots_of
from course_app.domain.review_policy import promises
from course_app.domain.wording import both, duration, first_upper, number_word

Line = tuple[str, str]


def assessment(module_quizzes: Sequence[Quiz], course_quizzes: Sequence[Quiz]) -> list[Line]:
    """Pairs (what, how): quizzes of modules in one line where only their length differs, and when it is complete.

    Empty when there is no quiz yet.
    """
    lines = _grouped(module_quizzes)
    lines += [(quiz.title, rules_of(quiz)) for quiz in course_quizzes]
    return [*lines, ("At the end", _completion([*module_quizzes, *course_quizzes]))] if lines else []


def rules_of(quiz: Quiz) -> str:
    """“Six questions, untimed, as often as you like. To pass you need 5 of 6. …”"""
    return _rules([quiz])


def _grouped(quizzes: Sequence[Quiz]) -> list[Line]:
    groups: dict[object, list[Quiz]] = {}
    for quiz in quizzes:
        groups.setdefault(_what_is_said(quiz), []).append(quiz)
    return [(_called(group, len(groups)), _rules(group)) for group in groups.values()]


def _called(group: Sequence[Quiz], groups: int) -> str:
    return "Module quizzes" if groups == 1 and len(group) > 1 else both([quiz.title for quiz in group])


def _what_is_said(quiz: Quiz) -> object:
    """What quizzes in one line have in common; a minimum of a section is a rule of its own quiz alone."""
    own = quiz.id if any(section.minimum is not None for section in quiz.sections) else ""
    return own, quiz.time_limit, quiz.attempts, quiz.delay, quiz.pass_percent, quiz.review


def _rules(group: Sequence[Quiz]) -> str:
    """The rules of quizzes that differ in length alone."""
    first, counts = group[0], sorted({len(slots_of(quiz)) for quiz in group})
    length = number_word(counts[0]) if len(counts) == 1 else f"{number_word(counts[0])} to {number_word(counts[-1])}"
    questions = (
        f"{first_upper(length)} {'question' if counts == [1] else 'questions'}{' each' if len(group) > 1 else ''}"
    )
    time = "untimed" if first.time_limit is None else f"in {duration(first.time_limit)}"
    needs = requirement(first) if len(counts) == 1 else f"{first.pass_percent} per cent of the points"
    start = f"{questions}, {time}, {_tries(first)}. To pass you need {needs}."
    seen = promises(first.review)
    if len(seen) > 1:
        return " ".join([start, *seen])
    return f"{start} Afterwards you see {seen[0][:1].lower()}{seen[0][1:]}"


def _tries(quiz: Quiz) -> str:
    if quiz.attempts is None:
        tries = "as often as you like"
    else:
        tries = "one try" if quiz.attempts == 1 else f"{number_word(quiz.attempts)} tries"
    return f"{tries}, at least {duration(quiz.delay)} apart" if quiz.delay and quiz.attempts != 1 else tries


def _completion(quizzes: Sequence[Quiz]) -> str:
    required = [quiz for quiz in quizzes if quiz.required]
    if not required:
        return "The course is complete when you have marked every lesson as read."
    passed = {1: "the quiz", 2: "both quizzes"}.get(len(required), f"all {number_word(len(required))} quizzes")
    if len(required) < len(quizzes):
        passed = f"what is required: {both([quiz.title for quiz in required])}"
    return f"The course is complete when you have marked every lesson as read and passed {passed}."
