"""Lines to be put in order, as on a timeline. They are written in the right order, and always shown in another one.

Adjacent pairs: of the steps from one line to the next in the right order, the share that the response has too. One
line in a wrong place so costs up to three steps, and not every place behind it. Moodle's question type "Ordering"
names this rule "relative to the next item (excluding last)".
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from course_app.domain.question_types.kinds import (
    NO_ANSWER,
    Choice,
    Credit,
    QuestionType,
    letters_of,
    required_key,
    unknown_or_twice,
)
from course_app.domain.questions import Fault, Question
from course_app.domain.wording import number_word

FEWEST_LINES = 3
ADJACENT_PAIRS = "adjacent-pairs"
ALL_OR_NOTHING = Credit(
    "", "All or nothing", "One point for the whole order; otherwise none.", receipt="one point for the whole order"
)
IN_PARTS = Credit(
    ADJACENT_PAIRS,
    "Adjacent pairs",
    "Each line that is followed by the right one gives its share of the point; nothing is taken away.",
    in_parts=True,
    receipt="the share of the steps from one line to the next that are those of the right order",
)
EARLIER, LATER = "earlier", "later"


def faults(question: Question) -> list[Fault]:
    """Three lines at least, all of them in the order; of two, whatever is not shown would be right."""
    found = []
    if 2 <= len(question.options) < FEWEST_LINES:
        found.append(Fault("options", "Write at least three lines to be put in order."))
    if question.fixed_order:
        found.append(Fault("fixed_order", "An ordering is never shown as written: take the fixed order away."))
    if not all(option.is_key for option in question.options):
        found.append(Fault("options", "Every line of an ordering belongs to the right order: leave none out."))
    return found


def wrong(choice: Choice, letters: Choice) -> str:
    """Every line once, or nothing at all."""
    found = unknown_or_twice(choice, letters)
    missing = choice and len(choice) < len(letters)
    return found or (f"An order names all {number_word(len(letters))} lines." if missing else "")


def share(question: Question, choice: Choice) -> Fraction:
    """All or nothing, or the share of adjacent pairs."""
    required_key(question)
    right = letters_of(question)
    if question.credit == ADJACENT_PAIRS:
        return Fraction(_steps(right, choice), len(right) - 1)
    return Fraction(list(choice) == right)


def reason(question: Question, choice: Choice) -> str:
    """“two of the five lines stand in their place; …”"""
    if not choice:
        return NO_ANSWER
    right = letters_of(question)
    if list(choice) == right:
        return f"all {number_word(len(right))} lines stand in the right order."
    if question.credit == ADJACENT_PAIRS:
        steps = _steps(right, choice)
        verb = "is" if steps == 1 else "are"
        of = f"{number_word(steps) if steps else 'none'} of the {number_word(len(right) - 1)} steps"
        return f"{of} from one line to the next {verb} right."
    places = len(in_place(question, choice))
    verb = "stands in its" if places == 1 else "stand in their"
    of = f"{number_word(places) if places else 'none'} of the {number_word(len(right))} lines"
    return f"{of} {verb} place; the point is for the whole order."


def correct(question: Question) -> tuple[str, ...]:
    """The lines as they are written."""
    return tuple(letters_of(question))


def in_place(question: Question, choice: Choice) -> tuple[str, ...]:
    """The lines that stand where they belong."""
    return tuple(given for given, due in zip(choice, letters_of(question), strict=False) if given == due)


def never_right(letters: str, shuffled: str, _fixed: bool) -> str:
    """The seed's order, and another one where that would be the right one."""
    return letters[1:] + letters[:1] if shuffled == letters else shuffled


def as_released(question: Question, order: str, choice: Choice, with_key: bool) -> str:
    """A result lists the lines as they belong; without the key as they were put, else as they were shown."""
    return "".join(letters_of(question) if with_key else choice) or order


def shaped(question: Question) -> Question:
    """Whatever is written belongs to the order."""
    options = (replace(one, is_key=bool(one.text or one.rationale)) for one in question.options)
    return replace(question, options=tuple(options), fixed_order=False)


def numbers(place: int, _is_key: bool) -> str:
    """[1], [2], [3] …"""
    return str(place + 1)


def moved(lines: Sequence[str], line: str, where: str) -> tuple[str, ...]:
    """The lines after one of them has changed places with the one before (EARLIER) or behind it (LATER), if any."""
    order = list(lines)
    if line in order:
        here = order.index(line)
        there = here + {EARLIER: -1, LATER: 1}.get(where, 0)
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
    return tuple(order)


def _steps(right: Choice, choice: Choice) -> int:
    return len(set(pairwise(right)) & set(pairwise(choice)))


TYPE = QuestionType(
    name="ordering",
    title="Put in order",
    help="Write the lines in the right order. Learners see them in another one, and move them.",
    control="order",
    credits=(ALL_OR_NOTHING, IN_PARTS),
    sizes={"strict": (3, 8), "plain": (3, 8)},
    faults=faults,
    wrong=wrong,
    share=share,
    reason=reason,
    ask="Put in order",
    counts="in its place",
    sign_advice="The lines of an ordering are numbered `[1]`, `[2]`, `[3]` … in the right order.",
    about_order="No attempt begins with the right order.",
    in_lessons=False,
    canonical=tuple,
    correct=correct,
    counted=in_place,
    shown=never_right,
    listed=as_released,
    shaped=shaped,
    sign=numbers,
)
