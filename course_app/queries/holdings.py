"""Everything that is held on a person, table by table, for themselves to keep: how it is read.

What is read stands in holdings_account and holdings_learning. Which rows are somebody's by a word alone (an e-mail) is
decided by the e-mail that they have confirmed, nothing else: whoever merely types another's address must not be given
what is held under it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from course_app.domain.holdings import without_others
from course_app.models import Course, Person, Question
from course_app.queries.erasures import Known

AT_ONCE = 500


@dataclass(frozen=True)
class Holder:
    """Whose data are asked for; `known`: their confirmed e-mail, if it is confirmed."""

    id: int
    public_id: str
    name: str
    email: str
    known: Known


@dataclass(frozen=True)
class Part:
    """A table's share: the kind it belongs to, its heading, what is read, and which rows are the holder's.

    `by_others`: columns whose words others wrote about the holder. `shaped` changes a row before it is handed out.
    """

    kind: str
    words: str
    read: Select[Any]
    whose: Callable[[Holder], ColumnElement[bool]]
    by_others: tuple[str, ...] = ()
    shaped: Callable[[dict[str, Any]], dict[str, Any]] = dict


def holder_of(connection: Connection, person: str) -> Holder | None:
    """The person of that public id; None when there is none, or their data were erased."""
    row = connection.execute(
        select(Person.id, Person.name, Person.email, Person.confirmed_at).where(
            Person.public_id == person, Person.erased_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        return None
    proved = frozenset({row.email} if row.confirmed_at else ())
    return Holder(row.id, person, row.name, row.email, Known(proved, frozenset(), frozenset()))


def rows_held(connection: Connection, part: Part, holder: Holder) -> Iterator[Mapping[str, Any]]:
    """The rows of one part, some hundreds at a time, oldest first."""
    first = next(iter(part.read.selected_columns))
    statement = part.read.where(part.whose(holder)).order_by(*first.table.primary_key.columns)
    for row in connection.execute(statement.execution_options(yield_per=AT_ONCE)).mappings():
        yield part.shaped(
            {
                name: without_others(value, holder.email) if name in part.by_others else value
                for name, value in row.items()
            }
        )


def columns(table: Any, names: str) -> list[Any]:
    """The columns of those names."""
    return [getattr(table, name) for name in names.split()]


def in_course(table: Any, names: str, *more: Any) -> Select[Any]:
    """Rows that name their course."""
    read = select(*columns(table, names), Course.title.label("course"), *more)
    return read.select_from(table).join(Course, Course.id == table.course_id)


def of_questions(table: Any, names: str) -> Select[Any]:
    """Rows about a question, with its code and course."""
    read = select(*columns(table, names), Question.code.label("question"), Course.title.label("course"))
    return read.join(Question, Question.id == table.question_id).join(Course, Course.id == Question.course_id)


def theirs(column: Any) -> Callable[[Holder], ColumnElement[bool]]:
    """Rows in which that column is the holder."""
    return lambda holder: column == holder.id
