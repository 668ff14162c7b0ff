"""Courses completed and records issued before a page is shown. Each act returns what addresses name."""

from datetime import timedelta

from sqlalchemy import select

from course_app.gateways.chance import public_id
from course_app.models import CompletionRecord, CourseCompletion, Enrolment, Person
from course_app.queries.catalogue import newest_outline
from course_app.services import certifying, reflecting
from course_app.services.certifying import Stationery
from course_app.services.reflecting import Texts
from course_app.services.transaction import transaction
from tests.acts import SMALL
from tests.conftest import person_named

STATIONERY = Stationery("Breeze Academy", lambda course: f"http://localhost/learn/{course}/record")
NAMES = ("Ŵyn Łukasz Šárka İpek Ñusta", "محمد عبد الرحمن الأنصاري", "歐陽美玲")
TEXTS = Texts("Solo effects are short.\nSo say it.", "=Patients ask “İs it safe?”", "我先问疼痛多久了")


def complete(person: int, course: str, now) -> int:
    """Note that the person's newest enrolment is complete, however little was read; its id."""
    outline = newest_outline(course)
    theirs = select(Enrolment.id).where(Enrolment.person_id == person, Enrolment.course_id == outline.course_id)
    with transaction() as session:
        enrolment = session.scalars(theirs.order_by(Enrolment.cycle.desc())).first()
        done = select(CourseCompletion.id).where(CourseCompletion.enrolment_id == enrolment)
        if session.scalar(done) is None:
            when = {"course_version_id": outline.version_id, "completed_at": now - timedelta(days=1)}
            session.add(CourseCompletion(enrolment_id=enrolment, public_id=public_id(), **when))
    return enrolment


def completed(course=SMALL):
    """The person has completed the course, and has no record yet."""

    def act(stage, person):
        complete(person, course, stage.now)
        return {}

    return act


def issued(course=SMALL, name=NAMES[0], *, is_kept=False):
    """The person has a record under that name, and perhaps has reflected on the course."""

    def act(stage, person):
        enrolment = complete(person, course, stage.now)
        with transaction() as session:
            theirs = select(CompletionRecord.public_id).where(CompletionRecord.enrolment_id == enrolment)
            record = session.scalar(theirs.order_by(CompletionRecord.id.desc()).limit(1))
            holder = session.scalar(select(Person.public_id).where(Person.id == person))
        record = record or certifying.issue(enrolment, name, STATIONERY, stage.now)
        if is_kept:
            reflecting.keep_reflection(enrolment, TEXTS, stage.now)
            reflecting.set_prompt(enrolment, wanted=False, now=stage.now)
        return {"record": record, "person": holder}

    return act


def learners(act, course=SMALL):
    """The same of somebody new who learns the course."""
    return lambda stage, _person: act(stage, stage.person("Łucja Wójcik", (course,)))


def revoked(act):
    """The record was revoked, unless it was before."""

    def revoke(stage, person):
        made = act(stage, person)
        certifying.revoke(
            person_named("admin").id, made["person"], made["record"], "Somebody else answered", STATIONERY, stage.now
        )
        return made

    return revoke


def corrected(act, name=NAMES[1]):
    """The record was issued again under another name."""

    def correct(stage, person):
        made = act(stage, person)
        admin = person_named("admin").id
        given = (made["person"], made["record"], name, "As in the passport")
        return made | {"record": certifying.correct(admin, *given, STATIONERY, stage.now)}

    return correct


def nameless(act):
    """The holder's data were erased."""

    def erase(stage, person):
        made = act(stage, person)
        with transaction() as session:
            record = session.scalars(select(CompletionRecord).where(CompletionRecord.public_id == made["record"])).one()
            record.name = ""
        return made

    return erase
