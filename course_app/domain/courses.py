"""A course as its files tell it: outline, lessons, passages.

Ids are permanent; titles, order and numbers ("5.2") are not. A `Lesson` is what one lesson file says, before its
claims and references are resolved.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LessonEntry:
    """A lesson's place in the outline. `planned`: named in the outline, but not written yet; it will carry `claims`."""

    id: str
    title: str = ""
    planned: bool = False
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """A module with its lessons and quizzes (ids) in order."""

    id: str
    title: str
    summary: str = ""
    clinical_review: bool = False
    lessons: tuple[LessonEntry, ...] = ()
    quizzes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Saying:
    """What a learner can say after the course, and the passage that carries it."""

    say: str
    passage: str


@dataclass(frozen=True)
class ClinicalReview:
    """Who reviewed the clinical content; blank until somebody has."""

    name: str = ""
    registration: str = ""
    date: str = ""
    scope: str = ""


@dataclass(frozen=True)
class Article:
    """The source article that the course checks."""

    title: str = ""
    publisher: str = ""
    issued: str = ""


@dataclass(frozen=True)
class Course:
    """What course.yaml says. `topics` are pairs (id, title) in the order in which results show them.

    `practical_days_after`: the lesson whose end tells of the practical days; empty: none does.
    """

    id: str
    title: str
    question: str = ""
    summary: str = ""
    language: str = "en-GB"
    zone: str = "Europe/London"
    audience: str = ""
    limits: str = ""
    article: Article = Article()
    item_writing: str = "plain"
    enrolment: str = "closed"
    clinical_review: ClinicalReview = ClinicalReview()
    topics: tuple[tuple[str, str], ...] = ()
    specimen: str = ""
    practical_days_after: str = ""
    sayings: tuple[Saying, ...] = ()
    modules: tuple[Module, ...] = ()
    quizzes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A span of lesson text that carries claims; `text` is plain, `section` the id of its heading.

    `paragraph` counts the lesson's paragraphs from 1; `around` is the whole plain paragraph around it.
    `sources`: of the references behind its claims those that speak to this passage; empty: all of them.
    """

    id: str
    claims: tuple[str, ...]
    text: str
    section: str
    paragraph: int
    around: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A section of a lesson."""

    id: str
    title: str


@dataclass(frozen=True)
class Lesson:
    """What one lesson file says. `body` is its Markdown without the front matter."""

    id: str
    title: str
    outcomes: tuple[str, ...]
    takeaways: tuple[str, ...]
    body: str
    is_open: bool = False
    sections: tuple[Heading, ...] = ()
    passages: tuple[Passage, ...] = ()
    terms: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    words: int = 0
    paragraphs: int = 0


def numbers_of(course: Course) -> dict[str, str]:
    """The id of each lesson of the outline by its number ("5.2"), planned lessons included."""
    return {
        f"{first}.{second}": entry.id
        for first, module in enumerate(course.modules, start=1)
        for second, entry in enumerate(module.lessons, start=1)
    }


def minutes_of(words: int, figures: int, checks: int) -> int:
    """Whole minutes to read a lesson: words ÷ 200 rounded up, one more a figure, one more a self-check."""
    return -(-words // 200) + figures + checks
