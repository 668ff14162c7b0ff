"""Stop mails that nobody has to get, or have them again; every step is an entry that stays.

The newsletter comes to whoever asks for it and says so once more by a link that only a reader of that address has.
Whether an address gets it already is told to that reader alone.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, delete, insert, or_, select
from sqlalchemy.orm import Session

from course_app.domain import links
from course_app.domain.subscriptions import ACCOUNT, ASKED, MAIL, NEWSLETTER, OFF, ON, PAGE, NoSuchSubscription
from course_app.formats.list_mails import newsletter_asked, newsletter_comes
from course_app.formats.mail_texts import LINK_LINE
from course_app.gateways.chance import public_id
from course_app.models import Consent, Message, OneTimeLink, Subscription
from course_app.services.emptying import forget_mails
from course_app.services.ledgers import audit, message
from course_app.services.links import Letterhead, send_first_link, spend_link
from course_app.services.signing_in import count_ask
from course_app.services.transaction import held, hold_name, inserting, transaction


def stop(key: str, how: str, now: datetime) -> None:
    """Send no such mails any more, those that wait included; again is fine. Raises `NoSuchSubscription`."""
    with transaction() as session:
        _change(session, _of_key(session, key), OFF, how, now)


def have_again(key: str, how: str, now: datetime) -> None:
    """Send such mails again to whoever stopped them. Raises `NoSuchSubscription`."""
    with transaction() as session:
        row = _of_key(session, key)
        if row.state == OFF:
            _change(session, row, ON, how, now)


def choose(person_id: int, list: str, now: datetime, *, wanted: bool) -> None:
    """What a person says of a list in their account."""
    with transaction() as session:
        subscribe(session, (person_id,), list, now)
        theirs = select(Subscription).where(Subscription.person_id == person_id, Subscription.list == list)
        row = held(session, theirs)
        if row is not None:
            _change(session, row, ON if wanted else OFF, ACCOUNT, now)


def ask_for_newsletter(address: str, place: str, letterhead: Letterhead, now: datetime) -> None:
    """Ask the reader of a normalised e-mail, by mail, whether they want the newsletter. Raises `TooManyAsks`.

    `place`: the network address that asks. Whoever gets it already is told so.
    """
    with transaction() as session:
        count_ask(session, address, place, now)
        row = _of_address(session, address)
        if row is not None and row.state == ON:
            message(session, address, newsletter_comes(letterhead.site), now, subscription=row.id)
        else:
            send_first_link(
                session, links.NEWSLETTER, None, address, newsletter_asked(letterhead.site), letterhead, now
            )


def confirm_newsletter(token: str, words: str, now: datetime) -> None:
    """Send the newsletter from now on to whom the link was sent, who agrees to these words. Raises `LinkSpent`."""
    with transaction() as session:
        hold_name(session, f"newsletter {token}")
        link = spend_link(session, (links.NEWSLETTER,), token, now)
        row = _of_address(session, link.email)
        if row is None:
            own = {"address": link.email, "list": NEWSLETTER, "since": now}
            row = Subscription(public_id=public_id(), state=OFF, **own)
            session.add(row)
            session.flush()
        if row.state != ON:
            session.add(Consent(subscription_id=row.id, state=ASKED, how=PAGE, at=link.created_at))
            session.flush()
            _change(session, row, ON, MAIL, now, words)


def remove_address(actor_id: int, key: str, reason: str, now: datetime) -> None:
    """Remove an address and what it said of the newsletter, with the mails about it. Raises `NoSuchSubscription`."""
    with transaction() as session:
        row = _of_key(session, key)
        if not row.address:
            raise NoSuchSubscription
        audit(session, actor_id, "newsletter address removed", f"subscription {row.id}", now, reason=reason)
        links_in_mails = and_(
            Message.address == row.address, Message.person_id.is_(None), Message.body.contains(LINK_LINE)
        )
        forget_mails(session, or_(Message.subscription_id == row.id, links_in_mails))
        of_address = OneTimeLink.email == row.address, OneTimeLink.purpose == links.NEWSLETTER
        session.execute(delete(OneTimeLink).where(*of_address))
        session.execute(delete(Consent).where(Consent.subscription_id == row.id))
        session.delete(row)


def subscribe(session: Session, people: Collection[int], list: str, now: datetime) -> None:
    """Give people a subscription to a list, unless they have one; whoever stopped it goes on without."""
    rows = [
        {"public_id": public_id(), "list": list, "person_id": one, "state": ON, "since": now} for one in sorted(people)
    ]
    if rows:
        added = inserting(Subscription)
        session.execute(added.on_conflict_do_nothing(index_elements=["person_id", "list"]), rows)


def _of_key(session: Session, key: str) -> Subscription:
    row = held(session, select(Subscription).where(Subscription.public_id == key))
    if row is None:
        raise NoSuchSubscription
    return row


def _of_address(session: Session, address: str) -> Subscription | None:
    """The newsletter's subscription of a normalised e-mail; nobody else makes one meanwhile."""
    hold_name(session, f"newsletter {address}")
    theirs = select(Subscription).where(Subscription.address == address, Subscription.list == NEWSLETTER)
    return held(session, theirs)


def _change(session: Session, row: Subscription, state: str, how: str, now: datetime, words: str = "") -> None:
    if row.state == state:
        return
    row.state, row.since = state, now
    session.execute(insert(Consent).values(subscription_id=row.id, state=state, how=how, words=words, at=now))
