"""Comments on a question: on which places of it, and in how many words."""

from collections.abc import Iterable

from course_app.domain.questions import Question

LONGEST = 2_000
WHOLE = ""


def places_of(question: Question, passages: Iterable[str]) -> dict[str, str]:
    """What a comment may stand on, each with its words: the question, its options, the passages that teach it."""
    options = {f"option-{one.letter}": f"Option {one.letter.upper()}" for one in question.options}
    return {WHOLE: "The question", **options, **{f"passage-{one}": f"Passage {one}" for one in passages}}


def words_for(place: str) -> str:
    """The words for a place, also when the question has it no more."""
    kind, _, name = place.partition("-")
    return f"Option {name.upper()}" if kind == "option" else f"Passage {name}" if kind == "passage" else "The question"


def refusal(body: str) -> str:
    """Why that cannot be a comment, in a sentence; empty when it can."""
    if not body.strip():
        return "The comment is empty. Nothing was noted."
    if len(body) > LONGEST:
        return f"The comment is longer than {LONGEST:,} characters. It stands below; shorten it, or make two of it."
    return ""
