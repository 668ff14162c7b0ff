"""Signing in and out: a row for each sign-in, and a count of those that failed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Update, delete, select, update
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.sign_in_limits import ASKS, LONGEST_WINDOW, Limit, TooManyAsks, TooManyFailures, place_of
from course_app.gateways.tokens import fingerprint
from course_app.models import Person, SignIn, SignInFailure
from course_app.queries.accounts import longest_wait, wait_before_sign_in
from course_app.queries.second_steps import SIGNS_IN_ALONE
from course_app.queries.viewer import Viewer
from course_app.services.ledgers import audit
from course_app.services.transaction import hold_name, transaction

AGENT_LENGTH = 300


class NoSuchSignIn(RuleBroken):
    """The sign-in is not one of the person's own."""


def throttled(email: str, address: str, now: datetime) -> None:
    """Raise `TooManyFailures` while a sign-in with this normalised e-mail from this address has to wait."""
    wait = wait_before_sign_in(email, address, now)
    if wait > timedelta(0):
        raise TooManyFailures(wait)


def note_failure(email: str, address: str, now: datetime) -> None:
    """Count a failed sign-in, whether or not the e-mail has an account; forget those that no limit looks at."""
    with transaction() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.at <= now - LONGEST_WINDOW))
        session.add(SignInFailure(account=fingerprint(email), address=place_of(address), at=now))


def open_sign_in(
    person_id: int,
    token: str,
    agent: str,
    address: str,
    now: datetime,
    *,
    instead_of: int | None = None,
    wants_second_step: bool = False,
) -> int:
    """A new sign-in of the session that carries `token`; the id.

    It ends the sign-in `instead_of` of the same browser, and the count of this person's failures from this address.
    With `wants_second_step` an administrator or instructor without one is asked for it from now on, unless they were
    before.
    """
    with transaction() as session:
        email = session.scalars(select(Person.email).where(Person.id == person_id)).one()
        session.execute(
            delete(SignInFailure).where(
                SignInFailure.account == fingerprint(email), SignInFailure.address == place_of(address)
            )
        )
        session.execute(_ending(now).where(SignIn.id == instead_of))
        if wants_second_step:
            session.execute(_asking(now).where(Person.id == person_id))
        sign_in = SignIn(
            person_id=person_id,
            token_hash=fingerprint(token),
            created_at=now,
            last_seen_at=now,
            agent=agent[:AGENT_LENGTH],
            address=address[:64],
        )
        session.add(sign_in)
        session.flush()
        return sign_in.id


def close_sign_in(sign_in_id: int, now: datetime) -> None:
    """End a sign-in from its own browser: a copy of its cookie is worth nothing afterwards."""
    with transaction() as session:
        session.execute(_ending(now).where(SignIn.id == sign_in_id))


def revoke_sign_in(viewer: Viewer, sign_in_id: int, now: datetime) -> None:
    """End one of one's own sign-ins from another browser; again is fine. Raises `NoSuchSignIn`."""
    with transaction() as session:
        own = select(SignIn.id).where(SignIn.id == sign_in_id, SignIn.person_id == viewer.id)
        if session.scalar(own) is None:
            raise NoSuchSignIn("That is not one of your sign-ins.")
        if session.execute(_ending(now).where(SignIn.id == sign_in_id)).rowcount:
            audit(session, viewer.id, "sign-in revoked", f"sign-in {sign_in_id}", now, person=viewer.id)


def revoke_other_sign_ins(viewer: Viewer, now: datetime) -> int:
    """End all of one's own sign-ins but this one; how many there were."""
    with transaction() as session:
        others = _ending(now).where(SignIn.person_id == viewer.id, SignIn.id != viewer.sign_in_id)
        ended = session.execute(others).rowcount
        if ended:
            audit(session, viewer.id, "other sign-ins revoked", f"person {viewer.id}", now, person=viewer.id)
        return ended


def count_ask(session: Session, email: str, address: str, now: datetime) -> None:
    """Count that a mail to this normalised e-mail was asked for, within the caller's transaction.

    Raises `TooManyAsks`. It is counted apart from failed sign-ins, whether or not the e-mail has an account.
    """
    wait = count_try(session, f"ask {email}", address, ASKS, now)
    if wait > timedelta(0):
        raise TooManyAsks(wait)


def count_try(session: Session, account: str, address: str, limits: Sequence[Limit], now: datetime) -> timedelta:
    """Count a try, within the caller's transaction, unless it has to wait: how long. `account` names what is tried."""
    known, place = fingerprint(account), place_of(address)
    hold_name(session, f"tries {known}")
    wait = longest_wait(session, limits, known, place, now)
    if wait == timedelta(0):
        session.execute(delete(SignInFailure).where(SignInFailure.at <= now - LONGEST_WINDOW))
        session.add(SignInFailure(account=known, address=place, at=now))
    return wait


def end_sign_ins(session: Session, person_id: int, now: datetime, *, but: int | None = None) -> None:
    """End all of a person's sign-ins (`but` one), within the caller's transaction."""
    theirs = _ending(now).where(SignIn.person_id == person_id)
    session.execute(theirs if but is None else theirs.where(SignIn.id != but))


def note_seen(viewer: Viewer, now: datetime) -> None:
    """Note when the person and this sign-in last changed something."""
    with transaction() as session:
        session.execute(update(SignIn).where(SignIn.id == viewer.sign_in_id).values(last_seen_at=now))
        session.execute(update(Person).where(Person.id == viewer.id).values(last_seen_at=now))


def _asking(now: datetime) -> Update:
    """Whoever administers or instructs with a password alone, and was not asked yet."""
    return update(Person).where(SIGNS_IN_ALONE, Person.second_step_asked_at.is_(None)).values(second_step_asked_at=now)


def _ending(now: datetime) -> Update:
    return update(SignIn).where(SignIn.revoked_at.is_(None)).values(revoked_at=now)
