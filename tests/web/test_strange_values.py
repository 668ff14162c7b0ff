"""Values that a database cannot keep or look up: each is answered like any other that is not there."""

import pytest

HUGE = 10**40


@pytest.mark.parametrize(
    "path",
    [
        "/courses/%00",
        "/courses/small-course%00",
        "/learn/small-course/lessons/%00",
        "/learn/%00/quizzes/practice",
        "/attempts/%00",
        "/attempts/%00/result",
        "/courses/%ED%A0%80",
        f"/attempts/{HUGE}",
    ],
)
def test_an_address_that_cannot_be_looked_up_is_not_there(as_person, path):
    assert as_person("learner").get(path).status_code == 404


@pytest.mark.parametrize("number", [2**31, 2**63, HUGE])
def test_a_sign_in_with_a_number_beyond_all_keys_is_not_there(as_person, number):
    assert as_person("learner").post(f"/account/sign-ins/{number}/revocation").status_code == 404


@pytest.mark.parametrize("field", ["base", "slot", "seq"])
@pytest.mark.parametrize("number", [2**31, 2**53 - 1, 2**63, HUGE])
def test_an_answer_with_a_number_beyond_all_columns_is_refused_alone(as_person, field, number):
    learner = as_person("learner")
    attempt = learner.post("/learn/small-course/quizzes/practice/attempts").location
    good = {"slot": 1, "choice": ["a"], "seq": 1, "base": 0}
    bad = {"slot": 2, "choice": ["a"], "seq": 2, "base": 0, field: number}
    answer = learner.post(f"{attempt}/responses", json={"client": "c", "responses": [good, bad]})
    assert answer.status_code == 200
    assert [one["slot"] for one in answer.json["acknowledged"]][:1] == [1]


@pytest.mark.parametrize("name", ["base-1", "slot-1", "flag-1", "confidence-1"])
@pytest.mark.parametrize("value", ["\x00", str(2**31), str(HUGE)])
def test_a_form_with_such_values_is_answered(as_person, name, value):
    learner = as_person("learner")
    attempt = learner.post("/learn/small-course/quizzes/practice/attempts").location
    fields = {"client": "c", "base-1": "0", "slot-1": "a"} | {name: value}
    assert learner.post(f"{attempt}/responses", data=fields).status_code == 303


@pytest.mark.parametrize("field", ["name", "email", "password", "course", "next"])
def test_a_registration_with_an_empty_character_is_answered(client, field):
    fields = {"name": "A B", "email": "ab@example.org", "password": "correct horse battery", field: "a\x00b" * 5}
    assert client.post("/register", data=fields).status_code in (303, 422)


@pytest.mark.parametrize("field", ["email", "password", "next"])
def test_a_sign_in_with_an_empty_character_is_answered(client, field):
    fields = {"email": "learner@example.org", "password": "a password for the tests", field: "a\x00b"}
    assert client.post("/sign-in", data=fields).status_code in (303, 422)


def test_a_browser_with_a_strange_name_can_sign_in(client):
    agent = {"User-Agent": "\x7f\xff\xa0 " * 200}
    fields = {"email": "learner@example.org", "password": "a password for the tests"}
    assert client.post("/sign-in", data=fields, headers=agent).status_code == 303
