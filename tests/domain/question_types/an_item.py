"""Questions of each type for the tests of marks: the letters of the options, and which of them are right."""

from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import Option, Question


def an_item(kind, letters="abcde", key="", credit=""):
    """A question; an ordering's letters stand in the right order."""
    right = letters if kind == "ordering" else key
    texts = {"a": "True", "b": "False"} if kind == "true-false" else {}
    options = tuple(
        Option(letter, texts.get(letter, f"Line {letter}"), f"Why {letter}", letter in right) for letter in letters
    )
    return Question("T01", "Which?", options, "t", "apply", "easy", "quiz", ("C1",), type=kind, credit=credit)


def worth(item, choice):
    """The share of the point, and why."""
    kind = type_of(item)
    return kind.share(item, tuple(choice)), kind.reason(item, tuple(choice))
