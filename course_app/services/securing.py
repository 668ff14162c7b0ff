"""The second step at sign-in: a code of an authenticator app, or a recovery code in its place.

Codes are checked before (gateways.authenticators); what is noted here is that each counts once.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, update

from course_app.domain.errors import RuleBroken
from course_app.formats import mail_texts
from course_app.models import Person
from course_app.queries.viewer import Viewer
from course_app.services.administering import OwnAccount, person_of
from course_app.services.ledgers import audit, message
from course_app.services.signing_in import end_sign_ins
from course_app.services.transaction import held_by_key, transaction

METHOD = "authenticator"


class NoSecondStep(RuleBroken):
    """There is nothing to reset."""


def turn_on(viewer: Viewer, secret: str, counter: int, recovery_codes: Sequence[str], site: str, now: datetime) -> None:
    """Ask for a code from now on. `counter` names the code just used; `recovery_codes` are keyed hashes."""
    with transaction() as session:
        person = held_by_key(session, Person, viewer.id)
        person.tf_primary_method, person.tf_totp_secret, person.tf_last_counter = METHOD, secret, counter
        person.mf_recovery_codes = list(recovery_codes)
        text = mail_texts.second_step_changed(site, person.name, is_on=True)
        message(session, person.email, text, now, person=person.id)
        audit(session, person.id, "second step turned on", f"person {person.id}", now, person=person.id)


def turn_off(viewer: Viewer, site: str, now: datetime) -> None:
    """Ask for no code any more; again is fine."""
    with transaction() as session:
        person = held_by_key(session, Person, viewer.id)
        if person.tf_totp_secret is None:
            return
        _forget(person)
        text = mail_texts.second_step_changed(site, person.name, is_on=False)
        message(session, person.email, text, now, person=person.id)
        audit(session, person.id, "second step turned off", f"person {person.id}", now, person=person.id)


def reset_by_administrator(actor_id: int | None, person: str, reason: str, site: str, now: datetime) -> None:
    """Ask somebody who lost app and recovery codes (`person`: their public id) for the password alone again.

    Every sign-in ends, since whoever has the lost device may be signed in on it; passkeys stay, which the person can
    remove. `actor_id` None: at the command line. Raises `NoSuchPerson`, `NoSecondStep` or `OwnAccount`.
    """
    with transaction() as session:
        row = person_of(session, person)
        if row.id == actor_id:
            raise OwnAccount("Turn your own second step off on your account page, which asks for your password.")
        if row.tf_totp_secret is None:
            raise NoSecondStep("Signing in to this account asks for no code; nothing was changed.")
        _forget(row)
        end_sign_ins(session, row.id, now)
        message(session, row.email, mail_texts.second_step_reset(site, row.name), now, person=row.id)
        audit(session, actor_id, "second step reset", f"person {row.id}", now, person=row.id, reason=reason)


def renew_recovery_codes(viewer: Viewer, recovery_codes: Sequence[str], now: datetime) -> None:
    """New recovery codes in place of those that are left."""
    with transaction() as session:
        held_by_key(session, Person, viewer.id).mf_recovery_codes = list(recovery_codes)
        audit(session, viewer.id, "recovery codes renewed", f"person {viewer.id}", now, person=viewer.id)


def use_code(person_id: int, counter: int) -> bool:
    """Note that the code of that counter was used; False when it, or a later one, was used before."""
    with transaction() as session:
        unused = update(Person).where(
            Person.id == person_id, or_(Person.tf_last_counter.is_(None), Person.tf_last_counter < counter)
        )
        return bool(session.execute(unused.values(tf_last_counter=counter)).rowcount)


def use_recovery_code(person_id: int, recovery_code: str, now: datetime) -> bool:
    """Use a recovery code up, given as its keyed hash; False when it is none of those left."""
    with transaction() as session:
        person = held_by_key(session, Person, person_id)
        left = list(person.mf_recovery_codes or ())
        if recovery_code not in left:
            return False
        left.remove(recovery_code)
        person.mf_recovery_codes = left
        reason = f"{len(left)} left"
        audit(session, person_id, "recovery code used", f"person {person_id}", now, person=person_id, reason=reason)
        return True


def _forget(person: Person) -> None:
    person.tf_primary_method = person.tf_totp_secret = person.tf_last_counter = person.mf_recovery_codes = None
