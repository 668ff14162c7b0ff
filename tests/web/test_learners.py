"""What learners are given, on the pages: those of the instructor, and those of the learner."""

import pytest

from course_app.services import attempting
from tests.conftest import person_named

LIST = "/instructor/small-course/learners"
REASON = "The fire alarm."


@pytest.fixture
def page():
    return f"{LIST}/{person_named('learner').public_id}"


def give(browser, page, **fields):
    return browser.post(f"{page}/accommodation", data=fields)


def adjust(browser, page, quiz="final", seen=0, reason=REASON, **fields):
    return browser.post(f"{page}/quizzes/{quiz}/adjustments", data={"seen": str(seen), "reason": reason} | fields)


def test_the_list_finds_learners_by_name_and_those_who_are_given_something(ann, app, visible, page):
    assert "2 learners, by name." in visible(ann.get(LIST).text)
    give(ann, page, extra_percent="50", larger_text="1")
    narrowed = visible(ann.get(f"{LIST}?given=yes").text)
    assert "1 learner, by name." in narrowed
    assert "learner@example.org 50 % more time at every quiz with a time limit. Larger text." in narrowed
    assert "Siân Ŵyn" not in visible(ann.get(f"{LIST}?q=zolc").text)
    assert "Łukasz Żółć" in visible(ann.get(f"{LIST}?q=zolc").text)
    assert "Nobody is found like that." in visible(ann.get(f"{LIST}?q=nobody&given=yes").text)


def test_the_list_is_paged(ann, visible, monkeypatch):
    monkeypatch.setattr("course_app.queries.paging.PAGE", 1)
    first = ann.get(LIST).text
    assert ("Łukasz Żółć" in first, "Siân Ŵyn" in first) == (True, False)
    onwards = f"{LIST}?after={person_named('classmate').public_id}"
    assert onwards in first
    later = ann.get(onwards).text
    assert ("Łukasz Żółć" in later, "Siân Ŵyn" in later) == (False, True)


def test_what_is_given_stands_on_the_start_page_before_the_clock_starts(ann, as_person, page, visible):
    browser = as_person("learner")
    assert "Your time 45 minutes." in visible(browser.get("/learn/small-course/quizzes/final").text)
    give(ann, page, extra_percent="50")
    adjust(ann, page, minutes="5", attempts="1")
    start = visible(browser.get("/learn/small-course/quizzes/final").text)
    assert "Your time 72 minutes and 30 seconds: 45 minutes + 50 % + 5 minutes for you." in start
    assert "4 of 4 left, at least 24 hours apart. One attempt more than usual was given to you." in start
    assert "it ends at 10:12" in start


def test_without_a_limit_nothing_ends_on_the_start_page_and_the_attempt_page_has_no_clock(
    ann, as_person, page, visible
):
    give(ann, page, is_untimed="1")
    browser = as_person("learner")
    start = visible(browser.get("/learn/small-course/quizzes/sitting").text)
    assert "Your time No limit for you; the usual one is 10 minutes." in start
    assert "When time is up" not in start
    answer = browser.post("/learn/small-course/quizzes/sitting/attempts")
    assert "data-seconds-left" not in browser.get(answer.location).text


def test_a_profile_reaches_an_attempt_under_way_at_the_pages_next_question(ann, as_person, page, time):
    browser = as_person("learner")
    attempt = attempting.start_attempt(person_named("learner").id, "small-course", "sitting", time.time, 1)
    body = {"client": "tab", "responses": []}
    assert browser.post(f"/attempts/{attempt}/responses", json=body).json["seconds_left"] == 600
    give(ann, page, extra_percent="50")
    assert browser.post(f"/attempts/{attempt}/responses", json=body).json["seconds_left"] == 900
    give(ann, page, is_untimed="1")
    assert browser.post(f"/attempts/{attempt}/responses", json=body).json["seconds_left"] is None


def test_a_further_attempt_is_offered_on_the_home_and_on_the_result(ann, as_person, page, time, visible):
    learner = person_named("learner").id
    for seed in (1, 2):
        attempt = attempting.start_attempt(learner, "small-course", "sitting", time.time, seed)
        attempting.submit(attempt, learner, time.time)
        time.advance(days=2)
    browser = as_person("learner")
    used_up, no_more = "No attempt is left", "no attempt left"
    assert used_up in visible(browser.get(f"/attempts/{attempt}/result").text)
    assert no_more in visible(browser.get("/learn").text)
    adjust(ann, page, "sitting", attempts="1")
    assert "One attempt is left." in visible(browser.get(f"/attempts/{attempt}/result").text)
    assert no_more not in visible(browser.get("/learn").text)


