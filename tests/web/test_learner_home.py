"""The learner's home."""

import re

from sqlalchemy import update

from course_app.models import Course, Enrolment
from course_app.services import attempting
from course_app.services.transaction import transaction
from tests.conftest import START, enrolment_of, person_named, publish_without_plans
from tests.histories import attempt, enrol, read, stop

LESSONS = "/learn/small-course/lessons"
BUTTON = re.compile(r'<a class="button wide" href="([^"]+)">(.*?) <svg')


def test_a_new_learner_begins_with_the_first_lesson(as_person, visible):
    page = as_person("learner").get("/learn").text
    assert visible(page) == (
        "Your course, Siân Ŵyn 0 of 2 lessons read, 0 of 2 quizzes passed. About 3 min of reading to go. "
        "Begin: lesson 1.1 First steps About 2 minutes. Read it "
        "Modules 1 First things Not started 1.1 First steps 2 min 1.2 Second steps 1 min "
        "1.3 Third steps In preparation Quiz: Practice Open Quiz: A sitting Open, 2 attempts "
        "All lessons with their outcomes, and the sources "
        "Why it is not complete yet No lesson has been read yet. Begin with 1.1 . "
        "The quiz “Practice” and the final assessment have not been taken. "
        "One more lesson is in preparation. Nothing is locked: read and take the quizzes in any order. "
        "Quizzes The best attempt counts in every quiz. "
        "Quiz Needed Your best State Next step "
        "Practice Module 1 3 of 4 No attempt yet Open Start : Practice "
        "A sitting Module 1 1 of 2 and at least 1 of 2 in effects No attempt yet Open, 2 attempts Start : A sitting "
        "Final assessment 3 of 4 No attempt yet Open, 3 attempts Start : Final assessment"
    )
    assert BUTTON.findall(page) == [(f"{LESSONS}/first-steps", "Read it")]


def test_who_stopped_in_a_lesson_goes_on_there(as_person, time, visible):
    stop("first-steps", 2, START)
    time.advance(days=2)
    page = as_person("learner").get("/learn").text
    assert (
        "Continue: lesson 1.1 First steps You stopped at paragraph 2 of 3 on Sunday. About 2 minutes left. "
        "Continue reading"
    ) in visible(page)
    assert BUTTON.findall(page) == [(f"{LESSONS}/first-steps#p-2", "Continue reading")]


def test_a_courses_address_leads_to_its_place_on_the_learners_home(as_person):
    assert as_person("learner").get("/learn/small-course").location == "/learn"
    enrol("outsider", "small-course", START)
    assert as_person("outsider").get("/learn/small-course").location == "/learn#course-small-course"


def test_an_open_attempt_comes_first(as_person, visible):
    code = attempt("practice", 1, START)
    page = as_person("learner").get("/learn").text
    assert "Your attempt is open Practice Your saved answers are kept. Go on where you left it." in visible(page)
    assert BUTTON.findall(page) == [(f"/attempts/{code}", "Go on with the attempt")]


def test_an_attempt_under_the_clock_comes_before_one_without_and_says_when_it_ends(as_person, time, visible):
    attempt("practice", 1, START)
    code = attempting.start_attempt(person_named("learner").id, "small-course", "sitting", time.time, 7)
    page = as_person("learner").get("/learn").text
    assert (
        "Your attempt is open A sitting Its time runs on, and ends at 09:10 . Your saved answers are kept."
        in visible(page)
    )
    assert BUTTON.findall(page) == [(f"/attempts/{code}", "Go on with the attempt")]


def test_an_attempt_whose_time_was_up_says_so_and_leads_to_its_result(as_person, time, visible):
    code = attempting.start_attempt(person_named("learner").id, "small-course", "sitting", time.time, 7)
    time.advance(minutes=11)
    page = as_person("learner").get("/learn").text
    assert (
        "Your attempt has ended A sitting Time was up at 09:10 ; your saved answers are handed in. To its result"
        in visible(page)
    )
    assert "Time was up To its result : A sitting" in visible(page)
    assert ("Go on" in page, "open." in visible(page)) == (False, False)
    assert BUTTON.findall(page) == [(f"/attempts/{code}", "To its result")]
    time.advance(days=1)
    assert "Time was up at 09:10 yesterday; your saved answers" in visible(as_person("learner").get("/learn").text)


def test_with_all_lessons_read_a_quiz_comes_next(as_person, time):
    read("first-steps", time.time)
    read("second-steps", time.time)
    assert BUTTON.findall(as_person("learner").get("/learn").text) == [
        ("/learn/small-course/quizzes/practice", "To the quiz")
    ]


