"""Lists of people: those used before, and one with its rows, paged by their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from course_app.domain.names import normalise_email, search_key
from course_app.domain.rosters import CANNOT, KINDS
from course_app.extensions import read_connection
from course_app.models import Course, Person, RosterImport, RosterRow
from course_app.queries.paging import read_page

NEWEST = 20


@dataclass(frozen=True)
class RosterLine:
    """One row as the preview or the report shows it; `kind` is what is planned, or what was done."""

    place: int
    line: int
    name: str
    email: str
    kind: str
    note: str


@dataclass(frozen=True)
class RosterPage:
    """A list and one page of its rows. `counts` by kind; `following`: the place to go on after, 0 at the end."""

    public_id: str
    slug: str
    course: str
    cohort: str
    makes_cohort: bool
    file_name: str
    warning: str
    state: str
    actor: str
    rows: int
    position: int
    created_at: datetime
    finished_at: datetime | None
    is_cleared: bool
    counts: dict[str, int]
    lines: tuple[RosterLine, ...]
    following: int

    def count(self, *kinds: str) -> int:
        """The rows of these kinds together."""
        return sum(self.counts.get(kind, 0) for kind in kinds)


def roster_page(roster: str, kind: str = "", search: str = "", after: int = 0) -> RosterPage | None:
    """A list, with its rows narrowed to a kind and to a name or e-mail; None when there is no such list."""
    with read_connection() as connection:
        row = connection.execute(_rosters().where(RosterImport.public_id == roster)).one_or_none()
        if row is None:
            return None
        shown = RosterRow.outcome if row.state == "done" else RosterRow.plan
        statement = select(
            RosterRow.place, RosterRow.line, RosterRow.name, RosterRow.email, shown, RosterRow.note
        ).where(RosterRow.import_id == row.id, RosterRow.place > after)
        if kind in KINDS:
            statement = statement.where(shown == kind)
        for word in _words(search):
            statement = statement.where(RosterRow.search_key.contains(word, autoescape=True))
        rows, last = read_page(connection, statement.order_by(RosterRow.place))
    return _page(row, rows, last)


def rosters() -> list[RosterPage]:
    """The newest lists, without their rows."""
    with read_connection() as connection:
        rows = connection.execute(_rosters().order_by(RosterImport.id.desc()).limit(NEWEST)).all()
    return [_page(row) for row in rows]


def failed_rows(roster: str) -> tuple[list[str], list[Row[Any]]] | None:
    """The first row of a list, and (line, cells, why) of every row that was left out, in the list's order."""
    with read_connection() as connection:
        found = select(RosterImport.id, RosterImport.header, RosterImport.state).where(RosterImport.public_id == roster)
        row = connection.execute(found).one_or_none()
        if row is None:
            return None
        shown = RosterRow.outcome if row.state == "done" else RosterRow.plan
        left_out = select(RosterRow.line, RosterRow.cells, RosterRow.note).where(
            RosterRow.import_id == row.id, shown == CANNOT
        )
        return row.header, list(connection.execute(left_out.order_by(RosterRow.line, RosterRow.place)))


def _rosters() -> Any:
    return (
        select(RosterImport.__table__, Course.slug, Course.title, Person.name.label("actor"))
        .join(Course, Course.id == RosterImport.course_id)
        .outerjoin(Person, Person.id == RosterImport.actor_id)
    )


def _words(search: str) -> list[str]:
    text = search.strip()[:200]
    if "@" in text:
        return [normalise_email(text)]
    return search_key(text).split() if text else []


def _page(row: Row[Any], shown: Sequence[Row[Any]] = (), last: Row[Any] | None = None) -> RosterPage:
    return RosterPage(
        public_id=row.public_id,
        slug=row.slug,
        course=row.title,
        cohort=row.cohort_name,
        makes_cohort=bool(row.cohort_name) and row.cohort_id is None,
        file_name=row.file_name,
        warning=row.warning,
        state=row.state,
        actor=row.actor or "",
        rows=row.rows,
        position=row.position,
        created_at=row.created_at,
        finished_at=row.finished_at,
        is_cleared=row.cleared_at is not None,
        counts=row.counts,
        lines=tuple(RosterLine(*one) for one in shown),
        following=last.place if last else 0,
    )
