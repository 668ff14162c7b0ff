"""Signed receipts: downloaded by whose attempt it is, as far as it is released, and checked by anybody."""

import io
import json
import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from course_app.extensions import db
from course_app.formats.receipt import check, read_keys, write
from course_app.gateways import keys
from course_app.models import Attempt, Enrolment, Grade, QuestionVersion, QuizVersion, Response
from course_app.services import answering, attempting, erasing
from course_app.services.answer_desk import Given
from course_app.services.grading import append_grade
from course_app.services.transaction import transaction
from tests.acts import answer_all, keys_of
from tests.conftest import PERSONS, person_named

UNCHANGED = "Unchanged since it was signed, and signed by this site."


@pytest.fixture
def data(app):
    return app.config["SETTINGS"].data


@pytest.fixture
def taken(time):
    """Take a quiz as the learner; the attempt's public id. `right` is the share answered rightly."""

    def take(quiz="practice", right=1.0):
        person = person_named("learner").id
        attempt = attempting.start_attempt(person, "small-course", quiz, time.time, 7)
        answer_all(attempt, person, right, time.advance(minutes=1))
        attempting.submit(attempt, person, time.advance(minutes=1, milliseconds=301))
        return attempt

    return take


def receipt_of(browser, attempt):
    """The receipt as a browser downloads it."""
    answer = browser.get(f"/attempts/{attempt}/receipt")
    assert answer.status_code == 200
    return answer.data


def shown(content):
    return json.loads(content)["receipt"]


def paste(browser, content):
    text = content.decode() if isinstance(content, bytes) else content
    return browser.post("/receipts", data={"pasted": text})


def test_a_receipt_is_a_file_that_is_signed_and_the_same_at_every_download(as_person, taken, data):
    browser, attempt = as_person("learner"), taken()
    answer = browser.get(f"/attempts/{attempt}/receipt")
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == (
        "application/json",
        'attachment; filename="receipt-practice-1.json"',
    )
    assert check(answer.data, keys.receipt_public_keys(data)).fault == ""
    assert receipt_of(browser, attempt) == answer.data


def test_a_receipt_says_what_was_answered_when_and_by_which_rule(as_person, taken):
    attempt = taken(right=0.5)
    receipt = shown(receipt_of(as_person("learner"), attempt))
    with db.engines["read"].connect() as connection:
        row = connection.execute(select(Attempt.__table__).where(Attempt.public_id == attempt)).one()
        hashes = set(connection.execute(select(QuestionVersion.content_hash)).scalars())
        version = select(QuizVersion.content_hash).where(QuizVersion.id == row.quiz_version_id)
        quiz_version = connection.execute(version).scalar_one()
        pseudonym = connection.execute(select(Enrolment.pseudonym).where(Enrolment.id == row.enrolment_id)).scalar_one()
        stored = connection.execute(
            select(Response.slot, Response.choice).where(Response.attempt_id == row.id).order_by(Response.slot)
        ).all()
    assert {slot["question"] for slot in receipt["slots"]} <= hashes
    assert [(slot["slot"], slot["choice"]) for slot in receipt["slots"]] == [tuple(one) for one in stored]
    assert [slot["mark"] for slot in receipt["slots"]] == [100_000, 100_000, 0, 0]
    assert {slot["answered_at"] for slot in receipt["slots"]} == {"2026-11-22T09:01:00+00:00"}
    del receipt["slots"], receipt["topics"]
    assert receipt == {
        "format": 1,
        "learner": pseudonym,
        "course": "small-course",
        "quiz": "practice",
        "quiz_version": quiz_version,
        "attempt": 1,
        "started_at": "2026-11-22T09:00:00+00:00",
        "closed_at": "2026-11-22T09:02:00.301000+00:00",
        "closed_by": "submission",
        "grade": 1,
        "graded_at": "2026-11-22T09:02:00.301000+00:00",
        "rule": {
            "marking": "one point for exactly the key",
            "minima": [],
            "needed": 300_000,
            "pass_percent": 70,
            "point": 100_000,
        },
        "passed": False,
        "maximum": 400_000,
        "score": 200_000,
    }


