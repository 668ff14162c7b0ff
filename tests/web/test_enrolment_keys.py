"""A key in the browser: made, handed out as a link, used after registering, refused in words, withdrawn."""

import re

from sqlalchemy import select

from course_app.extensions import read_connection
from course_app.models import Cohort, Enrolment, Person
from course_app.services import grouping
from tests.conftest import START, person_named

NOBODYS = "aaaa-bbbb-cccc-dddd"


def cohort(course="closed-course"):
    admin = person_named("admin").id
    return f"/admin/cohorts/{grouping.make_cohort(admin, course, grouping.CohortSettings('Autumn'), START)}"


def link(admin, page, **fields):
    """Make a key; the path of its link, as the page shows it."""
    assert admin.send(f"{page}/keys", {"seats": "", "key_until": ""} | fields, page=page).location == page
    return re.search(r'href="http://localhost(/enrol\?key=[a-z-]{19})"', admin.get(page).text)[1]


def test_somebody_registers_by_the_link_and_is_enrolled_by_one_button(browser, admin, visible):
    address = link(admin, cohort(), seats="1")
    newcomer = browser()
    page = newcomer.get(address).text
    register = re.search(r'href="(/register\?next=[^"]+)"', page)[1]
    fields = {"name": "Ñew", "email": "newcomer@example.org", "password": "correct horse battery"}
    hidden = {"next": re.search(r'name="next" value="([^"]*)"', newcomer.get(register).text)[1], "course": ""}
    answer = newcomer.send("/register", fields | hidden, page=register)
    assert answer.location == address
    word = re.search(r'name="key"[^>]* value="([^"]*)"', newcomer.get(answer.location).text)[1]
    assert newcomer.send("/enrol", {"key": word}, page=address).location == "/learn"
    assert "A closed course" in visible(newcomer.get("/learn").text)
    with read_connection() as connection:
        found = connection.execute(
            select(Cohort.name)
            .join(Enrolment, Enrolment.cohort_id == Cohort.id)
            .join(Person, Person.id == Enrolment.person_id)
            .where(Person.email == "newcomer@example.org")
        ).scalar_one()
    assert found == "Autumn"
    again = newcomer.send("/enrol", {"key": word}, page=address)
    assert (again.status_code, "with this key’s group already" in again.text) == (422, True)
    learner = browser()
    learner.sign_in("learner")
    full = learner.send("/enrol", {"key": word}, page=address)
    assert (full.status_code, "The one seat of this key is taken." in full.text) == (422, True)


def test_a_link_tells_nobody_whether_there_is_such_a_key(browser, admin):
    address = link(admin, cohort())
    visitor = browser()
    pages = [visitor.get(one).text.replace(one.split("=")[1], "*") for one in (address, f"/enrol?key={NOBODYS}")]
    assert pages[0].count("*") == pages[1].count("*") > 0
    assert "A closed course" not in pages[0]


def test_a_withdrawn_key_says_so_and_guessing_has_to_wait(browser, admin, visible):
    page = cohort()
    word = link(admin, page).split("=")[1]
    revocation = re.search(rf'action="({page}/keys/[0-9a-f]{{32}}/revocation)"', admin.get(page).text)[1]
    assert admin.send(revocation, {}, page=page).location == page
    assert "Withdrawn" in visible(admin.get(page).text)
    learner = browser()
    learner.sign_in("learner")
    assert "This key was withdrawn." in learner.send("/enrol", {"key": word}).text
    for _ in range(10):
        assert "There is no such key." in learner.send("/enrol", {"key": NOBODYS}).text
    waiting = learner.send("/enrol", {"key": NOBODYS})
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (422, "900")
    assert f'value="{NOBODYS}"' in waiting.text


def test_a_key_that_cannot_be_made_says_why(admin):
    page = cohort()
    for fields, sentence in (
        ({"seats": "0"}, "Write a number from 1 to 100,000"),
        ({"key_until": "2026-11-21"}, "This day is over."),
    ):
        answer = admin.send(f"{page}/keys", {"seats": "", "key_until": ""} | fields, page=page)
        assert (answer.status_code, sentence in answer.text) == (422, True)


def test_an_administrator_ends_access_and_the_learner_sees_the_day(admin, browser, visible):
    person, learner = f"/admin/people/{person_named('learner').public_id}", browser()
    learner.sign_in("learner")
    end = re.search(rf'action="({person}/enrolments/[0-9]+/end)"', admin.get(person).text)[1]
    assert admin.send(end, {"last_day": "2027-03-31"}, page=person).location == person
    assert "Access ends after 31 March 2027." in visible(admin.get(person).text)
    assert "Your access ends after 31 March 2027." in visible(learner.get("/learn").text)
    assert admin.send(end, {"last_day": ""}, page=person).location == person
    assert "Your access ends" not in learner.get("/learn").text
