"""What differs between two versions of a question, in words for whoever edits it."""

from dataclasses import dataclass

from course_app.domain.questions import Option, Question, key_of
from course_app.domain.wording import both

FIELDS = (
    ("topic", "Topic"),
    ("level", "Level"),
    ("difficulty", "Difficulty"),
    ("pool", "Pool"),
    ("type", "Type"),
    ("credit", "How it is marked"),
    ("lesson", "Lesson"),
    ("passage", "Passage"),
    ("trap", "Trap"),
    ("checked_on", "Checked on"),
)
LISTS = (("claims", "Claims"), ("references", "References"), ("tags", "Tags"), ("waivers", "Waivers"))


@dataclass(frozen=True)
class Change:
    """One difference; `before` is empty for what is new, `after` for what is gone."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Kept:
    """A question or quiz that a publication left as the site has it, and how that differs from the text."""

    code: str
    changes: tuple[Change, ...]


def changes(old: Question, new: Question) -> tuple[Change, ...]:
    """What `new` changed of `old`; options are compared by their permanent letters."""
    pairs = [("Question", old.stem, new.stem), *_option_pairs(old, new)]
    pairs.append(("Key", _letters(old), _letters(new)))
    pairs += [(words, getattr(old, name), getattr(new, name)) for name, words in FIELDS]
    pairs += [(words, both(getattr(old, name)), both(getattr(new, name))) for name, words in LISTS]
    pairs.append(("Order of the options", _order(old), _order(new)))
    pairs.append(("Safety item", _yes(is_so=old.safety), _yes(is_so=new.safety)))
    return tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])


def _option_pairs(old: Question, new: Question) -> list[tuple[str, str, str]]:
    before = {option.letter: option for option in old.options}
    after = {option.letter: option for option in new.options}
    nothing = Option("", "", "")
    pairs = []
    for letter in sorted(before | after):
        was, now = before.get(letter, nothing), after.get(letter, nothing)
        pairs.append((f"Option {letter.upper()}", was.text, now.text))
        pairs.append((f"Reason for {letter.upper()}", was.rationale, now.rationale))
    if set(before) == set(after) and list(before) != list(after):
        pairs.append(("Position of the options", _spelt(before), _spelt(after)))
    return pairs


def _letters(question: Question) -> str:
    return both([letter.upper() for letter in sorted(key_of(question))])


def _spelt(options: dict[str, Option]) -> str:
    return ", ".join(letter.upper() for letter in options)


def _order(question: Question) -> str:
    return "as written" if question.fixed_order else "shuffled"


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else "no"
