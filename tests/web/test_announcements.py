"""Writing to a cohort: looked at first, then sent off, and followed."""

import re

import pytest

from course_app.services import announcing, grouping
from course_app.services.enrolling_others import enrol
from tests.conftest import START, person_named


@pytest.fixture
def page(app):
    admin = person_named("admin").id
    cohort = grouping.make_cohort(admin, "small-course", grouping.CohortSettings("Autumn"), START)
    enrol(admin, person_named("classmate").public_id, "small-course", cohort, START)
    return f"/admin/cohorts/{cohort}/announcements"


def hidden(text, name):
    return re.search(rf'name="{name}" value="([^"]*)"', text)[1]


def test_it_is_looked_at_then_sent_once_and_its_page_tells_how_it_stands(admin, page, time, visible):
    first = admin.get(page).text
    assert "everybody who learns in this cohort of A small course : one person." in visible(first)
    written = {"subject": " Ŵythnos  nesaf ", "body": "Dewch.\r\n\r\n\r\n\r\nCome.", "key": hidden(first, "key")}
    looked = admin.send(page, written | {"act": "preview"})
    said = visible(looked.text)
    assert looked.status_code == 422
    assert "Ŵythnos nesaf Dear name , Dewch. Come. This went to everybody in your group of “A small course”." in said
    assert "Send it to one person" in said
    confirmed = written | {"act": "send", "count": hidden(looked.text, "count")}
    answers = [admin.send(page, confirmed) for _ in range(2)]
    assert {(one.status_code, one.location) for one in answers} == {(303, f"/admin/announcements/{written['key']}")}
    assert "Written 0 The rest follows" in visible(admin.get(answers[0].location).text)
    assert announcing.write_announcements(time.time) == 1
    said = visible(admin.get(answers[0].location).text)
    assert "All mails are written" in said
    assert "Written 1 Taken by the mail server 0" in said
    assert visible(admin.get(page).text).count("Ŵythnos nesaf") == 1


def test_without_words_nothing_is_sent_and_each_field_says_what_it_wants(admin, page, visible):
    answer = admin.send(page, {"subject": " ", "body": "", "act": "send", "count": "1"})
    assert answer.status_code == 422
    said = visible(answer.text)
    assert "Write a subject, such as" in said
    assert "Write the text." in said
    long = admin.send(page, {"subject": "x" * 151, "body": "x" * 5_001, "act": "send", "count": "1"})
    assert "The subject has 151 characters; at most 150 can be kept." in visible(long.text)
    assert "The text has 5001 characters; at most 5000 can be kept." in visible(long.text)


def test_the_rest_is_stopped_from_its_page(admin, page, visible):
    first = admin.get(page).text
    key = hidden(first, "key")
    admin.send(page, {"subject": "A", "body": "B", "key": key, "act": "send", "count": "1"})
    one = f"/admin/announcements/{key}"
    answer = admin.send(f"{one}/stopping", {}, page=one)
    assert (answer.status_code, answer.location) == (303, one)
    said = visible(admin.get(one).text)
    assert "Stopped. 1 person does not get it." in said
    assert "Stopped before all were written" in said


def test_who_goes_back_and_sends_another_text_is_told_so_and_can_send_it(admin, page, visible):
    key = hidden(admin.get(page).text, "key")
    one = {"subject": "A", "body": "B", "key": key, "act": "send", "count": "1"}
    assert admin.send(page, one).status_code == 303
    told = admin.send(page, one | {"body": "C"})
    assert told.status_code == 422
    assert "This page has sent an announcement before, with another text" in visible(told.text)
    again = admin.send(page, one | {"body": "C", "key": hidden(told.text, "key")})
    assert again.status_code == 303
    assert again.location != f"/admin/announcements/{key}"
