"""Use a list of people: store its plan, then deal with it in chunks, each one transaction.

The import's row keeps the place reached, so that whoever goes on after an interruption, this process or another one,
begins where the last chunk ended. What was confirmed is the most that happens: a row planned as nothing stays
nothing. Each row is looked at again when its turn comes, since people register meanwhile.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.names import search_key
from course_app.domain.rosters import (
    CANNOT,
    ENROL,
    INVITE,
    LIST_USED,
    MOVE,
    NUMBER,
    WORK,
    Decision,
    Listed,
    decide,
    doubts_sentence,
    stand_in_name,
)
from course_app.formats import mail_texts
from course_app.formats.person_text import LONGEST_NUMBER
from course_app.formats.roster_csv import Roster
from course_app.formats.roster_csv import RosterRow as ReadRow
from course_app.gateways.chance import public_id
from course_app.models import Cohort, Course, Enrolment, Person, RosterImport, RosterRow
from course_app.queries.roster_plan import PersonFacts, Place, facts_of, listed, plan_of
from course_app.services.accounts import new_person
from course_app.services.inviting import invite_newcomer
from course_app.services.ledgers import audit, message
from course_app.services.links import Letterhead
from course_app.services.transaction import held, transaction

CHUNK = 100
REST_SECONDS = 0.12
"""How long to rest between two chunks. Whoever waits for SQLite's one writer looks again after 0.1 s at the latest;
without a rest they found it taken again and again (p99 of learners' saves: 6 s beside a list of 5,000)."""
KEPT = timedelta(hours=24)
LONGEST = 400
LONGEST_WARNING = 300
BLANK = "BLANK"
"""Stands in a link where the token goes."""


class NoSuchRoster(RuleBroken):
    """There is no such list, or its rows have been removed."""


def store_plan(actor_id: int | None, roster: Roster, file_name: str, place: Place, now: datetime) -> str:
    """Keep a list and what it would do; nothing else changes. The public id of the import."""
    decisions = plan_of(roster, place)
    warnings = [one.message for one in roster.problems if one.level == "warning"]
    warnings.append(doubts_sentence(listed(roster), decisions))
    ordered = sorted(zip(roster.rows, decisions, strict=True), key=lambda pair: pair[1].kind != CANNOT)
    with transaction() as session:
        made = RosterImport(
            public_id=public_id(),
            actor_id=actor_id,
            course_id=place.course_id,
            cohort_id=place.cohort_id,
            cohort_name=place.cohort,
            file_name=file_name,
            warning=" ".join(filter(None, warnings))[:LONGEST_WARNING],
            header=list(roster.header),
            counts=Counter(one.kind for one in decisions),
            rows=len(ordered),
            created_at=now,
        )
        session.add(made)
        session.flush()
        session.execute(
            insert(RosterRow),
            [_row(made.id, number, row, decision) for number, (row, decision) in enumerate(ordered, 1)],
        )
        return made.public_id


def begin(actor_id: int | None, roster: str, letterhead: Letterhead, now: datetime) -> None:
    """Confirm a plan; up to a chunk is done at once, more by the worker. Again is fine. Raises `NoSuchRoster`."""
    with transaction() as session:
        row = held(session, select(RosterImport).where(RosterImport.public_id == roster))
        if row is None or (row.cleared_at is not None and row.state == "planned"):
            raise NoSuchRoster("The rows of this list were kept for 24 hours and are gone. Use the list again.")
        if row.state != "planned":
            return
        row.state, row.site, row.link = "running", letterhead.site, letterhead.link_to(BLANK)
        row.sign_in = letterhead.sign_in
        reason = f"{row.rows} rows{f' from {row.file_name}' if row.file_name else ''}"
        audit(session, actor_id, LIST_USED, f"roster {row.id}", now, reason=reason)
        is_short = row.rows <= CHUNK
        import_id = row.id
    if is_short:
        while do_chunk(import_id, now):
            pass


def finish(roster: str, now: datetime, rest: Callable[[], object] = lambda: None) -> None:
    """Deal with all that is left of a list that was begun; between two chunks `rest` lets others write."""
    with transaction() as session:
        import_id = session.scalars(select(RosterImport.id).where(RosterImport.public_id == roster)).one()
    _chunks(import_id, now, rest)


def continue_imports(now: datetime, rest: Callable[[], object] = lambda: None) -> int:
    """The worker's job: deal with every list that was begun; how many chunks that took."""
    with transaction() as session:
        running = session.scalars(select(RosterImport.id).where(RosterImport.state == "running")).all()
    return sum(_chunks(import_id, now, rest) for import_id in running)


def clear_rows(now: datetime) -> int:
    """The worker's job: remove the rows of lists that are a day old; what was done stays in the audit."""
    with transaction() as session:
        old = select(RosterImport.id).where(
            RosterImport.created_at <= now - KEPT, RosterImport.cleared_at.is_(None), RosterImport.state != "running"
        )
        ids = session.scalars(old).all()
        session.execute(delete(RosterRow).where(RosterRow.import_id.in_(ids)))
        session.execute(update(RosterImport).where(RosterImport.id.in_(ids)).values(cleared_at=now))
        return len(ids)


def do_chunk(import_id: int, now: datetime) -> bool:
    """Deal with the next hundred rows of a running list; whether any were left to deal with."""
    with transaction() as session:
        running = select(RosterImport).where(RosterImport.id == import_id, RosterImport.state == "running")
        job = held(session, running)
        if job is None:
            return False
        rows = session.scalars(
            select(RosterRow)
            .where(RosterRow.import_id == import_id, RosterRow.place > job.position)
            .order_by(RosterRow.place)
            .limit(CHUNK)
        ).all()
        _deal_with(session, job, rows, now)
        job.position = rows[-1].place if rows else job.rows
        if job.position == job.rows:
            _close(session, job, now)
        return bool(rows)


def _chunks(import_id: int, now: datetime, rest: Callable[[], object]) -> int:
    done = 0
    while do_chunk(import_id, now):
        done += 1
        rest()
    return done


def _deal_with(session: Session, job: RosterImport, rows: list[RosterRow], now: datetime) -> None:
    cohort_id = _cohort(session, job, now)
    facts = facts_of(session.connection(), job.course_id, {row.email for row in rows if row.plan in WORK})
    for row in rows:
        decision = _decision(row, facts.get(row.email), job.cohort_name)
        row.outcome, row.note = decision.kind, decision.note[:LONGEST]
    course = session.scalars(select(Course.title).where(Course.id == job.course_id)).one()
    _add_people(session, job, [row for row in rows if row.outcome == INVITE], course, cohort_id, now)
    for row in rows:
        if row.outcome == ENROL:
            one = facts[row.email]
            session.add(_enrolment(job, row, one.person_id, cohort_id, one.cycles + 1, now))
            _note(session, job, "enrolled", one.person_id, now)
            text = mail_texts.enrolled(job.site, one.known.name, course, job.sign_in)
            message(session, row.email, text, now, person=one.person_id)
        elif row.outcome == MOVE:
            _note(session, job, "moved to a cohort", facts[row.email].person_id, now)
        elif row.outcome == NUMBER:
            _note(session, job, "employee number set", facts[row.email].person_id, now)
    moved = [facts[row.email].enrolment_id for row in rows if row.outcome == MOVE]
    if moved:
        session.execute(update(Enrolment).where(Enrolment.id.in_(moved)).values(cohort_id=cohort_id))
    given = [row for row in rows if row.outcome in (MOVE, NUMBER) and row.number]
    numbered = [{"id": facts[row.email].enrolment_id, "employee_number": row.number} for row in given]
    if numbered:
        session.execute(update(Enrolment), numbered)


def _decision(row: RosterRow, facts: PersonFacts | None, cohort: str) -> Decision:
    """What was planned, unless things have changed since."""
    if row.plan not in WORK:
        return Decision(row.plan, row.note)
    now = decide(Listed(row.line, row.name, row.email, number=row.number), facts.known if facts else None, cohort)
    return replace(now, note=row.note) if now.kind == row.plan else now


def _add_people(
    session: Session, job: RosterImport, rows: list[RosterRow], course: str, cohort_id: int | None, now: datetime
) -> None:
    """New people, enrolled in the course of that title and invited."""
    people: list[Person] = [new_person(row.name or stand_in_name(row.email), row.email, None, now) for row in rows]
    session.add_all(people)
    session.flush()
    letterhead = Letterhead(job.site, lambda token: job.link.replace(BLANK, token), job.sign_in)
    for row, person in zip(rows, people, strict=True):
        session.add(_enrolment(job, row, person.id, cohort_id, 1, now))
        invite_newcomer(session, person, course, letterhead, now)
        _note(session, job, "person added", person.id, now)
        _note(session, job, "enrolled", person.id, now)


def _enrolment(
    job: RosterImport, row: RosterRow, person_id: int, cohort_id: int | None, cycle: int, now: datetime
) -> Enrolment:
    return Enrolment(
        person_id=person_id,
        course_id=job.course_id,
        cohort_id=cohort_id,
        cycle=cycle,
        kind="learner",
        employee_number=row.number,
        created_at=now,
    )


def _note(session: Session, job: RosterImport, verb: str, person_id: int, now: datetime) -> None:
    audit(session, job.actor_id, verb, f"roster {job.id}", now, person=person_id)


def _cohort(session: Session, job: RosterImport, now: datetime) -> int | None:
    """The cohort that people go into, made when it is not there yet."""
    if job.cohort_id is None and job.cohort_name:
        named = select(Cohort).where(Cohort.course_id == job.course_id, Cohort.name == job.cohort_name)
        cohort = session.scalar(named)
        if cohort is None:
            cohort = Cohort(public_id=public_id(), course_id=job.course_id, name=job.cohort_name, created_at=now)
            session.add(cohort)
            session.flush()
            audit(session, job.actor_id, "cohort made", f"cohort {cohort.id}", now, reason=cohort.name)
        job.cohort_id = cohort.id
    return job.cohort_id


def _close(session: Session, job: RosterImport, now: datetime) -> None:
    """The list is dealt with: count what was done."""
    session.flush()
    counted = select(RosterRow.outcome, func.count()).where(RosterRow.import_id == job.id).group_by(RosterRow.outcome)
    job.counts = {kind: number for kind, number in session.execute(counted)}
    job.state, job.finished_at = "done", now


def _row(import_id: int, place: int, row: ReadRow, decision: Decision) -> dict[str, object]:
    name, email = row.name[:LONGEST], row.email[:LONGEST]
    return {
        "import_id": import_id,
        "place": place,
        "line": row.line,
        "name": name,
        "email": email,
        "number": row.number[:LONGEST_NUMBER],
        "search_key": f"{search_key(name) if name else ''} {email.casefold()}"[: 2 * LONGEST],
        "cells": list(row.cells),
        "plan": decision.kind,
        "note": decision.note[:LONGEST],
    }