def test_the_account_page_tells_what_is_given_and_larger_text_holds_until_another_is_chosen(
    ann, as_person, page, visible
):
    browser = as_person("learner")
    assert "Given to you" not in visible(browser.get("/account").text)
    give(ann, page, extra_percent="25", larger_text="1", reduced_motion="1")
    own = browser.get("/account").text
    assert "25 % more time at every quiz with a time limit. Larger text. Nothing on the pages moves." in visible(own)
    assert '<html lang="en-GB"' in own
    assert 'data-text="larger" data-motion="none">' in own.split("\n<head>")[0]
    browser.post("/appearance", data={"theme": "system", "text": "large"})
    assert 'data-text="large" data-motion="none">' in browser.get("/account").text.split("\n<head>")[0]


def test_a_withdrawn_profile_holds_no_more(ann, as_person, page, visible):
    give(ann, page, extra_percent="25", larger_text="1")
    assert "Withdraw all of it" in visible(ann.get(page).text)
    answer = ann.post(f"{page}/accommodation/withdrawal")
    assert (answer.status_code, answer.location) == (303, page)
    assert "Withdraw all of it" not in visible(ann.get(page).text)
    head = as_person("learner").get("/account").text.split("\n<head>")[0]
    assert "data-text" not in head
    assert "Your time 45 minutes." in visible(as_person("learner").get("/learn/small-course/quizzes/final").text)


@pytest.mark.parametrize("typed", ["lots", "-5", "301", "12.5"])
def test_a_share_that_is_none_is_refused_and_stays_in_the_field(ann, page, visible, typed):
    refused = give(ann, page, extra_percent=typed, larger_text="1")
    assert refused.status_code == 422
    assert "Extra time is a whole number from 0 to 300 percent. Nothing was changed." in visible(refused.text)
    assert f'value="{typed}"' in refused.text
    assert '<input type="checkbox" name="larger_text" value="1" checked>' in refused.text
    assert "Withdraw all of it" not in visible(ann.get(page).text)


def test_a_single_adjustment_needs_a_reason_and_is_given_once(ann, page, visible):
    refused = adjust(ann, page, reason="", minutes="10")
    assert refused.status_code == 422
    assert "Write the reason. It stands in the audit, for whoever asks later." in visible(refused.text)
    assert 'inputmode="numeric" autocomplete="off" value="10"' in refused.text
    assert adjust(ann, page, minutes="10").status_code == 303
    again = adjust(ann, page, minutes="10")
    assert again.status_code == 422
    assert "Something was given at this quiz since you opened the page" in visible(again.text)
    shown = visible(ann.get(page).text)
    assert shown.count("10 more minutes, given by Ann Instructor today: The fire alarm.") == 1
    assert "55 minutes: 45 + 10 for this learner." in shown


def test_the_person_page_of_an_administrator_leads_to_what_is_given(as_person, page):
    ada = as_person("admin")
    assert f'href="{page}"' in ada.get(f"/admin/people/{person_named('learner').public_id}").text
    assert ada.get(page).status_code == 200


def test_one_learner_or_many_adjustments_take_the_same_number_of_statements(ann, as_person, page, cost_of):
    browser = as_person("learner")
    pages = ((ann, LIST), (ann, page), (browser, "/learn/small-course/quizzes/final"), (browser, "/learn"))

    nothing = cost_of(*pages)
    give(ann, page, extra_percent="50")
    for seen in range(3):
        adjust(ann, page, seen=seen, minutes="5")
    give(ann, f"{LIST}/{person_named('classmate').public_id}", extra_percent="25")
    assert cost_of(*pages) == nothing


def test_saving_an_answer_takes_the_same_statements_whatever_was_given(ann, as_person, page, time, statements):
    browser = as_person("learner")
    attempt = attempting.start_attempt(person_named("learner").id, "small-course", "final", time.time, 1)
    seq = 0

    def counted():
        nonlocal seq
        seq += 1
        body = {"client": "tab", "responses": [{"slot": 1, "choice": ["a"], "seq": seq}]}
        with statements() as seen:
            assert browser.post(f"/attempts/{attempt}/responses", json=body).status_code == 200
        return len(seen)

    counted()
    nothing = counted()
    give(ann, page, extra_percent="50")
    for seen in range(3):
        adjust(ann, page, seen=seen, minutes="5")
    assert counted() == nothing


def test_what_was_given_is_shown_to_nobody_else(ann, as_person, page, visible):
    give(ann, page, extra_percent="50")
    assert "Your time 45 minutes." in visible(as_person("classmate").get("/learn/small-course/quizzes/final").text)
    assert as_person("classmate").get(page).status_code == 404
