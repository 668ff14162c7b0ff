"""A statement is true or false. The two options say so, in this order, always."""

from dataclasses import replace

from course_app.domain.question_types import single
from course_app.domain.question_types.kinds import QuestionType
from course_app.domain.questions import Fault, Option, Question

TEXTS = ("True", "False")


def faults(question: Question) -> list[Fault]:
    """The options are True and False, one of them the key."""
    if tuple(option.text.strip() for option in question.options) != TEXTS:
        return [Fault("options", "Write two options, “True” and “False”, in this order.")]
    return single.faults(question)


def never_shuffled(letters: str, _shuffled: str, _fixed: bool) -> str:
    """True stands first, whatever the seed."""
    return letters


def shaped(question: Question) -> Question:
    """The two options with their words, unless others were typed: these are kept, and `faults` tells of them."""
    if any(option.text.strip() not in ("", *TEXTS) for option in question.options):
        return question
    options = [*question.options, *(Option("", "", "") for _ in TEXTS)]
    return replace(question, options=tuple(replace(one, text=text) for one, text in zip(options, TEXTS, strict=False)))


TYPE = QuestionType(
    name="true-false",
    title="True or false",
    help="A statement that is true or false. Its two options are “True” and “False”, and are never shuffled.",
    control="one",
    credits=(single.WHOLE,),
    sizes={"strict": (2, 2), "plain": (2, 2)},
    faults=faults,
    wrong=single.wrong,
    share=single.share,
    reason=single.reason,
    about_order="“True” always stands first.",
    shown=never_shuffled,
    shaped=shaped,
)