def test_no_words_and_nothing_of_the_person_stand_in_a_receipt(as_person, taken):
    """Ids, hashes, times, numbers; the only sentence is the program's own name of its rule."""
    learner = person_named("learner")
    content = receipt_of(as_person("learner"), taken()).decode()
    texts = set(re.findall(r'(?<=:)"([^"]*)"', content)) - {"one point for exactly the key"}
    pattern = re.compile(r"[0-9a-f]{16,64}|[a-z]+(-[a-z]+)*|2026-11-22T[0-9:.]+\+00:00|Ed25519|[\w-]{86}")
    assert [text for text in texts if not pattern.fullmatch(text)] == []
    personal = (learner.public_id, learner.email, learner.name, learner.fs_uniquifier, *PERSONS.values())
    assert [one for one in personal if one in content] == []


def test_the_receipts_of_one_learner_name_the_same_id_and_those_of_another_do_not(as_person, taken, time):
    first, second = taken(), taken("sitting")
    browser, other = as_person("learner"), person_named("classmate").id
    attempt = attempting.start_attempt(other, "small-course", "practice", time.time, 1)
    attempting.submit(attempt, other, time.time)
    learners = [shown(receipt_of(browser, one))["learner"] for one in (first, second)]
    assert len({*learners, shown(receipt_of(as_person("classmate"), attempt))["learner"]}) == 2
    assert learners[0] == learners[1]


def test_a_failed_final_gives_a_receipt_without_choices_and_marks(as_person, taken):
    browser = as_person("learner")
    failed = shown(receipt_of(browser, taken("final", right=0)))
    assert {frozenset(slot) for slot in failed["slots"]} == {frozenset({"slot", "section", "question"})}
    assert (failed["passed"], failed["score"], len(failed["topics"])) == (False, 0, 2)


def test_a_passed_final_gives_all_of_it(as_person, taken):
    receipt = shown(receipt_of(as_person("learner"), taken("final")))
    assert all({"choice", "answered_at", "mark", "maximum"} <= slot.keys() for slot in receipt["slots"])


def test_what_a_policy_releases_alone_stands_in_the_receipt(as_person, taken):
    """Only that it was handed in; then each word of the policy adds its own."""
    attempt, browser = taken(right=0), as_person("learner")
    found = {}
    for shown_words in ((), ("score",), ("score", "topics"), ("score", "topics", "choices")):
        change_policy(attempt, shown_words)
        receipt = shown(receipt_of(browser, attempt))
        slot = receipt["slots"][0]
        found[shown_words] = (receipt.keys() & {"score", "topics"}, slot.keys() & {"choice", "answered_at", "mark"})
    assert found == {
        (): (set(), set()),
        ("score",): ({"score"}, set()),
        ("score", "topics"): ({"score", "topics"}, set()),
        ("score", "topics", "choices"): ({"score", "topics"}, {"choice", "answered_at"}),
    }


def change_policy(attempt, failed):
    """As if the quiz's version had been made with another policy: a new version, which the attempt names."""
    with transaction() as session:
        row = session.scalar(select(Attempt).where(Attempt.public_id == attempt))
        old = session.get_one(QuizVersion, row.quiz_version_id)
        number = old.number + 1 + len(failed)
        content = old.content | {"review": old.content["review"] | {"failed": list(failed)}}
        new = QuizVersion(quiz_id=old.quiz_id, number=number, content_hash=f"{number:064}", content=content)
        new.created_at = old.created_at
        session.add(new)
        session.flush()
        row.quiz_version_id = new.id


def test_an_open_attempt_and_a_trial_have_no_receipt(as_person, taken, time):
    open_one = attempting.start_attempt(person_named("learner").id, "small-course", "practice", time.time, 1)
    assert as_person("learner").get(f"/attempts/{open_one}/receipt").status_code == 404
    browser = as_person("instructor")
    trial = browser.post("/instructor/small-course/quizzes/practice/versions/1/trials").location.rpartition("/")[2]
    attempting.submit(trial, person_named("instructor").id, time.time)
    assert browser.get(f"/attempts/{trial}/receipt").status_code == 404
    assert f"/attempts/{trial}/receipt" not in browser.get(f"/attempts/{trial}/result").text
    assert as_person("admin").get(f"/attempts/{taken()}/receipt").status_code == 404


