"""Looking after people: roles, the administrator's flag, closing accounts; each act leaves an entry."""

import pytest
from sqlalchemy import select

from course_app.domain.links import INVITATION, LIFETIMES
from course_app.extensions import read_connection
from course_app.models import AuditEntry, Cohort, Enrolment, Membership, Message, Person, SignIn
from course_app.queries.cohorts import cohort_page
from course_app.services import administering, enrolling_others, grouping, inviting, recovering
from course_app.services.accounts import EmailTaken
from course_app.services.grouping import CohortSettings, NameTaken
from course_app.services.links import LinkSpent
from course_app.services.transaction import transaction
from tests import acts
from tests.conftest import LETTERHEAD, START, enrolment_of, person_named


@pytest.fixture
def admin(app):
    return person_named("admin").id


def public_id(name):
    return person_named(name).public_id


def rows(statement):
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def verbs(name):
    statement = select(AuditEntry.verb, AuditEntry.reason).where(AuditEntry.person_id == person_named(name).id)
    return rows(statement.order_by(AuditEntry.id))[1:]


def test_a_role_given_twice_is_held_once_and_can_be_taken(admin):
    for _ in range(2):
        administering.give_role(admin, public_id("learner"), "small-course", "instructor", START)
    ((key,),) = rows(select(Membership.id).where(Membership.person_id == person_named("learner").id))
    administering.take_role(admin, public_id("learner"), key, "Has left", START)
    assert verbs("learner") == [("made instructor", ""), ("no longer instructor", "Has left")]
    with pytest.raises(administering.NoSuchThing):
        administering.take_role(admin, public_id("learner"), key, "Again", START)


def test_a_role_is_taken_only_from_whom_it_belongs_to(admin):
    ((key,),) = rows(select(Membership.id).where(Membership.person_id == person_named("instructor").id))
    with pytest.raises(administering.NoSuchThing):
        administering.take_role(admin, public_id("learner"), key, "Mistaken", START)


@pytest.mark.parametrize(("course", "role"), [("nowhere", "instructor"), ("small-course", "admin"), ("", "")])
def test_an_unknown_course_or_role_is_refused(admin, course, role):
    with pytest.raises(administering.NoSuchThing):
        administering.give_role(admin, public_id("learner"), course, role, START)


def test_the_last_administrator_stays_one_until_there_is_another(admin):
    for act in (administering.unmake_administrator, administering.close_account):
        with pytest.raises((administering.LastAdministrator, administering.OwnAccount)):
            act(admin, public_id("admin"), "Leaves", START)
    administering.make_administrator(admin, public_id("learner"), "Takes over", START)
    administering.unmake_administrator(admin, public_id("admin"), "Leaves", START)
    assert rows(select(Person.email).where(Person.is_admin)) == [("learner@example.org",)]
    with pytest.raises(administering.LastAdministrator):
        administering.close_account(admin, public_id("learner"), "Mistaken", START)


def test_a_closed_account_does_not_count_as_an_administrator(admin):
    administering.make_administrator(admin, public_id("learner"), "Takes over", START)
    administering.close_account(admin, public_id("learner"), "Has left", START)
    with pytest.raises(administering.LastAdministrator):
        administering.unmake_administrator(admin, public_id("admin"), "Leaves", START)


def test_closing_ends_every_sign_in_at_once_and_opening_brings_none_back(admin, as_person):
    browser = as_person("learner")
    assert browser.get("/account").status_code == 200
    administering.close_account(admin, public_id("learner"), "Has left", START)
    assert browser.get("/account").status_code == 303
    administering.reopen_account(admin, public_id("learner"), START)
    assert browser.get("/account").status_code == 303
    open_ones = select(SignIn.id).where(SignIn.person_id == person_named("learner").id, SignIn.revoked_at.is_(None))
    assert rows(open_ones) == []
    assert verbs("learner") == [("account closed", "Has left"), ("account opened again", "")]


def test_an_invitation_works_once_and_only_the_newest(admin):
    made = inviting.invite(admin, "Ivy", "ivy@example.org", "small-course", LETTERHEAD, START)
    newer = inviting.invite_again(admin, made.public_id, LETTERHEAD, START)
    with pytest.raises(LinkSpent):
        inviting.accept(made.token, "Ivy", "a hash", START)
    inviting.accept(newer, "Ivy Ŵyn", "a hash", START)
    with pytest.raises(LinkSpent):
        inviting.accept(newer, "Ivy", "another hash", START)
    person = person_named("ivy")
    assert (person.name, person.search_key, person.password) == ("Ivy Ŵyn", "ivy wyn", "a hash")
    assert enrolment_of("ivy")
    with pytest.raises(inviting.NotToBeInvited):
        inviting.invite_again(admin, made.public_id, LETTERHEAD, START)
    with pytest.raises(EmailTaken):
        inviting.invite(admin, "Ivy", "ivy@example.org", "", LETTERHEAD, START)


def test_an_invitation_runs_out_and_a_closed_account_has_none(admin, time):
    made = inviting.invite(admin, "Ivy", "ivy@example.org", "", LETTERHEAD, START)
    with pytest.raises(LinkSpent):
        inviting.accept(made.token, "Ivy", "a hash", START + LIFETIMES[INVITATION])
    administering.close_account(admin, made.public_id, "Mistaken", START)
    with pytest.raises(LinkSpent):
        inviting.accept(made.token, "Ivy", "a hash", START)


