"""A lesson: who may read it, what it shows, marking it as read, the remembered place."""

import re

import pytest
from sqlalchemy import select, update

from course_app.extensions import db
from course_app.models import Completion, Course, Enrolment, Lesson, Place
from course_app.services.transaction import transaction
from tests.conftest import enrolment_of

OPEN = "/learn/small-course/lessons/first-steps"
SECOND = "/learn/small-course/lessons/second-steps"
PLANNED = "/learn/small-course/lessons/third-steps"
UNKNOWN = "/learn/small-course/lessons/no-such-lesson"
BEHIND = "/learn/closed-course/lessons/behind-the-door"
JSON = {"Content-Type": "application/json"}


def rows(*columns):
    with db.engines["read"].connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(*columns))]


def without_number(page):
    """An error's page without what differs at every request."""
    return re.sub(r'give the number \w+|name="csrf_token" value="[^"]+"|name="next" value="[^"]+"', "", page)


def test_a_visitor_reads_an_open_lesson_and_is_invited(client, visible):
    page = client.get(OPEN).text
    assert visible(page).startswith(
        "Module 1, lesson 1 of 3 1 First things 1.1 First steps Warmth Self-check 1.2 Second steps "
        "1.3 Third steps (in preparation) All modules "
        "Lesson 1.1, about 2 minutes First steps Not yet reviewed by a registered clinician. "
        "After this lesson you can say how warm tea is. Warmth “It will be warm.” Tea is warm, as trials found."
    )
    assert "With an account you can read the others, have your place remembered and take the quizzes." in page
    assert ("Mark as read" in page, "lesson.js" in page, "data-place" in page) == (False, False, False)
    assert ("quizzes of this module" in page, "/quizzes/" in page) == (False, False)


