"""Addresses that asked for the newsletter, agreed to it or stopped it, before a page is shown."""

from sqlalchemy import select

from course_app.domain.subscriptions import NEWSLETTER, PAGE, newsletter_words
from course_app.extensions import read_connection
from course_app.gateways.chance import public_id
from course_app.models import Consent, Message, OneTimeLink, SignInFailure, Subscription
from course_app.services import subscribing
from course_app.services.links import Letterhead
from course_app.services.transaction import transaction

LETTERHEAD = Letterhead("Breeze Academy", "http://localhost/updates/{}".format, "http://localhost/sign-in")
WORDS = newsletter_words("Breeze Academy")
READER = "łucja.ŵyn@example.org"
HOME = "198.51.100.30"


def asked_for(address, now, place=HOME):
    """Somebody asked for the newsletter; the token of the link in the mail."""
    subscribing.ask_for_newsletter(address, place, LETTERHEAD, now)
    with read_connection() as connection:
        newest = select(Message.link).where(Message.address == address).order_by(Message.id.desc()).limit(1)
        return connection.execute(newest).scalar_one().rpartition("/")[2]


def agreed(address, now, place=HOME):
    """An address that gets the newsletter: its subscription's key."""
    subscribing.confirm_newsletter(asked_for(address, now, place), WORDS, now)
    with read_connection() as connection:
        return connection.execute(select(Subscription.public_id).where(Subscription.address == address)).scalar_one()


def none(_stage, _person):
    """Nobody gets it, and nobody asked."""
    with transaction() as session:
        keys = [one.id for one in session.scalars(select(Subscription).where(Subscription.list == NEWSLETTER))]
        session.query(Message).filter(Message.subscription_id.in_(keys)).delete()
        session.query(Consent).filter(Consent.subscription_id.in_(keys)).delete()
        session.query(Subscription).filter(Subscription.id.in_(keys)).delete()
        session.query(OneTimeLink).filter(OneTimeLink.purpose == NEWSLETTER).delete()
        session.query(SignInFailure).delete()
    return {}


def readers(*, stopped=False, many=0):
    """One reader, who perhaps stopped it, and so many more."""

    def act(stage, person):
        none(stage, person)
        with transaction() as session:
            session.add_all(
                Subscription(
                    public_id=public_id(), list=NEWSLETTER, address=f"r{one}@example.org", state="on", since=stage.now
                )
                for one in range(many)
            )
        key = agreed(READER, stage.now)
        asked_for("waits@example.org", stage.now)
        if stopped:
            subscribing.stop(key, PAGE, stage.now)
        return {"reader": key}

    return act


def waits(stage, person):
    """Somebody asked and has not agreed yet."""
    none(stage, person)
    return {"token": asked_for(f"{public_id()}@example.org", stage.now)}
