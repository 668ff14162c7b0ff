"""How many statements an attempt takes: with thirty questions as many as with three, and at every save the same."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from course_app.domain.quizzes import Quiz, Section, Slot
from course_app.extensions import read_connection
from course_app.formats.course_folder import parse_folder
from course_app.gateways.folders import read_course_folder
from course_app.models import QuestionVersion, Response
from course_app.queries.questions import questions
from course_app.services import answering, attempting, enrolling, publishing
from course_app.services.answer_desk import Given
from course_app.settings import lessons_folder
from tests.acts import keys_of
from tests.conftest import START, person_named

COURSE = "foundation-dry-needling"


@pytest.fixture
def learner(app):
    """Who learns the real course, in which two more quizzes draw from all its questions."""
    text, _problems = parse_folder(read_course_folder(lessons_folder() / COURSE))
    drawn = {f"of-{size}": quiz_of(size) for size in (3, 30)}
    course = replace(text.course, quizzes=(*text.course.quizzes, *drawn))
    publishing.publish(replace(text, course=course, quizzes=text.quizzes | drawn), START)
    person = person_named("learner").id
    enrolling.enrol_oneself(person, COURSE, START)
    with read_connection() as connection:
        questions(connection.execute(select(QuestionVersion.id)).scalars())
    return person


def quiz_of(size):
    return Quiz(f"of-{size}", "A quiz", (Section("all", "All", (Slot(pools=("quiz",)),) * size),), required=False)


def costs_of(size, browser, statements, time):
    """Statements by step, of somebody who has taken the quiz before; every second question is answered rightly."""
    found = {}

    def step(name, open_it):
        with statements() as seen:
            answer = open_it()
        found[name] = len(seen)
        return answer

    def take():
        address = step("start", lambda: browser.post(f"/learn/{COURSE}/quizzes/of-{size}/attempts")).location
        keys = keys_of(address.rsplit("/", 1)[1])
        given = [{"slot": slot, "choice": keys[slot] if slot % 2 else [], "seq": slot} for slot in keys]
        body = {"client": "tab", "responses": given}
        step("save all", lambda: browser.post(f"{address}/responses", json=body))
        assert step("questions", lambda: browser.get(address)).text.count('name="base-') == size
        answered = f"{(size + 1) // 2} of {size}"
        assert f"{answered} questions" in step("summary", lambda: browser.get(f"{address}/summary")).text
        result = step("submission", lambda: browser.post(f"{address}/submission")).location
        assert answered in step("result", lambda: browser.get(result)).text
        time.advance(minutes=1)

    take()
    take()
    return found


def test_thirty_questions_take_as_many_statements_as_three(learner, as_person, statements, time):
    browser = as_person("learner")
    few, many = (costs_of(size, browser, statements, time) for size in (3, 30))
    assert list(few) == ["start", "save all", "questions", "summary", "submission", "result"]
    assert many == few


def test_the_500th_save_takes_as_many_statements_as_the_first(app, as_person, statements, time):
    browser, person = as_person("learner"), person_named("learner").id
    attempt = attempting.start_attempt(person, "small-course", "practice", time.time, 7)

    def cost_of_saving(seq):
        body = {"client": "tab", "responses": [{"slot": 1, "choice": ["a"], "seq": seq, "base": seq - 1}]}
        with statements() as seen:
            answer = browser.post(f"/attempts/{attempt}/responses", json=body)
        assert [(one["revision"], one["counts"]) for one in answer.json["acknowledged"]] == [(seq, True)]
        return len(seen)

    first = cost_of_saving(1)
    between = [Given(1 + seq % 4, "tab", ("ab"[seq % 2],), seq=seq) for seq in range(2, 500)]
    answering.save(attempt, person, between, time.time)
    assert cost_of_saving(500) == first
    with read_connection() as connection:
        assert connection.scalar(select(func.count(Response.id))) == 500
