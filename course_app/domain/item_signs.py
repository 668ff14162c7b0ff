"""What in an item's figures is worth a look, in sentences for the instructor who wrote it.

A sign is a reason to read the item again, not a verdict: a question that everybody ought to get right may be as easy as
it likes. Nothing is said of fewer attempts than one can judge by.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from course_app.domain.item_analysis import BEST, WEAKEST, ItemAnalysis, Thirds
from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import Question, key_of
from course_app.domain.wording import both

EASY, WEAK, MANY = 0.95, 0.1, 0.1

CHOSEN = "chosen"
"""What a type says of an option that it counts when it was chosen."""


@dataclass(frozen=True)
class Sign:
    """A sentence, and whether the key or the marking may be wrong, so that learners may have lost marks by it."""

    is_serious: bool
    sentence: str


FILTERS: dict[str, tuple[str, Callable[[Sequence[Sign]], bool]]] = {
    "look": ("Worth a look", bool),
    "key": ("Look at the key", lambda found: any(one.is_serious for one in found)),
}
"""What a list of items can be narrowed to, in words: those with any sign, those with a serious one."""


def rank(found: Sequence[Sign]) -> int:
    """Where an item stands in a list that begins with what needs attention: 0 for a serious sign, 2 for none."""
    return 2 - sum(fits(found) for _, fits in FILTERS.values())


def signs(question: Question, item: ItemAnalysis) -> tuple[Sign, ...]:
    """What is worth a look, what is serious first; nothing where there are too few to judge by."""
    if item.facility.is_small:
        return ()
    serious = [Sign(is_serious=True, sentence=one) for one in _serious(question, item)]
    return (*serious, *(Sign(is_serious=False, sentence=one) for one in _lesser(question, item)))


def _serious(question: Question, item: ItemAnalysis) -> list[str]:
    found = []
    if _is_rarer_at_the_top(item.right, item.thirds):
        what = "chose the key" if _has_one_key(question) else "had it right"
        found.append(f"Fewer of the best third {what} than of the weakest third: look at the key.")
    elif item.discrimination is not None and item.discrimination < 0:
        found.append("Those who did better on the other questions did worse on this one: look at the key.")
    if _has_one_key(question):
        found += _against_the_key(question, item)
    return found


def _against_the_key(question: Question, item: ItemAnalysis) -> list[str]:
    """Where one option is right: what the best third preferred, and whether chance would have done as well."""
    best = {letter: item.chosen.get(letter, (0, 0, 0))[BEST] for letter in _letters(question)}
    key = max((best[letter] for letter in key_of(question)), default=0)
    ahead = [letter.upper() for letter in best if letter not in key_of(question) and best[letter] > key]
    found = [f"More of the best third chose {both(ahead)} than the key: look at the key."] if ahead else []
    if item.facility.value * len(question.options) <= 1:
        found.append("No more had it right than would by guessing: look at the key, and at whether it is taught.")
    return found


def _lesser(question: Question, item: ItemAnalysis) -> list[str]:
    n, found = item.facility.n, []
    unchosen = [letter.upper() for letter in _letters(question) if letter not in item.chosen]
    if item.discrimination is not None and 0 <= item.discrimination < WEAK:
        found.append("It hardly tells those who know the subject from those who do not.")
    if item.facility.value > EASY:
        found.append("Nearly everybody had it right. That is fine where everybody should know it.")
    if type_of(question).counts == CHOSEN and unchosen:
        found.append(f"Nobody chose {both(unchosen)}: a wrong option that tempts nobody tells nothing.")
    if item.omitted > MANY * n:
        found.append("Many left it out, though they went on: read whether it is clear what is asked.")
    if item.not_reached > MANY * n:
        found.append("Many did not get as far as this question: the time may be short.")
    return found


def _is_rarer_at_the_top(counts: Thirds, thirds: Thirds) -> bool:
    """Whether a smaller share of the best third is counted than of the weakest, both having somebody in them."""
    return counts[BEST] * thirds[WEAKEST] < counts[WEAKEST] * thirds[BEST]


def _has_one_key(question: Question) -> bool:
    return type_of(question).control == "one"


def _letters(question: Question) -> list[str]:
    return [option.letter for option in question.options]
