"""The administrator's pages about people, as a browser sees them."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from course_app.domain.names import search_key, sort_key
from course_app.gateways.chance import public_id
from course_app.models import Course, Enrolment, Person
from course_app.queries.people import people_page
from course_app.services.transaction import transaction
from tests.conftest import START, enrolment_of, person_named
from tests.histories import read


def names(page):
    return re.findall(r'<th scope="row"><a[^>]*><bdi>(.*?)</bdi>', page.text)


def add_people(number):
    with transaction() as session:
        for one in range(number):
            name = f"Zed {one:04}"
            person = Person(public_id=public_id(), name=name, email=f"z{one}@example.org", created_at=START)
            person.search_key, person.sort_key, person.fs_uniquifier = search_key(name), sort_key(name), public_id()
            session.add(person)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("zolc", ["Łukasz Żółć"]),
        ("ŻÓŁĆ łukasz", ["Łukasz Żółć"]),
        ("inan", ["Ñusta İnan"]),
        ("wyn", ["Siân Ŵyn"]),
        ("CLASSMATE@example", ["Łukasz Żółć"]),
        ("100%", []),
        ("_", []),
        ("  ", 8),
        ("@", 8),
        ("x" * 5_000, []),
    ],
)
def test_people_are_found_in_every_script(admin, words, found):
    page = admin.client.get("/admin/people", query_string={"q": words})
    assert (names(page) if isinstance(found, list) else len(names(page))) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("role=admin", ["Ada Admin"]),
        ("role=instructor&course=small-course", ["Ann Instructor"]),
        ("role=learner&course=closed-course", ["Ñusta İnan"]),
        ("course=closed-course", ["Ñusta İnan", "Ola Other"]),
        ("role=observer", []),
    ],
)
def test_people_are_filtered_by_role_and_course(admin, query, found):
    assert names(admin.get(f"/admin/people?{query}")) == found


def test_pages_of_fifty_show_everybody_once(admin):
    add_people(120)
    seen, address = [], "/admin/people"
    while address:
        page = admin.get(address)
        seen += names(page)
        link = re.search(r'href="([^"]+)" rel="next"', page.text)
        address = link[1].replace("&amp;", "&") if link else None
    assert (len(seen), len(set(seen)), seen) == (128, 128, sorted(seen, key=sort_key))


@pytest.mark.parametrize("role", ["", "learner", "closed"])
@pytest.mark.parametrize("words", ["", "zed", "zed 0042", "nobody there"])
def test_filters_and_searches_count_and_show_the_same_people_by_name(app, role, words):
    add_people(130)
    with transaction() as session:
        zeds = session.scalars(select(Person.id).where(Person.name.like("Zed%")).order_by(Person.name)).all()
        course = session.scalars(select(Course.id).where(Course.slug == "small-course")).one()
        session.add_all(Enrolment(person_id=one, course_id=course, created_at=START) for one in zeds[:120])
        session.execute(update(Person).where(Person.id.in_(zeds[::2])).values(active=False))
        learners = select(Enrolment.person_id).where(Enrolment.course_id == course, Enrolment.kind == "learner")
        fitting = {"learner": {*session.scalars(learners)}, "closed": {*zeds[::2]}}
        people = session.scalars(select(Person).order_by(Person.sort_key, Person.id)).all()
        expected = [one.name for one in people if (not role or one.id in fitting[role]) and words in one.search_key]
    pages = [people_page(words, role, "small-course" if role == "learner" else "")]
    while pages[-1].following:
        pages.append(people_page(words, role, "small-course" if role == "learner" else "", pages[-1].following))
    assert [line.name for page in pages for line in page.lines] == expected
    assert {page.total for page in pages} == {len(expected)}


@pytest.mark.parametrize("after", ["nobody", "0" * 32])
def test_an_unknown_place_shows_nobody_and_no_error(admin, after):
    assert names(admin.get(f"/admin/people?after={after}")) == []


def test_the_list_and_a_page_cost_the_same_with_more_rows(admin, statements):
    person = f"/admin/people/{person_named('learner').public_id}"
    with statements() as few:
        for path in ("/admin/people", "/admin/courses/small-course", "/admin/audit", person):
            admin.get(path)
    add_people(40)
    for course in ("closed-course",):
        admin.send(f"{person}/enrolments", {"place": f"{course}/"}, page=person)
    with statements() as many:
        for path in ("/admin/people", "/admin/courses/small-course", "/admin/audit", person):
            admin.get(path)
    assert len(few) == len(many)


def test_an_added_person_gets_a_link_that_is_shown_once_and_works(admin, browser):
    fields = {"name": "Ivy Ŵyn", "email": "Ivy@Example.org", "course": "small-course"}
    answer = admin.send("/admin/people", fields, page="/admin/people/new")
    assert answer.status_code == 303
    link = re.search(r'value="http://localhost(/invitations/[^"]+)"', admin.get(answer.location).text)[1]
    assert "/invitations/" not in admin.get(answer.location).text
    ivy = browser()
    assert "ivy@example.org" in ivy.get(link).text
    assert ivy.send(link, {"name": "Ivy Ŵyn", "password": "short"}).status_code == 422
    accepted = ivy.send(link, {"name": "Ivy Ŵyn", "password": "a password of Ivy's own"})
    assert (accepted.status_code, accepted.location) == (303, "/learn")
    assert ivy.get("/learn/small-course/lessons/second-steps").status_code == 200
    assert browser().get(link).status_code == 404


def test_an_e_mail_that_has_an_account_is_refused_and_what_was_typed_kept(admin):
    fields = {"name": "Somebody Else", "email": "learner@example.org", "course": ""}
    answer = admin.send("/admin/people", fields, page="/admin/people/new")
    assert answer.status_code == 422
    assert "This e-mail already has an account." in answer.text
    assert 'value="Somebody Else"' in answer.text


def test_a_reason_is_asked_for_and_what_was_typed_kept(admin):
    person = f"/admin/people/{person_named('learner').public_id}"
    empty = admin.send(f"{person}/closing", {"reason": " "}, page=person)
    assert (empty.status_code, "Write the reason." in empty.text) == (422, True)
    long = admin.send(f"{person}/closing", {"reason": "x" * 201}, page=person)
    assert (long.status_code, f">{'x' * 201}</textarea>" in long.text) == (422, True)


def test_whoever_has_signed_in_and_read_was_seen(admin, as_person, visible, time):
    person = f"/admin/people/{person_named('learner').public_id}"
    assert "Last seen Not here yet" in visible(admin.get(person).text)
    as_person("learner")
    assert "Last seen Today" in visible(admin.get(person).text)
    time.advance(days=3)
    assert "Last seen On Sunday" in visible(admin.get(person).text)
    read("first-steps", time.time)
    assert "Last seen Today" in visible(admin.get(person).text)


def test_a_person_is_withdrawn_and_told_so(admin, visible):
    person = f"/admin/people/{person_named('learner').public_id}"
    withdrawal = f"{person}/enrolments/{enrolment_of('learner')}/withdrawal"
    assert admin.send(withdrawal, {"reason": "On leave"}, page=person).status_code == 303
    shown = visible(admin.get(person).text)
    assert "Withdrawn. What was done in the course is kept." in shown
    assert "Ended today: On leave" in shown
    assert "they begin afresh: nothing is marked as read, and every quiz, the final one too, has all" in shown


def test_what_a_withdrawal_keeps_and_a_new_enrolment_begins_stands_beside_the_button(admin, visible):
    shown = visible(admin.get(f"/admin/people/{person_named('learner').public_id}").text)
    assert "Should you enrol this person again, they begin afresh" in shown
    assert "In a course whose enrolment has ended" not in shown


@pytest.mark.parametrize("key", ["0", "999999", "99999999999999999999999"])
def test_an_unknown_thing_is_refused_or_not_there(admin, key):
    person = f"/admin/people/{person_named('learner').public_id}"
    answer = admin.send(f"{person}/memberships/{key}/removal", {"reason": "Mistaken"}, page=person)
    assert answer.status_code in (404, 422)
    assert admin.get("/admin/people/nobody").status_code == 404


def test_a_page_about_a_learner_holds_no_answers_and_no_question(admin, client, as_person):
    learner = as_person("learner")
    attempt = learner.post("/learn/small-course/quizzes/practice/attempts").location
    choices = re.findall(r'name="(slot-\d+)" value="(\w)"', learner.get(attempt).text)
    learner.post(f"{attempt}/responses", data=dict(choices) | {"client": "one"})
    stem = re.search(r"<legend[^>]*>(.*?)</legend>", learner.get(attempt).text, re.DOTALL)[1].strip()
    page = admin.get(f"/admin/people/{person_named('learner').public_id}").text
    assert "Attempt 1, today: under way" in page
    assert re.sub(r"<[^>]+>", "", stem).strip() not in page


def test_the_way_to_the_administration_stands_on_an_administrators_pages_only(browser, admin):
    learner = browser()
    learner.sign_in("learner")
    assert 'href="/admin"' in admin.get("/learn").text
    assert 'href="/admin"' not in learner.get("/learn").text


def test_a_list_is_one_entry_of_the_audit_that_leads_to_its_people(admin, visible):
    rows = "\n".join(["Name,E-mail", *(f"Person {one},person{one}@example.org" for one in range(30))])
    fields = {"course": "small-course", "cohort": "", "pasted": rows}
    made = admin.send("/admin/rosters", fields, page="/admin/rosters").location
    admin.send(f"{made}/application", {}, page=made)
    page = admin.get("/admin/audit").text
    assert "List of people used a pasted list 30 rows Its entries one by one" in visible(page)
    assert ("Person 7" in page, f'href="{made}"' in page) == (False, True)
    roster = made.rsplit("/", 1)[1]
    own = admin.get(f"/admin/audit?roster={roster}")
    assert "What was done to the people of a pasted list , one by one." in visible(own.text)
    assert own.text.count("<td><time") == 50
    one = visible(admin.get("/admin/audit?who=person7@example").text)
    assert ("Person added a pasted list Person 7" in one, "Enrolled a pasted list Person 7" in one) == (True, True)
    assert admin.get("/admin/audit?roster=nothing").status_code == 404


def test_the_audit_is_narrowed_to_names_and_to_days_of_the_viewers_zone(admin, visible, time):
    person = f"/admin/people/{person_named('learner').public_id}"
    time.time = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    with transaction() as session:
        session.execute(update(Person).where(Person.is_admin).values(zone="Asia/Tokyo"))
    withdrawal = f"{person}/enrolments/{enrolment_of('learner')}/withdrawal"
    admin.send(withdrawal, {"reason": "On leave"}, page=person)

    def shows(query):
        return "Withdrawn A small course On leave Siân Ŵyn" in visible(admin.get(f"/admin/audit?{query}").text)

    assert [shows(one) for one in ("", "who=wyn", "who=ada", "who=zolc")] == [True, True, True, False]
    days = ("from=2026-11-24", "from=2026-11-25", "to=2026-11-23", "from=2026-11-24&to=2026-11-24", "from=soon")
    assert [shows(one) for one in days] == [True, False, False, True, True]


def test_the_audit_is_paged_and_narrowed(admin, visible):
    learner = person_named("learner").public_id
    for _ in range(30):
        for act in ("closing", "reopening"):
            admin.client.post(
                f"/admin/people/{learner}/{act}",
                data={"reason": "To and fro", "csrf_token": admin.token("/admin/people/new")},
            )
    first = admin.get(f"/admin/audit?person={learner}")
    older = re.search(r'href="([^"]+)" rel="next"', first.text)[1].replace("&amp;", "&")
    assert (first.text.count("<td><time"), admin.get(older).text.count("<td><time")) == (50, 11)
    narrowed = admin.get(f"/admin/audit?person={learner}&verb=account+closed")
    assert narrowed.text.count("<td><time") == 30
    assert admin.get("/admin/audit?person=nobody").status_code == 404
    assert admin.get(f"/admin/audit?before={10**30}").status_code == 200
