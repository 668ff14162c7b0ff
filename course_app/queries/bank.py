"""The bank of a course as its instructors list it: filtered, searched, paged by the question's code.

The database cannot compare words of every script, so a search is done here, on stems folded as names are; so is
the question which questions are stale, since their claims lie in JSON.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from course_app.domain.names import search_key
from course_app.domain.reviews import Groundwork
from course_app.extensions import read_connection
from course_app.models import Question, QuestionVersion
from course_app.queries.catalogue import Outline
from course_app.queries.grounds import STANDING, groundwork, is_stale
from course_app.queries.paging import PAGE
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION

MOST_FOUND = 8
STALE = "stale"
STEM = QuestionVersion.content["stem"].as_string()
LEVEL = QuestionVersion.content["level"].as_string()
_folded = lru_cache(maxsize=16_384)(search_key)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; an empty field narrows nothing. `words` are looked for in stem and code.

    `state` is one of a question's, or STALE.
    """

    topic: str = ""
    level: str = ""
    pool: str = ""
    type: str = ""
    state: str = ""
    origin: str = ""
    words: str = ""


@dataclass(frozen=True)
class BankLine:
    """A question in the list; `number` is its version in use."""

    code: str
    stem: str
    topic: str
    level: str
    pool: str
    type: str
    state: str
    origin: str
    number: int
    is_stale: bool


@dataclass(frozen=True)
class Found:
    """What a quiz may ask that has some words: `count` questions, of which the first few as pairs (code, stem)."""

    lines: tuple[tuple[str, str], ...]
    count: int


@dataclass(frozen=True)
class BankPage:
    """One page of the list: `found` questions fit the filters, of `whole` in the bank.

    `following` is the code after which the next page begins, empty on the last one.
    """

    lines: tuple[BankLine, ...]
    found: int
    whole: int
    following: str


def bank_page(outline: Outline, filters: Filters, after: str = "") -> BankPage:
    """The questions after a code."""
    course_id, course = outline.course_id, groundwork(outline)
    conditions = _conditions(filters)
    counts = select(func.count(), func.count().filter(*conditions) if conditions else func.count())
    whole = (
        counts.select_from(Question)
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .where(Question.course_id == course_id)
    )
    listed = _listed(course_id, conditions, after)
    with read_connection() as connection:
        total, found = connection.execute(whole).one()
        if filters.words or filters.state == STALE:
            fitting = [row for row in connection.execute(listed) if _fits(row, filters, course)]
            rows, found = [row for row in fitting if row.is_after][: PAGE + 1], len(fitting)
        else:
            rows = list(connection.execute(listed.where(Question.code > after).limit(PAGE + 1)))
    following = rows[PAGE - 1].code if len(rows) > PAGE else ""
    lines = tuple(BankLine(*row[:9], is_stale=is_stale(row, course)) for row in rows[:PAGE])
    return BankPage(lines, found, total, following)


def questions_with(course_id: int, searches: Collection[str]) -> dict[str, Found]:
    """By search, the questions in use, self-checks left out, whose code or stem contains each of its words."""
    if not searches:
        return {}
    statement = (
        select(Question.code, STEM.label("stem"))
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .where(Question.course_id == course_id, Question.state == "approved", Question.pool != "self-check")
        .order_by(Question.code)
    )
    with read_connection() as connection:
        rows = connection.execute(statement).all()
    fitting = {one: [(row.code, row.stem) for row in rows if _has_words(row, one)] for one in searches}
    return {one: Found(tuple(lines[:MOST_FOUND]), len(lines)) for one, lines in fitting.items()}


def _listed(course_id: int, conditions: list[ColumnElement[bool]], after: str) -> Select[Any]:
    return (
        select(
            Question.code,
            STEM.label("stem"),
            Question.topic,
            LEVEL.label("level"),
            Question.pool,
            Question.type,
            Question.state,
            Question.origin,
            Question.newest_number,
            (Question.code > after).label("is_after"),
            *STANDING,
        )
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .where(Question.course_id == course_id, *conditions)
        .order_by(Question.code)
    )


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    columns = (
        (Question.topic, filters.topic),
        (LEVEL, filters.level),
        (Question.pool, filters.pool),
        (Question.type, filters.type),
        (Question.state, "" if filters.state == STALE else filters.state),
        (Question.origin, filters.origin),
    )
    return [column == value for column, value in columns if value]


def _fits(row: Row[Any], filters: Filters, course: Groundwork) -> bool:
    """Whether code or stem contains every word, and the question is stale where stale ones are wanted."""
    if filters.state == STALE and not is_stale(row, course):
        return False
    return not filters.words or _has_words(row, filters.words)


def _has_words(row: Row[Any], words: str) -> bool:
    text = f"{row.code.casefold()} {_folded(row.stem)}"
    return all(word in text for word in _folded(words).split())