def test_a_receipt_names_the_number_of_its_grade(as_person, taken, time):
    attempt, browser = taken(right=0.5), as_person("learner")
    before = receipt_of(browser, attempt)
    with transaction() as session:
        row = session.scalar(select(Attempt).where(Attempt.public_id == attempt))
        append_grade(session.connection(), row, "Siân’s key was corrected", time.time, dated_at=row.closed_at)
    after = receipt_of(browser, attempt)
    assert [shown(one)["grade"] for one in (before, after)] == [1, 2]
    assert "Si" not in after.decode()
    assert "This is grade 2 of the attempt: it was marked again." in paste(browser, after).text
    assert paste(browser, before).status_code == 200


def test_a_late_answer_is_not_in_a_receipt(as_person, time):
    person = person_named("learner").id
    attempt = attempting.start_attempt(person, "small-course", "sitting", time.time, 7)
    keys_here = keys_of(attempt)
    answering.save(attempt, person, [Given(1, "tab", keys_here[1], seq=1)], time.time)
    answering.save(attempt, person, [Given(2, "tab", keys_here[2], seq=2)], time.advance(minutes=11))
    attempting.submit(attempt, person, time.time)
    slots = shown(receipt_of(as_person("learner"), attempt))["slots"]
    assert [(len(slot["choice"]), "answered_at" in slot, slot["mark"]) for slot in slots] == [
        (1, True, 100_000),
        (0, False, 0),
    ]


def test_anybody_may_check_a_receipt_pasted_or_as_a_file(as_person, client, taken, visible):
    content = receipt_of(as_person("learner"), taken())
    pasted = paste(client, f"\r\n {content.decode()}\r\n")
    sent = client.post("/receipts", data={"file": (io.BytesIO(content), "receipt.json"), "pasted": ""})
    assert (pasted.status_code, sent.status_code) == (200, 200)
    for page in (visible(pasted.text), visible(sent.text)):
        assert UNCHANGED in page
        assert "algorithm" not in page
        assert "A small course Quiz Practice, attempt 1 Result Passed, with 4 of 4 points; 3 were needed." in page
        assert "Four questions by content hash, each with the answer, its time and its mark." in page


def test_where_there_are_both_the_file_counts(as_person, client, taken):
    file = (io.BytesIO(receipt_of(as_person("learner"), taken())), "receipt.json")
    assert client.post("/receipts", data={"file": file, "pasted": "{}"}).status_code == 200


def test_nothing_is_stored_when_a_receipt_is_checked(as_person, client, taken, statements):
    content = receipt_of(as_person("learner"), taken())
    with statements() as seen:
        paste(client, content)
    assert [one for one in seen if not one.startswith("SELECT")] == []


def test_a_receipt_of_a_course_that_is_not_here_shows_its_ids(client, as_person, taken, data, visible):
    """It was signed here before the data were lost; its keys were kept."""
    found = check(receipt_of(as_person("learner"), taken()), keys.receipt_public_keys(data)).receipt
    with transaction() as session:
        session.execute(update(Grade).values(reason=""))
    page = visible(paste(client, signed(found, data, course="no-such-course")).text)
    assert "Course no-such-course Quiz practice, attempt 1" in page


def signed(receipt, data, **changes):
    """Another receipt, signed as this site signs."""
    return write(replace(receipt, **changes), keys.receipt_key(data))


def test_what_is_not_right_is_said_with_what_to_do(client, as_person, taken, visible):
    content = receipt_of(as_person("learner"), taken(right=0.5))
    answer = paste(client, content.replace(b'"score":200000', b'"score":400000'))
    page = visible(answer.text)
    assert answer.status_code == 422
    assert "The receipt is not right" in page
    assert "something in it was changed, or the signature is forged. Do not rely on it." in page
    assert "of 4 points" not in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"", "Choose a file, or paste the receipt."),
        (b"{}", "It is JSON, but not a receipt of this kind."),
        (b"[" * 150_000, "It is not a receipt: a receipt is a file of JSON, as it was downloaded."),
        (b" " * 300_000 + b"{}", "It is not a receipt: it has more than 200 KB."),
        ("{}".encode("utf-16"), "It holds other characters than a receipt does, so it is not as it was downloaded."),
        (b"<script>alert(1)</script>", "It is not a receipt: a receipt is a file of JSON, as it was downloaded."),
    ],
)
def test_a_file_that_is_no_receipt_is_a_sentence(client, sent, sentence, visible):
    file = (io.BytesIO(sent), "receipt.json" if sent else "")
    answer = client.post("/receipts", data={"file": file, "pasted": ""})
    assert (answer.status_code, sentence in visible(answer.text)) == (422, True)


