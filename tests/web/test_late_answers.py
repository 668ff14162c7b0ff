"""Late answers on the pages: the instructor decides, the learner is told."""

import pytest

from course_app.services import answering, attempting
from course_app.services.answer_desk import Given
from tests.acts import keys_of
from tests.conftest import person_named

PAGE = "/instructor/small-course/late-answers"
WAITING = "has late answers to decide on"


def ran_late(name, time):
    """An attempt whose first answer came in time and whose second came a minute late."""
    person = person_named(name).id
    attempt = attempting.start_attempt(person, "small-course", "sitting", time.time, 7)
    keys = keys_of(attempt)
    answering.save(attempt, person, [Given(1, "tab", keys[1], seq=1)], time.time)
    attempting.close_overdue(time.advance(minutes=11))
    answering.save(attempt, person, [Given(2, "tab", keys[2], seq=2)], time.time)
    return attempt


def decide(browser, attempt, decision="count", **fields):
    form = {"through": "2", "seen": "0", "reason": "The line was down.", "decision": decision} | fields
    return browser.post(f"{PAGE}/{attempt}", data=form)


def test_the_instructor_sees_what_came_late_beside_what_counts(ann, time, visible):
    ran_late("learner", time)
    page = visible(ann.get(PAGE).text)
    assert "Siân Ŵyn : A sitting, attempt 1 Ended on Sunday 22 November 2026 at 09:10" in page
    assert "To decide, 1" in page
    assert "In time No answer Late “" in page
    assert "Received 09:11:00 , 1 minute after the end" in page


def test_waiting_late_answers_are_announced_to_the_instructor_and_the_administrator_until_decided(
    ann, as_person, time, visible
):
    ada = as_person("admin")
    assert WAITING not in visible(ann.get("/instructor").text) + visible(ada.get("/admin").text)
    attempt = ran_late("learner", time)
    assert WAITING in visible(ann.get("/instructor").text)
    assert WAITING in visible(ada.get("/admin").text)
    assert decide(ann, attempt).status_code == 303
    assert WAITING not in visible(ann.get("/instructor").text) + visible(ada.get("/admin").text)
    assert "Nothing to decide at present" in visible(ann.get(PAGE).text)


@pytest.mark.parametrize(
    ("decision", "told", "score"), [("count", "it counts", "2 of 2"), ("leave-out", "it does not count", "1 of 2")]
)
def test_the_learner_is_told_what_was_late_what_was_decided_and_why(
    ann, as_person, time, visible, decision, told, score
):
    attempt = ran_late("learner", time)
    browser = as_person("learner")
    before = visible(browser.get(f"/attempts/{attempt}/result").text)
    assert "Your answer to question 2 reached us after the end. It is kept, and does not count unless" in before
    decide(ann, attempt, decision)
    after = visible(browser.get(f"/attempts/{attempt}/result").text)
    assert f"An instructor decided: {told}. The reason: The line was down." in after
    assert f"Attempt 1: {score}" in after
    assert "The decision will stand here" not in after


def test_a_decision_without_a_reason_keeps_what_is_there(ann, time, visible):
    attempt = ran_late("learner", time)
    refused = decide(ann, attempt, reason=" ")
    assert refused.status_code == 422
    assert "Write the reason. It stands in the audit, for whoever asks later." in visible(refused.text)
    assert "To decide, 1" in visible(ann.get(PAGE).text)


def test_what_was_typed_comes_back_when_it_is_not_said_whether_they_count(ann, time):
    attempt = ran_late("learner", time)
    refused = decide(ann, attempt, "", reason="Because of the snow")
    assert refused.status_code == 422
    assert ">Because of the snow</textarea>" in refused.text


def test_somebody_elses_decision_is_not_overwritten_unseen(ann, as_person, time, visible):
    attempt = ran_late("learner", time)
    decide(ann, attempt)
    refused = decide(as_person("admin"), attempt, "leave-out")
    assert refused.status_code == 422
    assert "Somebody has decided on these answers since you opened the page." in visible(refused.text)
    changed = decide(as_person("admin"), attempt, "leave-out", seen="1", decided="yes", reason="No.")
    assert changed.status_code == 303
    assert "They do not count Decided by Ada Admin today: No." in visible(ann.get(f"{PAGE}?decided=yes").text)


@pytest.mark.parametrize("field", ["through", "seen"])
def test_numbers_that_were_not_on_the_page_are_refused(ann, time, field):
    attempt = ran_late("learner", time)
    assert decide(ann, attempt, **{field: "99"}).status_code == 422
    assert decide(ann, attempt, **{field: "x" if field == "through" else "7"}).status_code == 422


def test_the_list_and_the_result_take_as_many_statements_for_one_as_for_two(ann, as_person, time, cost_of):
    attempt = ran_late("learner", time)
    learner = as_person("learner")
    pages = ((ann, PAGE), (ann, "/instructor"), (learner, f"/attempts/{attempt}/result"))

    one = cost_of(*pages)
    ran_late("classmate", time)
    answering.save(attempt, person_named("learner").id, [Given(1, "tab", ("a",), seq=9)], time.time)
    assert cost_of(*pages) == one


def test_the_list_is_paged(ann, time, visible, monkeypatch):
    monkeypatch.setattr("course_app.queries.late_answers.ON_A_PAGE", 1)
    first = ran_late("learner", time)
    ran_late("classmate", time)
    page = ann.get(PAGE)
    assert "Siân Ŵyn" in page.text
    assert "Łukasz Żółć" not in page.text
    assert f'href="{PAGE}?after={first}"' in page.text
    later = ann.get(f"{PAGE}?after={first}")
    assert "Łukasz Żółć" in later.text
    assert "Siân Ŵyn" not in later.text