def test_withdrawing_keeps_the_record_and_enrolling_again_begins_a_new_cycle(admin):
    person, first = public_id("learner"), enrolment_of("learner")
    enrolling_others.withdraw(admin, person, first, "On leave", START)
    with pytest.raises(administering.NoSuchThing):
        enrolling_others.withdraw(admin, person, first, "Again", START)
    for _ in range(2):
        enrolling_others.enrol(admin, person, "small-course", "", START)
    statement = select(Enrolment.cycle, Enrolment.end_reason, Enrolment.ended_at.is_(None))
    own = statement.where(Enrolment.person_id == person_named("learner").id).order_by(Enrolment.cycle)
    assert rows(own) == [(1, "On leave", False), (2, "", True)]
    assert verbs("learner") == [("withdrawn", "On leave"), ("enrolled", "")]


def test_a_closed_account_is_given_nothing_until_it_is_open_again(admin):
    invited = inviting.invite(admin, "Ivy", "ivy@example.org", "", LETTERHEAD, START).public_id
    acts = (
        lambda: administering.make_administrator(admin, invited, "Mistaken", START),
        lambda: enrolling_others.enrol(admin, invited, "small-course", "", START),
        lambda: inviting.invite_again(admin, invited, LETTERHEAD, START),
    )
    administering.close_account(admin, invited, "Has left", START)
    for act in acts:
        with pytest.raises(administering.AccountClosed):
            act()
    administering.reopen_account(admin, invited, START)
    for act in acts:
        act()


def test_nobody_is_withdrawn_through_another_persons_page(admin):
    with pytest.raises(administering.NoSuchThing):
        enrolling_others.withdraw(admin, public_id("classmate"), enrolment_of("learner"), "Mistaken", START)


def test_enrolling_into_a_cohort_moves_whoever_learns_already(admin):
    cohort = grouping.make_cohort(admin, "small-course", CohortSettings("Autumn"), START)
    enrolling_others.enrol(admin, public_id("learner"), "small-course", cohort, START)
    assert [line.name for line in cohort_page(cohort, START).learners] == ["Siân Ŵyn"]
    grouping.retire_cohort(admin, cohort, START)
    with pytest.raises(administering.NoSuchThing):
        enrolling_others.enrol(admin, public_id("classmate"), "small-course", cohort, START)


def test_somebody_who_tries_the_course_out_is_not_enrolled_beside_it(admin):
    with transaction() as session:
        enrolment = session.get_one(Enrolment, enrolment_of("learner"))
        enrolment.kind = "preview"
    with pytest.raises(enrolling_others.CannotEnrol):
        enrolling_others.enrol(admin, public_id("learner"), "small-course", "", START)


def test_the_last_day_of_a_cohort_belongs_to_it_in_the_courses_zone(admin):
    days = CohortSettings("Summer", START.date().replace(month=6), START.date().replace(month=7))
    cohort = grouping.make_cohort(admin, "small-course", days, START)
    line = cohort_page(cohort, START).cohort
    assert (line.starts_on, line.ends_on) == (days.starts_on, days.ends_on)
    assert rows(select(Cohort.starts_at)) == [(START.replace(month=6, day=21, hour=23, minute=0),)]


def test_two_cohorts_of_a_course_have_two_names(admin):
    grouping.make_cohort(admin, "small-course", CohortSettings("Autumn"), START)
    other = grouping.make_cohort(admin, "small-course", CohortSettings("Winter"), START)
    with pytest.raises(NameTaken):
        grouping.make_cohort(admin, "small-course", CohortSettings("Autumn"), START)
    with pytest.raises(NameTaken):
        grouping.change_cohort(admin, other, CohortSettings("Autumn"), START)
    grouping.change_cohort(admin, other, CohortSettings("Winter"), START)
    grouping.make_cohort(admin, "closed-course", CohortSettings("Autumn"), START)


def test_an_invitation_is_mailed_with_its_link_and_a_new_one_again(admin):
    made = inviting.invite(admin, "Ivy", "ivy@example.org", "small-course", LETTERHEAD, START)
    newer = inviting.invite_again(admin, made.public_id, LETTERHEAD, START)
    found = rows(select(Message.address, Message.person_id, Message.subject, Message.link).order_by(Message.id))
    subject, ivy = "Your account at Breeze Academy", person_named("ivy").id
    assert found == [
        ("ivy@example.org", ivy, subject, f"http://localhost/link/{made.token}"),
        ("ivy@example.org", ivy, subject, f"http://localhost/link/{newer}"),
    ]
    first, second = rows(select(Message.body).order_by(Message.id))
    assert "so that you can take “A small course”." in first[0]
    assert second[0].splitlines()[2] == "An account was made for you at Breeze Academy."


def test_a_new_password_and_an_invitation_end_each_other(admin):
    for number, is_invitation in enumerate((True, False)):
        email = f"ivy{number}@example.org"
        invitation = inviting.invite(admin, "Ivy", email, "", LETTERHEAD, START).token
        password = acts.asked_for_password(email)
        if is_invitation:
            inviting.accept(invitation, "Ivy", "a hash", START)
            with pytest.raises(LinkSpent):
                recovering.set_password(password, "another hash", "Breeze Academy", START)
        else:
            recovering.set_password(password, "a hash", "Breeze Academy", START)
            with pytest.raises(LinkSpent):
                inviting.accept(invitation, "Ivy", "another hash", START)
