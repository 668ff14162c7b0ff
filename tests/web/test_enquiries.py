"""Writing to the academy from its pages, and the administrator's inbox."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import select

from course_app.extensions import read_connection
from course_app.models import Enquiry, Message
from course_app.queries.enquiries import enquiries_page
from tests.conftest import START, person_named
from tests.enquiry_acts import sent_later, written

QUESTION = {"name": "Łucja Ŵyn", "email": "Lucja@Example.org", "body": "Is it warm?\r\nOr not?"}
WISH = {"name": "陳美玲", "email": "mei@example.org", "place": "北 Wales", "consent": "y"}
NEAR = "/contact/next-practical-day"
FAULTS = r'<li><a href="#(\w+)">([^<]+)</a></li>'
CONSENT = (
    "Breeze Academy may keep my name, my e-mail and this place to write to me about practical days near it. I can take "
    "this back at any time."
)


def stored(*columns):
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(Enquiry.id))]


def test_a_visitor_asks_a_question_and_is_told_what_happens_next(browser, visible):
    visitor = browser()
    answer = sent_later(visitor, "/contact", QUESTION)
    assert (answer.status_code, answer.location) == (303, "/contact")
    assert visible(visitor.get("/contact").text).startswith(
        "Thank you. Your question is in our inbox, and we answer by e-mail to the address that you gave."
    )
    assert stored(Enquiry.kind, Enquiry.name, Enquiry.address, Enquiry.body, Enquiry.state, Enquiry.person_id) == [
        ("contact", "Łucja Ŵyn", "lucja@example.org", "Is it warm?\nOr not?", "new", None)
    ]


def test_a_wish_keeps_the_words_that_the_page_shows_and_somebody_agreed_to(browser, visible):
    visitor = browser()
    page = visitor.get(NEAR).text
    assert (CONSENT in visible(page), "checked" in re.search(r'<input[^>]*id="consent"[^>]*>', page)[0]) == (
        True,
        False,
    )
    refused = sent_later(visitor, NEAR, WISH | {"consent": ""})
    assert (refused.status_code, re.findall(FAULTS, refused.text)) == (
        422,
        [("consent", "Tick the box if we may write to you. Without it your e-mail cannot be kept.")],
    )
    assert stored(Enquiry.id) == []
    assert sent_later(visitor, NEAR, WISH).status_code == 303
    assert stored(Enquiry.kind, Enquiry.place, Enquiry.consent, Enquiry.consented_at) == [
        ("practical-day", "北 Wales", CONSENT, START)
    ]


def test_whoever_is_signed_in_finds_name_and_e_mail_filled_in(signed_in):
    learner = signed_in("learner")
    page = learner.get("/contact").text
    assert ('value="Siân Ŵyn"' in page, 'value="learner@example.org"' in page) == (True, True)
    assert sent_later(learner, "/contact", QUESTION).status_code == 303
    assert stored(Enquiry.person_id) == [(person_named("learner").id,)]


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_is_kept(browser):
    answer = sent_later(browser(), "/contact", {"name": "—", "email": "lucja", "body": "x" * 4_001})
    assert (answer.status_code, re.findall(FAULTS, answer.text)) == (
        422,
        [
            ("name", "Write your name, so that we know whom to answer."),
            ("email", "Write the e-mail in full, such as name@example.org."),
            ("body", "Your question has 4001 characters; at most 4000 can be kept."),
        ],
    )
    assert ('value="lucja"' in answer.text, "x" * 4_001 in answer.text) == (True, True)


@pytest.mark.parametrize("opened", [timedelta(seconds=2), timedelta(days=1, seconds=1), None])
def test_a_form_sent_at_once_or_after_a_day_comes_back_whole_and_is_sent_by_pressing_again(browser, time, opened):
    visitor = browser()
    forged = {} if opened else {"stamp": "forged"}
    refused = sent_later(visitor, "/contact", QUESTION | forged, opened=opened or timedelta(minutes=1))
    assert (refused.status_code, "press the button again" in refused.text) == (422, True)
    assert "Is it warm?\nOr not?" in refused.text
    assert stored(Enquiry.id) == []
    again = {name: re.search(rf'name="{name}" value="([^"]*)"', refused.text)[1] for name in ("stamp", "csrf_token")}
    time.advance(seconds=3)
    assert visitor.post("/contact", QUESTION | again).status_code == 303


def test_what_fills_in_the_field_that_nobody_sees_is_thanked_and_set_aside(app, browser):
    answer = sent_later(browser(), "/contact", QUESTION | {"topic": "Offers"})
    assert (answer.status_code, answer.location) == (303, "/contact")
    links = {"body": "https://a.example https://b.example https://c.example"}
    assert sent_later(browser(), "/contact", QUESTION | links).status_code == 303
    assert stored(Enquiry.state, Enquiry.sign) == [("spam", "left-empty"), ("spam", "links")]


def test_too_many_from_one_address_are_told_how_long_to_wait(browser):
    visitor = browser()
    for place in range(20):
        assert sent_later(visitor, "/contact", QUESTION | {"body": f"{place}?"}).status_code == 303
    answer = sent_later(visitor, "/contact", QUESTION)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert ("Wait 15 minutes, then press the button again." in answer.text, "Or not?" in answer.text) == (True, True)


def test_an_administrator_finds_a_new_one_settles_it_and_removes_it(admin, visible):
    key = written("question", START)
    home = admin.get("/admin").text
    assert ("1 new enquiry Read them" in visible(home), 'href="/admin/enquiries?state=new"' in home) == (True, True)
    page = f"/admin/enquiries/{key}"
    assert page in admin.get("/admin/enquiries?state=new").text
    shown = admin.get(page).text
    assert 'href="mailto:lucja%40example.org"' in shown
    assert admin.send(page, {"state": "answered", "note": "Rang back."}).status_code == 303
    assert "Answered since Sunday 22 November 2026 at 09:00, by Ada Admin ." in visible(admin.get(page).text)
    assert "enquir" not in visible(admin.get("/admin").text).partition("What needs attention")[2]
    assert admin.send(page, {"state": "gone", "note": ""}).status_code == 422
    assert admin.send(f"{page}/removal", {"reason": ""}, page=page).status_code == 422
    assert admin.send(f"{page}/removal", {"reason": "Asked for it"}, page=page).status_code == 303
    assert (admin.get(page).status_code, enquiries_page().is_empty) == (404, True)
    assert "Enquiry removed" in admin.get("/admin/audit").text


def test_the_file_runs_no_formula_and_is_narrowed_as_the_list_is(admin):
    for name in ("question", "wish", "spam"):
        written(name, START)
    table = list(csv.reader(StringIO(admin.get("/admin/enquiries.csv?state=spam").data.decode("utf-8-sig"))))
    assert [row[2:5] for row in table] == [
        ["How it stands", "Name", "E-mail"],
        ["Spam", "'=Best()", "best@example.com"],
    ]
    assert len(admin.get("/admin/enquiries.csv?kind=contact").text.strip().split("\r\n")) == 2


def test_the_inbox_asks_the_same_of_the_database_for_one_as_for_three(as_person, cost_of):
    client = as_person("admin")
    costs = []
    for name in ("question", "wish"):
        written(name, START)
        costs += cost_of((client, "/admin/enquiries"))
    assert costs[0] == costs[1]


def test_no_mail_goes_where_the_academy_names_no_e_mail(browser):
    assert sent_later(browser(), "/contact", QUESTION).status_code == 303
    assert stored(Enquiry.state) == [("new",)]
    with read_connection() as connection:
        assert connection.execute(select(Message.id)).all() == []
