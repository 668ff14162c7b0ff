"""Which types there are, and the one of a question."""

from course_app.domain.question_types import multiple, ordering, single, true_false
from course_app.domain.question_types.kinds import Credit, QuestionType
from course_app.domain.questions import Question

TYPES: dict[str, QuestionType] = {one.name: one for one in (single.TYPE, multiple.TYPE, true_false.TYPE, ordering.TYPE)}
CREDITS = tuple(credit.name for one in TYPES.values() for credit in one.credits if credit.name)
"""The names of all rules of marking that are not a type's own."""


def type_named(name: str) -> QuestionType:
    """The type of that name. Raises ValueError: a question of another program's type is never shown or graded."""
    if name not in TYPES:
        raise ValueError(f"unknown type of question: {name}")
    return TYPES[name]


def type_of(question: Question) -> QuestionType:
    """The type of a question; raises what `type_named` raises."""
    return type_named(question.type)


def credit_named(kind: QuestionType, name: str) -> Credit:
    """A rule of marking of a type. Raises ValueError when it has none of that name."""
    found = next((credit for credit in kind.credits if credit.name == name), None)
    if found is None:
        raise ValueError(f"unknown rule of marking for {kind.name}: {name}")
    return found


def credit_of(question: Question) -> Credit:
    """The rule by which a question is marked; raises what `type_named` and `credit_named` raise."""
    return credit_named(type_of(question), question.credit)
