"""The order and the next step of a learner's home, as dataclasses."""

from datetime import timedelta

from course_app.queries.learner_home import learner_home
from tests.conftest import START, person_named, publish_without_plans
from tests.histories import attempt, enrol, read, stop


def home_of(name):
    return learner_home(person_named(name).id, START)


def test_somebody_enrolled_nowhere_gets_the_open_courses(app):
    page = home_of("admin")
    assert (page.courses, [one.outline.course.id for one in page.open]) == ((), ["small-course"])


def test_any_act_counts_as_use(app):
    enrol("outsider", "small-course", START)
    acts = (
        lambda now: stop("first-steps", 2, now, "outsider"),
        lambda now: attempt("practice", 1, now, name="outsider"),
        lambda now: read("second-steps", now, "outsider"),
    )
    for day, act in enumerate(acts, 1):
        act(START + timedelta(days=day))
        page = home_of("outsider")
        assert [one.outline.course.id for one in page.courses] == ["small-course", "closed-course"]
        assert page.courses[0].used_at == START + timedelta(days=day)


def test_the_place_that_comes_next_is_the_last_one_of_an_unread_lesson(app):
    stop("second-steps", 1, START)
    stop("first-steps", 3, START + timedelta(hours=1))
    (home,) = home_of("learner").courses
    assert (home.next.id, home.next.place.paragraph, home.stopped_at) == (
        "first-steps",
        3,
        START + timedelta(hours=1),
    )
    read("first-steps", START + timedelta(hours=2))
    (home,) = home_of("learner").courses
    assert (home.next.id, home.next.place.paragraph, home.stopped_at) == ("second-steps", 1, START)


def test_the_module_of_the_next_step_is_the_current_one(app):
    (home,) = home_of("learner").courses
    assert [line.is_current for line in home.modules] == [True]
    attempt("final", 1, START)
    (home,) = home_of("learner").courses
    assert (home.next.kind, [line.is_current for line in home.modules]) == ("attempt", [False])


def test_a_completed_course_stays_completed_when_an_attempt_fails_later(app):
    publish_without_plans()
    for slug in ("first-steps", "second-steps"):
        read(slug, START)
    for quiz in ("practice", "final"):
        attempt(quiz, 1, START, score=4, passed=True)
    attempt("final", 2, START + timedelta(days=1), score=0)
    (home,) = home_of("learner").courses
    assert (home.progress.complete, home.next, home.completed_at) == (True, None, START)
