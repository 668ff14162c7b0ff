"""Where practical days are shown, and how an administrator looks after them."""

import re
from types import SimpleNamespace

import pytest

from course_app.queries.practical_days import newest_days
from course_app.services import arranging
from tests.acts import handed_in
from tests.conftest import START, person_named
from tests.practical_acts import DAYS

LESSON = "/learn/small-course/lessons/second-steps"
FILLED = {
    "title": "One day",
    "place": "Hull",
    "starts_on": "2026-12-05",
    "ends_on": "",
    "places": "",
    "link": "https://example.org/book",
    "booking": "open",
}


@pytest.fixture
def days(app):
    for day in DAYS:
        arranging.add_day(person_named("admin").id, day, START)


def test_the_home_page_tells_of_them_and_how_to_book(client, days, visible):
    text = client.get("/").text
    said = visible(text)
    assert said[said.index("Practical days") :] == (
        "Practical days First practical day: Ŵyn & Łódź "
        "5 to 6 December 2026, The Old Dispensary, 12 Well Lane, Llanfairpwllgwyngyll . 7 places are left. "
        "Book a place : First practical day: Ŵyn & Łódź, 5 to 6 December 2026 "
        "اليوم العملي الثاني 31 December 2026 to 1 January 2027, 伦敦 . It is full. "
        "Third practical day 6 February 2027, Cardiff . Booking is closed. Tell me about the next one near me "
        "Do you have a question? Ask a question . The answer comes by e-mail."
    )
    assert 'href="https://www.example.org/booking?day=1&amp;place=2"' in text


def test_only_the_lesson_that_the_course_names_tells_of_them(as_person, days, publish_changed, statements):
    browser = as_person("learner")
    assert "Practical days to come" not in browser.get(LESSON).text
    publish_changed(**{"specimen: tea-is-warm": "specimen: tea-is-warm\npractical-days-after: second-steps"})
    told = []
    for address in (LESSON, "/learn/small-course/lessons/first-steps"):
        browser.get(address)
        with statements() as seen:
            text = browser.get(address).text
        told.append(("Practical days to come" in text, len(seen)))
    assert told == [(True, 3), (False, 2)]


def test_whoever_passed_is_told_of_them_beside_the_result(as_person, days):
    learner = person_named("learner").id
    told = []
    for right in (0.0, 1.0):
        attempt = handed_in("practice", right=right)(SimpleNamespace(now=START), learner)["attempt"]
        text = as_person("learner").get(f"/attempts/{attempt}/result").text
        told.append("First practical day" in text)
    assert told == [False, True]


def test_where_days_would_stand_one_can_ask_to_be_told_of_the_next(client, as_person, publish_changed, visible):
    told = "None is announced at present. Tell me about the next one near me"
    learner = person_named("learner").id
    attempt = handed_in("practice", right=1.0)(SimpleNamespace(now=START), learner)["attempt"]
    publish_changed(**{"specimen: tea-is-warm": "specimen: tea-is-warm\npractical-days-after: second-steps"})
    browser = as_person("learner")
    pages = [client.get("/"), browser.get(LESSON), browser.get(f"/attempts/{attempt}/result")]
    assert [visible(page.text).count(told) for page in pages] == [1, 1, 1]


def test_an_administrator_adds_changes_and_removes_one(as_person):
    admin = as_person("admin")
    assert admin.post("/admin/practical-days", data=FILLED).status_code == 303
    (line,) = newest_days(START)
    assert (line.when, line.standing, line.can_book) == ("5 December 2026", "Booking is open.", True)
    page = f"/admin/practical-days/{line.public_id}"
    assert admin.post(page, data=FILLED | {"places": "0"}).status_code == 303
    assert newest_days(START)[0].standing == "It is full."
    assert admin.post(f"{page}/removal", data={"reason": ""}).status_code == 422
    assert admin.post(f"{page}/removal", data={"reason": "The hall is not free"}).status_code == 303
    assert newest_days(START) == ()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("starts_on", "", "Choose the first day."),
        ("starts_on", "5 December", "Write the day with its year, such as 2026-12-05."),
        ("starts_on", "0205-12-05", "Choose a day of this era."),
        ("places", "a few", "Write a whole number in digits, such as 12."),
    ],
)
def test_a_day_and_a_number_are_asked_for_in_words(as_person, field, value, sentence):
    answer = as_person("admin").post("/admin/practical-days", data=FILLED | {field: value})
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', answer.text) == [(field, sentence)]


def test_what_cannot_be_announced_is_said_beside_its_field(as_person):
    wrong = {
        "title": ("", "Write a title, such as Dry needling: first practical day."),
        "place": ("", "Write where it is, such as a house and a town."),
        "ends_on": ("2026-12-04", "The last day comes before the first one."),
        "places": ("-1", "Write a number from 0 (full) to 1,000, or nothing to leave it unsaid."),
        "link": (
            "javascript:alert(1)",
            "Write the whole address, such as https://www.example.org/booking, or nothing.",
        ),
    }
    sent = FILLED | {field: value for field, (value, _sentence) in wrong.items()}
    answer = as_person("admin").post("/admin/practical-days", data=sent)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', answer.text) == [
        (field, sentence) for field, (_value, sentence) in wrong.items()
    ]
    assert newest_days(START) == ()
