"""How a course is assessed, in words, computed from the rules of its quizzes."""

from collections.abc import Sequence

from course_app.domain.grading import requirement
from course_app.domain.quizzes import Quiz, slots_of
from course_app.domain.review_policy import promises
from course_app.domain.wording import both, duration, first_upper, number_word

Line = tuple[str, str]


def assessment(module_quizzes: Sequence[Quiz], course_quizzes: Sequence[Quiz]) -> list[Line]:
    """Pairs (what, how): the quizzes of modules in one line where their rules are the same, and when it is complete.

    Empty when there is no quiz yet.
    """
    lines = _same_rules(module_quizzes) or [(quiz.title, rules_of(quiz)) for quiz in module_quizzes]
    lines += [(quiz.title, rules_of(quiz)) for quiz in course_quizzes]
    return [*lines, ("At the end", _completion([*module_quizzes, *course_quizzes]))] if lines else []


def rules_of(quiz: Quiz, each: str = "") -> str:
    """“Six questions each, untimed, as often as you like. To pass you need 5 of 6. …”"""
    count = len(slots_of(quiz))
    questions = f"{first_upper(number_word(count))} {'question' if count == 1 else 'questions'}{each}"
    time = "untimed" if quiz.time_limit is None else f"in {duration(quiz.time_limit)}"
    start = f"{questions}, {time}, {_tries(quiz)}. To pass you need {requirement(quiz)}."
    seen = promises(quiz.review)
    if len(seen) > 1:
        return " ".join([start, *seen])
    return f"{start} Afterwards you see {seen[0][:1].lower()}{seen[0][1:]}"


def _same_rules(quizzes: Sequence[Quiz]) -> list[Line]:
    texts = {rules_of(quiz, " each") for quiz in quizzes}
    return [("Module quizzes", texts.pop())] if len(texts) == 1 and len(quizzes) > 1 else []


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
