"""Enquiries: taken in, told of, settled, removed, and gone when they are old or their person's data are erased."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from course_app.domain.enquiries import TooManyEnquiries
from course_app.extensions import read_connection
from course_app.models import AuditEntry, Enquiry, Message
from course_app.queries.enquiries import enquiries_export, enquiries_page, enquiry_line
from course_app.services import enquiring, erasing
from course_app.services.administering import NoSuchThing
from course_app.services.clearing import clear_old
from tests.conftest import START, person_named
from tests.enquiry_acts import DESK, HOME, WRITTEN, written


@pytest.fixture
def admin(app):
    return person_named("admin").id


def rows(*columns):
    with read_connection() as connection:
        table = columns[0].class_
        return [tuple(row) for row in connection.execute(select(*columns).order_by(table.id))]


def test_what_somebody_wrote_stands_in_the_inbox_as_it_was_written(admin):
    asked = replace(WRITTEN["wish"], person_id=admin)
    enquiring.enquire(asked, HOME, DESK, START)
    (line,) = enquiries_page().lines
    assert (line.kind, line.name, line.address, line.place, line.body) == (
        "practical-day",
        "陳美玲",
        "mei@example.org",
        "北 Wales",
        "",
    )
    assert (line.state, line.settled_at, line.created_at, line.person) == (
        "new",
        None,
        START,
        person_named("admin").public_id,
    )
    assert rows(Enquiry.consent, Enquiry.consented_at) == [(asked.consent, START)]


def test_the_academy_is_told_by_mail_of_all_but_spam(app):
    keys = {name: written(name, START) for name in WRITTEN}
    assert rows(Message.address, Message.subject) == [
        ("office@example.org", "Question: somebody wrote to Breeze Academy"),
        ("office@example.org", "Next practical day: somebody wrote to Breeze Academy"),
    ]
    (body,) = rows(Message.body)[0]
    assert "Łucja Ŵyn, lucja@example.org, wrote" in body
    assert f"https://learn.example.org/admin/enquiries/{keys['question']}\n" in body
    enquiring.enquire(replace(WRITTEN["wish"], place="Hull"), HOME, replace(DESK, contact=""), START)
    assert len(rows(Message.id)) == 2


def test_spam_stands_apart_with_its_reason(app):
    key = written("spam", START)
    assert (enquiries_page().lines, enquiries_page().is_empty) == ((), False)
    (line,) = enquiries_page("spam", "contact").lines
    assert (line.public_id, line.state, line.settled_at, line.settled_by) == (key, "spam", START, "")
    assert line.looks == "A field that nobody can see was filled in."


def test_the_same_again_within_a_day_is_the_one_that_is_there(app):
    first = written("question", START)
    assert written("question", START + timedelta(hours=23)) == first
    assert written("question", START + timedelta(hours=24)) != first
    assert len(rows(Message.id)) == 2


def test_twenty_from_one_address_have_to_wait_and_others_do_not(app):
    for place in range(20):
        asked = replace(WRITTEN["question"], body=f"{place}?")
        enquiring.enquire(asked, HOME, DESK, START + timedelta(seconds=place))
    later = START + timedelta(minutes=5)
    with pytest.raises(TooManyEnquiries) as refusal:
        enquiring.enquire(WRITTEN["wish"], HOME, DESK, later)
    assert refusal.value.seconds == 600
    enquiring.enquire(WRITTEN["wish"], "198.51.100.21", DESK, later)
    enquiring.enquire(WRITTEN["question"], HOME, DESK, later + timedelta(minutes=10))
    assert len(rows(Enquiry.id)) == 22


def test_an_administrator_settles_one_opens_it_again_and_removes_it_with_its_mail(admin):
    key, other = written("question", START), written("wish", START)
    later = START + timedelta(hours=1)
    enquiring.settle(admin, key, "answered", "Rang back.", later)
    line = enquiry_line(key)
    assert (line.state, line.note, line.settled_at, line.settled_by) == ("answered", "Rang back.", later, "Ada Admin")
    enquiring.settle(admin, key, "answered", "Rang back.", later)
    enquiring.settle(admin, key, "new", "Rang back.", later)
    assert (enquiry_line(key).state, enquiry_line(key).settled_at, enquiry_line(key).settled_by) == ("new", None, "")
    enquiring.remove(admin, key, "Asked for it", later)
    assert [line.public_id for line in enquiries_page().lines] == [other]
    assert rows(Message.subject) == [("Next practical day: somebody wrote to Breeze Academy",)]
    assert [row for row in rows(AuditEntry.verb, AuditEntry.reason) if row[0].startswith("enquiry")] == [
        ("enquiry answered", ""),
        ("enquiry noted", ""),
        ("enquiry opened again", ""),
        ("enquiry removed", "Asked for it"),
    ]
    with pytest.raises(NoSuchThing):
        enquiring.settle(admin, key, "new", "", later)


def test_the_file_holds_all_that_the_list_pages(app, monkeypatch):
    monkeypatch.setattr("course_app.queries.enquiries.EXPORTED_AT_ONCE", 2)
    for place in range(5):
        enquiring.enquire(replace(WRITTEN["question"], body=f"{place}?"), HOME, DESK, START)
    assert [line.body for line in enquiries_export()] == ["4?", "3?", "2?", "1?", "0?"]
    assert list(enquiries_export(kind="practical-day")) == []


def test_answered_ones_go_after_a_year_spam_after_a_month_and_what_waits_never(admin):
    keys = {name: written(name, START) for name in WRITTEN}
    enquiring.settle(admin, keys["question"], "answered", "", START + timedelta(days=1))
    left = []
    for days in (29, 30, 365, 366, 4_000):
        clear_old(START + timedelta(days=days))
        left.append([name for name in WRITTEN if enquiry_line(keys[name])])
    assert left == [["question", "wish", "spam"], ["question", "wish"], ["question", "wish"], ["wish"], ["wish"]]


def test_an_erasure_takes_what_somebody_wrote_signed_in_or_under_their_e_mail_and_its_mails(admin):
    learner = person_named("learner")
    mine = replace(WRITTEN["question"], person_id=learner.id)
    under_my_address = replace(WRITTEN["wish"], address=learner.email)
    naming_me = replace(WRITTEN["wish"], body=f"As {learner.email} told me")
    for asked in (mine, under_my_address, naming_me):
        enquiring.enquire(asked, HOME, DESK, START)
    erasing.erase(admin, learner.public_id, "By letter", START)
    assert rows(Enquiry.name, Enquiry.address, Enquiry.body) == [("陳美玲", "mei@example.org", "")]
    assert len(rows(Message.id)) == 1