def test_a_text_beyond_what_a_request_may_hold_is_a_page_too(client):
    answer = paste(client, "1" * 3_000_000)
    assert (answer.status_code, "That is too large" in answer.text) == (413, True)


def test_a_request_that_is_too_large_is_taken_in_before_it_is_refused(client):
    body = io.BytesIO(b"1" * 3_000_000)
    answer = client.post("/receipts", content_type="text/plain", input_stream=body, content_length=3_000_000)
    assert (answer.status_code, body.tell()) == (413, 3_000_000)


def test_what_was_pasted_is_kept_when_it_is_not_right(client):
    assert "{&#34;learner&#34;: 1}</textarea>" in paste(client, '{"learner": 1}').text


def test_the_public_keys_have_an_address(client, as_person, taken, data):
    assert client.get("/receipts/keys.json").json == {"keys": []}
    content = receipt_of(as_person("learner"), taken())
    answer = client.get("/receipts/keys.json")
    given, fault = read_keys(answer.data)
    assert (answer.mimetype, fault, given) == ("application/json", "", keys.receipt_public_keys(data))
    assert check(content, given).fault == ""
    assert keys.receipt_key(data).hex() not in answer.text


def test_after_the_key_was_changed_both_receipts_are_right(client, as_person, taken, data):
    attempt, browser = taken(), as_person("learner")
    before = receipt_of(browser, attempt)
    new = keys.renew_receipt_key(data)
    after = receipt_of(browser, attempt)
    assert (shown(before), json.loads(after)["key"]) == (shown(after), new)
    assert json.loads(before)["key"] != new
    assert {paste(client, one).status_code for one in (before, after)} == {200}
    assert [one["kid"] for one in client.get("/receipts/keys.json").json["keys"]] == sorted(
        (new, json.loads(before)["key"])
    )


def test_a_receipt_from_another_site_is_not_right_here(client, as_person, taken, data, tmp_path):
    found = check(receipt_of(as_person("learner"), taken()), keys.receipt_public_keys(data)).receipt
    answer = paste(client, signed(found, tmp_path / "another-site"))
    assert (answer.status_code, "which is not one of this site’s. Do not rely on it." in answer.text) == (422, True)


def test_a_receipt_is_right_after_its_learner_was_erased_and_leads_to_nobody(client, as_person, taken, time):
    learner, attempt = person_named("learner"), taken()
    content = receipt_of(as_person("learner"), attempt)
    erasing.erase(person_named("admin").id, learner.public_id, "They asked for it", time.time)
    answer = paste(client, content)
    assert (answer.status_code, UNCHANGED in answer.text) == (200, True)
    with db.engines["read"].connect() as connection:
        pseudonyms = connection.execute(select(Enrolment.pseudonym).where(Enrolment.person_id == learner.id)).scalars()
        assert set(pseudonyms) == {None}


def test_the_result_leads_to_the_receipt_and_says_which_attempt_counts(as_person, taken, visible):
    best, browser = taken(right=0.75), as_person("learner")
    again = taken(right=0.5)
    for attempt in (best, again):
        page = browser.get(f"/attempts/{attempt}/result").text
        assert f'href="/attempts/{attempt}/receipt"' in page
        assert "Counts: attempt 1 (75 %)." in visible(page)
    assert "Your attempts so far Counts: attempt 1 (75 %)." in visible(
        browser.get("/learn/small-course/quizzes/practice").text
    )


def test_a_receipt_takes_as_many_statements_for_four_questions_as_for_two(as_person, taken, statements):
    browser, counts = as_person("learner"), []
    for attempt in (taken("practice"), taken("sitting")):
        receipt_of(browser, attempt)
        with statements() as seen:
            receipt_of(browser, attempt)
        counts.append(len(seen))
    assert counts == [3, 3]
