"""The outline of a course for everybody: modules, lessons with outcomes, quizzes, and the sources behind them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from course_app.domain.assessment import rules_of
from course_app.domain.attempts import Window
from course_app.domain.courses import Module
from course_app.domain.evidence import LABELS, Reference
from course_app.domain.names import sort_key
from course_app.domain.windows import window_of
from course_app.domain.wording import short_minutes
from course_app.extensions import read_connection
from course_app.formats.inline_html import inline_html
from course_app.formats.reference_html import own_name, reference_html
from course_app.queries.catalogue import LessonCard, Outline, QuizCard
from course_app.queries.kept import kept
from course_app.queries.progress import Facts, add_given, window_for


@dataclass(frozen=True)
class QuizLine:
    """A quiz, its rules in words, and when it is open to everybody."""

    card: QuizCard
    rules: str
    window: Window


@dataclass(frozen=True)
class ModuleLine:
    """A module with its lessons and quizzes."""

    number: int
    module: Module
    lessons: tuple[LessonCard, ...]
    quizzes: tuple[QuizLine, ...]
    minutes: int


@dataclass(frozen=True)
class SourceLine:
    """A reference: its number or own name (or ""), its label in words, itself and what it found as HTML."""

    reference: Reference
    name: str
    words: str
    html: str
    found: str


@dataclass(frozen=True)
class Syllabus:
    """A course as its outline page tells it. `cited` are the article's own numbered sources, `added` the others.

    `length`: the minutes to read all written lessons, in words.
    """

    outline: Outline
    modules: tuple[ModuleLine, ...]
    quizzes: tuple[QuizLine, ...]
    cited: tuple[SourceLine, ...]
    added: tuple[SourceLine, ...]
    written: int
    planned: int
    minutes: int
    length: str


def syllabus(outline: Outline) -> Syllabus:
    """The outline page of a course version."""
    return kept("syllabus", outline.version_id, lambda: _syllabus(outline))


def own_windows(outline: Outline, enrolment_id: int | None) -> dict[str, Window]:
    """When the quizzes that open or close are open to a learner, by slug; nothing for somebody not enrolled."""
    if enrolment_id is None:
        return {}
    facts = Facts()
    with read_connection() as connection:
        add_given(connection, {enrolment_id: facts}, outline.quizzes.values())
    return {
        card.slug: window_for(outline, card, facts).window
        for card in outline.quizzes.values()
        if card.quiz_id in facts.given
    }


def _syllabus(outline: Outline) -> Syllabus:
    modules = tuple(_module_line(outline, place, module) for place, module in enumerate(outline.course.modules, 1))
    cited = [one for one in outline.references.values() if one.number is not None]
    added = [one for one in outline.references.values() if one.number is None]
    minutes = sum(card.minutes for card in outline.written)
    return Syllabus(
        outline=outline,
        modules=modules,
        quizzes=tuple(_quiz_line(outline, card) for card in outline.quizzes.values() if card.module is None),
        cited=tuple(_source_line(one) for one in sorted(cited, key=lambda one: one.number or 0)),
        added=tuple(_source_line(one) for one in sorted(added, key=lambda one: sort_key(one.short))),
        written=len(outline.written),
        planned=len(outline.lessons) - len(outline.written),
        minutes=minutes,
        length=short_minutes(minutes),
    )


def _module_line(outline: Outline, number: int, module: Module) -> ModuleLine:
    lessons = tuple(outline.lessons[entry.id] for entry in module.lessons)
    quizzes = tuple(_quiz_line(outline, outline.quizzes[slug]) for slug in module.quizzes if slug in outline.quizzes)
    return ModuleLine(number, module, lessons, quizzes, sum(card.minutes for card in lessons))


def _quiz_line(outline: Outline, card: QuizCard) -> QuizLine:
    return QuizLine(card, rules_of(card.quiz), window_of(card.quiz, ZoneInfo(outline.course.zone)))


def _source_line(reference: Reference) -> SourceLine:
    return SourceLine(
        reference=reference,
        name=own_name(reference),
        words=LABELS[reference.label],
        html=reference_html(reference),
        found=inline_html(reference.found),
    )