def test_the_table_names_the_attempt_that_counts(as_person, visible):
    attempt("practice", 1, START, score=1)
    best = attempt("practice", 2, START, score=3, passed=True)
    attempt("practice", 3, START, score=2)
    attempt("final", 1, START, score=2)
    page = as_person("learner").get("/learn").text
    table = [visible(row) for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", page, re.DOTALL)]
    assert table == [
        "Practice Module 1 3 of 4 3 of 4 Attempt 2 of 3 counts Passed Review Practice",
        "A sitting Module 1 1 of 2 and at least 1 of 2 in effects No attempt yet Open, 2 attempts Start : A sitting",
        "Final assessment 3 of 4 2 of 4 Attempt 1 of 1 counts One more needed Again from 23 Nov 2026, 09:00",
    ]
    assert f'<a href="/attempts/{best}/result">Review' in page


def test_a_quiz_that_has_to_wait_is_no_next_step_and_says_from_when(as_person, time, visible):
    for lesson in ("first-steps", "second-steps"):
        read(lesson, time.time)
    attempt("practice", 1, START, score=4, passed=True)
    attempt("final", 1, START, score=2)
    page = as_person("learner").get("/learn").text
    waiting = "your best is 2. The next attempt can start on Monday 23 November 2026 at 09:00 ."
    assert (waiting in visible(page), "Try it again" in page, BUTTON.findall(page)) == (True, False, [])
    time.advance(days=1)
    page = as_person("learner").get("/learn").text
    assert ("Try it again" in page, BUTTON.findall(page)) == (
        True,
        [("/learn/small-course/quizzes/final", "To the quiz")],
    )


def test_a_completed_course_says_so_and_why_nothing_is_left(as_person, time, visible):
    publish_without_plans()
    attempt("practice", 1, START, score=4, passed=True)
    attempt("final", 1, START, score=4, passed=True)
    read("first-steps", time.time)
    read("second-steps", time.time)
    page = as_person("learner").get("/learn").text
    assert visible(page).startswith(
        "Your course, Siân Ŵyn Complete. 2 of 2 lessons read, 2 of 2 quizzes passed. "
        "Nothing left to do You have completed this course Every lesson stays open to you, and so do your results. "
        "Completed on Sunday 22 November 2026: your completion record , to print, to show, or for your CPD log. Modules"
    )
    assert ("Why it is not complete yet" in page, BUTTON.findall(page)) == (False, [])


def test_who_is_enrolled_nowhere_may_enrol_in_an_open_course(as_person, visible):
    page = as_person("admin").get("/learn").text
    assert visible(page) == (
        "Welcome, Ada Admin You are not enrolled in a course yet. "
        "A small course Two short lessons and three quizzes for the tests. Enrol"
    )
    assert '<form method="post" action="/learn/small-course/enrolment">' in page


def test_whose_enrolment_has_ended_is_told_so_and_offered_no_enrolment(as_person, visible):
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.id == enrolment_of("learner")).values(ended_at=START))
    browser = as_person("learner")
    ended = "Your enrolment in “A small course” has ended. What you did is kept."
    for address in ("/learn", "/courses/small-course"):
        page = browser.get(address).text
        assert (ended in visible(page), "/enrolment" in page, "yet." in visible(page)) == (True, False, False), address
    missing = browser.get("/learn/small-course/lessons/second-steps")
    assert (missing.status_code, "/enrolment" in missing.text) == (404, False)


def test_without_an_open_course_the_page_says_who_can_help(as_person, visible):
    with transaction() as session:
        session.execute(update(Course).where(Course.slug == "small-course").values(newest_number=0))
    assert visible(as_person("admin").get("/learn").text) == (
        "Welcome, Ada Admin You are not enrolled in a course yet. No course is open for enrolment at present. "
        "Whoever runs a course can enrol you; your account is all they need."
    )


def test_of_several_courses_the_one_used_last_stands_first(as_person, time):
    enrol("outsider", "small-course", START)
    headings = re.compile(r'<h2 id="course-([^"]+)-h">')
    browser = as_person("outsider")
    assert headings.findall(browser.get("/learn").text) == ["closed-course", "small-course"]
    time.advance(days=1)
    read("first-steps", time.time, "outsider")
    assert headings.findall(browser.get("/learn").text) == ["small-course", "closed-course"]


def test_a_visitor_signs_in_first(client):
    answer = client.get("/learn")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/learn")


def test_markup_in_the_texts_of_a_course_stays_text(as_person, publish_changed):
    evil = "<script>alert(1)</script>"
    titles = {f"title: {title}": f"title: {evil}" for title in ("First steps", "Practice", "First things")}
    publish_changed(**titles)
    page = as_person("learner").get("/learn").text
    assert page.count("<script") == page.count('<script type="module" src="/static/') == 1
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 7


def test_the_number_of_statements_does_not_grow_with_what_was_done(as_person, time, statements):
    counts = []
    browser = as_person("learner")
    for number, slug in enumerate(("first-steps", "second-steps", "second-steps"), 1):
        read(slug, START)
        stop(slug, 2, START)
        attempt("practice", number, START, score=number)
        browser.get("/learn")
        with statements() as seen:
            browser.get("/learn")
        counts.append(len(seen))
    assert counts == [5, 5, 5]


def test_the_number_of_statements_does_not_grow_with_the_courses(as_person, statements):
    browser = as_person("outsider")
    counts = []
    for course in ("small-course", None):
        browser.get("/learn")
        with statements() as seen:
            browser.get("/learn")
        counts.append(len(seen))
        if course:
            enrol("outsider", course, START)
    assert counts == [6, 6]  # one of them for what is given at the closed course’s quizzes with a window


def test_another_persons_work_is_not_shown(as_person, time):
    read("first-steps", time.time, "classmate")
    code = attempt("practice", 1, START, score=4, passed=True, name="classmate")
    page = as_person("learner").get("/learn").text
    assert person_named("classmate").name not in page
    assert (code in page, "0 of 2 lessons read, 0 of 2 quizzes passed" in page) == (False, True)


def test_while_lessons_are_in_preparation_a_course_is_not_called_complete(as_person, time, visible):
    attempt("practice", 1, START, score=4, passed=True)
    attempt("final", 1, START, score=4, passed=True)
    read("first-steps", time.time)
    read("second-steps", time.time)
    page = visible(as_person("learner").get("/learn").text)
    assert page.startswith(
        "Your course, Siân Ŵyn 2 of 2 lessons read, 2 of 2 quizzes passed. "
        "Nothing to go on with at present You have done all that is out so far "
    )
    assert "One more lesson is in preparation." in page
