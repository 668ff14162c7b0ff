"""Which claim is taught where, asked where, and stands on which reference: the gaps of a course, and their reasons.

A claim is taught by a passage of a written lesson, and asked by a question of pool quiz or final; a self-check is
practice and does not count. A gap is explained when a planned lesson will carry the claim (the outline says so), or
when the claim itself gives the reason (`gap`). A reason for a gap that is none is a gap of its own: it would hide
the next one.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from course_app.domain.courses import Course, Lesson, numbers_of
from course_app.domain.evidence import Claim, Reference
from course_app.domain.questions import Question

NOT_TAUGHT, NOT_ASKED, IDLE_REASON = "not taught", "not asked", "its reason explains nothing"


@dataclass(frozen=True)
class Coverage:
    """One claim. `passages`: pairs of a lesson's number and a passage; `asked`, `checks`: ids of questions.

    `gaps` are what is missing, `reason` what explains it; without one the gaps are unexplained.
    """

    claim: Claim
    passages: tuple[tuple[str, str], ...]
    asked: tuple[str, ...]
    checks: tuple[str, ...]
    references: tuple[str, ...]
    gaps: tuple[str, ...]
    reason: str = ""

    @property
    def is_unexplained(self) -> bool:
        """Whether something is missing and nothing says why."""
        return bool(self.gaps) and not self.reason


def coverage_of(
    course: Course, lessons: Mapping[str, Lesson], claims: Mapping[str, Claim], questions: Collection[Question]
) -> list[Coverage]:
    """The coverage of every claim, in the order of the claims."""
    numbers = {ident: number for number, ident in numbers_of(course).items()}
    order = sorted(lessons.values(), key=lambda lesson: list(numbers).index(lesson.id) if lesson.id in numbers else 999)
    planned = _planned(course, numbers)
    found = []
    for claim in claims.values():
        passages = tuple(
            (numbers.get(lesson.id, lesson.id), passage.id)
            for lesson in order
            for passage in lesson.passages
            if claim.id in passage.claims
        )
        asking = [question for question in questions if claim.id in question.claims]
        asked = tuple(question.id for question in asking if question.pool != "self-check")
        checks = tuple(question.id for question in asking if question.pool == "self-check")
        gaps = tuple(_gaps(claim, is_taught=bool(passages), is_asked=bool(asked)))
        reason = _reason(claim, planned.get(claim.id, ())) if gaps and gaps != (IDLE_REASON,) else ""
        references = tuple(source.reference for source in claim.sources)
        found.append(Coverage(claim, passages, asked, checks, references, gaps, reason))
    return found


def idle_references(
    claims: Mapping[str, Claim], lessons: Mapping[str, Lesson], references: Mapping[str, Reference]
) -> list[str]:
    """The references that stand behind no claim and are cited in no lesson."""
    used = {source.reference for claim in claims.values() for source in claim.sources}
    used |= {name for lesson in lessons.values() for name in lesson.citations}
    return [name for name in references if name not in used]


def _planned(course: Course, numbers: Mapping[str, str]) -> dict[str, list[str]]:
    """The numbers of the planned lessons that will carry each claim."""
    planned: dict[str, list[str]] = {}
    for module in course.modules:
        for entry in module.lessons:
            for claim in entry.claims:
                planned.setdefault(claim, []).append(numbers[entry.id])
    return planned


def _gaps(claim: Claim, *, is_taught: bool, is_asked: bool) -> Iterator[str]:
    if not is_taught:
        yield NOT_TAUGHT
    if not is_asked:
        yield NOT_ASKED
    if is_taught and is_asked and claim.gap:
        yield IDLE_REASON


def _reason(claim: Claim, planned: Collection[str]) -> str:
    lessons = f"planned for {', '.join(planned)}" if planned else ""
    return "; ".join(part for part in (claim.gap, lessons) if part)
