"""Opening and closing on the pages: those of the learner, in their own zone, and the forms of the instructor."""

import pytest
from sqlalchemy import update

from course_app.models import Person
from course_app.queries.catalogue import newest_outline
from course_app.services.accommodating import Single, adjust_quiz
from course_app.services.transaction import transaction
from tests.conftest import START, person_named

DOORS, BUILT = "/learn/closed-course/quizzes", "/instructor/closed-course/quizzes"
QUIZ = {
    "title": "A door of our own",
    "pass_percent": "100",
    "presentation": "one-per-page",
    "passed": "6",
    "failed": "1",
    "part-0-title": "Doors",
    "part-0-0-kind": "question",
    "part-0-0-question": "D01",
}
WINDOW = {"opens": "2026-12-01T09:00", "closes": "2026-12-01T10:00"}


@pytest.fixture
def visible(visible):
    """The words of a page, with stops and commas close to what stands before them."""
    return lambda text: visible(text).replace(" .", ".").replace(" ,", ",")


@pytest.fixture
def browser(as_person):
    return as_person("outsider")


@pytest.fixture
def ola(as_person):
    return as_person("other-instructor")


def live_in(zone):
    with transaction() as session:
        session.execute(update(Person).where(Person.email == "outsider@example.org").values(zone=zone))


def move(quiz="gate", **bounds):
    ola, learner = person_named("other-instructor").id, person_named("outsider").public_id
    adjust_quiz(ola, newest_outline("closed-course"), learner, quiz, Single(0, 0, "On leave.", 0, **bounds), START)


# The learner


def test_before_the_opening_there_is_no_button_but_when_it_opens(browser, visible):
    page = browser.get(f"{DOORS}/gate").text
    assert "This quiz is not open yet. It opens on Monday 23 November 2026 at 09:00, London time." in visible(page)
    assert f'action="{DOORS}/gate/attempts"' not in page
    said = visible(page)
    assert (
        "When it is open To everybody on Monday 23 November 2026 from 09:00 to 09:45, London time. "
        "Closing stops new attempts only: one that you have begun keeps its 45 minutes."
    ) in said
    assert "If you start now" not in said


def test_times_are_said_in_the_persons_zone_and_name_it(browser, visible):
    live_in("America/Port_of_Spain")
    assert "It opens on Monday 23 November 2026 at 05:00, Port of Spain time." in visible(
        browser.get(f"{DOORS}/gate").text
    )


def test_after_the_closing_there_is_no_button_but_what_is_kept(browser, visible):
    page = browser.get(f"{DOORS}/shut").text
    assert (
        "This quiz has closed, so no attempt can start. Earlier attempts and their results are kept. If you need a "
        "later time, ask your instructor. It closed on Saturday 21 November 2026 at 17:00, London time."
    ) in visible(page)
    assert page.index("This quiz has closed") < page.index("Your time")
    assert f'action="{DOORS}/shut/attempts"' not in page


def test_a_quiz_that_closes_between_the_page_and_the_press_is_refused_with_the_same_words(browser, time, visible):
    time.advance(days=1)
    assert f'action="{DOORS}/gate/attempts"' in browser.get(f"{DOORS}/gate").text
    time.advance(minutes=45)
    answer = browser.post(f"{DOORS}/gate/attempts")
    assert answer.status_code == 422
    assert visible(answer.text).count("This quiz has closed, so no attempt can start.") == 1
    assert "It closed on Monday 23 November 2026 at 09:45, London time." in visible(answer.text)


def test_an_attempt_started_elsewhere_just_before_the_closing_is_gone_on_with(browser, time):
    time.advance(days=1, minutes=44)
    attempt = browser.post(f"{DOORS}/gate/attempts").location
    time.advance(minutes=10)
    assert "Go on with your attempt" in browser.get(f"{DOORS}/gate").text
    again = browser.post(f"{DOORS}/gate/attempts")
    assert (again.status_code, again.location) == (303, attempt)


def test_an_untimed_quiz_says_before_the_start_and_in_the_attempt_that_it_ends_as_the_quiz_closes(browser, visible):
    start = visible(browser.get(f"{DOORS}/week").text)
    assert "Your time No limit of its own: you have until the quiz closes. When it is open" in start
    assert "There is no time limit, so an attempt that is open when the quiz closes ends then." in start
    assert "You may stop and come back until the quiz closes." in start
    assert "When time is up" in start
    attempt = browser.get(browser.post(f"{DOORS}/week/attempts").location).text
    assert ">ends on 29 Nov 2026, 17:00</p>" in attempt
    assert "Hide the time" not in attempt
    assert "Stop for now" in attempt


def test_a_moved_window_says_so_and_what_holds_for_everybody_else(browser, visible):
    move(opens="2026-11-22 08:00", closes="2026-11-24 09:00")
    page = visible(browser.get(f"{DOORS}/gate").text)
    assert "For you from Sunday 22 November 2026 at 08:00 to Tuesday 24 November 2026 at 09:00, London time." in page
    assert (
        "That was moved for you; for everybody else it is on Monday 23 November 2026 from 09:00 to 09:45, London time."
        in page
    )
    assert "Start the 45 minutes" in page


