"""Passkeys: added to one's account, used, removed. Their answers are checked before (gateways.passkeys).

A challenge is spent in the transaction of what it was for, so that an answer counts once, whoever sends it again.
"""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.passkeys import CHALLENGE_LASTS, ENOUGH, KNOWN, LONGEST_NAME, MOST, OUT_OF_DATE, PasskeyRefused
from course_app.formats import mail_texts
from course_app.gateways.passkeys import NewPasskey
from course_app.gateways.tokens import fingerprint
from course_app.models import Passkey, Person, SpentChallenge
from course_app.queries.passkeys import PasskeyFacts
from course_app.queries.viewer import Viewer
from course_app.services.ledgers import audit, message
from course_app.services.transaction import held, held_by_key, transaction

USAGE = "first"


class NoSuchPasskey(RuleBroken):
    """The passkey is not one of the person's own."""


def add_passkey(viewer: Viewer, name: str, made: NewPasskey, challenge: str, site: str, now: datetime) -> None:
    """Keep a passkey that was just made, and tell its person by mail. Raises `PasskeyRefused`."""
    with transaction() as session:
        _spend(session, challenge, now)
        person = held_by_key(session, Person, viewer.id)
        person.fs_webauthn_user_handle = person.public_id
        session.flush()
        if session.scalar(select(Passkey.id).where(Passkey.credential_id == made.credential_id)):
            raise PasskeyRefused(KNOWN)
        if session.scalar(select(func.count(Passkey.id)).where(Passkey.user_id == person.public_id)) >= MOST:
            raise PasskeyRefused(ENOUGH)
        passkey = Passkey(
            user_id=person.public_id,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            transports=list(made.transports),
            backup_state=made.is_backed_up,
            device_type=made.device_type,
            name=name[:LONGEST_NAME],
            usage=USAGE,
            create_datetime=now,
            lastuse_datetime=now,
        )
        session.add(passkey)
        session.flush()
        message(session, person.email, mail_texts.passkey_added(site, person.name, name), now, person=person.id)
        audit(session, person.id, "passkey added", f"passkey {passkey.id}", now, person=person.id)


def use_passkey(used: PasskeyFacts, sign_count: int, challenge: str, now: datetime) -> None:
    """Note that a passkey signed somebody in. Raises `PasskeyRefused` when it was used or removed meanwhile."""
    with transaction() as session:
        _spend(session, challenge, now)
        as_seen = update(Passkey).where(Passkey.id == used.id, Passkey.sign_count == used.key.sign_count)
        if not session.execute(as_seen.values(sign_count=sign_count, lastuse_datetime=now)).rowcount:
            raise PasskeyRefused


def remove_passkey(viewer: Viewer, passkey_id: int, site: str, now: datetime) -> str:
    """Let one of one's own passkeys sign nobody in any more; its name. Raises `NoSuchPasskey`."""
    with transaction() as session:
        own = select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == viewer.public_id)
        passkey = held(session, own)
        if passkey is None:
            raise NoSuchPasskey("That is not one of your passkeys.")
        session.delete(passkey)
        text = mail_texts.passkey_removed(site, viewer.name, passkey.name)
        message(session, viewer.email, text, now, person=viewer.id)
        audit(session, viewer.id, "passkey removed", f"passkey {passkey_id}", now, person=viewer.id)
        return passkey.name


def _spend(session: Session, challenge: str, now: datetime) -> None:
    """Note that a challenge was answered; those that nobody could answer any more are forgotten."""
    session.execute(delete(SpentChallenge).where(SpentChallenge.at <= now - CHALLENGE_LASTS))
    session.add(SpentChallenge(challenge_hash=fingerprint(challenge), at=now))
    try:
        session.flush()
    except IntegrityError as error:
        raise PasskeyRefused(OUT_OF_DATE) from error
