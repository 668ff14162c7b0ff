"""What writers do when they meet: nothing acknowledged is lost, nothing is done twice. On both databases."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context

import pytest
from sqlalchemy import func, select, update

from course_app.extensions import read_connection
from course_app.formats.course_folder import parse_folder
from course_app.gateways.folders import read_course_folder
from course_app.models import (
    Attempt,
    AttemptItem,
    Course,
    CourseCompletion,
    CourseVersion,
    Grade,
    Mark,
    OneTimeLink,
    Person,
    Place,
    Response,
)
from course_app.queries.responses import current_response_id
from course_app.services import accounts, answering, attempting, publishing
from course_app.services.answer_desk import Given
from course_app.services.transaction import transaction
from tests import acts, histories
from tests.conftest import COURSES, START, enrolment_of, person_named, publish_without_plans
from tests.meeting import at_once, save_many

LATER = START + timedelta(minutes=5)


@pytest.fixture
def learner(app):
    return person_named("learner").id


def start(learner, quiz="practice", seed=7):
    return attempting.start_attempt(learner, "small-course", quiz, START, seed)


def save(attempt, learner, choice="a", client="tab", seq=1):
    return answering.save(attempt, learner, [Given(1, client, (choice,), seq=seq)], LATER)


def rows(statement):
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def marked_and_current():
    """Slot → the response that the newest grade marked, and the one that counts."""
    statement = (
        select(Mark.slot, Mark.response_id, current_response_id().label("current"))
        .join(Grade, Grade.id == Mark.grade_id)
        .join(AttemptItem, (AttemptItem.attempt_id == Grade.attempt_id) & (AttemptItem.slot == Mark.slot))
    )
    return {slot: (marked, current) for slot, marked, current in rows(statement)}


def test_answers_saved_at_once_are_all_kept_each_under_its_own_revision(app, learner):
    attempt = start(learner)
    saved = at_once(app, *(lambda tab=tab: save(attempt, learner, client=f"tab-{tab}") for tab in range(4)))
    assert sorted(one.revision for each in saved for one in each.acknowledged) == [1, 2, 3, 4]
    assert rows(select(func.count(Response.id))) == [(4,)]


def test_the_same_answer_sent_twice_at_once_is_stored_once_and_acknowledged_twice(app, learner):
    attempt = start(learner)
    first, second = at_once(app, *[lambda: save(attempt, learner)] * 2)
    assert first.acknowledged == second.acknowledged != ()
    assert rows(select(func.count(Response.id))) == [(1,)]


def test_of_two_answers_from_the_same_page_the_second_asks(app, learner):
    """Both pages had seen nothing yet."""
    attempt = start(learner)

    def from_page(client):
        return answering.save(attempt, learner, [Given(1, client, ("a",), seq=1, base=0)], LATER)

    saved = at_once(app, lambda: from_page("one"), lambda: from_page("two"))
    assert sorted(len(one.acknowledged) for one in saved) == [0, 1]
    assert [refused.type for one in saved for refused in one.refused] == ["newer-answer"]


def test_starting_at_once_from_several_places_makes_one_attempt(app, learner):
    started = at_once(app, *(lambda seed=seed: start(learner, seed=seed) for seed in range(4)))
    assert len(set(started)) == 1
    assert rows(select(Attempt.number)) == [(1,)]


def test_an_answer_that_meets_the_submission_is_graded_or_refused(app, learner):
    attempt = start(learner)
    saved, _done = at_once(app, lambda: save(attempt, learner), lambda: attempting.submit(attempt, learner, LATER))
    assert isinstance(saved, answering.AttemptClosed) or saved.acknowledged
    marked = marked_and_current()
    assert {slot: first for slot, (first, _) in marked.items()} == {slot: last for slot, (_, last) in marked.items()}
    assert (marked[1][0] is None) == isinstance(saved, answering.AttemptClosed)


def test_handing_in_twice_at_once_grades_once(app, learner):
    attempt = start(learner)
    at_once(app, *[lambda: attempting.submit(attempt, learner, LATER)] * 3)
    assert rows(select(Grade.number)) == [(1,)]


def test_two_workers_and_a_start_close_an_overdue_attempt_once(app, learner):
    start(learner, "sitting")
    after = START + timedelta(hours=2)
    closed = at_once(
        app,
        lambda: attempting.close_overdue(after),
        lambda: attempting.close_overdue(after),
        lambda: attempting.start_attempt(learner, "small-course", "sitting", after, 8),
    )
    assert sum(closed[:2]) in (0, 1)
    assert rows(select(Grade.number)) == [(1,)]
    assert rows(select(Attempt.number, Attempt.closed_by).order_by(Attempt.number)) == [(1, "deadline"), (2, "")]


def test_the_last_lesson_and_the_last_quiz_at_once_complete_the_course(app, learner):
    """Neither sees what the other is about to commit, unless it waits."""
    publish_without_plans()
    histories.read("first-steps", START)
    histories.attempt("final", 1, START, score=4, passed=True)
    attempt = start(learner)
    right = [Given(slot, "tab", aliases, seq=slot) for slot, aliases in acts.keys_of(attempt).items()]
    answering.save(attempt, learner, right, LATER)
    at_once(app, lambda: histories.read("second-steps", LATER), lambda: attempting.submit(attempt, learner, LATER))
    assert rows(select(CourseCompletion.enrolment_id)) == [(enrolment_of("learner"),)]


def test_two_pages_of_one_reader_keep_one_place(app, learner):
    at_once(app, *(lambda paragraph=paragraph: histories.stop("first-steps", paragraph, START) for paragraph in (1, 2)))
    assert rows(select(func.count(Place.id))) == [(1,)]


def test_two_nodes_that_start_at_once_leave_one_link_for_the_first_administrator(app):
    with transaction() as session:
        session.execute(update(Person).values(is_admin=False))
    at_once(app, *[lambda: accounts.make_first_admin_link(START)] * 3)
    assert rows(select(func.count(OneTimeLink.id))) == [(1,)]


def test_two_first_administrators_at_once_are_one(app):
    with transaction() as session:
        session.execute(update(Person).values(is_admin=False))
    token = accounts.make_first_admin_link(START)

    def use(name):
        return accounts.use_first_admin_link(token, name, f"{name}@example.org", "hash", START)

    made = at_once(app, lambda: use("one"), lambda: use("two"))
    assert sum(isinstance(one, accounts.LinkSpent) for one in made) == 1
    assert rows(select(func.count(Person.id)).where(Person.is_admin)) == [(1,)]


def test_a_new_course_published_from_two_nodes_at_once_is_one_course_of_one_version(app):
    text, _problems = parse_folder(read_course_folder(COURSES / "small"))
    new = replace(text, course=replace(text.course, id="new-course"))
    published = at_once(app, *[lambda: publishing.publish(new, START)] * 2)
    assert sorted((one.version, one.is_new) for one in published) == [(1, False), (1, True)]
    versions = select(CourseVersion.number).join(Course, Course.id == CourseVersion.course_id)
    assert rows(versions.where(Course.slug == "new-course")) == [(1,)]


def test_two_texts_of_one_course_published_at_once_are_two_versions(app):
    text, _problems = parse_folder(read_course_folder(COURSES / "small"))
    texts = [replace(text, course=replace(text.course, summary=summary)) for summary in ("One.", "Two.")]
    published = at_once(app, *(lambda one=one: publishing.publish(one, LATER) for one in texts))
    assert sorted(one.version for one in published) == [2, 3]


def test_processes_that_save_into_one_attempt_lose_and_repeat_nothing(app, learner):
    attempt = start(learner)
    settings = app.config["SETTINGS"]
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        waiting = [
            pool.submit(save_many, settings, attempt, learner, (f"p{process}-a", f"p{process}-b"), 20, LATER)
            for process in range(3)
        ]
        acknowledged = [one for each in waiting for one in each.result(120)]
    assert sorted(revision for _client, _seq, revision in acknowledged) == list(range(1, 121))
    stored = rows(select(Response.client, Response.seq, Response.revision))
    assert sorted(stored) == sorted(acknowledged)
