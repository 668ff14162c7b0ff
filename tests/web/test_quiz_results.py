"""The results of a quiz as its instructor sees them, and as a file."""

import csv
import io

import pytest
from sqlalchemy import update

from course_app.models import Enrolment, Person
from course_app.queries.catalogue import newest_outline
from course_app.queries.quiz_results import quiz_results
from course_app.services import answering, attempting, previewing
from course_app.services.answer_desk import Given
from course_app.services.transaction import transaction
from tests.acts import keys_of
from tests.conftest import enrolment_of, person_named

PAGE = "/instructor/small-course/quizzes/sitting/results"


def take(name, time, right, seed=7):
    """Answer the first `right` questions rightly, leave out the others, hand in."""
    person = person_named(name).id
    attempt = attempting.start_attempt(person, "small-course", "sitting", time.time, seed)
    keys = keys_of(attempt)
    given = [Given(slot, "tab", key, seq=slot) for slot, key in keys.items() if slot <= right]
    if given:
        answering.save(attempt, person, given, time.time)
    attempting.submit(attempt, person, time.time)
    time.advance(hours=2)
    return attempt


@pytest.fixture
def course_id(app):
    return newest_outline("small-course").course_id


def test_attempts_stand_by_learner_and_number_with_their_scores(course_id, time):
    take("learner", time, 2)
    take("classmate", time, 1)
    take("learner", time, 0)
    found = quiz_results(course_id, "sitting")
    assert [(one.name, one.number, one.score, one.maximum, one.passed) for one in found.lines] == [
        ("Łukasz Żółć", 1, "1", "2", True),
        ("Siân Ŵyn", 1, "2", "2", True),
        ("Siân Ŵyn", 2, "0", "2", False),
    ]
    assert (found.attempts, found.learners, found.passed) == (3, 2, 2)


def test_trials_and_simulated_learners_are_not_counted(course_id, time):
    ann = person_named("instructor").id
    trial = previewing.preview_quiz(ann, newest_outline("small-course"), "sitting", 1, time.time, 1)
    attempting.submit(trial, ann, time.time)
    take("classmate", time, 2)
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.id == enrolment_of("classmate")).values(kind="simulated"))
    found = quiz_results(course_id, "sitting")
    assert (found.attempts, found.lines) == (0, ())


def test_the_next_page_goes_on_where_the_last_one_ended(course_id, time, monkeypatch):
    monkeypatch.setattr("course_app.queries.paging.PAGE", 2)
    for name in ("learner", "classmate", "learner"):
        take(name, time, 1)
    first = quiz_results(course_id, "sitting")
    second = quiz_results(course_id, "sitting", first.following)
    assert [(one.name, one.number) for one in (*first.lines, *second.lines)] == [
        ("Łukasz Żółć", 1),
        ("Siân Ŵyn", 1),
        ("Siân Ŵyn", 2),
    ]
    assert second.following == ""


def test_the_file_has_every_attempt_and_no_formula(as_person, time):
    take("learner", time, 2)
    with transaction() as session:
        session.execute(
            update(Person).where(Person.id == person_named("learner").id).values(name='=HYPERLINK("http://x")')
        )
    answer = as_person("instructor").get(f"{PAGE}.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="small-course-sitting.csv"'
    found = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert found[1:] == [
        [
            '\'=HYPERLINK("http://x")',
            "learner@example.org",
            "1",
            "2026-11-22T09:00:00.000Z",
            "2026-11-22T09:00:00.000Z",
            "2",
            "2",
            "yes",
        ]
    ]


def test_one_attempt_or_three_take_the_same_number_of_statements(as_person, time, statements):
    browser = as_person("instructor")
    counts = []
    for names in (("learner",), ("classmate", "learner")):
        for name in names:
            take(name, time, 1, seed=len(counts))
        browser.get(PAGE)
        with statements() as seen:
            assert browser.get(PAGE).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
