"""Rules on cues: what the options give away about the key to somebody who knows nothing of the matter."""

import re
from collections.abc import Callable, Iterator
from statistics import median

from course_app.domain.item_findings import Found, Surroundings, answer_of, distractors_of, keys_of
from course_app.domain.item_words import ABSOLUTE, HEDGE, families, length, normal, tokens
from course_app.domain.questions import Option, Question

OVER_MEDIAN, OVER_LONGEST = 1.20, 1.10
LONG_OPTION, MOST_RATIO = 25, 1.6
CONVERGENCE = 2

_FIGURE = re.compile(r"\d")
_REFERENCE = re.compile(r"\brefs? ?\d")
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
_AMOUNT = re.compile(rf"(?:about |up to |over |under )?({_NUMBER})(?: ?(?:-|to) ?({_NUMBER}))?(?: ?(%|[a-z]+))?\b.*")
_HOURS = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168, "month": 730, "year": 8760}
_CLASSES = {
    "an article": {"a", "an", "the"},
    "a pronoun": {"it", "they", "he", "she", "this", "that", "these", "those", "some", "most", "you"},
    "a conjunction": {"and", "but", "if", "as", "when", "because", "or", "so", "that's"},
}
_NOUNS = {"needling", "bleeding", "bruising", "training", "swelling", "warning"}


def key_is_not_the_long_one(question: Question, _: Surroundings) -> Iterator[Found]:
    """L04."""
    others = [length(option.text) for option in distractors_of(question)]
    for key in keys_of(question) if others else ():
        size = length(key.text)
        if size > OVER_MEDIAN * median(others) or size > OVER_LONGEST * max(others):
            reason = (
                f"The key has {size} characters, the others {', '.join(map(str, sorted(others)))}: length tells it."
            )
            yield Found(key.letter, reason)


def options_are_of_a_length(question: Question, _: Surroundings) -> Iterator[Found]:
    """L05. Beyond 25 characters the longest option is at most 1.6 times the shortest."""
    sizes = {option.letter: length(option.text) for option in question.options}
    longest, shortest = max(sizes, key=sizes.__getitem__), min(sizes, key=sizes.__getitem__)
    if sizes[longest] > LONG_OPTION and sizes[longest] > MOST_RATIO * sizes[shortest]:
        yield Found(longest, f"It has {sizes[longest]} characters, the shortest option only {sizes[shortest]}.")


def no_absolutes(question: Question, _: Surroundings) -> Iterator[Found]:
    """L06. An error where two distractors or more hold one and no key does."""
    signs = {option.letter: ABSOLUTE.search(normal(option.text)) for option in question.options}
    wrong = [option for option in distractors_of(question) if signs[option.letter]]
    tells = len(wrong) > 1 and not any(signs[option.letter] for option in keys_of(question))
    for option in question.options:
        if found := signs[option.letter]:
            why = " Several wrong options hold one and the key none, which tells them." if tells else ""
            level = "error" if tells else ""
            yield Found(option.letter, f"“{found[0]}” is absolute; such options are mostly wrong.{why}", level)


def key_is_not_the_only_hedge(question: Question, _: Surroundings) -> Iterator[Found]:
    """L07."""
    yield from _key_alone(question, lambda text: bool(HEDGE.search(text)), "is the only hedged option")


def key_does_not_echo_the_stem(question: Question, _: Surroundings) -> Iterator[Found]:
    """L09. A word of stem and key that no distractor has."""
    elsewhere = frozenset().union(*(families(option.text) for option in distractors_of(question)))
    echo = families(question.stem) & families(answer_of(question)) - elsewhere
    if echo:
        words = sorted({word for word in tokens(answer_of(question)) if word[:6] in echo})
        yield Found(keys_of(question)[0].letter, f"Only the key takes up the stem's “{'”, “'.join(words)}”.")


