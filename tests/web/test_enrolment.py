"""Enrolling oneself from a course's page."""


def test_a_learner_enrols_and_goes_on_to_the_course(browser):
    person = browser()
    person.sign_in("outsider")
    answers = [person.send("/learn/small-course/enrolment", {}, page="/account") for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/learn")] * 2


def test_a_closed_course_says_so(browser):
    person = browser()
    person.sign_in("learner")
    answer = person.send("/learn/closed-course/enrolment", {}, page="/account")
    assert answer.status_code == 422
    assert "You cannot enrol yourself in" in answer.text


def test_an_unknown_course_is_not_found(browser):
    person = browser()
    person.sign_in("learner")
    assert person.send("/learn/no-such-course/enrolment", {}, page="/account").status_code == 404


def test_a_visitor_signs_in_first(browser):
    answer = browser().post("/learn/small-course/enrolment", {}, Referer="http://localhost/courses/small-course")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/courses/small-course")
