"""Saving answers over HTTP: the contract of the interfaces, as JSON and as a form."""

import re

import pytest

from course_app.services import attempting
from tests.conftest import person_named

SAVED_AT = "2026-11-22T09:00:00.000Z"


@pytest.fixture
def attempt(app, time):
    return start(time)


def start(time, quiz="practice", name="learner"):
    return attempting.start_attempt(person_named(name).id, "small-course", quiz, time.time, 7)


def post(browser, attempt, *responses, client="tab", **more):
    return browser.post(f"/attempts/{attempt}/responses", json={"client": client, "responses": list(responses)}, **more)


def one(slot=1, choice=("a",), seq=1, **more):
    return {"slot": slot, "choice": list(choice), "seq": seq, **more}


def test_a_saved_answer_is_acknowledged_with_its_revision_and_time(as_person, attempt):
    answer = post(as_person("learner"), attempt, one(slot=3, choice=["b"], seq=7, base=0, flag=False))
    assert (answer.status_code, answer.json) == (
        200,
        {
            "acknowledged": [{"slot": 3, "seq": 7, "revision": 1, "saved_at": SAVED_AT, "counts": True}],
            "refused": [],
            "seconds_left": None,
        },
    )


def test_the_seconds_left_come_from_the_server(as_person, app, time):
    attempt = start(time, "sitting")
    time.advance(seconds=100)
    assert post(as_person("learner"), attempt, one()).json["seconds_left"] == 500


def test_a_stale_answer_names_both_choices(as_person, attempt):
    browser = as_person("learner")
    post(browser, attempt, one(choice=["a"], base=0), client="phone")
    post(browser, attempt, one(choice=["b"], base=1), client="laptop")
    answer = post(browser, attempt, one(choice=["c"], seq=2, base=1), client="phone")
    assert answer.json["acknowledged"] == []
    (refused,) = answer.json["refused"]
    assert refused == {
        "slot": 1,
        "seq": 2,
        "type": "newer-answer",
        "title": "This question was answered in another window or on another device since.",
        "stored": True,
        "yours": ["c"],
        "current": ["b"],
        "revision": 2,
    }


@pytest.mark.parametrize(
    ("response", "title"),
    [
        ("nonsense", "A response is an object with slot, choice and seq."),
        ({"slot": True, "choice": [], "seq": 1}, "slot and seq are whole numbers from 0."),
        ({"slot": 1, "choice": [], "seq": 2**60}, "slot and seq are whole numbers from 0."),
        ({"slot": 1, "choice": "a", "seq": 1}, "choice is a list of option letters; [] clears."),
        ({"slot": 1, "choice": [1], "seq": 1}, "choice is a list of option letters; [] clears."),
        ({"slot": 1, "choice": [], "seq": 1, "flag": "yes"}, "flag is true or false, confidence a word."),
        ({"slot": 1, "choice": [], "seq": 1, "base": -1}, "base is a revision, or left out."),
        ({"slot": 1, "choice": ["a", "a"], "seq": 1}, "The same option is named twice."),
    ],
)
def test_a_malformed_response_is_refused_alone(as_person, attempt, response, title):
    answer = post(as_person("learner"), attempt, response, one(slot=2, seq=9))
    assert [(one["type"], one["title"]) for one in answer.json["refused"]] == [("bad-response", title)]
    assert [one["slot"] for one in answer.json["acknowledged"]] == [2]


@pytest.mark.parametrize(
    "body",
    [
        1,
        [],
        "x",
        {"client": "tab"},
        {"responses": []},
        {"client": "a b", "responses": []},
        {"client": "x" * 65, "responses": []},
    ],
)
def test_a_body_of_another_shape_is_refused_whole(as_person, attempt, body):
    answer = as_person("learner").post(f"/attempts/{attempt}/responses", json=body)
    assert (answer.status_code, answer.mimetype, answer.json["type"]) == (
        400,
        "application/problem+json",
        "bad-request",
    )


def test_broken_json_is_refused_whole(as_person, attempt):
    answer = as_person("learner").post(f"/attempts/{attempt}/responses", data="{", content_type="application/json")
    assert (answer.status_code, answer.json["type"]) == (400, "bad-request")


def test_a_visitor_gets_401_before_anything_else(app, client, attempt):
    for path in (attempt, "0" * 32):
        answer = post(client, path, one())
        assert (answer.status_code, answer.mimetype, answer.json["type"]) == (
            401,
            "application/problem+json",
            "not-signed-in",
        )


@pytest.mark.parametrize("stranger", ["classmate", "outsider", "instructor", "admin"])
def test_what_is_not_yours_looks_like_what_does_not_exist(as_person, attempt, stranger):
    browser = as_person(stranger)
    theirs, nothing = post(browser, attempt, one()), post(browser, "0" * 32, one())
    assert (theirs.status_code, theirs.json) == (nothing.status_code, nothing.json) == (404, theirs.json)


