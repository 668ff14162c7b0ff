"""Bring a file of questions into the bank: confirm its plan, then deal with it in chunks, each one transaction.

As with lists of people (importing_rosters) the import's row keeps the place reached, so that whoever goes on after an
interruption begins where the last chunk ended. All or nothing is one transaction however long the file is. What was
confirmed is the most that happens; each item is looked at again when its turn comes.
"""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from course_app.domain.bringing_in import (
    BROUGHT_IN,
    REJECTED,
    UNCHANGED,
    PlanChanged,
)
from course_app.domain.errors import RuleBroken
from course_app.models import Course, QuestionImport, QuestionImportItem
from course_app.queries.catalogue import Outline, newest_outlines
from course_app.queries.import_plan import planned_again
from course_app.services.ledgers import audit
from course_app.services.planning_imports import Choices, NoSuchImport, is_still_so, keep_choices, own_import, plan_anew
from course_app.services.taking_in import take_in
from course_app.services.transaction import held, hold, transaction

CHUNK = 100
KEPT = timedelta(hours=24)
BANK_CHANGED = (
    "Nothing was brought in yet: the bank changed while you were looking, and with it what this file would do. Look at "
    "the items again as they stand here now, then confirm."
)
NOT_ALL = (
    "Nothing was brought in, since you chose all or nothing and {} rejected. Mend what is rejected and bring the file "
    "in again, leave it out, or take what is good."
)


class NotAllGood(RuleBroken):
    """All or nothing was chosen, and something is rejected."""


def begin(actor_id: int | None, outline: Outline, import_id: str, seal: str, choices: Choices, now: datetime) -> None:
    """Confirm the plan that has this seal; up to a chunk is done at once, more by the worker. Again is fine.

    Raises NoSuchImport; PlanChanged when the bank, or what is left out, is not what was looked at (the plan is then
    the present one); NotAllGood.
    """
    decisions = planned_again(outline, import_id)
    with transaction() as session:
        job = own_import(session, outline, import_id)
        if job.state != "planned":
            return
        if decisions is None:
            raise NoSuchImport("The file was kept for 24 hours and is gone. Bring it in again.")
        keep_choices(outline, job, choices)
        is_as_seen = job.seal == seal
        if not is_still_so(session, job.id, decisions):
            plan_anew(session, job, decisions)
            is_as_seen = False
        elif is_as_seen:
            _refuse_what_is_not_whole(session, job)
            job.state = "running"
            audit(session, actor_id, BROUGHT_IN, f"import {job.id}", now, reason=f"{job.rows} items")
        key, is_at_once = job.id, job.rows <= CHUNK
    if not is_as_seen:
        raise PlanChanged(BANK_CHANGED)
    if is_at_once:
        _finish(key, now)


def finish(import_id: str, now: datetime) -> None:
    """Deal with all that is left of a file that was begun."""
    with transaction() as session:
        key = session.scalars(select(QuestionImport.id).where(QuestionImport.public_id == import_id)).one()
    _finish(key, now)


def continue_question_imports(now: datetime) -> int:
    """The worker's job: deal with every file that was begun; how many chunks that took."""
    with transaction() as session:
        running = session.scalars(select(QuestionImport.id).where(QuestionImport.state == "running")).all()
    return sum(_finish(key, now) for key in running)


def clear_question_imports(now: datetime) -> int:
    """The worker's job: remove files that are a day old, and their items; the drafts stay."""
    table = QuestionImport
    with transaction() as session:
        old = (table.created_at <= now - KEPT) & table.cleared_at.is_(None) & (table.state != "running")
        ids = session.scalars(select(table.id).where(old)).all()
        session.execute(delete(QuestionImportItem).where(QuestionImportItem.import_id.in_(ids)))
        session.execute(update(table).where(table.id.in_(ids)).values(cleared_at=now, data=None))
        return len(ids)


def do_chunk(key: int, now: datetime) -> bool:
    """Deal with the next items of a running file: a hundred, or all of them; whether any were left to deal with."""
    try:
        return _do_chunk(key, now)
    except NotAllGood as refusal:
        _give_up(key, str(refusal), now)
        return False


def _finish(key: int, now: datetime) -> int:
    done = 0
    while do_chunk(key, now):
        done += 1
    return done


def _do_chunk(key: int, now: datetime) -> bool:
    outlines = {one.course_id: one for one in newest_outlines()}
    item = QuestionImportItem
    with transaction() as session:
        course_id = session.scalars(select(QuestionImport.course_id).where(QuestionImport.id == key)).one()
        hold(session, select(Course.id).where(Course.id == course_id))
        job = held(session, select(QuestionImport).where(QuestionImport.id == key, QuestionImport.state == "running"))
        if job is None:
            return False
        following = select(item).where(item.import_id == key, item.place > job.position).order_by(item.place)
        rows = session.scalars(following if job.is_whole else following.limit(CHUNK)).all()
        take_in(session, outlines[course_id], job, rows, now)
        if job.is_whole and any(row.outcome == REJECTED and not row.is_left_out for row in rows):
            raise NotAllGood(NOT_ALL.format("something is"))
        job.position = rows[-1].place if rows else job.rows
        if job.position == job.rows:
            _close(session, job, now)
        return bool(rows)


def _give_up(key: int, why: str, now: datetime) -> None:
    """All or nothing came to nothing, since the bank changed after it was confirmed."""
    item = QuestionImportItem
    with transaction() as session:
        job = held(session, select(QuestionImport).where(QuestionImport.id == key))
        if job is None or job.state != "running":
            return
        is_good = item.kind.not_in((UNCHANGED, REJECTED))
        session.execute(
            update(item)
            .where(item.import_id == key)
            .values(
                outcome=case((item.kind == UNCHANGED, UNCHANGED), else_=REJECTED),
                reason=case((is_good, why), else_=item.reason),
            )
        )
        job.failure, job.position = why, job.rows
        _close(session, job, now)


def _close(session: Session, job: QuestionImport, now: datetime) -> None:
    """The file is dealt with: count what was done."""
    session.flush()
    outcome = QuestionImportItem.outcome
    counted = select(outcome, func.count()).where(QuestionImportItem.import_id == job.id).group_by(outcome)
    job.counts = {kind: number for kind, number in session.execute(counted)}
    job.state, job.finished_at = "done", now


def _refuse_what_is_not_whole(session: Session, job: QuestionImport) -> None:
    item = QuestionImportItem
    bad = select(func.count()).where(item.import_id == job.id, item.kind == REJECTED, item.is_left_out.is_(False))
    number = session.scalars(bad).one()
    if job.is_whole and number:
        raise NotAllGood(NOT_ALL.format("one item is" if number == 1 else f"{number:,} items are"))
