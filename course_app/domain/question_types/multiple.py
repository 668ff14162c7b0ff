"""Several options may be right, and all of them are asked for.

Right minus wrong: the share of the key that was chosen, less as much for each wrong option chosen, never below 0. It
is number-right scoring with a penalty within one question: whoever chooses everything gets nothing where as many
options are wrong as right.
"""

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
from course_app.domain.wording import number_word

RIGHT_MINUS_WRONG = "right-minus-wrong"
ALL_OR_NOTHING = Credit(
    "", "All or nothing", "One point for all the right ones and no other; otherwise none, and nothing is taken away."
)
IN_PARTS = Credit(
    RIGHT_MINUS_WRONG,
    "Right minus wrong",
    "Each right one gives its share of the point, and each wrong one takes as much away; never less than nothing.",
    in_parts=True,
    takes_away=True,
    receipt="the share of the key that was chosen, less as much for each wrong option, never below 0",
)


def faults(question: Question) -> list[Fault]:
    """One option at least is a key."""
    if any(option.is_key for option in question.options):
        return []
    return [Fault("options", "Mark every right option: none is marked.")]


def share(question: Question, choice: Choice) -> Fraction:
    """All or nothing, or right minus wrong."""
    key = required_key(question)
    right, wrong = _counted(key, choice)
    if question.credit == RIGHT_MINUS_WRONG:
        return max(Fraction(0), Fraction(right - wrong, len(key)))
    return Fraction(set(choice) == key)


def reason(question: Question, choice: Choice) -> str:
    """“you chose two of the three right answers and one wrong one; …”"""
    if not choice:
        return NO_ANSWER
    key = required_key(question)
    right, wrong = _counted(key, choice)
    whole = "the one right answer" if len(key) == 1 else f"the {number_word(len(key))} right answers"
    of = whole if right == len(key) else f"{number_word(right) if right else 'none'} of {whole}"
    none = "and no wrong one" if right == len(key) else "and nothing wrong"
    others = f"and {number_word(wrong)} wrong {'one' if wrong == 1 else 'ones'}" if wrong else none
    said = f"you chose {of} {others}"
    if set(choice) == key:
        return f"{said}."
    if question.credit != RIGHT_MINUS_WRONG:
        return f"{said}; the point is for all the right ones and no other."
    left = max(0, right - wrong)
    return f"{said}; right minus wrong leaves {number_word(left) if left else 'nothing'} of {number_word(len(key))}."


def _counted(key: frozenset[str], choice: Choice) -> tuple[int, int]:
    right = len(key.intersection(choice))
    return right, len(set(choice)) - right


TYPE = QuestionType(
    name="multiple",
    title="Several may be right",
    help="Several options may be right, and the learner chooses all of them.",
    control="several",
    credits=(ALL_OR_NOTHING, IN_PARTS),
    sizes={"strict": (4, 8), "plain": (3, 12)},
    faults=faults,
    wrong=unknown_or_twice,
    share=share,
    reason=reason,
    ask="Choose all that apply",
)
