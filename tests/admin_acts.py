"""What an administrator did before a page is shown. Each act returns what addresses name."""

from datetime import timedelta

from sqlalchemy import select, update

from course_app.domain.visits import KINDS
from course_app.extensions import db
from course_app.formats.roster_csv import parse
from course_app.models import Cohort, Course, Enrolment, Message, Person
from course_app.queries.catalogue import newest_outline
from course_app.queries.enrolment_keys import keys_of
from course_app.queries.roster_plan import place_of
from course_app.services import administering, enrolling_by_key, enrolling_others, grouping, importing_rosters, inviting
from course_app.services.accounts import EmailTaken
from course_app.services.counting_visits import add_visits
from course_app.services.grouping import CohortSettings, NameTaken
from course_app.services.shifting import Shift, set_window
from course_app.services.transaction import transaction
from tests.acts import DEMO, second_step_on
from tests.conftest import LETTERHEAD

NAMES = ("Siân Prŵs-Ellis", "Łucja Wójcik", "نور الهدى العلي", "陳美玲", "İpek Demir", "W" * 60)


def seen(email):
    """The page of the person with that e-mail."""

    def act(_stage, _admin):
        return {"person": _public_id(email)}

    return act


def asked_for_code(email):
    """Signing in asks the person with that e-mail for a code; their page."""

    def act(stage, _admin):
        second_step_on(stage, stage.person("", email=email))
        return {"person": _public_id(email)}

    return act


def added(name, email):
    """Somebody was added and invited, and has not come yet."""

    def act(stage, admin):
        made = _invited(admin, name, email, stage.now)
        return {"person": made.public_id, "token": made.token}

    return act


def asks_for_erasure(name, email):
    """Somebody who has learned here asked for the erasure of their data."""

    def act(stage, admin):
        found = added(name, email)(stage, admin)
        with transaction() as session:
            asking = update(Person).where(Person.public_id == found["person"])
            session.execute(asking.values(erasure_asked_at=stage.now - timedelta(days=2)))
        return found

    return act


def by_administrator(act):
    """An administrator did it, though it is a visitor who looks."""
    return lambda stage, _visitor: act(stage, stage.person("", (), "admin@example.org"))


def closed(name, email):
    """Somebody was added, and their account closed."""

    def act(stage, admin):
        made = _invited(admin, name, email, stage.now)
        administering.close_account(admin, made.public_id, "Left the trust in October", stage.now)
        return {"person": made.public_id}

    return act


def cohort(name, course=DEMO, retired=False, trust=""):
    """A course has a cohort."""

    def act(stage, admin):
        organisation = _organisation(admin, trust, stage.now) if trust else ""
        start = stage.now.date()
        settings = CohortSettings(name, start, start + timedelta(days=90), organisation)
        try:
            made = grouping.make_cohort(admin, course, settings, stage.now)
        except NameTaken:
            return {"cohort": _cohort(course, name)}
        if retired:
            grouping.retire_cohort(admin, made, stage.now)
        return {"cohort": made}

    return act


def with_keys(name, course=DEMO):
    """A cohort has keys that work, one whose time is over, and one that was withdrawn."""

    def act(stage, admin):
        found = cohort(name, course)(stage, admin)
        before, today = stage.now - timedelta(days=1), stage.now.date()
        for seats, day in (
            (None, None),
            (25, today + timedelta(days=60)),
            (None, today - timedelta(days=1)),
            (1, None),
        ):
            enrolling_by_key.make_key(admin, found["cohort"], seats, day, before)
        newest = keys_of(found["cohort"], stage.now)[0]
        enrolling_by_key.revoke_key(admin, found["cohort"], newest.public_id, stage.now)
        return found

    return act


def with_window(name):
    """A cohort has one of two quizzes a week later than everybody."""

    def act(stage, admin):
        found = cohort(name, "closed-course")(stage, admin)
        set_window(admin, newest_outline("closed-course"), found["cohort"], "gate", Shift(days=7), stage.now)
        return found

    return act


