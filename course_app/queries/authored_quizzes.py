"""Quizzes for those who build them: every saved version, which one is published, what stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, func, select

from course_app.domain.accommodations import time_sentence
from course_app.domain.attempts import Window, allowance_sentence
from course_app.domain.coverage import Early, asked_early
from course_app.domain.drawing import Candidate
from course_app.domain.grading import requirement
from course_app.domain.marking import gives_parts, marking_sentences
from course_app.domain.questions import Fault
from course_app.domain.quiz_building import Place, available, consequence, obstacles, places_of, unpublishing, warnings
from course_app.domain.quiz_revisions import quiz_changes
from course_app.domain.quizzes import Quiz, Section, Slot
from course_app.domain.review_policy import promises
from course_app.domain.revisions import Change
from course_app.domain.windows import window_cautions, window_of
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.models import Accommodation, Attempt, CourseCompletion, Enrolment, Grade, QuizVersion
from course_app.models import Quiz as QuizRow
from course_app.queries.attempt_scores import IS_CURRENT_GRADE
from course_app.queries.candidates import candidates_among, items_in_use, stems_of
from course_app.queries.catalogue import Outline
from course_app.queries.grounds import stale_codes

TITLE = QuizVersion.content["title"].as_string()
IS_TAKEN = (
    select(Attempt.id)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Attempt.quiz_id == QuizRow.id, Enrolment.kind == "learner")
    .correlate(QuizRow)
    .exists()
    .label("is_taken")
)


@dataclass(frozen=True)
class QuizEntry:
    """A quiz in the list; `published` is the number of the version that learners get, None when they get none.

    `is_taken`: a learner has begun it once, so that there are results.
    """

    slug: str
    title: str
    origin: str
    newest: int
    published: int | None
    is_taken: bool


@dataclass(frozen=True)
class PlaceLine:
    """A line of a section: with its fixed question's stem, or how many questions its draw can choose from."""

    place: Place
    stem: str
    available: int


@dataclass(frozen=True)
class SectionLine:
    """A section with its lines."""

    section: Section
    places: tuple[PlaceLine, ...]


@dataclass(frozen=True)
class BuiltQuiz:
    """A quiz as it stands, saved or not: `sentences` are pairs (what, sentences) as learners will read them.

    `early`: the questions that it may ask although by then no lesson has taught what they test. `window`: when it is
    open; `cautions` what its author should know of that, `warnings` what else before publishing it.
    """

    quiz: Quiz
    sections: tuple[SectionLine, ...]
    sentences: tuple[tuple[str, tuple[str, ...]], ...]
    obstacles: tuple[Fault, ...]
    early: tuple[Early, ...]
    candidates: Mapping[str, Candidate]
    stems: Mapping[str, str]
    window: Window
    cautions: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def asks_to_be_read(self) -> bool:
        """Whether there is anything that its author should have read before publishing it."""
        return bool(self.early or self.cautions or self.warnings)

    def offer(self, slot: Slot) -> int:
        """How many questions a draw of the quiz can choose from now."""
        return available(slot, self.quiz, self.candidates)


@dataclass(frozen=True)
class SavedVersion:
    """One saved version of a quiz, and what it changed of the version before."""

    number: int
    created_at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class AuthoredQuiz:
    """One quiz, opened at version `number`; `published` and `is_taken` as in QuizEntry.

    `consequence`: what publishing this version changes for learners, in sentences; `unpublishing`: the same of taking
    the published one from them, "" when there is none.
    """

    slug: str
    origin: str
    number: int
    published: int | None
    versions: tuple[SavedVersion, ...]
    built: BuiltQuiz
    consequence: str
    unpublishing: str
    is_taken: bool

    @property
    def newest(self) -> int:
        """The number of the version saved last."""
        return self.versions[-1].number


def quiz_entries(outline: Outline) -> list[QuizEntry]:
    """The quizzes of a course, published first in their order, then those that are not, by title."""
    newest = (
        select(func.max(QuizVersion.number))
        .where(QuizVersion.quiz_id == QuizRow.id)
        .correlate(QuizRow)
        .scalar_subquery()
    )
    statement = (
        select(QuizRow.slug, QuizRow.origin, QuizVersion.number, TITLE.label("title"), IS_TAKEN)
        .join(QuizVersion, (QuizVersion.quiz_id == QuizRow.id) & (QuizVersion.number == newest))
        .where(QuizRow.course_id == outline.course_id, QuizRow.retired_at.is_(None))
    )
    with read_connection() as connection:
        rows = connection.execute(statement).all()
        published = _published(connection, outline)
    entries = [
        QuizEntry(row.slug, row.title, row.origin, row.number, published.get(row.slug), row.is_taken) for row in rows
    ]
    order = {slug: place for place, slug in enumerate(outline.quizzes)}
    return sorted(entries, key=lambda one: (order.get(one.slug, len(order)), one.title, one.slug))


