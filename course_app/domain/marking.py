"""How a quiz is marked, said before it starts: what holds for all questions, and what for those of other types."""

from collections.abc import Collection, Iterator

from course_app.domain.coverage import Item
from course_app.domain.grading import needed_sentence
from course_app.domain.question_types.kinds import Credit, QuestionType
from course_app.domain.question_types.registry import TYPES
from course_app.domain.quizzes import Quiz, may_hold, slots_of

USUAL = "One point for each right answer. Nothing is taken away for a wrong one, so answer every question."
WITHIN = "One point at most for each question, and never less than nothing, so answer every question."


def marking_sentences(quiz: Quiz, items: Collection[Item]) -> Iterator[str]:
    """The rules, as sentences. `items`: the questions in use; single ones may be left out."""
    rules = _rules(quiz, items)
    yield WITHIN if any(credit.takes_away for _kind, credit in rules) else USUAL
    for kind, credit in rules:
        yield f"{kind.ask}: {credit.rule[:1].lower()}{credit.rule[1:]}"
    if gives_parts(quiz, items):
        enough = needed_sentence(quiz, in_parts=True)
        yield f"Parts of a point count: {quiz.pass_percent} per cent of the points, {enough}, is enough to pass."


def gives_parts(quiz: Quiz, items: Collection[Item]) -> bool:
    """Whether a question of the quiz may give a part of its point."""
    return any(credit.in_parts for _kind, credit in _rules(quiz, items))


def _rules(quiz: Quiz, items: Collection[Item]) -> list[tuple[QuestionType, Credit]]:
    """Each rule once that a question may have, of types that tell the learner what to do; in the registry's order."""
    slots = {slot for _section, slot in slots_of(quiz)}
    asked = {(one.type, one.credit) for one in items if any(may_hold(slot, one) for slot in slots)}
    order = [(kind, credit) for kind in TYPES.values() if kind.ask for credit in kind.credits]
    return [(kind, credit) for kind, credit in order if (kind.name, credit.name) in asked]
