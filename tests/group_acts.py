"""Cohorts whose learners stand in every state, and who observes their organisation, before a page is shown."""

from datetime import timedelta

from sqlalchemy import select

from course_app.gateways.chance import public_id
from course_app.models import (
    Cohort,
    Completion,
    Course,
    CourseCompletion,
    Enrolment,
    Observer,
    Organisation,
)
from course_app.queries.catalogue import newest_outline
from course_app.services.accounts import new_person
from course_app.services.transaction import transaction
from tests.acts import DEMO

NAMES = {
    "not-started": "نور الهدى العلي",
    "under-way": "Łucja Wójcik",
    "stalled": "=Siân Prŵs-Ellis",
    "completed": "陳美玲",
    "ended": "İpek Demir",
    "closing": "Maria Fernanda Wilhelmina Oluwaseun Featherstonehaugh-Nguyen",
}


def trust(name, course=DEMO, *, is_observed=True, is_empty=False):
    """An organisation with a cohort whose learners stand in every state; whoever looks observes it."""

    def act(stage, observer):
        with transaction() as session:
            organisation = _named(session, Organisation, name, created_at=stage.now)
            course_id = session.scalars(select(Course.id).where(Course.slug == course)).one()
            own = {"course_id": course_id, "organisation_id": organisation.id, "created_at": stage.now}
            cohort = _named(session, Cohort, f"Intake of {name}", **own)
            theirs = select(Observer.id).where(Observer.person_id == observer)
            if is_observed and not session.scalar(theirs.where(Observer.organisation_id == organisation.id)):
                session.add(Observer(person_id=observer, organisation_id=organisation.id, created_at=stage.now))
            if not is_empty and not session.scalar(select(Enrolment.id).where(Enrolment.cohort_id == cohort.id)):
                for state, words in NAMES.items():
                    _learner(session, stage.now, cohort, state, words, newest_outline(course))
            return {"organisation": organisation.public_id, "cohort": cohort.public_id}

    return act


def _named(session, table, name, **own):
    found = session.scalar(select(table).where(table.name == name))
    if found is None:
        found = table(name=name, public_id=public_id(), **own)
        session.add(found)
        session.flush()
    return found


def _learner(session, now, cohort, state, words, outline):
    days = {"under-way": 3, "stalled": 20, "completed": 30, "closing": 5, "ended": 40}.get(state)
    person = new_person(words, f"{state}-{cohort.id}@example.org", None, now)
    session.add(person)
    session.flush()
    enrolment = Enrolment(
        person_id=person.id,
        course_id=cohort.course_id,
        cohort_id=cohort.id,
        employee_number=f"E{person.id}",
        created_at=now - timedelta(days=60),
    )
    if state == "closing":
        enrolment.expires_at = now + timedelta(days=4)
    if state == "ended":
        enrolment.expires_at = enrolment.ended_at = now - timedelta(days=2)
    session.add(enrolment)
    session.flush()
    card = outline.written[0]
    if days:
        at = now - timedelta(days=days)
        read = {"lesson_id": card.lesson_id, "lesson_version_id": card.version_id, "completed_at": at}
        session.add(Completion(enrolment_id=enrolment.id, **read))
    if state == "completed":
        done = {"course_version_id": outline.version_id, "completed_at": now - timedelta(days=1)}
        session.add(CourseCompletion(enrolment_id=enrolment.id, public_id=f"{enrolment.id:032x}", **done))