@pytest.mark.parametrize("address", [SECOND, PLANNED, UNKNOWN, BEHIND, "/learn/no-such-course/lessons/first-steps"])
def test_a_visitor_is_sent_to_sign_in_whether_or_not_the_lesson_exists(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={address}")


def test_a_learner_reads_a_lesson(as_person, visible):
    page = as_person("learner").get(SECOND).text
    assert visible(page) == (
        "Module 1, lesson 2 of 3 1 First things 1.1 First steps 1.2 Second steps Kettles "
        "1.3 Third steps (in preparation) Quiz: Practice Quiz: A sitting All modules "
        "Lesson 1.2, about 1 minute Second steps Not yet reviewed by a registered clinician. "
        "After this lesson you can count whistling kettles. "
        "Kettles In one survey one kettle in ten whistled. See the first lesson .   Sources for this paragraph "
        "Beyond the article Beyond the article Steam 2020 One kettle in ten. Supports the claim in part. "
        "Suggest a correction "
        "To take with you One kettle in ten whistles. Mark as read The quizzes of this module: Practice , A sitting "
        "References Steam 2020 A survey of kettles. Date not known. Page seen. Back to the text from Steam 2020 "
        "1.1 First steps"
    ).replace(".   S", ". S")


def test_a_stranger_may_enrol_in_an_open_course_and_learns_nothing_of_its_lessons(as_person, visible):
    browser = as_person("outsider")
    answers = [browser.get(address) for address in (SECOND, PLANNED, UNKNOWN)]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({without_number(answer.text) for answer in answers}) == 1
    assert visible(answers[0].text) == (
        "You are not enrolled in this course The lessons and quizzes of “A small course” are there for people who "
        "are enrolled. You can enrol yourself. Enrol in this course See what is in the course first"
    )


def test_a_stranger_finds_nothing_in_a_closed_course(as_person):
    browser = as_person("learner")
    answers = [browser.get(a) for a in (BEHIND, f"{BEHIND}-not", "/learn/no-such-course/lessons/behind-the-door")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({without_number(answer.text) for answer in answers}) == 1


def test_a_stranger_reads_the_open_lesson_and_may_enrol(as_person):
    page = as_person("outsider").get(OPEN).text
    assert "Enrol to read the others, have your place remembered and take the quizzes." in page
    assert ("Enrol in this course" in page, "Mark as read" in page) == (True, False)


def test_a_planned_lesson_is_in_preparation(as_person, visible):
    answer = as_person("learner").get(PLANNED)
    assert (answer.status_code, visible(answer.text)) == (
        404,
        "1.3 Third steps This lesson is in preparation. It does not count towards completing the course until it is "
        "here. Back to your course",
    )


def test_after_a_review_no_lesson_says_that_it_was_not_reviewed(as_person, publish_changed):
    publish_changed(**{"{name: ,": "{name: Dr Reviewer,"})
    assert "Not yet reviewed" not in as_person("learner").get(SECOND).text


def test_marking_as_read_leads_to_the_next_lesson_and_after_the_last_one_home(as_person):
    browser = as_person("learner")
    answers = [browser.post(f"{address}/completion") for address in (OPEN, OPEN, SECOND)]
    assert [(answer.status_code, answer.location) for answer in answers] == [
        (303, SECOND),
        (303, SECOND),
        (303, "/learn"),
    ]
    ids = dict(rows(Lesson.slug, Lesson.id))
    assert rows(Completion.enrolment_id, Completion.lesson_id) == sorted(
        (enrolment_of("learner"), ids[slug]) for slug in ("first-steps", "second-steps")
    )


def test_a_lesson_that_has_been_read_says_so(as_person, time, visible):
    browser = as_person("learner")
    browser.post(f"{OPEN}/completion")
    time.advance(days=2)
    page = browser.get(OPEN).text
    assert "You marked this lesson as read on Sunday." in visible(page)
    assert "Mark as read" not in page
    assert '1.1 First steps<span class="read">' in browser.get(SECOND).text


@pytest.mark.parametrize("act", ["completion", "place"])
@pytest.mark.parametrize("address", [OPEN, SECOND, PLANNED, UNKNOWN])
def test_a_stranger_writes_nothing(as_person, address, act):
    assert as_person("outsider").post(f"{address}/{act}", json={"paragraph": 1}).status_code == 404
    assert rows(Completion.id) == rows(Place.id) == []


@pytest.mark.parametrize("act", ["completion", "place"])
def test_a_visitor_is_told_to_sign_in_before_anything_is_written(client, act):
    answer = client.post(f"{OPEN}/{act}", json={"paragraph": 2})
    assert (answer.status_code, answer.json["type"]) == (401, "not-signed-in")
    assert client.post(f"{OPEN}/{act}", data={"paragraph": "2"}).status_code == 303
    assert rows(Completion.id) == rows(Place.id) == []


def test_the_place_is_remembered_and_shown_where_the_reader_stopped(as_person, time, visible):
    browser = as_person("learner")
    assert browser.post(f"{OPEN}/place", json={"paragraph": 2}).status_code == 204
    answer = browser.post(f"{OPEN}/place", data={"paragraph": "3"})
    assert (answer.status_code, answer.location) == (303, OPEN)
    assert rows(Place.enrolment_id, Place.paragraph) == [(enrolment_of("learner"), 3)]
    time.advance(days=1)
    page = browser.get(OPEN).text
    assert '<a href="#p-3">Go on where you stopped yesterday</a>' in page
    assert re.search(r'You stopped here yesterday</p>\s*<div class="passage" id="p-3">\s*<p>Some say more', page)
    assert visible(page).count("Some say more.") == 1


def test_the_beginning_is_no_place_to_go_on_from(as_person):
    browser = as_person("learner")
    browser.post(f"{OPEN}/place", json={"paragraph": 1})
    assert "stopped" not in browser.get(OPEN).text


def test_a_lesson_that_was_finished_since_shows_no_place(as_person, time):
    browser = as_person("learner")
    browser.post(f"{OPEN}/place", json={"paragraph": 3})
    time.advance(minutes=1)
    browser.post(f"{OPEN}/completion")
    assert "You stopped" not in browser.get(OPEN).text


def test_a_place_beyond_a_text_that_became_shorter_is_not_shown(as_person):
    browser = as_person("learner")
    browser.post(f"{OPEN}/place", json={"paragraph": 3})
    with transaction() as session:
        session.execute(update(Place).values(paragraph=9))
    page = browser.get(OPEN).text
    assert ("stopped" in page, "Some say more." in page) == (False, True)


@pytest.mark.parametrize("wrong", ["0", "4", "-1", "two", "", "²", "9" * 30])
def test_a_paragraph_that_the_lesson_does_not_have_is_refused(as_person, wrong):
    browser = as_person("learner")
    answer = browser.post(f"{OPEN}/place", json={"paragraph": wrong})
    assert (answer.status_code, answer.json["type"], answer.json["title"]) == (
        422,
        "bad-place",
        "The lesson has paragraphs 1 to 3; the place was not remembered.",
    )
    assert browser.post(f"{OPEN}/place", data={"paragraph": wrong}).status_code == 422
    assert rows(Place.id) == []


@pytest.mark.parametrize("body", ["[]", "3", "null", '"text"', "{", ""])
def test_json_that_is_no_place_is_refused(as_person, body):
    assert as_person("learner").post(f"{OPEN}/place", data=body, headers=JSON).status_code == 422


def test_an_enrolment_that_has_ended_reads_no_more(as_person, time):
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.id == enrolment_of("learner")).values(ended_at=time.time))
    browser = as_person("learner")
    assert [browser.get(SECOND).status_code, browser.post(f"{SECOND}/completion").status_code] == [404, 404]


def test_markup_in_a_lesson_stays_text(as_person, publish_changed):
    evil = "'<img src=x onerror=alert(1)>'"
    lists = {"[say how warm tea is]": f"[{evil}]", "[Tea is warm.]": f"[{evil}]"}
    publish_changed(**lists, **{"title: First steps": f"title: {evil}"})
    page = as_person("learner").get(OPEN).text
    assert "<img" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") == 8


def test_a_lesson_takes_two_statements_however_much_was_read(as_person, statements):
    counts = []
    browser = as_person("learner")
    for address in (OPEN, SECOND):
        browser.get(address)
        browser.post(f"{address}/completion")
        browser.post(f"{address}/place", json={"paragraph": 1})
        with statements() as seen:
            browser.get(OPEN)
        counts.append(len(seen))
    assert counts == [2, 2]


def test_the_course_version_that_is_newest_is_read(as_person, publish_changed):
    browser = as_person("learner")
    browser.get(SECOND)
    publish_changed(**{"one kettle in ten whistled": "two kettles in ten whistled"})
    assert "two kettles in ten whistled" in browser.get(SECOND).text
    with transaction() as session:
        session.execute(update(Course).where(Course.slug == "small-course").values(newest_number=1))
    assert "one kettle in ten whistled" in browser.get(SECOND).text