def key_is_not_the_centre(question: Question, _: Surroundings) -> Iterator[Found]:
    """L10. The option that shares most with the others is mostly the key: distractors are made from it."""
    shared = {option.letter: shared_families(option, question) for option in question.options}
    key = keys_of(question)[0].letter
    others = [shared[option.letter] for option in distractors_of(question)]
    if others and shared[key] >= max(others) + CONVERGENCE:
        reason = f"The key shares {shared[key]} words with the other options, no distractor more than {max(others)}."
        yield Found(key, reason)


def shared_families(option: Option, question: Question) -> int:
    """How many word families of an option stand in the other options, counted once for each of these."""
    own = families(option.text)
    return sum(len(own & families(other.text)) for other in question.options if other is not option)


def no_option_is_alone_in_form(question: Question, _: Surroundings) -> Iterator[Found]:
    """L11. Final punctuation, capital at the start, kind of first word."""
    for what, look in (("ends", _ending), ("begins", _capital), ("begins", _first_word)):
        forms = [look(option.text) for option in question.options]
        if len(forms) > 2 and len(set(forms)) == 2:
            for form in set(forms):
                if forms.count(form) == 1:
                    option = question.options[forms.index(form)]
                    yield Found(option.letter, f"It alone {what} with {form}.")


def numbers_are_in_order(question: Question, _: Surroundings) -> Iterator[Found]:
    """L12. Where every option is a number: one unit, rising, apart from each other, in fixed order."""
    amounts = [_amount(option.text) for option in question.options]
    if not all(amounts):
        return
    if len({kind for kind, _, _ in amounts}) > 1:
        yield Found("", "The options are numbers of different units.")
        return
    for option, (_, _, high), (_, low, _) in zip(question.options[1:], amounts, amounts[1:], strict=False):
        if low <= high:
            yield Found(option.letter, "The numbers do not rise, or overlap.")
    if not question.fixed_order:
        yield Found("", "The options are numbers, and would be shuffled.")


def key_is_not_the_only_number(question: Question, _: Surroundings) -> Iterator[Found]:
    """L34. The only one with a figure, or with a reference."""
    for has, what in ((_FIGURE.search, "a figure"), (_REFERENCE.search, "a reference")):
        yield from _key_alone(question, lambda text, has=has: bool(has(text)), f"is the only option with {what}")


def _key_alone(question: Question, has: Callable[[str], bool], words: str) -> Iterator[Found]:
    having = [option for option in question.options if has(normal(option.text))]
    if len(having) == 1 and having[0].is_key:
        yield Found(having[0].letter, f"The key {words}.")


def _ending(text: str) -> str:
    return f"“{text.strip()[-1]}”" if text.strip()[-1:] in ".!?;:" else "no full stop"


def _capital(text: str) -> str:
    letter = next((sign for sign in text if sign.isalpha()), "")
    return "a capital" if letter != letter.lower() else "a small letter or none"


def _first_word(text: str) -> str:
    return class_of_first_word(text) or "a word of another kind"


def class_of_first_word(text: str) -> str:
    """What an option begins with: an article, a number, a word in -ing, a pronoun, a conjunction; else nothing."""
    first = next(iter(tokens(text)), "")
    if first[:1].isdigit() or first in _WORDS:
        return "a number"
    if first.endswith("ing") and first not in _NOUNS and len(first) > 5:
        return "a word in -ing"
    return next((name for name, words in _CLASSES.items() if first in words), "")


def _amount(text: str) -> tuple[str, float, float] | None:
    """Kind of unit, least and most of an option that is a number; None for any other."""
    found = _AMOUNT.fullmatch(normal(text))
    if not found:
        return None
    low, high, unit = _value(found[1]), _value(found[2] or found[1]), (found[3] or "").removesuffix("s")
    if unit in _HOURS:
        return "time", low * _HOURS[unit], high * _HOURS[unit]
    return (unit, low, high) if found[1][0].isdigit() else None  # “one with …” counts nothing


def _value(written: str) -> float:
    return float(_WORDS.index(written) + 1 if written in _WORDS else written)
