"""Enquiries in each state, written before a page is shown."""

from datetime import timedelta

from sqlalchemy import select

from course_app.domain.enquiries import CONTACT, LEFT_EMPTY, PRACTICAL_DAY, consent_words
from course_app.extensions import read_connection
from course_app.gateways import clock
from course_app.models import Enquiry, SignInFailure
from course_app.services import enquiring
from course_app.services.enquiring import Asked, Desk
from course_app.services.transaction import transaction
from course_app.web.public.stamps import stamp
from tests.conftest import person_named

DESK = Desk("Breeze Academy", "office@example.org", lambda key: f"https://learn.example.org/admin/enquiries/{key}")
HOME = "198.51.100.20"
WRITTEN = {
    "question": Asked(CONTACT, "Łucja Ŵyn", "lucja@example.org", body="Is it warm?\nAnd how do I come to Łódź?"),
    "wish": Asked(
        PRACTICAL_DAY, "陳美玲", "mei@example.org", place="北 Wales", consent=consent_words("Breeze Academy")
    ),
    "spam": Asked(CONTACT, "=Best()", "best@example.com", body="Buy.", sign=LEFT_EMPTY),
}


def written(name, now, **more):
    """Somebody wrote that; its public id."""
    asked = WRITTEN[name]
    enquiring.enquire(asked, HOME, DESK, now)
    with read_connection() as connection:
        newest = select(Enquiry.public_id).where(Enquiry.address == asked.address).order_by(Enquiry.id.desc())
        return connection.execute(newest.limit(1)).scalar_one()


def inbox(name="question", *, settled="", many=0):
    """There are these enquiries alone, and `many` more; the one of that name, perhaps settled."""

    def act(stage, _person):
        none(stage, _person)
        for place in range(many):
            one = Asked(CONTACT, f"Person {place}", f"p{place}@example.org", body="Is it warm? " * 20)
            enquiring.enquire(one, f"198.51.100.{place}", DESK, stage.now)
        keys = {one: written(one, stage.now) for one in WRITTEN}
        if settled:
            enquiring.settle(person_named("admin").id, keys[name], settled, "Rang Łucja back.", stage.now)
        return {"enquiry": keys[name]}

    return act


def none(_stage, _person):
    """Nobody has written."""
    with transaction() as session:
        session.query(Enquiry).delete()
        session.query(SignInFailure).delete()
    return {}


def opened(stage, _person):
    """A page was opened a minute ago, and nobody has written; the page's note of that."""
    none(stage, _person)
    return {"stamp": stamp(stage.now - timedelta(minutes=1))}


def many_wrote(stage, _person):
    """So much was written from this address that writing has to wait."""
    found = opened(stage, _person)
    for place in range(20):
        one = Asked(CONTACT, f"Person {place}", f"n{place}@example.org", body="Is it warm?")
        enquiring.enquire(one, "127.0.0.1", DESK, stage.now)
    return found


def sent_later(browser, address, fields, *, opened=timedelta(minutes=1)):
    """The answer to the page's form, as if the page had been opened so long before."""
    return browser.send(address, {"stamp": stamp(clock.now() - opened)} | fields)
