"""Making accounts: registering, the first administrator's link, people made by the program."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from course_app.extensions import db, read_connection
from course_app.gateways.tokens import fingerprint
from course_app.models import AuditEntry, Course, Enrolment, Membership, OneTimeLink, Person
from course_app.queries.accounts import find_account, first_admin_link_works
from course_app.services import accounts, registering
from course_app.services.transaction import transaction
from tests.conftest import LETTERHEAD

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NAMES = [
    "Siân Prŵs-Ellis",
    "Łucja Wójcik",
    "İpek Demir",
    "نور الهدى العلي",
    "陳美玲",
    "Ñandú Ó Súilleabháin",
    "जया शर्मा",
    "O’Brien",
    "X" * 200,
]


@pytest.fixture(autouse=True)
def no_open_course(app):
    """What the template publishes is closed, so that each test opens its own."""
    with transaction() as session:
        session.execute(update(Course).values(enrolment="closed"))


@pytest.fixture
def no_admin(app):
    with transaction() as session:
        session.execute(update(Person).values(is_admin=False))


def rows(statement):
    with read_connection() as connection:
        return connection.execute(statement).all()


def acts_of(person_id):
    acts = select(AuditEntry.actor_id, AuditEntry.verb, AuditEntry.object).where(AuditEntry.person_id == person_id)
    return rows(acts)


def register(email="sian@example.org", name="Siân", course=""):
    return registering.register(name, email, "a hash", NOW, LETTERHEAD, course)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_as_it_was_given_in_any_script(name):
    made = register(name=name)
    ((kept, search_key),) = rows(select(Person.name, Person.search_key).where(Person.id == made.id))
    assert kept == name
    assert search_key


def test_the_e_mail_is_kept_normalised_and_found_again():
    made = register(email=" Sian@Example.ORG ")
    assert find_account("sian@example.org") == made
    assert (made.password, made.is_active) == ("a hash", True)


def test_an_e_mail_has_one_account_however_it_is_written():
    register(email="sian@example.org")
    with pytest.raises(accounts.EmailTaken):
        register(email="SIAN@example.org")


def test_of_many_registrations_at_once_with_one_e_mail_one_is_made(app):
    together = Barrier(6)

    def attempt(_number):
        with app.app_context():
            together.wait()
            try:
                register()
            except accounts.EmailTaken:
                return "taken"
            return "made"

    with ThreadPoolExecutor(6) as pool:
        told = sorted(pool.map(attempt, range(6)))
    assert told == ["made"] + ["taken"] * 5
    assert rows(select(func.count(Person.id)).where(Person.email == "sian@example.org")) == [(1,)]


def test_registering_leaves_an_audit_row():
    made = register()
    assert acts_of(made.id) == [(made.id, "registered", f"person {made.id}")]


def test_a_registration_that_fails_leaves_nothing():
    register()
    before = rows(select(func.count(AuditEntry.id)))
    with pytest.raises(accounts.EmailTaken):
        register()
    assert rows(select(func.count(AuditEntry.id))) == before


@pytest.mark.parametrize(
    ("courses", "named", "enrolled_in"),
    [
        ({"one": "open"}, "", ["one"]),
        ({"one": "open", "two": "closed"}, "", ["one"]),
        ({"one": "open", "two": "open"}, "", []),
        ({"one": "open", "two": "open"}, "two", ["two"]),
        ({"one": "closed"}, "one", []),
        ({"one": "open"}, "no-such-course", []),
        ({}, "", []),
    ],
)
def test_registering_enrols_in_the_open_course_named_or_the_only_one(courses, named, enrolled_in):
    with transaction() as session:
        for slug, enrolment in courses.items():
            session.add(Course(slug=slug, title=slug, enrolment=enrolment, created_at=NOW))
    made = register(course=named)
    enrolments = select(Course.slug).join_from(Enrolment, Course, Enrolment.course_id == Course.id)
    assert [slug for (slug,) in rows(enrolments.where(Enrolment.person_id == made.id))] == enrolled_in


def test_the_first_administrators_link_works_once_and_is_kept_as_a_hash(no_admin):
    token = accounts.make_first_admin_link(NOW)
    assert rows(select(OneTimeLink.token_hash)) == [(fingerprint(token),)]
    assert first_admin_link_works(token)
    made = accounts.use_first_admin_link(token, "Ada", "root@example.org", "a hash", NOW)
    assert rows(select(Person.id).where(Person.is_admin)) == [(made.id,)]
    assert acts_of(made.id) == [(made.id, "became first administrator", f"person {made.id}")]
    assert not first_admin_link_works(token)
    with pytest.raises(accounts.LinkSpent):
        accounts.use_first_admin_link(token, "Eve", "eve@example.org", "a hash", NOW)


def test_a_new_link_replaces_the_unused_one(no_admin):
    old = accounts.make_first_admin_link(NOW)
    new = accounts.make_first_admin_link(NOW)
    assert (first_admin_link_works(old), first_admin_link_works(new)) == (False, True)
    with pytest.raises(accounts.LinkSpent):
        accounts.use_first_admin_link(old, "Eve", "eve@example.org", "a hash", NOW)


def test_there_is_no_link_once_there_is_an_administrator(no_admin):
    token = accounts.make_first_admin_link(NOW)
    accounts.make_person("Ada", "root@example.org", None, NOW, is_admin=True)
    assert accounts.make_first_admin_link(NOW) is None
    assert not first_admin_link_works(token)
    with pytest.raises(accounts.LinkSpent):
        accounts.use_first_admin_link(token, "Eve", "eve@example.org", "a hash", NOW)


def test_a_link_that_meets_a_taken_e_mail_is_not_used_up(no_admin):
    register(email="root@example.org")
    token = accounts.make_first_admin_link(NOW)
    with pytest.raises(accounts.EmailTaken):
        accounts.use_first_admin_link(token, "Ada", "root@example.org", "a hash", NOW)
    assert first_admin_link_works(token)


def test_a_link_makes_one_administrator_however_many_use_it_at_once(app, no_admin):
    token = accounts.make_first_admin_link(NOW)
    together = Barrier(4)

    def attempt(number):
        with app.app_context():
            together.wait()
            try:
                accounts.use_first_admin_link(token, "Ada", f"ada{number}@example.org", "a hash", NOW)
            except accounts.LinkSpent:
                return "spent"
            return "made"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, range(4))) == ["made", "spent", "spent", "spent"]


def test_the_program_makes_instructors():
    with transaction() as session:
        session.add(Course(slug="one", title="One", created_at=NOW))
    made = accounts.make_person("Ian", "ian@example.org", None, NOW, instructor_of=("one",))
    roles = select(Membership.role).where(Membership.person_id == made)
    assert rows(roles) == [("instructor",)]
    assert acts_of(made) == [(None, "person made", f"person {made}")]


def test_the_appearance_is_kept_in_the_account():
    made = register()
    accounts.choose_appearance(made.id, "dark", "large")
    assert rows(select(Person.theme, Person.text_size).where(Person.id == made.id)) == [("dark", "large")]


def test_no_transaction_is_left_open():
    register()
    assert not db.session().in_transaction()