def authored_quiz(outline: Outline, slug: str, now: datetime, number: int | None = None) -> AuthoredQuiz | None:
    """A quiz at one of its versions: the one named, else the published one, else the last; None without it."""
    statement = (
        select(QuizRow.origin, QuizVersion.number, QuizVersion.created_at, QuizVersion.content, IS_TAKEN)
        .join(QuizVersion, QuizVersion.quiz_id == QuizRow.id)
        .where(QuizRow.course_id == outline.course_id, QuizRow.slug == slug)
        .order_by(QuizVersion.number)
    )
    with read_connection() as connection:
        rows = connection.execute(statement).all()
        published = _published(connection, outline).get(slug)
        needing = connection.execute(_needing(outline.course_id, slug)).scalar_one()
    made = {row.number: from_plain(Quiz, row.content) for row in rows}
    number = number or published or max(made, default=0)
    if number not in made:
        return None
    return AuthoredQuiz(
        slug=slug,
        origin=rows[0].origin,
        number=number,
        published=published,
        versions=tuple(
            SavedVersion(row.number, row.created_at, quiz_changes(made.get(row.number - 1, quiz), quiz))
            for row, quiz in zip(rows, made.values(), strict=True)
        ),
        built=built_quiz(outline, made[number], now),
        consequence=consequence(made[number], made[published] if published else None, needing),
        unpublishing=unpublishing(made[published], needing) if published else "",
        is_taken=rows[0].is_taken,
    )


def built_quiz(outline: Outline, quiz: Quiz, now: datetime) -> BuiltQuiz:
    """A quiz with what the bank has for it now."""
    fixed = {slot.question for section in quiz.sections for slot in section.slots if slot.question}
    with read_connection() as connection:
        items = items_in_use(connection, outline.course_id)
        stems = stems_of(connection, outline.course_id, fixed)
        most_percent = connection.execute(_most_percent(outline.course_id)).scalar_one()
    candidates, zone = candidates_among(items), ZoneInfo(outline.course.zone)
    window = window_of(quiz, zone)
    return BuiltQuiz(
        quiz=quiz,
        sections=tuple(SectionLine(one, _places(one, quiz, candidates, stems)) for one in quiz.sections),
        sentences=(
            ("Your time", (time_sentence(quiz.time_limit),)),
            ("Attempts", (allowance_sentence(0, quiz),)),
            ("To pass", (f"{requirement(quiz, in_parts=gives_parts(quiz, items))}.",)),
            ("How it is marked", tuple(marking_sentences(quiz, items))),
            ("What you will see", tuple(promises(quiz.review))),
        ),
        obstacles=tuple(obstacles(quiz, dict(outline.course.topics), candidates)),
        early=tuple(asked_early(quiz, outline.course, outline.texts, items)),
        candidates=candidates,
        stems=stems,
        window=window,
        cautions=window_cautions(quiz, zone, most_percent),
        warnings=tuple(warnings(quiz, candidates, stale_codes(outline), is_over=window.state(now) == "closed")),
    )


def _places(
    section: Section, quiz: Quiz, candidates: Mapping[str, Candidate], stems: Mapping[str, str]
) -> tuple[PlaceLine, ...]:
    return tuple(
        PlaceLine(one, stems.get(one.slot.question, ""), available(one.slot, quiz, candidates))
        for one in places_of(section)
    )


def _most_percent(course_id: int) -> Select[tuple[int]]:
    """The largest share of extra time that a learner of the course is given."""
    return (
        select(func.coalesce(func.max(Accommodation.extra_percent), 0))
        .join(Enrolment, Enrolment.person_id == Accommodation.person_id)
        .where(Enrolment.course_id == course_id, Enrolment.ended_at.is_(None), Enrolment.kind == "learner")
    )


def _needing(course_id: int, slug: str) -> Select[tuple[int]]:
    """How many learners have neither completed the course nor passed the quiz."""
    completed = select(CourseCompletion.id).where(CourseCompletion.enrolment_id == Enrolment.id)
    passed = (
        select(Grade.id)
        .select_from(Attempt)
        .join(Grade, IS_CURRENT_GRADE)
        .join(QuizRow, QuizRow.id == Attempt.quiz_id)
        .where(Attempt.enrolment_id == Enrolment.id, QuizRow.slug == slug, Grade.passed.is_(True))
    )
    return select(func.count(Enrolment.id)).where(
        Enrolment.course_id == course_id,
        Enrolment.kind == "learner",
        Enrolment.ended_at.is_(None),
        ~completed.exists(),
        ~passed.exists(),
    )


def _published(connection: Connection, outline: Outline) -> dict[str, int]:
    """By slug, the number of the version that the course version lists."""
    ids = {card.version_id: slug for slug, card in outline.quizzes.items()}
    rows = connection.execute(select(QuizVersion.id, QuizVersion.number).where(QuizVersion.id.in_(ids)))
    return {ids[row.id]: row.number for row in rows}
