"""What bringing a file of questions into a course would do now: the bank that it meets, and a decision an item."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from course_app.domain.bringing_in import Bank, Decision, Known, Offered, plan
from course_app.domain.questions import Question
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.models import Question as QuestionRow
from course_app.models import QuestionImport, QuestionImportItem, QuestionSource, QuestionVersion
from course_app.queries.catalogue import Outline
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION


def plan_of(outline: Outline, offered: Sequence[Offered], file_name: str) -> list[Decision]:
    """A decision for each item of a file of that name ("": pasted)."""
    with read_connection() as connection:
        bank = _bank(connection, outline, file_name)
    return plan(offered, bank)


def planned_again(outline: Outline, public_id: str) -> list[Decision] | None:
    """The same for a file that is waiting to be confirmed; None when it waits no more."""
    with read_connection() as connection:
        waiting = select(QuestionImport.id, QuestionImport.file_name).where(
            QuestionImport.public_id == public_id,
            QuestionImport.course_id == outline.course_id,
            QuestionImport.state == "planned",
            QuestionImport.cleared_at.is_(None),
        )
        row = connection.execute(waiting).one_or_none()
        if row is None:
            return None
        item = QuestionImportItem
        items = connection.execute(
            select(item.content, item.source_id, item.kind, item.reason)
            .where(item.import_id == row.id)
            .order_by(item.place)
        ).all()
        bank = _bank(connection, outline, row.file_name)
    return plan([_offered(one.content, one.source_id, one.reason) for one in items], bank)


def _offered(content: object, source_id: str, reason: str) -> Offered:
    if content is None:
        return Offered(None, reasons=(reason,))
    return Offered(from_plain(Question, content), source_id)


def _bank(connection: Connection, outline: Outline, file_name: str) -> Bank:
    newest = (
        select(QuestionRow.code, QuestionRow.newest_number, QuestionRow.state, QuestionVersion.content)
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .where(QuestionRow.course_id == outline.course_id)
        .order_by(QuestionRow.code)
    )
    rows = connection.execute(newest).all()
    before = (
        select(QuestionSource.digest, QuestionSource.source_id, QuestionSource.file_name, QuestionRow.code)
        .join(QuestionRow, QuestionRow.id == QuestionSource.question_id)
        .where(QuestionSource.course_id == outline.course_id)
        .order_by(QuestionSource.id)
    )
    sources = connection.execute(before).all()
    return Bank(
        questions={row.code: Known(row.newest_number, row.state, from_plain(Question, row.content)) for row in rows},
        topics=dict(outline.course.topics),
        claims=outline.claims,
        digests={row.digest: row.code for row in sources},
        sources={row.source_id: row.code for row in sources if row.source_id and row.file_name == file_name != ""},
    )
