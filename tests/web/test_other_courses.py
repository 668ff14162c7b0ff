"""An instructor of another course finds nothing of this one, whichever of its ids stands in a field or an address.

That every address below another's course is a 404 is held by the table of endpoints and roles.
"""

import pytest

from course_app.services import attempting
from tests.conftest import person_named

OWN = "/instructor/closed-course"
FOREIGN = ("Tea is warm", "Tea may calm", "One kettle in ten", "to T01", "right in T01", "Łukasz", "Siân", "Brewing")
QUESTION = {
    "stem": "Do doors open?",
    "type": "single",
    "topic": "doors",
    "level": "apply",
    "difficulty": "easy",
    "pool": "quiz",
    "option-0": "Yes",
    "reason-0": "They do.",
    "option-1": "No",
    "reason-1": "They do.",
    "key": "0",
}
QUIZ = {
    "title": "Doors",
    "pass_percent": "70",
    "presentation": "one-per-page",
    "passed": "6",
    "failed": "2",
    "part-0-title": "All",
}


@pytest.fixture
def ola(as_person):
    """She teaches the closed course and nothing else."""
    return as_person("other-instructor")


@pytest.fixture
def attempt(app, time):
    """A graded attempt in the small course."""
    learner = person_named("learner").id
    attempt = attempting.start_attempt(learner, "small-course", "sitting", time.time, 7)
    attempting.submit(attempt, learner, time.time)
    return attempt


def foreign(page):
    return [words for words in FOREIGN if words in page.text]


def test_those_words_do_stand_on_the_pages_of_their_own_course(as_person, attempt):
    ann = as_person("instructor")
    small = "/instructor/small-course"
    pages = [f"{small}/questions/T01", f"{small}/new-question", f"{small}/quizzes/sitting/results"]
    assert {words for page in pages for words in foreign(ann.get(page))} == set(FOREIGN) - {"Łukasz"}


def test_a_question_takes_no_claim_passage_or_topic_of_theirs(ola):
    ids = {"claim": ["C2", "B1"], "passage": ["tea-is-warm"], "holds": "tea-is-warm"}
    answer = ola.post(f"{OWN}/questions", data=QUESTION | ids | {"act": "preview"})
    assert (answer.status_code, foreign(answer), 'name="claim" value=' in answer.text) == (422, [], False)
    draft = ola.get(ola.post(f"{OWN}/questions", data=QUESTION | ids | {"act": "save"}).location)
    assert (foreign(draft), "Choose the claim it tests" in draft.text) == ([], True)
    answer = ola.post(f"{OWN}/questions", data=QUESTION | {"claim": "C1", "topic": "brewing", "act": "save"})
    assert (answer.status_code, "Choose the topic from the list." in answer.text) == (422, True)


def test_an_edit_takes_none_either(ola):
    ids = {"claim": ["C2"], "passage": ["tea-is-warm"], "holds": "tea-is-warm", "opened": "1"}
    answer = ola.post(f"{OWN}/questions/D01/versions", data=QUESTION | ids | {"act": "save"})
    assert (answer.status_code, foreign(answer)) == (422, [])


def test_a_quiz_asks_no_question_of_theirs(ola):
    fixed = {"part-0-0-kind": "question", "part-0-0-question": "T01"}
    for act in ("preview", "save"):
        refused = ola.post(f"{OWN}/quizzes", data=QUIZ | fixed | {"act": act})
        assert (refused.status_code, foreign(refused)) == (422, [])
        assert "The bank has no question “T01”." in refused.text


def test_a_draw_finds_none_of_their_topics_questions(ola):
    drawn = {"part-0-0-kind": "draw", "part-0-0-count": "1", "part-0-0-topic": "brewing", "part-0-0-pool": "quiz"}
    answer = ola.post(f"{OWN}/quizzes", data=QUIZ | drawn | {"act": "preview"})
    assert (answer.status_code, foreign(answer)) == (422, [])
    assert "0 available, 1 drawn" in answer.text


def test_lists_begin_anew_after_an_id_of_theirs(ola, attempt):
    results = f"{OWN}/quizzes/doors/results"
    assert foreign(ola.get(f"{results}?after={attempt}")) == []
    assert foreign(ola.get(f"{OWN}/questions?after=B&topic=brewing&words=answer")) == []
