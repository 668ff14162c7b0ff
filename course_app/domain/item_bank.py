"""Rules on a whole bank: items too much alike, the places of the keys, enough of each kind; and what a pilot shows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from course_app.domain.evidence import is_beyond
from course_app.domain.item_findings import Found, Surroundings, answer_of, distractors_of
from course_app.domain.item_words import length, runs
from course_app.domain.likeness import ALIKE, RATHER_ALIKE, runs_of, share
from course_app.domain.questions import Question, key_of
from course_app.domain.quizzes import Quiz, is_assessed, may_hold, slots_of

LEAST_BANK = 40
KEY_SHARE = (0.15, 0.35)
MOST_RUN = 3
MOST_LONGEST = 0.35
MOST_OF_A_CLAIM = 0.20
LEAST_ANSWERS, LEAST_CHOSEN, FACILITY, LEAST_DISCRIMINATION = 50, 0.05, (0.3, 0.9), 0.2

BankFound = tuple[str, Found]


def items_differ(questions: Sequence[Question], _: Surroundings) -> Iterator[BankFound]:
    """L24. The share of three-word runs of stem and key that two items have in common."""
    grams = {one.id: runs_of(one) for one in questions}
    for first, second in combinations(grams, 2):
        part = share(grams[first], grams[second])
        if part >= RATHER_ALIKE:
            reason = f"It is much like {first}: {part:.0%} of the three-word runs of stem and key are the same."
            yield second, Found("", reason, "" if part >= ALIKE else "warning")


def keys_are_spread(questions: Sequence[Question], _: Surroundings) -> Iterator[BankFound]:
    """L25. From 40 items on: every place holds 15 to 35 % of the keys, no place more than three running.

    Counted as authored, over items with one key and four options; those of pool self-check by themselves, since they
    are the ones shown in that order.
    """
    for name, bank in _banks(questions).items():
        single = [question for question in bank if question.type == "single" and len(question.options) == 4]
        if len(single) < LEAST_BANK:
            continue
        letters = [min(key_of(question), default="") for question in single]
        for letter in "abcd":
            share = letters.count(letter) / len(single)
            if not KEY_SHARE[0] <= share <= KEY_SHARE[1]:
                yield "", Found("", f"Of the keys of {name}, {share:.0%} stand at {letter}; 15 to 35 % are wanted.")
        for start, place in enumerate(runs(letters, MOST_RUN + 1)):
            if len(set(place)) == 1:
                yield single[start + MOST_RUN].id, Found("", f"The key stands at {place[0]} four times running.")
        share = sum(map(_key_is_longest, single)) / len(single)
        if share > MOST_LONGEST:
            yield "", Found("", f"The key is the longest option in {share:.0%} of {name}; 35 % at most are wanted.")


def bank_suffices(questions: Sequence[Question], around: Surroundings) -> Iterator[BankFound]:
    """L29. Twice as many items as a quiz draws, three times for an assessment; no claim in over a fifth of them.

    The last is judged once no lesson is planned any more: in half a course, half the claims carry every item.
    """
    for quiz in around.quizzes:
        yield from _draws_suffice(quiz, questions)
    bank = _banks(questions)["the bank"]
    counts = Counter(claim for question in bank for claim in set(question.claims))
    for claim, count in counts.items() if around.is_complete and len(bank) >= LEAST_BANK else ():
        if count > MOST_OF_A_CLAIM * len(bank):
            yield "", Found("", f"{claim} stands in {count} of {len(bank)} items, over a fifth.")
    tested = {claim for question in questions for claim in question.claims}
    for claim in around.claims.values() if around.is_complete else ():
        if not is_beyond(claim) and not claim.gap and claim.id not in tested:
            yield "", Found("", f"No item asks about {claim.id}.")


def pilot_is_fair(questions: Sequence[Question], around: Surroundings) -> Iterator[BankFound]:
    """L35. From 50 answers on: distractors that draw, a facility of 0.3 to 0.9, discrimination from 0.2."""
    for question in questions:
        pilot = around.pilots.get(question.id)
        if pilot is None or pilot.answers < LEAST_ANSWERS:
            continue
        for option in distractors_of(question):
            share = pilot.chosen.get(option.letter, 0) / pilot.answers
            if share < LEAST_CHOSEN:
                yield question.id, Found(option.letter, f"Only {share:.0%} of {pilot.answers} learners chose it.")
        facility = pilot.right / pilot.answers
        if not FACILITY[0] <= facility <= FACILITY[1]:
            yield question.id, Found("", f"{facility:.0%} of {pilot.answers} learners got it right.")
        if pilot.discrimination < LEAST_DISCRIMINATION:
            reason = f"Its discrimination is {pilot.discrimination:.2f}: those who know more hardly do better on it."
            yield question.id, Found("", reason)


def _banks(questions: Sequence[Question]) -> dict[str, list[Question]]:
    bank = [question for question in questions if question.pool != "self-check"]
    return {"the bank": bank, "the self-checks": [question for question in questions if question.pool == "self-check"]}


def _key_is_longest(question: Question) -> bool:
    return length(answer_of(question)) > max(length(option.text) for option in distractors_of(question))


def _draws_suffice(quiz: Quiz, questions: Sequence[Question]) -> Iterator[BankFound]:
    times = 3 if is_assessed(quiz) else 2
    for slot, drawn in Counter(slot for _, slot in slots_of(quiz) if not slot.question).items():
        there = sum(may_hold(slot, question) for question in questions)
        if there < times * drawn:
            about = f" on {', '.join(slot.topics)}" if slot.topics else ""
            reason = f"The quiz {quiz.id} draws {drawn}{about} from {there}; {times * drawn} are wanted."
            yield "", Found("", reason)
