"""The bank of a course as its instructors list it: filtered, searched, paged by the question's code.

All that it is narrowed by is stored (models.BankEntry), so that a bank of 10,000 is no slower to list than a small one
by more than the reading of its keys. What changes with the day or with learners' answers is as old as the worker's
last round.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from course_app.domain.item_bank import FACILITY
from course_app.domain.names import search_key
from course_app.domain.quizzes import Quiz, Slot, slots_of
from course_app.extensions import read_connection
from course_app.models import BankEntry, Question, QuestionComment, QuestionVersion
from course_app.queries.catalogue import Outline
from course_app.queries.paging import fitting_page, read_page
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION

MOST_FOUND = 8
STALE, IN_REVIEW, OPEN = "stale", "in-review", "open"
STEM = QuestionVersion.content["stem"].as_string()
HAS_ENTRY = BankEntry.question_id == Question.id
WAITS = or_(Question.state == IN_REVIEW, Question.waiting_number.is_not(None))
"""Whether a question, or a new version of it, waits for somebody's approval."""
FACILITIES = {
    "hard": BankEntry.facility < FACILITY[0],
    "middle": BankEntry.facility.between(*FACILITY),
    "easy": BankEntry.facility > FACILITY[1],
    "unknown": BankEntry.facility.is_(None),
}
FINDINGS = {
    "error": BankEntry.finding == "error",
    "warning": BankEntry.finding.in_(("error", "warning")),
    "none": BankEntry.finding.not_in(("error", "warning")),
}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; an empty field narrows nothing. `words` are looked for in stem, code and tags.

    `state` is one of a question's (in review: a new version of it too), or STALE; `finding` and `facility` are keys of
    FINDINGS and FACILITIES; `comments` is OPEN or nothing; `quiz` is the slug of a published one that asks the
    question or may draw it.
    """

    words: str = ""
    topic: str = ""
    state: str = ""
    pool: str = ""
    level: str = ""
    type: str = ""
    origin: str = ""
    claim: str = ""
    quiz: str = ""
    finding: str = ""
    facility: str = ""
    comments: str = ""


@dataclass(frozen=True)
class BankLine:
    """A question in the list; `number` is its version in use, `waiting` a newer one that waits for its approval.

    `finding`: the level of the worst one; `facility`: the share of the marks that `answers` reached, None without any.
    """

    code: str
    stem: str
    topic: str
    level: str
    pool: str
    type: str
    state: str
    origin: str
    number: int
    waiting: int | None
    is_stale: bool
    finding: str
    facility: float | None
    answers: int
    has_images: bool


@dataclass(frozen=True)
class Found:
    """What a quiz may ask that has some words: `count` questions, of which the first few as pairs (code, stem)."""

    lines: tuple[tuple[str, str], ...]
    count: int


@dataclass(frozen=True)
class BankPage:
    """One page of the list: `found` questions fit the filters, of `whole` in the bank.

    `following` is the code after which the next page begins, empty on the last one; `counted_at`: when learners'
    answers were counted last, None when never.
    """

    lines: tuple[BankLine, ...]
    found: int
    whole: int
    following: str
    counted_at: datetime | None


def bank_page(outline: Outline, filters: Filters, after: str = "") -> BankPage:
    """The questions after a code."""
    own = BankEntry.course_id == outline.course_id
    whole = select(func.count()).select_from(BankEntry).where(own)
    counted = select(func.max(BankEntry.counted_at)).where(own)
    with read_connection() as connection:
        in_all, counted_at = connection.execute(select(whole.scalar_subquery(), counted.scalar_subquery())).one()
        fits = list(_conditions(outline, filters))
        found, ids, more = _page_of(connection, [own, *fits], after, in_all if not fits else None)
        rows = connection.execute(_listed().where(Question.id.in_(ids)).order_by(Question.code)).all()
    following = rows[-1].code if more else ""
    return BankPage(tuple(BankLine(*row) for row in rows), found, in_all, following, counted_at)


def fitting_codes(outline: Outline, filters: Filters, most: int) -> list[str]:
    """The codes of the questions that fit, in order; one more than `most` tells that there are too many."""
    own = BankEntry.course_id == outline.course_id
    with read_connection() as connection:
        fits = _conditions(outline, filters)
        statement = select(BankEntry.code).where(own, *fits).order_by(BankEntry.code).limit(most + 1)
        return list(connection.scalars(statement))


def _page_of(
    connection: Connection, conditions: list[ColumnElement[bool]], after: str, known: int | None
) -> tuple[int, list[int], bool]:
    """How many fit, the ids of a page, and whether more follow; `known`: how many when everything fits."""
    if known is not None:
        ids = select(BankEntry.question_id).where(*conditions, BankEntry.code > after)
        shown, last = read_page(connection, ids.order_by(BankEntry.code))
        return known, [row.question_id for row in shown], last is not None
    known_id = func.coalesce(func.max(BankEntry.question_id), 0)
    place = select(literal(after), known_id).where(*conditions[:1], BankEntry.code == after)
    fits = select(BankEntry.code, BankEntry.question_id).where(*conditions)
    return fitting_page(connection, fits, place.scalar_subquery() if after else None)


def questions_with(course_id: int, searches: Collection[str]) -> dict[str, Found]:
    """By search, the questions in use, self-checks left out, whose code, stem or tags contain each of its words."""
    if not searches:
        return {}
    statement = (
        select(Question.code, STEM.label("stem"), BankEntry.sought)
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .join(BankEntry, HAS_ENTRY)
        .where(Question.course_id == course_id, Question.state == "approved", Question.pool != "self-check")
        .order_by(Question.code)
    )
    with read_connection() as connection:
        wanted = or_(*(and_(true(), *_has_words(one)) for one in searches))
        rows = connection.execute(statement.where(wanted)).all()
    fitting = {
        one: [(row.code, row.stem) for row in rows if all(word in row.sought for word in _words(one))]
        for one in searches
    }
    return {one: Found(tuple(lines[:MOST_FOUND]), len(lines)) for one, lines in fitting.items()}


def _listed() -> Select[Any]:
    """The columns of a line, in its order."""
    return (
        select(
            Question.code,
            STEM.label("stem"),
            Question.topic,
            BankEntry.level,
            Question.pool,
            Question.type,
            Question.state,
            Question.origin,
            Question.newest_number,
            Question.waiting_number,
            BankEntry.is_stale,
            BankEntry.finding,
            BankEntry.facility,
            BankEntry.answers,
            cast(QuestionVersion.content, Text).contains("](image:").label("has_images"),
        )
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .join(BankEntry, HAS_ENTRY)
    )


def _conditions(outline: Outline, filters: Filters) -> Iterator[ColumnElement[bool]]:
    columns = (
        (BankEntry.topic, filters.topic),
        (BankEntry.level, filters.level),
        (BankEntry.pool, filters.pool),
        (BankEntry.type, filters.type),
        (BankEntry.origin, filters.origin),
    )
    yield from (column == value for column, value in columns if value)
    if filters.state:
        named = {
            STALE: BankEntry.is_stale.is_(True),
            IN_REVIEW: or_(BankEntry.state == IN_REVIEW, BankEntry.is_waiting),
        }
        yield named.get(filters.state, BankEntry.state == filters.state)
    if filters.claim:
        yield BankEntry.claims.contains(f" {filters.claim} ", autoescape=True)
    if filters.finding:
        yield FINDINGS[filters.finding]
    if filters.facility:
        yield FACILITIES[filters.facility]
    if filters.comments:
        open_one = (QuestionComment.question_id == BankEntry.question_id) & QuestionComment.resolved_at.is_(None)
        yield select(QuestionComment.id).where(open_one).correlate(BankEntry).exists()
    if filters.quiz:
        yield may_be_asked(outline.quizzes[filters.quiz].quiz)
    yield from _has_words(filters.words)


def may_be_asked(quiz: Quiz) -> ColumnElement[bool]:
    """Whether the quiz asks the question always, or may draw it."""
    slots = {slot for _section, slot in slots_of(quiz)}
    fixed = [slot.question for slot in slots if slot.question]
    drawn = or_(false(), *(_may_be_drawn(slot) for slot in slots if not slot.question))
    return or_(BankEntry.code.in_(fixed), and_(BankEntry.state == "approved", BankEntry.pool != "self-check", drawn))


def _may_be_drawn(slot: Slot) -> ColumnElement[bool]:
    named = ((BankEntry.topic, slot.topics), (BankEntry.pool, slot.pools))
    return and_(true(), *(column.in_(names) for column, names in named if names))


def _has_words(words: str) -> Iterator[ColumnElement[bool]]:
    return (BankEntry.sought.contains(word, autoescape=True) for word in _words(words))


def _words(text: str) -> list[str]:
    return search_key(text).split() if text else []
