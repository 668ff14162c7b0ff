"""Using a list of people: the plan changes nothing, chunks are done once whatever happens between them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from course_app.domain.rosters import NoSuchPlace
from course_app.extensions import read_connection
from course_app.formats.roster_csv import parse
from course_app.models import AuditEntry, Cohort, Enrolment, Message, OneTimeLink, Person, RosterRow
from course_app.queries.roster_plan import place_of
from course_app.queries.rosters import failed_rows, roster_page
from course_app.services import accounts, administering, grouping, importing_rosters, inviting
from course_app.services.enrolling_others import withdraw
from tests.conftest import LETTERHEAD, START, enrolment_of, person_named

LIST = """Name,E-mail
Ñew Person,new@example.org
,nameless.one@example.org
Łukasz Żółć,classmate@example.org
Ann Instructor,instructor@example.org
Nobody,nowhere
Other,new@example.org
"""


@pytest.fixture
def admin(app):
    return person_named("admin").id


def stored(admin, text=LIST, cohort="", course="small-course"):
    return importing_rosters.store_plan(admin, parse(text), "list.csv", place_of(course, cohort), START)


def count(table, *conditions):
    with read_connection() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*conditions))


def outcomes(roster):
    return {line.email: line.kind for line in roster_page(roster).lines}


def long_list(rows):
    return "Name,E-mail\n" + "\n".join(f"Person {one},p{one}@example.org" for one in range(rows))


def test_a_plan_changes_nothing_and_shows_what_cannot_be_used_first(admin):
    before = count(Person), count(Enrolment), count(AuditEntry)
    roster = stored(admin, cohort="Autumn")
    page = roster_page(roster)
    assert (count(Person), count(Enrolment), count(AuditEntry)) == before
    assert [(line.line, line.kind) for line in page.lines] == [
        (6, "cannot"),
        (7, "cannot"),
        (2, "invite"),
        (3, "invite"),
        (4, "move"),
        (5, "enrol"),
    ]
    assert (page.makes_cohort, page.counts) == (True, {"cannot": 2, "invite": 2, "move": 1, "enrol": 1})


def test_a_short_list_is_done_at_once_and_twice_is_once(admin):
    roster = stored(admin, cohort="Autumn")
    for _ in range(2):
        importing_rosters.begin(admin, roster, LETTERHEAD, START)
    page = roster_page(roster)
    assert (page.state, page.counts) == ("done", {"cannot": 2, "invite": 2, "move": 1, "enrol": 1})
    assert person_named("new").name == "Ñew Person"
    assert person_named("nameless.one").name == "nameless one"
    assert count(OneTimeLink, OneTimeLink.person_id == person_named("new").id) == 1
    assert count(Enrolment, Enrolment.cohort_id.is_not(None)) == 4
    assert count(Cohort) == 1
    assert failed_rows(roster)[1] == [
        (6, ["Nobody", "nowhere"], "The e-mail has no @. Correct it in the list, or leave the row out."),
        (7, ["Other", "new@example.org"], "The same e-mail stands in line 2 with another name, Ñew Person."),
    ]


def test_the_same_list_again_needs_nothing(admin):
    importing_rosters.begin(admin, stored(admin, cohort="Autumn"), LETTERHEAD, START)
    again = stored(admin, cohort="Autumn")
    assert roster_page(again).counts == {"cannot": 2, "nothing": 4}


def test_every_change_has_its_entry(admin):
    importing_rosters.begin(admin, stored(admin, cohort="Autumn"), LETTERHEAD, START)
    with read_connection() as connection:
        statement = select(AuditEntry.verb, func.count()).where(AuditEntry.actor_id == admin).group_by(AuditEntry.verb)
        entries = dict(tuple(row) for row in connection.execute(statement))
    assert entries == {
        "list of people used": 1,
        "cohort made": 1,
        "person added": 2,
        "enrolled": 3,
        "moved to a cohort": 1,
    }


def test_a_long_list_waits_for_the_worker_and_goes_on_where_it_was_left(admin):
    roster = stored(admin, long_list(250))
    importing_rosters.begin(admin, roster, LETTERHEAD, START)
    assert (roster_page(roster).state, roster_page(roster).position) == ("running", 0)
    assert importing_rosters.do_chunk(1, START) is True
    assert (roster_page(roster).position, count(Enrolment, Enrolment.created_at == START)) == (100, 103)
    assert importing_rosters.continue_imports(START) == 2
    page = roster_page(roster)
    assert (page.state, page.position, page.counts) == ("done", 250, {"invite": 250})
    assert importing_rosters.continue_imports(START) == 0


def test_everybody_added_is_mailed_one_invitation_whoever_goes_on_with_the_list(admin):
    roster = stored(admin, long_list(250) + "\nŁukasz Żółć,classmate@example.org\nAnn,instructor@example.org")
    importing_rosters.begin(admin, roster, LETTERHEAD, START)
    assert importing_rosters.continue_imports(START) == 3
    with read_connection() as connection:
        invitations = select(Message.address, Message.link, Message.subject, Message.body).where(Message.link != "")
        mails = connection.execute(invitations).all()
    assert sorted(mail.address for mail in mails) == sorted(f"p{one}@example.org" for one in range(250))
    assert {mail.subject for mail in mails} == {"Your account at Breeze Academy"}
    assert {"so that you can take “A small course”." in mail.body for mail in mails} == {True}
    start = LETTERHEAD.link_to("")
    tokens = {mail.link.removeprefix(start) for mail in mails if mail.link.startswith(start)}
    assert len(tokens) == 250
    assert inviting.accept(tokens.pop(), "Somebody", "a hash", START).password == "a hash"


def test_whoever_has_an_account_is_told_once_that_they_are_enrolled_and_where_to_sign_in(admin):
    for _ in range(2):
        importing_rosters.begin(admin, stored(admin), LETTERHEAD, START)
    instructor = person_named("instructor")
    with read_connection() as connection:
        mails = connection.execute(select(Message).where(Message.link == "")).all()
    assert [(mail.address, mail.person_id, mail.subject) for mail in mails] == [
        (instructor.email, instructor.id, "You are enrolled in “A small course”")
    ]
    assert mails[0].body.splitlines()[:5] == [
        "Dear Ann Instructor,",
        "",
        "You can take “A small course” at Breeze Academy now. Sign in with the account that you have there:",
        "",
        "http://localhost/sign-in",
    ]


def test_whoever_is_only_moved_to_a_cohort_is_not_written_to(admin):
    importing_rosters.begin(admin, stored(admin, "Łukasz,classmate@example.org", cohort="Autumn"), LETTERHEAD, START)
    assert (count(Enrolment, Enrolment.cohort_id.is_not(None)), count(Message)) == (1, 0)


def test_a_chunk_that_fails_changes_nothing_and_is_done_again(admin, monkeypatch):
    roster = stored(admin, long_list(150))
    importing_rosters.begin(admin, roster, LETTERHEAD, START)
    people = count(Person)

    def fail(*_arguments, **_more):
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(importing_rosters, "invite_newcomer", fail)
        with pytest.raises(OSError, match="full"):
            importing_rosters.continue_imports(START)
    assert (count(Person), roster_page(roster).position) == (people, 0)
    assert importing_rosters.continue_imports(START) == 2


def test_what_has_changed_since_the_plan_is_looked_at_again(admin):
    roster = stored(admin)
    accounts.make_person("New", "new@example.org", None, START)
    administering.close_account(admin, person_named("instructor").public_id, "Has left", START)
    importing_rosters.begin(admin, roster, LETTERHEAD, START)
    assert outcomes(roster)["instructor@example.org"] == "cannot"
    assert roster_page(roster).counts == {"cannot": 3, "enrol": 1, "invite": 1, "nothing": 1}


def test_what_was_planned_as_nothing_stays_nothing(admin):
    roster = stored(admin)
    classmate = person_named("classmate")
    withdraw(admin, classmate.public_id, enrolment_of("classmate"), "On leave", START)
    importing_rosters.begin(admin, roster, LETTERHEAD, START)
    assert outcomes(roster)["classmate@example.org"] == "nothing"
    assert count(Enrolment, Enrolment.person_id == classmate.id, Enrolment.ended_at.is_(None)) == 0


def test_whoever_was_withdrawn_begins_a_new_cycle(admin):
    classmate = person_named("classmate")
    withdraw(admin, classmate.public_id, enrolment_of("classmate"), "On leave", START)
    importing_rosters.begin(admin, stored(admin), LETTERHEAD, START)
    assert count(Enrolment, Enrolment.person_id == classmate.id, Enrolment.cycle == 2) == 1


def test_rows_are_removed_after_a_day_and_an_unused_list_is_refused(admin):
    used, unused = stored(admin), stored(admin, long_list(3))
    importing_rosters.begin(admin, used, LETTERHEAD, START)
    assert importing_rosters.clear_rows(START + timedelta(hours=23)) == 0
    assert importing_rosters.clear_rows(START + timedelta(hours=24)) == 2
    assert count(RosterRow) == 0
    assert roster_page(used).counts == {"cannot": 2, "invite": 2, "enrol": 1, "nothing": 1}
    with pytest.raises(importing_rosters.NoSuchRoster):
        importing_rosters.begin(admin, unused, LETTERHEAD, START)


@pytest.mark.parametrize(
    ("course", "cohort", "slug"),
    [
        ("small-course", "", "small-course"),
        ("closed-course", "Autumn", "closed-course"),
        ("", "Only here", "closed-course"),
    ],
)
def test_a_course_is_found_by_its_slug_or_by_its_cohort(admin, course, cohort, slug):
    grouping.make_cohort(admin, "closed-course", grouping.CohortSettings("Only here"), START)
    assert place_of(course, cohort).slug == slug


@pytest.mark.parametrize(
    ("course", "cohort"), [("", ""), ("", "Nowhere yet"), ("nowhere", ""), ("closed-course", "Old")]
)
def test_a_place_that_cannot_be_told_is_refused(admin, course, cohort):
    old = grouping.make_cohort(admin, "closed-course", grouping.CohortSettings("Old"), START)
    grouping.retire_cohort(admin, old, START)
    with pytest.raises(NoSuchPlace):
        place_of(course, cohort)


def numbers():
    with read_connection() as connection:
        found = select(Person.email, Enrolment.employee_number).join(Enrolment, Enrolment.person_id == Person.id)
        return dict(connection.execute(found.where(Enrolment.employee_number != "")).all())


def test_a_list_sets_employee_numbers_that_are_missing_or_other_and_empties_none(admin):
    text = "Name,E-mail,Employee number\nŁukasz Żółć,classmate@example.org,{}\nSiân Ŵyn,learner@example.org,{}\n"
    told = []
    for given in (("0012", ""), ("0012", "Ŵ 7"), ("12", "Ŵ 7"), ("", ""), ("12", "Ŵ 7")):
        roster = stored(admin, text.format(*given))
        told.append([(line.kind, line.note) for line in roster_page(roster).lines])
        importing_rosters.begin(admin, roster, LETTERHEAD, START)
    none, nothing = "Enrolled already. There was none.", ("nothing", "Enrolled already.")
    assert told == [
        [("number", none), nothing],
        [nothing, ("number", none)],
        [("number", "Enrolled already. It was 0012."), nothing],
        [nothing, nothing],
        [nothing, nothing],
    ]
    assert numbers() == {"classmate@example.org": "12", "learner@example.org": "Ŵ 7"}
    assert count(AuditEntry, AuditEntry.verb == "employee number set") == 3


def test_one_e_mail_with_two_employee_numbers_is_told(admin):
    text = "Name,E-mail,Employee number\nNew,new@example.org,1\nNew,new@example.org,2\nNew,new@example.org,\n"
    assert [(line.line, line.kind, line.note) for line in roster_page(stored(admin, text)).lines] == [
        (3, "cannot", "The same e-mail stands in line 2 with another employee number."),
        (2, "invite", ""),
        (4, "nothing", "The same as line 2."),
    ]
