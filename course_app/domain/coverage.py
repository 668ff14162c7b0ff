"""Which claim is taught where, asked where, and stands on which reference: the gaps of a course, and their reasons.

A claim is taught by a passage of a written lesson, and asked by a question of pool quiz or final; a self-check is
practice and does not count. What a quiz of a module asks is to be taught by the end of that module; a quiz outside of
the modules comes after all of them. A gap is explained when a planned lesson will carry the claim (the outline says
so), or when the claim itself gives the reason (`gap`). A reason for a gap that is none is a gap of its own: it would
hide the next one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from course_app.domain.courses import Course, Lesson, numbers_of
from course_app.domain.evidence import Claim, Reference, is_weak
from course_app.domain.questions import Question
from course_app.domain.quizzes import Quiz, may_hold, slots_of
from course_app.domain.wording import both

NOT_TAUGHT, NOT_ASKED, EARLY, IDLE_REASON = (
    "not taught",
    "not asked",
    "asked before it is taught",
    "its reason explains nothing",
)
PRACTICE = "self-check"


@dataclass(frozen=True)
class Item:
    """What one looks at of a question from a course's side, wherever the question is kept."""

    id: str
    topic: str
    pool: str
    claims: tuple[str, ...]
    type: str = "single"
    credit: str = ""


@dataclass(frozen=True)
class Early:
    """A question that a quiz may ask too early: `later` are its claims that lessons teach only after the quiz.

    `never`: those that no written lesson teaches.
    """

    question: str
    later: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """One claim. `passages`: pairs of a lesson's number and a passage; `asked`, `checks`: ids of questions.

    `early`: pairs of a quiz and a question that it may ask before the claim is taught. `gaps` are what is missing,
    `reason` what explains it; without one the gaps are unexplained.
    """

    claim: Claim
    passages: tuple[tuple[str, str], ...]
    asked: tuple[str, ...]
    checks: tuple[str, ...]
    references: tuple[str, ...]
    early: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    reason: str = ""

    @property
    def is_unexplained(self) -> bool:
        """Whether something is missing and nothing says why."""
        return bool(self.gaps) and not self.reason


FILTERS = {
    "untaught": ("Not taught", lambda one: NOT_TAUGHT in one.gaps),
    "unasked": ("Not asked by a quiz", lambda one: NOT_ASKED in one.gaps),
    "weak": ("One source or a weak fit", lambda one: is_weak(one.claim)),
    "early": ("Asked before it is taught", lambda one: bool(one.early)),
}
"""By what one looks for: its name, and whether a Coverage is that."""


def item_of(question: Question) -> Item:
    """The question as coverage looks at it."""
    return Item(question.id, question.topic, question.pool, question.claims)


def coverage_of(
    course: Course,
    lessons: Mapping[str, Lesson],
    claims: Mapping[str, Claim],
    items: Collection[Item],
    quizzes: Iterable[Quiz] = (),
) -> list[Coverage]:
    """The coverage of every claim, in the order of the claims."""
    numbers = {ident: number for number, ident in numbers_of(course).items()}
    order = {ident: place for place, ident in enumerate(numbers)}
    taught: dict[str, list[tuple[str, str]]] = {}
    for lesson in sorted(lessons.values(), key=lambda lesson: order.get(lesson.id, len(order))):
        for passage in lesson.passages:
            for claim in passage.claims:
                taught.setdefault(claim, []).append((numbers.get(lesson.id, lesson.id), passage.id))
    asking: dict[str, list[Item]] = {}
    for item in items:
        for claim in item.claims:
            asking.setdefault(claim, []).append(item)
    early = _early_by_claim(course, lessons, items, quizzes)
    planned = _planned(course, numbers)
    return [
        _covered(one, taught.get(one.id, ()), asking.get(one.id, ()), early.get(one.id, ()), planned.get(one.id, ()))
        for one in claims.values()
    ]


