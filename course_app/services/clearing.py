"""Remove what has been kept long enough (domain.retention), in portions, so that learners' saves wait for none long.

Each portion is a transaction of its own. What went is one entry in the audit for each kind and run; it names nobody.
"""

from datetime import datetime

from flask import current_app
from sqlalchemy import delete, select, update

from course_app.domain.passkeys import CHALLENGE_LASTS
from course_app.domain.retention import Rule, before, rules
from course_app.domain.sign_in_limits import LONGEST_REGISTRATION_WINDOW, LONGEST_WINDOW
from course_app.gateways.mail import forget_files
from course_app.models import (
    Enquiry,
    Message,
    OneTimeLink,
    Person,
    RegistrationTry,
    SignIn,
    SignInFailure,
    SpentChallenge,
)
from course_app.queries.retention import REMOVED, old_enough
from course_app.services.erasing import erase
from course_app.services.ledgers import audit
from course_app.services.transaction import transaction

PORTION = 200
MOST_PORTIONS = 25
MOST_ERASED = 50
"""Erasing an account takes as long as removing many rows."""
REASON = "Never confirmed, and kept long enough"
PLAIN = {"sign_ins": SignIn, "links": OneTimeLink, "enquiries": Enquiry, "spam": Enquiry}


def clear_old(now: datetime) -> int:
    """The worker's job: remove what has been kept long enough; how many pieces that was."""
    _forget_tries(now)
    return sum(_clear(rule, now) for rule in rules(current_app.config["SETTINGS"].keep_days))


def _forget_tries(now: datetime) -> None:
    """What was counted of sign-ins and registrations goes with the next one that is counted; if none comes, here."""
    with transaction() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.at <= now - LONGEST_WINDOW))
        session.execute(delete(RegistrationTry).where(RegistrationTry.at <= now - LONGEST_REGISTRATION_WINDOW))
        session.execute(delete(SpentChallenge).where(SpentChallenge.at <= now - CHALLENGE_LASTS))


def _clear(rule: Rule, now: datetime) -> int:
    limit = before(rule, now)
    if limit is None:
        return 0
    removed = _erase_unconfirmed(limit, now) if rule.kind.key == "unconfirmed" else _remove(rule.kind.key, limit)
    if removed:
        words = f"{rule.kind.words}: {removed:,} older than {rule.sentence.rstrip('.').lower()}"
        with transaction() as session:
            audit(session, None, REMOVED, f"retention {rule.kind.key}", now, reason=words)
    return removed


def _remove(kind: str, limit: datetime) -> int:
    removed = 0
    for _ in range(MOST_PORTIONS):
        portion = _remove_mails(limit) if kind == "mails" else _remove_plain(kind, limit)
        removed += portion
        if portion < PORTION:
            break
    return removed


def _remove_plain(kind: str, limit: datetime) -> int:
    table = PLAIN[kind]
    with transaction() as session:
        keys = session.scalars(old_enough(kind, limit, PORTION)).all()
        session.execute(delete(table).where(table.id.in_(keys)))
    return len(keys)


def _remove_mails(limit: datetime) -> int:
    """Their files first: a file whose row is gone could not be found any more."""
    with transaction() as session:
        keys = session.scalars(old_enough("mails", limit, PORTION)).all()
        theirs = Message.id.in_(keys)
        files = session.execute(select(Message.created_at, Message.message_id).where(theirs, Message.message_id != ""))
        forget_files(current_app.config["SETTINGS"].mail_folder, [tuple(row) for row in files])
        session.execute(update(Message).where(Message.again_of_id.in_(keys)).values(again_of_id=None))
        session.execute(delete(Message).where(theirs))
    return len(keys)


def _erase_unconfirmed(limit: datetime, now: datetime) -> int:
    with transaction() as session:
        keys = old_enough("unconfirmed", limit, MOST_ERASED).scalar_subquery()
        people = session.scalars(select(Person.public_id).where(Person.id.in_(keys))).all()
    for person in people:
        erase(None, person, REASON, now)
    return len(people)
