"""What keeps a question from being graded or from fitting its course: each with its place, in a sentence.

What a type asks of its options it says itself (`question_types`); here is what all types ask.
"""

from collections.abc import Collection

from course_app.domain.images import image_faults
from course_app.domain.question_types.registry import TYPES
from course_app.domain.questions import (
    DIFFICULTIES,
    FEWEST_OPTIONS,
    LEVELS,
    MOST_OPTIONS,
    POOLS,
    Fault,
    Option,
    Question,
)


def difficulties_of(question: Question) -> list[str]:
    """What keeps the question from being graded, as sentences; empty when it is well formed."""
    return [fault.sentence for fault in faults_of(question)]


def is_gradable(question: Question) -> bool:
    """Whether it could be graded, though it may lack what a draft may lack."""
    return question.type in TYPES and all(fault.is_lacking for fault in faults_of(question))


def faults_of(question: Question) -> list[Fault]:
    """The same as `difficulties_of`, each with its place. An option without a letter is named by its number."""
    found = [] if question.stem.strip() else [Fault("stem", "Write the question: it is empty.")]
    if len(question.options) < FEWEST_OPTIONS:
        found.append(Fault("options", "Write at least two options."))
    elif len(question.options) > MOST_OPTIONS:
        found.append(Fault("options", f"It has {len(question.options)} options; {MOST_OPTIONS} at most are possible."))
    else:
        found += _faults_of_type(question)
    for place, option in enumerate(question.options):
        found += _faults_of_option(question, place, option)
    return found + image_faults(question)


def _faults_of_type(question: Question) -> list[Fault]:
    kind = TYPES.get(question.type)
    if kind is None:
        return []
    found = kind.faults(question)
    if question.credit not in [credit.name for credit in kind.credits]:
        found.append(Fault("credit", f"A question of the type “{kind.title}” is not marked like that."))
    if question.pool == "self-check" and not kind.in_lessons:
        found.append(Fault("pool", f"A question of the type “{kind.title}” cannot stand in a lesson as a self-check."))
    return found


def _faults_of_option(question: Question, place: int, option: Option) -> list[Fault]:
    found, text = [], _folded(option)
    before = next((one for one, other in enumerate(question.options[:place]) if text and _folded(other) == text), None)
    if not text:
        found.append(Fault(f"option-{place}", f"Option {name_of(question, place)} is empty."))
    if before is not None:
        names = f"{name_of(question, before)} and {name_of(question, place)}"
        found.append(Fault(f"option-{place}", f"Options {names} say the same."))
    if not option.rationale.strip():
        sentence = f"Option {name_of(question, place)} has no reason why it is right or wrong."
        found.append(Fault(f"reason-{place}", sentence, is_lacking=True))
    return found


def name_of(question: Question, place: int) -> str:
    """What an option is called where a question is written: its letter, or its number while it has none."""
    return question.options[place].letter.upper() or str(place + 1)


def _folded(option: Option) -> str:
    return " ".join(option.text.split()).casefold()


def misfits_of(question: Question, topics: Collection[str], claims: Collection[str]) -> list[Fault]:
    """Where the question does not fit its course: the topics and claims that the course has, the words we know.

    What is left blank is lacking.
    """
    lists = (("topic", topics), ("level", LEVELS), ("difficulty", DIFFICULTIES), ("pool", POOLS), ("type", TYPES))
    found = [
        Fault(name, f"Choose the {name} from the list.", is_lacking=not getattr(question, name))
        for name, known in lists
        if getattr(question, name) not in known
    ]
    unknown = [claim for claim in question.claims if claim not in claims]
    if unknown:
        found.append(Fault("claims", f"The course has no claim {unknown[0]} any more; choose another."))
    if not question.claims:
        sentence = "Choose the claim it tests, by a sentence of the lessons that teaches it."
        found.append(Fault("claims", sentence, is_lacking=True))
    return found
