"""Send the mail that waits: each message claimed, sent, and noted, one after the other.

A claim is a short transaction that moves `next_try_at` on, so that no other worker takes the message meanwhile. A
worker that is killed loses nothing: its claim runs out and the message is sent then. Nothing is sent twice but in one
moment that SMTP leaves open: killed after the server took the mail and before that was noted, the mail is sent once
more, with the same Message-ID. A worker that is asked to stop ends after the message it is sending.

A mail that comes by a subscription is not sent when its reader has stopped such mails meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from course_app.domain.mailing import CLAIM, MOST_TRIES, next_try
from course_app.domain.subscriptions import ON
from course_app.formats.mail_texts import with_link, with_stop
from course_app.gateways import chance
from course_app.gateways.mail import Mail, NotSent, Outbox, Sender, outbox
from course_app.models import Message, Subscription
from course_app.queries.messages import mail_is_due
from course_app.services.transaction import first_free, transaction

MOST_AT_ONCE = 200
PERMANENT_KEY = "<{key}@{domain}>"
NEVER_NOTED = "The worker ended while it was sending this, at every try."


@dataclass(frozen=True)
class _Claimed:
    """A message that is this worker's until its claim runs out."""

    id: int
    tries: int
    mail: Mail


def send_waiting(
    sender: Sender,
    clock: Callable[[], datetime],
    stops_at: Callable[[str], str],
    must_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Send what is due; how many were sent. Ends early when told to, or when the server takes nothing at all.

    `stops_at`: the address that stops the mails of the subscription with that key.
    """
    sent = 0
    with outbox(sender) as box:
        while sent < MOST_AT_ONCE and not must_stop() and mail_is_due(clock()):
            claimed = _claim(sender.domain, clock(), stops_at)
            if claimed is None:
                continue
            failure = _try(box, claimed)
            _note(claimed, failure, clock())
            sent += failure is None
            if failure is not None and failure.is_server:
                break
    return sent


def _claim(domain: str, now: datetime, stops_at: Callable[[str], str]) -> _Claimed | None:
    """Take the message that has waited longest; None when another worker was faster, or it is not to be sent."""
    with transaction() as session:
        due = select(Message).where(Message.state == "waiting", Message.next_try_at <= now)
        row = first_free(session, due.order_by(Message.next_try_at, Message.id))
        if row is None:
            return None
        subscription = session.get(Subscription, row.subscription_id) if row.subscription_id else None
        if subscription is not None and subscription.state != ON:
            row.state, row.next_try_at, row.error = "stopped", None, ""
            return None
        if row.tries >= MOST_TRIES:
            row.state, row.next_try_at, row.error = "dead", None, NEVER_NOTED
            return None
        row.tries += 1
        row.next_try_at = now + CLAIM
        row.message_id = row.message_id or PERMANENT_KEY.format(key=chance.public_id(), domain=domain)
        body, stop = with_link(row.body, row.link), ""
        if subscription is not None:
            stop = stops_at(subscription.public_id)
            body = with_stop(body, stop)
        mail = Mail(row.message_id, row.address, row.subject, body, row.link, row.created_at, stop)
        return _Claimed(row.id, row.tries, mail)


def _try(box: Outbox, claimed: _Claimed) -> NotSent | None:
    try:
        box.deliver(claimed.mail)
    except NotSent as failure:
        return failure
    return None


def _note(claimed: _Claimed, failure: NotSent | None, now: datetime) -> None:
    """Write down how it went. A link that has gone out is forgotten."""
    if failure is None:
        values = {"state": "sent", "sent_at": now, "next_try_at": None, "error": "", "link": ""}
    else:
        again = None if failure.is_final else next_try(claimed.tries, now)
        values = {"state": "waiting" if again else "dead", "next_try_at": again, "error": str(failure)}
    with transaction() as session:
        session.execute(update(Message).where(Message.id == claimed.id).values(**values))
