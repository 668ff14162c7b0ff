"""One option is right."""

from fractions import Fraction

from course_app.domain.question_types.kinds import (
    NO_ANSWER,
    Choice,
    Credit,
    QuestionType,
    required_key,
    unknown_or_twice,
)
from course_app.domain.questions import Fault, Question

WHOLE = Credit("", "One point for the right answer", "One point for the right answer.")


def faults(question: Question) -> list[Fault]:
    """Exactly one option is the key."""
    number = sum(option.is_key for option in question.options)
    if not number:
        return [Fault("options", "Mark the right option: none is marked.")]
    return [Fault("options", f"Mark one option only: {number} are marked as right.")] if number > 1 else []


def wrong(choice: Choice, letters: Choice) -> str:
    """One known option at most."""
    found = unknown_or_twice(choice, letters)
    return found or ("Only one option can be chosen in this question." if len(choice) > 1 else "")


def share(question: Question, choice: Choice) -> Fraction:
    """All for the key, nothing for anything else."""
    key = required_key(question)
    return Fraction(len(choice) == 1 and choice[0] in key)


def reason(question: Question, choice: Choice) -> str:
    """“you chose the right answer.”"""
    if not choice:
        return NO_ANSWER
    return "you chose the right answer." if share(question, choice) else "you chose another answer than the right one."


TYPE = QuestionType(
    name="single",
    title="One is right",
    help="One option is right. Three to five options are usual.",
    control="one",
    credits=(WHOLE,),
    sizes={"strict": (4, 4), "plain": (3, 5)},
    faults=faults,
    wrong=wrong,
    share=share,
    reason=reason,
)
