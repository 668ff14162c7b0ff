"""The bank of a course as its instructors list it: filtered, searched, paged by the question's code.

The database cannot compare words of every script, so a search is done here, on stems folded as names are.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from course_app.domain.names import search_key
from course_app.extensions import read_connection
from course_app.models import Question, QuestionVersion

PAGE = 50
STEM = QuestionVersion.content["stem"].as_string()
LEVEL = QuestionVersion.content["level"].as_string()
NEWEST = (QuestionVersion.question_id == Question.id) & (QuestionVersion.number == Question.newest_number)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; an empty field narrows nothing. `words` are looked for in stem and code."""

    topic: str = ""
    level: str = ""
    pool: str = ""
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
    state: str
    origin: str
    number: int


@dataclass(frozen=True)
class BankPage:
    """One page of the list: `found` questions fit the filters, of `whole` in the bank.

    `following` is the code after which the next page begins, empty on the last one.
    """

    lines: tuple[BankLine, ...]
    found: int
    whole: int
    following: str


def bank_page(course_id: int, filters: Filters, after: str = "") -> BankPage:
    """The questions after a code."""
    conditions = _conditions(filters)
    counts = select(func.count(), func.count().filter(*conditions) if conditions else func.count())
    whole = counts.select_from(Question).join(QuestionVersion, NEWEST).where(Question.course_id == course_id)
    listed = (
        select(
            Question.code,
            STEM.label("stem"),
            Question.topic,
            LEVEL.label("level"),
            Question.pool,
            Question.state,
            Question.origin,
            Question.newest_number,
            (Question.code > after).label("is_after"),
        )
        .join(QuestionVersion, NEWEST)
        .where(Question.course_id == course_id, *conditions)
        .order_by(Question.code)
    )
    with read_connection() as connection:
        total, found = connection.execute(whole).one()
        if filters.words:
            fitting = [row for row in connection.execute(listed) if _has(row, filters.words)]
            rows, found = [row for row in fitting if row.is_after][: PAGE + 1], len(fitting)
        else:
            rows = list(connection.execute(listed.where(Question.code > after).limit(PAGE + 1)))
    following = rows[PAGE - 1].code if len(rows) > PAGE else ""
    return BankPage(tuple(BankLine(*row[:8]) for row in rows[:PAGE]), found, total, following)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    columns = (
        (Question.topic, filters.topic),
        (LEVEL, filters.level),
        (Question.pool, filters.pool),
        (Question.state, filters.state),
        (Question.origin, filters.origin),
    )
    return [column == value for column, value in columns if value]


def _has(row: Row[Any], words: str) -> bool:
    """Whether code or stem contains every word."""
    text = f"{row.code.casefold()} {search_key(row.stem)}"
    return all(word in text for word in search_key(words).split())