def test_the_home_says_of_each_quiz_when_it_opens_or_closes(browser, visible):
    page = visible(browser.get("/learn").text)
    assert "The gate Opens on 23 Nov 2026, 09:00, London time" in page
    assert "A week at the doors Closes on 29 Nov 2026, 17:00, London time" in page
    assert "The shut door Closed on 21 Nov 2026, 17:00, London time" in page
    move("shut", closes="2026-11-30 17:00")
    assert "The shut door Closes on 30 Nov 2026, 17:00, London time" in visible(browser.get("/learn").text)


def test_the_outline_says_when_a_quiz_is_open(client_of_a_visitor, visible):
    page = visible(client_of_a_visitor.get("/courses/closed-course").text)
    assert "It is open until Saturday 21 November 2026 at 17:00, London time." in page


@pytest.fixture
def client_of_a_visitor(app):
    return app.test_client()


def test_a_result_offers_no_further_attempt_once_the_quiz_has_closed(browser, time, visible):
    attempt = browser.post(f"{DOORS}/week/attempts").location
    browser.post(f"{attempt}/submission")
    assert "Try again" in browser.get(f"{attempt}/result").text
    time.advance(days=8)
    page = visible(browser.get(f"{attempt}/result").text)
    assert "Try again" not in page
    assert (
        "The quiz has closed: no further attempt can start. It closed on Sunday 29 November 2026 at 17:00, London time"
    ) in page


def test_starting_saving_and_handing_in_take_no_more_statements_with_a_window(browser, statements):
    counts = []
    for quiz in ("doors", "noon"):
        with statements() as seen:
            attempt = browser.post(f"{DOORS}/{quiz}/attempts").location
            browser.post(f"{attempt}/responses", json={"client": "tab", "responses": []})
            browser.get(f"{attempt}/summary")
            browser.post(f"{attempt}/submission")
            browser.get(f"{attempt}/result")
        counts.append(len(seen))
    assert counts[0] >= counts[1]


# The instructor


def test_a_window_is_given_in_the_form_and_said_as_learners_read_it(ola, visible):
    built = ola.post(BUILT, data=QUIZ | WINDOW | {"act": "save"}).location
    assert ("When it is open To everybody on Tuesday 1 December 2026 from 09:00 to 10:00, London time.") in visible(
        ola.get(built).text
    )
    form = ola.get(f"{built}/edit").text
    assert 'value="2026-12-01T09:00"' in form
    assert 'value="2026-12-01T10:00"' in form
    assert "Both are times of the course’s zone, Europe/London." in form


@pytest.mark.parametrize(
    ("typed", "place", "said"),
    [
        ({"opens": "soon"}, "opens", "Write the opening as a date and a time, such as 2026-12-01 09:00"),
        ({"closes": "2026-12-01T08:00"}, "closes", "It closes before it opens. Choose a later closing"),
        ({"opens": "2026-03-29T01:30"}, "opens", "There is no 01:30 on 29 March 2026 in the course’s zone"),
        ({"closes": "2027-10-31T01:30"}, "closes", "01:30 comes twice on 31 October 2027 in the course’s zone"),
    ],
)
def test_a_window_that_cannot_be_is_kept_as_typed_and_refused(ola, typed, place, said):
    answer = ola.post(BUILT, data=QUIZ | WINDOW | typed | {"act": "save"})
    assert answer.status_code == 422
    assert f'href="#{place}">{said}' in answer.text
    assert f'value="{typed[place]}"' in answer.text


def test_a_window_shorter_than_the_limit_is_said_before_publishing_and_stands_in_nobodys_way(ola, visible):
    built = ola.post(BUILT, data=QUIZ | WINDOW | {"time_limit": "90 min", "act": "save"}).location
    page = visible(ola.get(built).text)
    assert "It is open for 60 minutes, less than its time limit of 90 minutes." in page
    assert "Nothing stands in the way of publishing" in page


def test_versions_say_what_changed_of_the_window(ola, visible):
    built = ola.post(BUILT, data=QUIZ | {"act": "save"}).location
    ola.post(f"{built}/versions", data=QUIZ | WINDOW | {"act": "save", "opened": "1"})
    page = visible(ola.get(f"{built}/versions/2").text)
    assert "Opens Before: always open Now: 2026-12-01 09:00" in page
    assert "Closes Before: never Now: 2026-12-01 10:00" in page


def test_a_window_is_moved_on_the_learners_page_and_stays_as_typed_when_refused(ola, visible):
    page = f"/instructor/closed-course/learners/{person_named('outsider').public_id}"
    assert "Open on Monday 23 November 2026 from 09:00 to 09:45, London time." in visible(ola.get(page).text)
    sent = {"seen": "0", "reason": "On leave.", "closes": "2026-11-23T09:00"}
    refused = ola.post(f"{page}/quizzes/gate/adjustments", data=sent)
    assert refused.status_code == 422
    assert "Everybody’s closing is not earlier than that" in refused.text
    assert 'value="2026-11-23T09:00"' in refused.text
    sent["closes"] = "2026-11-24T09:00"
    assert ola.post(f"{page}/quizzes/gate/adjustments", data=sent).status_code == 303
    said = visible(ola.get(page).text)
    assert "Open to this learner from Monday 23 November 2026 at 09:00 to Tuesday 24 November 2026 at 09:00" in said
    assert "Closes on 24 Nov 2026, 09:00, London time, given by" in said
