"""Rules on the form of an item by itself: options, stem, rationales, words that do not belong."""

import re
from collections import Counter
from collections.abc import Iterator

from course_app.domain.item_findings import STEM, Found, Surroundings, keys_of
from course_app.domain.item_words import last_sentence, normal, quoted_out, tokens
from course_app.domain.question_faults import difficulties_of
from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import Question
from course_app.domain.uk_spelling import us_spellings

FEWEST_WORDS, MOST_WORDS = 8, 70
LEAST_REASON = 8
MOST_OPTION_WORDS = 18

_LETTERS = r"\b[a-d] and [a-d]\b"
_COMBINED = re.compile(rf"\b(?:all|none|both|any) of (?:the|these)\b|{_LETTERS}")
_NEGATIVE = re.compile(r"\b(?<!at )(?:not|except|least|false|incorrect)\b")
_ASKS = re.compile(r"\b(?:which|what|when|how|whom?|whose|why|where)\b")
_EMPTY_LEAD = re.compile(r"which of the following|statement is (?:true|correct)")
_GAP = re.compile(r"_{2,}|\.\.\.|…")
_CROSS = re.compile(r"\b(?:previous|above|last) (?:question|item)\b")
_FINITE = r"\b(?:is|are|was|were|has|have|had|does|do|did|may|might|can|could|will|would|should|must)\b"
_TWO_CLAUSES = re.compile(rf"{_FINITE}.* and .*{_FINITE}")
_PERSON = re.compile(r"\b(?:he|she|him|his|hers?|himself|herself)\b|\b(?:M(?:r|rs|s|iss)|(?:named|called)) (?=[A-Z])")
_NATION = re.compile(
    r"\b(?:English|Scottish|Welsh|Irish|Polish|Indian|Chinese|French|German|American|Asian|African)\b(?! courts?)"
)
_BRAND = re.compile(r"[®™]|\b(?:Voltarol|Nurofen|Botox|Panadol|Fitbit|Tiger Balm)\b")
_CORRECT = re.compile(r"\A\W*correct\b", re.IGNORECASE)


def options_are_gradable(question: Question, around: Surroundings) -> Iterator[Found]:
    """L01. As many options as the type wants: of a single-answer item a strict course wants exactly four."""
    yield from (Found("", sentence, "error") for sentence in difficulties_of(question))
    count = len(question.options)
    kind = type_of(question)
    wanted = kind.sizes[around.policy]
    if kind.control == "several" and all(option.is_key for option in question.options):
        yield Found("", "Every option is right, so nothing is asked.")
    if not wanted[0] <= count <= wanted[1]:
        allowed = str(wanted[0]) if wanted[0] == wanted[1] else f"{wanted[0]} to {wanted[1]}"
        yield Found("", f"It has {count} options; {allowed} are wanted.")


def no_combined_options(question: Question, _: Surroundings) -> Iterator[Found]:
    """L02. “All of the above”, “both A and B”."""
    for option in question.options:
        if found := _COMBINED.search(normal(option.text)):
            yield Found(option.letter, f"The option bundles others (“{found[0]}”).")


def no_negative_stem(question: Question, _: Surroundings) -> Iterator[Found]:
    """L03. What stands in quotation marks is somebody else's, and “at least” is no negation."""
    if found := _NEGATIVE.search(quoted_out(question.stem)):
        yield Found(STEM, f"The stem asks or tells in the negative (“{found[0]}”), which readers miss.")


def ends_with_question_mark(question: Question, _: Surroundings) -> Iterator[Found]:
    """L08."""
    if not normal(question.stem).rstrip("\"'").endswith("?"):
        yield Found(STEM, "The stem is no question: it does not end in a question mark.")


def leading_words_are_in_the_stem(question: Question, _: Surroundings) -> Iterator[Found]:
    """L13. All options begin with the same three words or more."""
    starts = [tokens(option.text)[:3] for option in question.options]
    if len(starts) > 1 and len(starts[0]) == 3 and all(start == starts[0] for start in starts):
        yield Found("", f"Every option begins with “{' '.join(starts[0])}”.")


def stem_has_a_fair_length(question: Question, _: Surroundings) -> Iterator[Found]:
    """L14. Eight to seventy words, one question mark, no gap to fill."""
    words = len(tokens(question.stem))
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        yield Found(STEM, f"The stem has {words} words; {FEWEST_WORDS} to {MOST_WORDS} are wanted.")
    if quoted_out(question.stem).count("?") > 1:
        yield Found(STEM, "The stem asks more than one question.")
    if _GAP.search(question.stem):
        yield Found(STEM, "The stem has a gap or trails off.")