def asked_early(quiz: Quiz, course: Course, lessons: Mapping[str, Lesson], items: Iterable[Item]) -> list[Early]:
    """The questions that the quiz may ask although by then no lesson has taught all that they test."""
    modules = course.modules
    place = next((number for number, module in enumerate(modules, start=1) if quiz.id in module.quizzes), len(modules))
    then, after = (
        {claim for lesson in part for passage in lesson.passages for claim in passage.claims}
        for part in (_lessons_of(course, lessons, 0, place), _lessons_of(course, lessons, place, len(modules)))
    )
    slots = list(dict.fromkeys(slot for _, slot in slots_of(quiz)))
    found = []
    for item in items:
        missing = [claim for claim in item.claims if claim not in then]
        if missing and item.pool != PRACTICE and any(may_hold(slot, item) for slot in slots):
            later = tuple(claim for claim in missing if claim in after)
            found.append(Early(item.id, later, tuple(claim for claim in missing if claim not in after)))
    return found


def agreed_topic(claims: Collection[str], items: Collection[Item]) -> str:
    """The topic of the items that test these very claims, or else any of them; empty where they disagree."""
    asked = set(claims)
    same = {item.topic for item in items if set(item.claims) == asked}
    topics = same or {item.topic for item in items if not asked.isdisjoint(item.claims)}
    return topics.pop() if len(topics) == 1 else ""


def summary_of(found: Collection[Coverage]) -> str:
    """The totals in a sentence."""
    number = len(found)
    names = {"untaught": "not taught", "unasked": "not asked by a quiz", "early": "asked before they are taught"}
    counts = {key: sum(fits(one) for one in found) for key, (_, fits) in FILTERS.items()}
    missing = [f"{counts[key]} {words}" for key, words in names.items() if counts[key]]
    sound = both(missing) if missing else "taught, and asked by a quiz after that"
    return f"{number} {'claim' if number == 1 else 'claims'}: {sound}; {counts['weak']} on one source or a weak fit."


def idle_references(
    claims: Mapping[str, Claim], lessons: Mapping[str, Lesson], references: Mapping[str, Reference]
) -> list[str]:
    """The references that stand behind no claim and are cited in no lesson."""
    used = {source.reference for claim in claims.values() for source in claim.sources}
    used |= {name for lesson in lessons.values() for name in lesson.citations}
    return [name for name in references if name not in used]


def _early_by_claim(
    course: Course, lessons: Mapping[str, Lesson], items: Collection[Item], quizzes: Iterable[Quiz]
) -> dict[str, list[tuple[str, str]]]:
    early: dict[str, list[tuple[str, str]]] = {}
    for quiz in quizzes:
        for one in asked_early(quiz, course, lessons, items):
            for claim in one.later:
                early.setdefault(claim, []).append((quiz.id, one.question))
    return early


def _lessons_of(course: Course, lessons: Mapping[str, Lesson], first: int, last: int) -> list[Lesson]:
    """The written lessons of the modules from the place `first` to before `last`."""
    return [
        lessons[entry.id] for module in course.modules[first:last] for entry in module.lessons if entry.id in lessons
    ]


def _planned(course: Course, numbers: Mapping[str, str]) -> dict[str, list[str]]:
    """The numbers of the planned lessons that will carry each claim."""
    planned: dict[str, list[str]] = {}
    for module in course.modules:
        for entry in module.lessons:
            for claim in entry.claims:
                planned.setdefault(claim, []).append(numbers[entry.id])
    return planned


def _covered(
    claim: Claim,
    passages: Sequence[tuple[str, str]],
    asking: Sequence[Item],
    early: Sequence[tuple[str, str]],
    planned: Collection[str],
) -> Coverage:
    asked = tuple(item.id for item in asking if item.pool != PRACTICE)
    gaps = tuple(_gaps(claim, is_taught=bool(passages), is_asked=bool(asked), is_early=bool(early)))
    return Coverage(
        claim=claim,
        passages=tuple(passages),
        asked=asked,
        checks=tuple(item.id for item in asking if item.pool == PRACTICE),
        references=tuple(source.reference for source in claim.sources),
        early=tuple(early),
        gaps=gaps,
        reason=_reason(claim, planned) if gaps and gaps != (IDLE_REASON,) else "",
    )


def _gaps(claim: Claim, *, is_taught: bool, is_asked: bool, is_early: bool) -> Iterator[str]:
    if not is_taught:
        yield NOT_TAUGHT
    if not is_asked:
        yield NOT_ASKED
    if is_early:
        yield EARLY
    if is_taught and is_asked and not is_early and claim.gap:
        yield IDLE_REASON


def _reason(claim: Claim, planned: Collection[str]) -> str:
    lessons = f"planned for {', '.join(planned)}" if planned else ""
    return "; ".join(part for part in (claim.gap, lessons) if part)
