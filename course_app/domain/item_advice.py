"""What is told of an item while it is being written: the rules it breaks, and what gives its key away.

An item that is half written is judged by the rules that its present state allows: those on the stem as soon as there is
one, all of them as soon as it could be graded. None of it keeps a draft from being saved.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from course_app.domain.guessing import giveaways
from course_app.domain.item_examples import EXAMPLES, Example
from course_app.domain.item_findings import STEM, Finding, Surroundings
from course_app.domain.item_writing import RULES, judge_item
from course_app.domain.question_faults import is_gradable
from course_app.domain.question_types.registry import TYPES
from course_app.domain.questions import LETTERS, Option, Question, is_blank

OF_THE_STEM = frozenset({"L03", "L08", "L14", "L15", "L16"})
OF_THE_CLAIMS = frozenset({"L18", "L19", "L27", "L28"})
TELLING = 3
"""From how many tricks on that lead to the key they tell it: one or two of nine may do so by chance."""

_LEVELS = ("error", "warning", "note")


@dataclass(frozen=True)
class Hint:
    """A finding for the form. `field`: the id of what it is about; `example`: how it is broken, and kept."""

    rule: str
    level: str
    field: str
    reason: str
    advice: str
    example: Example


@dataclass(frozen=True)
class Advice:
    """All that is told. `guesses`: why the tricks alone lead to the key; None: it cannot be tried yet."""

    hints: tuple[Hint, ...]
    guesses: tuple[str, ...] | None

    @property
    def is_told(self) -> bool:
        """Whether the tricks tell the key beyond what chance would."""
        return self.guesses is not None and len(self.guesses) >= TELLING


def advise(typed: Question, around: Surroundings) -> Advice:
    """The advice on a question as typed: options may be blank and without letters. What is serious comes first."""
    question = replace(typed, options=tuple(_named(typed.options)))
    fields = {option.letter: place for place, option in enumerate(question.options)}
    written = replace(question, options=tuple(one for one in question.options if not is_blank(one)))
    hints = [_hint(finding, fields) for finding in _found(written, around)]
    return Advice(tuple(sorted(hints, key=lambda one: _LEVELS.index(one.level))), _guesses(written))


def _found(question: Question, around: Surroundings) -> Iterable[Finding]:
    if not question.stem.strip() or question.type not in TYPES:
        return []
    allowed = RULES[1:] if is_gradable(question) else [rule for rule in RULES if rule.id in OF_THE_STEM]
    lacking = {f"{one.letter}-rationale" for one in question.options if not one.rationale.strip()}
    found = judge_item(question, around, allowed)
    return [one for one in found if not one.waived and one.place not in lacking and not _is_asked_for(one, question)]


def _guesses(question: Question) -> tuple[str, ...] | None:
    return tuple(giveaways(question)) if question.type == "single" and is_gradable(question) else None


def _is_asked_for(finding: Finding, question: Question) -> bool:
    """Whether the form asks for it anyhow: nobody has chosen a sentence yet."""
    return finding.rule in OF_THE_CLAIMS and not question.claims


def _hint(finding: Finding, fields: dict[str, int]) -> Hint:
    letter, _, part = finding.place.partition("-")
    field = "claims" if finding.rule in OF_THE_CLAIMS else "options"
    if finding.place == STEM:
        field = STEM
    elif letter in fields:
        field = f"{'reason' if part else 'option'}-{fields[letter]}"
    return Hint(finding.rule, finding.level, field, finding.reason, finding.advice, EXAMPLES[finding.rule])


def _named(options: Iterable[Option]) -> Iterable[Option]:
    """The options with letters that tell them apart; those that have one keep it."""
    rows = list(options)
    taken = {option.letter for option in rows}
    free = (letter for letter in LETTERS if letter not in taken)
    seen: set[str] = set()
    for option in rows:
        letter = option.letter if option.letter and option.letter not in seen else next(free, "")
        seen.add(letter)
        yield replace(option, letter=letter)
