"""What is counted of visits, and the administrator's page of counts."""

import csv
from datetime import date
from io import StringIO

import pytest
from sqlalchemy.exc import OperationalError

from course_app.models import Enrolment
from course_app.services.transaction import transaction
from course_app.web.shared import visits
from course_app.web.shared.visits import hand_over, noted
from tests import histories
from tests.conftest import START, enrolment_of
from tests.enquiry_acts import WRITTEN, written

TODAY = date(2026, 11, 22)
HEADER = ["From", "To before", "Visited", "Registered", "Started", "Passed", "Enquired"]
THIS_WEEK = ["2026-11-16", "2026-11-23"]


@pytest.fixture
def visitor(app, browser, time):
    return browser()


def seen():
    return {kind: number for (_day, kind), number in noted().take().items()}


def file_of(client, address="/admin/counts.csv"):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))


def test_a_public_page_that_a_browser_opens_is_a_visit(visitor):
    for address in ("/", "/", "/courses/small-course", "/learn/small-course/lessons/first-steps", "/privacy"):
        visitor.get(address)
    assert dict(noted().take()) == {
        (TODAY, "home"): 2,
        (TODAY, "course"): 1,
        (TODAY, "lesson"): 1,
        (TODAY, "statement"): 1,
    }


def test_what_is_not_there_or_no_public_page_or_a_robot_s_is_none(visitor, browser):
    for address in (
        "/courses/nothing",
        "/sign-in",
        "/learn",
        "/robots.txt",
        "/learn/small-course/lessons/second-steps",
    ):
        visitor.get(address)
    visitor.client.head("/", headers=visitor.agent)
    browser("Googlebot/2.1").get("/")
    assert seen() == {}


def test_whoever_is_signed_in_is_no_visitor(as_person):
    as_person("learner").get("/", headers={"User-Agent": "Mozilla/5.0"})
    assert seen() == {}


def test_a_visit_sends_no_statement(visitor, statements):
    visitor.get("/privacy")
    with statements() as sent:
        visitor.get("/privacy")
    assert sent == []


def test_what_could_not_be_added_waits_for_the_next_time(visitor, monkeypatch, as_person):
    visitor.get("/")

    def fail(_seen):
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(visits, "add_visits", fail)
    hand_over()
    monkeypatch.undo()
    visitor.get("/")
    hand_over()
    assert file_of(as_person("admin"))[1][2] == "2"
    assert seen() == {}


def test_the_thread_hands_over_until_the_process_ends(app, visitor, as_person):
    class Once:
        waits = iter((False, True))

        def wait(self, _seconds):
            return next(self.waits)

    visitor.get("/")
    visits._go_on(app, Once())
    assert file_of(as_person("admin"))[1][2] == "1"


def test_the_five_counts_stand_under_their_weeks(as_person, visitor, time):
    for name, slug in (("learner", "first-steps"), ("classmate", "second-steps")):
        histories.read(slug, START, name)
    for name in WRITTEN:
        written(name, START)
    visitor.get("/")
    hand_over()
    client = as_person("admin")
    rows = file_of(client)
    assert (rows[0], rows[1], len(rows)) == (HEADER, [*THIS_WEEK, "1", "8", "2", "0", "2"], 13)
    time.advance(days=7)
    assert file_of(client)[1:3] == [["2026-11-23", "2026-11-30", "0", "0", "0", "0", "0"], rows[1]]


def test_an_enrolment_starts_once_and_staff_never(as_person, time):
    histories.read("first-steps", START)
    time.advance(days=8)
    histories.read("second-steps", time.time)
    rows = file_of(as_person("admin"))
    assert [row[4] for row in rows[1:4]] == ["0", "0", "1"]
    with transaction() as session:
        session.get_one(Enrolment, enrolment_of("learner")).kind = "preview"
    assert [row[4] for row in file_of(as_person("admin"))[1:4]] == ["0", "0", "0"]


def test_the_page_asks_the_same_of_the_database_for_a_week_as_for_sixty(as_person, cost_of):
    client = as_person("admin")
    one, sixty = cost_of(
        (client, "/admin/counts?from=2026-11-22&to=2026-11-22"), (client, "/admin/counts?from=2001-01-01")
    )
    assert one == sixty == 6


def test_the_page_says_what_the_numbers_mean(as_person, visible):
    page = visible(as_person("admin").get("/admin/counts?by=month&from=2026-11-01").text)
    assert "By month Whole months, the newest first; 60 at most; the newest one may still be going on." in page
    assert "1 to 30 November 2026 0 8 0 0 0 " in page
    assert "They are pages, not people: one who opens three counts three times." in page


def test_days_the_wrong_way_round_are_said_so(as_person, visible):
    page = visible(as_person("admin").get("/admin/counts?from=2026-11-22&to=2026-10-01").text)
    assert "The last day comes before the first one. See the last twelve weeks" in page
