"""Which questions a learner gets, and in which order the options stand: a seed decides, the same every time.

A draw is a matching between slots and questions. It is found by augmenting paths (Berge 1957; Hopcroft and Karp's
search without its phases): first over the questions not met before, then over all. An augmenting path never drops a
question once drawn, so the first round's number of unseen questions is kept, and it is the most that any draw has.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from course_app.domain.errors import RuleBroken
from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import LETTERS, Question
from course_app.domain.quizzes import Slot
from course_app.domain.wording import either, number_word


class NotEnoughQuestions(RuleBroken):
    """`needed` slots, all those that compete for the same questions, have only `available` between them."""

    def __init__(self, needed: int, available: int, topics: Sequence[str]) -> None:
        about = f" on {either(topics)}" if topics else ""
        places = "question" if needed == 1 else "questions"
        verb = "is" if available == 1 else "are"
        have = f"only {number_word(available)} {verb} available" if available else "none is available"
        super().__init__(f"This quiz draws {number_word(needed)} {places}{about}, but {have}. Nothing was started.")
        self.needed = needed
        self.available = available
        self.topics = tuple(topics)


class FixedTwice(RuleBroken):
    """`question` stands in two fixed slots of one quiz."""

    def __init__(self, question: str) -> None:
        super().__init__(f"Question {question} stands in two places of this quiz, and none may be asked twice.")
        self.question = question


class Candidate(NamedTuple):
    """A question that may be drawn. `seen`: the learner has met it before."""

    question: str
    topic: str
    pool: str
    seen: bool


def draw(slots: Sequence[Slot], candidates: Sequence[Candidate], seed: int) -> list[str]:
    """The ids of the questions for the slots, in their order; none twice.

    Fixed questions are reserved first, candidates or not. An empty list of topics or pools in a slot means "any".
    The order of `candidates` does not matter. Raises NotEnoughQuestions when no draw is possible, and FixedTwice.
    """
    fixed = _fixed(slots)
    reserved = set(fixed.values())
    free = [candidate for candidate in candidates if candidate.question not in reserved]
    unseen = {candidate.question for candidate in free if not candidate.seen}
    wished = {slot: _wished(slot, free, seed) for slot in set(slots) if not slot.question}
    fresh = {slot: [question for question in wished[slot] if question in unseen] for slot in wished}
    places = {place: slot for place, slot in enumerate(slots, start=1) if not slot.question}
    wishes = {place: wished[slot] for place, slot in places.items()}
    drawn: dict[int, str] = {}
    _match({place: fresh[slot] for place, slot in places.items()}, drawn)
    _match(wishes, drawn)
    if len(drawn) < len(wishes):
        raise _shortage(slots, wishes, drawn)
    return [(fixed | drawn)[place] for place in range(1, len(slots) + 1)]


def shown_order(question: Question, seed: int, slot: int) -> str:
    """The letters of a question in the order in which this attempt shows them in this slot (counted from 1)."""
    letters = "".join(option.letter for option in question.options)
    return type_of(question).shown(letters, shuffled(letters, seed, slot), question.fixed_order)


def shuffled(letters: str, seed: int, slot: int) -> str:
    """The letters in the order that the seed gives them in a slot."""
    return "".join(sorted(letters, key=lambda letter: _chance(f"{seed}\0option\0{slot}\0{letter}")))


def alias_of(order: str, letter: str) -> str:
    """What the browser calls an option: a, b, c … by displayed position. ValueError for a letter not in `order`."""
    if len(letter) != 1:
        raise ValueError(f"“{letter}” is not one letter")
    return LETTERS[order.index(letter)]


def letter_of(order: str, alias: str) -> str | None:
    """The permanent letter behind an alias; None when no option is called so."""
    return dict(zip(LETTERS, order, strict=False)).get(alias)


def _fixed(slots: Sequence[Slot]) -> dict[int, str]:
    fixed: dict[int, str] = {}
    for place, slot in enumerate(slots, start=1):
        if slot.question and slot.question in fixed.values():
            raise FixedTwice(slot.question)
        if slot.question:
            fixed[place] = slot.question
    return fixed


def _wished(slot: Slot, candidates: Iterable[Candidate], seed: int) -> list[str]:
    """What the slot may ask, in an order of chance: one for the whole quiz, so that like questions are alike likely."""
    fitting = {
        candidate.question
        for candidate in candidates
        if (not slot.topics or candidate.topic in slot.topics) and (not slot.pools or candidate.pool in slot.pools)
    }
    return sorted(fitting, key=lambda question: _chance(f"{seed}\0question\0{question}"))


def _chance(name: str) -> bytes:
    return sha256(name.encode()).digest()


def _match(wishes: dict[int, list[str]], drawn: dict[int, str]) -> None:
    """Give a question to as many slots as can have one; `drawn` (slot → question) grows in place."""
    for place in wishes:
        if place not in drawn:
            _augment(place, wishes, drawn)


def _augment(root: int, wishes: dict[int, list[str]], drawn: dict[int, str]) -> None:
    """Find the slot `root` a question, moving other slots to another of their wishes where that helps."""
    holders = {question: place for place, question in drawn.items()}
    wished_by: dict[str, int] = {}
    queue = deque([root])
    while queue:
        place = queue.popleft()
        for question in wishes[place]:
            if question in wished_by:
                continue
            wished_by[question] = place
            if question not in holders:
                _hand_over(question, root, wished_by, drawn)
                return
            queue.append(holders[question])


def _hand_over(question: str, root: int, wished_by: dict[str, int], drawn: dict[int, str]) -> None:
    place = wished_by[question]
    while place != root:
        given_up = drawn[place]
        drawn[place] = question
        question, place = given_up, wished_by[given_up]
    drawn[root] = question


def _shortage(slots: Sequence[Slot], wishes: dict[int, list[str]], drawn: dict[int, str]) -> NotEnoughQuestions:
    """Count what is missing: the slots that can be reached from an empty one, and all their questions (Hall 1935)."""
    holders = {question: place for place, question in drawn.items()}
    places = [place for place in wishes if place not in drawn]
    questions: set[str] = set()
    for place in places:
        for question in wishes[place]:
            if question not in questions:
                questions.add(question)
                if holders[question] not in places:
                    places.append(holders[question])
    topics = {topic: None for place in sorted(places) for topic in slots[place - 1].topics}
    return NotEnoughQuestions(len(places), len(questions), list(topics))