def test_a_forged_request_gets_a_fresh_token_that_works(as_person, attempt, app):
    browser = as_person("learner")
    app.config["WTF_CSRF_ENABLED"] = True
    refused = post(browser, attempt, one(), headers={"X-CSRF-Token": "forged"})
    assert (refused.status_code, refused.mimetype, refused.json["type"]) == (
        403,
        "application/problem+json",
        "csrf-expired",
    )
    token = {"X-CSRF-Token": refused.json["csrf_token"]}
    assert post(browser, attempt, one(), headers=token).json["acknowledged"][0]["revision"] == 1


def test_a_handed_in_attempt_answers_409(as_person, attempt, time):
    attempting.submit(attempt, person_named("learner").id, time.time)
    answer = post(as_person("learner"), attempt, one())
    assert (answer.status_code, answer.mimetype, answer.json["type"]) == (
        409,
        "application/problem+json",
        "attempt-closed",
    )


def test_whether_an_attempt_is_still_open_can_be_asked_without_an_answer(as_person, attempt, time):
    browser = as_person("learner")
    open_one = post(browser, attempt)
    assert (open_one.status_code, open_one.json["acknowledged"], open_one.json["refused"]) == (200, [], [])
    attempting.submit(attempt, person_named("learner").id, time.time)
    closed = post(browser, attempt)
    assert (closed.status_code, closed.json["type"]) == (409, "attempt-closed")


def test_too_large_a_body_answers_413(as_person, attempt):
    answer = as_person("learner").post(
        f"/attempts/{attempt}/responses",
        json={"client": "tab", "responses": [one(choice=["a" * 3_000_000])]},
    )
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_a_form_saves_and_goes_on_to_the_next_question(as_person, attempt):
    browser = as_person("learner")
    fields = {"client": "f1", "base-1": "0", "base-2": "0", "slot-1": "b", "flag-2": "1", "next": "save"}
    answer = browser.post(f"/attempts/{attempt}/responses?to=2", data=fields)
    assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt}#q2")
    page = browser.get(f"/attempts/{attempt}").text
    assert re.findall(r'name="slot-(\d)" value="(\w)" checked', page) == [("1", "b")]
    assert re.findall(r'name="flag-(\d)" value="1" checked', page) == ["2"]


def test_a_form_goes_to_the_summary(as_person, attempt):
    fields = {"client": "f1", "base-1": "0", "slot-1": "b", "next": "summary"}
    answer = as_person("learner").post(f"/attempts/{attempt}/responses", data=fields)
    assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt}/summary")


def test_a_form_clears_an_answer(as_person, attempt):
    browser = as_person("learner")
    post(browser, attempt, one())
    fields = {"client": "f1", "base-1": "1", "slot-1": "a", "slot-1-clear": "1"}
    browser.post(f"/attempts/{attempt}/responses?to=1", data=fields)
    assert " checked" not in browser.get(f"/attempts/{attempt}").text


def test_a_stale_form_is_asked_about_and_settled_by_a_button(as_person, attempt):
    browser = as_person("learner")
    post(browser, attempt, one(choice=["a"]), client="phone")
    stale = {"client": "f1", "base-1": "0", "slot-1": "b", "next": "save"}
    browser.post(f"/attempts/{attempt}/responses", data=stale)
    page = browser.get(f"/attempts/{attempt}").text
    assert re.findall(r'name="slot-1-settle" value="(\w)"', page) == ["a", "b"]
    browser.post(f"/attempts/{attempt}/responses", data={"client": "f2", "base-1": "2", "slot-1-settle": "b"})
    page = browser.get(f"/attempts/{attempt}").text
    assert re.findall(r'name="slot-1" value="(\w)" checked', page) == ["b"]
    assert "slot-1-settle" not in page


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "yesterday", 7, "2026-11-22T09:00:00"]
)
def test_a_browsers_own_time_never_holds_up_an_answer(as_person, attempt, moment):
    answer = post(as_person("learner"), attempt, one(client_time=moment))
    assert (answer.status_code, len(answer.json["acknowledged"])) == (200, 1)


@pytest.mark.parametrize("base", ["9" * 5_000, "-1", "one", "", "²"])
def test_an_unreadable_base_in_a_form_counts_as_left_out(as_person, attempt, base):
    answer = as_person("learner").post(f"/attempts/{attempt}/responses", data={"base-1": base, "slot-1": "a"})
    assert answer.status_code == 303


@pytest.mark.parametrize("field", ["slot", "base"])
def test_numbers_beyond_all_bounds_are_refused_alone(as_person, attempt, field):
    answer = post(as_person("learner"), attempt, one() | {field: 2**40}, one(slot=2, seq=2))
    assert ([one["type"] for one in answer.json["refused"]], len(answer.json["acknowledged"])) == (["bad-response"], 1)
