"""What a type of question is made of, and what most types have in common."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from course_app.domain.questions import Fault, Question, key_of

Choice = Sequence[str]
NO_ANSWER = "you gave no answer."


@dataclass(frozen=True)
class Credit:
    """A rule of marking. `name`: what `Question.credit` holds, "" for the type's own rule; `words` name it in a form.

    `rule`: the sentence that a learner reads before the start and beside the question. `in_parts`: parts of the point
    can be had. `takes_away`: within a question, something wrong takes back what something right has given. `receipt`:
    what a receipt says of it, empty for one point for exactly the key.
    """

    name: str
    words: str
    rule: str
    in_parts: bool = False
    takes_away: bool = False
    receipt: str = ""


def letters_of(question: Question) -> list[str]:
    """The permanent letters in authored order."""
    return [option.letter for option in question.options]


def required_key(question: Question) -> frozenset[str]:
    """The key. Raises ValueError when there is none: such a question is never graded as if everybody were wrong."""
    key = key_of(question)
    if not key:
        raise ValueError(f"the key {sorted(key)} is not among the options {letters_of(question)}")
    return key


def unknown_or_twice(choice: Choice, letters: Choice) -> str:
    """What is wrong with a choice of any type, as a sentence; empty when nothing is."""
    known = set(letters)
    for letter in choice:
        if letter not in known:
            return f"This question has no option “{letter}”."
    return "The same option is named twice." if len(set(choice)) != len(choice) else ""


def in_alphabet(choice: Iterable[str]) -> tuple[str, ...]:
    """The one spelling of a choice in which the order of the options means nothing."""
    return tuple(sorted(choice))


def keys(question: Question) -> tuple[str, ...]:
    """The correct response where it is the key."""
    return in_alphabet(key_of(question))


def chosen(_question: Question, choice: Choice) -> tuple[str, ...]:
    """The options to count for the statistics, where they are those that were chosen."""
    return tuple(choice)


def shuffled_unless_fixed(letters: str, shuffled: str, fixed: bool) -> str:
    """The displayed order: the seed's, unless the author fixed it."""
    return letters if fixed else shuffled


def as_typed(question: Question) -> Question:
    """What a form gives, where nothing follows from the type."""
    return question


def as_displayed(_question: Question, order: str, _choice: Choice, _with_key: bool) -> str:
    """In which order a result lists the options, where it is that of the attempt."""
    return order


def crosses(_place: int, is_key: bool) -> str:
    """The sign of an option in question text, where it tells the key."""
    return "x" if is_key else " "


@dataclass(frozen=True)
class QuestionType:
    """One type. The callables are pure; `choice` holds permanent letters and is well formed unless said otherwise.

    - `name` stands in question text and in the bank; `title` and `help` are for authors; `ask` tells a learner what to
      do, empty where the question itself does. `control` is the component's. `credits`: the rules of marking, that of
      the type itself first. `sizes`: by policy the fewest and most options that the rules of item writing want.
    - `faults(question)`: what of the definition keeps it from being graded, beside what all types ask.
    - `wrong(choice, letters)`: what is wrong with any list of texts as a response, a sentence; empty when nothing is.
    - `canonical(choice)`: the one spelling of a response. `share(question, choice)`: how much of the point it is worth,
      0 to 1; raises ValueError for a question without a key. `reason(question, choice)`: why, the end of a sentence.
    - `correct(question)`: the correct response. `counted(question, choice)`: the options to be counted for the
      statistics, and `counts` says what of them.
    - `shown(letters, shuffled, fixed)`: the order to display, of the authored one and a shuffled one; `about_order`
      tells an author of it, empty where it is shuffled unless fixed. `listed(question, order, choice, with_key)`: the
      order in which a result lists the options, with the key or without it.
    - `shaped(question)`: what a form gives, with what follows from the type. `sign(place, is_key)`, `sign_advice`: how
      an option is marked in question text. `in_lessons`: whether it can stand in a lesson as a self-check.
    """

    name: str
    title: str
    help: str
    control: str
    credits: tuple[Credit, ...]
    sizes: dict[str, tuple[int, int]]
    faults: Callable[[Question], list[Fault]]
    wrong: Callable[[Choice, Choice], str]
    share: Callable[[Question, Choice], Fraction]
    reason: Callable[[Question, Choice], str]
    ask: str = ""
    counts: str = "chosen"
    sign_advice: str = "Write `[ ]`, or `[x]` for a right option: numbers mark the lines of an ordering."
    about_order: str = ""
    in_lessons: bool = True
    canonical: Callable[[Iterable[str]], tuple[str, ...]] = in_alphabet
    correct: Callable[[Question], tuple[str, ...]] = keys
    counted: Callable[[Question, Choice], tuple[str, ...]] = chosen
    shown: Callable[[str, str, bool], str] = shuffled_unless_fixed
    listed: Callable[[Question, str, Choice, bool], str] = as_displayed
    shaped: Callable[[Question], Question] = as_typed
    sign: Callable[[int, bool], str] = crosses
