"""Send a mail once more, on an administrator's word: a new message with the same text, to the same address."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.subscriptions import ON
from course_app.formats.mail_texts import MailText, has_link
from course_app.gateways.tokens import fingerprint
from course_app.models import Message, OneTimeLink, Subscription
from course_app.services.ledgers import audit, message
from course_app.services.transaction import held, transaction


class NoSuchMessage(RuleBroken):
    """There is no such message."""


class NotToBeSentAgain(RuleBroken):
    """The mail waits already, or would be of no use."""


def send_again(actor_id: int, message_id: int, now: datetime) -> None:
    """Queue a mail that was sent or given up once more; a second time is the first one.

    A link that was not used moves to the new message; one that went out is not known any more, and nobody is sent a
    link that does not work. Raises `NoSuchMessage` or `NotToBeSentAgain`.
    """
    with transaction() as session:
        row = held(session, select(Message).where(Message.id == message_id))
        if row is None:
            raise NoSuchMessage("There is no such mail.")
        if session.scalar(select(Message.id).where(Message.again_of_id == row.id)) is not None:
            return
        if row.state == "waiting":
            raise NotToBeSentAgain("This mail waits already; it is tried again by itself.")
        if has_link(row.body) and not _works(session, row.link, now):
            raise NotToBeSentAgain(
                "The link in this mail does not work any more. A new invitation is sent from the person’s page; any "
                "other link its reader asks for, on the sign-in page or in the account."
            )
        if row.subscription_id is not None and session.get_one(Subscription, row.subscription_id).state != ON:
            raise NotToBeSentAgain("Its reader has stopped such mails. Write to them yourself if it matters.")
        again = message(
            session,
            row.address,
            MailText(row.subject, row.body),
            now,
            person=row.person_id,
            link=row.link,
            subscription=row.subscription_id,
            announcement=row.announcement_id,
        )
        again.again_of_id, row.link = row.id, ""
        audit(session, actor_id, "mail sent again", f"message {row.id}", now, person=row.person_id)


def _works(session: Session, link: str, now: datetime) -> bool:
    found = select(OneTimeLink.id).where(
        OneTimeLink.token_hash == fingerprint(link.rpartition("/")[2]),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now,
    )
    return bool(link) and session.scalar(found) is not None