def access_ends(email, days):
    """The first enrolment of that person ends after so many days."""

    def act(stage, admin):
        person = _public_id(email)
        theirs = select(Enrolment.id).join(Person, Person.id == Enrolment.person_id).where(Person.email == email)
        with db.engines["read"].connect() as connection:
            key = connection.scalars(theirs.order_by(Enrolment.id)).first()
        enrolling_others.set_end(admin, person, key, stage.now.date() + timedelta(days=days), stage.now)
        return {"person": person, "key": str(key)}

    return act


def planned(rows, cohort="", mark="", course=DEMO):
    """A list was uploaded; `mark` tells its e-mails apart from those of other lists."""

    def act(stage, admin):
        lines = ["Name,E-mail,Employee number"]
        lines += [f"{NAMES[one % len(NAMES)]},{mark}{one}@example.org,{one}" for one in range(rows - 3)]
        lines += ["Iñaki Etxeberria,inaki.example.org,1", "Zoë Šimić,learner@example.org,", ",zoran@example.org,"]
        roster = parse("\n".join(lines))
        place = place_of(course, cohort)
        name = "autumn-intake.csv"
        return {"roster": importing_rosters.store_plan(admin, roster, name, place, stage.now)}

    return act


def running(rows, mark):
    """A long list was confirmed; the worker has done its first hundred."""

    def act(stage, admin):
        found = planned(rows, mark=mark)(stage, admin)
        importing_rosters.begin(admin, found["roster"], LETTERHEAD, stage.now)
        return found

    return act


def used(rows, mark, cohort="", course=DEMO):
    """A list was used."""

    def act(stage, admin):
        found = planned(rows, cohort, mark, course)(stage, admin)
        importing_rosters.begin(admin, found["roster"], LETTERHEAD, stage.now)
        importing_rosters.finish(found["roster"], stage.now)
        return found

    return act


def a_day_later(before, clear=importing_rosters.clear_rows):
    """The same, and the rows were removed meanwhile."""

    def act(stage, admin):
        found = before(stage, admin)
        clear(stage.now + timedelta(days=2))
        return found

    return act


def mail_in_every_state(stage, admin):
    """One mail waits, one was sent, one was given up."""
    with transaction() as session:
        for state, error in (("waiting", ""), ("sent", ""), ("dead", "550 No such mailbox")):
            session.add(
                Message(
                    person_id=admin if state == "sent" else None,
                    address=f"{state}@example.org",
                    subject="Your account at Breeze Academy",
                    body="",
                    state=state,
                    tries=0 if state == "waiting" else 8,
                    created_at=stage.now,
                    sent_at=stage.now if state == "sent" else None,
                    error=error,
                )
            )
    return {}


def mail_late(stage, admin):
    """An invitation has waited for an hour."""
    _invited(admin, "Ida", "ida@example.org", stage.now - timedelta(hours=1))
    return {}


def visited(stage, _admin):
    """The public pages have been opened in three weeks."""
    today = stage.now.date()
    add_visits({(today - timedelta(weeks=one), kind): 1_234 // (one + 1) for one in range(3) for kind in KINDS})
    return {}


def _invited(admin, name, email, now):
    """Somebody new, under another e-mail where the page was visited before."""
    try:
        return inviting.invite(admin, name, email, "", LETTERHEAD, now)
    except EmailTaken:
        return _invited(admin, name, f"again-{email}", now)


def _organisation(admin, name, now):
    try:
        return grouping.make_organisation(admin, name, now)
    except NameTaken:
        return ""


def _cohort(course, name):
    named = select(Cohort.public_id).join(Course, Course.id == Cohort.course_id)
    with db.engines["read"].connect() as connection:
        return connection.execute(named.where(Course.slug == course, Cohort.name == name)).scalar_one()


def _public_id(email):
    with db.engines["read"].connect() as connection:
        return connection.execute(select(Person.public_id).where(Person.email == email)).scalar_one()
