"""Building a quiz: its slots as an author thinks of them, how many questions fit, what stands in the way of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby

from course_app.domain.drawing import Candidate, draw
from course_app.domain.errors import RuleBroken
from course_app.domain.questions import Fault
from course_app.domain.quizzes import Quiz, Section, Slot, slots_of
from course_app.domain.wording import both, number_word

USUAL_ATTEMPTS = 3
"""How many attempts a draw should suffice for where any number is allowed."""
MOST_NAMED = 5


@dataclass(frozen=True)
class Place:
    """One line of a section: a fixed question, or `count` equal draws. `slot` is one of them."""

    slot: Slot
    count: int


def places_of(section: Section) -> tuple[Place, ...]:
    """The section's slots, with equal draws that follow each other taken together."""
    places: list[Place] = []
    for slot, equal in groupby(section.slots):
        count = len(list(equal))
        places += [Place(slot, 1)] * count if slot.question else [Place(slot, count)]
    return tuple(places)


def available(slot: Slot, quiz: Quiz, candidates: Mapping[str, Candidate]) -> int:
    """How many questions a draw can choose from; those that the quiz always asks are taken already."""
    fixed = {one.question for _section, one in slots_of(quiz)}
    return sum(code not in fixed and _may_draw(slot, one.topic, one.pool) for code, one in candidates.items())


def _may_draw(slot: Slot, topic: str, pool: str) -> bool:
    return (not slot.topics or topic in slot.topics) and (not slot.pools or pool in slot.pools)


def obstacles(quiz: Quiz, topics: Collection[str], candidates: Mapping[str, Candidate]) -> list[Fault]:
    """What keeps the quiz from being published, each with the section's place (“section-0”) or “sections”."""
    if not quiz.sections:
        return [Fault("sections", "The quiz has no questions yet. Add a part, and questions to it.")]
    found = []
    for number, section in enumerate(quiz.sections):
        place, count = f"section-{number}", len(section.slots)
        if not count:
            found.append(Fault(place, f"“{section.title}” has no questions yet."))
        elif section.minimum is not None and section.minimum > count:
            has = f"{number_word(count)} {'question' if count == 1 else 'questions'}"
            found.append(Fault(place, f"“{section.title}” needs {section.minimum} points but has {has}, a point each."))
        unknown = [topic for slot in section.slots for topic in slot.topics if topic not in topics]
        if unknown:
            found.append(Fault(place, f"The course has no topic “{unknown[0]}” any more; choose another."))
    why = impossible(quiz, candidates)
    return [*found, Fault("sections", why)] if why else found


def consequence(quiz: Quiz, published: Quiz | None, needing: int) -> str:
    """What publishing the quiz changes for learners, in sentences; `published`: what they get now, if anything.

    `needing`: how many of them have neither completed the course nor passed the quiz.
    """
    was_required = published is not None and published.required
    if quiz.required and was_required:
        return "It must be passed to complete the course, as before. Attempts under way end on the version they began."
    if quiz.required:
        whom = f"{needing} {'learner has' if needing == 1 else 'learners have'}" if needing else "Nobody has"
        return (
            f"It must be passed to complete the course: {whom} to pass it from then on. Whoever has completed the "
            "course stays complete."
        )
    if was_required:
        return "It is not needed to complete the course any more. Results are kept."
    return "Learners see it and may take it. Nobody needs it to complete the course."


def unpublishing(published: Quiz, needing: int) -> str:
    """What taking a published quiz from the learners changes for them, in sentences; `needing` as above."""
    rest = "Attempts under way can be finished, every result is kept, and completed courses stay complete."
    if not published.required:
        return f"Learners cannot start it any more; nobody needs it to complete the course. {rest}"
    if not needing:
        return f"Learners cannot start it any more, and nobody needs it to complete the course from then on. {rest}"
    whom = "One learner still has" if needing == 1 else f"{needing:,} learners still have"
    return (
        f"Learners cannot start it any more. {whom} to pass it to complete the course: from then on all else that the "
        f"course asks is enough. {rest}"
    )


