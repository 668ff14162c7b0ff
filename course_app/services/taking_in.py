"""Make drafts of items that were brought in, within the transaction of the verb that asks.

The course is held meanwhile, so that no code is given twice.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from course_app.domain.bringing_in import (
    CHANGED,
    LEFT_OUT,
    MEANWHILE,
    REJECTED,
    UNCHANGED,
    digest_of,
    fitted,
    merged,
    obstacles_of,
)
from course_app.domain.content_hash import content_hash
from course_app.domain.errors import RuleBroken
from course_app.domain.questions import Question, lettered
from course_app.formats.plain_json import from_plain, to_hash, to_plain
from course_app.models import Question as QuestionRow
from course_app.models import QuestionImport, QuestionImportItem, QuestionSource, QuestionVersion
from course_app.queries.catalogue import Outline
from course_app.queries.grounds import current_grounds
from course_app.services.authoring_use import refuse_what_breaks_a_quiz
from course_app.services.authoring_versions import (
    add_version,
    become_the_sites,
    free_number,
    new_row,
    put_to_use,
    with_letters,
)
from course_app.services.indexing import index_questions
from course_app.services.ledgers import audit
from course_app.services.transaction import hold


class NotTaken(RuleBroken):
    """An item cannot be taken as the bank stands now."""


@dataclass
class _Desk:
    """What the items of a chunk meet: codes in use, questions to get a new version, what was brought in before.

    `made`: the new questions, each (row, question, item); `numbers` gives free ones.
    """

    session: Session
    outline: Outline
    job: QuestionImport
    now: datetime
    codes: set[str]
    numbers: Iterable[int]
    before: dict[str, QuestionSource]
    targets: dict[str, QuestionRow]
    versions: dict[int, list[Row]]
    made: list[tuple[QuestionRow, Question, QuestionImportItem]] = field(default_factory=list)


def take_in(
    session: Session, outline: Outline, job: QuestionImport, items: Sequence[QuestionImportItem], now: datetime
) -> None:
    """Deal with these items: each gets its outcome, and new ones their code."""
    questions = {one.place: from_plain(Question, one.content) for one in items if one.content is not None}
    desk = _desk(session, outline, job, items, {digest_of(one) for one in questions.values()}, now)
    for item in items:
        question = questions.get(item.place)
        if item.is_left_out:
            item.outcome, item.reason = REJECTED, LEFT_OUT
        elif question is None or item.kind == REJECTED:
            item.outcome = REJECTED
        else:
            _take(desk, item, question)
    _add_made(desk)
    changed = [desk.targets[item.code] for item in items if item.outcome == CHANGED]
    index_questions(session, outline, [*(row for row, _, _ in desk.made), *changed], now)


def _desk(
    session: Session,
    outline: Outline,
    job: QuestionImport,
    items: Iterable[QuestionImportItem],
    digests: Collection[str],
    now: datetime,
) -> _Desk:
    course_id = outline.course_id
    codes = set(session.scalars(select(QuestionRow.code).where(QuestionRow.course_id == course_id)))
    planned = session.scalars(select(QuestionImportItem.code).where(QuestionImportItem.import_id == job.id))
    known = select(QuestionSource).where(QuestionSource.course_id == course_id, QuestionSource.digest.in_(digests))
    wanted = {item.code for item in items if item.code in codes}
    rows = select(QuestionRow).where(QuestionRow.course_id == course_id, QuestionRow.code.in_(wanted))
    hold(session, rows)
    targets = {row.code: row for row in session.scalars(rows)}
    versions: dict[int, list[Row]] = {row.id: [] for row in targets.values()}
    table = QuestionVersion
    columns = select(table.question_id, table.number, table.content_hash, table.content)
    for row in session.execute(columns.where(table.question_id.in_(versions)).order_by(table.number)):
        versions[row.question_id].append(row)
    return _Desk(
        session=session,
        outline=outline,
        job=job,
        now=now,
        codes=codes,
        numbers=count(free_number([*codes, *planned])),
        before={one.digest: one for one in session.scalars(known)},
        targets=targets,
        versions=versions,
    )


def _take(desk: _Desk, item: QuestionImportItem, given: Question) -> None:
    question, _ = fitted(given, dict(desk.outline.course.topics), desk.outline.claims)
    try:
        if digest_of(given) in desk.before:
            item.outcome = UNCHANGED
        elif item.kind == UNCHANGED:
            item.outcome = UNCHANGED
            _remember(desk, item, given, desk.targets.get(item.code))
        elif item.kind == CHANGED:
            item.outcome = _change(desk, item, question)
            _remember(desk, item, given, desk.targets[item.code])
        else:
            _make(desk, item, given, question)
            item.outcome = item.kind
    except RuleBroken as refusal:
        item.outcome, item.reason = REJECTED, str(refusal)


def _make(desk: _Desk, item: QuestionImportItem, given: Question, question: Question) -> None:
    """A new question, with what was chosen for all where it names none."""
    question = replace(question, topic=question.topic or desk.job.topic, pool=question.pool or desk.job.pool)
    _refuse(desk.outline, question)
    if not item.code or item.code in desk.codes:
        item.code = f"Q{next(iter(desk.numbers))}"
    desk.codes.add(item.code)
    question = lettered(replace(question, id=item.code), kept=(), used=())
    row = new_row(desk.outline, question)
    item.number = 1
    desk.before[digest_of(given)] = QuestionSource(**_source(desk, item, given))
    desk.made.append((row, question, item))


def _add_made(desk: _Desk) -> None:
    desk.session.add_all([row for row, _, _ in desk.made])
    desk.session.flush()
    for row, question, item in desk.made:
        add_version(desk.session, row.id, 1, question, desk.job.actor_id, desk.now)
        source = desk.before[digest_of(from_plain(Question, item.content))]
        source.question_id = row.id
        desk.session.add(source)
        _note(desk, row, "question written", f"{row.code}, version 1")


def _change(desk: _Desk, item: QuestionImportItem, question: Question) -> str:
    """Another version of a question, which is a draft from then on."""
    row = desk.targets[item.code]
    if row.newest_number != item.number or row.waiting_number is not None:
        raise NotTaken(MEANWHILE.format(item.code))
    versions = desk.versions[row.id]
    current = next(from_plain(Question, one.content) for one in versions if one.number == row.newest_number)
    question = with_letters(merged(question, current), versions, row.newest_number)
    if question == current:
        return UNCHANGED
    _refuse(desk.outline, question)
    if row.state == "approved":
        desk.session.flush()
        refuse_what_breaks_a_quiz(desk.session, desk.outline, None, without=row.code)
    digest = content_hash(to_hash(question))
    known = {one.content_hash: one.number for one in versions}
    number = known.get(digest, max(known.values()) + 1)
    if digest not in known:
        add_version(desk.session, row.id, number, question, desk.job.actor_id, desk.now)
    become_the_sites(desk.session, row, desk.job.actor_id, desk.now)
    put_to_use(row, number, question)
    row.state, row.grounds = "draft", to_plain(current_grounds(desk.outline, question))
    item.number = number
    _note(desk, row, "question edited", f"{row.code}, version {number}")
    return CHANGED


def _refuse(outline: Outline, question: Question) -> None:
    if obstacles := obstacles_of(question, dict(outline.course.topics), outline.claims):
        raise NotTaken(" ".join(obstacles))


def _remember(desk: _Desk, item: QuestionImportItem, given: Question, row: QuestionRow | None) -> None:
    """Where a question comes from, so that the same item changes nothing another time."""
    if row is not None:
        source = QuestionSource(**_source(desk, item, given), question_id=row.id)
        desk.before[source.digest] = source
        desk.session.add(source)


def _source(desk: _Desk, item: QuestionImportItem, given: Question) -> dict[str, object]:
    return {
        "course_id": desk.outline.course_id,
        "digest": digest_of(given),
        "source_id": item.source_id,
        "file_name": desk.job.file_name,
    }


def _note(desk: _Desk, row: QuestionRow, verb: str, reason: str) -> None:
    audit(desk.session, desk.job.actor_id, verb, f"question {row.id}", desk.now, reason=reason)
