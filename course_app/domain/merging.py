"""Two people edited one question: what their versions say differently, and the version put together of both.

It is compared and chosen piece by piece: the question, each option with its reason (by its permanent letter), the key,
and each of the other fields of the form. Where only one of the two changed a piece, that one's is proposed.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from course_app.domain.question_types.registry import TYPES
from course_app.domain.questions import Option, Question, key_of
from course_app.domain.wording import both

KEY, TYPE = "key", "type"
FIELDS = {
    "topic": "Topic",
    "level": "Level",
    "difficulty": "Difficulty",
    "pool": "Pool",
    "claims": "Claims",
    "passage": "Passage",
    "fixed_order": "Order of the options",
}
_OPTION = "option-"


@dataclass(frozen=True)
class Clash:
    """A piece of which the two say different things; a text is empty where there is nothing of it.

    `is_theirs`: only they changed it, so that theirs is proposed.
    """

    piece: str
    what: str
    opened: str
    theirs: str
    yours: str
    is_theirs: bool


def clashes(opened: Question, theirs: Question, yours: Question) -> tuple[Clash, ...]:
    """What differs between theirs and yours, beside what it was when you opened it. All three are lettered."""
    found = []
    for piece, what in _pieces(theirs, yours).items():
        was, other, own = (_text(one, piece) for one in (opened, theirs, yours))
        if other != own:
            found.append(Clash(piece, what, was, other, own, is_theirs=own == was))
    return tuple(found)


def merged(theirs: Question, yours: Question, taken: Collection[str]) -> Question:
    """Yours with the pieces `taken` from theirs. Options keep your order; those of theirs alone come last."""
    letters = dict.fromkeys(option.letter for one in (yours, theirs) for option in one.options)
    key = key_of(theirs if KEY in taken else yours)
    found = [_option(theirs if f"{_OPTION}{letter}" in taken else yours, letter) for letter in letters]
    options = tuple(replace(option, is_key=option.letter in key) for option in found if option)
    fields = [name for name in ("stem", *FIELDS) if name in taken] + (["type", "credit"] if TYPE in taken else [])
    question = replace(yours, options=options, **{name: getattr(theirs, name) for name in fields})
    kind = TYPES.get(question.type)
    return kind.shaped(question) if kind else question


def _pieces(theirs: Question, yours: Question) -> dict[str, str]:
    letters = sorted({option.letter for one in (theirs, yours) for option in one.options})
    options = {f"{_OPTION}{letter}": f"Option {letter.upper()}" for letter in letters}
    return {"stem": "Question"} | options | {KEY: "Key", TYPE: "What the learner does"} | FIELDS


_SPECIAL: dict[str, Callable[[Question], str]] = {
    KEY: lambda question: both([letter.upper() for letter in sorted(key_of(question))]),
    TYPE: lambda question: " ".join(filter(None, (question.type, question.credit))),
    "claims": lambda question: both(question.claims),
    "fixed_order": lambda question: "as written" if question.fixed_order else "shuffled",
}


def _text(question: Question, piece: str) -> str:
    if piece in _SPECIAL:
        return _SPECIAL[piece](question)
    if piece.startswith(_OPTION):
        option = _option(question, piece.removeprefix(_OPTION))
        return f"{option.text}\n{option.rationale}".strip() if option else ""
    return str(getattr(question, piece))


def _option(question: Question, letter: str) -> Option | None:
    return next((option for option in question.options if option.letter == letter), None)