def can_spare(quiz: Quiz, code: str, topic: str, pool: str, counts: Mapping[tuple[str, str], int]) -> bool:
    """Whether a quiz that can be asked surely can be asked without that question. `counts`: by topic and pool.

    It never asks it always, and every draw that could give it has more others than the quiz has slots at all, so that
    these draws can be made last. False says nothing: look closer.
    """
    slots = {slot for _section, slot in slots_of(quiz)}
    total = sum(len(section.slots) for section in quiz.sections)
    drawing = [slot for slot in slots if not slot.question and _may_draw(slot, topic, pool)]
    others = (sum(n for (one, other), n in counts.items() if _may_draw(slot, one, other)) - 1 for slot in drawing)
    return all(slot.question != code for slot in slots) and all(number > total for number in others)


def warnings(quiz: Quiz, candidates: Mapping[str, Candidate], stale: Collection[str], *, is_over: bool) -> list[str]:
    """What its author should have read before the quiz is published, in sentences; none for one that cannot be asked.

    `stale`: the codes of the course's stale questions; `is_over`: everybody's window has closed.
    """
    if impossible(quiz, candidates):
        return []
    found = []
    if is_over:
        found.append("Its window is over: nobody can start it, unless it is moved for them.")
    asked = sorted(code for code in stale if code in candidates and _may_ask(quiz, candidates[code]))
    if asked:
        more = (f"{len(asked) - MOST_NAMED} more",) if len(asked) > MOST_NAMED else ()
        are = "it is" if len(asked) == 1 else "they are"
        found.append(
            f"It may ask what is stale: {both([*asked[:MOST_NAMED], *more])}. Look first whether {are} still right."
        )
    enough, wanted = attempts_without_repeats(quiz, candidates), quiz.attempts or USUAL_ATTEMPTS
    if 0 < enough < wanted:
        allowed = f"{number_word(quiz.attempts)} are allowed" if quiz.attempts else "there is no limit to attempts"
        first = "The first attempt" if enough == 1 else f"The first {number_word(enough)} attempts"
        found.append(f"{first} can be asked new questions throughout; after that some come again, and {allowed}.")
    return found


def _may_ask(quiz: Quiz, one: Candidate) -> bool:
    slots = {slot for _section, slot in slots_of(quiz)}
    return any(
        slot.question == one.question if slot.question else _may_draw(slot, one.topic, one.pool) for slot in slots
    )


def attempts_without_repeats(quiz: Quiz, candidates: Mapping[str, Candidate]) -> int:
    """How many attempts in a row can draw questions that no earlier one of them has asked, counted up to those allowed.

    0 for a quiz that draws nothing, or cannot be asked.
    """
    slots = [slot for _section, slot in slots_of(quiz)]
    fixed = {slot.question for slot in slots if slot.question}
    draws = [slot for slot in slots if not slot.question]
    free = [one for code, one in candidates.items() if code not in fixed]
    enough = 0
    while draws and enough < (quiz.attempts or USUAL_ATTEMPTS):
        try:
            draw(draws * (enough + 1), free, seed=0)
        except RuleBroken:
            break
        enough += 1
    return enough


def impossible(quiz: Quiz, candidates: Mapping[str, Candidate]) -> str:
    """Why the quiz cannot be asked from these questions, in a sentence; empty when it can. It holds for any seed."""
    slots = [slot for _section, slot in slots_of(quiz)]
    missing = [slot.question for slot in slots if slot.question and slot.question not in candidates]
    if missing:
        return f"Question {missing[0]}, which it always asks, is not in use."
    try:
        draw(slots, list(candidates.values()), seed=0)
    except RuleBroken as refusal:
        return str(refusal).removesuffix(" Nothing was started.")
    return ""
