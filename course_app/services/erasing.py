"""Erase a person's data: asked for, confirmed, applied again to data that were restored.

The order in which an erasure is written: everything is emptied in one transaction; before it is committed, the line
in the list of erasures is on the disk. So an erasure that was acknowledged is always on the list. If the machine stops
in between, the list has one that the database does not show; it was confirmed, and `keep_erased` does it. The list may
lie in several data folders (nodes on one PostgreSQL): each is completed from the database.
"""

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.erasure import STRAGGLERS, Erasure, names_the_person
from course_app.domain.errors import RuleBroken
from course_app.formats import mail_texts
from course_app.gateways import erasure_list
from course_app.gateways.erasure_list import ErasureListProblem
from course_app.gateways.mail import forget_files
from course_app.models import Person
from course_app.queries.erasures import erased_people, not_erased
from course_app.queries.viewer import Viewer
from course_app.services.administering import ADMINISTRATORS, NoSuchPerson, OwnAccount, keep_an_administrator
from course_app.services.emptying import ERASED, ERASED_AGAIN, empty
from course_app.services.ledgers import audit, message
from course_app.services.transaction import held, hold_name, transaction


class NotErased(RuleBroken):
    """Something has to be put right first; nothing was erased."""


def ask(viewer: Viewer, site: str, now: datetime) -> None:
    """Ask for the erasure of one's own data; an administrator sees it. Again is fine."""
    with transaction() as session:
        row = _held(session, viewer.public_id)
        if row.erasure_asked_at is None:
            row.erasure_asked_at = now
            message(session, row.email, mail_texts.erasure_asked(site, row.name), now, person=row.id)
            audit(session, row.id, "erasure asked for", f"person {row.id}", now, person=row.id)


def step_back(viewer: Viewer, now: datetime) -> None:
    """Take back what one asked for, as long as it was not done. Again is fine."""
    with transaction() as session:
        row = _held(session, viewer.public_id)
        if row.erasure_asked_at is not None:
            row.erasure_asked_at = None
            audit(session, row.id, "erasure no longer asked for", f"person {row.id}", now, person=row.id)


def erase(actor_id: int | None, person: str, reason: str, now: datetime) -> None:
    """Erase a person's data (no actor: from the terminal), for good. A second time is the first one.

    Raises `NoSuchPerson`, `OwnAccount`, `LastAdministrator` or `NotErased`.
    """
    with transaction() as session:
        hold_name(session, ADMINISTRATORS)
        row = _held(session, person)
        if row.erased_at is not None:
            return
        if row.id == actor_id:
            raise OwnAccount("You cannot erase your own data here. Ask another administrator.")
        if row.is_admin:
            keep_an_administrator(session, row.id)
        if names_the_person(reason, row.name, row.email):
            raise NotErased("The reason stays in the audit, and it names the person. Say it without name and e-mail.")
        _empty(session, row, now, now)
        audit(session, actor_id, ERASED, f"person {row.id}", now, person=row.id, reason=reason)
        session.flush()
        try:
            erasure_list.add(_list(), [Erasure(person, now)])
        except ErasureListProblem as problem:
            raise NotErased(f"{problem} Nothing was erased.") from problem


def keep_erased(now: datetime) -> int:
    """The worker's job: erase what the list has and the database does not show; how many people's data that was.

    What a request that had begun before an erasure wrote after it goes too, and the list gets what it misses.
    """
    for one in erased_people():
        if now - one.at < STRAGGLERS:
            _empty_again(one.person, now)
    complete_list()
    return apply_list(now)


def apply_list(now: datetime) -> int:
    """Erase the data of everybody on the list whose data are there; how many people's that was."""
    waiting = listed_but_there()
    for one in waiting:
        _erase_again(one, now)
    return len(waiting)


def listed_but_there() -> list[Erasure]:
    """The erasures on the list that the database does not show. Raises `ErasureListProblem`."""
    listed = {one.person: one for one in erasure_list.read(_list()) or ()}
    return [listed[person] for person in sorted(not_erased(listed))]


def complete_list() -> list[Erasure]:
    """Write what the database shows and the list misses into the list, which is there afterwards; all of it."""
    path = _list()
    listed = erasure_list.read(path)
    known = {one.person for one in listed or ()}
    missing = [one for one in erased_people() if one.person not in known]
    if missing or listed is None:
        erasure_list.add(path, missing)
    return [*(listed or ()), *missing]


def _erase_again(one: Erasure, now: datetime) -> None:
    with transaction() as session:
        row = _held(session, one.person)
        if row.erased_at is None:
            _empty(session, row, one.at, now)
            reason = f"Erased on {one.at:%-d %B %Y}; these data were of an earlier day."
            audit(session, None, ERASED_AGAIN, f"person {row.id}", now, person=row.id, reason=reason)


def _empty_again(person: str, now: datetime) -> None:
    with transaction() as session:
        row = _held(session, person)
        _empty(session, row, row.erased_at, now)


def _empty(session: Session, person: Person, at: datetime, now: datetime) -> None:
    mails = empty(session, person, now)
    person.erased_at = at
    files = [(mail.created_at, mail.message_id) for mail in mails if mail.message_id]
    forget_files(current_app.config["SETTINGS"].mail_folder, files)


def _held(session: Session, person: str) -> Person:
    """The person's row, also when their data were erased. Raises `NoSuchPerson`."""
    row = held(session, select(Person).where(Person.public_id == person))
    if row is None:
        raise NoSuchPerson("There is no such person.")
    return row


def _list() -> Path:
    return erasure_list.path_in(current_app.config["SETTINGS"].data)
