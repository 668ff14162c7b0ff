"""Records of completion: issued once, revoked and corrected beside them, many at once, and one mail six weeks later."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from course_app.domain.records import NotIssued
from course_app.extensions import db
from course_app.models import AuditEntry, CompletionRecord, Enrolment, Message, Person
from course_app.queries.catalogue import newest_outline
from course_app.queries.records import own_records, persons_records, record_of, to_issue
from course_app.services import certifying, enrolling_others, erasing, reflecting
from course_app.services.administering import NoSuchThing
from course_app.services.transaction import transaction
from tests.conftest import START, person_named
from tests.record_acts import NAMES, STATIONERY, TEXTS, complete

SMALL, LATER = "small-course", START + timedelta(hours=1)
issue = partial(certifying.issue, stationery=STATIONERY, now=START)


@pytest.fixture
def admin(app):
    return person_named("admin").id


@pytest.fixture
def learner(app):
    """The learner's enrolment, complete; the classmate's is complete too."""
    complete(person_named("classmate").id, SMALL, START)
    return complete(person_named("learner").id, SMALL, START)


def mails():
    with db.engines["read"].connect() as connection:
        return connection.execute(select(Message.address, Message.subject).order_by(Message.id)).all()


def own():
    return own_records(SMALL, person_named("learner").id)


def entries():
    with db.engines["read"].connect() as connection:
        about = select(AuditEntry.verb, AuditEntry.reason).where(AuditEntry.verb.like("record%"))
        return [tuple(one) for one in connection.execute(about.order_by(AuditEntry.id))]


def test_a_record_is_issued_once_with_what_is_stored_and_stands_for_whoever_has_its_id(learner):
    record = issue(learner, NAMES[0])
    with pytest.raises(NotIssued, match="There is a record already"):
        issue(learner, NAMES[1])
    found = record_of(f"{record[:4]}-{record[4:].upper()} ")
    outline, content = newest_outline(SMALL), found.content
    assert (found.name, found.state, found.key) == (NAMES[0], "stands", record)
    assert (content.basis, content.quizzes, content.lessons, content.outcomes) == ("assessed", 2, 2, ("Tea is warm.",))
    assert content.minutes == sum(card.minutes for card in outline.written)
    assert (content.version, content.unreviewed) == (outline.number, ("First things",))
    assert record_of("0" * 32) is None
    assert entries() == [("record issued", "")]


def test_nobody_gets_a_record_of_a_course_that_is_not_complete(app):
    outline = newest_outline(SMALL)
    with db.engines["read"].connect() as connection:
        enrolment = connection.scalar(select(Enrolment.id).where(Enrolment.course_id == outline.course_id).limit(1))
    with pytest.raises(NotIssued, match="not complete"):
        issue(enrolment, "Ann")


def test_a_revoked_record_says_why_its_learner_gets_no_other_and_an_administrator_issues_it_again(learner, admin):
    person = person_named("learner")
    record = issue(learner, NAMES[0])
    certifying.revoke(admin, person.public_id, record, "Somebody else answered", STATIONERY, LATER)
    found = record_of(record)
    assert (found.state, found.reason, found.revoked_on) == ("revoked", "Somebody else answered", START.date())
    assert own().reflection.prompt_at is None
    with pytest.raises(NotIssued):
        issue(learner, NAMES[0])
    with pytest.raises(NoSuchThing, match="revoked before"):
        certifying.revoke(admin, person.public_id, record, "Again", STATIONERY, LATER)
    given = (NAMES[1], "They answered after all", STATIONERY, LATER)
    again = certifying.correct(admin, person.public_id, record, *given)
    with pytest.raises(NoSuchThing, match="corrected before"):
        certifying.correct(admin, person.public_id, record, *given)
    with pytest.raises(NoSuchThing, match="no such record"):
        certifying.revoke(admin, person_named("classmate").public_id, again, "Not theirs", STATIONERY, LATER)
    assert (own().newest.key, own().newest.name, [one.key for one in own().earlier]) == (again, NAMES[1], [record])
    assert [one.is_replaced for one in persons_records(person.public_id)] == [False, True]
    assert record_of(again).content == found.content
    assert [subject for _address, subject in mails()] == [
        "Your record of completing “A small course” was revoked",
        "Your record of completing “A small course” was issued again",
    ]
    assert entries()[1:] == [
        ("record revoked", "Somebody else answered"),
        ("record corrected", "They answered after all"),
    ]


def test_a_corrected_record_is_replaced_by_one_with_another_id(learner, admin):
    record = issue(learner, "Leaner")
    given = (person_named("learner").public_id, record, NAMES[2], "A letter was wrong", STATIONERY, LATER)
    again = certifying.correct(admin, *given)
    assert (record_of(record).reason, record_of(again).name) == ("Replaced by a record with another name", NAMES[2])
    assert own().reflection.prompt_at == START + timedelta(weeks=6)


def test_many_are_issued_when_their_number_is_the_one_that_was_seen_and_again_there_are_none(learner, admin):
    assert to_issue(SMALL, "").count == 2
    with pytest.raises(NotIssued, match="Meanwhile 2 wait"):
        certifying.issue_waiting(admin, SMALL, "", 1, STATIONERY, START)
    assert certifying.issue_waiting(admin, SMALL, "", 2, STATIONERY, START) == 2
    assert (to_issue(SMALL, "").count, to_issue(SMALL, "nothing"), to_issue("nothing", "")) == (0, None, None)
    assert sorted(mails()) == [
        (f"{name}@example.org", "Your record of completing “A small course”") for name in ("classmate", "learner")
    ]
    assert own().newest.name == person_named("learner").name


def test_a_withdrawn_learner_keeps_the_record_and_a_new_cycle_gives_a_new_one(learner, admin):
    person, first = person_named("learner"), issue(learner, NAMES[0])
    enrolling_others.withdraw(admin, person.public_id, learner, "Left", START)
    assert own().newest.key == first
    enrolling_others.enrol(admin, person.public_id, SMALL, "", LATER)
    assert own().newest.key == first
    anew = complete(person.id, SMALL, LATER)
    assert (own().newest, [one.key for one in own().earlier]) == (None, [first])
    second = issue(anew, NAMES[0])
    assert (own().newest.key, [one.key for one in own().earlier]) == (second, [first])


def test_one_mail_asks_six_weeks_later_unless_it_was_declined_or_the_account_is_closed(learner):
    with pytest.raises(NotIssued):
        reflecting.keep_reflection(learner, TEXTS, START)
    due = START + timedelta(weeks=6)
    issue(learner, NAMES[0])
    reflecting.set_prompt(learner, wanted=False, now=START)
    assert reflecting.send_prompts(due) == 0
    reflecting.set_prompt(learner, wanted=True, now=LATER)
    assert (reflecting.send_prompts(due - timedelta(seconds=1)), reflecting.send_prompts(due)) == (0, 1)
    assert reflecting.send_prompts(due) == 0
    reflecting.set_prompt(learner, wanted=True, now=due)
    assert (reflecting.send_prompts(due + timedelta(days=9)), own().reflection.prompted_at) == (0, due)
    other = complete(person_named("classmate").id, SMALL, START)
    issue(other, "Classmate")
    with transaction() as session:
        session.execute(update(Person).where(Person.email == "classmate@example.org").values(active=False))
    assert reflecting.send_prompts(due) == 1
    assert mails() == [("learner@example.org", "What came of “A small course”?")]


def test_after_an_erasure_the_record_has_no_name_and_nobody_is_asked(learner, admin):
    record = issue(learner, NAMES[1])
    reflecting.keep_reflection(learner, TEXTS, START)
    erasing.erase(admin, person_named("learner").public_id, "By letter", START)
    assert (record_of(record).state, record_of(record).name) == ("erased", "")
    assert reflecting.send_prompts(START + timedelta(weeks=7)) == 0
    with db.engines["read"].connect() as connection:
        assert connection.scalar(select(CompletionRecord.name)) == ""