def last_sentence_asks(question: Question, _: Surroundings) -> Iterator[Found]:
    """L15."""
    if not _ASKS.search(last_sentence(question.stem)):
        yield Found(STEM, "The last sentence of the stem holds no question word (which, what, when, how …).")


def stem_says_what_is_asked(question: Question, _: Surroundings) -> Iterator[Found]:
    """L16. “Which of the following”, “which statement is true”: nothing to answer with the options covered."""
    if found := _EMPTY_LEAD.search(normal(question.stem)):
        yield Found(STEM, f"“{found[0]}” cannot be answered with the options covered.")


def rationales_teach(question: Question, _: Surroundings) -> Iterator[Found]:
    """L17. Eight words or more each, none twice; “Correct” opens that of the key and no other, where there is one."""
    has_wrong = type_of(question).control != "order"
    seen = Counter(normal(option.rationale) for option in question.options)
    for option in question.options:
        place, words = f"{option.letter}-rationale", len(tokens(option.rationale))
        if words < LEAST_REASON:
            yield Found(place, f"The rationale has {words} words; {LEAST_REASON} or more are wanted.")
        if seen[normal(option.rationale)] > 1:
            yield Found(place, "Another option has the same rationale.")
        opens = bool(_CORRECT.match(option.rationale))
        if opens and not option.is_key:
            yield Found(place, "The rationale of a wrong option begins with “Correct”.")
        if option.is_key and has_wrong and not opens:
            yield Found(place, "The rationale of the key does not begin with “Correct”.")


def stands_alone(question: Question, _: Surroundings) -> Iterator[Found]:
    """L30. Items are drawn one by one, so none may lean on another."""
    for place, text in _seen_texts(question):
        if found := _CROSS.search(normal(text)):
            yield Found(place, f"It points to another item (“{found[0]}”), which may not be drawn.")


def options_are_plain(question: Question, _: Surroundings) -> Iterator[Found]:
    """L31. At most eighteen words, one clause, no reasons."""
    for option in question.options:
        text, words = normal(option.text), len(tokens(option.text))
        if words > MOST_OPTION_WORDS:
            yield Found(option.letter, f"The option has {words} words; {MOST_OPTION_WORDS} at most are wanted.")
        for sign in (";", "because"):
            if sign in text:
                yield Found(option.letter, f"The option holds “{sign}”: it says two things at once.")
        if _TWO_CLAUSES.search(text):
            yield Found(option.letter, "The option joins two statements by “and”; one may be right and one wrong.")


def spelling_is_british(question: Question, _: Surroundings) -> Iterator[Found]:
    """L32."""
    for place, text in [*_seen_texts(question), *_rationales(question)]:
        for us, uk in us_spellings(text):
            yield Found(place, f"“{us}” is US spelling; in the UK: {uk}.")


def vignette_is_lean(question: Question, _: Surroundings) -> Iterator[Found]:
    """L33. A name, gender, nationality or brand that the answer does not need."""
    for place, text in _seen_texts(question):
        for sign, what in ((_PERSON, "a name or gender"), (_NATION, "a nationality"), (_BRAND, "a brand")):
            if found := sign.search(text):
                yield Found(place, f"It gives {what} (“{found[0].strip()}”) that the answer does not need.")


def key_is_not_promising(question: Question, _: Surroundings) -> Iterator[Found]:
    """L20. No cure, nothing permanent, proven or free of risk in the key or its rationale."""
    for option in keys_of(question):
        for place, text in ((option.letter, option.text), (f"{option.letter}-rationale", option.rationale)):
            if found := _PROMISE.search(normal(text)):
                yield Found(place, f"The key promises too much (“{found[0]}”).")


_PROMISE = re.compile(
    r"\bcure[sd]?\b|\bpermanent(?:ly)?\b|\bguarantee\w*|\bproven\b|\brisk[- ]free\b|\beliminat\w+|\b100 ?%|\bmiracle\b"
)


def _seen_texts(question: Question) -> list[tuple[str, str]]:
    """What a learner reads before answering."""
    return [(STEM, question.stem), *((option.letter, option.text) for option in question.options)]


def _rationales(question: Question) -> list[tuple[str, str]]:
    return [(f"{option.letter}-rationale", option.rationale) for option in question.options]
