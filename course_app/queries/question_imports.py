"""Files of questions: those brought into a course before, and one with its items, paged by their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, select

from course_app.domain.bringing_in import CHANGED, KINDS, LEFT_OUT, fitted, merged
from course_app.domain.questions import LETTERS, Question, lettered
from course_app.domain.revisions import Change, changes
from course_app.extensions import read_connection
from course_app.formats.exchange import FORMATS, to_mend
from course_app.formats.foreign_text import text_of
from course_app.formats.plain_json import from_plain
from course_app.models import Person, QuestionImport, QuestionImportItem, QuestionVersion
from course_app.models import Question as QuestionRow
from course_app.queries.catalogue import Outline
from course_app.queries.paging import read_page
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION, ShownQuestion, shown_question

NEWEST = 20
LEFT = "left"
"""The filter for what is left out."""


@dataclass(frozen=True)
class ImportItem:
    """An item as the preview or the report shows it; `kind` is what is planned, or what it came to.

    `question` is as it would stand in the bank (None: it could not be read), `shown` as a learner would see it,
    `changes` what a new version changes of the one in use.
    """

    place: int
    line: int
    label: str
    kind: str
    code: str
    similar_to: str
    similar_item: int
    percent: int
    reason: str
    notes: tuple[str, ...]
    is_left_out: bool
    question: Question | None
    shown: ShownQuestion | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class ImportPage:
    """A file and one page of its items. `counts` by kind, `left_out` of them; `following`: 0 at the end.

    `can_mend`: the file is a text, which can be mended in the browser.
    """

    public_id: str
    file_name: str
    format: str
    state: str
    actor: str
    rows: int
    position: int
    counts: dict[str, int]
    left_out: int
    problems: tuple[str, ...]
    topic: str
    pool: str
    is_whole: bool
    failure: str
    seal: str
    created_at: datetime
    finished_at: datetime | None
    is_cleared: bool
    can_mend: bool
    items: tuple[ImportItem, ...] = ()
    following: int = 0

    def count(self, *kinds: str) -> int:
        """The items of these kinds together."""
        return sum(self.counts.get(kind, 0) for kind in kinds)


def import_page(outline: Outline, import_id: str, kind: str = "", after: int = 0) -> ImportPage | None:
    """A file of the course, its items narrowed to a kind; None when the course has no such file."""
    item = QuestionImportItem
    with read_connection() as connection:
        row = connection.execute(_imports(outline).where(QuestionImport.public_id == import_id)).one_or_none()
        if row is None:
            return None
        shown = case((item.outcome == "", item.kind), else_=item.outcome)
        statement = select(item.__table__, shown.label("is")).where(item.import_id == row.id, item.place > after)
        if kind in KINDS:
            statement = statement.where(shown == kind)
        elif kind == LEFT:
            statement = statement.where(item.is_left_out.is_(True))
        rows, last = read_page(connection, statement.order_by(item.place))
        codes = {one.code for one in rows if getattr(one, "is") == CHANGED}
        known = _current(connection, outline, codes) if codes else {}
    items = tuple(_item(outline, one, known) for one in rows)
    return _page(row, items, last.place if last else 0)


def imports(outline: Outline) -> list[ImportPage]:
    """The newest files of the course, without their items."""
    with read_connection() as connection:
        rows = connection.execute(_imports(outline).order_by(QuestionImport.id.desc()).limit(NEWEST)).all()
    return [_page(row) for row in rows]


def codes_taken(outline: Outline, import_id: str) -> list[str]:
    """The codes of the drafts that a file became, in its order."""
    item = QuestionImportItem
    statement = (
        select(item.code)
        .join(QuestionImport, QuestionImport.id == item.import_id)
        .where(QuestionImport.public_id == import_id, QuestionImport.course_id == outline.course_id)
        .where(item.outcome.in_(("new", "alike", "changed")))
        .order_by(item.place)
    )
    with read_connection() as connection:
        return list(connection.execute(statement).scalars())


def text_of_import(outline: Outline, import_id: str, *, rejected: bool) -> tuple[str, str] | None:
    """(format, text) of a file that is kept as yet: all of it, or its rejected items; None where it is no text."""
    statement = select(QuestionImport.format, QuestionImport.file_name, QuestionImport.data).where(
        QuestionImport.public_id == import_id, QuestionImport.course_id == outline.course_id
    )
    with read_connection() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None or row.data is None or not FORMATS[row.format].is_text:
        return None
    if not rejected:
        return row.format, text_of(row.data)
    return row.format, to_mend(row.data, row.format, FORMATS[row.format].parse(row.data, row.file_name))


def rejections(outline: Outline, import_id: str) -> list[Row[Any]] | None:
    """(place, line, label, reason) of every item that is rejected; None when the course has no such file."""
    item = QuestionImportItem
    own = (QuestionImport.public_id == import_id) & (QuestionImport.course_id == outline.course_id)
    with read_connection() as connection:
        key = connection.execute(select(QuestionImport.id).where(own)).scalar_one_or_none()
        if key is None:
            return None
        kind = case((item.outcome == "", item.kind), else_=item.outcome)
        columns = select(item.place, item.line, item.label, item.reason)
        bad = columns.where(item.import_id == key, kind == "rejected", item.is_left_out.is_(False))
        return list(connection.execute(bad.order_by(item.place)))


def _imports(outline: Outline) -> Select[Any]:
    left = (
        select(func.count())
        .where(QuestionImportItem.import_id == QuestionImport.id, QuestionImportItem.is_left_out.is_(True))
        .scalar_subquery()
    )
    columns = [column for column in QuestionImport.__table__.columns if column.name != "data"]
    return (
        select(*columns, Person.name.label("actor"), left.label("left_out"))
        .outerjoin(Person, Person.id == QuestionImport.actor_id)
        .where(QuestionImport.course_id == outline.course_id)
    )


def _current(connection: Connection, outline: Outline, codes: set[str]) -> dict[str, Question]:
    statement = (
        select(QuestionRow.code, QuestionVersion.content)
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .where(QuestionRow.course_id == outline.course_id, QuestionRow.code.in_(codes))
    )
    return {row.code: from_plain(Question, row.content) for row in connection.execute(statement)}


def _item(outline: Outline, row: Row[Any], known: dict[str, Question]) -> ImportItem:
    question, differences = None, ()
    if row.content is not None:
        question, _ = fitted(from_plain(Question, row.content), dict(outline.course.topics), outline.claims)
        if row.code in known:
            question = merged(question, known[row.code])
            differences = changes(known[row.code], question) if not row.outcome else ()
    return ImportItem(
        place=row.place,
        line=row.line,
        label=row.label,
        kind=getattr(row, "is"),
        code=row.code,
        similar_to=row.similar_to,
        similar_item=row.similar_item,
        percent=row.percent,
        reason=LEFT_OUT if row.is_left_out else row.reason,
        notes=tuple(row.notes),
        is_left_out=row.is_left_out,
        question=question,
        shown=_shown(question) if question else None,
        changes=tuple(differences),
    )


def _page(row: Row[Any], items: Sequence[ImportItem] = (), following: int = 0) -> ImportPage:
    return ImportPage(
        public_id=row.public_id,
        file_name=row.file_name,
        format=row.format,
        state=row.state,
        actor=row.actor or "",
        rows=row.rows,
        position=row.position,
        counts=row.counts,
        left_out=row.left_out,
        problems=tuple(row.problems),
        topic=row.topic,
        pool=row.pool,
        is_whole=row.is_whole,
        failure=row.failure,
        seal=row.seal,
        created_at=row.created_at,
        finished_at=row.finished_at,
        is_cleared=row.cleared_at is not None,
        can_mend=FORMATS[row.format].is_text and row.cleared_at is None,
        items=tuple(items),
        following=following,
    )


def _shown(question: Question) -> ShownQuestion:
    """As it is written, whatever letters its options have as yet."""
    return shown_question(lettered(question, kept=(), used=()), LETTERS[: len(question.options)])
